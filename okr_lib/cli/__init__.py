"""The command line: make a plan folder, check it, break it down, report on it.

Exit codes: 0 done, 1 the plan or the data is wrong (the message is on standard error, in the language that was given
or the plan's own), 2 usage. Commands load what they need when they run, so that help answers at once.
"""

import io
import sys

from okr_lib.cli import checking, following, funding, planning, reporting, reviewing  # noqa: F401  (their commands)
from okr_lib.cli.program import app, refuse
from okr_lib.errors import OkrError, missing_extra


def main() -> None:
    """Run the command line; what is wrong with the user's data ends in a message and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a minus sign is no reason to stop
    try:
        app(prog_name="okr")
    except OkrError as error:
        refuse(error)
        sys.exit(1)
    except ModuleNotFoundError as error:
        refuse(missing_extra(error))
        sys.exit(1)

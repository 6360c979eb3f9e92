"""Run a command whose kernels are forked from one parent: every ``papermill --engine forked`` below it finds the parent."""

import argparse
import os
import subprocess
import sys

from forked_kernels import parents


def main() -> int:
    """Start a parent, run the command, end the parent; the command's exit code."""
    reader = argparse.ArgumentParser(prog="python -m forked_kernels", description=__doc__)
    reader.add_argument("--preload", default="", metavar="MODULE,...", help="modules that the parent loads")
    reader.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND ...", help="what to run")
    given = reader.parse_args()
    command = given.command[given.command[:1] == ["--"] :]
    if not command:
        reader.error("name a command to run, after --")
    shared = parents.sharing() if parents.start_parent(parents.listed(given.preload) or None) else {}
    try:
        return subprocess.call(command, env={**os.environ, **shared})  # noqa: S603  (the command is the user's own)
    except OSError as error:
        reader.error(f"{command[0]}: {error.strerror}")
    finally:
        parents.close_parent()


if __name__ == "__main__":
    sys.exit(main())

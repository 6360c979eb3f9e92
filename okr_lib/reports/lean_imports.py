"""Loading Papermill and nbconvert in a fraction of a second, in a process that does nothing but make reports.

Both come with optional parts that are loaded where they happen to be installed: jsonschema builds a grammar of
international addresses (over a second), Papermill opens Hadoop file systems through pyarrow (a hundred megabytes).
No report needs either, so a process of our own loads them as if these were not there.
"""

import importlib
import sys

UNUSED = ("rfc3987_syntax", "pyarrow.fs")
NEEDED = ("papermill", "nbconvert", "okr_lib.reports.engine")


def import_lean() -> None:
    """Import what making reports needs without what it does not; nothing is hidden afterwards."""
    hidden = [name for name in UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        for name in NEEDED:
            importlib.import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]

"""Loading Papermill and what goes with it in a fraction of a second, in a process that does nothing but run notebooks.

Both Papermill and nbconvert come with optional parts that are loaded where they happen to be installed: jsonschema builds
a grammar of international addresses (over a second), Papermill opens Hadoop file systems through pyarrow (a hundred
megabytes). Few notebooks are read from or written to such a place, so a process of one's own can do as if these were not
there.
"""

import importlib
import sys

UNUSED = ("rfc3987_syntax", "pyarrow.fs")


def import_lean(*needed: str) -> None:
    """Import modules without the optional parts that they seldom need; nothing is hidden afterwards."""
    hidden = [name for name in UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        for name in needed:
            importlib.import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]

"""``python -m okr_lib`` is the same as ``okr``, as far as it can be: Python itself has looked in the current folder first."""

import os
import sys

if sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
    del sys.path[0]  # what lies in a plan folder is no module

from okr_lib.cli import main

main()

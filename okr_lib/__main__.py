"""``python -m okr_lib`` is the same as ``okr``."""

from okr_lib.cli import main

main()

"""A process that only runs notebooks loads no more than that takes, and hides nothing from anybody afterwards."""

import subprocess
import sys

CODE = """
import sys
from forked_kernels.lean_imports import import_lean
import_lean("papermill", "nbconvert")
assert {"papermill", "nbconvert"} <= set(sys.modules)
assert not {"rfc3987_syntax", "pyarrow"} & set(sys.modules)
import pyarrow.fs, rfc3987_syntax
"""


def test_only_what_is_needed_is_loaded_and_the_rest_can_still_be():
    subprocess.run([sys.executable, "-c", CODE], check=True, timeout=300)

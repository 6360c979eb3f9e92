"""A process that only makes reports loads no more than that takes, and hides nothing from anybody afterwards."""

import subprocess
import sys

CODE = """
import sys
from okr_lib.reports.lean_imports import import_lean
import_lean()
assert {"papermill", "nbconvert"} <= set(sys.modules)
assert not {"rfc3987_syntax", "pyarrow", "pandas", "matplotlib"} & set(sys.modules)
import pyarrow.fs, rfc3987_syntax
"""


def test_only_what_is_needed_is_loaded_and_the_rest_can_still_be():
    subprocess.run([sys.executable, "-c", CODE], check=True, timeout=300)

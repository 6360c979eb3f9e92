"""What a plan holds is never run: the code has no way to turn data into code, nor a shell to hand it to."""

import re

import pytest

from tests.conftest import ROOT

# Written so that this file is not its own finding.
WAYS = [r"p[i]ckle", r"\bev[a]l\(", r"\bex[e]c\(", r"shell=T[r]ue", r"yaml\.l[o]ad", r"m[a]rshal", r"\bsh[e]lve\b"]


@pytest.mark.parametrize("way", WAYS)
def test_no_file_of_ours_turns_data_into_code(way):
    files = [
        path
        for folder in ("okr_lib", "forked_kernels", "tests", "bench", "docs", "notebooks", "templates", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in (".py", ".ipynb", ".j2", "")
    ]
    assert len(files) > 250
    found = [str(path) for path in [*files, ROOT / "Makefile"] if re.search(way, path.read_text(encoding="utf-8"))]
    assert found == []

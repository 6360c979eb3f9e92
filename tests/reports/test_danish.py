"""A Danish report of a Danish plan has no English word of ours, in its tables, pictures and what screen readers say."""

import re

import nbformat
import pytest

import okr_lib as okr
from okr_lib.serving.copies import working_copy
from tests.danish import danish_plan, danish_words, foreign, visible

ACTUALS = """fiscal_year,quarter,stream,revenue
2026,Q1,butikker,101
2027,Q1,butikker,90
2027,Q1,nettet,60
2027,Q2,butikker,95
"""
NAMES = "okr growth workbook pandas actuals csv"  # of the program, a library of it and a file


@pytest.fixture
def folder(tmp_path):
    plan = danish_plan(tmp_path / "plan")
    (plan / "actuals.csv").write_text(ACTUALS, encoding="utf-8")
    return plan


@pytest.mark.parametrize("team", [None, "Salg"])
def test_no_word_of_a_danish_report_is_english(folder, tmp_path, team):
    done = okr.run_report(folder, quarter="Q2", team=team, language="da", output=tmp_path / "reports")
    [page] = [file for file in done.files if file.suffix == ".html"]
    texts = [text for text in visible(page.read_text(encoding="utf-8")) if not re.fullmatch("[0-9a-f]{12,}", text)]
    assert len(texts) > 100
    assert foreign(texts, danish_words(NAMES)) == {}


@pytest.mark.parametrize("notebook", ["workshop", "scenarios", "review"])
def test_no_text_of_a_danish_notebook_is_english(folder, notebook):
    cells = nbformat.read(working_copy(folder, notebook, language="da"), as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert texts
    assert foreign(texts, danish_words()) == {}

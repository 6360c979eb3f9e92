"""Scenarios that are handed out say in a spreadsheet what the page says, and no formula is among them."""

import csv
import os
import shutil
import subprocess

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.scenario_export import scenario_tables, scenario_workbook
from okr_lib.growth.comparison import case_of

OFFICE = shutil.which("soffice")
NAMES = {"=1+1": "@SUM(A1)", "Late, and less": "As the board sees it: −5 %", "Ærligt talt": "+45 kr."}
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def read_back(text, value):
    """What a spreadsheet shows of a value, as a value of its kind."""
    if isinstance(value, bool):
        return text == "TRUE"
    return float(text) if is_number(value) else text


@pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="needs LibreOffice: apt-get install libreoffice-calc"
)
def test_libreoffice_shows_the_figures_names_and_notes_of_three_scenarios(matas, tmp_path):
    made = [
        okr.Scenario.model_validate({"name": name, "momentum": {"online": 0.01 * place}, "drop": ["club-plus"][:place]})
        for place, name in enumerate(NAMES, start=0)
    ]
    cases = [case_of("As planned", matas), *(case_of(one.name, matas, one) for one in made)]
    sheets = scenario_tables(cases, ["", *NAMES.values()], Labels.of(matas))
    (tmp_path / "scenarios.xlsx").write_bytes(scenario_workbook(sheets))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        OFFICE,
        "--headless",
        profile,
        "--convert-to",
        EVERY_SHEET,
        "--outdir",
        tmp_path,
        tmp_path / "scenarios.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for title, rows in sheets.items():
        with (tmp_path / f"scenarios-{title}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))
        assert len(read) == len(rows)
        for shown, row in zip(read, rows, strict=True):
            for text, value in zip(shown, row, strict=False):
                assert read_back(text, value) == (pytest.approx(value, rel=1e-9) if is_number(value) else value), title
    assert sheets["Scenarios"][1] == ["Note", "", *NAMES.values()]
    assert {row[0] for row in sheets["Assumptions"][1:]} == {"As planned", *NAMES}

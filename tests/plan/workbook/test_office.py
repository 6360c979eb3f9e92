"""A real office program opens and saves the workbook, and the plan stays as it is."""

import os
import shutil
import subprocess

import openpyxl
import pytest

import okr_lib as okr
from okr_lib.plan.goal_sheet import load_goals
from okr_lib.plan.model import Plan
from tests.plan.workbook.test_opening import NAMES

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="needs LibreOffice: apt-get install libreoffice-calc"
)


def saved_by_office(folder, *paths):
    """The workbooks as LibreOffice saves them."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, "--headless", profile, "--convert-to", "xlsx", "--outdir", folder / "saved", *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [folder / "saved" / path.name for path in paths]


def test_libreoffice_keeps_every_text_number_choice_and_note(small, example, tmp_path):
    small["teams"] = [{"id": f"team-{number}", "name": name} for number, name in enumerate(NAMES)]
    hostile = tmp_path / "hostile"
    okr.save_plan(Plan.model_validate(small), hostile)
    goals = openpyxl.Workbook()
    goals.active.append(["Row ID", "Goal Title", "Target Value", "End Date"])
    goals.active.append(["007", "Grow", "25 %", "2027-03-31"])
    goals.save(tmp_path / "goals.xlsx")
    before = {path: path.read_bytes() for folder in (example, hostile) for path in folder.rglob("*.yaml")}
    for folder in (example, hostile):
        okr.save_workbook(okr.load_plan(folder), tmp_path / f"{folder.name}.xlsx")

    *books, goal_sheet = saved_by_office(
        tmp_path, *(tmp_path / f"{name}.xlsx" for name in (example.name, "hostile", "goals"))
    )

    for folder, book in zip((example, hostile), books, strict=True):
        assert okr.import_workbook(folder, book).changes == ()
    assert {path: path.read_bytes() for path in before} == before
    assert load_goals(goal_sheet) == load_goals(tmp_path / "goals.xlsx")
    saved = openpyxl.load_workbook(books[0])["Initiatives"]
    offered = [rule.formula1 for rule in saved.data_validations.dataValidation if rule.type == "list"]
    assert {'"Q1,Q2,Q3,Q4"', "teams_ids", "key_results_ids"} <= set(offered)
    assert saved["J3"].comment.text.strip() == "That it succeeds."

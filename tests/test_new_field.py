"""A new field of the plan costs what CONTRIBUTING.md shows, and is then everywhere: the diff is applied to a copy and looked at."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

DIFF = re.search(r"```diff\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)[1]
LINES = [line[2:] for line in DIFF.splitlines()]  # without the indent of the list
NOTE = "The shop is closed on Mondays."
LOOKS = """
import openpyxl, okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.places import place_words
from okr_lib.plan.changes import plan_data
from okr_lib.plan.folder import plan_schema
from okr_lib.review.readiness import Step
from okr_lib.widgets.workshop import Workshop

plan = okr.load_plan("plan")
first = plan.teams[0].initiatives[0]
schema = plan_schema()["team"]["$defs"]["Initiative"]["properties"]["note"]
print("yaml:", first.note)
print("schema:", schema["title"], "/", schema["description"])
okr.save_workbook(plan, "plan.xlsx", words=Labels.of(plan, "da"))
sheet = openpyxl.load_workbook("plan.xlsx")["Initiativer"]
[cell] = [cell for cell in sheet[1] if cell.value == "initiatives.note"]
head = sheet.cell(3, cell.column)
print("excel:", head.value, "/", head.comment.text, "/", sheet.cell(4, cell.column).value)
sheet.cell(4, cell.column).value = "From Excel"
sheet.parent.save("plan.xlsx")
print("import:", okr.import_workbook("plan", "plan.xlsx").plan.teams[0].initiatives[0].note)
print("place:", place_words(plan_data(plan), ("teams", plan.teams[0].id, "initiatives", first.id, "note"), Labels("da")))
room = Workshop("plan", "da", plan.teams[0].id)
room.go(Step.WORK)
room.pages[Step.WORK].show(first.id)
ties = room.pages[Step.WORK].initiatives._ties._ties
[field] = [tie.fields["note"] for tie in ties if "note" in tie.fields]
field.entry.value = "From the workshop"
print("workshop:", field.label, "/", field.refusal, "/", okr.load_plan("plan").teams[0].initiatives[0].note)
text = open("plan/teams/retail.yaml").read()
open("plan/teams/retail.yaml", "w").write(text.replace("note:", "nota:"))
try:
    okr.load_plan("plan")
except okr.PlanError as error:
    print("refusal:", error)
"""


def applied(folder):
    """Put the lines of the diff into a copy: what is added stands behind the line, or lines, above it."""
    path, above = None, []
    for line in LINES:
        if line.startswith("--- "):
            path, above = folder / line[4:], []
        elif line.startswith("+"):
            text, place = path.read_text(encoding="utf-8"), "\n".join(above) + "\n"
            assert text.count(place) == 1, f"{place!r} is not once in {path}"
            path.write_text(text.replace(place, f"{place}{line[1:]}\n"), encoding="utf-8")
            above.append(line[1:])
        else:
            above.append(line[1:])


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new-field")
    shutil.copytree(ROOT / "okr_lib", folder / "okr_lib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates" / "plan", folder / "plan")
    applied(folder)
    team = folder / "plan" / "teams" / "retail.yaml"
    text = team.read_text(encoding="utf-8")
    team.write_text(re.sub(r"(- id: new-stores\n    name: .*)", rf"\1\n    note: {NOTE}", text), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOOKS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)


def test_it_costs_three_lines_of_code_at_most_and_two_entries_of_a_catalogue():
    added = [line[1:] for line in LINES if line.startswith("+") and line[1:].strip()]
    words = [line for line in added if line.startswith("msg")]
    assert len(added) - len(words) <= 3
    assert len([line for line in words if line.startswith("msgid")]) <= 2


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("yaml", NOTE),
        ("schema", "Note for the team / What to know before it starts."),
        ("excel", f"Note til teamet / Hvad man skal vide, før det begynder. / {NOTE}"),
        ("import", "From Excel"),
        ("workshop", "Note til teamet /  / From the workshop"),
    ],
)
def test_it_is_in_the_files_the_schema_excel_and_the_workshop(looks, where, words):
    assert looks[where] == words


def test_it_is_named_where_two_people_changed_it_and_where_it_is_misspelt(looks):
    assert looks["place"].endswith(" › Note til teamet")
    assert "is not a field here; did you mean 'note'?" in looks["refusal"]

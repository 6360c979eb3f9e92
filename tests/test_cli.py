"""The command line: exit code 0 when done, 1 when the plan or its data is wrong, 2 when it is used wrongly."""

import ast
import csv
import datetime as dt
import errno
import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import okr_lib as okr
from okr_lib.growth.ledger import COLUMNS
from okr_lib.plan.closing import load_closings
from okr_lib.plan.store.atomic import put_in_place
from tests.conftest import EXAMPLE, ROOT

OKR = Path(sys.executable).with_name("okr")
COLUMN_CHOICES = [",".join(columns) for count in (1, 2) for columns in itertools.permutations(COLUMNS[:-1], count)]


@pytest.fixture
def loaded(monkeypatch, matas):
    """The example without the time it takes to load."""
    monkeypatch.setattr("okr_lib.plan.folder.load_plan", lambda _: matas)


def in_a_fresh_process(*command, **environment):
    done = subprocess.run(
        [*map(str, command)],
        capture_output=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
    return done.returncode, done.stdout, done.stderr


def number(text):
    return 0.0 if text == "–" else float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def test_check_reads_the_check_ins_for_targets_that_were_too_easy(run, example):
    with (example / "check_ins.csv").open("a") as file:
        file.writelines(f"2023-01-31,{name},75,1,,Head of E-commerce\n" for name in ("nps-online", "online-share-q3"))
    code, out, _ = run("check", example)
    assert code == 0
    assert "teams/ecommerce.yaml:3: objectives[0]: the mean confidence in its key results is 100%" in out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,2020,1,2,0,4", "reference.csv:2: q3: 0 is not above zero; leave out years with a quarter without revenue"),
        ("A,2020,1,2,3,4", "reference.csv: there are 0 years of growth; give companies with 50 between them"),
    ],
)
def test_check_names_what_keeps_a_reference_class_from_being_used(run, example, row, said):
    (example / "reference.csv").write_text(f"company,year,Q1,Q2,Q3,Q4\n{row}\n")
    code, _, err = run("check", example)
    assert (code, err.strip()) == (1, said)


def test_a_sound_plan_is_checked_and_shown_to_close(run):
    code, out, errors = run("check", EXAMPLE)
    assert (code, errors) == (0, "")
    assert out.startswith("Matas 2022/23: the plan is sound, and its numbers add up; DKK\u00a012.1m is uncovered\n")
    *lines, last = out.split("\n\n")[0].splitlines()
    assert last == "The year ended DKK\u00a035.0m above its target."
    steps = [line.split()[-1] for line in lines[2:]]
    assert sum(number(step.lstrip("+")) for step in steps[:-1]) == pytest.approx(number(steps[-1])) == 4455


@pytest.mark.parametrize("by", COLUMN_CHOICES)
def test_a_breakdown_as_json_sums_to_the_target(run, loaded, by):
    code, out, _ = run("breakdown", EXAMPLE, "--by", by, "--format", "json")
    records = json.loads(out)
    assert code == 0
    assert all(list(record) == [*by.split(","), "amount"] for record in records)
    assert sum(record["amount"] for record in records) == pytest.approx(4455)


@pytest.mark.parametrize("by", COLUMN_CHOICES)
def test_a_breakdown_as_csv_says_the_same_as_json(run, loaded, by):
    _, out, _ = run("breakdown", EXAMPLE, "--by", by, "--format", "json")
    records = [["" if value is None else str(value) for value in record.values()] for record in json.loads(out)]
    code, out, _ = run("breakdown", EXAMPLE, "--by", by, "--format", "csv")
    assert code == 0
    assert list(csv.reader(io.StringIO(out))) == [[*by.split(","), "amount"], *records]


@pytest.mark.parametrize("by", COLUMN_CHOICES)
def test_a_breakdown_as_a_table_sums_to_the_target(run, loaded, by):
    code, out, said = run("breakdown", EXAMPLE, "--by", by)
    assert said == "The numbers add up; DKK\u00a012.1m is uncovered.\n"
    _, *rows, total = [line for line in out.splitlines() if line != "DKK m"]
    assert code == 0
    assert total.startswith("Total")
    assert number(total.split()[-1]) == 4455
    assert sum(number(row.split()[-1]) for row in rows) == pytest.approx(4455)


@pytest.mark.parametrize("by", ["line,team,quarter", "quarter,line,stream,team"])
def test_a_breakdown_by_many_columns_closes_too(run, loaded, by):
    _, out, _ = run("breakdown", EXAMPLE, "--by", by, "--format", "json")
    assert sum(record["amount"] for record in json.loads(out)) == pytest.approx(4455)
    _, out, _ = run("breakdown", EXAMPLE, "--by", by)
    assert out.splitlines()[-2].split()[-1] == "4,455.0"


def test_a_breakdown_loads_the_folder_it_is_given(run, example):
    plan = (example / "plan.yaml").read_text()
    (example / "plan.yaml").write_text(plan.replace("revenue: 4455", "revenue: 5000"))
    _, out, _ = run("breakdown", example, "--by", "line", "--format", "json")
    assert sum(record["amount"] for record in json.loads(out)) == pytest.approx(5000)


def test_blanks_and_repeats_in_a_breakdowns_columns_do_not_matter(run, loaded):
    assert run("breakdown", EXAMPLE, "--by", " team , line,team") == run("breakdown", EXAMPLE, "--by", "team,line")


def test_a_new_plan_is_sound_and_is_not_made_twice(run, tmp_path):
    folder = tmp_path / "plan"
    code, out, _ = run("new", folder)
    assert code == 0
    assert f"okr check {folder}" in out
    assert run("check", folder)[0] == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    code, out, errors = run("new", folder)
    assert (code, out) == (1, "")
    assert "holds something already" in errors
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_new_plan_is_made_in_the_language_asked_with_a_first_quarter_on_request(run, tmp_path):
    code, out, _ = run("new", tmp_path / "plan", "--language", "da", "--with-quarter")
    assert (code, out) == (
        0,
        f"{tmp_path}/plan er klar med et første kvartal: kør `okr report {tmp_path}/plan --quarter Q1`, og ret så det, den bygger på.\n",
    )
    assert "Efter Q1" in run("check", tmp_path / "plan")[1]
    assert run("new", tmp_path / "other", "--language", "fi")[0] == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "command", [["check"], ["breakdown"], ["close", "--quarter", "Q3"], ["report", "--quarter", "Q3"]]
)
def test_a_plan_that_is_wrong_is_exit_code_1_and_a_message(run, tmp_path, command):
    code, out, errors = run(command[0], tmp_path / "nowhere", *command[1:])
    assert (code, out) == (1, "")
    assert errors.splitlines()[-1].endswith(
        f"there is no folder '{tmp_path}/nowhere'; `okr new {tmp_path}/nowhere` makes one"
    )


def test_the_schema_for_editors_is_written_and_how_to_name_it_is_told(run, example):
    code, out, _ = run("schema", example)
    assert code == 0
    assert "let plan.yaml begin with `# yaml-language-server: $schema=.schema/company.json`" in out
    assert (example / ".schema" / "team.json").exists()


def test_data_that_is_wrong_is_exit_code_1_and_a_message(run, example):
    (example / "actuals.csv").write_text("quarter,revenue\n")
    code, out, errors = run("check", example)
    assert (code, out) == (1, "")
    assert errors.startswith("actuals.csv:1: has no column fiscal_year, stream")


def test_restated_figures_are_findings_and_no_problem(run, example):
    text = (example / "actuals.csv").read_text()
    (example / "actuals.csv").write_text(text.replace("2021/22,Q3,Online,350.5", "2021/22,Q3,Online,352"))
    code, out, errors = run("check", example)
    assert (code, errors) == (0, "")
    findings = out.partition("Findings on the actuals; none keeps the plan's numbers from adding up:\n")[2]
    assert findings.startswith("actuals.csv: line 7: Online 2021/22 Q3 is 352 now and was 350.5 in the plan's baseline")


def test_an_error_that_is_not_about_a_file_is_told_too(run, monkeypatch):
    def refuse(plan):
        raise okr.AllocationError("the parts sum to 3, but the total is 4")

    monkeypatch.setattr("okr_lib.growth.ledger.growth_ledger", refuse)
    assert run("check", EXAMPLE) == (1, "", "the parts sum to 3, but the total is 4\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "No such command 'nothing'"),
        (["check"], "Missing argument 'FOLDER'"),
        (["check", EXAMPLE, EXAMPLE], "unexpected extra argument"),
        (["check", EXAMPLE, "--fast"], "No such option"),
        (["new"], "Missing argument 'FOLDER'"),
        (["close", EXAMPLE], "Missing option '--quarter'"),
        (["close", EXAMPLE, "--quarter", "Q3", "--date", "2023-13-01"], "'2023-13-01' is not a date; write 2023-01-10"),
        (["close", EXAMPLE, "--quarter", "Q3", "--date", "soon"], "'soon' is not a date"),
        (["breakdown", EXAMPLE, "--format", "xml"], "'xml'"),
        (["breakdown", EXAMPLE, "--by", "team,colour"], "colour is no choice; choose from line"),
        (["breakdown", EXAMPLE, "--by", ","], "nothing is no choice"),
        (["report", EXAMPLE], "Missing option '--quarter'"),
        (["report", EXAMPLE, "--plan", "--quarter", "Q3"], "the plan's page is of no quarter, of all teams"),
        (["report", EXAMPLE, "--plan", "--team", "Retail"], "the plan's page is of no quarter, of all teams"),
        (["report", EXAMPLE, "--plan", "--format", "pptx"], "pptx is no choice; choose from html, pdf"),
        (["report", EXAMPLE, "--quarter", "Q5"], "Q5 is no choice; choose from Q1"),
        (["report", EXAMPLE, "--quarter", "Q3", "--team", "retail", "--all-teams"], "exclude each other"),
        (["report", EXAMPLE, "--quarter", "Q3", "--language", "xx"], "xx is no choice; choose from da, en"),
        (["report", EXAMPLE, "--quarter", "Q3", "--format", "docx"], "docx is no choice; choose from html"),
    ],
)
def test_a_wrong_usage_is_exit_code_2_and_a_message(run, monkeypatch, arguments, words):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert words in errors
    assert "Usage: okr" in errors


def test_no_command_at_all_is_a_wrong_usage_that_shows_help(run):
    code, out, errors = run()
    assert code == 2
    assert "breakdown" in out + errors


@pytest.mark.parametrize("command", [[], ["new"], ["check"], ["breakdown"], ["close"], ["report"]])
def test_help_is_exit_code_0(run, command):
    code, out, errors = run(*command, "--help")
    assert (code, errors) == (0, "")
    assert f"Usage: {' '.join(['okr', *command])} [OPTIONS]" in out


def bytes_of(folder):
    """What every file of a folder holds, earlier versions left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".history" not in path.parts
    }


def changed_lines(before, after, name):
    """Lines taken out of a file and lines put in."""
    old, new = (files[name].decode().splitlines() for files in (before, after))
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_the_first_run_of_a_close_writes_what_to_decide(run, example):
    before = bytes_of(example)
    code, out, errors = run("close", example, "--quarter", "Q4")
    assert (code, errors) == (0, "")
    assert out == f"{example}/closings/Q4.yaml is ready: decide on each objective, then run this again.\n"
    after = bytes_of(example)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"closings/Q4.yaml"}
    assert after["closings/Q4.yaml"].decode().count("decision:\n") == 4


def test_a_close_that_is_incomplete_names_every_problem_and_changes_nothing(run, example):
    run("close", example, "--quarter", "Q4")
    before = bytes_of(example)
    code, out, errors = run("close", example, "--quarter", "Q4")
    assert (code, out) == (1, "")
    lines = errors.splitlines()
    assert all(line.startswith("closings/Q4.yaml: objectives.") for line in lines)
    assert sum("decision: is open; write one of keep, change, drop" in line for line in lines) == 4
    assert sum("why: is empty" in line for line in lines) == 4
    assert sum("give its root cause" in line for line in lines) == 3
    assert not any("has no check-in" in line for line in lines)  # revenue is read from the actuals
    assert bytes_of(example) == before
    assert not list((example / ".history").rglob("*.yaml"))  # no version was kept, for nothing was changed


def test_a_close_changes_of_the_plan_what_was_decided_and_keeps_comments(run, example):
    before = bytes_of(example)
    code, out, errors = run("close", example, "--quarter", "Q3", "--date", "2023-01-10")
    assert (code, errors) == (0, "")
    *decided, kept, delivered, last = out.splitlines()
    assert decided == [
        "one-matas: keep, score 0.9",
        "stores-worth-a-visit: keep, score 0.9",
        "first-choice-online: keep, score 1",
        "members-come-back: change, score 0.8",
    ]
    assert kept.startswith("Kept with the close: the year is expected to bring DKK")
    assert delivered.startswith("Of the DKK\u00a054.5m that 8 initiatives")
    assert last == "Q3 is closed as of 2023-01-10."
    after = bytes_of(example)
    touched = {name for name in after if after[name] != before.get(name)}
    assert touched == {"closings/Q3.yaml", "teams/marketing.yaml"}
    assert changed_lines(before, after, "teams/marketing.yaml") == (
        ["        target: 75000"],
        ["        target: 70000"],
    )
    assert b"start: 58000   # Q1 2022/23, published" in after["teams/marketing.yaml"]


def test_a_close_freezes_date_and_scores_below_what_was_written(run, example):
    before = bytes_of(example)["closings/Q3.yaml"]
    run("close", example, "--quarter", "Q3", "--date", "2023-01-10")
    after = bytes_of(example)["closings/Q3.yaml"]
    assert after.startswith(before)
    closing = load_closings(okr.load_plan(example))["Q3"]
    assert closing.closed == dt.date(2023, 1, 10)
    frozen = closing.scores["club-plus-subscribers"]
    assert (frozen.start, frozen.target, frozen.value, frozen.score) == (58000, 75000, 66000, 0.6)
    assert (closing.scores["online-revenue"].value, closing.scores["online-revenue"].score) == (896.3, 1.0)
    assert len(closing.scores) == 10
    assert (closing.forecast.through, closing.forecast.target) == ("Q3", 4455)
    assert run("check", example)[0] == 0


def test_a_quarter_is_not_closed_twice(run, example):
    run("close", example, "--quarter", "Q3", "--date", "2023-01-10")
    before = bytes_of(example)
    code, out, errors = run("close", example, "--quarter", "Q3", "--date", "2023-02-01")
    assert (code, out) == (1, "")
    assert errors.startswith("closings/Q3.yaml: closed: Q3 was closed on 2023-01-10; take `closed` and `scores` out")
    assert bytes_of(example) == before


def test_a_close_is_of_today_unless_a_date_is_given(run, example, monkeypatch):
    monkeypatch.setattr("okr_lib.cli.program.today", lambda: "2023-01-12")
    assert run("close", example, "--quarter", "Q3")[1].endswith("Q3 is closed as of 2023-01-12.\n")


def test_a_dropped_objective_is_marked_and_no_longer_asked_about(run, example):
    closing = (example / "closings/Q3.yaml").read_text()
    (example / "closings/Q3.yaml").write_text(
        closing.replace("decision: change", "decision: drop").replace(
            "    changes:\n      club-plus-subscribers: {target: 70000}\n", ""
        )
    )
    before = bytes_of(example)
    assert run("close", example, "--quarter", "Q3", "--date", "2023-01-10")[0] == 0
    assert changed_lines(before, bytes_of(example), "teams/marketing.yaml") == ([], ["    dropped: Q3"])
    run("close", example, "--quarter", "Q4")
    assert "members-come-back" not in (example / "closings/Q4.yaml").read_text()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("{target: 58000}", "start and target are both 58000, so progress has no meaning; change one"),
        ("{target: 50000}", "write kind: decrease"),
        ("{}", "changes: is empty; say what is different"),
    ],
)
def test_a_change_that_a_key_result_cannot_take_is_a_problem(run, example, change, words):
    closing = (example / "closings/Q3.yaml").read_text()
    (example / "closings/Q3.yaml").write_text(closing.replace("{target: 70000}", change))
    before = bytes_of(example)
    code, out, errors = run("close", example, "--quarter", "Q3")
    assert (code, out) == (1, "")
    assert errors.startswith("closings/Q3.yaml: objectives.members-come-back.changes")
    assert words in errors
    assert bytes_of(example) == before


def test_a_quarter_stays_open_when_the_plan_cannot_be_saved(run, example, monkeypatch):
    moved = []

    def full(target, aside):
        moved.append(target.relative_to(example).as_posix())
        if moved[-1] == "closings/Q3.yaml":  # after the plan's own files
            raise OSError(errno.ENOSPC, "No space left on device", moved[-1])
        put_in_place(target, aside)

    before = bytes_of(example)
    monkeypatch.setattr("okr_lib.plan.store.writing.put_in_place", full)
    code, out, errors = run("close", example, "--quarter", "Q3")
    assert (code, out) == (1, "")
    assert errors.startswith("closings/Q3.yaml: could not be written: No space left on device; what stood")
    assert "teams/marketing.yaml" in moved
    assert bytes_of(example) == before


def test_a_plan_without_objectives_is_closed_too(run, small, tmp_path):
    okr.save_plan(okr.Plan.model_validate(small), tmp_path / "plan")
    assert run("close", tmp_path / "plan", "--quarter", "Q1")[0] == 0
    code, out, _ = run("close", tmp_path / "plan", "--quarter", "Q1", "--date", "2027-04-05")
    kept, last = out.splitlines()
    assert (code, last) == (0, "Q1 is closed as of 2027-04-05.")
    assert kept.startswith("Kept with the close: the year is expected to bring DKK\u00a0400.0m")


def test_a_report_is_made_as_asked_and_its_files_are_named(run, monkeypatch, tmp_path):
    asked = []

    def run_report(folder, **options):
        asked.append((folder, options))
        return SimpleNamespace(files=[tmp_path / "company.html", tmp_path / "run.json"], seconds=1.25)

    monkeypatch.setattr("okr_lib.reports.run.run_report", run_report)
    code, out, _ = run(
        "report", EXAMPLE, "--quarter", "Q3", "--language", "da", "--format", "html", "--output", tmp_path
    )
    ((folder, options),) = asked
    assert code == 0
    assert folder == EXAMPLE
    assert {"quarter": "Q3", "language": "da", "formats": ["html"], "output": tmp_path}.items() <= options.items()
    assert out.splitlines() == [str(tmp_path / "company.html"), str(tmp_path / "run.json")]


def test_a_report_that_fails_is_exit_code_1(run, monkeypatch):
    def fail(*_, **__):
        raise okr.ReportError("the report could not be made; failed/company.ipynb was kept")

    monkeypatch.setattr("okr_lib.reports.run.run_report", fail)
    code, out, errors = run("report", EXAMPLE, "--quarter", "Q3")
    assert (code, out) == (1, "")
    assert errors.endswith("the report could not be made; failed/company.ipynb was kept\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", EXAMPLE], 0), (["check", EXAMPLE / "plan.yaml"], 1), (["check", EXAMPLE, "--fast"], 2)],
)
def test_python_m_okr_lib_is_the_same_as_okr(arguments, code):
    module = in_a_fresh_process(sys.executable, "-m", "okr_lib", *arguments, COLUMNS="100")
    command = in_a_fresh_process(OKR, *arguments, COLUMNS="100")
    assert module == command
    assert module[0] == code


@pytest.mark.parametrize(
    ("file", "content"),
    [("plan.yaml", b"\xff"), ("plan.yaml", b"- [\n"), ("teams/retail.yaml", b"objectives: 5\n"), ("actuals.csv", b'"')],
)
def test_no_mistake_ends_in_a_traceback(example, file, content):
    (example / file).write_bytes(content)
    code, out, errors = in_a_fresh_process(sys.executable, "-m", "okr_lib", "check", example)
    assert (code, out) == (1, b"")
    assert errors.startswith(file.encode())
    assert b"Traceback" not in errors


def test_a_terminal_without_a_minus_sign_is_no_reason_to_stop():
    code, out, errors = in_a_fresh_process(OKR, "check", EXAMPLE, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (code, errors) == (0, b"")
    assert b"Target      4,455.0" in out
    assert b" ?" in out


def put(path, sheet, cell, value):
    """Change a cell of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)


def test_what_is_changed_in_an_exported_workbook_is_changed_in_the_plan(run, example, tmp_path):
    book = tmp_path / "plan.xlsx"
    code, out, _ = run("export", example, book)
    assert (code, out) == (0, f"{book} is ready: fill it in, save it, then run `okr import {example} {book}`.\n")
    put(book, "Initiatives", "J4", 0.95)
    said = "Initiatives!J4: new-brand-shelves probability: 0.9 -> 0.95\n"
    assert run("import", book, example, "--dry-run") == (0, said, "Nothing was written.\n")
    assert run("import", book, example) == (0, said, "")  # in either order
    assert run("import", example, book) == (0, "Nothing has changed.\n", "")
    assert okr.load_plan(example).team("retail").initiatives[0].probability == 0.95


def test_the_folder_is_this_one_by_default(run, example, monkeypatch):
    monkeypatch.chdir(example)
    assert run("export", "plan.xlsx", "--language", "da")[0] == 0
    assert run("import", "plan.xlsx") == (0, "Nothing has changed.\n", "")
    code, _, errors = run("export", "plan.xlsx")
    assert (code, errors.startswith("plan.xlsx: is there already")) == (1, True)
    assert run("export", "plan.xlsx", "--force")[0] == 0


def test_a_workbook_makes_a_new_plan_only_in_a_folder_that_is_named(run, tmp_path, monkeypatch):
    book = tmp_path / "plan.xlsx"
    run("export", EXAMPLE, book)
    monkeypatch.chdir(tmp_path)
    code, _, errors = run("import", book)
    assert (code, "name the folder" in errors) == (2, True)
    assert run("import", "new", book) == (0, "new is a new plan.\n", "")
    assert okr.load_plan("new") == okr.load_plan(EXAMPLE)


@pytest.mark.parametrize("paths", [[], ["plan"], ["a.xlsx", "b.xlsx"], ["a", "b", "c.xlsx"]])
def test_an_import_wants_one_file_and_at_most_one_folder(run, paths):
    assert run("import", *paths)[0] == 2


@pytest.mark.parametrize("name", ["plan.ods", "goals.XLS", "plan.numbers"])
def test_a_workbook_in_another_format_is_to_be_saved_as_xlsx(run, example, name):
    code, _, errors = run("import", example, example / name)
    said = " ".join(errors.replace("│", " ").split())
    assert (code, f"save it as {name.partition('.')[0]}.xlsx" in said) == (2, True)


def test_goals_of_another_tool_are_imported_and_named(run, example):
    code, out, _ = run("import", example, Path(__file__).parent / "plan" / "goals" / "goals.csv")
    assert code == 0
    assert out.splitlines()[0] == "line 2, Goal Title: goal-1 is new"
    assert out.splitlines()[-1].startswith("goal-4: 0.08 on ")


def test_a_wrong_workbook_is_one_message_and_no_traceback(run, example, tmp_path):
    book = tmp_path / "plan.xlsx"
    book.write_text("no workbook")
    code, out, errors = run("import", example, book)
    assert (code, out) == (1, "")
    assert errors.startswith("plan.xlsx: is not an Excel workbook (.xlsx)")


HOSTILE = "Retail \\u001b[2J\\u009b2J\\u202E\\r"  # in YAML, inside double quotes


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["breakdown", "--by", "team,quarter"],
        ["breakdown", "--format", "json"],
        ["check-in", "nps-\x1b[2J\x9b\u202e", "1", "--author", "Head"],
        ["report", "--quarter", "Q3", "--team", "\x1b[2J\x9b\u202e"],
    ],
)
def test_nothing_a_plan_or_a_command_names_acts_on_the_terminal(run, example, arguments):
    file = example / "plan.yaml"
    text = file.read_text().replace("name: Matas 2022/23", f'name: "{HOSTILE}"').replace("sponsor:", "sponser:", 1)
    file.write_text(text.replace("name: Retail", f'name: "{HOSTILE}"').replace("sponser:", "sponsor:"))
    command, *rest = arguments
    _, out, err = run(command, example, *rest)
    assert out + err
    assert not set(out + err) & set("\x1b\x9b\u202e\r")


def test_an_unknown_key_with_an_escape_sequence_is_shown_and_not_obeyed(run, example):
    with (example / "plan.yaml").open("a") as file:
        file.write('"\\u001b[2J": 1\n')
    code, _, err = run("check", example)
    assert code == 1
    assert "\\x1b[2J" in err
    assert "\x1b" not in err


def test_a_folder_whose_name_is_not_utf_8_is_named(run, tmp_path):
    code, _, err = run("check", os.fsdecode(os.fsencode(tmp_path) + b"/plan-\xff"))
    assert code == 1
    assert "plan-\\xff" in err


def test_of_a_million_wrong_rows_fifty_are_told_and_the_rest_counted(run, example):
    rows = "".join(f"2022/23,Q9,stores,{number}\n" for number in range(3000))
    (example / "actuals.csv").write_text(f"fiscal_year,quarter,stream,revenue\n{rows}")
    code, _, err = run("check", example)
    assert code == 1
    assert len(err.splitlines()) == 51
    assert err.splitlines()[-1] == "and 2950 more; mend these first"


def test_no_module_prints_around_what_makes_text_printable():
    printing = set()
    for path in (ROOT / "okr_lib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "typer.echo", "sys.stdout.write"}:
                printing.add(str(path.relative_to(ROOT / "okr_lib")))
    assert printing == {"cli/program.py"}


@pytest.fixture
def danish(example):
    """The example with a language of its own."""
    plan = example / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\nlanguage: da\n", encoding="utf-8")
    return example


@pytest.mark.parametrize("asked", [(), ("--language", "da")])
def test_a_check_is_in_the_language_that_is_asked_for_or_the_plan_s_own(run, example, danish, asked):
    with (example / "check_ins.csv").open("a", encoding="utf-8") as file:
        file.write("2021-01-05,club-plus-subscribers,1,,,Head of Marketing\n")
    code, out, _ = run("check", example, *asked)
    assert code == 0
    assert "Bemærkninger til statusmeldingerne" in out
    assert "ligger uden for året" in out
    assert "Findings on" in run("check", example, "--language", "en")[1]


@pytest.mark.parametrize(
    "command", [("check",), ("breakdown",), ("report", "--quarter", "Q3"), ("close", "--quarter", "Q3")]
)
def test_a_plan_refuses_in_its_own_language(run, danish, command):
    team = danish / "teams" / "marketing.yaml"
    team.write_text(team.read_text(encoding="utf-8").replace("probability: 0.75", "probability: 1.4"), encoding="utf-8")
    code, _, told = run(command[0], danish, *command[1:])
    assert (code, "1.4 ligger ikke mellem 0 og 1" in told) == (1, True)


def test_a_language_that_does_not_exist_is_told_in_english(run, danish):
    plan = danish / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("language: da", "language: xx"), encoding="utf-8")
    code, _, told = run("check", danish)
    assert (code, told) == (1, "there is no language 'xx'; choose from da, en\n")


def test_a_number_typed_for_a_check_in_is_refused_as_it_was_typed(run, danish):
    code, _, told = run("check-in", danish, "club-plus-subscribers", "5", "--author", "A", "--confidence", "1.5")
    assert (code, told) == (1, "confidence: 1.5 ligger ikke mellem 0 og 1\n")


def test_a_template_of_ones_own_is_looked_for_before_anything_runs(run, tmp_path):
    given = ["report", EXAMPLE, "--quarter", "Q3", "--output", tmp_path, "--template", tmp_path / "ours.ipynb"]
    code, out, err = run(*given)
    assert (code, out) == (1, "")
    assert "ours.ipynb: cannot be read: No such file or directory; check the path" in err
    assert run("report", EXAMPLE, "--plan", "--template", tmp_path / "ours.ipynb")[0] == 2

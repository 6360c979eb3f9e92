"""`okr sync`: sources of key results become check-ins, once, whole or not at all; a source is data, in a stranger's plan too."""

import datetime as dt
import sqlite3
import threading

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins
from okr_lib.plan.sync import sync
from okr_lib.review.states import key_result_states

TODAY = dt.date(2023, 1, 31)
NPS = "date,value\n2022-03-31,60\n2022-12-31,71.5\n2023-01-31,72\n2023-02-28,\n"


def with_source(folder, source, name="nps-online"):
    """The plan with a source for one of its key results."""
    file = next(
        file for file in (*(folder / "teams").iterdir(), folder / "plan.yaml") if f"- id: {name}\n" in file.read_text()
    )
    text = file.read_text()
    indent = text[: text.index(f"- id: {name}\n")].rpartition("\n")[2]
    file.write_text(text.replace(f"- id: {name}\n", f"- id: {name}\n{indent}  source: {source}\n"))
    return okr.load_plan(folder)


@pytest.fixture
def filled(example):
    """The example whose online recommendation is filled from a file."""
    (example / "exports").mkdir()
    (example / "exports" / "nps.csv").write_text(NPS)
    return with_source(example, "{file: exports/nps.csv}")


def told(news):
    return [(str(each.date), each.value, each.author) for each in news]


def test_what_a_source_observed_in_the_year_becomes_check_ins_that_say_where_from(filled):
    before = load_check_ins(filled)
    news = sync(filled, as_of=TODAY)
    assert told(news) == [
        ("2022-12-31", 71.5, "exports/nps.csv, line 3"),
        ("2023-01-31", 72.0, "exports/nps.csv, line 4"),
    ]
    after = load_check_ins(filled)
    assert len(after) == len(before) + 2
    assert sync(filled, as_of=TODAY) == ()
    assert len(load_check_ins(filled)) == len(after)


def test_a_dry_run_says_the_same_and_writes_nothing(filled):
    file = filled.folder / "check_ins.csv"
    before = {path: path.read_bytes() for path in filled.folder.rglob("*") if path.is_file()}
    dry = sync(filled, as_of=TODAY, dry_run=True)
    assert {path: path.read_bytes() for path in filled.folder.rglob("*") if path.is_file()} == before
    assert sync(filled, as_of=TODAY) == dry != ()
    assert file.read_bytes() != before[file]


def test_a_restated_figure_is_one_more_and_a_correction_by_hand_stays(filled):
    sync(filled, as_of=TODAY)
    hand = CheckIn(date="2023-01-31", key_result="nps-online", value=70, author="Head of E-commerce")
    append_check_in(filled, hand)
    assert sync(filled, as_of=TODAY) == ()
    source = filled.folder / "exports" / "nps.csv"
    source.write_text(NPS.replace(",72\n", ",73\n"))
    assert told(sync(filled, as_of=TODAY)) == [("2023-01-31", 73.0, "exports/nps.csv, line 4")]
    source.write_text(NPS)
    assert told(sync(filled, as_of=TODAY)) == [("2023-01-31", 72.0, "exports/nps.csv, line 4")]


def test_what_somebody_checked_in_already_is_not_repeated(filled):
    append_check_in(filled, CheckIn(date="2023-01-31", key_result="nps-online", value=72, author="Head of E-commerce"))
    assert [str(each.date) for each in sync(filled, as_of=TODAY)] == ["2022-12-31"]


def test_a_source_leaves_the_owners_words_and_confidence(filled):
    words = {"comment": "Complaints fell.", "confidence": 0.9, "author": "Head of E-commerce"}
    append_check_in(filled, CheckIn(date="2023-01-15", key_result="nps-online", value=70, **words))
    sync(filled, as_of=TODAY)
    states = key_result_states(filled, load_check_ins(filled), TODAY).set_index("key_result")
    row = states.loc["nps-online"]
    assert (row["value"], row["comment"], row["confidence"]) == (72, "Complaints fell.", 0.9)


def test_a_table_of_several_key_results_gives_each_its_own_rows(example):
    frame = pd.DataFrame(
        {"Date": pd.to_datetime(["2022-12-31"] * 2), "Key result": ["nps-online", "nps-stores"], "Value": [71.5, 60]}
    )
    with pd.ExcelWriter(example / "kpi.xlsx") as book:
        frame.to_excel(book, sheet_name="KPI", index=False)
        frame.to_excel(book, sheet_name="Other", index=False)
    with_source(example, "{file: kpi.xlsx, sheet: KPI}")
    plan = with_source(example, "{file: kpi.xlsx, sheet: KPI}", "nps-stores")
    found = {each.key_result: (each.value, each.author) for each in sync(plan, as_of=TODAY)}
    assert found == {"nps-online": (71.5, "kpi.xlsx, KPI, row 2"), "nps-stores": (60.0, "kpi.xlsx, KPI, row 3")}


def test_the_check_ins_themselves_as_a_source_add_nothing(example):
    assert sync(with_source(example, "{file: check_ins.csv}"), as_of=TODAY) == ()


def test_a_query_fills_a_key_result_and_can_only_select(example):
    with sqlite3.connect(example / "kpi.db") as base:
        base.execute("create table nps (day text, score real)")
        base.execute("insert into nps values ('2022-12-31', 71.5)")
    url = '{url: "sqlite:///kpi.db", query: "select day as date, score as value from nps"}'
    plan = with_source(example, url)
    assert told(sync(plan, as_of=TODAY)) == [("2022-12-31", 71.5, "sqlite:///kpi.db, row 1")]
    file = next((example / "teams").glob("ecommerce.yaml"))
    file.write_text(file.read_text().replace('from nps"}', "from nps where load_extension('x')\"}"))
    with pytest.raises(okr.RecordsError, match="the database refuses it"):
        sync(okr.load_plan(example), as_of=TODAY)


def test_problems_of_all_sources_are_told_at_once_and_nothing_is_written(filled):
    folder = filled.folder
    (folder / "exports" / "stores.csv").write_text(
        "date,value\nsoon,1\n2022-12-31,many\n2023-03-01,5\n2022-11-30,1e15\n2022-10-31,5\n2022-10-31,6\n"
    )
    plan = with_source(folder, "{file: exports/stores.csv}", "nps-stores")
    plan = with_source(folder, "{file: exports/none.csv}", "members")
    before = (folder / "check_ins.csv").read_bytes()
    with pytest.raises(okr.RecordsError) as caught:
        sync(plan, as_of=TODAY)
    said = [str(problem) for problem in caught.value.problems]
    for part in (
        "exports/stores.csv:2: date: 'soon' is not a date; write 2022-12-31",
        "exports/stores.csv:3: value: 'many' is not a number",
        "exports/stores.csv:4: date: 2023-03-01 is after 2023-01-31",
        "exports/stores.csv:5: value: 1e+15 is above 1e+12",
        "exports/stores.csv:7: date: 2022-10-31 stands in line 6 already",
        "there is no file 'exports/none.csv'; a path starts from the plan folder",
    ):
        assert any(part in line for line in said), (part, said)
    assert any(line.startswith("teams/marketing.yaml:") for line in said)
    assert (folder / "check_ins.csv").read_bytes() == before


def test_a_broken_file_of_check_ins_is_named_and_stays_as_it_is(filled):
    file = filled.folder / "check_ins.csv"
    file.write_text("date,key_result,value,confidence,comment,author\n2022-12-31,nobody,1,,,Head\n")
    with pytest.raises(okr.RecordsError, match=r"check_ins\.csv:2: key_result"):
        sync(filled, as_of=TODAY)
    assert file.read_text().count("\n") == 2


@pytest.mark.parametrize("way", ["link", "above", "absolute", "database"])
def test_a_strangers_source_reads_nothing_outside_the_folder(example, tmp_path, monkeypatch, way):
    secret = tmp_path / "secret.csv"
    secret.write_text("date,value\n2022-12-31,4711\n")
    with sqlite3.connect(tmp_path / "secret.db") as base:
        base.execute("create table nps as select '2022-12-31' as date, 4711 as value")
    (example / "link.csv").symlink_to(secret)
    source = {
        "link": "{file: link.csv}",
        "above": "{file: ../secret.csv}",
        "absolute": f"{{file: {secret}}}",
        "database": '{url: "sqlite:///../secret.db", query: "select * from nps"}',
    }[way]
    plan = with_source(example, source)
    before = (example / "check_ins.csv").read_bytes()
    with pytest.raises(okr.RecordsError, match="leads out of the folder") as caught:
        sync(plan, as_of=TODAY)
    assert "4711" not in str(caught.value)
    assert (example / "check_ins.csv").read_bytes() == before
    monkeypatch.setenv("OKR_RECORDS_FROM", str(tmp_path))
    assert [each.value for each in sync(plan, as_of=TODAY)] == [4711]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nps.csv", "'source' is not"),
        ("{file: nps.txt}", "'nps.txt' is none of the kinds that can be read"),
        ("{url: 'postgresql://me:secret@db/x', query: select 1}", "holds a password"),
        ("{url: 'sqlite:///x.db', query: drop table nps}", "is not one select"),
    ],
)
def test_a_source_that_cannot_be_one_is_refused_with_the_plan(example, source, message):
    with pytest.raises(okr.PlanError) as caught:
        with_source(example, source)
    assert message.replace("'source' ", "") in str(caught.value)
    assert "secret" not in str(caught.value)


def test_revenue_is_read_from_the_actuals_and_needs_no_source(example):
    measured = next(name for name, result in okr.load_plan(example).key_results.items() if result.measures)
    with pytest.raises(okr.PlanError, match="write either measures or source, not both"):
        with_source(example, "{file: x.csv}", measured)


def test_two_who_sync_at_once_note_each_value_once(filled):
    together = threading.Barrier(2)
    found = []

    def once():
        together.wait()
        found.append(len(sync(filled, as_of=TODAY)))

    people = [threading.Thread(target=once) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert sorted(found) == [0, 2]


def test_the_command_says_what_it_noted_in_the_plans_language(run, filled):
    folder = filled.folder
    code, out, err = run("sync", folder, "--date", "2023-01-31", "--dry-run")
    assert (code, err) == (0, "Nothing was written.\n")
    assert out.splitlines()[-1].startswith("nps-online: 72")
    assert run("sync", folder, "--date", "2023-01-31") == (0, out, "")
    assert run("sync", folder, "--date", "2023-01-31") == (0, "Nothing is new.\n", "")
    assert run("sync", folder, "--date", "today")[0] == 2


def test_a_plan_without_sources_is_told_how_to_name_one(run, example):
    company = example / "plan.yaml"
    company.write_text(company.read_text() + "\nlanguage: da\n" * ("language:" not in company.read_text()))
    code, out, err = run("sync", example)
    assert (code, err) == (0, "")
    assert "source: {file: exports/members.csv}" in out
    assert out.startswith("Intet nøgleresultat")

"""Check-ins: only ever added, each whole, and every wrong row named by its line."""

import datetime as dt
import json
import sqlite3
import subprocess
import sys

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins, names_checked
from tests.conftest import ROOT

HEAD = "date,key_result,value,confidence,comment,author\n"


def a_check_in(**fields):
    usual = {"date": "2022-10-01", "key_result": "members", "value": 1.7, "author": "Head of Customer Club"}
    return CheckIn.model_validate(usual | fields)


def test_the_examples_check_ins_load_in_order_of_time(matas):
    found = load_check_ins(matas)
    assert len(found) == 27
    assert found["date"].is_monotonic_increasing
    assert found["date"][0] == dt.date(2022, 6, 30)


def test_no_file_is_no_check_ins_yet(example):
    (example / "check_ins.csv").unlink()
    assert load_check_ins(okr.load_plan(example)).empty


def test_what_is_added_is_read_back_and_nothing_before_it_changed(example):
    plan = okr.load_plan(example)
    before = (example / "check_ins.csv").read_bytes()
    words = 'Two lines,\n"quoted" and <b>æøå</b> 🚀'
    append_check_in(plan, a_check_in(confidence=0.4, comment=words, date="2023-01-31"))
    assert (example / "check_ins.csv").read_bytes().startswith(before)
    last = load_check_ins(plan).iloc[-1]
    assert (last["value"], last["confidence"], last["comment"]) == (1.7, 0.4, words)


def test_a_first_check_in_makes_the_file_with_its_head(example):
    (example / "check_ins.csv").unlink()
    plan = okr.load_plan(example)
    append_check_in(plan, a_check_in(value=2))
    assert (example / "check_ins.csv").read_text() == f"{HEAD}2022-10-01,members,2,,,Head of Customer Club\n"


def test_a_state_alone_is_a_check_in_and_an_old_file_gets_its_column(example):
    (example / "check_ins.csv").write_text(HEAD + "2022-10-01,members,1.7,,,Head\n")
    plan = okr.load_plan(example)
    append_check_in(plan, a_check_in(key_result="club-plus", value=None, state="not_started"))
    lines = (example / "check_ins.csv").read_text().splitlines()
    assert lines[:2] == [HEAD.strip() + ",state", "2022-10-01,members,1.7,,,Head"]
    found = load_check_ins(plan)
    assert found["state"].tolist() == ["", "not_started"]
    assert found["value"].isna().tolist() == [False, True]


def test_a_key_result_read_from_the_actuals_needs_no_value(example):
    plan = okr.load_plan(example)
    append_check_in(plan, a_check_in(key_result="online-revenue", value=None, confidence=0.9))
    assert load_check_ins(plan)["confidence"].notna().sum() == 27


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": None}, "is empty; write the number observed"),
        ({"key_result": "club-plus", "value": None}, "is empty; write what it brought, or a state"),
        ({"state": "done"}, "'done' is the state of an initiative, and 'members' is a key result"),
    ],
)
def test_a_check_in_that_says_nothing_or_the_wrong_thing_is_refused(example, fields, message):
    before = (example / "check_ins.csv").read_bytes()
    with pytest.raises(okr.RecordsError, match=message):
        append_check_in(okr.load_plan(example), a_check_in(**fields))
    assert (example / "check_ins.csv").read_bytes() == before


def test_a_last_line_without_an_end_is_ended_first(example):
    (example / "check_ins.csv").write_text(HEAD + "2022-10-01,members,1.7,,,Head")
    plan = okr.load_plan(example)
    append_check_in(plan, a_check_in())
    assert len(load_check_ins(plan)) == 2


def test_an_unknown_key_result_is_refused_and_nothing_written(example):
    before = (example / "check_ins.csv").read_bytes()
    with pytest.raises(
        okr.RecordsError, match="there is no key result or initiative 'member'; choose one of online-revenue"
    ):
        append_check_in(okr.load_plan(example), a_check_in(key_result="member"))
    assert (example / "check_ins.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ("31.12.2022,members,1.7,,,Head", "date", "'31.12.2022' is not a date; write 2022-12-31"),
        ("2022-12-31,member,1.7,,,Head", "key_result", "'member' is no key result or initiative"),
        ("2022-12-31,members,many,,,Head", "value", "'many' is not a number"),
        ("2022-12-31,members,nan,,,Head", "value", "'nan' is not a number"),
        ("2022-12-31,members,1.7,80,,Head", "confidence", "'80' is not between 0 and 1"),
        ("2022-12-31,members,1.7,,,", "author", "is empty"),
        ("2022-12-31,members,,,,Head", "value", "is empty; write the number observed"),
        ("2022-12-31,club-plus,3,,,Head,begun", "state", "'begun' is no state; write one of not_started, under_way"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(example, row, field, message):
    head = HEAD.strip() + ",state\n"
    (example / "check_ins.csv").write_text(head + "2022-10-01,members,1.7,,,Head\n" + row + "\n")
    with pytest.raises(okr.RecordsError, match=message) as error:
        load_check_ins(okr.load_plan(example))
    [problem] = error.value.problems
    assert (problem.file, problem.line, problem.field) == ("check_ins.csv", 3, field)


def test_two_people_checking_in_at_once_lose_nothing(example):
    code = (
        "import sys, okr_lib as okr\n"
        "from okr_lib.plan.check_ins import CheckIn, append_check_in\n"
        "plan = okr.load_plan(sys.argv[1])\n"
        "for number in range(500):\n"
        "    append_check_in(plan, CheckIn(date='2022-10-01', key_result='members', value=number, comment='x' * 300,"
        " author=sys.argv[2]))\n"
    )
    (example / "check_ins.csv").unlink()
    people = [
        subprocess.Popen([sys.executable, "-c", code, str(example), name], cwd=ROOT) for name in ("Retail", "Marketing")
    ]
    assert [person.wait(timeout=120) for person in people] == [0, 0]
    found = load_check_ins(okr.load_plan(example))
    assert len(found) == 1000
    assert found.groupby("author")["value"].apply(sorted).map(lambda values: values == list(range(500))).all()


def test_every_key_result_can_be_checked_in_on(matas):
    assert len(names_checked(matas)) == len(set(names_checked(matas))) == 20


def on_the_command_line(folder, *options):
    command = ["-m", "okr_lib", "check-in", str(folder), "new-brands", "50", "--author", "Head of Category", *options]
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_line_adds_a_check_in(example):
    done = on_the_command_line(example, "--date", "2023-02-28")
    assert (done.returncode, done.stdout) == (0, "new-brands: 50 on 2023-02-28, noted.\n")
    assert load_check_ins(okr.load_plan(example)).iloc[-1]["value"] == 50


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--confidence", "7"], "confidence: 7 is not between"), (["--date", "soon"], "date: 'soon'")],
)
def test_a_wrong_check_in_is_refused_by_the_command_line(example, options, message):
    before = (example / "check_ins.csv").read_bytes()
    done = on_the_command_line(example, *options)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (example / "check_ins.csv").read_bytes() == before


def test_a_plan_made_in_code_says_where_its_check_ins_go(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = {"id": "members", "title": "Members", "owner": "Head", "start": 0, "target": 1}
    small["objectives"] = [{"id": "o", "title": "Members come back", "key_results": [result]}]
    plan = okr.Plan.model_validate(small)
    with pytest.raises(okr.RecordsError, match="has no folder; save it first"):
        append_check_in(plan, a_check_in())
    assert list(tmp_path.iterdir()) == []


def at_origin(folder, origin):
    with (folder / "plan.yaml").open("a") as file:
        file.write(f"\nrecords: {{check_ins: {json.dumps(origin)}}}\n")
    return okr.load_plan(folder)


def test_check_ins_of_an_origin_come_in_addition_and_are_never_written_to(example):
    frame = pd.read_csv(example / "check_ins.csv", parse_dates=["date"])
    frame.to_excel(example / "theirs.xlsx", index=False)
    (example / "check_ins.csv").unlink()
    plan = at_origin(example, {"file": "theirs.xlsx"})
    theirs = (example / "theirs.xlsx").read_bytes()
    before = load_check_ins(plan)
    append_check_in(plan, a_check_in(date="2022-12-31"))
    after = load_check_ins(plan)
    assert len(before) == 27
    pd.testing.assert_frame_equal(after[:-1], before)
    assert after.iloc[-1]["value"] == 1.7
    assert (example / "theirs.xlsx").read_bytes() == theirs


def test_the_folders_own_file_is_read_once_where_the_plan_names_it(example):
    assert len(load_check_ins(at_origin(example, {"file": "../plan/check_ins.csv"}))) == 27


def test_a_sheet_of_check_ins_gives_what_the_csv_gives(example, matas):
    frame = pd.read_csv(example / "check_ins.csv", parse_dates=["date"])
    frame.to_excel(example / "theirs.xlsx", index=False)
    found = load_check_ins(matas, example / "theirs.xlsx")
    pd.testing.assert_frame_equal(found.drop(columns="place"), load_check_ins(matas).drop(columns="place"))
    assert str(found["place"].iloc[0]) == "theirs.xlsx: sheet Sheet1, row 2"


def test_problems_of_both_sources_are_told_at_once(example):
    rows = {
        "date": [44926],
        "key_result": "members",
        "value": ["many"],
        "confidence": 80,
        "comment": None,
        "author": "H",
    }
    pd.DataFrame(rows).to_excel(example / "theirs.xlsx", sheet_name="S", index=False)
    (example / "check_ins.csv").write_text(HEAD + "2022-10-01,member,1,,,Head\n")
    with pytest.raises(okr.RecordsError) as caught:
        load_check_ins(at_origin(example, {"file": "theirs.xlsx"}))
    places = [str(problem).split(": '")[0] for problem in caught.value.problems]
    assert places == [
        "theirs.xlsx: sheet S, row 2, date",
        "theirs.xlsx: sheet S, row 2, value",
        "theirs.xlsx: sheet S, row 2, confidence",
        "check_ins.csv:2: key_result",
    ]


def test_a_claim_says_how_it_is_known_and_an_old_file_gets_the_columns_it_needs(example):
    (example / "check_ins.csv").write_text(HEAD + "2022-06-30,club-plus,2,,,Head of Customer Club\n")
    plan = okr.load_plan(example)
    append_check_in(plan, a_check_in(key_result="club-plus", value=6, known_by="test", low=4.5, high=7))
    head, old, new = (example / "check_ins.csv").read_text().splitlines()
    assert head == HEAD.strip() + ",known_by,low,high"
    assert old == "2022-06-30,club-plus,2,,,Head of Customer Club"
    assert new == "2022-10-01,club-plus,6,,,Head of Customer Club,test,4.5,7"
    found = load_check_ins(plan)
    assert found["known_by"].tolist() == ["", "test"]
    assert found.loc[1, ["low", "high"]].tolist() == [4.5, 7.0]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "sql"])
def test_how_a_claim_is_known_comes_from_every_kind_of_source(example, kind):
    head = [*HEAD.strip().split(","), "known_by", "low", "high"]
    rows = [
        ("2022-06-30", "club-plus", 2, None, None, "Head of Customer Club", None, None, None),
        ("2022-09-30", "club-plus", 6, None, "Two regions", "Head of Customer Club", "test", 4.5, 7),
        ("2022-09-30", "evening-delivery", 1.5, None, None, "Head of Logistics", "model", None, None),
    ]
    (example / "check_ins.csv").unlink()
    frame, name = pd.DataFrame(rows, columns=head), f"claims.{kind}"
    origin = {"file": name}
    match kind:
        case "csv":
            frame.to_csv(example / name, index=False)
        case "xlsx":
            frame.to_excel(example / name, index=False)
        case "parquet":
            frame.to_parquet(example / name)
        case "sql":
            with sqlite3.connect(example / name) as connection:
                frame.to_sql("claims", connection, index=False)
            connection.close()
            origin = {"url": f"sqlite:///{name}", "query": "select * from claims"}
    (example / "plan.yaml").open("a").write(f"\nrecords: {json.dumps({'check_ins': origin})}\n")
    found = load_check_ins(okr.load_plan(example))
    assert found["key_result"].tolist() == ["club-plus", "club-plus", "evening-delivery"]
    assert found["known_by"].tolist() == ["", "test", "model"]
    assert found["low"].fillna(0).tolist() == [0, 4.5, 0]
    assert found["high"].fillna(0).tolist() == [0, 7, 0]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"key_result": "members", "known_by": "test"}, "known_by: says how sure a claim is, and there is none"),
        ({"key_result": "club-plus", "value": None, "state": "done", "low": 1, "high": 2}, "low: says how sure"),
        ({"key_result": "club-plus", "low": 1}, "high: is empty; write both ends of the range"),
        ({"key_result": "club-plus", "value": 9, "low": 1, "high": 2}, "value: 9 does not lie between 1 and 2"),
    ],
)
def test_proof_of_nothing_and_a_range_without_its_claim_are_refused(example, fields, message):
    with pytest.raises(okr.RecordsError) as caught:
        append_check_in(okr.load_plan(example), a_check_in(**fields))
    assert message in str(caught.value)


def test_a_way_of_knowing_that_there_is_not_is_named_by_its_line(example):
    row = "2022-06-30,club-plus,2,,,Head of Customer Club,gut feeling"
    (example / "check_ins.csv").write_text(HEAD.strip() + ",known_by\n" + row + "\n")
    with pytest.raises(okr.RecordsError) as caught:
        load_check_ins(okr.load_plan(example))
    assert "check_ins.csv:2: known_by: 'gut feeling' is no way to know a claim" in str(caught.value)

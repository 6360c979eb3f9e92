"""Restated figures and gaps are seen, each with where it stands; rounding and the future are neither."""

import datetime as dt

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.errors import Problem
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.plan.records import load_reported
from okr_lib.review.soundness import (
    _GAP_COLUMNS,
    _outliers,
    check_in_findings,
    gaps,
    record_findings,
    restatements,
    year_findings,
)
from okr_lib.review.variance import observed_quarters

HEAD = "fiscal_year,quarter,stream,revenue,as_of\n"


@pytest.fixture
def two(small):
    """Two streams, shop and web, of 100 a quarter in 2026."""
    small["streams"].append(small["streams"][0] | {"id": "web", "name": "Web"})
    return Plan.model_validate(small)


@pytest.fixture
def reported(two, tmp_path):
    def load(*rows):
        (tmp_path / "actuals.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows))
        return load_reported(two, tmp_path / "actuals.csv")

    return load


def test_the_example_has_neither_gaps_nor_restated_figures(matas):
    reported = load_reported(matas)
    assert restatements(matas, reported).empty
    assert gaps(matas, reported).empty
    assert record_findings(matas, reported) == []


def test_a_baseline_that_was_restated_shows_against_the_plan(two, reported):
    rows = reported("2026,Q1,web,97.5,", "2026,Q2,web,100.05,", "2026,Q1,shop,100,")
    (found,) = restatements(two, rows).to_dict("records")
    assert found == {
        "kept_in": "plan",
        "fiscal_year": "2026",
        "quarter": "Q1",
        "stream": "web",
        "before": 100.0,
        "actual": 97.5,
        "change": -2.5,
        "row": "line 2",
    }


def test_an_earlier_row_shows_against_the_one_that_counts(two, reported):
    rows = reported(
        "2027,Q1,web,92,2027-06-01", "2027,Q1,web,90,2027-04-05", "2027,Q1,web,88,", "2027,Q1,web,92,2027-05-01"
    )
    found = restatements(two, rows)
    assert found["kept_in"].tolist() == ["records", "records"]
    assert found[["before", "actual", "row"]].to_numpy().tolist() == [[90.0, 92.0, "line 2"], [88.0, 92.0, "line 2"]]


def test_figures_of_quarters_after_the_one_reported_on_do_not_matter(two, reported):
    rows = reported("2027,Q3,web,90,2028-01-05", "2027,Q3,web,88,", "2026,Q4,web,97,")
    assert restatements(two, rows, "Q2")["kept_in"].tolist() == ["plan"]
    assert restatements(two, rows, "Q3")["kept_in"].tolist() == ["plan", "records"]


def test_a_stream_missing_where_others_have_a_figure_is_a_gap(two, reported):
    rows = reported("2027,Q1,shop,1,", "2027,Q1,web,1,", "2027,Q2,shop,1,", "2027,Q3,web,1,", "2027,Q3,shop,1,")
    assert gaps(two, rows).to_numpy().tolist() == [["2027", "Q2", "web", "line 4"]]
    assert observed_quarters(two, rows, "Q3") == ("Q1",)


def test_a_quarter_missing_before_others_is_a_gap_of_every_stream(two, reported):
    rows = reported("2027,Q2,shop,1,", "2027,Q2,web,1,")
    assert gaps(two, rows)[_GAP_COLUMNS[1:]].to_numpy().tolist() == [["Q1", "shop", "line 2"], ["Q1", "web", "line 2"]]


def test_a_quarter_that_is_not_over_is_no_gap(two, reported):
    assert gaps(two, reported("2027,Q1,shop,1,", "2027,Q1,web,1,")).empty
    assert gaps(two, reported()).empty


def test_gaps_after_the_quarter_reported_on_do_not_matter(two, reported):
    rows = reported("2027,Q1,shop,1,", "2027,Q1,web,1,", "2027,Q2,shop,1,")
    assert gaps(two, rows, "Q1").empty
    assert len(gaps(two, rows, "Q2")) == 1


def test_a_stream_that_another_year_did_not_have_is_no_gap_there(two, reported):
    rows = reported("2026,Q2,shop,100,", "2026,Q4,shop,100,")
    assert gaps(two, rows)[_GAP_COLUMNS[1:]].to_numpy().tolist() == [["Q3", "shop", "line 3"]]


def test_findings_say_where_what_and_what_then(two, reported):
    rows = reported("2026,Q1,web,97.5,2026-05-01", "2026,Q1,web,99,", "2027,Q1,shop,1,")
    gap, baseline, earlier = map(str, record_findings(two, rows))
    assert gap == "actuals.csv: line 4: Web has no row of 2027 Q1; neither it nor a later quarter counts until it has"
    assert baseline.startswith(
        "actuals.csv: line 2: Web 2026 Q1 is 97.5 now and was 100 in the plan's baseline; the plan"
    )
    assert earlier == "actuals.csv: line 2: Web 2026 Q1 is 97.5 now and was 99 in an earlier row"


@pytest.mark.parametrize(
    ("year", "words"),
    [("FY2027", "line 2: FY2027 is not a year of the plan; write 2027"), ("2031", "has no row of 2026")],
)
def test_years_that_nobody_planned_are_named(two, reported, year, words):
    assert words in record_findings(two, reported(f"{year},Q1,shop,1,"))[0].message


@pytest.mark.parametrize("year", ["2022/2023", "22/23", "FY2022-23", "202223"])
def test_a_year_of_the_plan_written_in_another_way_is_named_with_the_plans_way(small, reported, year):
    small["fiscal_year"] = {"label": "2022/23", "starts": "2022-04-01", "baseline": "2021/22"}
    rows = reported("2021/22,Q1,shop,100,", f"{year},Q1,shop,101,")
    [finding] = record_findings(Plan.model_validate(small), rows)
    assert finding.message == f"line 3: {year} is not a year of the plan; write 2022/23 as the plan does"


@pytest.mark.parametrize(("year", "count"), [("2020/21", 0), ("2019/2020", 1), ("2020", 1), ("before", 1)])
def test_an_earlier_year_is_written_as_the_plans_years(small, reported, year, count):
    small["fiscal_year"] = {"label": "2022/23", "starts": "2022-04-01", "baseline": "2021/22"}
    rows = reported("2021/22,Q1,shop,100,", f"{year},Q1,shop,101,")
    findings = record_findings(Plan.model_validate(small), rows)
    assert [finding.message for finding in findings] == [
        f"line 3: {year} is not a year of the plan, nor written like one; write years as 2022/23, or take them out"
    ] * count


@pytest.mark.parametrize("year", ["2027", "2026", "2024"])
def test_years_of_drivers_are_the_plans_too(two, year):
    drivers = pd.DataFrame([("2027/28", "Q1", "", "visits", 1.0), (year, "Q1", "", "visits", 1.0)])
    drivers.columns = ["fiscal_year", "quarter", "stream", "driver", "value"]
    [finding] = year_findings(two, drivers)
    assert (finding.file, finding.message[:34]) == ("drivers.csv", "2027/28 is not a year of the plan,")


@pytest.mark.parametrize("revenue", [101_000, 0.1, 31_000, 0.3])
def test_a_figure_in_another_unit_is_named_with_its_neighbours(two, reported, revenue):
    [finding] = record_findings(two, reported("2027,Q1,shop,100,", f"2027,Q1,web,{revenue},"))
    assert str(finding) == (
        f"actuals.csv: line 3: Web 2027 Q1 is {revenue:.10g}, where others are about 100; "
        "write it in the plan's unit (million)"
    )


@pytest.mark.parametrize("revenue", [0, 0.4, 1, 10_000, 29_999])
def test_a_figure_that_growth_or_season_may_make_is_no_outlier(two, reported, revenue):
    assert _outliers(two, reported(f"2027,Q1,web,{revenue},")).empty


def test_a_stream_without_a_baseline_is_compared_with_its_other_records(small, reported, two):
    small["streams"].append({"id": "new", "name": "New", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)})
    rows = pd.DataFrame(
        [("2027", quarter, "new", revenue) for quarter, revenue in (("Q1", 2.0), ("Q2", 3.0), ("Q3", 4000.0))],
        columns=["fiscal_year", "quarter", "stream", "revenue"],
    )
    found = _outliers(Plan.model_validate(small), rows)
    assert found[["quarter", "usual"]].to_numpy().tolist() == [["Q3", 2.5]]
    assert _outliers(Plan.model_validate(small), rows[:1]).empty


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 12, 31), "counts from the first quarter on"),
        (dt.date(2028, 1, 1), "counts in no quarter"),
        (dt.date(2072, 3, 1), "counts in no quarter"),
    ],
)
def test_a_check_in_of_a_day_outside_the_year_is_named_with_what_it_counts_for(two, day, words):
    days = [day, dt.date(2027, 1, 1), dt.date(2027, 12, 31)]
    check_ins = pd.DataFrame({"date": days, "key_result": ["members", "other", "other"], "value": 1.0})
    [finding] = check_in_findings(two, check_ins)
    assert str(finding) == (
        f"check_ins.csv: members of {day} is outside the year (2027-01-01 to 2027-12-31) and {words}; "
        "if the day is wrong, take the row out and check in again"
    )


def test_a_check_in_of_a_day_outside_the_year_is_found_by_its_line(example):
    with (example / "check_ins.csv").open("a", encoding="utf-8") as file:
        file.write("2031-01-05,new-brands,30,,,Head of Category,\n")
    plan = okr.load_plan(example)
    line = len((example / "check_ins.csv").read_text(encoding="utf-8").splitlines())
    [finding] = check_in_findings(plan, load_check_ins(plan))
    assert (finding.file, finding.line) == ("check_ins.csv", line)


def test_findings_on_actuals_are_said_in_danish(two, reported):
    rows = reported("2026,Q1,web,97.5,2026-05-01", "2026,Q1,web,99,", "2027,Q1,shop,1,")
    gap, baseline, _ = [Labels("da").said(finding, in_file=True) for finding in record_findings(two, rows)]
    assert gap == (
        "actuals.csv: linje 4: Web har ingen række for Q1 2027; hverken det eller senere kvartaler tæller, før den er der"
    )
    assert baseline.startswith("actuals.csv: linje 2: Web Q1 2026 er nu 97.5 og var 100 i planens udgangspunkt")


def test_findings_on_a_database_stand_at_its_place_in_the_plan(small):
    small["records"] = {"actuals": {"url": "sqlite:///a.db", "query": "select 1"}}
    rows = pd.DataFrame([("2026", "Q1", "shop", 90.0, None, "row 1")])
    rows.columns = ["fiscal_year", "quarter", "stream", "revenue", "as_of", "row"]
    (finding,) = record_findings(Plan.model_validate(small), rows)
    assert finding == Problem(finding.message, field="records.actuals")

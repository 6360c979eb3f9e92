"""Restated figures and gaps are seen, each with where it stands; rounding and the future are neither."""

import pandas as pd
import pytest

from okr_lib.errors import Problem
from okr_lib.plan.model import Plan
from okr_lib.plan.records import load_reported
from okr_lib.review.soundness import GAP_COLUMNS, gaps, record_findings, restatements
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
    assert gaps(two, rows)[GAP_COLUMNS[1:]].to_numpy().tolist() == [["Q1", "shop", "line 2"], ["Q1", "web", "line 2"]]


def test_a_quarter_that_is_not_over_is_no_gap(two, reported):
    assert gaps(two, reported("2027,Q1,shop,1,", "2027,Q1,web,1,")).empty
    assert gaps(two, reported()).empty


def test_gaps_after_the_quarter_reported_on_do_not_matter(two, reported):
    rows = reported("2027,Q1,shop,1,", "2027,Q1,web,1,", "2027,Q2,shop,1,")
    assert gaps(two, rows, "Q1").empty
    assert len(gaps(two, rows, "Q2")) == 1


def test_a_stream_that_another_year_did_not_have_is_no_gap_there(two, reported):
    rows = reported("2026,Q2,shop,100,", "2026,Q4,shop,100,")
    assert gaps(two, rows)[GAP_COLUMNS[1:]].to_numpy().tolist() == [["Q3", "shop", "line 3"]]


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


def test_findings_on_a_database_stand_at_its_place_in_the_plan(small):
    small["records"] = {"actuals": {"url": "sqlite:///a.db", "query": "select 1"}}
    rows = pd.DataFrame([("2026", "Q1", "shop", 90.0, None, "row 1")])
    rows.columns = ["fiscal_year", "quarter", "stream", "revenue", "as_of", "row"]
    (finding,) = record_findings(Plan.model_validate(small), rows)
    assert finding == Problem(finding.message, field="records.actuals")

"""The appendix says where records come from, what is missing, and which figures were restated."""

import pytest
from bs4 import BeautifulSoup

from okr_lib.display.labels import Labels
from okr_lib.display.records_table import record_facts, table_restatements
from okr_lib.plan.origins import Origins
from okr_lib.plan.records import load_reported
from okr_lib.review.soundness import restatements


def test_the_examples_records_are_its_own_files_and_whole(matas):
    facts = dict(record_facts(matas, load_reported(matas), "Q3", Labels.of(matas)))
    assert facts == {
        "Actuals from": "actuals.csv",
        "Check-ins from": "check_ins.csv",
        "Figures missing in the actuals": "none",
    }


def test_origins_days_and_gaps_are_named_in_danish(matas):
    actuals = {"file": "tal/salg.xlsx", "sheet": "Salg"}
    origins = Origins.model_validate({"actuals": actuals, "check_ins": {"url": "sqlite:///a.db", "query": "select 1"}})
    plan = matas.model_copy(update={"records": origins})
    reported = load_reported(matas, matas.folder / "actuals.csv")[:-3]
    reported["as_of"] = None
    reported.loc[0, "as_of"] = matas.fiscal_year.starts
    facts = dict(record_facts(plan, reported, "Q4", Labels.of(matas, "da")))
    assert facts == {
        "Realiserede tal fra": "tal/salg.xlsx, arket Salg",
        "Statusmeldinger fra": "en database, via forespørgslen i plan.yaml samt check_ins.csv",
        "Seneste dag, hvor et tal er indberettet": "1. april 2022",
        "Manglende realiserede tal": "Online Q3 2022/23, Q4 2022/23",
    }


@pytest.mark.parametrize(
    ("language", "kept", "change"), [("en", "Baseline in the plan", "+1.5"), ("da", "Udgangspunktet i planen", "+1,5")]
)
def test_restated_figures_show_before_and_now(matas, language, kept, change):
    reported = load_reported(matas)
    reported.loc[(reported["fiscal_year"] == "2021/22") & (reported["quarter"] == "Q1"), "revenue"] += [1.5, -2]
    table = table_restatements(restatements(matas, reported), Labels.of(matas, language)).as_raw_html()
    rows = [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in BeautifulSoup(table, "html.parser").tbody("tr")
    ]
    assert [row[0] for row in rows] == ["Stores and wholesale", "Online"]
    assert rows[0][1:3] == ["Q1 2021/22" if language == "en" else rows[0][1], kept]
    assert rows[0][-1] == change

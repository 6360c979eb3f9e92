"""A report knows the state of its year: one likelihood while it is open, none when it is over or the target is reached."""

import re

from bs4 import BeautifulSoup

import okr_lib as okr
from tests.conftest import EXAMPLE

OPEN = ("Who waits for whom", "Scenarios for the rest of the year")
OPEN += ("What would have to be true from now on",)


def read(folder, quarter, output):
    """The headings of a report, and what a reader sees, alternative texts included."""
    file = okr.run_report(folder, quarter=quarter, output=output).files[1]
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    alts = [picture["aria-label"] for picture in page.find_all("svg")]
    words = " ".join([page.body.get_text(" "), *alts]).replace("\u00a0", " ")
    return [heading.get_text() for heading in page.find_all(["h2", "h3"])], re.sub(r"\s+", " ", words)


def test_an_open_year_has_one_likelihood(tmp_path):
    headings, words = read(EXAMPLE, "Q3", tmp_path)
    assert set(OPEN) <= set(headings)
    assert "After Q3, the year is seen to end between DKK 4,329m and DKK 4,535m (80%)" in words
    assert "the likelihood of reaching the target is 34%" in words
    assert "where it is missed, most of what is missing is what no plan foresees" in words
    assert "As planned 4,440.6 0.0 −14.4 34%" in words
    assert "As planned, DKK 14.4m is missing; 2 of 22 assumptions could each close that alone" in words


def test_what_is_expected_so_far_and_what_is_claimed_are_of_the_quarters_that_have_actuals(example, tmp_path):
    actuals = (example / "actuals.csv").read_text(encoding="utf-8")
    (example / "actuals.csv").write_text(re.sub(r"2022/23,Q3,.*\n", "", actuals), encoding="utf-8")
    _, words = read(example, "Q3", tmp_path / "out")
    plan = okr.load_plan(example)
    so_far = okr.team_summary(plan, okr.growth_ledger(plan), "Q2").set_index("team").loc["total", "before_overlap"]
    assert re.search(rf"All teams 88\.0 75\.9 12\.1 {so_far:.1f} 18\.0 ", words)


def test_a_year_that_is_over_is_told_as_it_ended_and_nothing_is_still_to_come(tmp_path):
    headings, words = read(EXAMPLE, "Q4", tmp_path)
    assert not set(OPEN) & set(headings)
    assert "The target is reached: the year ended DKK 35.0m above it." in words
    assert "at the close of Q3 between DKK 4,328.8m and DKK 4,534.9m; it ended at DKK 4,490.0m, within all" in words
    for past in ("ikelihood of reaching", "ikelihood of missing", "must bring", "so far came", "phased target of"):
        assert past not in words


def test_a_target_that_is_reached_early_asks_for_nothing_more(example, tmp_path):
    actuals = (
        (example / "actuals.csv")
        .read_text(encoding="utf-8")
        .replace("2022/23,Q3,Online,405.0", "2022/23,Q3,Online,2405.0")
    )
    (example / "actuals.csv").write_text(actuals, encoding="utf-8")
    headings, words = read(example, "Q3", tmp_path / "out")
    assert "The target is reached already; what Q4 will bring comes on top." in words
    assert "What would have to be true from now on" not in headings
    assert "; the target is reached already" in words
    assert "ikelihood of reaching the target is" not in words

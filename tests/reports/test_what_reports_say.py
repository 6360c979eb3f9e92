"""Reports know their state, and each figure in a sentence stands in a table or picture beside it: read in many states.

Every day in the quarters that differ; ``make nightly`` reads every quarter, both languages and all teams of every plan.
"""

import pytest
from hypothesis import settings

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from tests.conftest import EVERYDAY, EXAMPLE
from tests.reports.edge_plans import EDGES, VARIANTS, made
from tests.reports.sentences import EVER, STATES, never, states
from tests.reports.walk import Told, figures, homeless, told, walk

EN, BOTH = ("en",), ("en", "da")
# In which quarters and languages a plan is read every day.
DAILY = {
    "ahead": (("Q3",), ("da",)),
    "exceeded": (("Q3",), BOTH),
    "missed": (("Q3", "Q4"), EN),
    "nothing_to_win": (("Q3",), EN),
    "shrinking": (("Q2", "Q4"), EN),
    "new_stream": (("Q3",), EN),
    "without_closes": (("Q3",), EN),
    "start_up": (("Q1", "Q4"), EN),
    "fresh": (("Q1",), EN),
    "fresh_with_quarter": (("Q1",), EN),
    "fresh_danish": (("Q1",), ("da",)),
    "not_over": (("Q3",), EN),
    "without_key_results": (("Q3",), EN),
    "without_actuals": (("Q1",), ("da",)),
    "one_team": (("Q3",), EN),
    "crowd": ((), EN),  # 25 teams take long
}
NIGHTLY = settings.default.max_examples > EVERYDAY


def test_every_plan_is_read():
    assert set(DAILY) == {*EDGES, *VARIANTS}


@pytest.mark.parametrize("name", DAILY)
def test_nothing_false_is_said_of_a_plan(name, tmp_path):
    quarters, languages = (QUARTERS, BOTH) if NIGHTLY else DAILY[name]
    assert walk(made(name, tmp_path / name), quarters, languages, None if NIGHTLY else ()) == []


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nothing_false_is_said_of_the_example(quarter):
    languages = BOTH if NIGHTLY or quarter in ("Q3", "Q4") else EN
    assert walk(EXAMPLE, (quarter,), languages, None if NIGHTLY else ("marketing",) if quarter == "Q3" else ()) == []


@pytest.fixture(scope="module")
def review(matas):
    return okr.Review(matas, "Q4", okr.load_records(matas))


@pytest.mark.parametrize(
    "words",
    [
        "Q4 must grow 4.7%.",
        "Objectives: 3 kept, 0 dropped.",
        "The likelihood of reaching the target is 100%.",
        "DKK −3.0m",
        "of DKK 4.7m..",
    ],
)
def test_what_may_not_be_said_is_found(review, words):
    assert never(Told(sentences=[words]), review, "en")


def test_a_figure_that_stands_nowhere_else_is_found(review):
    said = Told(sentences=["Revenue is DKK 35.0m above it: 2.6%."], shown=["+35.0", "2.7%"])
    assert homeless(said, review, "en") == ["2.6% of: Revenue is DKK 35.0m above it: 2.6%."]


def test_figures_are_read_in_both_languages():
    assert figures("DKK 1,234.5m, 3 of 10, −2.6%, DKK 4,329m", "en") == {"1234.5", "2.6%", "4329"}
    assert figures("1.234,5 mio. kr., 3 af 10, −2,6 %", "da") == {"1234.5", "2.6%"}


def test_the_states_of_the_example_are_known(review):
    assert states(review, None) == ["over", "nothing to decide", "undecided objectives", "nothing told"]
    assert all(set(EVER) == set(words) for words in STATES.values())


def test_what_a_report_says_is_read_with_its_tables_and_pictures(review):
    said = told(review, Labels.of(review.plan))
    assert said.sentences[0] == "The target is reached: the year ended DKK\u00a035.0m above it."
    assert "The year ended DKK 35.0m above its target" in said.sentences
    assert {"4,490.0", "Gap to the target"} <= set(said.shown)

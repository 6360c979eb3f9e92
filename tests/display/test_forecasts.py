"""What was forecast is told as it was said, and of a year that is over, whether it came."""

import pandas as pd
import pytest

from okr_lib.display.forecasts import finding_forecasts, sentence_on_kept, table_forecasts, title_forecasts
from okr_lib.display.labels import Labels
from okr_lib.plan.closing import Closing, Forecast
from okr_lib.plan.model import Plan
from okr_lib.plan.records import ACTUALS_COLUMNS
from okr_lib.plan.values import QUARTERS
from okr_lib.review.forecasts import forecast_record
from tests.display.reading import rows

ENGLISH, DANISH = Labels(), Labels("da")


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def record(small):
    """The forecasts kept of a shop's year, and how it ended, in whole quarters, if it is over."""
    plan = Plan.model_validate(small)

    def of(ended=None, **ranges):
        closings = {
            quarter: Closing(
                quarter=quarter,
                forecast=Forecast(
                    through=quarter, expected=(low + high) / 2, low=low, high=high, likelihood=chance, target=480
                ),
            )
            for quarter, (low, high, chance) in ranges.items()
        }
        revenue = [("2027", quarter, "shop", (ended or 0) / 4) for quarter in QUARTERS[: 4 if ended else 3]]
        return forecast_record(plan, closings, pd.DataFrame(revenue, columns=list(ACTUALS_COLUMNS)))

    return of


FIRST, SECOND, THIRD = {"Q1": (440, 470, 0.05)}, {"Q2": (450, 480, 0.1)}, {"Q3": (470, 490, 0.55)}


def test_where_nothing_was_kept_nothing_is_said(record):
    assert finding_forecasts(record(460), ENGLISH) == ""


def test_of_a_year_under_way_the_likelihood_is_told_as_it_was_said(record):
    assert plain(finding_forecasts(record(**FIRST), ENGLISH)) == (
        "At the close of Q1 the year was seen to end between DKK 440.0m and DKK 470.0m; the likelihood of reaching the "
        "target was 5%"
    )
    assert plain(finding_forecasts(record(**FIRST, **SECOND), ENGLISH)).endswith(
        "at the close of Q2 between DKK 450.0m and DKK 480.0m; the likelihood of reaching the target was in turn 5%, 10%"
    )


@pytest.mark.parametrize(
    ("ended", "ranges", "where"),
    [
        (460, FIRST, "within that range"),
        (430, FIRST, "below that range"),
        (472, FIRST, "above that range"),
        (460, FIRST | SECOND, "within all of these ranges"),
        (430, FIRST | SECOND, "outside all of these ranges"),
        (478, FIRST | SECOND | THIRD, "within 2 of 3 ranges"),
    ],
)
def test_of_a_year_that_is_over_it_is_told_whether_it_came(record, ended, ranges, where):
    said = plain(finding_forecasts(record(ended, **ranges), ENGLISH))
    assert said.endswith(f"; it ended at DKK {ended}.0m, {where}")
    assert "likelihood" not in said


def test_the_table_has_the_forecasts_and_then_how_good_they_were(record):
    heads, *body = rows(table_forecasts(record(**FIRST, **SECOND), ENGLISH))
    assert heads == [
        "Forecast at the close of",
        "Expected, DKK m",
        "Range of 80%",
        "Target",
        "Likelihood of the target",
    ]
    assert [plain(cell) for cell in body[0]] == ["Q1", "455.0", "440.0 to 470.0", "480.0", "5%"]
    heads, first, last = rows(table_forecasts(record(472, **FIRST, **SECOND), ENGLISH))
    assert heads[5:] == ["The year against what was expected", "Within the range"]
    assert (first[5:], last[5:]) == (["+17.0", "no"], ["+7.0", "yes"])


@pytest.mark.parametrize(
    ("through", "name"), [("Q2", "Q2"), ("Q1", "Q2, with actuals to Q1"), (None, "Q2, before any actuals")]
)
def test_a_close_before_its_actuals_says_so(record, through, name):
    shown = record(**SECOND).assign(through=pd.Series([through], dtype=object))
    assert rows(table_forecasts(shown, ENGLISH))[1][0] == name


def test_a_likelihood_of_what_was_to_come_is_never_nothing(record):
    assert "under 1%" in plain(finding_forecasts(record(Q1=(400, 420, 0.0)), ENGLISH))
    assert plain(rows(table_forecasts(record(Q1=(400, 420, 0.0)), ENGLISH))[1][-1]) == "under 1%"


def test_forecasts_in_danish(record):
    assert plain(finding_forecasts(record(460, **FIRST), DANISH)) == (
        "Ved afslutningen af Q1 ventedes året at lande mellem 440,0 mio. kr. og 470,0 mio. kr.; "
        "det landede på 460,0 mio. kr., inden for intervallet"
    )
    assert plain(rows(table_forecasts(record(460, **FIRST), DANISH))[1][2]) == "440,0 til 470,0"
    assert rows(table_forecasts(record(460, **FIRST), DANISH))[1][-1] == "ja"


@pytest.mark.parametrize(
    ("ended", "english", "danish"),
    [
        (None, "What was forecast before", "Hvad der tidligere var ventet"),
        (460, "How good the forecasts were", "Hvor gode forventningerne var"),
    ],
)
def test_the_title_knows_whether_the_year_is_over(record, ended, english, danish):
    shown = record(ended, **FIRST)
    assert [title_forecasts(shown, labels) for labels in (ENGLISH, DANISH)] == [english, danish]


def test_what_a_close_keeps_is_told():
    kept = Forecast(through="Q2", expected=455, low=440, high=470, likelihood=0.05, target=480)
    assert plain(sentence_on_kept(kept, ENGLISH)) == (
        "Kept with the close: the year is expected to bring DKK 455.0m, with a likelihood of 80% between DKK 440.0m and "
        "DKK 470.0m; the target of DKK 480.0m is reached with a likelihood of 5%"
    )
    assert plain(sentence_on_kept(kept, DANISH)).startswith(
        "Gemt ved afslutningen: Året ventes at give 455,0 mio. kr., med 80 %"
    )

"""The headline is the answer, and knows the state of its year."""

import dataclasses

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.headline import headline, sentences_on_missing
from okr_lib.display.labels import Labels
from okr_lib.plan.model import Plan

COLUMNS = ["fiscal_year", "quarter", "stream", "revenue"]


def of(plan, revenue, quarter, language="en"):
    """The headline of a plan of one stream with some revenue in its first quarters."""
    plan = Plan.model_validate(plan)
    rows = [("2027", f"Q{place}", "shop", amount) for place, amount in enumerate(revenue, start=1)]
    reported = pd.DataFrame(rows, columns=COLUMNS).astype({"revenue": float}).assign(row="", as_of=pd.NaT)
    records = dataclasses.replace(okr.load_records(plan), reported=reported)
    review = okr.Review(plan, quarter, records)
    return headline(review, Labels.of(plan, language)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("quarter", "said"),
    [
        ("Q1", "Q2 to Q4 must grow 2.4%; the plan brings 2.7%."),
        ("Q3", "Q4 must grow 4.7%; the plan brings 3.2%. The target is possible, not likely: about one in three."),
        ("Q4", "The target is reached: the year ended DKK 35.0m above it."),
    ],
)
def test_the_headline_says_what_is_needed_what_is_planned_and_how_likely(matas, quarter, said):
    review = okr.Review(matas, quarter, okr.load_records(matas))
    assert headline(review, Labels.of(matas)).replace("\u00a0", " ").startswith(said)


@pytest.mark.parametrize(
    ("revenue", "quarter", "said"),
    [
        ((), "Q1", "Revenue must grow 20.0%; the plan brings 0.0%."),
        ((120, 120, 120, 110), "Q4", "The target is missed: the year ended DKK 10.0m below it."),
        ((120, 120, 120, 120), "Q4", "The target is reached: the year ended on it."),
        ((250, 250), "Q2", "The target is reached already; what Q3 and Q4 will bring comes on top."),
        ((120, 120, 140), "Q3", "Q4 must bring as much as last year; the plan has 0.0%."),
        ((130, 130, 130), "Q3", "Q4 may fall 10.0% at most; by the plan it grows 0.0%."),
    ],
)
def test_the_headline_knows_the_state_of_the_year(small, revenue, quarter, said):
    assert of(small, revenue, quarter).startswith(said)


def test_nothing_to_come_is_promised_or_ruled_out(small):
    assert of(small, (80, 80, 80), "Q3").endswith("The target is all but out of reach: under one in a hundred.")


def test_without_a_last_year_amounts_are_told(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    small["target"] = {"revenue": 480}
    assert of(small, (100,), "Q1").startswith("Q2 to Q4 must bring DKK 380.0m; the plan brings DKK 0.0m.")


def test_the_headline_in_danish(small):
    assert of(small, (110,), "Q1", "da").startswith("Q2 til Q4 skal vokse 23,3 %; planen giver 0,0 %.")


def test_missing_actuals_are_named_with_their_stream(matas):
    records = okr.load_records(matas)
    hole = (records.reported["quarter"] == "Q2") & (records.reported["stream"] == "online")
    some = dataclasses.replace(records, reported=records.reported[~hole])
    assert sentences_on_missing(okr.Review(matas, "Q3", some), Labels.of(matas)) == [
        "Actuals are missing for Q2; the report leaves them out.",
        "Online: no figure for Q2; neither it nor any later quarter counts.",
    ]

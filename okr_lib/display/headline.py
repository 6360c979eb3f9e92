"""The headline of a report, which is its answer: what is needed, what the plan brings, and how likely the target is."""

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.wording import side
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.review import Review
from okr_lib.review.soundness import gaps
from okr_lib.review.variance import planned_quarters

_HARDLY = 0.0005  # of growth, that shows as none

# What a likelihood up to a bound is called; the first and the last are nobody's to promise.
_ODDS = {
    0.01: "The target is all but out of reach: under one in a hundred.",
    0.075: "The target is very unlikely: about one in twenty.",
    0.15: "The target is unlikely: about one in ten.",
    0.225: "The target is possible, not likely: about one in five.",
    0.29: "The target is possible, not likely: about one in four.",
    0.365: "The target is possible, not likely: about one in three.",
    0.45: "The target is possible: about two in five.",
    0.55: "The target is as likely to be reached as to be missed.",
    0.635: "The target is a little more likely than not: about three in five.",
    0.71: "The target is likely: about two in three.",
    0.775: "The target is likely: about three in four.",
    0.85: "The target is likely: about four in five.",
    0.925: "The target is very likely: about nine in ten.",
    0.99: "The target is all but certain: about nineteen in twenty.",
    1.0: "The target is all but certain: over ninety-nine in a hundred.",
}

_ENDS = {
    "above": "The target is reached: the year ended {amount} above it.",
    "below": "The target is missed: the year ended {amount} below it.",
    "even": "The target is reached: the year ended on it.",
}


def headline(review: Review, labels: Labels) -> str:
    """Where the year stands, in one or two sentences that know its state."""
    if review.over:
        return _ended(review, labels)
    if review.outlook.reached:
        message = "The target is reached already; what {quarters} will bring comes on top."
        return labels.text(message, quarters=span(review.observed, labels))
    bound = next(bound for bound in _ODDS if review.outlook.probability <= bound)
    return f"{_needed(review, labels)} {labels.text(_ODDS[bound])}"


def data_words(review: Review, labels: Labels) -> str:
    """Until when there are actuals, and in what amounts are."""
    if not review.observed:
        return labels.text("No actuals yet. Amounts in {unit}.", unit=labels.money_unit)
    last_day = labels.date(review.plan.fiscal_year.last_day(review.observed[-1]))
    return labels.text("Data to {date}. Amounts in {unit}.", date=last_day, unit=labels.money_unit)


def _ended(review: Review, labels: Labels) -> str:
    variance = float(review.gap["amount"].iloc[-1])
    return labels.text(_ENDS[side(labels.rounded(variance))], amount=labels.money(abs(variance)))


def _needed(review: Review, labels: Labels) -> str:
    """What the quarters to come must bring beside what the plan has for them, as growth where there is a last year."""
    rest = rest_of_year(review)
    values = {
        "quarters": span(review.observed, labels) if review.observed else labels.text("Revenue"),
        "needed": labels.money(rest["needed"]),
        "planned": labels.money(rest["planned"]),
    }
    if not rest["before"] > 0:
        return labels.text("{quarters} must bring {needed}; the plan brings {planned}.", **values)
    needed, planned = (rest[name] / rest["before"] - 1 for name in ("needed", "planned"))
    if abs(needed) < _HARDLY:
        message = "{quarters} must bring as much as last year; the plan has {planned}."
        return labels.text(message, quarters=values["quarters"], planned=labels.growth(planned))
    values |= {"needed": labels.share(abs(needed), 1), "planned": labels.share(abs(planned), 1)}
    if needed < 0:
        message = (
            "{quarters} may fall {needed} at most; by the plan it falls {planned}."
            if planned < 0
            else "{quarters} may fall {needed} at most; by the plan it grows {planned}."
        )
    else:
        message = (
            "{quarters} must grow {needed}; by the plan it falls {planned}."
            if planned < 0
            else "{quarters} must grow {needed}; the plan brings {planned}."
        )
    return labels.text(message, **values)


def rest_of_year(review: Review) -> "pd.Series[float]":
    """Of the quarters to come: last year's revenue ``before``, what is ``needed`` to reach the target, and what is ``planned``."""
    goal, now = (sums.set_index("stream").loc[TOTAL] for sums in (review.year, review.to_date))
    came = now[["baseline", "actual"]].astype(float).fillna(0.0)
    rest = list(QUARTERS[len(review.observed) :])
    return pd.Series(
        {
            "before": goal["baseline"] - came["baseline"],
            "needed": goal["expected"] - came["actual"],
            "planned": float(planned_quarters(review.ledger)[rest].sum()),
        }
    )


def span(observed: tuple[str, ...], labels: Labels) -> str:
    """The quarters after those observed: the only one, both, or the first and the last."""
    return _between(QUARTERS[len(observed) :], labels)


def sentences_on_missing(review: Review, labels: Labels) -> list[str]:
    """Which actuals are missing: whole quarters, or streams of the first quarter that does not count."""
    missing = QUARTERS[len(review.observed) : QUARTERS.index(review.quarter) + 1]
    if not missing:
        return []
    found = gaps(review.plan, review.records.reported, review.quarter)
    here = (found["fiscal_year"] == review.plan.fiscal_year.label) & (found["quarter"] == missing[0])
    streams = [labels.name("stream", name) for name in found.loc[here, "stream"]]
    message = "Actuals are missing for {quarters}; the report leaves them out."
    sentences = [labels.text(message, quarters=_between(missing[:1] if streams else missing, labels))]
    if streams:
        message = "{streams}: no figure for {quarter}; neither it nor any later quarter counts."
        sentences.append(labels.text(message, streams=", ".join(streams), quarter=labels.quarter(missing[0])))
    return sentences


def _between(quarters: tuple[str, ...], labels: Labels) -> str:
    first, last = labels.quarter(quarters[0]), labels.quarter(quarters[-1])
    if len(quarters) == 1:
        return first
    return labels.text("{first} and {last}" if len(quarters) == 2 else "{first} to {last}", first=first, last=last)

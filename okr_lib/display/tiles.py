"""The four figures of a report's first page: revenue, the year's end, the likelihood, and key results."""

from typing import NamedTuple

from okr_lib.display.headline import rest_of_year, span
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import tally_words
from okr_lib.display.outlook_words import range_decimals
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.forecasts import RANGE
from okr_lib.review.gap import against_plan
from okr_lib.review.key_results import OFF
from okr_lib.review.review import Review


class Tile(NamedTuple):
    """A figure with its name, and what stands below it."""

    name: str
    figure: str
    notes: tuple[str, ...] = ()


def tiles(review: Review, labels: Labels) -> list[Tile]:
    """The figures, each with what it is compared with; of a plan without key results, three."""
    made = [_revenue(review, labels), _year_end(review, labels), _likelihood(review, labels)]
    return [*made, *key_result_tiles(review.key_results["status"].tolist(), labels)]


def range_of(low: float, high: float, labels: Labels) -> str:
    """A range; a wide one says no tenths that nobody knows, and one below nothing has no dash beside a minus.

    Examples
    --------
    >>> range_of(4328.8, 4534.9, Labels()), range_of(99.4, 103.1, Labels())
    ('4,329–4,535', '99.4–103.1')
    """
    decimals = range_decimals(low, high, labels)
    first, last = labels.number(low, decimals), labels.number(high, decimals)
    return labels.text("{low} to {high}", low=first, high=last) if low < 0 else f"{first}\N{EN DASH}{last}"


def _revenue(review: Review, labels: Labels) -> Tile:
    """Revenue against the target and the plan; before the first actuals the target, and what the plan has for it."""
    whole = (review.to_date if review.observed else review.year).set_index("stream").loc[TOTAL]
    revenue = whole["actual"] if review.observed else whole["expected"]
    notes = []
    if whole["baseline"] > 0 and not review.over:
        grown = labels.growth(revenue / whole["baseline"] - 1)
        notes.append(labels.text("{growth} on last year", growth=grown))
    if not review.observed:
        uncovered = labels.rounded(revenue - rest_of_year(review)["planned"])
        notes.append(labels.text("planned: {planned}", planned=_with_growth(review, "planned", labels)))
        notes += [labels.text("uncovered: {amount}", amount=labels.number(uncovered))] if uncovered > 0 else []
        return Tile(labels.text("Target of the year"), labels.number(revenue), (*notes,))
    against = {
        "target": labels.change(review.gap["amount"].iloc[-1]),
        "plan": labels.change(against_plan(review.gap)),
    }
    if review.over:
        notes.append(labels.text("{target} on the target", **against))
        notes.append(labels.text("{plan} on the plan", **against))
        return Tile(labels.text("Revenue of the year"), labels.number(revenue), (*notes,))
    notes.append(labels.text("{target} on phased target", **against))
    notes.append(labels.text("{plan} on plan by now", **against))
    return Tile(labels.text("Revenue so far"), labels.number(revenue), (*notes,))


def _year_end(review: Review, labels: Labels) -> Tile:
    """The range of the year's end; of a year that is over its growth, beside the one aimed at."""
    goal, outlook = review.year.set_index("stream").loc[TOTAL], review.outlook
    target = labels.text("target {amount}", amount=labels.number(goal["expected"]))
    if review.over and not goal["baseline"] > 0:
        return Tile(labels.text("Target of the year"), labels.number(goal["expected"]))
    if review.over:
        aimed, came = (goal[name] / goal["baseline"] - 1 for name in ("expected", "actual"))
        aimed_at = labels.text("{growth} aimed at", growth=labels.growth(aimed))
        return Tile(labels.text("Growth on last year"), labels.growth(came), (aimed_at, target))
    notes = [labels.text("expected {amount}", amount=labels.number(outlook.mean)), target]
    if review.observed and not outlook.reached:
        notes += _rest(review, labels)
    low, high = outlook.interval(RANGE)
    return Tile(labels.text("Year's end (80%)"), range_of(low, high, labels), (*notes,))


def _rest(review: Review, labels: Labels) -> list[str]:
    """What the quarters to come need and have."""
    quarters, one = span(review.observed, labels), len(review.observed) == len(QUARTERS) - 1
    message = "{quarters} needs {needed}" if one else "{quarters} need {needed}"
    needed = labels.text(message, quarters=quarters, needed=_with_growth(review, "needed", labels))
    return [needed, labels.text("planned: {planned}", planned=_with_growth(review, "planned", labels))]


def _with_growth(review: Review, name: str, labels: Labels) -> str:
    """An amount of the quarters to come, and the growth it is."""
    rest = rest_of_year(review)
    growth = f" ({labels.growth(rest[name] / rest['before'] - 1)})" if rest["before"] > 0 else ""
    return labels.number(rest[name]) + growth


def _likelihood(review: Review, labels: Labels) -> Tile:
    """How likely the target is, or whether it was reached, with what was said before."""
    before = tuple(
        labels.text("{share} after {quarter}", share=labels.likelihood(row["likelihood"]), quarter=quarter)
        for row in review.forecasts.to_dict("records")
        for quarter in [labels.quarter(row["quarter"])]
    )
    if review.over or review.outlook.reached:
        word = labels.text("Reached") if review.outlook.probability >= 1 or review.outlook.reached else None
        said = (labels.text("Likelihood told before:"), *before) if before else ()
        return Tile(labels.text("The target"), word or labels.text("Missed"), said)
    name = labels.text("Likelihood of the target")
    return Tile(name, labels.likelihood(review.outlook.probability), before)


def key_result_tiles(words: list[str], labels: Labels) -> list[Tile]:
    """How many key results are missed or not where they should be, and how the others stand; ``words`` are their states."""
    if not words:
        return []
    bad = sum(word in ("missed", *OFF) for word in words)
    figure = labels.text("{count} of {all}", count=str(bad), all=str(len(words)))
    message = "Key results missed or off track" if any(word in OFF for word in words) else "Key results missed"
    return [Tile(labels.text(message), figure, (" · ".join(tally_words(words, labels)),))]

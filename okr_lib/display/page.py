"""What a report's first page says, as plain data: the same words stand on the page and on slides."""

from dataclasses import dataclass

from okr_lib.display.findings import finding_bridge
from okr_lib.display.gap_chart import Bar, bars_of_gap, bars_of_plan, finding_gap
from okr_lib.display.headline import headline, sentences_on_missing
from okr_lib.display.labels import Labels
from okr_lib.display.looking_back import finding_drivers
from okr_lib.display.page_tables import finding_decisions, sentences_on_marketing
from okr_lib.display.tiles import Tile, range_of, tiles
from okr_lib.display.wording import sentences, side
from okr_lib.growth.breakdown import bridge
from okr_lib.review import variance
from okr_lib.review.driver_split import driver_split
from okr_lib.review.forecasts import RANGE
from okr_lib.review.gap import gap_to_target
from okr_lib.review.review import Review

_AHEAD = {
    "above": "What will happen: {range} (80%), expected {amount} above the target",
    "below": "What will happen: {range} (80%), expected {amount} short of the target",
    "even": "What will happen: {range} (80%), expected on the target",
}


@dataclass(frozen=True)
class Page:
    """The words and figures of the first page; a part without content is empty.

    Attributes
    ----------
    headline
        The answer: needed, planned and how likely.
    missing
        Actuals that are missing.
    tiles
        Four figures.
    why, bars, causes
        The gap in one sentence, its bars, and what drove it.
    ahead
        Where the year is seen to end.
    teams
        What marketing, or whoever books no revenue of its own, brings.
    decisions
        Whether what is to be decided closes what is missing.
    since
        What changed in the forecast, and why.
    """

    headline: str
    missing: tuple[str, ...]
    tiles: tuple[Tile, ...]
    why: str
    bars: tuple[Bar, ...]
    causes: tuple[str, ...]
    ahead: str
    teams: tuple[str, ...]
    decisions: str
    since: tuple[str, ...]


def page_of(review: Review, labels: Labels) -> Page:
    """What the first page says of a quarter."""
    steps = bridge(review.ledger)
    bars = bars_of_gap(review.gap, labels, over=review.over) if review.observed else bars_of_plan(steps, labels)
    return Page(
        headline=headline(review, labels),
        missing=tuple(sentences_on_missing(review, labels)),
        tiles=tuple(tiles(review, labels)),
        why=finding_gap(bars, labels) if review.observed else finding_bridge(steps, labels),
        bars=tuple(bars),
        causes=tuple(_causes(review, labels)),
        ahead=_ahead(review, labels),
        teams=tuple(sentences_on_marketing(review, labels)),
        decisions=finding_decisions(review, labels) if review.closing.decisions_sought else "",
        since=tuple(_forecast_changed(review, labels)),
    )


def _ahead(review: Review, labels: Labels) -> str:
    """Where the year is seen to end, and how far from the target that is; of a year that is over, that it is known."""
    if review.over:
        return labels.text("What was forecast, and what came")
    low, high = review.outlook.interval(RANGE)
    off = labels.rounded(labels.rounded(review.outlook.mean) - review.outlook.target)
    return labels.text(_AHEAD[side(off)], range=range_of(low, high, labels), amount=labels.number(abs(off)))


def _causes(review: Review, labels: Labels) -> list[str]:
    """What drove the last quarter, where its drivers are known."""
    last = review.observed[-1:]
    split = driver_split(review.plan, review.actuals, review.records.drivers, last)
    return [] if split.empty else [sentences(finding_drivers(review.plan, split, labels))]


def _forecast_changed(review: Review, labels: Labels) -> list[str]:
    """What the last close forecast, what is forecast now or came, and what the last quarter brought beside its plan."""
    record = review.forecasts
    if record.empty or not review.observed or record["through"].iloc[-1] == review.observed[-1]:  # nothing came since
        return []
    last = record.iloc[-1]
    values = {
        "quarter": labels.quarter(last["quarter"]),
        "then": labels.money(last["expected"]),
        "share": labels.likelihood(last["likelihood"]),
    }
    if review.over:
        message = "At the close of {quarter} {then} was expected of the year, and the target had a likelihood of {share}; it ended at {now}"
        now, share = sum(review.outlook.actuals.values()), ""
    else:
        message = "At the close of {quarter} {then} was expected of the year, and the target had a likelihood of {share}; now {now} and {chance}"
        now, share = review.outlook.mean, labels.likelihood(review.outlook.probability)
    if review.outlook.reached and not review.over:
        message = "At the close of {quarter} {then} was expected of the year, and the target had a likelihood of {share}; now {now}, and the target is reached"
    said = labels.text(message, **values, now=labels.money(now), chance=share)
    return [sentences(said, _last_quarter(review, labels))]


def _last_quarter(review: Review, labels: Labels) -> str:
    """What the last quarter brought beside what the plan expected of it, by stream."""
    quarter = review.observed[-1]
    bars = bars_of_gap(gap_to_target(variance.scorecard(review.comparison, (quarter,))), labels)
    parts = ", ".join(f"{bar.name} {labels.change(bar.amount)}" for bar in bars if bar.kind == "variance")
    message = "{quarter} against the plan: {parts}."
    return labels.text(message, quarter=labels.quarter(quarter), parts=parts)

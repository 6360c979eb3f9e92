"""The four figures that stay in sight: of the whole plan, or of the one team that opened its part."""

from html import escape

from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.outlook_words import likelihood_words
from okr_lib.widgets.desk import Figures

_Tile = tuple[str, str, str, str]  # what it is, the figure, a word below it, and its colour


def tiles_html(figures: Figures, labels: Labels) -> str:
    """The four figures; without revenue there is none."""
    tiles = _of_team(figures, labels) if figures.team else _of_plan(figures, labels)
    if not figures.standing.target:
        tiles = [(name, NOTHING, labels.text("last year's revenue is missing"), "") for name, *_ in tiles]
    inside = "".join(
        f'<div class="okr-tile {kind}"><span>{escape(name)}</span><b>{escape(value)}</b><span>{escape(below)}</span></div>'
        for name, value, below, kind in tiles
    )
    return (
        f'<div class="okr-tiles" role="group" aria-label="{escape(labels.text("The plan in figures"))}">{inside}</div>'
    )


def _of_plan(figures: Figures, labels: Labels) -> list[_Tile]:
    found = figures.standing
    growth = labels.text("{growth} on last year", growth=labels.growth(found.growth))
    share = labels.text("{share} of the target", share=labels.share(found.covered_share, 1))
    return [
        (labels.text("Target"), labels.money(found.target), growth, ""),
        (labels.text("Covered"), labels.money(found.covered), share, ""),
        _uncovered(found.uncovered, labels, closes=found.closes),
        (labels.text("Likelihood"), *likelihood_words(figures.outlook, labels), ""),
    ]


def _of_team(figures: Figures, labels: Labels) -> list[_Tile]:
    """What the team has promised, what it plans, and what is missing; and how likely the company's target is."""
    team = figures.commitments.set_index("team").loc[figures.team]
    whole = labels.text("of {amount} for all teams", amount=labels.money(figures.standing.to_win))
    before = labels.number(figures.brought.loc[figures.team, "initiative"])
    below = labels.text("{amount} before overlap, as in the picture", amount=before)
    return [
        (labels.text("Commitment"), labels.money(team["commitment"]), whole, ""),
        (labels.text("Expected, after overlap"), labels.money(team["contribution"]), below, ""),
        _uncovered(team["uncovered"], labels, closes=team["uncovered"] <= 0),
        (labels.text("The company's likelihood"), *likelihood_words(figures.outlook, labels), ""),
    ]


def _uncovered(amount: float, labels: Labels, *, closes: bool) -> _Tile:
    kind = "okr-closed" if closes else "okr-open"
    if amount > 0:
        return labels.text("Uncovered"), labels.money(amount), labels.text("still to be covered"), kind
    if amount < 0:
        below = labels.text("the plan has more than it needs")
        return labels.text("More than needed"), labels.money(-amount), below, kind
    return labels.text("Uncovered"), labels.money(amount), labels.text("the numbers close"), kind

"""Open holes of a plan in words."""

from collections.abc import Sequence

from okr_lib.display.labels import Labels
from okr_lib.review.holes import Hole, Lack


def sentences_on_holes(holes: Sequence[Hole], labels: Labels) -> list[str]:
    """What is open, each by name; what teams have not covered in one line."""
    short = [hole for hole in holes if hole.lack is Lack.COVER]
    named = [f"{labels.name('team', hole.team)} {labels.number(hole.amount)}" for hole in short]
    first = [labels.text("Uncovered: {teams}", teams=", ".join(named))] if named else []
    return [*first, *(_hole_words(hole, labels) for hole in holes if hole.lack is not Lack.COVER)]


def _hole_words(hole: Hole, labels: Labels) -> str:
    """A hole by name: whose it is and what is lacking."""
    values = {
        "team": labels.name("team", hole.team),
        "initiative": labels.name("initiative", hole.initiative) if hole.initiative else "",
        "amount": labels.measure(hole.amount),
    }
    match hole.lack:
        case Lack.INITIATIVES:
            return labels.text("{team}: no initiative yet", **values)
        case Lack.OBJECTIVES:
            return labels.text("{team}: no objective yet", **values)
        case Lack.ESTIMATE:
            return labels.text("{initiative} ({team}): effect not estimated", **values)
        case Lack.PURPOSE:
            return labels.text("{initiative} ({team}): serves no key result", **values)
        case _:
            return labels.text("{team}: {amount} more effort than its capacity", **values)

"""What a status looks like in a picture: a shape, a colour and its word, so that none of them is needed to know it.

The colours can be told apart by colour-blind readers, the shapes in a print without colour.
"""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import STATUSES
from okr_lib.display.picture import BAD, BASE, GOOD, INK, MUTED

_AMBER, _OCHRE, _PALE = "#e69f00", "#7a5400", "#eef1f4"
_SHAPES = {
    "met": "p",
    "on_track": "o",
    "behind": "^",
    "below_floor": "v",
    "at_risk": "D",
    "missed": "X",
    "outdated": "s",
    "pending": "o",
}
FILLS = {
    "met": INK,
    "on_track": GOOD,
    "behind": _AMBER,
    "below_floor": _AMBER,
    "at_risk": BAD,
    "missed": BAD,
    "outdated": BASE,
    "pending": _PALE,
}
EDGES = FILLS | {"behind": _OCHRE, "below_floor": _OCHRE, "missed": INK, "outdated": MUTED, "pending": MUTED}


def status_word(status: str, labels: Labels) -> str:
    """A status in words."""
    return labels.text(STATUSES[status])


def draw_mark(axes: Axes, x: float, y: float, status: str, shift: float = 0.0) -> None:
    """The mark of a status in the axes, ``shift`` points to the right of its place."""
    place = axes.transData + ScaledTranslation(shift / 72, 0, axes.figure.dpi_scale_trans)
    axes.plot([x], [y], linestyle="", clip_on=False, transform=place, **_look(status, 9.0))


def _look(status: str, size: float) -> dict[str, Any]:
    return {
        "marker": _SHAPES[status],
        "markersize": size * (0.82 if _SHAPES[status] == "D" else 1.0),
        "markerfacecolor": FILLS[status],
        "markeredgecolor": EDGES[status],
        "markeredgewidth": 1.2,
    }

"""What each budget buys: a step a budget, each from where the one before it ended, with the team that delivers most of it."""

import pandas as pd

from okr_lib.display.drawing import SIZE, WIDTH, axes_of, blank, draw_bare, draw_beside, draw_title
from okr_lib.display.labels import Labels
from okr_lib.display.picture import INK, MUTED, SOFT, Picture, style
from okr_lib.display.table import Table
from okr_lib.display.wording import sentences

_BAR = 0.6
_MOST = 12  # budgets that are drawn


def finding_frontier(frontier: pd.DataFrame, labels: Labels, planned: float) -> str:
    """What the next money buys where there is more to buy than is planned; else what the first and the last of it buys.

    ``frontier`` is what ``funding_frontier`` returns, ``planned`` what the plan's initiatives cost as they are planned.
    """
    buys = frontier[frontier["gain"] > 0]
    if not planned and len(frontier) == 1:
        return labels.text("The plan has no costs, so there is no budget to share")
    if buys.empty:
        return labels.text("No budget buys growth")
    buys = buys.assign(added=buys["budget"].diff().fillna(buys["budget"]))  # a budget that buys nothing more is no step
    beyond = buys[buys["budget"] > planned + 1e-9]
    values, several = dict[str, str](), _in_several_teams(frontier)
    for name, row in (("first", buys.iloc[0]), ("last", buys.iloc[-1])):
        values |= {name: labels.money(row["added"]), f"{name}_gain": labels.money(row["gain"])}
        values[f"{name}_team"] = labels.name("team", row["team"]) if isinstance(row["team"], str) else ""
    if len(beyond):
        after = beyond.iloc[0]
        values |= {"next": labels.money(after["added"]), "next_gain": labels.money(after["gain"])}
        values |= {"next_team": labels.name("team", after["team"])}
        message = "The next {next} buys {next_gain}, most of it in {next_team}"
        return labels.text(message if several else "The next {next} buys {next_gain}", **values)
    if len(buys) == 1:
        message = "{first} buys {first_gain}, most of it in {first_team}"
        return labels.text(message if several else "{first} buys {first_gain}", **values)
    half = buys.loc[(buys["budget"] - buys["budget"].iloc[-1] / 2).abs().idxmin()]
    values |= {"half": labels.money(half["budget"]), "half_brings": labels.money(half["contribution"])}
    values |= {"whole": labels.money(buys["budget"].iloc[-1])}
    values |= {"whole_brings": labels.money(buys["contribution"].iloc[-1])}
    message = "{half} of {whole} buys {half_brings} of the {whole_brings} of growth; the last {last} buys {last_gain}"
    if several:
        message = "{half} of {whole} buys {half_brings} of the {whole_brings} of growth; the last {last} buys {last_gain}, most of it in {last_team}"
    return labels.text(message, **values)


def drawn_budgets(frontier: pd.DataFrame) -> list[float]:
    """The budgets that are drawn, the smallest first."""
    return [float(budget) for budget in _drawn(frontier)["budget"]]


def rows_of(picture: Picture, count: int) -> list[tuple[float, float]]:
    """Top and height of each row of a picture of so many budgets, as parts of the picture's height."""
    if not count:
        return []
    axes, extent = picture.figure.axes[0], picture.extent
    middles = axes.transData.transform([(0, place) for place in range(count)])[:, 1] / picture.figure.dpi
    apart = abs(axes.transData.transform((0, 1))[1] - axes.transData.transform((0, 0))[1]) / picture.figure.dpi
    return [(float(extent.y1 - middle - apart / 2) / extent.height, float(apart) / extent.height) for middle in middles]


def _in_several_teams(frontier: pd.DataFrame) -> bool:
    return len(set(frontier["team"].dropna())) > 1


def _drawn(frontier: pd.DataFrame) -> pd.DataFrame:
    return frontier[frontier["gain"] > 0].tail(_MOST)


def note_frontier(frontier: pd.DataFrame, labels: Labels, planned: float) -> str:
    """What the bars of the picture are."""
    said = [labels.text("{unit} of expected growth; dark: what the larger budget adds", unit=labels.money_unit)]
    if _in_several_teams(frontier):
        said.append(labels.text("beside it the team that delivers most of that"))
    if (_drawn(frontier)["budget"] > planned * (1 + 1e-9)).any():
        said.append(labels.text("outlined: above what is planned"))
    return "; ".join(said)


def table_frontier(frontier: pd.DataFrame, labels: Labels) -> Table:
    """What each budget buys, side by side, where there is no room for the picture; of many budgets the largest."""
    rows = _drawn(frontier)
    columns = [f"budget-{place}" for place in range(len(rows))]
    bought, budgets = (map(labels.number, rows[name].astype(float)) for name in ("contribution", "budget"))
    cells = {"name": [labels.text("Growth it buys, {unit}", unit=labels.money_unit)]}
    cells |= {name: [amount] for name, amount in zip(columns, bought, strict=True)}
    heads = {"name": labels.text("Budget, {unit}", unit=labels.money_unit), **dict(zip(columns, budgets, strict=True))}
    return Table(cells, heads, frozenset(columns), "frontier")


def chart_frontier(
    frontier: pd.DataFrame, labels: Labels, title: str, planned: float, *, width: float = WIDTH, alone: bool = True
) -> Picture:
    """What each budget that buys more than the one before it buys, from the smallest to the largest.

    Parameters
    ----------
    frontier
        What ``funding_frontier`` returns.
    planned
        What the plan's initiatives cost as they are planned; what lies above it is drawn outlined.
    width
        In inches.
    alone
        Whether title and note stand in the picture, and not beside it.
    """
    rows = _drawn(frontier).to_dict("records")
    if not rows:
        return Picture(blank(title), title)
    highest = max(row["contribution"] for row in rows)
    names = [labels.text("Budget {amount}", amount=labels.number(row["budget"])) for row in rows]
    with style():
        figure, axes = axes_of(0.28 * len(rows) + (1.0 if alone else 0.1), width)
        said, several = [], _in_several_teams(frontier)
        for place, (name, row) in enumerate(zip(names, rows, strict=True)):
            before = row["contribution"] - row["gain"]
            above = row["budget"] > planned * (1 + 1e-9)
            axes.barh(place, before, height=_BAR, color=SOFT, linewidth=0)
            axes.barh(place, row["gain"], left=before, height=_BAR, facecolor="white" if above else INK, edgecolor=INK)
            team = labels.name("team", row["team"]) if several and isinstance(row["team"], str) else ""
            gained = labels.change(row["gain"])
            words = f"{labels.number(row['contribution'])} ({gained}{', ' + team if team else ''})"
            draw_beside(axes, row["contribution"], place, words, 0.01 * highest, color=INK)
            said.append(f"{name}: {words}")
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_xlim(0, 1.3 * highest)
        draw_bare(axes, names)
        if alone:
            axes.set_xlabel(note_frontier(frontier, labels, planned), loc="left", fontsize=SIZE, color=MUTED)
            draw_title(figure, title)
    return Picture(figure, sentences(title, f"{labels.money_unit}: {'; '.join(said)}"))

"""Looking back on paper: what teams claim of the growth that came, and what nobody explains."""

import pandas as pd
from great_tables import GT

from okr_lib.display.labels import Labels
from okr_lib.display.tables import Show, table_of


def table_claims(claims: pd.DataFrame, labels: Labels) -> GT:
    """Claims beside the growth there was to claim, by stream and quarter.

    Parameters
    ----------
    claims
        What ``claims_against_growth`` returns.
    labels
        For names and numbers.
    """
    rows = pd.DataFrame(
        {
            "name": [
                labels.name("stream", name) or labels.text("Not planned in a stream") for name in claims["stream"]
            ],
            "quarter": [labels.quarter(name) for name in claims["quarter"]],
            "growth": claims["growth"],
            "claimed": claims["claimed"],
            "excess": claims["excess"],
        }
    )
    heads = {
        "name": labels.text("Stream, {unit}", unit=labels.money_unit),
        "quarter": labels.text("Quarter"),
        "growth": labels.text("Growth beyond momentum"),
        "claimed": labels.text("Claimed by teams"),
        "excess": labels.text("Claimed above the growth"),
    }
    show: dict[str, Show] = {"growth": labels.change, "claimed": labels.number, "excess": labels.number}
    return table_of(rows, heads, show, "claims", text_columns=["quarter"])


def finding_claims(claims: pd.DataFrame, labels: Labels) -> str:
    """Whether teams claim more than there was, and where."""
    claimed, growth = float(claims["claimed"].sum()), float(claims["growth"].sum())
    over = claims[claims["excess"] > 0]
    if not claimed:
        return labels.text("No team has said yet what its initiatives brought")
    if over.empty:
        return labels.text(
            "Teams claim {claimed} of the {growth} of growth beyond momentum; no claim is above the growth of its stream",
            claimed=labels.money(claimed),
            growth=labels.money(growth),
        )
    where = ", ".join(
        labels.text(
            "{stream} in {quarter} ({amount})",
            stream=labels.name("stream", row["stream"]) or labels.text("Not planned in a stream"),
            quarter=labels.quarter(row["quarter"]),
            amount=labels.number(row["excess"]),
        )
        for row in over.sort_values("excess", ascending=False, kind="stable").head(3).to_dict("records")
    )
    return labels.text(
        "Teams claim {claimed} where growth beyond momentum was {growth}; more was claimed than there was in {where}",
        claimed=labels.money(claimed),
        growth=labels.money(growth),
        where=where,
    )


def finding_claims_bridge(bridge: pd.DataFrame, labels: Labels) -> str:
    """How much of the actual revenue nobody explains; ``bridge`` is what ``claims_bridge`` returns."""
    rest = float(bridge.loc[bridge["step"] == "unexplained", "amount"].sum())
    if abs(rest) < 0.5 * 10.0**-labels.decimals:
        return labels.text("What teams claim explains the growth so far to the last unit")
    message = (
        "{amount} of the growth so far is claimed by nobody"
        if rest > 0
        else "Teams claim {amount} more than the growth so far"
    )
    if rest < 0 and not bridge.loc[bridge["step"] == "team", "amount"].any():
        message = "Revenue so far is {amount} below what was to come without initiatives; no team claims any growth"
    return labels.text(message, amount=labels.money(abs(rest)))


def table_claims_of_team(claims: pd.DataFrame, labels: Labels) -> GT:
    """What a team is credited with of each initiative, expected and claimed so far.

    Parameters
    ----------
    claims
        What ``claims_of_team`` returns.
    labels
        For names and numbers.
    """
    rows = pd.DataFrame(
        {
            "name": [labels.name("initiative", name) for name in claims["initiative"]],
            "team": [labels.name("team", name) for name in claims["delivered_by"]],
            "expected": claims["expected"],
            "claimed": claims["claimed"],
        }
    )
    heads = {
        "name": labels.text("Initiative"),
        "team": labels.text("Delivered by"),
        "expected": labels.text("Expected so far, {unit}", unit=labels.money_unit),
        "claimed": labels.text("Claimed so far, {unit}", unit=labels.money_unit),
    }
    show: dict[str, Show] = {"expected": labels.number, "claimed": labels.number}
    return table_of(rows, heads, show, "team-claims", text_columns=["team"])

"""What stands on the wall: a card for each initiative, the columns they can stand in, and all words around them.

Everything is text, as people of the language read it or would type it; who draws the wall knows no number.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.picture import team_colours
from okr_lib.display.places import field_words
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.growth.breakdown import timeline
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.initiatives import Effect, Initiative
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.priorities import ASIDE, DONE
from okr_lib.plan.values import QUARTERS, Estimate

_FIELDS = ("name", "owner", "starts", "probability", "focus_area", "after")  # of an initiative, in its own words


def wall_board(
    plan: Plan,
    ledger: pd.DataFrame,
    commitments: pd.DataFrame,
    labels: Labels,
    may_edit: Callable[[FieldPath], bool] = lambda _: True,
) -> dict[str, Any]:
    """Columns and cards, as plain data; ``may_edit`` says of a place whether what stands there may be changed."""
    figures = commitments.set_index("team")
    brings = timeline(plan, ledger).set_index("initiative")["contribution"]
    colours = team_colours([area.id for area in plan.focus_areas])
    starts = {initiative.id: initiative.starts.position for _, initiative in plan.initiatives()}
    message = "{amount} of {whole}"
    return {
        "columns": {
            "team": [
                {
                    "id": team.id,
                    "name": _short(team.name),
                    "figure": labels.text(
                        message,
                        amount=labels.number(figures.at[team.id, "contribution"]),
                        whole=labels.money(figures.at[team.id, "commitment"]),
                    ),
                    "lead": team.lead or team.name,
                    "own": may_edit(("teams", team.id, DONE, "new")),
                }
                for team in plan.teams
            ],
            "starts": [{"id": quarter, "name": labels.quarter(quarter), "own": True} for quarter in QUARTERS],
            "focus_area": [
                *(
                    {"id": area.id, "name": _short(area.name), "colour": colours[area.id], "own": True}
                    for area in plan.focus_areas
                ),
                {"id": "", "name": labels.text("No focus area"), "own": True},
            ],
        },
        "units": [
            {"id": f"{kind} {stream.id}", "name": f"{unit} · {_short(stream.name)}"}
            for stream in plan.streams
            for kind, unit in (("amount", labels.money_unit), ("lift", "%"))
        ],
        "owners": list(dict.fromkeys(_owners(plan))),
        "cards": [
            _card(team, kind, each, labels, may_edit)
            | {
                "brings": labels.money(brings[each.id]) if kind == DONE and each.effects else NOTHING,
                "early": [first for first in each.after if starts[first] > each.starts.position],
            }
            for team in plan.teams
            for kind, listed in ((DONE, team.initiatives), (ASIDE, team.not_now))
            for each in listed
        ],
    }


def _estimate_parts(effect: Effect, labels: Labels) -> dict[str, str]:
    """Low, likely and high of an effect as somebody would type them; likely alone where they are the same."""
    estimate, share = (effect.amount, False) if effect.amount is not None else (effect.lift, True)
    if estimate is None:  # which no effect is
        return {}
    shown = {part: labels.typed(getattr(estimate, part), share=share) for part in ("low", "likely", "high")}
    return {"low": "", "likely": shown["likely"], "high": ""} if estimate.low == estimate.high else shown


def _card(
    team: Team, kind: str, each: Initiative, labels: Labels, may_edit: Callable[[FieldPath], bool]
) -> dict[str, Any]:
    one = each.effects[0] if len(each.effects) == 1 else None
    parts = _estimate_parts(one, labels) if one else dict.fromkeys(("low", "likely", "high"), "")
    size = "amount" if one is None or one.amount is not None else "lift"
    ends = parts["low"] and f"{parts['low']}\N{EN DASH}{parts['high']}"
    range_ = ends or parts["likely"]
    return {
        "id": each.id,
        "team": team.id,
        "aside": kind == ASIDE,
        "own": may_edit(("teams", team.id, kind, each.id)),
        "name": each.name,
        "owner": each.owner,
        "starts": each.starts.value,
        "focus_area": each.focus_area or "",
        "after": list(each.after),
        "probability": labels.typed(each.probability, share=True),
        "chance": labels.share(each.probability),
        "unit": f"{size} {one.stream}" if one else "",
        "effects": len(each.effects),
        "range": f"{range_}\N{NO-BREAK SPACE}%" if range_ and size == "lift" else range_,
        **parts,
    }


def _owners(plan: Plan) -> Iterator[str]:
    yield from (team.lead for team in plan.teams if team.lead)
    yield from (initiative.owner for _, initiative in plan.initiatives())


def _short(name: str) -> str:
    return plain(name, LONGEST_NAME)


def wall_words(labels: Labels) -> dict[str, str]:
    """All words of the wall by name; words in braces are filled in where it is drawn."""
    own = {name: field_words(Initiative, name, labels) for name in _FIELDS}
    parts = {part: field_words(Estimate, part, labels).capitalize() for part in ("low", "likely", "high")}
    return {
        **own,
        **parts,
        "team": labels.text("Team"),
        "starts_column": labels.text("Quarters"),
        "team_column": labels.text("Teams"),
        "focus_area_column": field_words(Plan, "focus_areas", labels),
        "columns": labels.text("Columns"),
        "wall": labels.text("Wall"),
        "grid": labels.text("Grid"),
        "view": labels.text("View"),
        "new": labels.text("New initiative"),
        "new_for": labels.text("New ones go to"),
        "not_now": labels.text("Not now"),
        "unit": labels.text("In"),
        "brings": labels.text("Expected"),
        "details": labels.text("All details"),
        "up": labels.text("Move up"),
        "down": labels.text("Move down"),
        "set_aside": labels.text("Set aside"),
        "take_back": labels.text("Take back"),
        "save": labels.text("Finish"),
        "cancel": labels.text("Leave as it was"),
        "none": labels.text("None"),
        "remove": labels.text("Remove"),
        "first": labels.text("Needs first"),
        "starts_later": labels.text("starts later"),
        "several": labels.text("Several effects: see all details"),
        "range": labels.text("low to high"),
        "paste": labels.text("Paste rows from a spreadsheet"),
        "paste_hint": labels.text(
            "One initiative a row: name, team, owner, starts, low, likely, high, likelihood. A row of headings may come first. A name that is there is changed."
        ),
        "add_rows": labels.text("Add all rows"),
        "keys": labels.text(
            "Arrow keys go from card to card; Enter changes one, Space lifts it, N sets it aside or takes it back."
        ),
        "card": labels.text("card"),
        "lifted": labels.text(
            "{name} is lifted. Arrow keys move it, Space puts it down, Escape leaves it where it was."
        ),
        "at": labels.text("{column}, place {place} of {all}"),
        "put": labels.text("{name} is put down: {column}, place {place} of {all}"),
        "back": labels.text("{name} is back where it was"),
        "changed": labels.text("{name} is changed"),
    }

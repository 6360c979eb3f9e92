"""Assumptions as cells of a grid: what stands in each, as people of a language write it, and what somebody typed there."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError
from okr_lib.growth.assumption_table import POINTS
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

HEADS = {
    "low": "Low",
    "likely": "Likely",
    "high": "High",
    "probability": "Likelihood",
    "starts": "Starts",
    "ramp": "Build-up",
    "cost": "Cost",
    "credit": "Credit",
    "overlap": "Overlap counts",
    "done": "Is done",
}
_SHARES = ("probability", "overlap")
_ABOUT = {
    "target": "of last year's revenue",
    "momentum": "momentum",
    "driver": "driver, against what is planned",
    "delay": "quarters later",
}
_ITEMS = {"momentum": "stream", "driver": "driver", "delay": "team", "overlap": "overlap"}  # else an initiative
_SHOWN = 6  # decimals of a growth target that follows from a revenue
_BETWEEN = " · "  # shares of a build-up


def grid_columns(labels: Labels) -> list[dict[str, Any]]:
    """The columns of the grid: key, label, whether it is ticked."""
    return [{"key": name, "label": labels.text(HEADS[name]), "tick": name == "done"} for name in HEADS]


def grid_row(row: Mapping[Any, Any], planned: Mapping[Any, Any], labels: Labels) -> dict[str, Any]:
    """A row of the grid, as plain data.

    Parameters
    ----------
    row, planned
        A row of what ``assumption_table`` returns for the scenario, and the plan's; empty where the plan has none.

    Returns
    -------
    dict
        ``key`` (kind, item and effect), ``name``, ``about`` (the stream and unit), ``team``, ``area``, ``cells`` by column:
        ``text``, and ``was`` where the plan has another value; a column that a row has not is left out.
    """
    cells = {}
    for column in HEADS:
        if row[column] is None:
            continue
        cells[column] = {"text": cell_text(row, column, labels)}
        if planned.get(column) != row[column]:
            cells[column]["was"] = cell_text(planned, column, labels) if planned.get(column) is not None else ""
    return {
        "key": [row["kind"], row["item"], row["effect"]],
        "name": _name(row, labels),
        "about": _about(row, labels),
        "team": row["team"] or "",
        "area": row["focus_area"] or "",
        "first": row["effect"] == 0,
        "cells": cells,
    }


def cell_text(row: Mapping[Any, Any], column: str, labels: Labels) -> str:
    """What stands in a cell; ``row`` is one of ``assumption_table``."""
    value = row[column]
    if column == "done":
        return labels.text("yes") if value else labels.text("no")
    if column == "starts":
        return labels.quarter(str(value))
    if column == "ramp":
        return labels.percent(_BETWEEN.join(labels.typed(share, share=True) for share in value))
    if column == "credit":
        shares = value or {row["team"]: 1.0}
        return "; ".join(f"{labels.name('team', name)} {_percent(share, labels)}" for name, share in shares.items())
    if column in _SHARES or (column in POINTS and row["unit"] == "share"):
        return _percent(round(value, _SHOWN) if row.get("kind") == "target" else value, labels)
    return labels.typed(value)


def _name(row: Mapping[Any, Any], labels: Labels) -> str:
    if row["kind"] == "target":
        return labels.text("Growth target")
    name = item_name(row["kind"], row["item"], labels)
    return labels.text("What {team} needs", team=name) if row["kind"] == "delay" else name


def item_name(kind: str, item: str, labels: Labels) -> str:
    """The name of what an assumption of a kind is about."""
    return labels.name(_ITEMS.get(kind, "initiative"), item)


def read_cell(row: Mapping[Any, Any], column: str, text: str, plan: Plan, labels: Labels) -> Any:
    """The value that somebody typed in a cell, or pasted into it; an ``OkrError`` says why it is none.

    Examples
    --------
    >>> read_cell({"unit": "share"}, "likely", "2.5 %", shop, Labels())
    0.025
    >>> read_cell({}, "ramp", "50 100", shop, Labels())
    (0.5, 1.0)
    """
    typed = text.replace("\u00a0", " ").strip()
    readers: dict[str, Callable[[], Any]] = {
        "done": lambda: _tick(typed, labels),
        "starts": lambda: _quarter(typed, labels),
        "ramp": lambda: tuple(labels.read(part, share=True) for part in re.split(r"[\s;·/%]+", typed) if part),
        "credit": lambda: _credit(typed, plan, labels),
    }
    if column in readers:
        value = readers[column]()
        if value == ():
            labels.read("", share=True)  # which says that nothing is written
        return value
    number = labels.read(typed, share=column in _SHARES or (column in POINTS and row["unit"] == "share"))
    return int(number) if row["unit"] == "quarters" and number == int(number) else number


def _percent(share: float, labels: Labels) -> str:
    return labels.percent(labels.typed(share, share=True))


def _about(row: Mapping[Any, Any], labels: Labels) -> str:
    if row["kind"] in _ABOUT:
        return labels.text(_ABOUT[row["kind"]])
    if row["stream"] is None:
        return labels.text("no effect yet")
    stream = labels.name("stream", row["stream"])
    unit = labels.text("lift") if row["unit"] == "share" else labels.money_unit
    return f"{stream}, {unit}"


def _tick(text: str, labels: Labels) -> bool:
    yes, no = labels.text("yes"), labels.text("no")
    if text.casefold() in (yes, "true", "1", "x"):
        return True
    if text.casefold() in (no, "false", "0"):
        return False
    raise OkrError(labels.text("“{text}” is neither {yes} nor {no}", text=text, yes=yes, no=no))


def _quarter(text: str, labels: Labels) -> str:
    for number, quarter in enumerate(QUARTERS, start=1):
        if text.casefold() in (str(number), quarter.casefold(), labels.quarter(quarter).casefold()):
            return quarter
    raise OkrError(labels.text("“{text}” is no quarter; write {example}", text=text, example=labels.quarter("Q2")))


def _credit(text: str, plan: Plan, labels: Labels) -> dict[str, float]:
    """Shares by team; one team without a share takes what the others leave."""
    found: dict[str, float | None] = {}
    for part in filter(None, (piece.strip() for piece in re.split(r";|,(?!\d)|\n", text))):
        match = re.fullmatch(r"(.*?)[\s:]*([\d.,]+)?\s*%?", part)
        name, number = match.groups() if match else (part, None)
        team = plan.team(name.strip())
        found[team.id] = None if number is None else labels.read(number, share=True)
    open_ones = [name for name, share in found.items() if share is None]
    if len(open_ones) > 1:
        raise OkrError(labels.text("Give each team but one a share, such as {example}", example="60 %"))
    left = round(1 - sum(share or 0.0 for share in found.values()), 12)
    return {name: left if share is None else share for name, share in found.items()}

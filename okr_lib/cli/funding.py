"""The command that says what a budget buys: the frontier, or the set for one budget with its reasons."""

import ctypes
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import okr_lib as okr
from okr_lib.cli.planning import TableFormat
from okr_lib.cli.program import Command, Folder, Language, app, labels_of, records_of, say, say_json

if TYPE_CHECKING:
    import pandas as pd

    from okr_lib.growth.budget import Question
    from okr_lib.plan.model import Plan

_LIKELIHOOD_MOST = 60  # initiatives up to which the likelihood of the target is looked for too


@app.command(cls=Command)
def budget(
    folder: Folder,
    budget: Annotated[
        float | None, typer.Option(help="In the plan's unit: the set for it. Default: what each budget buys.")
    ] = None,
    team: Annotated[
        str, typer.Option(metavar="NAME", help="A team whose budget it is; the others stay as planned.")
    ] = "",
    keep: Annotated[str, typer.Option(metavar="ID,ID,...", help="Initiatives that must be in the set.")] = "",
    without: Annotated[str, typer.Option(metavar="ID,ID,...", help="Initiatives that must not.")] = "",
    format: Annotated[TableFormat, typer.Option(help="How to write it.")] = TableFormat.TABLE,
    language: Language = "",
) -> None:
    """What the next million buys, and for which team; with a budget, the best set of initiatives for it and why."""
    from okr_lib.growth.budget import Question

    plan = okr.load_plan(folder)
    asked: dict[str, Any] = {"keep": _ids(keep), "without": _ids(without), "team": team or None}
    labels = labels_of(plan, language)
    if budget is not None:
        _say_set(budget, Question.of(plan, **asked), format, labels)
        return
    few = sum(1 for _ in plan.initiatives()) <= _LIKELIHOOD_MOST
    with _nothing_printed():
        frontier = okr.funding_frontier(plan, **asked, likelihood=few)
    _say_frontier(plan, frontier, asked["team"], format, labels)


@contextmanager
def _nothing_printed() -> Iterator[None]:
    """While the solver works: it prints lines of its own where it sees fit, which would stand among the rows of a CSV file."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            yield
    finally:
        if os.name == "posix":
            ctypes.CDLL(None).fflush(None)  # what it printed and nobody has written yet
        os.dup2(kept, 1)
        os.close(kept)


def _ids(given: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in given.split(",") if word.strip())


def _say_frontier(plan: "Plan", frontier: "pd.DataFrame", team: str | None, format: TableFormat, labels: Any) -> None:
    from okr_lib.display.budget_tables import gap_words, table_frontier
    from okr_lib.display.frontier_chart import finding_frontier
    from okr_lib.display.terminal import breakdown_csv, table_words
    from okr_lib.display.wording import sentences
    from okr_lib.growth.budget import planned_cost

    match format:
        case TableFormat.JSON:
            say_json(records_of(frontier))
        case TableFormat.CSV:
            names = frontier["initiatives"].map(";".join)
            sizes = frontier["sizes"].map(lambda found: ";".join(f"{name}={size}" for name, size in found.items()))
            say(breakdown_csv(frontier.assign(initiatives=names, sizes=sizes)))
        case TableFormat.TABLE:
            say(sentences(finding_frontier(frontier, labels, planned_cost(plan, team))) + "\n")
            say(table_words(table_frontier(frontier, labels)))
            for words in gap_words(float(frontier["gap"].max()), labels):
                say(words, err=True)


def _say_set(budget: float, question: "Question", format: TableFormat, labels: Any) -> None:
    from okr_lib.display.budget_tables import finding_funding, gap_words, table_funded
    from okr_lib.display.terminal import breakdown_csv, table_words
    from okr_lib.display.wording import sentences
    from okr_lib.growth.funding_reasons import reasons

    with _nothing_printed():
        choice = question.best(budget)
    funding, table = question.funding(choice), reasons(question, budget, choice)
    match format:
        case TableFormat.JSON:
            said = {name: getattr(funding, name) for name in ("cost", "contribution", "gap", "profit")}
            known = {name: value for name, value in said.items() if not math.isnan(value)}
            say_json({"budget": budget, **known, "initiatives": records_of(table)})
        case TableFormat.CSV:
            say(breakdown_csv(table))
        case TableFormat.TABLE:
            say(sentences(finding_funding(budget, funding, labels)) + "\n")
            say(table_words(table_funded(table, labels)))
            for words in gap_words(funding.gap, labels):
                say(words, err=True)

"""Closing a quarter: what becomes of each objective, why, and what was learnt, one small file a quarter.

    closings/Q3.yaml
      objectives:
        one-matas: {decision: keep, why: The way is right; the basket needs another idea.}
      learnings:
        - Members come more often, but buy less each time.

Nothing carries over by default: every objective is kept, changed or dropped, with one sentence why. Once closed, the
file also holds what each key result had reached and what was forecast of the year, so that no later edit rewrites the
past.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from okr_lib.errors import ChangedOnDiskError, Message, PlanError, Problem, RefusedError, field_name
from okr_lib.plan.editing import rendered, rewritten
from okr_lib.plan.fields import MONEY, About, FieldPath, Record
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.messages import record_in
from okr_lib.plan.model import Plan
from okr_lib.plan.references import no_such, suggestion
from okr_lib.plan.saving import save_plan, yaml_data
from okr_lib.plan.source import SourceFile, parse_file
from okr_lib.plan.store.reading import load_files, read_file
from okr_lib.plan.store.writing import Edit, locked, save_files
from okr_lib.plan.values import QUARTERS, Date, Id, Number, Share, Text

_CLOSINGS = "closings"


class Decision(StrEnum):
    """What becomes of an objective when a quarter is closed."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class KeyResultChange(Record):
    """What is different about a key result from now on; its start and its history stay."""

    title: Text | None = None
    owner: Text | None = None
    target: Number | None = None
    band: tuple[Number, Number] | None = None
    due: Date | None = None


class Outcome(Record):
    """What becomes of one objective; ``causes`` gives the root cause of a miss by key result."""

    decision: Decision | None = None
    why: str = ""
    causes: dict[Id, Text] = Field(default_factory=dict)
    changes: dict[Id, KeyResultChange] = Field(default_factory=dict)


class DecisionSought(Record):
    """What the report asks its readers to decide, what is recommended, and later what became of it."""

    question: Text
    recommendation: Text
    effect: Annotated[
        Number | None,
        About(
            "Effect on the year",
            "Revenue it adds to what is expected of the year; 0 where it changes nothing. Empty: not estimated.",
            unit=MONEY,
        ),
    ] = None
    cost: Annotated[Number | None, About("Cost", "What it costs; 0 where it costs nothing.", unit=MONEY)] = None
    by: Annotated[Date | None, About("Decide by", "The last day on which deciding still helps.")] = None
    owner: Text | None = None
    became: Annotated[Text | None, About("What became of it", "What was decided; the next report tells it.")] = None


class Draft(Record):
    """An objective proposed for the next quarter, with key results in words; no team: the company's."""

    title: Text
    team: Id | None = None
    key_results: tuple[Text, ...] = ()


class Action(Record):
    """What somebody does next, and by when."""

    what: Text
    owner: Text
    due: Date
    became: Annotated[Text | None, About("What became of it", "Whether it is done; the next report tells it.")] = None


class Scored(Record):
    """A key result as it stood at the close."""

    start: Number | None = None
    target: Number | None = None
    value: Number | None = None
    score: Share | None = None


class Forecast(Record):
    """What was forecast of the year at a close, with the actuals to the end of ``through`` (none where it is missing).

    The year was to end between ``low`` and ``high`` with a likelihood of 80%, and to reach ``target`` with ``likelihood``.
    """

    through: Quarter | None = None
    expected: Number
    low: Number
    high: Number
    likelihood: Share
    target: Number

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise RefusedError(
                "low {low} is above high {high}; write the lower one first", low=self.low, high=self.high
            )
        return self


class Closing(Record):
    """The close of one quarter. ``closed`` is the day it was closed; until then everything is a proposal."""

    quarter: Quarter
    note: str = ""
    decisions_sought: tuple[DecisionSought, ...] = ()
    objectives: dict[Id, Outcome] = Field(default_factory=dict)
    wins: tuple[Text, ...] = ()
    learnings: tuple[Text, ...] = ()
    drafts: tuple[Draft, ...] = ()
    actions: tuple[Action, ...] = ()
    closed: Date | None = None
    forecast: Forecast | None = None
    scores: dict[Id, Scored] = Field(default_factory=dict)

    def problem(self, path: FieldPath, message: str) -> Problem:
        """A problem at a place in this closing's file."""
        return Problem(message, closing_file(self.quarter), field=field_name(path))


def closing_file(quarter: str) -> str:
    """The file in the plan folder that holds the close of a quarter."""
    return f"{_CLOSINGS}/{quarter}.yaml"


def quarter_to_review(plan: Plan, closings: Mapping[str, Closing], on: dt.date) -> str:
    """The last quarter that is over by a day; once that is closed, the next, as far as it has begun.

    Examples
    --------
    >>> quarter_to_review(shop, {}, dt.date(2020, 1, 1))
    'Q1'
    """
    year = plan.fiscal_year
    over = max(sum(year.last_day(quarter) < on for quarter in QUARTERS), 1)
    last = QUARTERS[over - 1]
    begun = over < len(QUARTERS) and year.first_day(QUARTERS[over]) <= on
    return QUARTERS[over] if begun and last in closings and closings[last].closed else last


def load_closings(plan: Plan) -> dict[str, Closing]:
    """The closings of a plan's folder by quarter, in the order of the year; a ``PlanError`` has every problem of every file.

    There are none where there is no ``closings`` folder, and for a plan made in code.
    """
    root = plan.folder
    if root is None:
        return {}

    def load(name: str, content: bytes) -> Closing:
        quarter = Path(name).stem
        if quarter not in QUARTERS or name != closing_file(quarter):
            raise PlanError.of(
                Message("is not named after a quarter; rename it to one such as {file}", file="Q3.yaml"), name
            )
        return _closing(plan, parse_file(name, content), quarter)

    return load_files(root, _CLOSINGS, load)


def start_closing(plan: Plan, quarter: str) -> None:
    """Write a closing to fill in: every objective that is open, with nothing decided.

    A ``PlanError`` says that there is one already, the plan has no folder or the file cannot be written.
    """
    folder, name = plan.home(), closing_file(quarter)
    lines = [f"# Closing {quarter}: decide on every objective (keep, change or drop) and say in one sentence why."]
    lines += ["# Where a key result missed, give its root cause: causes: {key-result: one sentence}.", "objectives:"]
    for _, objective in plan.objectives_by_team():
        if objective.dropped is None:
            lines += [f"  {objective.id}:  # {' '.join(objective.title.split())}", "    decision:", "    why:"]
    if lines[-1] == "objectives:":
        lines[-1] = "objectives: {}"
    lines += [f"{part}: []" for part in ("decisions_sought", "wins", "learnings", "drafts", "actions")]
    with locked(folder, name):
        if read_file(folder, name) is not None:
            raise PlanError.of(Message("is there already; fill it in, or remove it to start again"), name)
        save_files(folder, {name: Edit(None, ("\n".join(lines) + "\n").encode())})


def save_closing(plan: Plan, closing: Closing, *, replaces: Closing | None = None) -> None:
    """Write a closing to the plan's folder; comments stay, and what was not changed stays to the byte.

    ``replaces`` is the closing that was loaded and changed: one that somebody else wrote since is not written over,
    which a ``ChangedOnDiskError`` says. A ``PlanError`` says that it names what the plan does not have, or cannot be
    written.
    """
    folder, name = plan.home(), closing_file(closing.quarter)
    with locked(folder, name):
        save_files(folder, _edit(plan, closing, replaces))


def save_close(plan: Plan, closing: Closing, carried: Plan, *, replaces: Closing | None = None) -> Plan:
    """Close a quarter in the folder: what was reached is kept for good, and the plan carries over; both or neither, also after a kill.

    ``carried`` is the plan for the quarters after it; what stands in the folder then is returned. ``replaces``, and
    what is refused, as for ``save_closing``.
    """
    return save_plan(carried, plan.home(), beside=_edit(plan, closing, replaces))


def _edit(plan: Plan, closing: Closing, replaces: Closing | None) -> dict[str, Edit]:
    """What becomes of a closing's file, by its name."""
    problems = [closing.problem(path, message) for path, message in _unknown(plan, closing)]
    if problems:
        raise PlanError(problems)
    name = closing_file(closing.quarter)
    former = read_file(plan.home(), name)
    there = _closing(plan, parse_file(name, former), closing.quarter) if former and former.strip() else None
    if replaces not in (None, there or Closing(quarter=closing.quarter)):
        message = Message("changed on disk since the plan was loaded, so it was not overwritten; load the plan again")
        raise ChangedOnDiskError.of(message, name)
    after = _data(closing)
    written = rewritten(former, _data(there), after) if former and there else rendered(after).encode()
    return {name: Edit(former, written)}


def _data(closing: Closing) -> dict[str, Any]:
    data: dict[str, Any] = yaml_data(closing.model_dump(exclude_defaults=True, exclude={"quarter"}))
    return data


def _closing(plan: Plan, file: SourceFile, quarter: str) -> Closing:
    def unknown(closing: Closing) -> Iterator[tuple[FieldPath, str]]:
        yield from _unknown(plan, closing)
        if closing.quarter != quarter:
            message = Message(
                "{quarter} stands in the file of {other_quarter}; take the line out",
                quarter=closing.quarter,
                other_quarter=quarter,
            )
            yield ("quarter",), message

    return record_in(file, Closing, unknown, quarter=quarter)


def _unknown(plan: Plan, closing: Closing) -> Iterator[tuple[FieldPath, str]]:
    """Path and message of each name in a closing that the plan does not have."""
    objectives = {objective.id: objective for _, objective in plan.objectives_by_team()}
    results = [result.id for objective in objectives.values() for result in objective.key_results]
    for name, outcome in closing.objectives.items():
        if name not in objectives:
            yield ("objectives", name), no_such(Message("objective"), name, list(objectives))
            continue
        own = [result.id for result in objectives[name].key_results]
        for part in ("causes", "changes"):
            for key_result in getattr(outcome, part):
                if key_result not in own:
                    message = Message(
                        "objective {objective} has no key result {name}; {hint}",
                        objective=repr(name),
                        name=repr(key_result),
                        hint=suggestion(key_result, own),
                    )
                    yield ("objectives", name, part, key_result), message
        if outcome.changes and outcome.decision is not Decision.CHANGE:
            yield ("objectives", name, "changes"), Message("changes go with decision: change, and only with it")
    for number, draft in enumerate(closing.drafts):
        teams = [team.id for team in plan.teams]
        if draft.team is not None and draft.team not in teams:
            yield ("drafts", number, "team"), no_such(Message("team"), draft.team, teams)
    for name in closing.scores:
        if name not in results:
            yield ("scores", name), no_such(Message("key result"), name, results)

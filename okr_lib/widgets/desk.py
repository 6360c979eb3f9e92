"""The desk: what all parts of a workshop share - the session, the figures of its plan, and fields tied to the plan.

A field is tied to a place: it shows what stands there, and what a person enters goes there. When the plan cannot have
it, the field says why and the plan keeps what it had.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError
from okr_lib.growth.breakdown import COVERED_LINES, matrix
from okr_lib.growth.comparison import Case
from okr_lib.growth.standing import Standing, commitments_by_team, standing
from okr_lib.plan.changes import changed_plan, plan_data, value_at, with_value
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.readiness import Check, readiness
from okr_lib.widgets.evidence import Known
from okr_lib.widgets.fields import Field, TextField
from okr_lib.widgets.refusing import UnfinishedError, refused
from okr_lib.widgets.session import EditingSession

_TYPING = 0.5  # seconds without a letter after which a text counts as entered

Data = dict[str, Any]


@dataclass(frozen=True)
class Figures(Case):
    """What follows from the plan of a workshop."""

    team: str | None = None

    @cached_property
    def standing(self) -> Standing:
        """The headline figures."""
        return standing(self.ledger)

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """Commitment, contribution and uncovered of each team."""
        return commitments_by_team(self.ledger)

    @cached_property
    def brought(self) -> pd.DataFrame:
        """What each team's initiatives bring, as in the bridge, and the ``overlap`` in it; a last row ``total``."""
        rows = [*self.commitments["team"], TOTAL]
        table = matrix(self.ledger, "team", "line").set_index("team")
        return table.reindex(index=rows, columns=list(COVERED_LINES)).fillna(0.0)

    @cached_property
    def checks(self) -> list[Check]:
        """Whether each step is complete."""
        return readiness(self.plan, self.standing, self.commitments, self.team)


class Desk:
    """What the parts of a workshop share; ``team`` is the name or id of the one team whose part may be changed, without it everything may."""

    def __init__(self, folder: str, language: str, team: str | None = None) -> None:
        self.language = language
        self._figures: list[Figures] = []
        self._tried: Figures | None = None
        self._shown: list[Callable[[Figures], object]] = []
        self.team: str | None = None
        self.known = Known()
        self.session = EditingSession.open(folder, check=lambda plan: self.figures_of(plan).ledger)
        self.team = self.plan.team(team).id if team else None
        self.known = Known.of(self.plan, self.labels)
        self._figures.clear()

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self.session.plan

    @property
    def data(self) -> Data:
        """The plan as plain data."""
        return plan_data(self.plan)

    @property
    def labels(self) -> Labels:
        """Words and numbers of this plan in this language."""
        return Labels.of(self.plan, self.language)

    @property
    def figures(self) -> Figures:
        """The figures of the plan as it stands."""
        return self.figures_of(self.plan)

    def figures_of(self, plan: Plan) -> Figures:
        """The figures of a plan; those of the last two, and of what was tried last, are kept."""
        for known in self._figures:
            if known.plan is plan or known.plan == plan:
                return known
        tried = self._tried
        found = tried if tried and tried.plan == plan else self._made(plan)
        self._figures = [found, *self._figures[:1]]
        return found

    def on_trial(self, told: Callable[[Figures], object]) -> None:
        """Call ``told`` with the figures to show while something is tried out, and with the plan's own when it is not."""
        self._shown.append(told)

    def try_out(self, data: Data | None) -> None:
        """Show what changed data would make of the plan, which stays as it is; without any, show the plan again."""
        figures = self.figures
        if data is not None:
            figures = self._tried = self._made(changed_plan(self.plan, data))
        for told in self._shown:
            told(figures)

    def _made(self, plan: Plan) -> Figures:
        return Figures(plan.name, plan, self.known.evidence(plan), team=self.team)

    def attempt(self, change: Callable[[Data], Any]) -> str:
        """Change the plan; gives why it cannot be, or the empty text."""
        return refused(lambda: self.session.change_data(change(self.data)), self.labels)

    def may_edit(self, path: FieldPath) -> bool:
        """Whether a place may be changed here: a team that opened its part changes nothing else."""
        return self.team is None or (
            path[:2] == ("teams", self.team) and path[2:3] in (("objectives",), ("initiatives",), ("not_now",))
        )


@dataclass
class _Tie:
    """Fields tied to a place: what they read there and how they write it."""

    fields: Mapping[str, Field]
    read: Callable[[Data], Mapping[str, Any]]
    write: Callable[[Data], Any]
    about: FieldPath
    waiting: Any = field(default=None)


class Ties:
    """The fields of one part of the page that are tied to the plan; ``refresh`` brings them up to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._ties: list[_Tie] = []

    def tie(self, path: FieldPath, **fields: Field) -> None:
        """Tie fields to the record at a path, by the record's field names; they count together.

        What is left empty is left out of the record, so that its default holds.
        """

        def write(data: Data) -> Any:
            entered = {name: entry.value for name, entry in fields.items()}
            record = {**value_at(data, path), **entered}
            return with_value(data, path, {name: value for name, value in record.items() if value is not None})

        self.tie_with(path, lambda data: value_at(data, path), write, **fields)

    def tie_with(
        self, path: FieldPath, read: Callable[[Data], Mapping[str, Any]], write: Callable[[Data], Any], **fields: Field
    ) -> None:
        """Tie fields by functions: ``read`` gives their values by name, ``write`` the changed data."""
        tie = _Tie(fields, read, write, path)
        self._ties.append(tie)
        enabled = self.desk.may_edit(path)
        values = read(self.desk.data)
        for name, entry in fields.items():
            entry.show(values.get(name))
            entry.on_entry(partial(self._entered, tie))
            if not enabled:
                entry.enable(enabled=False)

    def refresh(self) -> None:
        """Show the plan's values in every field whose place still exists."""
        data = self.desk.data
        for tie in self._ties:
            if tie.waiting is not None:
                continue  # somebody is typing here
            try:
                values = tie.read(data)
            except OkrError:
                continue
            for name, entry in tie.fields.items():
                if not entry.unfinished:  # the rest is still to be typed
                    entry.show(values.get(name))

    def clear(self) -> None:
        """Forget all fields; what is being typed is entered first."""
        for tie in list(self._ties):
            if tie.waiting is not None:
                tie.waiting.cancel()
                self._enter(tie, next(iter(tie.fields.values())))
        self._ties.clear()

    def _entered(self, tie: _Tie, entry: Field) -> None:
        if isinstance(entry, TextField) and entry.live:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                pass
            else:
                if tie.waiting is not None:
                    tie.waiting.cancel()
                tie.waiting = loop.call_later(_TYPING, lambda: self._enter(tie, entry))
                return
        self._enter(tie, entry)

    def _enter(self, tie: _Tie, entry: Field) -> None:
        live = isinstance(entry, TextField) and entry.live
        tie.waiting = None
        words, unfinished = "", False
        try:
            self.desk.session.change_data(tie.write(self.desk.data), about=tie.about if live else None)
        except OkrError as error:
            words, unfinished = refusal_words(error, self.desk.labels), isinstance(error, UnfinishedError)
        for other in tie.fields.values():
            other.refuse(words if other is entry else "", unfinished=unfinished)

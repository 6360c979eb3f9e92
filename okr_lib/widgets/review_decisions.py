"""The steps of a review in between: score and decide, learn and plan."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.choices import DECISIONS
from okr_lib.display.closing_tables import rule_of_score, table_closing
from okr_lib.display.okr_tables import way_of
from okr_lib.plan.closing import Action, Decision, DecisionSought, Draft, KeyResultChange, Outcome
from okr_lib.plan.objectives import KeyResult
from okr_lib.review.closing import closing_states, misses
from okr_lib.widgets.fields import ChoiceField, DateField, Field, NumberField, TextField
from okr_lib.widgets.parts import close_all
from okr_lib.widgets.review_desk import ReviewDesk
from okr_lib.widgets.row_list import Column, Row, RowList


class DecideStep(widgets.VBox):
    """Step 2: what each objective scored, what becomes of it and why, and the root causes of misses."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk
        labels = desk.labels
        self.objective = ChoiceField(labels.text("Objective"), labels, self._options())
        self.objective.on_entry(lambda _: self._build())
        self.fields: dict[str, Field] = {}
        self.place = widgets.VBox()
        self.table = widgets.HTML()
        super().__init__([self.objective, self.place, self.table])
        self.objective.show(self.objective.options[0][1] if self.objective.options else None)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show scores and decisions as they stand."""
        desk, labels = self.desk, self.desk.labels
        self.objective.offer(self._options())
        states = closing_states(desk.plan, desk.states, desk.closing)
        if states.empty:
            self.table.value = ""
            return
        shown = table_closing(desk.plan, states, labels).as_raw_html()
        self.table.value = f"{shown}<p>{escape(rule_of_score(desk.plan, labels))}</p>"
        for name, value in self._values().items():
            if name in self.fields:
                self.fields[name].show(value)

    def _options(self) -> list[tuple[str, str]]:
        shown = set(self.desk.states["objective"])
        return [
            (objective.title, objective.id)
            for _, objective in self.desk.plan.objectives_by_team()
            if objective.id in shown or objective.dropped is None
        ]

    @property
    def _outcome(self) -> Outcome:
        return self.desk.closing.objectives.get(self.objective.value, Outcome())

    def _values(self) -> dict[str, Any]:
        outcome = self._outcome
        values: dict[str, Any] = {"decision": outcome.decision, "why": outcome.why or None}
        for result in self._results():
            values[f"cause {result.id}"] = outcome.causes.get(result.id)
            change = outcome.changes.get(result.id)
            values[f"target {result.id}"] = change.target if change else None
            values[f"due {result.id}"] = change.due.isoformat() if change and change.due else None
        return values

    def _results(self) -> Sequence[KeyResult]:
        for _, objective in self.desk.plan.objectives_by_team():
            if objective.id == self.objective.value:
                return objective.key_results
        return ()

    def _build(self) -> None:
        """The fields of the chosen objective."""
        desk, labels = self.desk, self.desk.labels
        old = self.place.children
        missed = set(misses(desk.plan, desk.states, desk.closing)["key_result"]) | set(self._outcome.causes)
        decisions = [
            (labels.text("Not decided yet"), None),
            *((labels.text(DECISIONS[each]), each) for each in Decision),
        ]
        self.fields = {
            "decision": ChoiceField(labels.text("Decision"), labels, decisions),
            "why": TextField(labels.text("Why, in one sentence"), labels, optional=True),
        }
        for result in self._results():
            if result.id in missed:
                label = labels.text("Root cause: {name}", name=result.title)
                self.fields[f"cause {result.id}"] = TextField(label, labels, optional=True)
            if result.target is not None:
                label = labels.text("New target: {name}", name=result.title)
                hint = way_of(result, labels)
                unit = labels.text("share") if result.unit == "share" else result.unit
                self.fields[f"target {result.id}"] = NumberField(label, labels, optional=True, unit=unit, hint=hint)
            self.fields[f"due {result.id}"] = DateField(labels.text("New due date: {name}", name=result.title), labels)
        for name, value in self._values().items():
            if name in self.fields:
                self.fields[name].show(value)
        for name, entry in self.fields.items():
            entry.on_entry(partial(self._entered, name))
            entry.enable(enabled=desk.closing.closed is None)
        self._lay_out()
        close_all(old)

    def _lay_out(self) -> None:
        changing = self.fields["decision"].value == Decision.CHANGE
        self.place.children = (
            [entry for name, entry in self.fields.items() if changing or not name.startswith(("target ", "due "))]
            if self.objective.value
            else []
        )

    def _entered(self, name: str, entry: Field) -> None:
        """Write what was entered; new targets and days go with the decision to change, and only with it."""
        kind, _, result = name.partition(" ")
        outcome = self._outcome
        if kind == "cause":
            update: dict[str, object] = {"causes": _with(outcome.causes, result, entry.value)}
        elif kind in ("target", "due"):
            value = dt.date.fromisoformat(entry.value) if kind == "due" and entry.value else entry.value
            change = outcome.changes.get(result, KeyResultChange()).model_copy(update={kind: value})
            update = {"changes": _with(outcome.changes, result, change if change != KeyResultChange() else None)}
        elif name == "decision":
            update = {"decision": entry.value} | ({} if entry.value == Decision.CHANGE else {"changes": {}})
        else:
            update = {"why": entry.value or ""}
        entry.refuse(self.desk.decide(self.objective.value, **update))
        self._lay_out()


class LearnStep(widgets.VBox):
    """Step 3: wins and learnings, what is to be decided, drafts for the next quarter, actions."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk
        labels = desk.labels
        one_a_line = labels.text("One a line")
        self.lines = {
            "wins": TextField(labels.text("Wins"), labels, lines=3, optional=True, hint=one_a_line),
            "learnings": TextField(labels.text("Learnings"), labels, lines=4, optional=True, hint=one_a_line),
        }
        for name, entry in self.lines.items():
            entry.on_entry(partial(self._lines_entered, name))
        teams = [(labels.text("Company"), None), *((team.name, team.id) for team in desk.plan.teams)]
        owner = labels.text("Owner")
        became = Column("became", labels.text("What became of it"), needed=False)
        self.rows = {
            "decisions_sought": RowList(
                labels.text("Decisions sought"),
                [
                    Column("question", labels.text("To decide"), lines=2),
                    Column("recommendation", labels.text("Recommendation"), lines=2),
                    Column("effect", labels.text("Effect, {unit}", unit=labels.money_unit), amount=True, needed=False),
                    Column("cost", labels.text("Cost, {unit}", unit=labels.money_unit), amount=True, needed=False),
                    Column("by", labels.text("By"), day=True, needed=False),
                    Column("owner", owner, needed=False),
                    became,
                ],
                labels,
                partial(self._rows_entered, "decisions_sought", DecisionSought.model_validate),
            ),
            "drafts": RowList(
                labels.text("Drafts for the next quarter"),
                [
                    Column("title", labels.text("Draft objective"), lines=2),
                    Column("team", labels.text("Team"), options=teams, needed=False),
                    Column("key_results", labels.text("Key results, one a line"), lines=3, needed=False),
                ],
                labels,
                partial(self._rows_entered, "drafts", _draft),
            ),
            "actions": RowList(
                labels.text("Actions"),
                [
                    Column("what", labels.text("Action"), lines=2),
                    Column("owner", owner),
                    Column("due", labels.text("Due"), day=True),
                    became,
                ],
                labels,
                partial(self._rows_entered, "actions", Action.model_validate),
            ),
        }
        super().__init__([*self.lines.values(), *self.rows.values()])
        self.refresh()

    def refresh(self) -> None:
        """Show what is written down."""
        closing = self.desk.closing
        for name, entry in self.lines.items():
            entry.show("\n".join(getattr(closing, name)) or None)
            entry.enable(enabled=closing.closed is None)
        self.rows["decisions_sought"].show([_dumped(entry, "by") for entry in closing.decisions_sought])
        drafts = [
            entry.model_dump() | {"key_results": "\n".join(entry.key_results) or None} for entry in closing.drafts
        ]
        self.rows["drafts"].show(drafts)
        self.rows["actions"].show([_dumped(entry, "due") for entry in closing.actions])
        for rows in self.rows.values():
            rows.enable(enabled=closing.closed is None)

    def _lines_entered(self, name: str, entry: Field) -> None:
        entry.refuse(self.desk.change(lambda closing: closing.model_copy(update={name: _lines(entry.value)})))

    def _rows_entered(self, name: str, make: Callable[[Row], object], rows: list[Row]) -> str:
        made = tuple(make(given) for given in rows)
        return self.desk.change(lambda closing: closing.model_copy(update={name: made}))


def _with(given: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    rest = {key: entry for key, entry in given.items() if key != name}
    return rest if value in (None, "") else rest | {name: value}


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _dumped(entry: DecisionSought | Action, day: str) -> Row:
    """A record as a row, its day as it is typed."""
    given = entry.model_dump()
    return given | {day: given[day].isoformat() if given[day] else None}


def _draft(given: Row) -> Draft:
    return Draft(title=given["title"], team=given["team"], key_results=_lines(given["key_results"]))

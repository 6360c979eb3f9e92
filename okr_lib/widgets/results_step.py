"""The fifth step of the workshop: objectives and key results, with findings while people type."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from okr_lib.display.places import field_words
from okr_lib.errors import OkrError
from okr_lib.plan.changes import positions, value_at, with_value
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult, KeyResultKind, Objective
from okr_lib.review.quality import located_findings
from okr_lib.widgets.desk import Data, Desk, Ties
from okr_lib.widgets.fields import ChoiceField, Field
from okr_lib.widgets.parts import items, row, swap
from okr_lib.widgets.record_fields import choices_for, field_for, record_rows
from okr_lib.widgets.record_list import RecordList
from okr_lib.widgets.refusing import UnfinishedError

COMPANY = ""
_UNSAID = {"start": 0, "target": 1}  # the way of a key result of which none was typed yet
_WAYS = (KeyResultKind.INCREASE, KeyResultKind.DECREASE)


class ResultsStep(widgets.VBox):
    """Step 5: the objectives of the company or of one team, and their key results."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        labels = desk.labels
        self.whose = ChoiceField(labels.text("Objectives of"), labels, self._owners())
        self.whose.show(desk.team or COMPANY)
        self.whose.on_entry(lambda _: self._turn())
        self.place = widgets.VBox()
        super().__init__([row(self.whose), self.place])
        self._turn()

    def refresh(self) -> None:
        """Bring lists, editors and findings to the plan."""
        self.whose.offer(self._owners())
        if self.whose.entry.value is None:  # the team is gone
            self.whose.show(COMPANY)
            self._turn()
        self.objectives.refresh()
        self._refresh_inner()

    def _owners(self) -> list[tuple[str, str]]:
        labels = self.desk.labels
        return [(labels.text("Company"), COMPANY), *((team.name, team.id) for team in self.desk.plan.teams)]

    def _turn(self) -> None:
        labels, whose = self.desk.labels, self.whose.value
        base: FieldPath = ("teams", whose, "objectives") if whose else ("objectives",)
        self.results: RecordList | None = None
        self.findings: widgets.HTML | None = None
        self.shown: FieldPath = ()
        self.objectives = RecordList(
            self.desk,
            base,
            field_words(Plan, "objectives", labels),
            labels.text("New objective"),
            labels.text("Remove this objective"),
            self._objective,
            fresh=lambda title: {"title": title},
            shape=self._shape,
            stacked=True,
        )
        swap(self.place, [self.objectives])
        self._refresh_inner()

    def _shape(self, record: Mapping[str, Any]) -> Any:
        return choices_for(self.desk, Objective, record["id"])

    def _refresh_inner(self) -> None:
        if self.objectives.choice.value is None:  # the last objective is gone
            self.results = self.findings = None
        if self.results is not None:
            self.results.refresh()
        self._show_findings()

    def _show_findings(self) -> None:
        """What would make the chosen objective sounder."""
        if self.findings is None:
            return
        labels = self.desk.labels
        try:
            at = positions(self.desk.data, self.shown)
        except OkrError:
            return
        found = list(dict.fromkeys(labels.said(message) for _, message in located_findings(self.desk.plan, at)))
        title = labels.text("What would make it sounder") if found else labels.text("Nothing to improve here")
        self.findings.value = f'<div role="status"><h4>{title}</h4>{items(found, "okr-findings")}</div>'

    def _objective(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        desk, labels = self.desk, self.desk.labels
        self.findings, self.shown = widgets.HTML(), path
        self.results = RecordList(
            desk,
            (*path, "key_results"),
            field_words(Objective, "key_results", labels),
            labels.text("New key result"),
            labels.text("Remove this key result"),
            self._key_result,
            fresh=lambda title: {"title": title, "owner": self._owner(path)} | _UNSAID,
            stacked=True,
        )
        self._show_findings()
        _, others = choices_for(desk, Objective, str(path[-1]))
        rows = [("title",), ("owner", "focus_area"), *([("supports",)] if others else []), ("contribution",)]
        live = {"title": {"live": True}, "contribution": {"live": True}}
        return [*record_rows(desk, ties, Objective, path, *rows, **live), self.findings, self.results]

    def _owner(self, path: FieldPath) -> str:
        """Who owns a new key result until somebody else is named."""
        owner = value_at(self.desk.data, path).get("owner")
        team = self.desk.plan.team(str(path[1])) if path[0] == "teams" else None
        return owner or (team.lead or team.name if team else self.desk.plan.name)

    def _key_result(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        desk = self.desk
        names = ("kind", "start", "target", "band")  # they count together
        fields = {name: field_for(desk.labels, KeyResult, name) for name in names}
        kind, start, target, band = fields.values()
        ties.tie_with(
            path, lambda data: _way_of(value_at(data, path)), lambda data: _with_way(data, path, fields), **fields
        )
        return record_rows(
            desk,
            ties,
            KeyResult,
            path,
            ("title",),
            (kind, "unit"),
            (start, target, band),
            ("owner", "due"),
            ("measures", "indicator", "ambition"),
            title={"live": True},
        )


def _way_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A key result's kind, start, target and band; a way that nobody typed yet is empty."""
    unsaid = not record.get("unit") and all(record.get(name) == value for name, value in _UNSAID.items())
    return {**record, **dict.fromkeys(_UNSAID)} if unsaid else record


def _with_way(data: Data, path: FieldPath, fields: Mapping[str, Field]) -> Any:
    """The key result as typed: whether it rises or falls follows from start and target, when both are there."""
    typed = {name: entry.value for name, entry in fields.items()}
    start, target = typed["start"], typed["target"]
    if typed["kind"] in _WAYS:
        if start is None or target is None:
            labels = fields["start"].labels
            raise UnfinishedError(labels.text("Write both start and target"))
        typed["kind"] = _WAYS[target < start]
    record = {**value_at(data, path), **typed}
    return with_value(data, path, {name: value for name, value in record.items() if value is not None})

"""The fifth step of the workshop: objectives and key results, with findings while people type."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from okr_lib.display.choices import AMBITIONS, INDICATORS, KINDS
from okr_lib.display.places import field_words
from okr_lib.display.refusals import said
from okr_lib.errors import OkrError
from okr_lib.plan.changes import positions, value_at
from okr_lib.plan.fields import Path
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import COMPANY_REVENUE, KeyResult, Objective
from okr_lib.review.quality import located_findings
from okr_lib.widgets.desk import Desk, Ties
from okr_lib.widgets.field_groups import CheckListField, NumbersField
from okr_lib.widgets.fields import ChoiceField, DateField, Field, NumberField, TextField
from okr_lib.widgets.parts import close_all, items, row
from okr_lib.widgets.record_list import RecordList

COMPANY = ""


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
        base: Path = ("teams", whose, "objectives") if whose else ("objectives",)
        old = self.place.children
        self.results: RecordList | None = None
        self.findings: widgets.HTML | None = None
        self.shown: Path = ()
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
        self.place.children = [self.objectives]
        self._refresh_inner()
        close_all(old)

    def _shape(self, record: Mapping[str, Any]) -> Any:
        plan = self.desk.plan
        others = [(each.id, each.title) for _, each in plan.objectives_by_team() if each.id != record["id"]]
        return others, [(area.id, area.name) for area in plan.focus_areas]

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
        found = list(dict.fromkeys(said(message, labels) for _, message in located_findings(self.desk.plan, at)))
        title = labels.text("What would make it sounder") if found else labels.text("Nothing to improve here")
        self.findings.value = f'<div role="status"><h4>{title}</h4>{items(found, "okr-findings")}</div>'

    def _objective(self, path: Path, ties: Ties) -> Sequence[widgets.Widget]:
        desk, labels, plan = self.desk, self.desk.labels, self.desk.plan
        areas = [(labels.text("None"), None), *((area.name, area.id) for area in plan.focus_areas)]
        others = [(each.title, each.id) for _, each in plan.objectives_by_team() if each.id != path[-1]]
        fields: dict[str, Field] = {
            "title": TextField(
                field_words(Objective, "title", labels),
                labels,
                live=True,
                hint=labels.text("Where to, in words that can be remembered"),
            ),
            "owner": TextField(field_words(Objective, "owner", labels), labels, optional=True),
            "focus_area": ChoiceField(field_words(Objective, "focus_area", labels), labels, areas),
            "supports": CheckListField(field_words(Objective, "supports", labels), labels, others),
            "contribution": TextField(
                field_words(Objective, "contribution", labels), labels, live=True, optional=True, lines=2
            ),
        }
        for name, entry in fields.items():
            ties.tie(path, **{name: entry})
        self.findings, self.shown = widgets.HTML(), path
        self.results = RecordList(
            desk,
            (*path, "key_results"),
            field_words(Objective, "key_results", labels),
            labels.text("New key result"),
            labels.text("Remove this key result"),
            self._key_result,
            fresh=lambda title: {"title": title, "owner": self._owner(path), "start": 0, "target": 1},
            stacked=True,
        )
        parts = [fields["title"], row(fields["owner"], fields["focus_area"])]
        if others:
            parts.append(fields["supports"])
        self._show_findings()
        return [
            *parts,
            fields["contribution"],
            self.findings,
            self.results,
        ]

    def _owner(self, path: Path) -> str:
        """Who owns a new key result until somebody else is named."""
        owner = value_at(self.desk.data, path).get("owner")
        team = self.desk.plan.team(str(path[1])) if path[0] == "teams" else None
        return owner or (team.lead or team.name if team else self.desk.plan.name)

    def _key_result(self, path: Path, ties: Ties) -> Sequence[widgets.Widget]:
        labels = self.desk.labels
        kinds = [(labels.text(KINDS[kind]), kind.value) for kind in KINDS]
        indicators = [(labels.text(INDICATORS[kind]), kind.value) for kind in INDICATORS]
        ambitions = [(labels.text(AMBITIONS[kind]), kind.value) for kind in AMBITIONS]
        title = TextField(field_words(KeyResult, "title", labels), labels, live=True)
        owner = TextField(field_words(KeyResult, "owner", labels), labels)
        kind = ChoiceField(field_words(KeyResult, "kind", labels), labels, kinds)
        unit = TextField(field_words(KeyResult, "unit", labels), labels, optional=True)
        start = NumberField(field_words(KeyResult, "start", labels), labels, optional=True)
        target = NumberField(labels.text("To"), labels, optional=True)
        ends = [("0", labels.text("lowest")), ("1", labels.text("highest"))]
        band = _BandField(field_words(KeyResult, "band", labels), labels, ends, optional=True)
        due = DateField(field_words(KeyResult, "due", labels), labels)
        indicator = ChoiceField(
            field_words(KeyResult, "indicator", labels), labels, [(labels.text("not said"), None), *indicators]
        )
        streams = [(stream.name, stream.id) for stream in self.desk.plan.streams]
        measures = ChoiceField(
            field_words(KeyResult, "measures", labels),
            labels,
            [(labels.text("nothing: checked in"), None), (labels.text("Company"), COMPANY_REVENUE), *streams],
        )
        ambition = ChoiceField(field_words(KeyResult, "ambition", labels), labels, ambitions)
        for name, entry in {
            "title": title,
            "owner": owner,
            "unit": unit,
            "due": due,
            "measures": measures,
            "indicator": indicator,
            "ambition": ambition,
        }.items():
            ties.tie(path, **{name: entry})
        ties.tie(path, kind=kind, start=start, target=target, band=band)
        return [title, row(kind, unit), row(start, target, band), row(owner, due), row(measures, indicator, ambition)]


class _BandField(NumbersField):
    """The lowest and the highest good value, as a pair; or nothing."""

    def read(self) -> Any:
        found = super().read()
        return list(found.values()) if len(found) == len(self.names) else None

    def paint(self) -> None:
        pair = dict(zip(self.names, self.value or (), strict=False))
        for key, entry in self.entries.items():
            entry.value = self.labels.typed(pair.get(key))

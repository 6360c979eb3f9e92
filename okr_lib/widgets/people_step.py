"""The third step of the workshop: focus areas, teams, and what each team commits to.

Who moves a team's slider holds that team; the others share what is left. A held team is let go by its check box.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.places import field_words
from okr_lib.display.standing_words import sentence_on_ungiven
from okr_lib.errors import OkrError
from okr_lib.growth.standing import handy_step
from okr_lib.plan.changes import value_at, with_value, without
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import Allocation, AllocationMethod, FocusArea, Plan, Team
from okr_lib.widgets.desk import Data, Desk, Ties
from okr_lib.widgets.fields import LockField, NumberField, SliderField
from okr_lib.widgets.parts import head, paragraph, row, swap
from okr_lib.widgets.record_fields import choices_for, field_for, record_rows
from okr_lib.widgets.record_list import RecordList


class PeopleStep(widgets.VBox):
    """Step 3: focus areas, teams and commitments."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        labels = desk.labels
        self.areas = RecordList(
            desk,
            ("focus_areas",),
            field_words(Plan, "focus_areas", labels),
            labels.text("New focus area"),
            labels.text("Remove this focus area"),
            self._area,
            fresh=lambda name: {"name": name},
        )
        self.teams = RecordList(
            desk,
            ("teams",),
            field_words(Plan, "teams", labels),
            labels.text("New team"),
            labels.text("Remove this team"),
            self._team,
            fresh=lambda name: {"name": name},
            shape=lambda _: choices_for(desk, Team),
        )
        self.commitments = _Commitments(desk)
        message = "A focus area is a theme that several teams share, with a sponsor who answers for it."
        super().__init__(
            [
                paragraph(labels.text(message)),
                self.areas,
                self.teams,
                head(field_words(Plan, "allocation", labels)),
                self.commitments,
            ]
        )

    def refresh(self) -> None:
        """Bring everything to the plan."""
        self.areas.refresh()
        self.teams.refresh()
        self.commitments.refresh()

    def _area(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        return record_rows(self.desk, ties, FocusArea, path, ("name", "sponsor"))

    def _team(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        return record_rows(self.desk, ties, Team, path, ("name", "lead"), ("streams",))


class _Commitments(widgets.VBox):
    """How the growth to be won is shared: a slider, a hold and bounds for each team."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ties = desk, Ties(desk)
        labels = desk.labels
        self.words = widgets.HTML()
        self.method = field_for(labels, Allocation, "method")
        self.fixed = Ties(desk)
        self.fixed.tie_with(("allocation",), lambda data: data["allocation"], self._with_method, method=self.method)
        self.rows = widgets.VBox()
        self._built: Any = None
        super().__init__([self.words, self.method, self.rows])
        self.refresh()

    def refresh(self) -> None:
        """Show each team's commitment, beside what it is expected to bring."""
        labels, figures = self.desk.labels, self.desk.figures
        message = "{amount} of growth is to be won by the teams together. Move a slider: that team is held, the others share the rest."
        if figures.standing.to_win <= 0:
            message = "The teams have no growth to win: the year gets there by itself"
        told = labels.text(message, amount=labels.money(figures.standing.to_win))
        ungiven = sentence_on_ungiven(figures.standing, labels)
        open_ = f'<p class="okr-ungiven" role="status">{escape(ungiven)}</p>' if ungiven else ""
        self.words.value = f"<p>{escape(told)}</p>{open_}"
        plan = self.desk.plan
        shape = [(team.id, team.name) for team in plan.teams], plan.allocation.method
        if shape != self._built:
            self._built = shape
            self._build()
        to_win = figures.standing.to_win
        step = handy_step(abs(to_win), plan.step)
        for entry, brings, line in zip(
            self.sliders.values(), self.brings, figures.commitments.to_dict("records"), strict=True
        ):
            entry.slider.step = entry.step = step
            entry.widen(min(0.0, to_win), max(to_win, plan.step))
            message = "brings {amount} after overlap"
            if line["uncovered"]:
                short = line["uncovered"] > 0
                message = (
                    "brings {amount} after overlap, {open} short"
                    if short
                    else "brings {amount} after overlap, {open} more"
                )
            brings.value = labels.text(
                message, amount=labels.number(line["contribution"]), open=labels.number(abs(line["uncovered"]))
            )
        self.fixed.refresh()
        self.ties.refresh()

    def _build(self) -> None:
        labels, plan = self.desk.labels, self.desk.plan
        self.ties.clear()
        self.sliders: dict[str, SliderField] = {}
        self.holds: dict[str, LockField] = {}
        self.brings: list[widgets.HTML] = []
        rows = []
        for team in plan.teams:
            slider = SliderField(team.name, labels, span=(0, 1), step=plan.step)
            hold = LockField(labels.text("Hold {team}", team=team.name), labels)
            bounds = {
                part: NumberField(field_words(Allocation, part, labels), labels, optional=True)
                for part in ("lower", "upper")
            }
            brings = widgets.HTML()
            brings.add_class("okr-brings")
            self.sliders[team.id], self.holds[team.id] = slider, hold
            self.brings.append(brings)
            path = ("allocation", "held", team.id)
            self.ties.tie_with(path, self._committed, _setter(path, slider), **{team.id: slider})
            self.ties.tie_with(path, self._held, self._holder(path, hold), **{team.id: hold})
            narrow = [bounds["lower"], bounds["upper"]]
            for part, entry in bounds.items():
                self.ties.tie_with(
                    ("allocation", part), _part(part), _setter(("allocation", part, team.id), entry), **{team.id: entry}
                )
            if plan.allocation.method is AllocationMethod.WEIGHTS:
                weight = NumberField(field_words(Allocation, "weights", labels), labels, low=0)
                self.ties.tie_with(
                    ("allocation", "weights"),
                    _part("weights"),
                    _setter(("allocation", "weights", team.id), weight),
                    **{team.id: weight},
                )
                narrow.append(weight)
            line = row(slider, hold, *narrow, brings, kind="okr-team")
            if plan.allocation.method is AllocationMethod.WEIGHTS:
                line.add_class("okr-weighted")
            rows.append(line)
        swap(self.rows, rows)

    def _committed(self, _: Data) -> Mapping[str, Any]:
        table = self.desk.figures.commitments
        return dict(zip(table["team"], table["commitment"], strict=True))

    def _held(self, data: Data) -> Mapping[str, Any]:
        return {team: team in data["allocation"]["held"] for team in self.sliders}

    def _holder(self, path: FieldPath, hold: LockField) -> Any:
        def write(data: Data) -> Any:
            if hold.value:
                return with_value(data, path, self._committed(data)[str(path[-1])])
            return without(data, path) if path[-1] in data["allocation"]["held"] else data

        return write

    def _with_method(self, data: Data) -> Any:
        weighted = self.method.value == AllocationMethod.WEIGHTS
        weights = {team.id: 1 for team in self.desk.plan.teams} if weighted else {}
        return with_value(
            data, ("allocation",), {**data["allocation"], "method": self.method.value, "weights": weights}
        )


def _part(part: str) -> Any:
    return lambda data: data["allocation"][part]


def _setter(path: FieldPath, entry: NumberField) -> Any:
    """Writes a field's value to its place; an empty one takes it away."""

    def write(data: Data) -> Any:
        if entry.value is not None:
            return with_value(data, path, entry.value)
        try:
            value_at(data, path)
        except OkrError:
            return data
        return without(data, path)

    return write

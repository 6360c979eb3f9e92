"""The fourth step of the workshop: initiatives, what they are worth, who makes them happen and what must come first."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from okr_lib.display.places import field_words
from okr_lib.display.track_record import sentences_on_estimates
from okr_lib.errors import OkrError
from okr_lib.plan.changes import value_at, with_value, without
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.initiatives import Effect, Initiative, Overlap, Size
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.priorities import place_of
from okr_lib.review.calibration import calibration, chance_outcomes
from okr_lib.review.delivery import delivery_rate, latest_quarter
from okr_lib.widgets.desk import Data, Desk, Ties
from okr_lib.widgets.estimate_panel import EstimatePanel
from okr_lib.widgets.parts import button, close_all, column, head, paragraph, row, swap
from okr_lib.widgets.record_fields import choices_for, field_for, record_rows
from okr_lib.widgets.record_list import RecordList
from okr_lib.widgets.sure_field import tie_sure


class WorkStep(widgets.VBox):
    """Step 4: the wall of all initiatives, and every detail of the one that somebody opened."""

    def __init__(self, desk: Desk) -> None:
        from okr_lib.widgets.wall import Wall  # loads anywidget

        self.desk = desk
        labels = desk.labels
        self.wall = Wall(desk, self.show)
        self.place = column(kind="okr-details")
        self.initiatives: RecordList | None = None
        self.overlaps = _OverlapList(desk)
        message = "Initiatives that reach the same customers cannot simply be added: only a part of their sum counts."
        super().__init__(
            [
                *(paragraph(said, "okr-hint") for said in _track_record(desk)),
                self.wall,
                self.place,
                head(field_words(Plan, "overlaps", labels)),
                paragraph(labels.text(message)),
                self.overlaps,
            ]
        )

    def refresh(self) -> None:
        """Bring the wall, and what is open, to the plan."""
        self.wall.refresh()
        if self.initiatives is not None:
            path = place_of(self.desk.data, self._opened)
            if path is not None and path[:3] == self.initiatives.path:
                self.initiatives.refresh()
            else:  # it is gone, or stands elsewhere
                self.show(self._opened)
        self.overlaps.refresh()

    def show(self, name: str) -> None:
        """Show every detail of an initiative, or of none where there is none of that id."""
        labels, path = self.desk.labels, place_of(self.desk.data, name)
        old, self._opened, self.initiatives, self.place.children = self.place.children, name, None, []
        close_all(old)
        if path is not None:
            self.initiatives = RecordList(
                self.desk,
                path[:3],
                field_words(Team, str(path[2]), labels),
                labels.text("New initiative"),
                labels.text("Remove this initiative"),
                self._editor,
                fresh=lambda given: {"name": given},
                shape=self._shape,
                alone=name,
            )
            close = button(labels.text("Close the details"), lambda: self.show(""))
            self.place.children = [head(labels.text("All details")), self.initiatives, row(close)]

    def _shape(self, record: Mapping[str, Any]) -> Any:
        """What the fields of an initiative are built by."""
        kinds = ["amount" if effect.get("amount") is not None else "lift" for effect in record["effects"]]
        return (
            kinds,
            len(record["sizes"]),
            choices_for(self.desk, Initiative, record["id"]),
            choices_for(self.desk, Effect),
        )

    def _editor(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        desk, labels = self.desk, self.desk.labels
        credit = field_for(labels, Initiative, "credit", desk.data, path)
        ties.tie_with(
            path,
            lambda data: {"credit": _credit(data, path)},
            lambda data: _with_credit(data, path, credit.value),
            credit=credit,
        )
        effects = [
            self._effect((*path, "effects", place), ties) for place in range(len(value_at(desk.data, path)["effects"]))
        ]
        more = [
            button(labels.text("Add an amount"), lambda: self._add_effect(path, "amount")),
            button(labels.text("Add a lift in %"), lambda: self._add_effect(path, "lift")),
        ]
        return [
            *record_rows(desk, ties, Initiative, path, ("name", "owner")),
            head(labels.text("What it is worth at full effect, in a year"), 4),
            *effects,
            *([row(*more)] if desk.may_edit(path) else []),
            *record_rows(
                desk,
                ties,
                Initiative,
                path,
                ("probability", "cost"),
                ("cost_phasing",),
                ("starts", "ramp"),
                ("focus_area", credit),
                ("serves", "after"),
            ),
            head(field_words(Initiative, "sizes", labels), 4),
            *record_rows(desk, ties, Initiative, path, ("size",), ("half_saturation", "carry_over")),
            *(self._size((*path, "sizes", place), ties) for place in range(len(value_at(desk.data, path)["sizes"]))),
            *([button(labels.text("Add a size"), lambda: self._add_size(path))] if desk.may_edit(path) else []),
        ]

    def _size(self, path: FieldPath, ties: Ties) -> widgets.Widget:
        desk, labels = self.desk, self.desk.labels
        fields = {name: field_for(labels, Size, name, desk.data) for name in ("name", "cost", "effect")}
        ties.tie(path, **fields)
        take = button(labels.text("Remove"), lambda: desk.attempt(lambda data: without(data, path)))
        return row(*fields.values(), *([take] if desk.may_edit(path) else []))

    def _add_size(self, path: FieldPath) -> None:
        where, labels = (*path, "sizes"), self.desk.labels
        now = value_at(self.desk.data, path)
        taken = {now["size"], *(size["name"] for size in now["sizes"])}
        names = (labels.text("Size {number}", number=str(number)) for number in range(2, len(taken) + 3))
        fresh = {"name": next(name for name in names if name not in taken), "cost": now["cost"], "effect": 1}
        self.desk.attempt(lambda data: with_value(data, where, [*value_at(data, where), fresh]))

    def _effect(self, path: FieldPath, ties: Ties) -> widgets.Widget:
        desk, labels = self.desk, self.desk.labels
        kind = "amount" if value_at(desk.data, path).get("amount") is not None else "lift"
        stream, estimate = (field_for(labels, Effect, name, desk.data) for name in ("stream", kind))
        ties.tie_with(
            path, lambda data: value_at(data, path), lambda data: _with_stream(data, path, stream.value), stream=stream
        )
        sure = []
        if kind == "amount":
            ties.tie(path, amount=estimate)
        else:
            sure = [tie_sure(ties, path, "lift", estimate)]
        room = widgets.VBox()
        stream.on_entry(lambda _: self._close_room(room))
        take = button(labels.text("Remove"), lambda: desk.attempt(lambda data: without(data, path)))
        together = button(labels.text("Estimate together"), lambda: self._turn_room(room, path))
        elsewhere = record_rows(desk, ties, Effect, path, ("spills_to", "spill"), spill={"span": (-1, 1)})
        made = row(stream, estimate, *sure, *([together, take] if desk.may_edit(path) else []))
        made.add_class("okr-effect")
        return widgets.VBox([made, *elsewhere, room])

    def _turn_room(self, room: widgets.VBox, path: FieldPath) -> None:
        """Open or close the estimates of several people for one effect."""
        if room.children:
            self._close_room(room)
            return
        initiative, stream = str(path[3]), value_at(self.desk.data, path)["stream"]
        room.children = [EstimatePanel(self.desk.session, self.desk.labels, initiative, stream)]

    def _close_room(self, room: widgets.VBox) -> None:
        swap(room, [])

    def _add_effect(self, path: FieldPath, kind: str) -> None:
        stream = self.desk.plan.streams[0].id
        where = (*path, "effects")
        self.desk.attempt(lambda data: with_value(data, where, [*value_at(data, where), {"stream": stream, kind: 0}]))


class _OverlapList(RecordList):
    """Groups of initiatives that reach the same customers, and what part of their sum counts."""

    def __init__(self, desk: Desk) -> None:
        labels = desk.labels
        super().__init__(
            desk,
            ("overlaps",),
            labels.text("Groups"),
            labels.text("New group"),
            labels.text("Remove this group"),
            self._group,
            fresh=lambda name: {"name": name, "initiatives": [], "counts": 0.9},
            shape=lambda _: choices_for(desk, Overlap),
        )

    def _group(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        return record_rows(self.desk, ties, Overlap, path, ("name", "counts"), ("initiatives",))


def _track_record(desk: Desk) -> list[str]:
    """How the estimates so far turned out, for those who make the next; it stays while they change them."""
    try:
        check_ins = load_check_ins(desk.plan)
    except OkrError:  # a review says what is wrong with them
        return []
    quarter = latest_quarter(desk.plan, check_ins)
    chances = chance_outcomes(desk.plan, check_ins, desk.plan.fiscal_year.last_day(quarter))
    return sentences_on_estimates(delivery_rate(desk.plan, check_ins, quarter), calibration(chances), desk.labels)


def _credit(data: Data, path: FieldPath) -> Mapping[str, float]:
    """The credit shares; all to the team that delivers, where none are given."""
    return value_at(data, path)["credit"] or {str(path[1]): 1.0}


def _with_credit(data: Data, path: FieldPath, shares: Mapping[str, float]) -> Any:
    given = {team: share for team, share in shares.items() if share > 0}
    whole = given == {str(path[1]): 1.0}
    return with_value(data, (*path, "credit"), {} if whole else given)


def _with_stream(data: Data, path: FieldPath, stream: str) -> Any:
    """The effect on another stream; a driver belongs to the stream it had."""
    effect = {**value_at(data, path), "stream": stream, "driver": None}
    return with_value(data, path, effect)

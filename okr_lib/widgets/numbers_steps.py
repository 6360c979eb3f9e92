"""The first two steps of the workshop: the ambition, and the streams it shall come from."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.base_rates import sentence_on_base_rate, source_of_base_rate
from okr_lib.display.places import field_words
from okr_lib.growth.target import target_growth, target_revenue
from okr_lib.plan.changes import with_value
from okr_lib.plan.fields import Path
from okr_lib.plan.model import Plan, Unit
from okr_lib.plan.streams import Stream
from okr_lib.plan.values import QUARTERS
from okr_lib.review.ambition import ambition
from okr_lib.widgets.desk import Data, Desk, Ties
from okr_lib.widgets.field_groups import EstimateField, NumbersField
from okr_lib.widgets.fields import ChoiceField, NumberField, ShareSliderField, TextField
from okr_lib.widgets.parts import head, paragraph, row
from okr_lib.widgets.record_list import RecordList
from okr_lib.widgets.sure_field import tie_sure

GROWTH_SPAN, GROWTH_STEP = (0.0, 0.5), 0.005


class AmbitionStep(widgets.VBox):
    """Step 1: the plan's name and year, and its target as growth or as revenue, beside what other companies came to."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ties = desk, Ties(desk)
        labels = desk.labels
        self.kind = ChoiceField(
            labels.text("The target is given as"),
            labels,
            [(labels.text("growth on last year"), "growth"), (labels.text("revenue of the year"), "revenue")],
        )
        self.growth = ShareSliderField(
            labels.text("Growth target"), labels, span=GROWTH_SPAN, step=GROWTH_STEP, low=-0.99, high=5
        )
        self.revenue = NumberField(labels.text("Target"), labels, low=0, unit=labels.money_unit)
        self.ties.tie_with(("target",), self._kind, self._of_kind, kind=self.kind)
        self.sure = tie_sure(self.ties, ("target",), "growth", self.growth, self._target)
        self.ties.tie_with(("target",), self._target, self._with_revenue, revenue=self.revenue)
        self.amounts, self.base_rate = widgets.HTML(), widgets.HTML()
        name = TextField(field_words(Plan, "name", labels), labels)
        currency = TextField(
            field_words(Plan, "currency", labels), labels, hint=labels.text("Three letters, such as DKK")
        )
        units = {
            Unit.ONE: labels.text("as they are"),
            Unit.THOUSAND: labels.text("thousands"),
            Unit.MILLION: labels.text("millions"),
            Unit.BILLION: labels.text("billions"),
        }
        unit = ChoiceField(labels.text("Amounts in"), labels, [(words, key.value) for key, words in units.items()])
        year = TextField(labels.text("Year planned"), labels)
        before = TextField(labels.text("Year compared with"), labels)
        note = TextField(field_words(Plan, "note", labels), labels, lines=2, optional=True)
        for field_name, entry in {"name": name, "currency": currency, "unit": unit, "note": note}.items():
            self.ties.tie((), **{field_name: entry})
        self.ties.tie(("fiscal_year",), label=year)
        self.ties.tie(("fiscal_year",), baseline=before)
        super().__init__(
            [
                head(labels.text("The target")),
                row(self.kind),
                self.growth,
                self.sure,
                self.revenue,
                self.amounts,
                self.base_rate,
                head(labels.text("The plan")),
                row(name, note),
                row(year, before, currency, unit),
            ]
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the plan's target and what it means in money."""
        self.ties.refresh()
        labels, figures = self.desk.labels, self.desk.figures.standing
        is_growth = self.desk.plan.target.growth is not None
        self.growth.layout.display = "" if is_growth else "none"
        self.revenue.layout.display = "none" if is_growth else ""
        message = "{baseline} last year, {target} this year: {growth}."
        self.amounts.value = f"<p>{labels.text(message, baseline=labels.money(figures.baseline), target=labels.money(figures.target), growth=labels.growth(figures.growth))}</p>"
        self.base_rate.value = self._base_rate()

    def _base_rate(self) -> str:
        """How usual the growth is; nothing where there is none, and why where the plan's own companies cannot be read."""
        labels, plan, known = self.desk.labels, self.desk.plan, self.desk.known
        if known.unread_reference:
            return f'<p class="okr-refusal">{escape(known.unread_reference)}</p>'
        found = ambition(plan, known.actuals, known.reference)
        if found is None:
            return ""
        said, source = sentence_on_base_rate(found, labels), source_of_base_rate(found, labels)
        return f'<p>{escape(said)}<br><span class="okr-hint">{escape(source)}</span></p>'

    def _kind(self, _: Data) -> Mapping[str, Any]:
        return {"kind": "growth" if self.desk.plan.target.growth is not None else "revenue"}

    def _target(self, _: Data) -> Mapping[str, Any]:
        plan = self.desk.plan
        return {"growth": target_growth(plan), "revenue": target_revenue(plan), "sure": plan.target.sure}

    def _of_kind(self, data: Data) -> Any:
        value = target_growth(self.desk.plan) if self.kind.value == "growth" else target_revenue(self.desk.plan)
        return with_value(data, ("target",), {self.kind.value: value})

    def _with_revenue(self, data: Data) -> Any:
        return with_value(data, ("target",), {"revenue": self.revenue.value})


class SourcesStep(widgets.VBox):
    """Step 2: the streams, last year's revenue by quarter, and momentum."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        labels = desk.labels
        zero = dict.fromkeys(QUARTERS, 0)
        self.streams = RecordList(
            desk,
            ("streams",),
            field_words(Plan, "streams", labels),
            labels.text("New stream"),
            labels.text("Remove this stream"),
            self._editor,
            fresh=lambda name: {"name": name, "baseline": zero},
        )
        message = "Momentum is growth that comes by itself: prices, population, footfall. No team takes credit for it."
        super().__init__([paragraph(labels.text(message)), self.streams])

    def refresh(self) -> None:
        """Bring the list to the plan."""
        self.streams.refresh()

    def _editor(self, path: Path, ties: Ties) -> Sequence[widgets.Widget]:
        labels = self.desk.labels
        name = TextField(field_words(Stream, "name", labels), labels)
        quarters = [(quarter, labels.quarter(quarter)) for quarter in QUARTERS]
        baseline = NumbersField(
            field_words(Stream, "baseline", labels), labels, quarters, low=0, unit=labels.money_unit
        )
        momentum = EstimateField(field_words(Stream, "momentum", labels), labels, share=True, low=-0.99, high=5)
        ties.tie(path, name=name)
        ties.tie(path, baseline=baseline)
        return [name, baseline, momentum, tie_sure(ties, path, "momentum", momentum)]

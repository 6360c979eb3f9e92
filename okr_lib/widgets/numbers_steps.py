"""The first two steps of the workshop: the ambition, and the streams it shall come from."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.base_rates import sentence_on_base_rate, source_of_base_rate
from okr_lib.display.places import field_words
from okr_lib.display.standing_words import words_of_no_revenue
from okr_lib.growth.target import target_growth, target_revenue
from okr_lib.plan.changes import with_value
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.model import FiscalYear, Plan, Target
from okr_lib.plan.streams import Stream
from okr_lib.plan.values import QUARTERS
from okr_lib.review.ambition import ambition
from okr_lib.widgets.desk import Data, Desk, Ties
from okr_lib.widgets.fields import ChoiceField
from okr_lib.widgets.parts import head, paragraph, row
from okr_lib.widgets.record_fields import LEAST_GROWTH, field_for, record_rows
from okr_lib.widgets.record_list import RecordList
from okr_lib.widgets.sure_field import tie_sure

_GROWTH_SPAN, _GROWTH_STEP = (0.0, 0.5), 0.005


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
        self.growth = field_for(labels, Target, "growth", span=_GROWTH_SPAN, step=_GROWTH_STEP, low=LEAST_GROWTH)
        self.revenue = field_for(labels, Target, "revenue", low=0, optional=False)
        self.ties.tie_with(("target",), self._kind, self._of_kind, kind=self.kind)
        self.sure = tie_sure(self.ties, ("target",), "growth", self.growth, self._target)
        self.ties.tie_with(("target",), self._target, self._with_revenue, revenue=self.revenue)
        self.amounts, self.base_rate = widgets.HTML(), widgets.HTML()
        year = [field_for(labels, FiscalYear, name) for name in ("label", "baseline")]
        for name, entry in zip(("label", "baseline"), year, strict=True):
            self.ties.tie(("fiscal_year",), **{name: entry})
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
                *record_rows(desk, self.ties, Plan, (), ("name", "note"), (*year, "currency", "unit")),
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
        amounts = {"baseline": labels.money(figures.baseline), "target": labels.money(figures.target)}
        said = labels.text(message, **amounts, growth=labels.growth(figures.growth))
        self.amounts.value = f"<p>{escape(said if figures.baseline else words_of_no_revenue(labels))}</p>"
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

    def _editor(self, path: FieldPath, ties: Ties) -> Sequence[widgets.Widget]:
        momentum = field_for(self.desk.labels, Stream, "momentum")
        fields = record_rows(self.desk, ties, Stream, path, ("name",), ("baseline",))
        margin = record_rows(self.desk, ties, Stream, path, ("margin",))
        return [*fields, momentum, tie_sure(ties, path, "momentum", momentum), *margin]

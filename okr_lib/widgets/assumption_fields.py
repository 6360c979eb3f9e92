"""Fields for the assumptions of a scenario: a slider and a number for each.

Target and momentum are always there; an initiative or a team is chosen first and then changed, so that three hundred
initiatives take no more room than three.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import PlanError
from okr_lib.growth.assumptions import assumption
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.plan.values import QUARTERS
from okr_lib.widgets.fields import ChoiceField, Field, LockField, QuarterField, ShareSliderField, SliderField

# Where a slider starts and ends, one move of it, and what may be typed.
_SPANS = {"target": (0.0, 0.4), "momentum": (-0.2, 0.3), "scale": (0.0, 2.0), "probability": (0.0, 1.0)}
_STEPS = {"target": 0.005, "momentum": 0.005, "scale": 0.05, "probability": 0.05}
_LIMITS = {"target": (-0.9, 5.0), "momentum": (-0.9, 5.0), "scale": (0.0, 10.0), "probability": (0.0, 1.0)}


class AssumptionFields(widgets.VBox):
    """Every assumption of a plan.

    Parameters
    ----------
    assume
        Called with kind, item and value when a person entered another good one; a ``PlanError`` of its is shown at the field.
    """

    def __init__(self, plan: Plan, labels: Labels, assume: Callable[[str, str, Any], object]) -> None:
        self.plan, self.labels, self._assume = plan, labels, assume
        self.scenario = Scenario()
        self.fields: dict[tuple[str, str | None], Field] = {}
        self._slider("target", "", labels.text("Growth target"))
        for stream in plan.streams:
            self._slider("momentum", stream.id, labels.text("Momentum: {item}", item=stream.name))
        self.initiative = ChoiceField(labels.text("Initiative"), labels, [])
        self._slider("probability", None, labels.text("Likelihood"))
        self._slider("scale", None, labels.text("Effect, of what is planned"))
        self._wire("starts", None, QuarterField(labels.text("Starts"), labels, QUARTERS))
        self._wire("done", None, LockField(labels.text("Is done"), labels))
        self.team = ChoiceField(labels.text("Team"), labels, [])
        comes_later = labels.text("Delay of what it needs (quarters)")
        self._wire("delay", None, SliderField(comes_later, labels, span=(0, 4), step=1, low=0, high=4))
        for choice in (self.initiative, self.team):
            choice.on_entry(lambda _: self.show(self.plan, self.scenario))
        own = list(self.fields.values())
        super().__init__([*own[: -len(_OWN)], self.initiative, *own[-len(_OWN) : -1], self.team, own[-1]])

    def show(self, plan: Plan, scenario: Scenario) -> None:
        """Bring every field to a scenario of a plan with the same streams."""
        self.plan, self.scenario = plan, scenario
        self._offer(self.initiative, [(f"{one.name} ({team.name})", one.id) for team, one in plan.initiatives()])
        self._offer(self.team, [(team.name, team.id) for team in plan.teams])
        for (kind, fixed), field in self.fields.items():
            item = self._item(kind) if fixed is None else fixed
            field.enable(enabled=item is not None)
            if item is not None:
                field.show(assumption(plan, scenario, kind, item))

    def _slider(self, kind: str, item: str | None, label: str) -> None:
        low, high = _LIMITS[kind]
        self._wire(
            kind,
            item,
            ShareSliderField(label, self.labels, span=_SPANS[kind], step=_STEPS[kind], low=low, high=high),
        )

    def _wire(self, kind: str, item: str | None, field: Field) -> None:
        """Make a field's entries assumptions about an item, or about the one that is chosen."""

        def entered(told: Field) -> None:
            try:
                self._assume(kind, str(self._item(kind) if item is None else item), told.value)
            except PlanError as error:
                told.refuse(refusal_words(error, self.labels))

        field.on_entry(entered)
        self.fields[kind, item] = field

    def _item(self, kind: str) -> str | None:
        """Id of the chosen team or initiative; ``None`` where there is none."""
        found: str | None = (self.team if kind == "delay" else self.initiative).value
        return found

    @staticmethod
    def _offer(choice: ChoiceField, options: list[tuple[str, str]]) -> None:
        choice.offer(options)
        ids = [value for _, value in options]
        if choice.value not in ids:
            choice.show(ids[0] if ids else None)


_OWN = ("probability", "scale", "starts", "done", "delay")  # of a chosen initiative, then of a chosen team

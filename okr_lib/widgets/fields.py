"""Fields: what somebody types into a plan, with a label, a value, and words when the value cannot be.

A field refuses what is no number or out of range in words beside it; it never bends a value silently. ``value`` is the
last good one, in the plan's terms: 0.2 where the field shows 20%. ``on_entry`` is told when a person entered another
good value, ``show`` sets one from the plan without telling anybody.

    field = ShareField("Likelihood", labels, low=0, high=1)
    field.entry.value = "85"      # what a person types
    field.value                   # 0.85
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets
import traitlets

from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError
from okr_lib.growth.rounding import nearest_step
from okr_lib.widgets.parts import alert, described, row
from okr_lib.widgets.refusing import UnfinishedError, read_number, refuse_outside

_UNFINISHED = "okr-unfinished"  # whose words the page shows when the focus leaves the field


class Field(widgets.VBox):
    """A labelled control with its value and the words of a refusal, and a ``hint`` below it.

    The label names the control for screen readers too; it is hidden where only they need it, because a table's head
    stands for it.
    """

    children: Any
    value = traitlets.Any(None, allow_none=True)
    refusal = traitlets.Unicode("")

    def __init__(self, label: str, labels: Labels, *, hint: str = "", hidden_label: bool = False) -> None:
        self.label = label
        self.labels = labels
        self._entered: list[Callable[[Field], object]] = []
        self._showing = False
        self._words = widgets.HTML()
        self._words.add_class("okr-refusal")
        below = [widgets.HTML(f'<span class="okr-hint">{escape(hint)}</span>')] if hint else []
        super().__init__([*self._controls(), *below])
        self.add_class("okr-field")
        if hidden_label:
            self.add_class("okr-hidden-label")

    def _controls(self) -> list[widgets.Widget]:
        """The widgets of this field, made once."""
        raise NotImplementedError

    def on_entry(self, told: Callable[["Field"], object]) -> None:
        """Call ``told`` with this field whenever a person entered another good value."""
        self._entered.append(told)

    def show(self, value: Any) -> None:
        """Show a value of the plan and drop any refusal; nobody is told."""
        with self.quietly():
            if value != self.value or self.refusal:
                self.value = value
                self._paint()
            self.refuse("")

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """While the controls are changed here, not by a person."""
        self._showing = True
        try:
            yield
        finally:
            self._showing = False

    @property
    def unfinished(self) -> bool:
        """Whether something is typed here that may still become a value."""
        return bool(self.refusal) and _UNFINISHED in self._dom_classes

    def _paint(self) -> None:
        """Bring the controls to the value."""
        raise NotImplementedError

    def refuse(self, words: str, *, unfinished: bool = False) -> None:
        """Say beside the field why what was entered cannot be, at once or when it is left; the empty text takes the words away."""
        (self.add_class if words and unfinished else self.remove_class)(_UNFINISHED)
        if words == self.refusal:
            return
        self.refusal = words
        self._words.value = alert(words)
        others = [child for child in self.children if child is not self._words]
        self.children = [*others, self._words] if words else others
        (self.add_class if words else self.remove_class)("okr-refused")

    def enable(self, *, enabled: bool) -> None:
        """Let people change the field, or only read it."""
        for control in _inputs(self):
            control.disabled = not enabled

    def enter(self, read: Callable[[], Any]) -> None:
        """Take what a person entered, or refuse it: ``read`` gives the value or raises an ``OkrError``."""
        if self._showing:
            return
        try:
            value = read()
        except OkrError as error:
            self.refuse(str(error), unfinished=isinstance(error, UnfinishedError))
            return
        again = value == self.value
        self.show(value)
        if not again:
            for told in self._entered:
                told(self)


class NumberField(Field):
    """A number, typed, with its unit behind the label; what is below ``low`` or above ``high`` is refused.

    An ``optional`` one may be left empty; the value is then ``None``.
    """

    share = False

    def __init__(
        self,
        label: str,
        labels: Labels,
        *,
        low: float | None = None,
        high: float | None = None,
        optional: bool = False,
        unit: str = "",
        hint: str = "",
        hidden_label: bool = False,
    ) -> None:
        self.low, self.high, self.optional = low, high, optional
        self.unit = unit or ("%" if self.share else "")
        super().__init__(label, labels, hint=hint, hidden_label=hidden_label)

    def _controls(self) -> list[widgets.Widget]:
        name = f"{self.label} ({self.unit})" if self.unit else self.label
        self.entry = widgets.Text(**described(name), continuous_update=False)
        self.entry.observe(lambda change: self.enter(lambda: self.read(change["new"])), "value")
        return [self.entry]

    def read(self, text: str) -> float | None:
        """The number that was typed; an ``OkrError`` when it cannot be."""
        return read_number(text, self.low, self.high, self.labels, share=self.share, optional=self.optional)

    def _paint(self) -> None:
        self.entry.value = self.labels.typed(self.value, share=self.share)


class ShareField(NumberField):
    """A share of the plan, shown and typed as a percentage: 20 for 0.2."""

    share = True


class SliderField(NumberField):
    """A number with a slider beside it; both are the same value. One move of the slider is worth a ``step``.

    ``span`` is where the slider starts and ends; a value beyond it that may be typed widens it.
    """

    def __init__(self, label: str, labels: Labels, *, span: tuple[float, float], step: float, **settings: Any) -> None:
        self.span, self.step = span, step
        super().__init__(label, labels, **settings)

    def _controls(self) -> list[widgets.Widget]:
        [entry] = super()._controls()
        low, high = self.span
        settings = described(self.label) | {"readout": False, "continuous_update": False}
        self.slider = widgets.FloatSlider(value=low, min=low, max=high, step=self.step, **settings)
        self.slider.add_class("okr-slider")
        self.slider.observe(lambda change: self.enter(lambda: self._slid(change["new"])), "value")
        return [row(entry, self.slider, kind="okr-slider-row")]

    def _slid(self, position: float) -> float:
        number = nearest_step(position, self.step)
        refuse_outside(number, self.low, self.high, self.labels, share=self.share)
        return number

    def widen(self, low: float, high: float) -> None:
        """Move the slider's ends."""
        self.span = low, high
        with self.quietly():
            self._paint()

    def _paint(self) -> None:
        super()._paint()
        low, high = self.span
        value = self.slider.value if self.value is None else self.value
        # At once, or the browser, told of the ends first, moves the handle inside and says that somebody slid it.
        with self.slider.hold_sync(), self.slider.hold_trait_notifications():
            self.slider.min, self.slider.max = min(low, value), max(high, low, value)
            self.slider.value = value


class ShareSliderField(SliderField, ShareField):
    """A percentage with a slider beside it."""


class TextField(Field):
    """Words; ``lines`` above one give room for several. ``live`` tells of every letter, else of the finished text."""

    def __init__(
        self, label: str, labels: Labels, *, lines: int = 1, optional: bool = False, live: bool = False, hint: str = ""
    ) -> None:
        self.lines, self.optional, self.live = lines, optional, live
        super().__init__(label, labels, hint=hint)

    def _controls(self) -> list[widgets.Widget]:
        settings = described(self.label) | {"continuous_update": self.live}
        self.entry = widgets.Textarea(rows=self.lines, **settings) if self.lines > 1 else widgets.Text(**settings)
        self.entry.observe(lambda change: self.enter(lambda: self.read(change["new"])), "value")
        return [self.entry]

    def read(self, text: str) -> str | None:
        """The words without spaces around them; an ``OkrError`` when there must be some and are none."""
        words = text.strip()
        if not words and not self.optional:
            raise OkrError(self.labels.text("Write something here; it cannot be empty"))
        return words or None

    def _paint(self) -> None:
        """Write the words, unless they stand there but for spaces that are just being typed."""
        if self.entry.value.strip() != (self.value or ""):
            self.entry.value = self.value or ""


class ChoiceField(Field):
    """One of several; ``options`` are (words, value) and may change with ``offer``."""

    def __init__(
        self, label: str, labels: Labels, options: Iterable[tuple[str, Any]], *, hint: str = "", **settings: Any
    ) -> None:
        self.options = list(options)
        super().__init__(label, labels, hint=hint, **settings)

    def _controls(self) -> list[widgets.Widget]:
        self.entry = widgets.Dropdown(options=self.options, value=None, **described(self.label))
        self._paint()
        self.entry.observe(lambda change: self.enter(lambda: change["new"]), "value")
        return [self.entry]

    def offer(self, options: Iterable[tuple[str, Any]]) -> None:
        """Offer other choices and keep the value where it is among them."""
        offered = list(options)
        if offered != self.options:
            with self.quietly():
                self.options = self.entry.options = offered
                self._paint()

    def _paint(self) -> None:
        known = [value for _, value in self.options]
        self.entry.value = self.value if self.value in known else None
        if self.value in known:
            self.entry.index = known.index(self.value)  # a choice whose value is None would show as no choice


class QuarterField(ChoiceField):
    """A quarter of the fiscal year."""

    def __init__(self, label: str, labels: Labels, quarters: Sequence[str], **settings: Any) -> None:
        super().__init__(label, labels, [(labels.quarter(quarter), quarter) for quarter in quarters], **settings)


class DateField(Field):
    """A day, or none; the value is a text such as 2027-03-31."""

    def _controls(self) -> list[widgets.Widget]:
        self.entry = widgets.DatePicker(**described(self.label))
        self.entry.observe(
            lambda change: self.enter(lambda: change["new"].isoformat() if change["new"] else None), "value"
        )
        return [self.entry]

    def _paint(self) -> None:
        self.entry.value = dt.date.fromisoformat(self.value) if self.value else None


class LockField(Field):
    """A toggle that holds something as it is; the value is true or false."""

    def _controls(self) -> list[widgets.Widget]:
        self.entry = widgets.Checkbox(value=False, indent=False, **described(self.label))
        self.entry.observe(lambda change: self.enter(lambda: bool(change["new"])), "value")
        return [self.entry]

    def _paint(self) -> None:
        self.entry.value = bool(self.value)


def _inputs(box: widgets.Box) -> Iterable[Any]:
    for child in box.children:
        if hasattr(child, "children"):
            yield from _inputs(child)
        elif hasattr(child, "disabled"):
            yield child

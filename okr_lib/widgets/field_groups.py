"""Groups of fields that are one value: an estimate of three numbers, one number a quarter or a team, a check list.

What is typed into a group counts when the whole of it can be, in whatever order it is typed: low above likely is told
when the group is left, and until then the plan keeps the last good estimate.
"""

import contextlib
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.places import field_words
from okr_lib.errors import OkrError
from okr_lib.plan.fields import fields_of
from okr_lib.plan.values import Estimate
from okr_lib.widgets.fields import Field
from okr_lib.widgets.parts import column, described, row
from okr_lib.widgets.refusing import UnfinishedError, read_number


class NumbersField(Field):
    """Several numbers by name (key and words of each, in order); the value is a mapping.

    A ``share`` is typed as a percentage. ``optional`` numbers may be left empty, and are then missing in the value.
    """

    def __init__(
        self,
        label: str,
        labels: Labels,
        names: Iterable[tuple[str, str]],
        *,
        share: bool = False,
        low: float | None = None,
        high: float | None = None,
        optional: bool = False,
        unit: str = "",
        hint: str = "",
    ) -> None:
        self.names = dict(names)
        self.share, self.low, self.high, self.optional = share, low, high, optional
        self.unit = unit or ("%" if share else "")
        super().__init__(label, labels, hint=hint)

    def _controls(self) -> list[widgets.Widget]:
        name = f"{self.label} ({self.unit})" if self.unit else self.label
        head = widgets.HTML(f'<span class="okr-label">{escape(name)}</span>')
        self.entries = {
            key: widgets.Text(**described(words), tooltip=f"{self.label}: {words}", continuous_update=False)
            for key, words in self.names.items()
        }
        for key, entry in self.entries.items():
            entry.observe(partial(self._typed_into, key), "value")
        return [head, row(*self.entries.values(), kind="okr-numbers")]

    def _typed_into(self, _key: str, _change: Any, /) -> None:
        """Take what was typed into one of the inputs."""
        self.enter(self.read)

    def read(self) -> Any:
        """The numbers that were typed; an ``OkrError`` names the first that cannot be."""
        return {key: number for key in self.names if (number := self.number(key)) is not None}

    def number(self, key: str) -> float | None:
        """One of the numbers."""
        text, limits = self.entries[key].value, (self.low, self.high)
        try:
            return read_number(text, *limits, self.labels, share=self.share, optional=self.optional)
        except OkrError as error:
            raise OkrError(f"{self.names[key]}: {error}") from error

    def _paint(self) -> None:
        for key, entry in self.entries.items():
            entry.value = self.labels.typed((self.value or {}).get(key), share=self.share)


class EstimateField(NumbersField):
    """What somebody expects: low, likely and high; what is left empty of low and high is the same as likely.

    The value is as plans have it: a mapping of the three, or one number where they are the same.
    """

    _typed = False

    def __init__(self, label: str, labels: Labels, **settings: Any) -> None:
        names = [(part, _capital(field_words(Estimate, part, labels))) for part in fields_of(Estimate)]
        super().__init__(label, labels, names, **settings)

    def read(self) -> Any:
        """The estimate; what is missing or out of order may still be typed."""
        typed = {key: self.number(key) if self.entries[key].value.strip() else None for key in self.names}
        likely = typed["likely"]
        if likely is None:
            raise UnfinishedError(self.labels.text("Write likely too; low and high may stay empty"))
        low, high = (likely if typed[key] is None else typed[key] for key in ("low", "high"))
        if low is None or high is None or not low <= likely <= high:
            raise UnfinishedError(self.labels.text("Low, likely and high are not in order; write low ≤ likely ≤ high"))
        return likely if low == high else {"low": low, "likely": likely, "high": high}

    def _typed_into(self, key: str, change: Any, /) -> None:
        """Take what was typed; a zero that somebody typed stays in sight."""
        self._typed = True
        super()._typed_into(key, change)
        self._typed = False

    def _paint(self) -> None:
        """An end that is the same as likely may be empty, and so is an estimate that nobody made yet."""
        value = self.value
        if not isinstance(value, Mapping):
            nothing = value == 0 and not self._typed
            value = {"low": None, "likely": None if nothing else value, "high": None}
        for key, entry in self.entries.items():
            same = key != "likely" and value[key] == value["likely"] and not entry.value.strip()
            entry.value = "" if same else self.labels.typed(value[key], share=self.share)


class CreditField(NumbersField):
    """Shares of credit by team; the owner's takes what the others leave, until somebody types into it."""

    def __init__(
        self, label: str, labels: Labels, names: Iterable[tuple[str, str]], owner: str, **settings: Any
    ) -> None:
        self.owner, self._owner_typed = owner, False
        super().__init__(label, labels, names, **settings)

    def _typed_into(self, key: str, change: Any, /) -> None:
        """Take a share; the owner's gives or takes the rest."""
        if self._showing:
            return
        self._owner_typed = self._owner_typed or key == self.owner
        if not self._owner_typed and self.owner in self.entries:
            with contextlib.suppress(OkrError):  # which reading says
                others = sum(self.number(name) or 0.0 for name in self.names if name != self.owner)
                self._put(max(round(1 - others, 9), 0.0))
        super()._typed_into(key, change)

    def read(self) -> Any:
        """The shares; what does not sum to the whole may still be typed."""
        shares = super().read()
        total = sum(shares.values())
        if shares and abs(total - 1) > 1e-9:
            shown = self.labels.typed(round(total, 9), share=True)
            raise UnfinishedError(
                self.labels.text("The shares sum to {total}\u00a0%, not 100\u00a0%; change one", total=shown)
            )
        return shares

    def show(self, value: Any) -> None:
        """Show the plan's shares; what was typed into the owner's is settled then."""
        super().show(value)
        self._owner_typed = False

    def _put(self, share: float) -> None:
        with self.quietly():
            self.entries[self.owner].value = self.labels.typed(share, share=True) if share else ""


class _PlacesField(NumbersField):
    """A short list of numbers, each at its place, which has a name; the value is a list."""

    def __init__(self, label: str, labels: Labels, places: Iterable[str], **settings: Any) -> None:
        names = [(str(number), _capital(words)) for number, words in enumerate(places, start=1)]
        super().__init__(label, labels, names, optional=True, **settings)

    def _paint(self) -> None:
        numbers = dict(zip(self.names, self.value or (), strict=False))
        for key, entry in self.entries.items():
            entry.value = self.labels.typed(numbers.get(key), share=self.share)


class RampField(_PlacesField):
    """Shares of the full effect, from the start quarter on; the last one stays. The list has one to four."""

    def read(self) -> Any:
        """The shares up to the first empty one."""
        shares = [self.number(key) for key in self.names]
        filled = [share for share in shares if share is not None]
        if not filled or shares[: len(filled)] != filled:
            raise OkrError(self.labels.text("Fill in the quarters from the first one on, without gaps"))
        return filled


class BandField(_PlacesField):
    """The lowest and the highest good value, as a pair; or nothing."""

    def read(self) -> Any:
        """The pair; nothing until it is one."""
        found = super().read()
        return list(found.values()) if len(found) == len(self.names) else None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class CheckListField(Field):
    """Several of many; the value is a list in the options' order. Long lists are chosen from, short ones ticked."""

    FEW = 12

    def __init__(self, label: str, labels: Labels, options: Iterable[tuple[str, str]], *, hint: str = "") -> None:
        self.options = list(options)
        super().__init__(label, labels, hint=hint)

    def _controls(self) -> list[widgets.Widget]:
        if len(self.options) > self.FEW:
            self.entry: Any = widgets.SelectMultiple(options=self.options, rows=6, **described(self.label))
            self.entry.observe(lambda change: self.enter(lambda: list(change["new"])), "value")
            return [self.entry]
        self.boxes = {
            value: widgets.Checkbox(value=False, indent=False, **described(words)) for words, value in self.options
        }
        for box in self.boxes.values():
            box.observe(lambda _: self.enter(self._ticked), "value")
        head = widgets.HTML(f'<span class="okr-label">{escape(self.label)}</span>')
        nothing = escape(self.labels.text("There is nothing to choose from yet"))
        none = [] if self.boxes else [widgets.HTML(f'<span class="okr-hint">{nothing}</span>')]
        return [head, column(*self.boxes.values(), *none, kind="okr-ticks")]

    def _ticked(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.value]

    def _paint(self) -> None:
        chosen = list(self.value or ())
        if len(self.options) > self.FEW:
            self.entry.value = [value for _, value in self.options if value in chosen]
            return
        for value, box in self.boxes.items():
            box.value = value in chosen

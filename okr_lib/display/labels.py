"""Labels: the only place that makes text of numbers, dates and names.

Words come from the catalogue of the language, numbers and dates follow it through Babel. A message of the lower floors
is said with its values, each written as the language writes what it is.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from okr_lib.display.catalogue import SOURCE_LANGUAGE, known_language, translated, translated_template
from okr_lib.display.choices import EVERY_CHOICE
from okr_lib.display.wording import LONGEST_NAME, LONGEST_UNIT, plain
from okr_lib.errors import Count, Message, OkrError, Problem, Share, value_text
from okr_lib.plan.model import Plan, Unit
from okr_lib.plan.typed_numbers import meanings
from okr_lib.plan.values import QUARTERS

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"
_CERTAIN = 0.01  # a likelihood below this, or as near to 1, is told as a bound
_WIDEST = 400  # digits of the largest number there can be, and its decimals

# The names of a plan's units beside its currency; in the catalogues the currency has its own place.
_UNIT_PATTERNS = {
    Unit.ONE: "{currency}\u00a0{amount}",
    Unit.THOUSAND: "{currency}\u00a0{amount}k",
    Unit.MILLION: "{currency}\u00a0{amount}m",
    Unit.BILLION: "{currency}\u00a0{amount}bn",
}
_UNIT_HEADINGS = {
    Unit.ONE: "{currency}",
    Unit.THOUSAND: "{currency} k",
    Unit.MILLION: "{currency} m",
    Unit.BILLION: "{currency} bn",
}
_LINES = {
    "baseline": "Baseline",
    "momentum": "Momentum",
    "initiative": "Initiatives",
    "overlap": "Overlap",
    "uncovered": "Uncovered",
    "commitment": "Commitment",
    "claimed": "Claimed",
    "unexplained": "Unexplained",
    "target": "Target",
    "actual": "Actual",
    "expected": "Phased target",
    "shortfall": "To the phased target",
    "surplus": "To the phased target",
    "before": "As planned",
    "after": "In the scenario",
}


@dataclass(frozen=True)
class Labels:
    """How one plan's numbers and names read in one language.

    Parameters
    ----------
    language
        Code of the language: ``en``, or the name of a file in ``languages/``.
    currency, unit
        The plan's, such as DKK and million.
    decimals
        Decimals of an amount; what the plan's step needs.
    names
        Names to show for ids, by ledger column: ``{"team": {"retail": "Retail"}}``.
    """

    language: str = SOURCE_LANGUAGE
    currency: str = "DKK"
    unit: Unit = Unit.MILLION
    decimals: int = 1
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, language: str = SOURCE_LANGUAGE) -> Self:
        """Labels for a plan; an unknown language is an ``OkrError`` that lists those there are."""
        known_language(language)
        exponent = Decimal(str(plan.step)).normalize().as_tuple().exponent
        names = {
            "line": {entry.id: entry.name for entry in plan.further_growth},
            "stream": {stream.id: stream.name for stream in plan.streams},
            "driver": {f"{by.id}/{one.id}": f"{by.name}, {one.name}" for by in plan.streams for one in by.drivers},
            "team": {team.id: team.name for team in plan.teams},
            "focus_area": {area.id: area.name for area in plan.focus_areas},
            "initiative": {initiative.id: initiative.name for _, initiative in plan.initiatives()},
        }
        shown = {
            column: {key: plain(name, LONGEST_NAME) for key, name in part.items()} for column, part in names.items()
        }
        return cls(language, plan.currency, plan.unit, max(0, -int(exponent)), shown)

    @property
    def locale(self) -> Locale:
        """The Babel locale of the language."""
        try:
            return Locale.parse(self.language)
        except (UnknownLocaleError, ValueError) as error:
            raise OkrError(
                Message("{language} is not a language code; write en or da", language=repr(self.language))
            ) from error

    def text(self, message: str, /, **values: str) -> str:
        """A message in this language, with its places filled in."""
        found = translated(message, self.language)
        return found.format(**values) if values else found

    def said(self, message: str | Problem, *, in_file: bool | None = None) -> str:
        """A message of any floor in this language, a problem with its place; the text of another library as it is.

        Parameters
        ----------
        in_file
            Whether it is about what somebody wrote in a file, or types: there numbers and days are as they are typed.
            A problem is where it has a file.

        Examples
        --------
        >>> wrong = Message("{value} is not between {low} and {high}", value=1.4, low=0, high=1)
        >>> Labels("da").said(wrong), Labels("da").said(Problem(wrong, "plan.yaml", 14, "probability"))
        ('1,4 ligger ikke mellem 0 og 1', 'plan.yaml:14: probability: 1.4 ligger ikke mellem 0 og 1')
        """
        if isinstance(message, Problem):
            in_file = bool(message.file) if in_file is None else in_file
            field = self.said(message.field, in_file=in_file)
            return str(replace(message, message=self.said(message.message, in_file=in_file), field=field))
        if not isinstance(message, Message):
            return message
        values = {name: self._value(value, in_file=bool(in_file)) for name, value in message.values.items()}
        found = translated_template(message, self.language)
        return found.format(**values) if values else found

    def _value(self, value: object, *, in_file: bool) -> str:
        """A value of a message as this language writes what it is."""
        match value:
            case Message():
                return self.said(value, in_file=in_file)
            case tuple():
                return ", ".join(self._value(each, in_file=in_file) for each in value)
            case StrEnum():
                return value if self.language == SOURCE_LANGUAGE else self.text(EVERY_CHOICE.get(value, value))
            case dt.date() if not in_file:
                return self.date(value)
            case str() if value in QUARTERS and not in_file:
                return self.quarter(value)
            case Share() if not in_file:
                return self.share(value, value.decimals)
            case Count():
                return self.number(value, 0)
            case int() | float() | Decimal() if not in_file and not isinstance(value, bool):
                return self.typed(float(value_text(value))) or str(value)
        return value_text(value)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A plain number with the language's separators; nothing to show is a dash.

        Examples
        --------
        >>> Labels().number(1234.5), Labels("da").number(1234.5), Labels().number(float("nan"))
        ('1,234.5', '1.234,5', '–')
        """
        if value is None or not math.isfinite(value):
            return NOTHING
        places = self.decimals if decimals is None else decimals
        exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return format_decimal(exact + 0, format=pattern, locale=self.locale).replace("-", MINUS)

    def rounded(self, value: float) -> float:
        """An amount as it is shown, for what is compared with other amounts that are shown.

        Examples
        --------
        >>> Labels().rounded(4409.96)
        4410.0
        """
        return round(value, self.decimals)

    def change(self, value: float, decimals: int | None = None) -> str:
        """A number with its sign.

        Examples
        --------
        >>> Labels().change(6.2), Labels().change(-20.7), Labels().change(0)
        ('+6.2', '−20.7', '0.0')
        """
        shown = self.number(value, decimals)
        return f"+{shown}" if value > 0 and any(digit in shown for digit in "123456789") else shown

    def money(self, value: float, decimals: int | None = None) -> str:
        """An amount with currency and unit.

        Examples
        --------
        >>> Labels().money(4455), Labels("da").money(4455)
        ('DKK\\xa04,455.0m', '4.455,0\\xa0mio.\\xa0kr.')

        A minus stands before the currency:

        >>> Labels().money(-3)
        '−DKK\\xa03.0m'
        """
        shown = self.number(value, decimals)
        if shown == NOTHING:
            return NOTHING
        amount = shown.removeprefix(MINUS)
        said = self.text(_UNIT_PATTERNS[self.unit], currency=self.text(self.currency), amount=amount)
        return said if amount == shown else f"{MINUS}{said}"

    @property
    def money_unit(self) -> str:
        """Currency and unit for the head of a column or an axis: "DKK m"."""
        return self.text(_UNIT_HEADINGS[self.unit], currency=self.text(self.currency))

    def share(self, value: float, decimals: int = 0) -> str:
        """A share of 0 to 1 as a percentage.

        Examples
        --------
        >>> Labels().share(0.85), Labels("da").share(0.254, 1)
        ('85%', '25,4\\xa0%')
        """
        return self.percent(self.number(value * 100, decimals))

    def likelihood(self, value: float) -> str:
        """How likely something to come is, as a percentage; never nothing or all, for nobody knows what comes.

        Examples
        --------
        >>> Labels().likelihood(0.31), Labels().likelihood(0.002), Labels().likelihood(1.0)
        ('31%', 'under 1%', 'over 99%')
        """
        if value < _CERTAIN:
            return self.text("under {share}", share=self.share(_CERTAIN))
        if value > 1 - _CERTAIN:
            return self.text("over {share}", share=self.share(1 - _CERTAIN))
        return self.share(value)

    def measure(self, value: float, unit: str = "") -> str:
        """A key result's value with its unit, in as many decimals as it has, three at the most; "share" is shown in %.

        Examples
        --------
        >>> Labels().measure(6.608, "million"), Labels("da").measure(58000), Labels().measure(0.254, "share")
        ('6.608\\xa0million', '58.000', '25.4%')
        """
        if value is None or math.isnan(value):
            return "–"
        if unit == "share":
            return self.share(value, 1)
        text = f"{value:.3f}".rstrip("0").rstrip(".")
        shown = self.number(value, len(text.partition(".")[2]))
        return f"{shown}\u00a0{plain(unit, LONGEST_UNIT)}" if unit else shown

    def typed(self, value: float | None, *, share: bool = False) -> str:
        """A number as somebody would type it, in as many decimals as it has; a share as a percentage without its sign.

        Examples
        --------
        >>> Labels().typed(1234.5), Labels("da").typed(1234.5), Labels("da").typed(0.075, share=True), Labels().typed(None)
        ('1,234.5', '1.234,5', '7,5', '')
        """
        if value is None or not math.isfinite(value):
            return ""
        exact = Decimal(repr(float(value))) * (100 if share else 1)
        with localcontext(prec=_WIDEST):  # whatever somebody types is shown back, however long
            return format_decimal(exact, format="#,##0.############", locale=self.locale)

    def read(self, text: str, *, share: bool = False) -> float:
        """The number that somebody typed in this language; a share from a percentage, with or without its sign.

        Raises
        ------
        OkrError
            When it is no number, in this language's words.

        Examples
        --------
        >>> Labels().read("1,234.5"), Labels("da").read("1.234,5"), Labels().read("20 %", share=True)
        (1234.5, 1234.5, 0.2)
        """
        plain = re.sub(r"\s", "", text).replace(MINUS, "-").removeprefix("+")
        plain = plain.removesuffix("%") if share else plain
        written = re.fullmatch(r"-?[\d.,'’]*\d[\d.,'’]*", plain)  # the parser would take 1e5 and NaN too
        try:
            exact = parse_decimal(plain if written else "", locale=self.locale, strict=True)
        except NumberFormatError as error:
            meant = [float(number) for number in meanings(plain)]
            message = "“{text}” is not a number; write {example}"
            if not meant:
                message = "“{text}” is not a number; write one, such as {example}"
            message = message if plain else "Nothing is written here; write {example}"
            example = self.typed(meant[0] if meant else 20.0 if share else 1234.5)
            raise OkrError(self.text(message, text=text.strip(), example=example)) from error
        return float(exact / 100 if share else exact)

    def growth(self, value: float) -> str:
        """Growth as a percentage with its sign.

        Examples
        --------
        >>> Labels().growth(0.2), Labels().growth(-0.0061)
        ('+20.0%', '−0.6%')
        """
        return self.percent(self.change(value * 100, 1))

    def percent(self, shown: str) -> str:
        """A number with the sign of per cent where the language has it: 2.6% and 2,6\u00a0%."""
        sign = self.locale.percent_formats[None]
        return shown if shown == NOTHING else f"{sign.prefix[0]}{shown}{sign.suffix[0]}"

    def date(self, day: dt.date, *, short: bool = False) -> str:
        """A day in words; a short one stays on its line.

        Examples
        --------
        >>> Labels().date(dt.date(2022, 12, 31)), Labels("da").date(dt.date(2022, 12, 31))
        ('31 December 2022', '31. december 2022')
        """
        english, other = ("d MMM y", "medium") if short else ("d MMMM y", "long")
        shown = format_date(day, format=english if self.language == SOURCE_LANGUAGE else other, locale=self.locale)
        return shown.replace(" ", "\u00a0") if short else shown

    def quarter(self, quarter: str) -> str:
        """A quarter's short name."""
        return self.text(quarter)

    def name(self, column: str, value: str | None) -> str:
        """The name to show for an id in a column of the ledger; the empty text for a missing one."""
        if not isinstance(value, str) or not value:
            return ""
        if column == "quarter":
            return self.quarter(value)
        known = self.names.get(column, {})
        if value in known:
            return known[value]
        return self.text(_LINES[value]) if column == "line" and value in _LINES else value

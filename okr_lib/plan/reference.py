"""The reference class: other companies' years, which say what usually becomes of a year that stands like this.

What is shipped with the library is a small table of 44 listed companies, made by ``docs/reference-class/make.py``.
Your own companies, shops or business units make a closer one: a file with a row a company and year. As
``reference.csv`` in a plan folder it is that plan's.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RecordsError, RefusedError
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import records_file
from okr_lib.plan.rows import Table, own_rows

if TYPE_CHECKING:
    from okr_lib.plan.model import Plan

_REFERENCE_FILE = "reference.csv"
_QUARTERS = ("q1", "q2", "q3", "q4")
_COLUMNS = ("company", "year", *_QUARTERS)

_Quarters = tuple[float, ...]


@dataclass(frozen=True)
class CompanyYears:
    """Companies' revenue, and where it comes from: of each company its years without a gap, oldest first, each year's four quarters."""

    source: str
    companies: tuple[tuple[_Quarters, ...], ...]


@dataclass(frozen=True)
class ReferenceClass:
    """What a forecast and a base rate need to know of other companies.

    ``spread`` is, for each share of a year known and with one, two, three, and four or more earlier years, the usual size
    of the error of the forecast of what was still to come, as a logarithm.
    """

    source: str
    growth: float  # of a year, which half of the company-years exceeded
    known: tuple[float, ...]  # shares of a year at which forecasts were tried
    spread: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]  # probabilities, rising
    errors: tuple[
        tuple[float, ...], ...
    ]  # for each share known, at those levels: quantiles, as multiples of the spread
    growths: tuple[tuple[float, float | None], ...]  # of each company-year, and of the year before where that is known


def load_reference(path: str | Path) -> CompanyYears:
    """Load a reference class of your own.

    Parameters
    ----------
    path
        A .csv, .xlsx or .parquet file with columns ``company, year, Q1, Q2, Q3, Q4``; revenue above zero, in any unit
        that is the same for all years of a company.

    Returns
    -------
    CompanyYears
        For ``reference=`` of ``year_forecast`` and ``base_rate``.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line or row number: revenue that is not above zero, a year that stands
        there twice, a year that is missing between two others.
    """
    table = file_table(Path(path), _COLUMNS)
    fields = {"company": _company, "year": _year, **dict.fromkeys(_QUARTERS, _revenue)}
    companies: dict[str, dict[int, tuple[int, _Quarters]]] = {}
    for number, values in own_rows(table, fields, lambda values: (values["company"], str(values["year"]))):
        years = companies.setdefault(values["company"], {})
        years[values["year"]] = number, tuple(values[quarter] for quarter in _QUARTERS)
    gaps = [
        table.problem(
            Message(
                "{company} has years before {year}, but not {year}; add it, or leave those out",
                company=company,
                year=str(year - 1),
            ),
            line,
        )
        for company, years in companies.items()
        for year, (line, _) in sorted(years.items())[1:]
        if year - 1 not in years
    ]
    if gaps:
        raise RecordsError(gaps)
    return CompanyYears(
        Path(path).name,
        tuple(tuple(years[year][1] for year in sorted(years)) for years in companies.values()),
    )


def plan_reference(plan: "Plan") -> CompanyYears | ReferenceClass:
    """The reference class of a plan: the ``reference.csv`` in its folder, or else the one that is shipped.

    It is the same object as long as the file stays the same. A ``RecordsError`` as of ``load_reference``; also when the
    file leads out of the folder.
    """
    place = records_file(plan.folder, _REFERENCE_FILE)
    if place is None:
        return shipped_reference()
    seen = place.stat()
    return _loaded(place, (seen.st_mtime_ns, seen.st_size, seen.st_ino))


@lru_cache(maxsize=8)
def _loaded(path: Path, _: tuple[int, int, int]) -> CompanyYears:
    """A file's companies, read again when its time, size or place on the disk is another."""
    return load_reference(path)


@cache
def shipped_reference() -> ReferenceClass:
    """The reference class of the library: 480 company-years of 44 listed companies, 1984 to 1994."""
    found = json.loads(files("okr_lib.plan").joinpath("reference_class.json").read_text(encoding="utf-8"))
    return ReferenceClass(**{name: _frozen(value) for name, value in found.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _company(table: Table, cell: Any) -> str:
    return table.words(cell, Message("is empty; write the company's name"))


def _year(table: Table, cell: Any) -> int:
    written = table.written(cell)
    if not written.isdecimal():
        raise RefusedError("{value} is not a year; write {example}", value=repr(written), example="2026")
    return int(written)


def _revenue(table: Table, cell: Any) -> float:
    revenue = table.number(cell)
    if revenue <= 0:
        raise RefusedError(
            "{value} is not above zero; leave out years with a quarter without revenue", value=table.written(cell)
        )
    return revenue

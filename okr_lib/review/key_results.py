"""Key results: how far, how far it should be by now, and what that is called.

Progress is a raw number: 1 is the target, more is beyond it, below 0 is behind the start. It is clamped only where it
is shown. Before the due date, status compares progress with what was expected by now, and a level (at least, at most,
within a band) holds or does not. *Silence is never green*: without a check-in a key result is pending, with an old one
outdated, unless it was worse than that already. From the due date on it is met or missed, for good.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from okr_lib.errors import OkrError
from okr_lib.plan.model import FiscalYear
from okr_lib.plan.objectives import KeyResult, KeyResultKind
from okr_lib.plan.thresholds import Thresholds

NOISE = 1e-9  # what a sum of decimals may lack
LEVELS = (KeyResultKind.AT_LEAST, KeyResultKind.AT_MOST, KeyResultKind.RANGE)


class Status(StrEnum):
    """Where a key result stands, from best to worst; *below its floor* is any level that does not hold, a ceiling or a band too."""

    MET = "met"
    ON_TRACK = "on_track"
    PENDING = "pending"
    OUTDATED = "outdated"
    BEHIND = "behind"
    BELOW_FLOOR = "below_floor"
    AT_RISK = "at_risk"
    MISSED = "missed"


OFF = (Status.BEHIND, Status.BELOW_FLOOR, Status.AT_RISK)  # not due yet, and not where it should be
SILENT = (Status.OUTDATED, Status.PENDING)  # nobody has said anything lately
OVER = (Status.MET, Status.MISSED)  # due, for good


class Colour(StrEnum):
    """What a score at the close is called."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def progress(key_result: KeyResult, value: float) -> float:
    """How far a key result is.

    Parameters
    ----------
    key_result
        The key result; its kind says how it is measured.
    value
        The value observed, in the key result's unit; for ``yes_no`` 1 is yes.

    Returns
    -------
    float
        Raw progress, not clamped: 1 at the target.

    Notes
    -----
    ``increase``, ``decrease``, ``milestone``: ``(value - start) / (target - start)``, right for both directions.
    ``at_least``: ``1 + (value - target) / |target|``; ``at_most``: ``1 + (target - value) / |target|``; with a target of
    zero, 1 when it is met and 0 when not. ``range``: 1 within the band, below by the distance from it in widths of the
    band. ``yes_no``: 1 or 0.

    Examples
    --------
    >>> kind = {"id": "k", "title": "K", "owner": "Head"}
    >>> progress(KeyResult.model_validate(kind | {"start": 10, "target": 2, "kind": "decrease"}), 4)
    0.75
    >>> at_most = KeyResult.model_validate(kind | {"target": 1, "kind": "at_most"})
    >>> round(progress(at_most, 0.8), 9), round(progress(at_most, 1.5), 9)
    (1.2, 0.5)
    """
    if not np.isfinite(value):
        raise OkrError(f"{key_result.id}: {value} is not a value; write a number")
    start, target = key_result.start, key_result.target
    match key_result.kind:
        case KeyResultKind.YES_NO:
            return 1.0 if value >= 1 else 0.0
        case KeyResultKind.RANGE:
            low, high = key_result.band or (0.0, 0.0)
            return 1 - max(low - value, value - high, 0.0) / (high - low)
        case KeyResultKind.AT_LEAST | KeyResultKind.AT_MOST:
            goal = target or 0.0
            ahead = value - goal if key_result.kind is KeyResultKind.AT_LEAST else goal - value
            return 1 + ahead / abs(goal) if goal else float(ahead >= 0)
        case _:
            first, last = start or 0.0, target or 0.0
            return (value - first) / (last - first)


def expected_progress(key_result: KeyResult, year: FiscalYear, as_of: dt.date) -> tuple[float, str]:
    """How far a key result should be at a date, and by which rule.

    Parameters
    ----------
    key_result
        With ``phasing``, shares of the way by quarter, these are followed; else time.
    as_of
        The date; before the year 0, from the due date on 1.

    Returns
    -------
    progress, rule
        0 to 1, and ``phasing`` or ``linear``. Kinds that hold a level (at least, at most, range) are expected at 1 all
        along.

    Examples
    --------
    >>> year = FiscalYear(label="2027", starts="2027-01-01", baseline="2026")
    >>> way = KeyResult(id="k", title="K", owner="Head", start=0, target=10)
    >>> round(expected_progress(way, year, dt.date(2027, 7, 2))[0], 2)
    0.5
    """
    if key_result.kind in LEVELS:
        return 1.0, "linear"
    first, due = year.first_day("Q1"), due_date(key_result, year)
    if key_result.phasing is not None:
        done = 0.0
        for quarter, share in zip(("Q1", "Q2", "Q3", "Q4"), key_result.phasing.array(), strict=True):
            opens, closes = year.first_day(quarter), year.last_day(quarter)
            done += share * min(max(((as_of - opens).days + 1) / ((closes - opens).days + 1), 0.0), 1.0)
        return (1.0 if as_of >= due else min(done, 1.0)), "phasing"
    whole = max((due - first).days + 1, 1)
    return min(max(((as_of - first).days + 1) / whole, 0.0), 1.0), "linear"


def due_date(key_result: KeyResult, year: FiscalYear) -> dt.date:
    """The day a key result is due: the year's last, where it names none."""
    return key_result.due or year.last_day("Q4")


def reached(actual: float) -> bool:
    """Whether progress is all of the way; a hair less is not."""
    return actual >= 1 - NOISE


def status(key_result: KeyResult, actual: float, expected: float, *, due: bool, thresholds: Thresholds) -> Status:
    """What to call the progress of a key result on the day it was observed.

    Parameters
    ----------
    key_result
        The key result; its kind says whether it holds a level.
    actual, expected
        Raw progress, and what it should have been on that day.
    due
        Whether its due date had come: it is met or missed then, by however little.
    thresholds
        Ratios of actual to expected from which it is on track, or behind.

    Returns
    -------
    Status
        A level holds, and is on track, or does not: 95% of a level is no achievement. Else by ``actual / expected``.
        When nothing is expected yet, anything not below 0 is on track.

    Examples
    --------
    At 60% of the time, 46% of the way:

    >>> way = KeyResult(id="k", title="K", owner="Head", start=0, target=100)
    >>> status(way, 0.46, 0.6, due=False, thresholds=Thresholds()).value
    'behind'
    >>> status(way, 0.996, 1, due=True, thresholds=Thresholds()).value
    'missed'
    """
    if due:
        return Status.MET if reached(actual) else Status.MISSED
    if key_result.kind in LEVELS:
        return Status.ON_TRACK if reached(actual) else Status.BELOW_FLOOR
    part = ratio(actual, expected)
    if part >= thresholds.on_track:
        return Status.ON_TRACK
    return Status.BEHIND if part >= thresholds.behind else Status.AT_RISK


def aged(word: Status, days: int, cadence_days: int) -> Status:
    """A status as many days after it was found: outdated beyond the cadence, unless that would hide something worse.

    Examples
    --------
    >>> [aged(word, 36, 35).value for word in (Status.ON_TRACK, Status.AT_RISK, Status.MISSED)]
    ['outdated', 'at_risk', 'missed']
    """
    hides = word in (Status.BELOW_FLOOR, Status.AT_RISK, *OVER)
    return word if hides or days <= cadence_days else Status.OUTDATED


def ratio(actual: float, expected: float) -> float:
    """Progress over what was expected by now; where nothing is expected yet, 1 for anything not below 0.

    Examples
    --------
    >>> round(ratio(0.46, 0.6), 2), ratio(0.1, 0), ratio(-0.1, 0)
    (0.77, 1.0, 0.0)
    """
    return actual / expected if expected > 0 else float(actual >= 0)


def worst(statuses: Sequence[Status]) -> Status:
    """The worst of several statuses, which stands beside the number of an objective; pending without any."""
    order = list(Status)
    return max(statuses, key=order.index) if statuses else Status.PENDING


def weighted_progress(values: Sequence[float], weights: Sequence[float]) -> float:
    """Weighted mean of raw progress within an objective; missing without any.

    Examples
    --------
    >>> weighted_progress([1.0, 0.5], [1, 3])
    0.625
    """
    return float(np.average(values, weights=weights)) if len(values) else float("nan")


def score(actual: float) -> float:
    """Score at the close: progress from 0.0 to 1.0 with one decimal; 1.0 only for all of the way.

    Examples
    --------
    >>> score(0.66), score(1.3), score(-0.2), score(0.99)
    (0.7, 1.0, 0.0, 0.9)
    """
    return 1.0 if reached(actual) else min(round(max(actual, 0.0), 1), 0.9)


def colour(scored: float, thresholds: Thresholds) -> Colour:
    """What a score is called: below 0.4 red, below 0.7 yellow, else green, unless the plan sets other limits.

    Examples
    --------
    >>> [colour(value, Thresholds()).value for value in (0.3, 0.6, 0.7)]
    ['red', 'yellow', 'green']
    """
    if scored < thresholds.yellow:
        return Colour.RED
    return Colour.YELLOW if scored < thresholds.green else Colour.GREEN

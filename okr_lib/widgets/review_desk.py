"""What the parts of a review share: the plan, its check-ins and the close of one quarter, read anew before each change.

Nothing is kept here that the folder does not have. A change reads the file first, so what somebody else wrote meanwhile
stays; only the fields changed here are written.
"""

import datetime as dt
from collections.abc import Callable, Mapping

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.errors import PlanError, Problem
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins
from okr_lib.plan.closing import Closing, Outcome, load_closings, save_close, save_closing
from okr_lib.plan.folder import load_plan
from okr_lib.plan.merging import merge
from okr_lib.plan.messages import validated
from okr_lib.plan.model import Plan
from okr_lib.plan.records import enter_actuals, load_actuals
from okr_lib.plan.reference import plan_reference
from okr_lib.review.closing import as_at_close, carry_over, closed, closing_problems
from okr_lib.review.evidence import evidence_of
from okr_lib.review.states import key_result_states
from okr_lib.widgets.refusing import refused


class ReviewDesk:
    """The review of one quarter of the plan in a folder."""

    def __init__(self, folder: str, quarter: str, language: str) -> None:
        self.folder, self.quarter, self.language = folder, quarter, language
        self._observers: list[Callable[[], object]] = []
        self._done: list[tuple[Closing, Closing]] = []  # each change made here: before and after
        self._read()

    def _read(self) -> None:
        current = load_plan(self.folder)
        self.closing = load_closings(current).get(self.quarter, Closing(quarter=self.quarter))
        self.plan: Plan = as_at_close(current, self.closing)
        self.check_ins: pd.DataFrame = load_check_ins(self.plan)
        self.actuals: pd.DataFrame = load_actuals(self.plan)
        day = self.plan.fiscal_year.last_day(self.quarter)
        self.states = key_result_states(self.plan, self.check_ins, day, self.actuals)

    @property
    def labels(self) -> Labels:
        """Words and numbers of this plan in this language."""
        return Labels.of(self.plan, self.language)

    @property
    def problems(self) -> list[Problem]:
        """What is missing before the quarter can be closed."""
        return closing_problems(self.plan, self.states, self.closing)

    @property
    def can_undo(self) -> bool:
        """Whether a change of the closing made here can be taken back."""
        return bool(self._done) and self.closing.closed is None

    def on_change(self, told: Callable[[], object]) -> None:
        """Call ``told`` whenever something was written."""
        self._observers.append(told)

    def turn(self, quarter: str) -> None:
        """Look at another quarter."""
        self.quarter = quarter
        self._done.clear()
        self._read()
        self._tell()

    def check_in(self, check_in: CheckIn) -> str:
        """Add a check-in; gives why it cannot be, or the empty text."""
        return self._attempt(lambda: append_check_in(self.plan, check_in))

    @property
    def revenue(self) -> dict[str, float]:
        """Actual revenue of the quarter by stream (id), where it is known."""
        year, quarter = self.plan.fiscal_year.label, self.quarter
        rows = self.actuals[(self.actuals["fiscal_year"] == year) & (self.actuals["quarter"] == quarter)]
        return dict(rows[["stream", "revenue"]].itertuples(index=False, name=None))

    def enter_revenue(self, revenue: Mapping[str, float], on: dt.date) -> str:
        """Write the quarter's actual revenue; gives why it cannot be, or the empty text."""
        return self._attempt(lambda: enter_actuals(self.plan, self.quarter, revenue, on))

    def change(self, update: Callable[[Closing], Closing]) -> str:
        """Change the closing; gives why it cannot be, or the empty text."""

        def write() -> None:
            self._read()
            if self.closing.closed is not None:
                raise PlanError(self.problems)
            changed = validated(Closing, update(self.closing).model_dump())
            if changed != self.closing:
                save_closing(self.plan, changed, replaces=self.closing)
                self._done.append((self.closing, changed))

        return self._attempt(write)

    def decide(self, objective: str, **fields: object) -> str:
        """Change what becomes of an objective."""

        def update(closing: Closing) -> Closing:
            outcome = closing.objectives.get(objective, Outcome())
            decided = closing.objectives | {objective: outcome.model_copy(update=fields)}
            return closing.model_copy(update={"objectives": decided})

        return self.change(update)

    def undo(self) -> str:
        """Take back the last change of the closing made here; what others wrote since stays."""

        def write() -> None:
            self._read()
            before, after, now = (each.model_dump(mode="json") for each in (*self._done[-1], self.closing))
            save_closing(self.plan, validated(Closing, merge(after, before, now).data), replaces=self.closing)
            self._done.pop()

        return self._attempt(write) if self._done else ""

    def close(self, on: dt.date) -> str:
        """Close the quarter: the plan carries over, and scores are kept for good."""

        def write() -> None:
            self._read()
            if self.problems:
                raise PlanError(self.problems)
            evidence = evidence_of(self.plan, self.actuals, self.quarter, plan_reference(self.plan))
            frozen = closed(self.plan, self.states, self.closing, on, evidence)
            save_close(self.plan, frozen, carry_over(self.plan, self.closing), replaces=self.closing)
            self._done.clear()

        return self._attempt(write)

    def _attempt(self, write: Callable[[], object]) -> str:
        def written() -> None:
            write()
            self._read()

        words = refused(written, self.labels)
        if not words:
            self._tell()
        return words

    def _tell(self) -> None:
        for told in self._observers:
            told()

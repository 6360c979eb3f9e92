"""Scenarios side by side: the same steps from baseline to target, each with what it is in every scenario.

Two scenarios of one plan have the same steps, so their bridges can be laid over each other; what a step leads from and
to differs, and the last step but one says what each still lacks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, breakdown, bridge
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import Outlook
from okr_lib.growth.scenarios import apply_scenario, compare_scenarios
from okr_lib.growth.standing import Standing, standing
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario


@dataclass(frozen=True)
class Case:
    """A plan under a name, with what follows from it; each is computed when it is first asked for.

    ``evidence`` is what is known of the company beside its plan.
    """

    name: str
    plan: Plan
    evidence: Evidence = field(default_factory=Evidence)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """The growth ledger."""
        return growth_ledger(self.plan)

    @cached_property
    def bridge(self) -> pd.DataFrame:
        """The steps from baseline to target."""
        return bridge(self.ledger)

    @cached_property
    def _standing(self) -> Standing:
        return standing(self.ledger)

    @property
    def target(self) -> float:
        """Revenue of the year aimed at."""
        return self._standing.target

    @property
    def uncovered(self) -> float:
        """What nothing in the plan covers yet; negative when it covers more than the target."""
        return self._standing.uncovered

    @property
    def covered(self) -> float:
        """What the plan covers of the target: the revenue it is expected to bring. Target = covered + uncovered."""
        return self._standing.covered

    @cached_property
    def outlook(self) -> Outlook:
        """How likely the target is, with the evidence there is."""
        return self.evidence.outlook(self.plan)

    @property
    def reached(self) -> float:
        """Revenue of the quarters that are over."""
        return round(sum(self.evidence.actuals.values()), DECIMALS)


def case_of(name: str, plan: Plan, scenario: Scenario | None = None, evidence: Evidence | None = None) -> Case:
    """A plan, as a scenario has it, under a name, with the evidence there is."""
    return Case(name, apply_scenario(plan, scenario) if scenario else plan, evidence or Evidence())


def compare_bridges(cases: Sequence[Case]) -> pd.DataFrame:
    """The bridges of several cases, step by step.

    Parameters
    ----------
    cases
        Cases of one plan, with different names.

    Returns
    -------
    DataFrame
        Columns ``step``, ``team``, ``scenario``, ``amount``, ``start``, ``end`` as in ``bridge``; every step for every case,
        in the order of the first, then the cases'. A step that a case lacks has the amount zero, where it would stand.

    Examples
    --------
    >>> cases = [case_of("plan", shop), case_of("less", shop, Scenario(drop=("flyer",)))]
    >>> table = compare_bridges(cases)
    >>> table[table["step"] == "uncovered"][["scenario", "amount", "end"]].to_numpy().tolist()
    [['plan', 30.0, 480.0], ['less', 40.0, 480.0]]
    """
    bridges = {case.name: case.bridge.assign(team=case.bridge["team"].fillna("")) for case in cases}
    order = list(dict.fromkeys(pair for one in bridges.values() for pair in zip(one["step"], one["team"], strict=True)))
    order.sort(key=lambda pair: _PLACE.get(pair[0], 1))
    rows = []
    for name, one in bridges.items():
        steps = {(row["step"], row["team"]): row for row in one.to_dict("records")}
        level = 0.0
        for pair in order:
            row = steps.get(pair, {"amount": 0.0, "start": level, "end": level})
            rows.append((*pair, name, row["amount"], row["start"], row["end"]))
            level = row["end"]
    table = pd.DataFrame(rows, columns=["step", "team", "scenario", "amount", "start", "end"])
    places = {pair: place for place, pair in enumerate(order)}
    table["place"] = [places[pair] for pair in zip(table["step"], table["team"], strict=True)]
    return table.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")


def compare_lines(cases: Sequence[Case]) -> pd.DataFrame:
    """The lines of the ledger in several cases, as ``compare_scenarios`` gives them; the first is compared with."""
    return compare_scenarios({case.name: case.ledger for case in cases}, ["line"])


def compare_initiatives(cases: Sequence[Case]) -> pd.DataFrame:
    """What each initiative brings, overlap deducted, in several cases; only those that differ from the first.

    Examples
    --------
    >>> compare_initiatives([case_of("plan", shop), case_of("less", shop, Scenario(drop=("flyer",)))])["change"].tolist()
    [0.0, -10.0]
    """
    ledgers = {case.name: case.ledger[case.ledger["initiative"].notna()] for case in cases}
    table = compare_scenarios(ledgers, ["initiative"])
    changed = table.loc[table["change"] != 0, "initiative"]
    return table[table["initiative"].isin(changed)].reset_index(drop=True)


def largest_initiatives(ledger: pd.DataFrame, count: int) -> list[str]:
    """The initiatives that are expected to bring most, the largest first.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> largest_initiatives(growth_ledger(shop), 1)
    ['shelf']
    """
    sums = breakdown(ledger[ledger["line"] == "initiative"], ["initiative"])
    return list(sums.sort_values("amount", ascending=False, kind="stable")["initiative"].head(count))


_PLACE = {"baseline": 0, "overlap": 2, "uncovered": 3, "target": 4}  # every other step stands between

"""Companies whose initiatives' true effects are known: plans, what came, and what their teams claim."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

STREAMS, TEAMS = ("shops", "web"), ("one", "two", "three")
COLUMNS = ["date", "key_result", "value", "state", "known_by", "low", "high"]
OVERRATED = {"test": (1.0, 0.2), "model": (1.2, 0.5), "judgement": (2.0, 0.6)}  # claim over truth: middle, log spread


@dataclass(frozen=True, eq=False)
class KnownCompany:
    """A company of three quarters that are over, and what each initiative truly brought by then."""

    plan: Plan
    actuals: pd.DataFrame
    check_ins: pd.DataFrame
    truth: "pd.Series[float]"  # by initiative


def known_company(seed, ways=("test", "model", "judgement", "judgement", ""), spread=0.03):
    """A company drawn at random; ``ways`` are how claims are known (nothing: no claim), ``spread`` what nobody foresees."""
    chance = np.random.default_rng(seed)
    plan = _plan(chance)
    season = np.array([stream.baseline.array() for stream in plan.streams])
    came = season * (1 + _momentum(chance, plan)[:, None])
    market = chance.standard_normal()
    came *= 1 + spread * (0.7 * market + 0.7 * chance.standard_normal(season.shape))
    truth, rows = {}, []
    for _, initiative in plan.initiatives():
        (effect,), start = initiative.effects, initiative.starts.position
        stream = STREAMS.index(effect.stream)
        size = (chance.random() < initiative.probability) * _pert(chance, effect.amount)
        ramp = np.array(
            [0.0 if q < start else initiative.ramp[min(q - start, len(initiative.ramp) - 1)] for q in range(4)]
        )
        brought = size * ramp * season[stream] / season[stream].sum() * (1 + 0.25 * chance.standard_normal(4))
        came[stream] += brought
        truth[initiative.id] = brought[:3].sum()
        way = ways[chance.integers(len(ways))]
        if way:
            middle, log_spread = OVERRATED[way]
            factor = middle * np.exp(log_spread * chance.standard_normal())
            claims = np.cumsum(brought) * factor
            rows += [
                (plan.fiscal_year.last_day(q), initiative.id, claims[n], "", way, None, None)
                for n, q in enumerate(QUARTERS[:3])
            ]
    actuals = [("2027", q, s, came[i, n]) for i, s in enumerate(STREAMS) for n, q in enumerate(QUARTERS[:3])]
    check_ins = pd.DataFrame(sorted(rows, key=lambda row: row[0]), columns=COLUMNS).astype({"value": float})
    return KnownCompany(
        plan,
        pd.DataFrame(actuals, columns=["fiscal_year", "quarter", "stream", "revenue"]),
        check_ins,
        pd.Series(truth),
    )


def _plan(chance):
    def initiative(number):
        likely = float(chance.uniform(10, 60))
        return {
            "id": f"i{number}",
            "name": f"Initiative {number}",
            "owner": "Head",
            "starts": QUARTERS[chance.integers(2)],
            "ramp": [0.5, 1.0],
            "probability": float(chance.uniform(0.5, 0.95)),
            "effects": [
                {
                    "stream": STREAMS[chance.integers(2)],
                    "amount": {"low": 0.5 * likely, "likely": likely, "high": 1.8 * likely},
                }
            ],
        }

    numbers = iter(range(100))
    return Plan.model_validate(
        {
            "name": "Known",
            "currency": "DKK",
            "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
            "target": {"growth": 0.2},
            "streams": [
                {
                    "id": stream,
                    "name": stream.title(),
                    "baseline": {quarter: float(chance.uniform(100, 300)) for quarter in QUARTERS},
                    "momentum": {"low": -0.02, "likely": 0.02, "high": 0.05},
                }
                for stream in STREAMS
            ],
            "teams": [
                {
                    "id": team,
                    "name": team.title(),
                    "initiatives": [initiative(next(numbers)) for _ in range(chance.integers(2, 6))],
                }
                for team in TEAMS
            ],
        }
    )


def _pert(chance, estimate):
    a = 1 + 4 * (estimate.likely - estimate.low) / (estimate.high - estimate.low)
    return estimate.low + (estimate.high - estimate.low) * chance.beta(a, 6 - a)


def _momentum(chance, plan):
    """Each stream's momentum: drawn from its estimate, half of it shared."""
    shared, own = chance.standard_normal(), chance.standard_normal(len(STREAMS))
    return np.array([0.0183 + 0.0128 * (0.7 * shared + 0.7 * each) for each in own])

"""Plans with many teams and key results, and check-ins on them that are the same every time."""

import datetime as dt

import pandas as pd

from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

AT_Q3 = dt.date(2027, 9, 30)
KINDS = ("increase", "decrease", "at_least")


def key_result(name, kind="increase"):
    start, target = (0.6, 0.2) if kind == "decrease" else (0.2, 0.6)
    made = {
        "id": f"result-{name}",
        "title": f"Measure {name}: share of customers who would recommend us to their friends and family 🚀",
        "owner": "Head of Customer Service and Digital Business Development",
        "kind": kind,
        "unit": "share",
        "target": target,
    }
    return made if kind == "at_least" else made | {"start": start}


def objective(name, results=3):
    return {
        "id": f"objective-{name}",
        "title": f"Customers of {name} come back more often because our offers and our advice fit them better",
        "key_results": [key_result(f"{name}-{number}", KINDS[number % 3]) for number in range(results)],
    }


def initiative(name, quarter):
    return {
        "id": f"initiative-{name}",
        "name": f"Initiative {name}: a better customer experience across stores and web with personal offers",
        "owner": "Head of Customer Service",
        "starts": quarter,
        "effects": [{"stream": "shop", "amount": 2}],
    }


def plan_of(small, teams, results=3):
    """A plan of so many teams, each with two objectives of so many key results."""
    small["objectives"] = [objective("company", results)]
    small["focus_areas"] = [
        {"id": f"area-{n}", "name": f"Focus area {n} across all countries we are in"} for n in range(5)
    ]
    small["teams"] = [
        {
            "id": f"team-{n}",
            "name": f"Team {n} for customer service and digital business development in Scandinavia",
            "objectives": [objective(f"{n}-a", results), objective(f"{n}-b", results)],
            "initiatives": [initiative(f"{n}-{part}", QUARTERS[part]) for part in range(n % 5)],
        }
        for n in range(teams)
    ]
    return Plan.model_validate(small)


def check_ins_of(plan):
    """Check-ins at the ends of the first three quarters, some key results left out and some long ago."""
    results = [result.id for _, objective in plan.objectives_by_team() for result in objective.key_results]
    days = [dt.date(2027, month, 30) for month in (3, 6, 9)]
    rows = [
        (day - dt.timedelta(days=60 * (number % 7 == 3)), name, 0.1 + number % 9 / 16, (3 + number % 7) / 10)
        for day in days
        for number, name in enumerate(results)
        if number % 8
    ]
    frame = pd.DataFrame(rows, columns=["date", "key_result", "value", "confidence"]).astype({"date": object})
    return frame.assign(comment="So it is.", author="Head").sort_values("date", kind="stable", ignore_index=True)

"""Plans to show: the example, one without anything, one with many long names, one with names that try to be code."""

import dataclasses

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import matrix, timeline
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance

NO_ACTUALS = pd.DataFrame(columns=["fiscal_year", "quarter", "stream", "revenue"]).astype({"revenue": float})
AWKWARD = "$x$ <script>alert(1)</script> 🚀 {{ y }} **b** & 販売"


@dataclasses.dataclass(frozen=True)
class View:
    """A plan as its report shows it at the end of a quarter."""

    plan: Plan
    actuals: pd.DataFrame
    quarter: str = "Q3"
    language: str = "en"

    def __post_init__(self):
        object.__setattr__(self, "labels", Labels.of(self.plan, self.language))
        object.__setattr__(self, "ledger", okr.growth_ledger(self.plan))

    def at(self, **changes):
        return dataclasses.replace(self, **changes)

    @property
    def comparison(self):
        return variance.plan_against_actual(self.plan, self.ledger, self.actuals, self.quarter)

    @property
    def observed(self):
        return variance.observed_quarters(self.plan, self.actuals, self.quarter)

    def scorecard(self, *quarters):
        return variance.scorecard(self.comparison, quarters)

    @property
    def to_date(self):
        return self.scorecard(*self.observed)

    @property
    def year(self):
        return self.scorecard(*QUARTERS)

    @property
    def quarters(self):
        return variance.by_quarter(self.comparison)

    @property
    def bridge(self):
        return okr.bridge(self.ledger)

    @property
    def teams(self):
        return okr.team_summary(self.plan, self.ledger, self.quarter)

    @property
    def timeline(self):
        return timeline(self.plan, self.ledger)

    @property
    def areas(self):
        return matrix(self.ledger, "focus_area", "team")

    @property
    def places(self):
        return matrix(self.ledger, "team", "stream")


@pytest.fixture(scope="session")
def view(matas):
    return View(matas, okr.load_actuals(matas))


@pytest.fixture(scope="session")
def danish(view):
    return view.at(language="da")


@pytest.fixture
def bare(small):
    """No initiatives, no focus areas, no actuals."""
    return View(Plan.model_validate(small), NO_ACTUALS, "Q2")


@pytest.fixture
def awkward(small):
    """Every name tries to be something else than a name."""
    effect = {"stream": "shop", "amount": 5}
    initiative = {"id": "first", "name": AWKWARD, "owner": AWKWARD, "focus_area": "area", "effects": [effect]}
    small["streams"][0]["name"] = AWKWARD
    small["focus_areas"] = [{"id": "area", "name": AWKWARD}]
    small["teams"][0] |= {"name": AWKWARD, "initiatives": [initiative]}
    return View(Plan.model_validate(small), NO_ACTUALS, "Q2")


@pytest.fixture
def crowd(small):
    """25 teams with long names, an initiative and a focus area each, every initiative waiting for the one before."""
    numbers = range(25)
    small["focus_areas"] = [
        {"id": f"area-{n}", "name": f"Focus area {n} across all countries we are in"} for n in range(5)
    ]
    small["teams"] = [
        {
            "id": f"team-{n}",
            "name": f"Team {n} for customer service and digital business development in Scandinavia",
            "initiatives": [
                {
                    "id": f"initiative-{n}",
                    "name": f"Initiative {n}: a better customer experience across stores and web with personal offers",
                    "owner": "Head of Customer Service and Digital Business Development",
                    "starts": QUARTERS[n % 4],
                    "ramp": [0.5, 1.0],
                    "focus_area": f"area-{n % 5}",
                    "effects": [{"stream": "shop", "amount": 1 + n / 10}],
                    "after": [f"initiative-{n - 1}"] if n else [],
                }
            ],
        }
        for n in numbers
    ]
    actuals = pd.DataFrame(
        {"fiscal_year": "2027", "quarter": ["Q1", "Q2"], "stream": "shop", "revenue": [110.0, 118.0]}
    )
    return View(Plan.model_validate(small), actuals, "Q2")

"""Break a growth target down into teams, objectives and initiatives, and see the numbers close.

    plan = okr_lib.load_plan("examples/matas-2022-23")
    ledger = okr_lib.growth_ledger(plan)      # baseline + momentum + contributions + overlap + uncovered = target

Names load when they are first used, so importing the package costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from okr_lib.display.cells import cell_html as cell_html
    from okr_lib.errors import AllocationError as AllocationError
    from okr_lib.errors import ForecastError as ForecastError
    from okr_lib.errors import OkrError as OkrError
    from okr_lib.errors import PlanError as PlanError
    from okr_lib.errors import Problem as Problem
    from okr_lib.errors import RecordsError as RecordsError
    from okr_lib.errors import ReportError as ReportError
    from okr_lib.growth.allocation import allocate as allocate
    from okr_lib.growth.allocation import explain_allocation as explain_allocation
    from okr_lib.growth.assumption_table import assumption_table as assumption_table
    from okr_lib.growth.assumption_table import with_assumptions as with_assumptions
    from okr_lib.growth.base_rates import base_rate as base_rate
    from okr_lib.growth.breakdown import breakdown as breakdown
    from okr_lib.growth.breakdown import bridge as bridge
    from okr_lib.growth.breakdown import credit_matrix as credit_matrix
    from okr_lib.growth.breakdown import team_summary as team_summary
    from okr_lib.growth.budget import fund as fund
    from okr_lib.growth.budget import funding_frontier as funding_frontier
    from okr_lib.growth.drivers import driver_contributions as driver_contributions
    from okr_lib.growth.drivers import price_volume_mix as price_volume_mix
    from okr_lib.growth.drivers import shapley_credit as shapley_credit
    from okr_lib.growth.fitting import allocate_table as allocate_table
    from okr_lib.growth.forecast import year_forecast as year_forecast
    from okr_lib.growth.ledger import expected_revenue as expected_revenue
    from okr_lib.growth.ledger import growth_ledger as growth_ledger
    from okr_lib.growth.outlook import target_outlook as target_outlook
    from okr_lib.growth.profit import profits as profits
    from okr_lib.growth.scenario_drivers import scenario_drivers as scenario_drivers
    from okr_lib.growth.scenarios import apply_scenario as apply_scenario
    from okr_lib.growth.scenarios import compare_scenarios as compare_scenarios
    from okr_lib.growth.scenarios import scenario_bridge as scenario_bridge
    from okr_lib.growth.scenarios import scenario_summary as scenario_summary
    from okr_lib.growth.sensitivity import goal_seek as goal_seek
    from okr_lib.growth.sensitivity import tornado as tornado
    from okr_lib.growth.target import target_revenue as target_revenue
    from okr_lib.growth.two_way import two_way as two_way
    from okr_lib.plan.folder import load_plan as load_plan
    from okr_lib.plan.folder import plan_schema as plan_schema
    from okr_lib.plan.goals import import_goals as import_goals
    from okr_lib.plan.model import Plan as Plan
    from okr_lib.plan.plan_records import load_records as load_records
    from okr_lib.plan.records import load_actuals as load_actuals
    from okr_lib.plan.reference import load_reference as load_reference
    from okr_lib.plan.saving import save_plan as save_plan
    from okr_lib.plan.scenario import Scenario as Scenario
    from okr_lib.plan.scenario import load_scenarios as load_scenarios
    from okr_lib.plan.scenario import save_scenario as save_scenario
    from okr_lib.plan.spend import load_spend as load_spend
    from okr_lib.plan.workbook.transfer import import_workbook as import_workbook
    from okr_lib.plan.workbook.transfer import save_workbook as save_workbook
    from okr_lib.reports.batch import run_reports as run_reports
    from okr_lib.reports.run import run_report as run_report
    from okr_lib.reports.selection import report_jobs as report_jobs
    from okr_lib.review.actual_ledger import actual_ledger as actual_ledger
    from okr_lib.review.landing import landing as landing
    from okr_lib.review.reconciliation import reconcile as reconcile
    from okr_lib.review.reconciliation import reconciled_ledger as reconciled_ledger
    from okr_lib.review.review import Review as Review
    from okr_lib.review.spending import spend_ledger as spend_ledger
    from okr_lib.review.spending import spending as spending

_HOMES = {
    "display.cells": ("cell_html",),
    "errors": ("AllocationError", "ForecastError", "OkrError", "PlanError", "Problem", "RecordsError", "ReportError"),
    "growth.allocation": ("allocate", "explain_allocation"),
    "growth.assumption_table": ("assumption_table", "with_assumptions"),
    "growth.base_rates": ("base_rate",),
    "growth.breakdown": ("breakdown", "bridge", "credit_matrix", "team_summary"),
    "growth.budget": ("fund", "funding_frontier"),
    "growth.drivers": ("driver_contributions", "price_volume_mix", "shapley_credit"),
    "growth.fitting": ("allocate_table",),
    "growth.forecast": ("year_forecast",),
    "growth.ledger": ("expected_revenue", "growth_ledger"),
    "growth.outlook": ("target_outlook",),
    "growth.profit": ("profits",),
    "growth.scenario_drivers": ("scenario_drivers",),
    "growth.scenarios": ("apply_scenario", "compare_scenarios", "scenario_bridge", "scenario_summary"),
    "growth.sensitivity": ("goal_seek", "tornado"),
    "growth.target": ("target_revenue",),
    "growth.two_way": ("two_way",),
    "plan.plan_records": ("load_records",),
    "plan.folder": ("load_plan", "plan_schema"),
    "plan.goals": ("import_goals",),
    "plan.model": ("Plan",),
    "plan.records": ("load_actuals",),
    "plan.reference": ("load_reference",),
    "plan.saving": ("save_plan",),
    "plan.scenario": ("Scenario", "load_scenarios", "save_scenario"),
    "plan.spend": ("load_spend",),
    "plan.workbook.transfer": ("import_workbook", "save_workbook"),
    "review.actual_ledger": ("actual_ledger",),
    "reports.batch": ("run_reports",),
    "reports.run": ("run_report",),
    "reports.selection": ("report_jobs",),
    "review.landing": ("landing",),
    "review.reconciliation": ("reconcile", "reconciled_ledger"),
    "review.review": ("Review",),
    "review.spending": ("spend_ledger", "spending"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605  (a list of names after all)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'okr_lib' has no attribute {name!r}")
    return getattr(importlib.import_module(f"okr_lib.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]

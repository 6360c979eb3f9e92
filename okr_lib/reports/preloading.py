"""What every report does first, done once beforehand: in the process that its kernel is then a copy of."""

import contextlib
import importlib
import json
import os
import pkgutil
import warnings

import pandas as pd

import okr_lib
from okr_lib.reports.kernels import PLANS


def draw_once() -> None:
    """Import what report templates use, and fill the caches that drawing and writing fill when first used."""
    pd.set_option("mode.string_storage", "python")  # for tables of some rows quicker by a fifth than Arrow's strings
    for floor in ("plan", "growth", "review", "display"):
        package = importlib.import_module(f"okr_lib.{floor}")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"okr_lib.{floor}.{module.name}")

    from okr_lib.display import gap_chart, tables
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.plan.starter import templates_folder

    plan = okr_lib.load_plan(templates_folder() / "plan")
    ledger = okr_lib.growth_ledger(plan)
    words = [Labels.of(plan, language) for language in languages()]
    tables.table_teams(okr_lib.team_summary(plan, ledger, "Q1"), words[0]).as_raw_html()
    bars = gap_chart.bars_of_plan(okr_lib.bridge(ledger), words[0])
    drawn = gap_chart.chart_bars(bars, words[0], plan.name)
    drawn.svg()
    drawn.png()


def look_back() -> None:
    """Read the plans that reports are asked of, and look back at the end of the quarters that several of them tell."""
    for folder, quarters in json.loads(os.environ.get(PLANS, "{}")).items():
        with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):  # its report says what is wrong
            _look_back(folder, quarters)


def _look_back(folder: str, quarters: list[str]) -> None:
    plan = okr_lib.load_plan(folder)
    origins = [origin for _, origin in plan.records if origin is not None]
    if quarters and all(origin.url is None for origin in origins):  # a database may let all reports wait
        records = okr_lib.load_records(plan)
        for quarter in quarters:
            okr_lib.Review(plan, quarter, records).look_back()

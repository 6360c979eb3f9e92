"""What every report does first, done once beforehand: in the process that its kernel is then a copy of."""

import contextlib
import importlib
import json
import os
import pkgutil

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
    for folder in json.loads(os.environ.get(PLANS, "[]")):
        with contextlib.suppress(okr_lib.OkrError, OSError):  # what is wrong with it, its report says
            okr_lib.load_plan(folder)

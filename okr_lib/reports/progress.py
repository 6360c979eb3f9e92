"""One progress bar over many reports: each failure is named when it happens, and all of them again at the end."""

from collections.abc import Sequence
from typing import Any

from okr_lib.display.wording import printable
from okr_lib.reports.batch import Outcome, run_reports
from okr_lib.reports.job import ReportJob


def run_with_bar(jobs: Sequence[ReportJob], **settings: Any) -> list[Outcome]:
    """Run jobs as ``run_reports`` does, with a bar on standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("reports,"), TimeElapsedColumn(), TextColumn("left"))
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=len(jobs))

        def on_outcome(outcome: Outcome) -> None:
            if outcome.failed:
                console.print(f"Failed: {_named(outcome)}", markup=False)
            bar.advance(task)

        outcomes = run_reports(jobs, on_outcome=on_outcome, **settings)
    failed = [outcome for outcome in outcomes if outcome.failed]
    kept = sum(outcome.kept for outcome in outcomes)
    made = len(outcomes) - len(failed) - kept
    said = f"{made} made" + (f", {kept} up to date" if kept else "") + (f", {len(failed)} failed:" if failed else "")
    console.print(said, markup=False)
    for outcome in failed:
        console.print(f"  {_named(outcome)}", markup=False)
    return outcomes


def _named(outcome: Outcome) -> str:
    return printable(f"{outcome.job.quarter}/{outcome.job.name}: {outcome.record['error']}")

"""The command line: make a plan folder, check it, break it down, report on it.

Exit codes: 0 done, 1 the plan or the data is wrong (the message is on standard error), 2 usage. Commands load
what they need when they run, so that help answers at once.
"""

import io
import signal
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from okr_lib.errors import OkrError

app = typer.Typer(
    name="okr",
    help="Break a growth target down into teams, objectives and initiatives, and see the numbers close.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan folder, which holds plan.yaml.")]


class TableFormat(StrEnum):
    """How a breakdown is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")]) -> None:
    """Make a starter plan: the +20 % story of Retail, E-commerce and Marketing."""
    from okr_lib.plan.starter import new_plan

    new_plan(folder)
    typer.echo(f"{folder} is ready: change plan.yaml and teams/*.yaml, then run `okr check {folder}`.")


@app.command()
def check(folder: Folder) -> None:
    """Name every problem of a plan and its data; without any, show how it closes and what would make it sounder."""
    from okr_lib.display.labels import Labels
    from okr_lib.display.terminal import closing
    from okr_lib.errors import Problem, ProblemsError
    from okr_lib.growth.ledger import growth_ledger
    from okr_lib.plan.check_ins import load_check_ins
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.records import load_actuals
    from okr_lib.plan.scenario import load_scenarios
    from okr_lib.review.quality import quality_findings

    plan = load_plan(folder)
    problems: list[Problem] = []
    for step in (growth_ledger, load_actuals, load_check_ins, load_scenarios):
        try:
            step(plan)
        except ProblemsError as error:
            problems += error.problems
        except OkrError as error:
            problems.append(Problem(str(error)))
    if problems:
        raise ProblemsError(problems)
    typer.echo(closing(plan, growth_ledger(plan), Labels.of(plan)))
    findings = quality_findings(plan)
    if findings:
        typer.echo("\nFindings on quality; none keeps the plan from closing:")
    for finding in findings:
        typer.echo(str(finding))


@app.command()
def breakdown(
    folder: Folder,
    by: Annotated[
        str, typer.Option(help="Columns of the ledger: line, stream, team, focus_area, initiative, quarter.")
    ] = "team,line",
    format: Annotated[TableFormat, typer.Option(help="How to write it.")] = TableFormat.TABLE,
) -> None:
    """Sum the plan's ledger by some of its columns; the amounts always sum to the target."""
    from okr_lib.display.labels import Labels
    from okr_lib.display.terminal import breakdown_table
    from okr_lib.growth.breakdown import breakdown as break_down
    from okr_lib.growth.ledger import COLUMNS, growth_ledger
    from okr_lib.plan.folder import load_plan

    columns = _chosen(by, COLUMNS[:-1], "--by")
    plan = load_plan(folder)
    table = break_down(growth_ledger(plan), columns)
    match format:
        case TableFormat.JSON:
            import json

            records = table.astype(object).where(table.notna(), None).to_dict("records")
            typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
        case TableFormat.CSV:
            typer.echo(table.to_csv(index=False).rstrip("\n"))
        case TableFormat.TABLE:
            typer.echo(breakdown_table(table, Labels.of(plan)))


@app.command("check-in")
def check_in(
    folder: Folder,
    key_result: Annotated[str, typer.Argument(metavar="KEY_RESULT", help="Id of a key result.")],
    value: Annotated[float, typer.Argument(metavar="VALUE", help="What was observed, in the key result's unit.")],
    author: Annotated[str, typer.Option(help="Who checks in, as a role.")],
    confidence: Annotated[float | None, typer.Option(help="0 to 1 that the target will be met.")] = None,
    comment: Annotated[str, typer.Option(help="In your own words.")] = "",
    date: Annotated[str, typer.Option(help="The day observed, such as 2022-12-31; today by default.")] = "",
) -> None:
    """Add what was observed of a key result; earlier check-ins are never changed."""
    import datetime as dt

    from pydantic import ValidationError

    from okr_lib.errors import Problem, RecordsError
    from okr_lib.plan.check_ins import CheckIn, append_check_in
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.messages import shape_problems

    plan = load_plan(folder)
    given = {"key_result": key_result, "value": value, "author": author, "confidence": confidence, "comment": comment}
    try:
        made = CheckIn.model_validate(given | {"date": date or dt.date.today().isoformat()})  # noqa: DTZ011  (a day)
    except ValidationError as error:
        raise RecordsError(
            Problem(message, field=".".join(map(str, path))) for path, message in shape_problems(error, CheckIn)
        ) from error
    append_check_in(plan, made)
    typer.echo(f"{made.key_result}: {made.value:g} on {made.date}, noted.")


@app.command()
def report(
    folder: Folder,
    quarter: Annotated[str, typer.Option(metavar="Q1,Q2,...", help="Actuals of later quarters are left out.")],
    team: Annotated[str, typer.Option(metavar="NAME", help="Id or name of a team; else the company.")] = "",
    all_teams: Annotated[bool, typer.Option("--all-teams", help="The company and every team.")] = False,
    language: Annotated[str, typer.Option(help="en, da or en,da.")] = "en",
    format: Annotated[str, typer.Option(help="html, pdf or html,pdf.")] = "html",
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Default: reports/<name of the plan folder>; several reports go by quarter."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at work; one for each core by default.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Make only what is missing or whose inputs changed.")
    ] = False,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of a dask scheduler whose workers make the reports.")
    ] = "",
    cell_seconds: Annotated[int, typer.Option(min=1, help="Longest time a cell may take.")] = 600,
    memory: Annotated[int, typer.Option(min=0, metavar="MB", help="Most memory of a kernel; 0: no limit.")] = 4096,
    fork: Annotated[bool, typer.Option(help="Fork kernels from a loaded parent where the system can.")] = True,
) -> None:
    """Make quarterly reports of the company or of teams: HTML files, their notebooks and run.json."""
    from okr_lib.display.labels import languages
    from okr_lib.plan.values import QUARTERS
    from okr_lib.reports.job import Format
    from okr_lib.reports.lean_imports import import_lean

    quarters = _chosen(quarter, QUARTERS, "--quarter")
    codes = _chosen(language, languages(), "--language")
    formats = _chosen(format, list(Format), "--format")
    if team and all_teams:
        raise typer.BadParameter("--team and --all-teams exclude each other", param_hint="--team")
    signal.signal(signal.SIGTERM, _stop)
    import_lean()
    limits = {"cell_seconds": cell_seconds, "memory_megabytes": memory, "forked": fork}
    if len(quarters) == len(codes) == 1 and not (all_teams or resume or workers or scheduler):
        _one_report(folder, quarters[0], team or None, codes[0], formats, output, limits)
    else:
        running = {"workers": workers, "resume": resume}
        _many_reports(
            folder, quarters, None if all_teams else [team], codes, formats, output, limits, running, scheduler
        )


def _one_report(
    folder: Path,
    quarter: str,
    team: str | None,
    language: str,
    formats: Sequence[str],
    output: Path | None,
    limits: Mapping[str, Any],
) -> None:
    from okr_lib.reports.run import run_report

    typer.echo(f"Making the {quarter} report of {folder} ...", err=True)
    asked: dict[str, Any] = {
        "quarter": quarter,
        "team": team,
        "language": language,
        "formats": formats,
        "output": output,
    }
    done = run_report(folder, **asked, **limits, progress=True)
    for file in done.files:
        typer.echo(file)
    typer.echo(f"Done in {done.seconds:.1f} seconds.", err=True)


def _many_reports(
    folder: Path,
    quarters: Sequence[str],
    teams: Sequence[str | None] | None,
    language_codes: Sequence[str],
    formats: Sequence[str],
    output: Path | None,
    limits: Mapping[str, Any],
    running: Mapping[str, Any],
    scheduler: str,
) -> None:
    import contextlib

    from okr_lib.plan.folder import load_plan
    from okr_lib.reports.cluster import cluster_executor
    from okr_lib.reports.index import write_index
    from okr_lib.reports.progress import run_with_bar
    from okr_lib.reports.selection import report_jobs

    asked: dict[str, Any] = {"quarters": quarters, "teams": teams, "language_codes": language_codes}
    jobs = report_jobs(folder, **asked, formats=formats, output=output, **limits)
    with cluster_executor(scheduler) if scheduler else contextlib.nullcontext() as executor:
        outcomes = run_with_bar(jobs, executor=executor, **running)
    for file in write_index(jobs[0].output.parent, outcomes, load_plan(folder), language_codes[0]):
        typer.echo(file)
    if any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def _stop(*_: object) -> None:
    """End as Ctrl-C does: nothing half written, no process left."""
    raise KeyboardInterrupt


def _chosen(given: str, choices: Sequence[str], option: str) -> list[str]:
    """The words of an option, commas between; a word that is no choice is a wrong usage."""
    words = [word.strip() for word in given.split(",") if word.strip()]
    wrong = [word for word in words if word not in choices]
    if wrong or not words:
        message = f"{', '.join(wrong) or 'nothing'} is no choice; choose from {', '.join(choices)}"
        raise typer.BadParameter(message, param_hint=option)
    return words


def main() -> None:
    """Run the command line; what is wrong with the user's data ends in a message and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a minus sign is no reason to stop
    try:
        app(prog_name="okr")
    except OkrError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)

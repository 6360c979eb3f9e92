"""The command line: make a plan folder, check it, break it down, report on it.

Exit codes: 0 done, 1 the plan or the data is wrong (the message is on standard error), 2 usage. Commands load
what they need when they run, so that help answers at once.
"""

import io
import sys
from collections.abc import Sequence
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


class QuarterChoice(StrEnum):
    """Quarters of the fiscal year."""

    Q1 = "Q1"
    Q2 = "Q2"
    Q3 = "Q3"
    Q4 = "Q4"


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
    from okr_lib.plan.closing import load_closings
    from okr_lib.plan.driver_records import load_drivers
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.records import load_reported
    from okr_lib.plan.scenario import load_scenarios
    from okr_lib.review.closing import silent_change_findings
    from okr_lib.review.quality import quality_findings
    from okr_lib.review.soundness import record_findings

    plan = load_plan(folder)
    problems: list[Problem] = []
    made: list[Any] = []
    for step in (growth_ledger, load_reported, load_check_ins, load_scenarios, load_closings, load_drivers):
        try:
            made.append(step(plan))
        except ProblemsError as error:
            problems += error.problems
        except OkrError as error:
            problems.append(Problem(str(error)))
    if problems:
        raise ProblemsError(problems)
    ledger, reported, check_ins, _, closings, _ = made
    typer.echo(closing(plan, ledger, Labels.of(plan)))
    for about, findings in (
        ("quality", [*quality_findings(plan, check_ins), *silent_change_findings(plan, closings)]),
        ("the actuals", record_findings(plan, reported)),
    ):
        if findings:
            typer.echo(f"\nFindings on {about}; none keeps the plan from closing:")
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
    from pydantic import ValidationError

    from okr_lib.errors import Problem, RecordsError
    from okr_lib.plan.check_ins import CheckIn, append_check_in
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.messages import shape_problems

    plan = load_plan(folder)
    given = {"key_result": key_result, "value": value, "author": author, "confidence": confidence, "comment": comment}
    try:
        made = CheckIn.model_validate(given | {"date": date or _today()})
    except ValidationError as error:
        raise RecordsError(
            Problem(message, field=".".join(map(str, path))) for path, message in shape_problems(error, CheckIn)
        ) from error
    append_check_in(plan, made)
    typer.echo(f"{made.key_result}: {made.value:g} on {made.date}, noted.")


Paths = Annotated[
    list[Path], typer.Argument(metavar="[FOLDER] FILE", help="The plan folder (this one by default) and the file.")
]


@app.command()
def export(
    paths: Paths,
    language: Annotated[str, typer.Option(help="Language of heads and notes: en or da.")] = "en",
    force: Annotated[bool, typer.Option("--force", help="Replace a workbook that is there.")] = False,
) -> None:
    """Write the plan to an Excel workbook to fill in; `okr import` brings back what was changed in it."""
    from okr_lib.display.labels import Labels, languages
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.workbook.transfer import save_workbook

    _chosen(language, languages(), "--language")
    folder, file = _folder_and_file(paths, ".xlsx")
    plan = load_plan(folder)
    save_workbook(plan, file, words=Labels.of(plan, language), overwrite=force)
    typer.echo(f"{file} is ready: fill it in, save it, then run `okr import {folder} {file}`.")


@app.command("import")
def import_(
    paths: Paths,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
) -> None:
    """Bring into the plan what was changed in its workbook, or the goals of another tool's sheet (.xlsx or .csv)."""
    import datetime as dt

    from okr_lib.plan.goal_sheet import is_goal_sheet
    from okr_lib.plan.goals import import_goals
    from okr_lib.plan.workbook.transfer import import_workbook

    folder, file = _folder_and_file(paths, ".xlsx", ".csv")
    if is_goal_sheet(file):
        goals = import_goals(folder, file, as_of=dt.date.today(), dry_run=dry_run)  # noqa: DTZ011  (a day)
        lines = [
            *map(str, goals.changes),
            *(f"{each.key_result}: {each.value:g} on {each.date}" for each in goals.check_ins),
        ]
    else:
        if len(paths) == 1 and not (folder / "plan.yaml").exists():
            raise typer.BadParameter("there is no plan in this folder; name the folder", param_hint="FOLDER")
        done = import_workbook(folder, file, dry_run=dry_run)
        lines = [f"{folder} is a new plan."] if done.is_new else []
        lines += map(str, done.changes)
        if not done.is_marked:
            message = f"{file} could not be brought up to date (is it open?); export it again before you go on in it."
            typer.echo(message, err=True)
    for line in lines or ["Nothing has changed."]:
        typer.echo(line)
    if dry_run and lines:
        typer.echo("Nothing was written.", err=True)


@app.command()
def close(
    folder: Folder,
    quarter: Annotated[QuarterChoice, typer.Option(help="The quarter to close.")],
    date: Annotated[str, typer.Option(help="The day it is closed, such as 2023-01-10; today by default.")] = "",
) -> None:
    """Close a quarter: the first run writes what to decide, the next one checks it and carries objectives over."""
    import datetime as dt

    from okr_lib.errors import PlanError
    from okr_lib.plan.check_ins import load_check_ins
    from okr_lib.plan.closing import closing_file, load_closings, save_closing, start_closing
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.saving import save_plan
    from okr_lib.review.closing import carry_over, closed, closing_problems, closing_states
    from okr_lib.review.states import key_result_states

    try:
        on = dt.date.fromisoformat(date or _today())
    except ValueError as error:
        raise typer.BadParameter(f"{date!r} is not a date; write 2023-01-10", param_hint="--date") from error
    plan = load_plan(folder)
    states = key_result_states(plan, load_check_ins(plan), plan.fiscal_year.last_day(quarter))
    closing = load_closings(plan).get(quarter)
    if closing is None:
        start_closing(plan, quarter)
        typer.echo(f"{folder / closing_file(quarter)} is ready: decide on each objective, then run this again.")
        return
    problems = closing_problems(plan, states, closing)
    if problems:
        raise PlanError(problems)
    save_closing(plan, closed(plan, states, closing, on))
    try:
        save_plan(carry_over(plan, closing), folder)
    except OkrError:
        save_closing(plan, closing)  # nothing was carried over, so the quarter is open as before
        raise
    for row in closing_states(plan, states, closing).to_dict("records"):
        typer.echo(f"{row['objective']}: {row['decision']}, score {row['score']:g}")
    typer.echo(f"{quarter} is closed as of {on}.")


@app.command()
def report(
    folder: Folder,
    quarter: Annotated[QuarterChoice, typer.Option(help="Actuals of later quarters are left out.")],
    team: Annotated[str, typer.Option(metavar="NAME", help="Id or name of a team; else the company.")] = "",
    language: Annotated[str, typer.Option(help="en or da.")] = "en",
    format: Annotated[str, typer.Option(help="html, pdf or html,pdf.")] = "html",
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Default: reports/<name of the plan folder>/<quarter>.")
    ] = None,
) -> None:
    """Make the quarterly report of the company or a team: one HTML file, its notebook and run.json."""
    from okr_lib.display.labels import languages
    from okr_lib.reports.job import Format
    from okr_lib.reports.run import run_report

    _chosen(language, languages(), "--language")
    formats = _chosen(format, list(Format), "--format")
    typer.echo(f"Making the {quarter} report of {folder} ...", err=True)
    done = run_report(
        folder,
        quarter=quarter.value,
        team=team or None,
        language=language,
        formats=formats,
        output=output,
        progress=True,
    )
    for file in done.files:
        typer.echo(file)
    typer.echo(f"Done in {done.seconds:.1f} seconds.", err=True)


def _today() -> str:
    import datetime as dt

    return dt.date.today().isoformat()  # noqa: DTZ011  (a day, as people here count it)


@app.command()
def workshop(
    folder: Folder,
    web: Annotated[bool, typer.Option("--web", help="As a web page without code, instead of JupyterLab.")] = False,
    notebook: Annotated[str, typer.Option(help="workshop, scenarios or review.")] = "workshop",
    team: Annotated[str, typer.Option(help="Open this team's part only.")] = "",
    language: Annotated[str, typer.Option(help="en or da.")] = "en",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Default: a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Whether to open a browser.")] = True,
) -> None:
    """Open the workshop notebook on a plan, on this machine only, until Ctrl-C."""
    from okr_lib.display.labels import languages
    from okr_lib.reports import serving

    _chosen(language, languages(), "--language")
    _chosen(notebook, list(serving.Notebook), "--notebook")
    copy = serving.working_copy(folder, notebook, team=team, language=language)

    def ready(opened: serving.Opened) -> None:
        typer.echo(f"{opened.notebook} is open at\n{opened.address}\nCtrl-C ends it; the plan is saved in {folder}.")
        if browser:
            serving.show(opened)

    serve = serving.serve_web if web else serving.serve_lab
    serve(copy, port=port, ready=ready)


def _chosen(given: str, choices: Sequence[str], option: str) -> list[str]:
    """The words of an option, commas between; a word that is no choice is a wrong usage."""
    words = [word.strip() for word in given.split(",") if word.strip()]
    wrong = [word for word in words if word not in choices]
    if wrong or not words:
        message = f"{', '.join(wrong) or 'nothing'} is no choice; choose from {', '.join(choices)}"
        raise typer.BadParameter(message, param_hint=option)
    return words


def _folder_and_file(paths: Sequence[Path], *suffixes: str) -> tuple[Path, Path]:
    """A folder and a file in either order, the file known by its suffix."""
    files = [path for path in paths if path.suffix.lower() in suffixes]
    folders = [path for path in paths if path not in files]
    if len(files) != 1 or len(folders) > 1:
        raise typer.BadParameter(f"name one file ending in {' or '.join(suffixes)}, and at most one folder")
    return (folders or [Path()])[0], files[0]


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

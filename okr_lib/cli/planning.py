"""Commands on a plan: make it, check it, break it down, take it to Excel and back."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import okr_lib as okr
from okr_lib.cli.program import (
    Command,
    Folder,
    Language,
    app,
    chosen,
    day_of,
    expect_language,
    labels_of,
    records_of,
    say,
    say_json,
)
from okr_lib.display.wording import printable

_Paths = Annotated[
    list[Path], typer.Argument(metavar="[FOLDER] FILE", help="The plan folder (this one by default) and the file.")
]
_OTHER_WORKBOOKS = (".ods", ".fods", ".xls", ".xlsb", ".xlsm", ".numbers")


class TableFormat(StrEnum):
    """How a breakdown is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command(cls=Command)
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    language: Annotated[str, typer.Option(help="In which the plan is written: en or da.")] = "en",
    with_quarter: Annotated[
        bool, typer.Option("--with-quarter", help="With a first quarter: actuals, check-ins and its close.")
    ] = False,
    example: Annotated[
        str, typer.Option(metavar="matas", help="An example instead: Matas 2022/23, a whole year.")
    ] = "",
) -> None:
    """Make a starter plan: the +20% story of Retail, E-commerce and Marketing; or a copy of an example."""
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.plan.starter import EXAMPLES, new_plan

    labels = Labels(chosen(language, languages(), "--language")[0])
    if example:
        chosen(example, list(EXAMPLES), "--example")
        if with_quarter:
            raise typer.BadParameter("an example has its quarters already", param_hint="--with-quarter")
    new_plan(folder, labels.language, with_quarter=with_quarter, example=example)
    if example:
        say(
            labels.text(
                "{folder} is ready, with a year of quarters: run `okr check {folder}`, then `okr report {folder} --quarter Q3`.",
                folder=str(folder),
            )
        )
        return
    ready = labels.text(
        "{folder} is ready: change plan.yaml and teams/*.yaml, then run `okr check {folder}`.", folder=str(folder)
    )
    whole = labels.text(
        "{folder} is ready, with a first quarter: run `okr report {folder} --quarter Q1`, then change what it rests on.",
        folder=str(folder),
    )
    say(whole if with_quarter else ready)


@app.command(cls=Command)
def schema(folder: Folder) -> None:
    """Write a plan's JSON Schema again, for editors of YAML: for a plan made before, or after an update."""
    from okr_lib.plan.starter import SCHEMAS, write_schemas

    okr.load_plan(folder)
    write_schemas(folder)
    line = "# yaml-language-server: $schema="
    files = f"plan.yaml begin with `{line}{SCHEMAS}/company.json`, a team's file with `{line}../{SCHEMAS}/team.json`"
    say(f"{folder / SCHEMAS} is ready: let {files}.")


@app.command(cls=Command)
def breakdown(
    folder: Folder,
    by: Annotated[
        str, typer.Option(help="Columns of the ledger: line, stream, team, focus_area, initiative, quarter.")
    ] = "team,line",
    format: Annotated[TableFormat, typer.Option(help="How to write it.")] = TableFormat.TABLE,
    language: Language = "",
) -> None:
    """Sum the plan's ledger by some of its columns; the amounts always sum to the target."""
    from okr_lib.display.standing_words import sentence_on_closing
    from okr_lib.display.terminal import breakdown_csv, breakdown_table
    from okr_lib.growth.ledger import COLUMNS
    from okr_lib.growth.standing import standing

    columns = chosen(by, COLUMNS[:-1], "--by")
    plan = okr.load_plan(folder)
    ledger = okr.growth_ledger(plan)
    table = okr.breakdown(ledger, columns)
    match format:
        case TableFormat.JSON:
            say_json(records_of(table))
        case TableFormat.CSV:
            say(breakdown_csv(table))
        case TableFormat.TABLE:
            labels = labels_of(plan, language)
            say(breakdown_table(table, labels))
            say(sentence_on_closing(standing(ledger), labels), err=True)  # no row of the table


@app.command(cls=Command)
def export(
    paths: _Paths,
    language: Annotated[str, typer.Option(help="Of heads and notes: en or da; by default the plan's own.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a workbook that is there.")] = False,
) -> None:
    """Write the plan to an Excel workbook to fill in; `okr import` brings back what was changed in it."""
    expect_language(language)
    folder, file = _folder_and_file(paths, ".xlsx")
    plan = okr.load_plan(folder)
    okr.save_workbook(plan, file, words=labels_of(plan, language), overwrite=force)
    say(f"{file} is ready: fill it in, save it, then run `okr import {folder} {file}`.")


@app.command("import", cls=Command)
def import_(
    paths: _Paths,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
) -> None:
    """Bring into the plan what was changed in its workbook, or the goals of another tool's sheet (.xlsx or .csv)."""
    from okr_lib.plan.goal_sheet import is_goal_sheet

    _refuse_other_workbooks(paths)
    folder, file = _folder_and_file(paths, ".xlsx", ".csv")
    if is_goal_sheet(file):
        goals = okr.import_goals(folder, file, as_of=day_of(""), dry_run=dry_run)
        lines = [
            *map(str, goals.changes),
            *(f"{each.key_result}: {each.value:g} on {each.date}" for each in goals.check_ins),
        ]
    else:
        if len(paths) == 1 and not (folder / "plan.yaml").exists():
            raise typer.BadParameter("there is no plan in this folder; name the folder", param_hint="FOLDER")
        done = okr.import_workbook(folder, file, dry_run=dry_run)
        lines = [f"{folder} is a new plan."] if done.is_new else []
        lines += map(str, done.changes)
        if not done.is_marked:
            message = f"{file} could not be brought up to date (is it open?); export it again before you go on in it."
            say(message, err=True)
    for line in lines or ["Nothing has changed."]:
        say(line)
    if dry_run and lines:
        say("Nothing was written.", err=True)


def _folder_and_file(paths: Sequence[Path], *suffixes: str) -> tuple[Path, Path]:
    """A folder and a file in either order, the file known by its suffix."""
    files = [path for path in paths if path.suffix.lower() in suffixes]
    folders = [path for path in paths if path not in files]
    if len(files) != 1 or len(folders) > 1:
        raise typer.BadParameter(f"name one file ending in {' or '.join(suffixes)}, and at most one folder")
    return (folders or [Path()])[0], files[0]


def _refuse_other_workbooks(paths: Sequence[Path]) -> None:
    """Say how a workbook in another program's own format becomes one that can be read."""
    for path in paths:
        if path.suffix.lower() in _OTHER_WORKBOOKS:
            message = f"{path.name} is no Excel workbook; open it, save it as {path.stem}.xlsx, and import that"
            raise typer.BadParameter(printable(message))

"""Commands on a plan: make it, check it, break it down, take it to Excel and back."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from okr_lib.cli.program import (
    Command,
    Folder,
    Language,
    Paths,
    app,
    chosen,
    folder_and_file,
    own_language,
    refuse_other_workbooks,
    say,
)


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
) -> None:
    """Make a starter plan: the +20 % story of Retail, E-commerce and Marketing."""
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.plan.starter import new_plan

    labels = Labels(chosen(language, languages(), "--language")[0])
    new_plan(folder, labels.language, with_quarter=with_quarter)
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
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.starter import SCHEMAS, write_schemas

    load_plan(folder)
    write_schemas(folder)
    line = "# yaml-language-server: $schema="
    files = f"plan.yaml begin with `{line}{SCHEMAS}/company.json`, a team's file with `{line}../{SCHEMAS}/team.json`"
    say(f"{folder / SCHEMAS} is ready: let {files}.")


@app.command(cls=Command)
def check(folder: Folder, language: Language = "") -> None:
    """Name every problem of a plan and its data; without any, show whether it closes and what would make it sounder."""
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.display.outlook_words import finding_outlook
    from okr_lib.display.refusals import error_words
    from okr_lib.display.terminal import closing
    from okr_lib.errors import ProblemsError
    from okr_lib.growth.ledger import growth_ledger
    from okr_lib.growth.reference import reference_of
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.plan_records import LOADERS, made_of
    from okr_lib.plan.records import latest
    from okr_lib.plan.reference import plan_reference
    from okr_lib.plan.store.journal import unfinished_save
    from okr_lib.review.closing import silent_change_findings
    from okr_lib.review.driver_split import driver_findings
    from okr_lib.review.evidence import evidence_of
    from okr_lib.review.quality import quality_findings
    from okr_lib.review.soundness import check_in_findings, record_findings, year_findings
    from okr_lib.review.spending import spend_findings

    if language:
        chosen(language, languages(), "--language")
    left = unfinished_save(folder)
    if left.overtaken:
        say(left.words(), err=True)
    plan = load_plan(folder)
    learnt = {"reference": lambda plan: reference_of(plan_reference(plan))}
    made = made_of(plan, {"ledger": growth_ledger, **LOADERS, **learnt})
    ledger, reported, check_ins, drivers = (made[name] for name in ("ledger", "reported", "check_ins", "drivers"))
    labels = Labels.of(plan, own_language(folder, language))
    outlook = evidence_of(plan, latest(reported), reference=made["reference"]).outlook(plan)
    say(f"{closing(plan, ledger, labels)}\n{finding_outlook(outlook, labels)}.")
    for head, findings in (
        (
            labels.text("Findings on quality; none keeps the plan's numbers from adding up:"),
            [*quality_findings(plan, check_ins), *silent_change_findings(plan, made["closings"])],
        ),
        (
            labels.text("Findings on the actuals; none keeps the plan's numbers from adding up:"),
            record_findings(plan, reported),
        ),
        (
            labels.text("Findings on check-ins; none keeps the plan's numbers from adding up:"),
            check_in_findings(plan, check_ins),
        ),
        (
            labels.text("Findings on drivers; none keeps the plan's numbers from adding up:"),
            [*year_findings(plan, drivers), *driver_findings(plan, latest(reported), drivers)],
        ),
        (
            labels.text("Findings on spending; none keeps the plan's numbers from adding up:"),
            spend_findings(plan, made["spend"]),
        ),
    ):
        if findings:
            say(f"\n{head}\n{error_words(ProblemsError(findings), labels)}")


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
    from okr_lib.display.labels import Labels
    from okr_lib.display.standing_words import sentence_on_closing
    from okr_lib.display.terminal import breakdown_csv, breakdown_table
    from okr_lib.growth.breakdown import breakdown as break_down
    from okr_lib.growth.ledger import COLUMNS, growth_ledger
    from okr_lib.growth.standing import standing
    from okr_lib.plan.folder import load_plan

    columns = chosen(by, COLUMNS[:-1], "--by")
    plan = load_plan(folder)
    ledger = growth_ledger(plan)
    table = break_down(ledger, columns)
    match format:
        case TableFormat.JSON:
            import json

            records = table.astype(object).where(table.notna(), None).to_dict("records")
            from okr_lib.display.wording import printable_json

            say(printable_json(json.dumps(records, indent=1, ensure_ascii=False)))
        case TableFormat.CSV:
            say(breakdown_csv(table))
        case TableFormat.TABLE:
            labels = Labels.of(plan, own_language(folder, language))
            say(breakdown_table(table, labels))
            say(sentence_on_closing(standing(ledger), labels), err=True)  # no row of the table


@app.command(cls=Command)
def export(
    paths: Paths,
    language: Annotated[str, typer.Option(help="Of heads and notes: en or da; by default the plan's own.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a workbook that is there.")] = False,
) -> None:
    """Write the plan to an Excel workbook to fill in; `okr import` brings back what was changed in it."""
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.plan.folder import load_plan
    from okr_lib.plan.workbook.transfer import save_workbook

    if language:
        chosen(language, languages(), "--language")
    folder, file = folder_and_file(paths, ".xlsx")
    plan = load_plan(folder)
    save_workbook(plan, file, words=Labels.of(plan, own_language(folder, language)), overwrite=force)
    say(f"{file} is ready: fill it in, save it, then run `okr import {folder} {file}`.")


@app.command("import", cls=Command)
def import_(
    paths: Paths,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
) -> None:
    """Bring into the plan what was changed in its workbook, or the goals of another tool's sheet (.xlsx or .csv)."""
    import datetime as dt

    from okr_lib.plan.goal_sheet import is_goal_sheet
    from okr_lib.plan.goals import import_goals
    from okr_lib.plan.workbook.transfer import import_workbook

    refuse_other_workbooks(paths)
    folder, file = folder_and_file(paths, ".xlsx", ".csv")
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
            say(message, err=True)
    for line in lines or ["Nothing has changed."]:
        say(line)
    if dry_run and lines:
        say("Nothing was written.", err=True)

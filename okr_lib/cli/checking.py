"""The command that checks a plan: for people, for programs, and for a change on GitHub."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

import okr_lib as okr
from okr_lib.cli.program import Command, Folder, Language, app, expect_language, labels_of, own_language, say
from okr_lib.errors import ProblemsError


class _CheckFormat(StrEnum):
    """How a check is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command(cls=Command)
def check(
    folder: Folder,
    format: Annotated[_CheckFormat, typer.Option(help="How to write it.")] = _CheckFormat.TEXT,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 also where growth is uncovered or anything is found.")
    ] = False,
    language: Language = "",
) -> None:
    """Name every problem of a plan and its data; without any, show whether it closes and what would make it sounder."""
    from okr_lib.display.catalogue import languages
    from okr_lib.display.check_output import check_github, check_json, check_text
    from okr_lib.display.labels import Labels
    from okr_lib.growth.reference import reference_of
    from okr_lib.plan.plan_records import LOADERS, PlanRecords, made_of
    from okr_lib.plan.reference import plan_reference
    from okr_lib.plan.store.journal import unfinished_save
    from okr_lib.review.checked import checked

    expect_language(language)
    spoken = own_language(folder, language)
    write: dict[_CheckFormat, Callable[[Any, Labels], str]] = {
        _CheckFormat.JSON: check_json,
        _CheckFormat.GITHUB: lambda found, labels: check_github(found, labels, folder.as_posix()),
    }
    try:
        left = unfinished_save(folder)
        if left.overtaken:
            say(left.words(), err=True)
        plan = okr.load_plan(folder)
        learnt = {"reference": lambda plan: reference_of(plan_reference(plan))}
        made = made_of(plan, {"ledger": okr.growth_ledger, **LOADERS, **learnt})
        ledger = made.pop("ledger")
        found = checked(plan, ledger, PlanRecords(**made))
    except ProblemsError as error:
        if format is _CheckFormat.TEXT:
            raise
        labels = Labels(spoken if spoken in languages() else "en")
        say(write[format](error, labels))
        raise typer.Exit(1) from error
    labels = labels_of(plan, language)
    say(check_text(plan, found, labels) if format is _CheckFormat.TEXT else write[format](found, labels))
    if strict and not found.closes:
        raise typer.Exit(1)

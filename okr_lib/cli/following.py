"""Commands for those who follow a plan: what is different between two versions, and a digest to send."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import okr_lib as okr
from okr_lib.cli.program import Command, Folder, Language, app, day_of, expect_language, labels_of, say
from okr_lib.errors import Message, NotWrittenError, system_reason


class _DifferenceFormat(StrEnum):
    """How a difference is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class _DigestFormat(StrEnum):
    """How a digest is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


@app.command(cls=Command)
def diff(
    plans: Annotated[
        list[str],
        typer.Argument(metavar="A [B]", help="Two plan folders, or REVISION:FOLDER of git, such as HEAD~1:my-plan."),
    ],
    revisions: Annotated[
        str, typer.Option(metavar="OLD..NEW", help="Of one folder in git; without NEW, against the folder as it is.")
    ] = "",
    format: Annotated[_DifferenceFormat, typer.Option(help="How to write it.")] = _DifferenceFormat.TABLE,
    language: Language = "",
) -> None:
    """Compare two versions of a plan: in money by team and line of the ledger, then the fields that were changed."""
    from okr_lib.display.difference import difference_json, difference_markdown, difference_text
    from okr_lib.growth.difference import plan_difference
    from okr_lib.plan.revisions import plan_at

    expect_language(language)
    if revisions and len(plans) == 1:
        old, dots, new = revisions.partition("..")
        if not (old and dots):
            raise typer.BadParameter("write two revisions, such as v1..v2 or HEAD..", param_hint="--revisions")
        plans = [f"{old}:{plans[0]}", f"{new}:{plans[0]}" if new else plans[0]]
    if len(plans) != 2 or (revisions and ".." not in revisions):
        raise typer.BadParameter("name two plans, or one folder and --revisions OLD..NEW", param_hint="A B")
    found = plan_difference(*(plan_at(place) for place in plans))
    labels = labels_of(found.after, language)
    match format:
        case _DifferenceFormat.JSON:
            say(difference_json(found))
        case _DifferenceFormat.MARKDOWN:
            say(difference_markdown(found, labels))
        case _DifferenceFormat.TABLE:
            say(difference_text(found, labels))


@app.command(cls=Command)
def digest(
    folder: Folder,
    since: Annotated[str, typer.Option(metavar="DATE", help="What came later moved; a week before by default.")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help="The day looked from; today by default.")] = "",
    format: Annotated[_DigestFormat, typer.Option(help="How to write it; html is for a mail.")] = _DigestFormat.TEXT,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead.")] = None,
    language: Language = "",
) -> None:
    """Say what moved in a plan, who owes a check-in, what is due and what is uncovered: to read, or to send."""
    from okr_lib.display.digest import digest_html, digest_markdown, digest_text
    from okr_lib.review.digest import digest as digest_of

    expect_language(language)
    as_of = day_of(date)
    begins = day_of(since, "--since") if since else as_of - dt.timedelta(days=7)
    if begins > as_of:
        raise typer.BadParameter(f"{begins} is after {as_of}, the day looked from", param_hint="--since")
    plan = okr.load_plan(folder)
    found = digest_of(plan, okr.load_records(plan), begins, as_of)
    write = {
        _DigestFormat.TEXT: digest_text,
        _DigestFormat.MARKDOWN: digest_markdown,
        _DigestFormat.HTML: digest_html,
    }[format]
    text = write(found, labels_of(plan, language))
    if output is None:
        say(text)
    else:
        _write(output, text)
        say(output)


def _write(output: Path, text: str) -> None:
    from okr_lib.plan.store.atomic import write_atomically

    try:
        write_atomically(output, f"{text}\n".encode())
    except OSError as error:
        message = Message("cannot be written: {reason}; name another file", reason=system_reason(error))
        raise NotWrittenError.of(message, str(output)) from error

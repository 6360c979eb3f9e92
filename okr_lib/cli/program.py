"""What all commands share: the program, how it says things and in which language, its arguments that are words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand

import okr_lib as okr
from okr_lib.display.wording import printable, printable_json
from okr_lib.errors import OkrError

if TYPE_CHECKING:
    import pandas as pd

    from okr_lib.display.labels import Labels
    from okr_lib.plan.model import Plan

app = typer.Typer(
    name="okr",
    help="Break a growth target down into teams, objectives and initiatives, and see the numbers close.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan folder, which holds plan.yaml.")]
Language = Annotated[str, typer.Option(help="en or da; by default the plan's own language.")]


def _version(asked: bool) -> None:
    if asked:
        say(f"okr {okr.__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


class Command(TyperCommand):
    """A command; what it was given says in which language it refuses."""

    given: ClassVar[Mapping[str, Any]] = {}

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        Command.given = ctx.params
        return super().invoke(ctx)


def refuse(error: OkrError) -> None:
    """Say why a command did nothing, in the language it was given or in the plan's own."""
    from okr_lib.display.refusals import error_words

    say(error_words(error, _labels_of(Command.given)), err=True)


def _labels_of(given: Mapping[str, Any]) -> "Labels":
    """Labels in the first language of an option, else in that of the plan; English where there is no such language."""
    from okr_lib.display.catalogue import SOURCE_LANGUAGE, languages
    from okr_lib.display.labels import Labels

    folders = map(Path, filter(None, [given.get("folder"), *(given.get("paths") or ()), "."]))  # text, to some typers
    folder = next(path for path in folders if path.is_dir())
    language = own_language(folder, given.get("language") or "").partition(",")[0].strip()
    return Labels(language if language in languages() else SOURCE_LANGUAGE)


def expect_language(given: str) -> None:
    """Refuse a language that there is not; none given is the plan's own."""
    from okr_lib.display.catalogue import languages

    if given:
        chosen(given, languages(), "--language")


def labels_of(plan: "Plan", language: str = "") -> "Labels":
    """Words and numbers of a plan in the language that was given, or in its own."""
    from okr_lib.display.labels import Labels

    return Labels.of(plan, language or plan.language)


def own_language(folder: Path, language: str) -> str:
    """The language that was given; the plan's own where none was."""
    from okr_lib.plan.folder import plan_language

    return language or plan_language(folder)


def say(text: object, *, err: bool = False) -> None:
    """Print text, with whatever in it would act on a terminal as escapes; no command prints in another way."""
    typer.echo(printable(str(text)), err=err)


def say_json(found: object) -> None:
    """Print what was found for programs to read."""
    import json

    say(printable_json(json.dumps(found, indent=1, ensure_ascii=False, default=str)))


def records_of(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows with nothing where a value is missing."""
    return [
        {str(name): value for name, value in row.items()}
        for row in table.astype(object).where(table.notna(), None).to_dict("records")
    ]


def chosen(given: str, choices: Sequence[str], option: str) -> list[str]:
    """The words of an option, commas between; a word that is no choice is a wrong usage."""
    words = [word.strip() for word in given.split(",") if word.strip()]
    wrong = [word for word in words if word not in choices]
    if wrong or not words:
        message = f"{', '.join(wrong) or 'nothing'} is no choice; choose from {', '.join(choices)}"
        raise typer.BadParameter(printable(message), param_hint=option)
    return words


def today() -> str:
    """The day it is here, such as 2023-01-10."""
    return dt.date.today().isoformat()  # noqa: DTZ011  (a day, as people here count it)


def day_of(given: str, option: str = "--date") -> dt.date:
    """The day that was given with an option; today without any."""
    try:
        return dt.date.fromisoformat(given or today())
    except ValueError as error:
        raise typer.BadParameter(f"{given!r} is not a date; write 2023-01-10", param_hint=option) from error

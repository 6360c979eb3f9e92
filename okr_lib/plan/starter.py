"""A plan to start from: the +20% story, copied whole into a new folder, in the language asked for.

Each language has a folder of its own, since names, comments and owners are edited language and not translated word by
word; ids and figures are the same, and a test holds them so.
"""

import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from okr_lib.errors import Message, PlanError, system_reason
from okr_lib.plan.changes import slug
from okr_lib.plan.folder import plan_schema
from okr_lib.plan.inside import inside
from okr_lib.plan.messages import validated
from okr_lib.plan.model import Plan
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.plan.store.writing import locked
from okr_lib.plan.values import QUARTERS

SCHEMAS = ".schema"
EXAMPLES = {"matas": "matas-2022-23"}
# What programs keep in a plan folder for themselves, and nobody keeps versions of.
_IGNORED = ".history/\n.workshop/\n.ipynb_checkpoints/\n~$*\n"


def templates_folder() -> Path:
    """The templates: inside the installed package, or beside it in a working copy."""
    return _shipped("templates")


def notebooks_folder() -> Path:
    """The notebooks, found like the templates."""
    return _shipped("notebooks")


def _shipped(name: str) -> Path:
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parent.parent.parent / name


def empty_plan(
    name: str, *, currency: str, year: str, starts: str, unit: str = "million", stream: str, team: str
) -> Plan:
    """A plan with nothing in it yet but one stream and one team, aiming at +20%.

    ``unit`` is one, thousand, million or billion; ``starts`` the first day of the year planned, such as "2027-01-01".

    Examples
    --------
    >>> empty_plan("Growth", currency="DKK", year="2027", starts="2027-01-01", stream="Shops", team="Sales").teams[0].id
    'sales'
    """
    return validated(
        Plan,
        {
            "name": name,
            "currency": currency,
            "unit": unit,
            "fiscal_year": {"label": year, "starts": starts, "baseline": _year_before(year)},
            "target": {"growth": 0.2},
            "streams": [{"id": slug(stream), "name": stream, "baseline": dict.fromkeys(QUARTERS, 0)}],
            "teams": [{"id": slug(team), "name": team}],
            "phasing": {"method": "initiatives"},  # no quarter is behind only because the work has not begun
        },
    )


def _year_before(year: str) -> str:
    """The label of the year before: 2026 for 2027, 2025/26 for 2026/27."""
    return re.sub(r"\d+", lambda digits: f"{int(digits.group()) - 1:0{len(digits.group())}}", year)


def _starter_folders(language: str, *, with_quarter: bool = False) -> list[Path]:
    """What is copied into a new plan: the plan in a language, English where there is none, and its first quarter."""
    mark = f"-{language}" if (templates_folder() / f"plan-{language}").is_dir() else ""
    return [templates_folder() / f"{name}{mark}" for name in ("plan", "first-quarter")[: 1 + with_quarter]]


def new_plan(folder: str | Path, language: str = "en", *, with_quarter: bool = False, example: str = "") -> None:
    """Copy the starter plan, or one of ``EXAMPLES``, to a folder that does not exist or is empty.

    With a first quarter come actuals, check-ins and its closing, so that a whole report can be seen. A ``PlanError``
    says that there is something already, or that the folder cannot be written; nothing is left behind.
    """
    folder = Path(folder)
    if folder.resolve() == Path.cwd():
        raise PlanError.of(
            Message("{folder} is the folder you are in; name a new one, such as my-plan", folder=repr(str(folder)))
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlanError.of(
            Message("{folder} holds something already; name a folder that does not exist yet", folder=repr(str(folder)))
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            starter = _starter_folders(language, with_quarter=with_quarter)
            for shipped in [_shipped("examples") / EXAMPLES[example]] if example else starter:
                shutil.copytree(shipped, aside / "plan", dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
            _write_schemas(aside / "plan")
            write_atomically(aside / "plan" / ".gitignore", _IGNORED.encode())
            if folder.is_dir():
                folder.rmdir()  # where a folder cannot take the place of another
            os.replace(aside / "plan", folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise PlanError.of(
            Message(
                "{folder} cannot be written: {reason}; name another folder",
                folder=repr(str(folder)),
                reason=system_reason(error),
            )
        ) from error


def write_schemas(folder: Path) -> None:
    """Write what editors know the fields of a plan's files by; it is hidden, so no part of the plan itself.

    The files of a starter plan name it in their first line, so that an editor explains each field, offers its choices
    and marks what cannot be, without a network. A ``PlanError`` says that it cannot be written.
    """
    with locked(folder, SCHEMAS):
        _write_schemas(folder)


def _write_schemas(folder: Path) -> None:
    for kind, schema in plan_schema().items():
        write_atomically(inside(folder, f"{SCHEMAS}/{kind}.json"), json.dumps(schema, indent=1).encode())

"""A plan out to a workbook, and what people changed in it back into the plan folder.

Export writes every field of the plan. Import brings in only what was changed in the workbook since then: it compares
the workbook with what it said when it was written (kept in a hidden sheet) and with the plan as it is now, so changes
that were made to the plan meanwhile stay. All or nothing: with one problem or conflict nothing is written.
"""

import errno
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import SerialisationError

from okr_lib.errors import Message, PlanError, Problem, system_reason
from okr_lib.plan.check_ins import CheckIn
from okr_lib.plan.folder import load_plan
from okr_lib.plan.model import Plan
from okr_lib.plan.saving import save_plan
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.plan.workbook.cells import LONGEST, escaped, length
from okr_lib.plan.workbook.ids import with_ids
from okr_lib.plan.workbook.merging import Change, merged, same
from okr_lib.plan.workbook.reading import WorkbookFile
from okr_lib.plan.workbook.sheets import SHEETS
from okr_lib.plan.workbook.tables import Assembly, Row, Tables, keyed, plan_tables
from okr_lib.plan.workbook.words import English, Words

_SUFFIX = ".xlsx"


@dataclass(frozen=True)
class Imported:
    """What an import did: the plan as it is now, each change, check-ins that were added, and whether the folder is new.

    ``is_marked`` is false when the workbook could not be brought up to date, because it is open somewhere.
    """

    plan: Plan
    changes: tuple[Change, ...]
    check_ins: tuple[CheckIn, ...] = ()
    is_new: bool = False
    is_marked: bool = True


def save_workbook(plan: Plan, path: str | Path, *, words: Words | None = None, overwrite: bool = False) -> None:
    """Write a plan to an Excel workbook that people can fill in.

    Parameters
    ----------
    plan
        The plan; every field of it is in the workbook.
    path
        A file that ends in ``.xlsx``.
    words
        The language of heads and notes, such as ``Labels.of(plan, "da")``; English by default.
    overwrite
        Whether a file that is there may be replaced; what people changed in it is then lost.

    Raises
    ------
    PlanError
        When the file is there already or cannot be written, or a text is too long for a cell. Nothing is written then.
    """
    path = Path(path)
    if path.suffix.lower() != _SUFFIX:
        raise PlanError.of(
            Message("is no name of a workbook; write {example}", example=f"{path.stem}{_SUFFIX}"), path.name
        )
    if path.exists() and not overwrite:
        message = Message(
            "is there already, perhaps with changes that are not imported yet; name another file, or use --force"
        )
        raise PlanError.of(message, path.name)
    sign = _sign_of_use(path)
    if sign:
        message = Message(
            "is open in {program}; close it there first, or delete the file {file} if it is not",
            program="Excel" if sign.name.startswith("~") else "LibreOffice",
            file=sign.name,
        )
        raise PlanError.of(message, path.name)
    tables = plan_tables(plan)
    too_long = list(_too_long(tables, path.name))
    if too_long:
        raise PlanError(too_long)
    from okr_lib.plan.workbook.layout import laid_out  # loads openpyxl

    stream = io.BytesIO()
    try:
        laid_out(plan, tables, words or English.of(plan)).save(stream)  # by way of temporary files
        write_atomically(path, stream.getvalue())
    except (OSError, SerialisationError) as error:
        message = Message(
            "cannot be written: {reason}; check the folder, and close the file where it is open",
            reason=system_reason(error if isinstance(error, OSError) else _as_system_error(error)),
        )
        raise PlanError.of(message, str(path)) from error


def _as_system_error(error: SerialisationError) -> OSError:
    """What the system refused while XML was written, such as ``IO_ENOSPC``."""
    code = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
    return OSError(code, os.strerror(code))


def import_workbook(folder: str | Path, path: str | Path, *, dry_run: bool = False) -> Imported:
    """Bring what people changed in a workbook into a plan folder; comments in its files are kept.

    Parameters
    ----------
    folder
        The plan's folder. One that holds no plan yet gets the whole plan of the workbook.
    path
        A workbook that ``save_workbook`` wrote.
    dry_run
        Whether to look only: nothing is written.

    Returns
    -------
    Imported
        With a change for each cell and each row.

    Raises
    ------
    PlanError
        With every problem of all sheets, each with its cell, and every cell that both the workbook and the plan have
        changed since the export. Nothing is written then.
    """
    folder = Path(folder)
    file = WorkbookFile(path)
    name = file.path.name
    if not file.sheets:
        raise PlanError.of(
            Message(
                "has neither sheets of a plan nor columns Row ID and Goal Title; `okr export` writes a workbook to fill in"
            ),
            name,
        )
    is_new = not folder.exists() or (folder.is_dir() and not (folder / COMPANY_FILE).exists())
    before = None if is_new else load_plan(folder)
    exported = file.exported()
    now = plan_tables(before) if before else exported or _empty()
    base = exported if exported is not None else now
    tables, problems = file.tables()
    with_ids(tables, base, now)
    result = merged(base, now, tables, name)
    plan, found = Assembly(result.tables, name, before).plan()
    problems += [*result.conflicts, *found]
    if plan is None or problems:
        raise PlanError(_in_order(problems))
    changes = tuple(result.changes)
    if dry_run:
        return Imported(plan, changes, is_new=is_new)
    if changes or is_new:
        plan = save_plan(plan, folder)
    return Imported(plan, changes, is_new=is_new, is_marked=_mark(file.path, base, tables))


def _empty() -> Tables:
    return {sheet.key: [Row({})] if sheet.is_form else [] for sheet in SHEETS}


def _mark(path: Path, base: Tables, tables: Tables) -> bool:
    """Note in the workbook what it says now, so that the next import knows what changed since this one."""
    from okr_lib.plan.workbook.marking import mark

    said: Tables = dict(base)
    for sheet in SHEETS:
        if sheet.key in tables:
            former = keyed(sheet, base.get(sheet.key, ()))
            rows = keyed(sheet, tables[sheet.key]).items()
            said[sheet.key] = [_as_before(former.get(key), row) for key, row in rows]
    if [[row.values for row in rows] for rows in said.values()] == [
        [row.values for row in rows] for rows in base.values()
    ]:
        return True
    if _sign_of_use(path):
        return False
    try:
        mark(path, said)
    except OSError:
        return False
    return True


def _as_before(former: Row | None, row: Row) -> Row:
    """A row with its cells spelled as before where they say the same."""
    known = former.values if former else {}
    return Row(
        {**known, **{name: new for name, new in row.values.items() if name not in known or not same(new, known[name])}}
    )


def _sign_of_use(path: Path) -> Path | None:
    """The small file that an office program keeps beside a workbook while it has it open."""
    signs = [path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")]
    return next((sign for sign in signs if sign.exists()), None)


def _too_long(tables: Tables, file: str) -> Iterable[Problem]:
    for sheet in SHEETS:
        for row in tables[sheet.key]:
            for field, value in row.values.items():
                text = ", ".join(value) if isinstance(value, list) else value
                if isinstance(text, str) and length(escaped(text)) > LONGEST:
                    message = Message(
                        "has {count} characters, and a cell holds {most}; shorten it in the plan",
                        count=length(text),
                        most=LONGEST,
                    )
                    place = " ".join(filter(None, (str(row.values.get("id") or ""), field)))
                    yield Problem(message, file, None, f"{sheet.title}: {place}")


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of the sheets and their rows."""
    titles: dict[str, int] = {}
    for problem in problems:
        titles.setdefault(problem.field.partition("!")[0], len(titles))

    def place(problem: Problem) -> tuple[int, int, int, str]:
        title, _, cell = problem.field.partition("!")
        letters = re.sub("[^A-Z]", "", cell)
        digits = re.sub("[^0-9]", "", cell)
        return titles[title], int(digits or 0), len(letters), letters

    return sorted(dict.fromkeys(problems), key=place)

"""The sheets of a plan's workbook: which there are, in which order, and what stands in them besides a record's own fields.

What a column is called, holds and explains is said by the field of the plan itself (``plan.fields``). So a new field is
in the workbook without a word here; a list of records needs a line.
"""

from okr_lib.plan.fields import SHARE, Record, every_field, fields_of, kind_words
from okr_lib.plan.initiatives import Effect, Initiative
from okr_lib.plan.model import Allocation, Plan
from okr_lib.plan.workbook.columns import Column, Sheet, columns_of

_OF_SETTINGS = ("uncertainty", "thresholds", "quality", "records", "brand")


def _form(key: str, title: str, about: str, *names: str) -> Sheet:
    """A sheet of fields of the plan itself, plain values first."""
    columns = sorted(columns_of(Plan, names), key=lambda column: len(column.path) > 1)
    return Sheet(key, title, (about,), Plan, tuple(columns), keys=())


def _owner(owner: type[Record], notes: tuple[str, ...] = ()) -> Column:
    """The column that names the record a row belongs to."""
    name = kind_words(owner)
    refers = next(field.name for _, field in every_field(Plan) if field.holds is owner and field.is_many)
    return Column(name, name.capitalize(), notes, refers=refers, of=(Effect, "stream"))


def _rows(key: str, *more: Column, keys: tuple[str, ...] = ("id",), belongs: str = "") -> Sheet:
    """A sheet of the records in lists of that name, wherever in the plan these are; ``more`` columns stand behind those of the record.

    Among the ``keys`` an owner stands first, else behind the name; ``belongs`` is the note on its column.
    """
    lists = {
        owner: (field.holds, field.about)
        for owner, field in every_field(Plan)
        if field.name == key and field.holds and field.is_many
    }
    owner = next((owner for owner in lists if owner is not Plan), None)
    company_too = owner is not None and Plan in lists
    record, about = next(iter(lists.values()))
    columns = [*columns_of(record), *more]
    if owner is None:
        return Sheet(key, about.label, about.texts, record, tuple(columns), keys=keys)
    column = _owner(owner, (belongs,) if belongs else ())
    columns.insert(0 if column.field in keys else 2, column)
    return Sheet(key, about.label, about.texts, record, tuple(columns), column.field, company_too, keys)


CREDIT = Sheet(
    "credit",
    fields_of(Initiative)["credit"].about.label,
    fields_of(Initiative)["credit"].about.texts,
    Initiative,
    (
        _owner(Initiative),
        Column("team", "Team", refers="teams", of=(Effect, "stream")),
        Column("share", "Share", ("Red means that they do not sum to 100%.",), SHARE, of=(Initiative, "credit.*")),
    ),
    owner="initiative",
    keys=("initiative", "team"),
)
_BY_TEAM = [
    Column(f"allocation.{name}", about.label, about.texts, about.unit, of=(Allocation, f"{name}.*"), by_row=True)
    for name, about in ((name, field.about) for name, field in fields_of(Allocation).items() if field.ref)
]
# Owners before what they own, in the order people fill them in.
SHEETS = (
    _form(
        "plan",
        "Plan",
        "The company's target, its year, and how the growth is shared among teams and quarters.",
        *(name for name in fields_of(Plan) if name not in _OF_SETTINGS),
    ),
    _rows("streams"),
    _rows("drivers", keys=("stream", "id")),
    _rows("further_growth"),
    _rows("teams", *_BY_TEAM),
    _rows("focus_areas"),
    _rows("objectives", belongs="Empty for an objective of the company."),
    _rows("key_results"),
    _rows("initiatives", belongs="Who delivers it."),
    _rows("effects", keys=("initiative", "stream", "driver")),
    CREDIT,
    _rows("sizes", keys=("initiative", "name")),
    _rows("overlaps"),
    _form(
        "settings",
        "Settings",
        "How estimates are meant, when a key result is on track, and what a sound set of objectives looks like.",
        *_OF_SETTINGS,
    ),
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}

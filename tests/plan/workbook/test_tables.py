"""A plan as tables and back is the same plan, and whatever is wrong with it is said of a cell."""

import json
from typing import get_args

import pytest
from hypothesis import given
from pydantic import BaseModel

from okr_lib.plan.model import Plan
from okr_lib.plan.workbook.sheets import BY_KEY, SHEETS
from okr_lib.plan.workbook.tables import Assembly, Row, plan_tables
from tests.conftest import examples
from tests.plan.workbook.whole_plans import whole_plans


def again(plan):
    made, _ = Assembly(plan_tables(plan), "plan.xlsx").plan()
    return made


@given(whole_plans())
@examples(30)
def test_a_plan_as_tables_and_back_is_the_same_plan(plan):
    assert again(plan) == plan


def test_the_example_as_tables_and_back_is_the_same_plan(matas):
    assert again(matas) == matas


def test_tables_survive_json(matas):
    tables = {key: [row.values for row in rows] for key, rows in plan_tables(matas).items()}
    assert json.loads(json.dumps(tables)) == tables


def leaves(annotation, path=()):
    """Paths of the fields inside a type, down to those that are no records; a path begins anew with each sheet."""
    kinds = [annotation, *get_args(annotation), *(inner for kind in get_args(annotation) for inner in get_args(kind))]
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    if not models:
        yield path
    for model in models:
        around = path[-1:] if path[-1:] and path[-1] in BY_KEY and path[:1] != ("records",) else path
        for name, field in model.model_fields.items():
            yield from leaves(field.annotation, (*around, name))


def test_every_field_of_a_plan_has_a_column():
    columns = {("initiatives", "credit")}
    for sheet in SHEETS:
        for column in sheet.columns:
            names = tuple(part for part in column.path if isinstance(part, str))
            columns.add(names if sheet.is_form or column.by_row else (sheet.key, *names))
    found = {names for names in leaves(Plan) if "not_now" not in names}  # a workbook has what is done
    assert {("key_results", "band"), ("streams", "momentum", "low"), ("quality", "owned_most")} <= found
    assert found - columns == set()


def cells_of(tables):
    for key, rows in tables.items():
        for number, row in enumerate(rows, start=4):
            row.cells = {field: f"{key}!{field}{number}" for field in row.values}
    return tables


def find(tables, key, **values):
    return next(row for row in tables[key] if values.items() <= row.values.items())


def problems(tables):
    return [str(problem) for problem in Assembly(tables, "plan.xlsx").plan()[1]]


@pytest.mark.parametrize(
    ("sheet", "row", "field", "value", "said"),
    [
        ("initiatives", {"id": "new-brand-shelves"}, "probability", 1.4, "initiatives!probability4: 1.4 is not between 0 and 1"),
        ("initiatives", {"id": "new-brand-shelves"}, "name", None, "initiatives!name4: is missing; add it"),
        ("initiatives", {"id": "new-brand-shelves"}, "team", "retial", "initiatives!team4: there is no team 'retial'; did you mean 'retail'?, or remove the row"),
        ("initiatives", {"id": "new-brand-shelves"}, "ramp.1", None, "initiatives!ramp.14: is empty, but a later one is not; fill it"),
        ("streams", {"id": "stores"}, "momentum.low", 0.5, "streams!momentum.low4: low 0.5, likely 0, high 0.01 are not in order; write low <= likely <= high"),
        ("effects", {"initiative": "beauty-advice"}, "stream", "shop", "effects!stream6: there is no stream 'shop'; choose one of stores, online"),
        ("credit", {"initiative": "club-plus", "team": "marketing"}, "share", 0.7, "credit!share15: the credit shares sum to 0.9, not 1; all of it must go to somebody"),
        ("credit", {"initiative": "club-plus", "team": "marketing"}, "share", None, "credit!share15: is empty; fill it or remove the row"),
        ("credit", {"initiative": "club-plus", "team": "marketing"}, "team", "ecommerce", "credit!team16: 'ecommerce' has a share of this initiative already; keep one of the two rows"),
        ("teams", {"id": "retail"}, "allocation.weights", 2.0, "plan!allocation.method4: weights by team go with method: weights, and only with it"),
        ("key_results", {"id": "members"}, "objective", None, "key_results!objective13: is empty; choose one of one-matas, stores-worth-a-visit, first-choice-online, members-come-back"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_of_its_cell(matas, sheet, row, field, value, said):
    tables = cells_of(plan_tables(matas))
    find(tables, sheet, **row).values[field] = value
    assert f"plan.xlsx: {said}" in problems(tables)


def test_a_row_that_belongs_nowhere_hides_no_other_problem(matas):
    tables = cells_of(plan_tables(matas))
    find(tables, "key_results", id="members").values["objective"] = "nothing"
    find(tables, "initiatives", id="club-plus").values["probability"] = 2.0
    found = problems(tables)
    assert len(found) == 2


def test_a_place_that_no_cell_shows_is_named_as_a_field(matas):
    tables = plan_tables(matas)
    tables["initiatives"].append(
        Row({"id": "extra", "name": "Extra", "owner": "Head", "team": "retail", "probability": 3.0})
    )
    assert problems(tables) == [
        "plan.xlsx: teams[0].initiatives[3].probability: 3 is not between 0 and 1; write 0.03 for 3%"
    ]

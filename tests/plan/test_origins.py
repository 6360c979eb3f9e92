"""Where records come from stands in the plan; a password never does."""

import json

import pytest
from pydantic import ValidationError

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.origins import Origin, filled

SQL = {"query": "select 1"}


def write(folder, records):
    """Add origins of records to a plan folder, in a line of their own."""
    with (folder / "plan.yaml").open("a") as file:
        file.write(f"\nrecords: {json.dumps(records)}\n")
    return len((folder / "plan.yaml").read_text().splitlines())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://${USER}:${PASSWORD}@db.example.org:5432/finance",
        "postgresql+psycopg://reader@db.example.org/finance?passfile=/etc/pgpass",
        "postgresql+psycopg://${USER}:${PASSWORD}@db:${PORT}/finance?sslpassword=${SSL}",
        "mssql+pyodbc://?odbc_connect=Driver%3DX;UID%3Dreader;PWD%3D${PASSWORD}",
        "${DATABASE_URL}",
        "sqlite:///records.db",
    ],
)
def test_an_address_without_a_password_is_accepted(url):
    assert Origin(url=url, **SQL).url == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://reader:hunter2@db.example.org/finance",
        "postgresql+psycopg://reader:hunter2${PASSWORD}@db.example.org/finance",
        "postgresql+psycopg://reader:$hunter2@db.example.org/finance",
        "postgresql+psycopg://db.example.org/finance?user=reader&password=hunter2",
        "mssql+pyodbc://?odbc_connect=Driver%3DX;UID%3Dreader;PWD%3Dhunter2",
        "snowflake://db/finance?token=hunter2",
        "postgresql//reader:hunter2@db.example.org",
        "postgresql://re/der:hunter2@db.example.org",
        ["postgresql://reader:hunter2@db.example.org"],
    ],
)
def test_a_password_or_no_address_is_refused_and_not_repeated(example, url):
    line = write(example, {"actuals": {"url": url, **SQL}})
    with pytest.raises(okr.PlanError, match=r"write .*\$\{PGPASSWORD\}") as caught:
        okr.load_plan(example)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("plan.yaml", line, "records.actuals.url")
    assert "hunter2" not in str(problem)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("records", ["pg://reader:hunter2@db", {"actuals": "pg://reader:hunter2@db"}])
def test_an_address_in_the_wrong_place_is_not_repeated_either(example, small, records):
    write(example, records)
    with pytest.raises(okr.PlanError, match="is not a group of fields; write") as caught:
        okr.load_plan(example)
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ValidationError) as invalid:
        Plan.model_validate(small | {"records": records})
    assert "hunter2" not in str(invalid.value)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({}, "give either file, or url and query of a database"),
        ({"file": "a.csv", "url": "sqlite:///a.db", **SQL}, "give either file, or url and query of a database"),
        ({"url": "sqlite:///a.db"}, "give either file, or url and query of a database"),
        ({"file": "a.csv", "query": "select 1"}, "give either file, or url and query of a database"),
        ({"file": "a.csv", "sheet": "Actuals"}, "a sheet goes with an .xlsx file, and only with it"),
        ({"file": "a.xls"}, "'a.xls' is none of the kinds that can be read; save it as .csv, .xlsx, .parquet"),
        ({"url": "sqlite:///a.db", "query": "delete from a"}, "is not one select"),
        ({"url": "sqlite:///a.db", "query": "select 1; drop table a"}, "is not one select"),
        ({"url": "sqlite:///a.db", "query": "-- nothing"}, "is not one select"),
        ({"url": "sqlite:///a.db", "query": "select 1", "sql": "x"}, "is not a field here"),
    ],
)
def test_an_origin_that_cannot_be_is_refused(example, origin, words):
    write(example, {"check_ins": origin})
    with pytest.raises(okr.PlanError) as caught:
        okr.load_plan(example)
    (problem,) = caught.value.problems
    assert problem.field.startswith("records.check_ins")
    assert words in problem.message


@pytest.mark.parametrize(
    "query",
    [
        "select ';' as a from b;",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "(select 1) union (select 2)",
        "-- revenue; by quarter\nselect*from a /* ; */",
    ],
)
def test_a_query_that_reads_is_accepted(query):
    assert Origin(url="sqlite:///a.db", query=query).query == query


def test_values_are_escaped_only_where_an_address_needs_it():
    given = {"U": "a b", "P": "p@:/?%", "H": "db.example.org", "D": "data/x", "O": "a&b"}
    url = "postgresql://${U}:${P}@${H}/${D}?application_name=${O}"
    assert filled(url, given) == "postgresql://a%20b:p%40%3A%2F%3F%25@db.example.org/data/x?application_name=a%26b"
    assert filled("${URL}", {"URL": "postgresql://u:p@h/d"}) == "postgresql://u:p@h/d"


def test_every_variable_that_is_not_set_is_named_once():
    with pytest.raises(KeyError) as caught:
        filled("postgresql://${U}:${P}@${H}/${U}", {"H": "db"})
    assert caught.value.args == ("U", "P")


def test_origins_survive_a_save(example):
    url = "postgresql+psycopg://${USER}:${PASSWORD}@db.example.org/finance"
    write(example, {"actuals": {"url": url, "query": "select 1"}})
    plan = okr.load_plan(example)
    saved = okr.save_plan(plan.model_copy(update={"name": "Another"}), example)
    assert saved.records == plan.records
    assert saved.records.actuals.url == url
    anew = okr.save_plan(plan, example.parent / "copy")
    assert anew.records == plan.records
    assert Plan.model_validate(plan.model_dump()).records == plan.records


def test_the_schema_knows_origins():
    company = okr.plan_schema()["company"]
    assert company["$defs"]["Origin"]["properties"].keys() == {"file", "sheet", "url", "query"}
    assert "records" in company["properties"]

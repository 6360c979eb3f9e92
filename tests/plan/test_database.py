"""Queries to an embedded SQLite; PostgreSQL itself is in tests/test_postgres.py."""

import sqlite3

import pytest

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan import database
from okr_lib.plan.database import query_table


@pytest.fixture
def folder(tmp_path):
    """A folder with a small database beside its plan."""
    with sqlite3.connect(tmp_path / "records.db") as connection:
        connection.execute("create table actuals (quarter text, revenue real, note text)")
        connection.execute("insert into actuals values ('Q1', 1021.5, '50 %'), ('Q2', null, ':word')")
    connection.close()
    return tmp_path


def ask(folder, url="sqlite:///records.db", query="select * from actuals", needed=("quarter", "revenue")):
    at = [Problem("", "plan.yaml", line, f"records.actuals.{name}") for line, name in ((7, "url"), (8, "query"))]
    return query_table(url, query, needed, at_url=at[0], at_query=at[1], folder=folder)


def refusal(*arguments):
    with pytest.raises(RecordsError) as caught:
        ask(*arguments)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_relative_path_of_sqlite_starts_from_the_plan_folder(folder, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert ask(folder).rows[0] == (1, {"quarter": "Q1", "revenue": 1021.5, "note": "50 %"})
    assert len(ask(folder, f"sqlite:///{folder / 'records.db'}").rows) == 2


def test_an_empty_value_is_nothing(folder):
    assert ask(folder).rows[1][1]["revenue"] is None


def test_signs_in_a_query_are_no_parameters(folder):
    rows = ask(folder, query="select * from actuals where note like '%0 %' or note = ':word'").rows
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "select * from actualz",
            "plan.yaml:8: records.actuals.query: the database refuses it: no such table: actualz",
        ),
        ("select revenu from actuals", "no such column: revenu; check the query's tables and columns"),
        ("select quarter from actuals", "records.actuals.query: has no column revenue; name what is selected"),
        ("select revenue, quarter, revenue from actuals", "has more than one column revenue; keep one"),
        ("with a as (select 1) delete from actuals", "not authorized"),
        ("selec", "syntax error"),
    ],
)
def test_a_query_that_cannot_be_used_is_told(folder, query, words):
    assert words in refusal(folder, "sqlite:///records.db", query)


def test_a_database_that_is_not_there_is_not_made(folder):
    assert "there is no file 'other.db' beside the plan; check the path" in refusal(folder, "sqlite:///other.db")
    assert [path.name for path in folder.iterdir()] == ["records.db"]


def test_a_file_that_is_no_database_is_told(folder):
    (folder / "records.db").write_text("quarter,revenue\n" * 100)
    assert "file is not a database" in refusal(folder)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "postgresql://${OKR_NOBODY}:${OKR_NOTHING}@db/x",
            "the environment has no OKR_NOBODY, OKR_NOTHING; set it for",
        ),
        ("postgres://db/x", "names a kind of database that is not known here; write postgresql+psycopg://"),
        ("mysql+pymysql://db/x", "needs the Python package pymysql; install it"),
        ("postgresql+psycopg://db:${OKR_SECRET}/x", "is not the address of a database once the environment is filled"),
        ("${OKR_TWO}", "holds more than one @; write an @ of the password as %40"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_what_the_environment_holds(folder, monkeypatch, url, words):
    monkeypatch.setenv("OKR_SECRET", "hunter2")
    monkeypatch.setenv("OKR_TWO", "postgresql+psycopg://reader:hunt@er2@db/x")
    told = refusal(folder, url)
    assert told.startswith("plan.yaml:7: records.actuals.url: ")
    assert words in told
    assert "hunter2" not in told
    assert "er2" not in told


@pytest.mark.parametrize("url", ["postgresql+psycopg://${U}:${P}@db/x?options=${P}", "${WHOLE}"])
def test_whatever_a_driver_says_user_and_password_are_hidden(folder, monkeypatch, url):
    for name, value in {"U": "reader", "P": "s/cret", "WHOLE": "postgresql+psycopg://reader:s%2Fcret@db/x"}.items():
        monkeypatch.setenv(name, value)

    def loose_talk(*_, **__):
        raise RuntimeError("reader with s/cret (s%2Fcret) is not welcome at db")

    monkeypatch.setattr(database, "_engine", loose_talk)
    told = refusal(folder, url)
    assert f"is not welcome at {'***' if url == '${WHOLE}' else 'db'}; check that it runs" in told
    assert "cret" not in told
    assert "reader" not in told


COUNTING = (
    "with recursive n(x) as (select 1 union all select x + 1 from n) select 'Q1' as quarter, {} as revenue from n"
)


@pytest.mark.parametrize("query", [COUNTING.format("x") + " where x < 0", COUNTING.format("count(*)")])
def test_a_query_of_sqlite_that_does_not_end_is_ended(folder, monkeypatch, query):
    monkeypatch.setenv("OKR_LIMITS", "query_seconds=1")
    told = refusal(folder, "sqlite:///records.db", query)
    assert told.startswith("plan.yaml:8: records.actuals.query: took longer than 1 seconds; ask for fewer rows")


def test_more_rows_than_may_be_read_are_not_read(folder, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "rows=1000")
    told = refusal(folder, "sqlite:///records.db", COUNTING.format("x"))
    assert told.startswith("plan.yaml:8: records.actuals.query: has more than 1,000 rows; ")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("attach 'other.db' as other", "not authorized"),
        ("pragma journal_mode = delete", "not authorized"),
        ("select load_extension('evil') as revenue, 'Q1' as quarter", "not authorized"),
        ("select 1; select 2", "one statement at a time"),
        ("select zeroblob(500000000) as revenue, 'Q1' as quarter", "too big"),
    ],
)
def test_a_query_of_sqlite_can_do_nothing_but_select(folder, query, words):
    assert words in refusal(folder, "sqlite:///records.db", query)
    assert [path.name for path in folder.iterdir()] == ["records.db"]


def test_a_database_outside_the_plan_is_read_only_where_the_reader_says_so(folder, tmp_path_factory, monkeypatch):
    plan = tmp_path_factory.mktemp("plan")
    (plan / "link.db").symlink_to(folder / "records.db")
    for url in (f"sqlite:///{folder / 'records.db'}", "sqlite:///link.db"):
        assert "leads out of the folder" in refusal(plan, url)
    monkeypatch.setenv("OKR_DATABASE", f"sqlite:///{folder / 'records.db'}")
    assert len(ask(plan, "${OKR_DATABASE}").rows) == 2
    monkeypatch.setenv("OKR_RECORDS_FROM", str(folder))
    assert len(ask(plan, "sqlite:///link.db").rows) == 2


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///${TOPSECRET}.db",
        "sqlite:///${TOPSECRET}",
        "postgresql+psycopg://u@${TOPSECRET}/x",
        "postgresql+psycopg://u@127.0.0.1:1/${TOPSECRET}",
        "postgresql+psycopg://${TOPSECRET}@127.0.0.1:1/x",
        "postgresql+psycopg://u:${TOPSECRET}@127.0.0.1:1/x",
        "postgresql+psycopg://u@127.0.0.1:${TOPSECRET}/x",
        "postgresql+psycopg://u@127.0.0.1:1/x?sslmode=${TOPSECRET}",
        "${TOPSECRET}://u@127.0.0.1:1/x",
        "${TOPSECRET}",
    ],
)
@pytest.mark.parametrize("value", ["hunter2.invalid", "Hun'ter2", "../hunter2/../hunter2"])
def test_no_value_of_the_environment_is_in_a_message_wherever_it_stands(folder, monkeypatch, url, value):
    monkeypatch.setenv("TOPSECRET", value)
    assert "ter2" not in refusal(folder, url).casefold()

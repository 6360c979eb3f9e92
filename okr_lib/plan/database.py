"""Records in a database: one query, in a transaction that only reads and is rolled back.

User and password come from the environment and go nowhere else: whatever a driver says is shown with ``${NAME}`` in
their place, and its error itself, which may hold the address, is not passed on.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan.origins import SECRET_INSIDE, VARIABLE, filled
from okr_lib.plan.rows import DATABASE, Table, table_of

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

CONNECT_SECONDS = 10
QUERY_SECONDS = 300  # held by PostgreSQL; other databases have no common way to say it
CANCELLED = "57014"  # PostgreSQL's code for a query that took too long
# What drivers call the longest time that connecting may take.
TIMEOUTS = {
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
    "mysqldb": "connect_timeout",
    "pyodbc": "timeout",
}


def query_table(
    url: str, query: str, needed: Sequence[str], *, at_url: Problem, at_query: Problem, folder: Path | None
) -> Table:
    """The rows a query returns.

    Parameters
    ----------
    url, query
        As the plan writes them; ``${NAME}`` in the address is filled from the environment.
    needed
        Columns the query must return.
    at_url, at_query
        Where both stand in the plan, for messages.
    folder
        What a relative path of an SQLite file starts from.

    Raises
    ------
    RecordsError
        When a variable is not set, the database cannot be reached or refuses, or a column is missing; without user,
        password or address.
    """
    try:
        address = filled(url, os.environ)
    except KeyError as error:
        names = ", ".join(error.args)
        message = f"the environment has no {names}; set it for whoever runs this, never in a file"
        raise RecordsError([replace(at_url, message=message)]) from None
    at = at_url
    message = ""
    secrets: dict[str, str] = {}
    try:
        parsed = _parsed(address)
        secrets = _secrets(url, parsed, os.environ)
        engine = _engine(parsed, folder)
        with engine.connect() as connection:  # never committed, so what it might have changed is rolled back
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET statement_timeout = {round(QUERY_SECONDS * 1000)}")
            at = at_query
            result = connection.exec_driver_sql(query)
            heads = list(result.keys())
            rows = [tuple(row) for row in result]
    except Exception as error:  # noqa: BLE001  (a driver raises kinds of its own)
        message = _without(_reason(error, connected=at is at_query), secrets)
    if message:  # raised out here, so that no traceback leads to the driver's error
        raise RecordsError([replace(at, message=message)])
    return table_of(DATABASE, at_query, heads, enumerate(rows, start=1), needed)


def _parsed(address: str) -> "URL":
    from sqlalchemy import make_url

    if address.partition("?")[0].count("@") > 1:
        raise ValueError("holds more than one @; write an @ of the password as %40")
    try:
        return make_url(address)
    except Exception:  # noqa: BLE001  (its text may hold a part of the address)
        raise ValueError("is not the address of a database once the environment is filled in") from None


def _engine(url: "URL", folder: Path | None) -> "Engine":
    from sqlalchemy import NullPool, create_engine

    # Queries go to the driver as they are written: a % or a :word in them is no parameter.
    reading = {"no_parameters": True, "postgresql_readonly": True}
    if url.get_backend_name() == "sqlite":
        return create_engine(
            "sqlite://", creator=_sqlite(url.database, folder), poolclass=NullPool, execution_options=reading
        )
    timeout = TIMEOUTS.get(url.get_driver_name())
    arguments = {timeout: CONNECT_SECONDS} if timeout and timeout not in url.query else {}
    return create_engine(
        url, connect_args=arguments, poolclass=NullPool, execution_options=reading, hide_parameters=True
    )


def _sqlite(database: str | None, folder: Path | None) -> Any:
    """Open a file of SQLite to read it only; a file that is not there is not made."""
    import sqlite3

    path = ((folder or Path()) / (database or "")).absolute()
    if not path.is_file():
        raise ValueError(f"there is no file {database or ''!r} beside the plan; check the path")
    return lambda: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _secrets(url: str, parsed: "URL", environment: Mapping[str, str]) -> dict[str, str]:
    """User, password and other secrets that came from the environment, with what is shown instead."""
    user, options = url[: url.find("@") + 1], url.partition("?")[2]
    secrets = {environment[name]: f"${{{name}}}" for name in VARIABLE.findall(user + options)}
    if VARIABLE.fullmatch(url):
        given = [parsed.username, parsed.password, *(str(value) for value in parsed.query.values())]
        given += [found for value in given for found in SECRET_INSIDE.findall(value or "")]
        secrets |= {part: "***" for part in given if part}
    return {secret: shown for secret, shown in secrets.items() if secret}


def _without(text: str, secrets: Mapping[str, str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        for form in {secret, quote(secret, safe="")}:
            word = re.escape(form)
            pattern = word if len(form) > 3 else rf"(?<!\w){word}(?!\w)"  # a user called "a" is not in every word
            text = re.sub(pattern, secrets[secret].replace("\\", r"\\"), text)
    return text


def _reason(error: Exception, *, connected: bool) -> str:
    """What went wrong and what to do, in one line."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError

    match error:
        case NoSuchModuleError():
            return "names a kind of database that is not known here; write postgresql+psycopg:// or sqlite:///"
        case ImportError():
            package = error.name or "its driver"
            return f"needs the Python package {package}; install it, or okr-growth-workbook[postgres] for PostgreSQL"
        case ValueError():
            return str(error)
    driver = error.orig if isinstance(error, DBAPIError) else error
    if getattr(driver, "sqlstate", None) == CANCELLED:
        return f"took longer than {QUERY_SECONDS:g} seconds; ask for fewer rows, or of a table that is summed already"
    lines = [line.strip() for line in str(driver).splitlines()]
    said = " ".join([*lines[:1], *(line for line in lines[1:] if line.startswith("HINT:"))]) or type(error).__name__
    if connected:
        return (
            f"the database refuses it: {said.rstrip('.')}; check the query's tables and columns, and what may be read"
        )
    return (
        f"the database cannot be used: {said.rstrip('.')}; check that it runs, its address, "
        "and user and password in the environment"
    )

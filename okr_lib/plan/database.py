"""Records in a database: one query, for a limited time, in a transaction that only reads and is rolled back.

What comes from the environment goes nowhere else: whatever a driver says is shown with ``${NAME}`` in its place, and its
error itself, which may hold the address, is not passed on. A database of SQLite is a file of the plan, as other records
are, and its queries can do nothing but select.
"""

import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from okr_lib.errors import Message, Problem, RecordsError, RefusedError, install_command, message_of, system_reason
from okr_lib.plan.inside import UnfitFileError, inside
from okr_lib.plan.limits import above, limits
from okr_lib.plan.origins import SECRET_INSIDE, VARIABLE, filled
from okr_lib.plan.rows import DATABASE, Table, table_of

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import URL, Connection, Engine

CONNECT_SECONDS = 10
_LONGEST_VALUE = 1_000_000  # bytes of one text that SQLite may make
_INSTRUCTIONS = 10_000  # of SQLite between two looks at the clock
# What drivers call the longest time that connecting may take.
_TIMEOUTS = {
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
    "mysqldb": "connect_timeout",
    "pyodbc": "timeout",
}


def query_table(
    url: str, query: str, needed: Sequence[str], *, at_url: Problem, at_query: Problem, folder: Path | None
) -> Table:
    """The rows a query returns, with at least the columns ``needed``.

    Address and query are as the plan writes them, where ``at_url`` and ``at_query`` say; ``${NAME}`` in the address is
    filled from the environment. A relative path of an SQLite file starts from the folder. A ``RecordsError`` says that
    a variable is not set, the database cannot be reached or refuses, or a column is missing; without user, password or
    address.
    """
    try:
        address = filled(url, os.environ)
    except KeyError as error:
        unset = Message(
            "the environment has no {names}; set it for whoever runs this, never in a file", names=error.args
        )
        raise RecordsError([replace(at_url, message=unset)]) from None
    at = at_url
    message = ""
    secrets = _secrets(url, os.environ)
    ends = float("inf")
    try:
        parsed = _parsed(address)
        secrets |= _parts(parsed) if VARIABLE.fullmatch(url) else {}
        engine = _engine(parsed, folder, own=bool(VARIABLE.fullmatch(url)))
        with engine.connect() as connection:  # never committed, so what it might have changed is rolled back
            ends = time.monotonic() + limits().query_seconds
            with _ended(connection, limits().query_seconds):
                at = at_query
                result = connection.exec_driver_sql(query)
                heads = list(result.keys())
                rows = list(_at_most(result, len(heads)))
    except Exception as error:  # noqa: BLE001  (a driver raises kinds of its own)
        late = time.monotonic() >= ends
        message = _too_long() if late else _without(_reason(error, connected=at is at_query), secrets)
    if message:  # raised out here, so that no traceback leads to the driver's error
        raise RecordsError([replace(at, message=message)])
    return table_of(DATABASE, at_query, heads, enumerate(rows, start=1), needed)


def _parsed(address: str) -> "URL":
    from sqlalchemy import make_url

    if address.partition("?")[0].count("@") > 1:
        raise RefusedError("holds more than one @; write an @ of the password as %40")
    try:
        return make_url(address)
    except Exception:  # noqa: BLE001  (its text may hold a part of the address)
        raise RefusedError("is not the address of a database once the environment is filled in") from None


def _at_most(result: Any, columns: int) -> Iterator[tuple[Any, ...]]:
    """The rows, which are fetched a few at a time, so that too many of them are noticed before they fill the memory."""
    most = min(limits().rows, limits().cells // max(columns, 1))
    for number, row in enumerate(result, start=1):
        if number > most:
            raise ValueError(
                above("rows", Message("rows")) if most == limits().rows else above("cells", Message("cells"))
            )
        yield tuple(row)


@contextmanager
def _ended(connection: "Connection", seconds: float) -> Iterator[None]:
    """End what a connection is doing when its time is over; SQLite looks at the clock itself."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        _only_selects(driver, seconds)
        yield
        return
    if connection.dialect.name == "postgresql":
        for setting, value in (("default_transaction_read_only", "on"), ("statement_timeout", round(seconds * 1000))):
            connection.exec_driver_sql(f"SET {setting} = {value}", execution_options={"stream_results": False})

    def end() -> None:
        with suppress(Exception):  # whatever it says, there is nobody to hear it
            (getattr(driver, "cancel", None) or driver.close)()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _engine(url: "URL", folder: Path | None, *, own: bool) -> "Engine":
    """The database at an address; ``own``: the reader's environment names it, not the plan."""
    from sqlalchemy import NullPool, create_engine

    # Queries go to the driver as they are written: a % or a :word in them is no parameter. A cursor on the server takes
    # one statement only, and gives its rows a few at a time.
    reading = {"no_parameters": True, "postgresql_readonly": True, "stream_results": True, "max_row_buffer": 1000}
    if url.get_backend_name() == "sqlite":
        opener = _sqlite(url.database, folder, own=own)
        return create_engine("sqlite://", creator=opener, poolclass=NullPool, execution_options=reading)
    timeout = _TIMEOUTS.get(url.get_driver_name())
    arguments = {timeout: CONNECT_SECONDS} if timeout and timeout not in url.query else {}
    return create_engine(
        url, connect_args=arguments, poolclass=NullPool, execution_options=reading, hide_parameters=True
    )


def _sqlite(database: str | None, folder: Path | None, *, own: bool) -> Any:
    """Open a file of SQLite for selecting only; a file that is not there is not made."""
    import sqlite3

    folder = folder or Path()
    try:
        path = (folder / (database or "") if own else inside(folder, database or "", records=True)).absolute()
    except UnfitFileError as error:
        raise RefusedError("the file {file} {reason}", file=repr(database), reason=system_reason(error)) from None
    if not path.is_file():
        raise RefusedError("there is no file {file} beside the plan; check the path", file=repr(database or ""))
    return lambda: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _only_selects(connection: "sqlite3.Connection", seconds: float) -> None:
    """Let SQLite select and nothing else: no other file, setting or extension, no huge value, no longer than it may."""
    import sqlite3

    selecting = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}

    def allowed(action: int, _: str | None, name: str | None, *__: str | None) -> int:
        loads = action == sqlite3.SQLITE_FUNCTION and (name or "").casefold() == "load_extension"
        return sqlite3.SQLITE_OK if action in selecting and not loads else sqlite3.SQLITE_DENY

    ends = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > ends, _INSTRUCTIONS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.set_authorizer(allowed)


def _secrets(url: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What came from the environment, wherever in the address it stands, with what is shown instead."""
    secrets = {environment[name]: f"${{{name}}}" for name in VARIABLE.findall(url)}
    return {secret: shown for secret, shown in secrets.items() if secret}


def _parts(parsed: "URL") -> dict[str, str]:
    """The parts of an address that came from the environment as a whole."""
    given = [parsed.username, parsed.password, parsed.host, parsed.database]
    given += [str(value) for value in parsed.query.values()]
    given += [found for value in given for found in SECRET_INSIDE.findall(value or "")]
    return {part: "***" for part in given if part}


def _without(text: str, secrets: Mapping[str, str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        for form in {secret, quote(secret, safe=""), repr(secret)[1:-1]}:
            word = re.escape(form)
            pattern = word if len(form) > 3 else rf"(?<!\w){word}(?!\w)"  # a user called "a" is not in every word
            text = re.sub(pattern, secrets[secret].replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def _too_long() -> str:
    seconds = limits().query_seconds
    return Message(
        "took longer than {seconds} seconds; ask for fewer rows, or of a table that is summed already", seconds=seconds
    )


def _reason(error: Exception, *, connected: bool) -> str:
    """What went wrong and what to do, in one line."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError

    match error:
        case NoSuchModuleError():
            return Message("names a kind of database that is not known here; write postgresql+psycopg:// or sqlite:///")
        case ImportError():
            package = error.name or "its driver"
            return Message(
                "needs the Python package {package}; install it, for PostgreSQL with: {command}",
                package=package,
                command=install_command("postgres"),
            )
        case ValueError():
            return message_of(error)
    driver = error.orig if isinstance(error, DBAPIError) else error
    lines = [line.strip() for line in str(driver).splitlines()]
    said = " ".join([*lines[:1], *(line for line in lines[1:] if line.startswith("HINT:"))]) or type(error).__name__
    if connected:
        return Message(
            "the database refuses it: {reason}; check the query's tables and columns, and what may be read",
            reason=said.rstrip("."),
        )
    return Message(
        "the database cannot be used: {reason}; check that it runs, its address, and user and password in the environment",
        reason=said.rstrip("."),
    )

"""Where records come from: a file, or a query to the company's database.

    records:
      actuals: {file: exports/actuals.xlsx, sheet: Actuals}
      check_ins:
        url: postgresql+psycopg://${PGUSER}:${PGPASSWORD}@db.example.org/finance
        query: select date, key_result, value, confidence, comment, author from check_ins

A plan is read by many and kept for ever, so it never holds a password: ``${NAME}`` stands for what the
environment has when the records are read. No message of this module repeats an address that it refuses.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self
from urllib.parse import parse_qsl, quote

from pydantic import BeforeValidator, WithJsonSchema, field_validator, model_validator

from okr_lib.errors import Message, RefusedError
from okr_lib.plan.fields import About, Parts, Record
from okr_lib.plan.values import Text, ending_in

VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_ONLY_VARIABLES = re.compile(rf"(?:{VARIABLE.pattern})+")
_ADDRESS = re.compile(r"[\w+]+://(?:[^:/]*(?::(?P<password>[^@]*))?@)?[^?@]*(?:\?(?P<options>.*))?", re.DOTALL)
_SECRET_OPTION = re.compile(r"pass(word|wd|phrase)?$|pwd|secret|token|api_?key", re.IGNORECASE)
SECRET_INSIDE = re.compile(r"(?:pwd|password)\s*=\s*([^;]*)", re.IGNORECASE)
_NOT_SQL = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_READING = re.compile(r"[\s(]*(select|with|values|table)\b", re.IGNORECASE)
_SERVER = "postgresql+psycopg://${PGUSER}:${PGPASSWORD}@db.example.org/finance"


def _url(value: Any) -> str:
    address = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if isinstance(value, str) and VARIABLE.fullmatch(value):
        return value
    if address is None:
        raise RefusedError(
            "is not the address of a database; write {server} or {file}", server=_SERVER, file="sqlite:///records.db"
        )
    options = parse_qsl(address["options"] or "")
    secrets = [address["password"] or "", *(given for name, given in options if _SECRET_OPTION.search(name))]
    secrets += [found.strip() for _, given in options for found in SECRET_INSIDE.findall(given)]
    if any(secret and not _ONLY_VARIABLES.fullmatch(secret) for secret in secrets):
        raise RefusedError(
            "holds a password; write ${variable} in its place and set that in the environment", variable="{PGPASSWORD}"
        )
    return str(value)


def _group(message: Message) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, Mapping | Record | None):  # not repeated: it may be an address with a password
            raise ValueError(message)
        return value

    return BeforeValidator(check)


_Address = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string"})]


class Origin(Parts):
    """Where one kind of records comes from: a ``file`` (with a ``sheet``), or a database's ``url`` and ``query``."""

    file: Annotated[
        Annotated[Text, ending_in(".csv", ".xlsx", ".parquet")] | None,
        About("file", note="A .csv, .xlsx or .parquet file beside the plan; or address and query."),
    ] = None
    sheet: Annotated[Text | None, About("sheet", note="Of a workbook with several sheets.")] = None
    url: Annotated[
        _Address | None,
        About("address", note="Of a database; ${NAME} stands for a user or password, never write one."),
    ] = None
    query: Annotated[Text | None, About("query", note="One select with the columns needed.")] = None

    @field_validator("query")
    @classmethod
    def _only_reads(cls, query: str | None) -> str | None:
        statements = [part for part in _NOT_SQL.sub(" ", query or "").split(";") if part.strip()]
        if query and not (len(statements) == 1 and _READING.match(statements[0])):
            raise RefusedError("is not one select; write a query that only reads, or make a view of it in the database")
        return query

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.file is None) == (self.url is None) or (self.url is None) != (self.query is None):
            raise RefusedError("give either file, or url and query of a database, not both and not neither")
        if self.sheet is not None and not (self.file or "").casefold().endswith(".xlsx"):
            raise RefusedError("a sheet goes with an .xlsx file, and only with it")
        return self


def origin_of(kind: str) -> BeforeValidator:
    """Refuse what is no group of fields where an origin of that kind stands."""
    return _group(
        Message(
            "is not a group of fields; write {example}, or url and query of a database",
            example=f"{{file: {kind}.xlsx}}",
        )
    )


class Origins(Record):
    """Where records come from, by kind; without an origin the file of that name, such as ``actuals.csv``.

    Check-ins from an origin come in addition to those of ``check_ins.csv``, which ``okr check-in`` goes on adding to.
    """

    actuals: Annotated[Origin | None, origin_of("actuals"), About("Actuals")] = None
    check_ins: Annotated[Origin | None, origin_of("check_ins"), About("Check-ins")] = None
    drivers: Annotated[Origin | None, origin_of("drivers"), About("Drivers")] = None
    spend: Annotated[Origin | None, origin_of("spend"), About("Spend")] = None


_BELOW = Message("is not a group of fields; write {example} below it", example="actuals: {file: actuals.xlsx}")
Records = Annotated[Origins, _group(_BELOW)]


def filled(url: str, environment: Mapping[str, str]) -> str:
    """An address with what the environment has for each ``${NAME}``; a ``KeyError`` has the names that are not set.

    Values are escaped where an address needs it (user, password, options), so a password may hold any character. An
    address that is one variable as a whole is taken as it is.

    Examples
    --------
    >>> filled("postgresql://${WHO}:${PASSWORD}@db/finance", {"WHO": "reader", "PASSWORD": "a/b@c"})
    'postgresql://reader:a%2Fb%40c@db/finance'
    """
    unset = [name for name in dict.fromkeys(VARIABLE.findall(url)) if name not in environment]
    if unset:
        raise KeyError(*unset)
    user_ends = url.find("@")
    options_start = url.find("?") if "?" in url else len(url)

    def value(variable: re.Match[str]) -> str:
        given = environment[variable[1]]
        return quote(given, safe="") if variable.start() < user_ends or variable.start() > options_start else given

    return VARIABLE.sub(value, url)

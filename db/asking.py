"""A user's own question in SQL: it reads, and nothing else, for a while, and no more rows than can be held."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db.tables import SEARCH_INDEX
from schemas.errors import ExitCode, SolieuError

QUESTIONS = ("SELECT", "WITH", "VALUES", "EXPLAIN")
_BEFORE_THE_VERB = re.compile(r"\A(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*", re.DOTALL)
_STEPS = 10_000  # of SQLite's machine between two looks at the clock; some milliseconds
_LONGEST_VALUE = 64 * 2**20  # bytes; so that zeroblob(10**10) asks for no memory
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_CANCELLED = "57014"  # PostgreSQL's code of a statement that took too long


class BadQuery(SolieuError):
    """A question that the store does not take; the message says why."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question; `is_whole` tells whether there were no more."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_whole: bool

    @property
    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(engine: Engine, sql: str, *, seconds: float, most_rows: int) -> Answer:
    """Return the answer to one statement that reads.

    Raises BadQuery for what writes, for several statements, for what is not understood or not answered in time.
    """
    verb = re.split(r"\W", _BEFORE_THE_VERB.sub("", sql, count=1), maxsplit=1)[0]
    if verb.upper() not in QUESTIONS:
        raise BadQuery(f"a question begins with {', '.join(QUESTIONS)}; the store is only read here")
    if engine.dialect.name == "sqlite":
        return _ask_sqlite(Path(str(engine.url.database)), sql, seconds, most_rows)
    return _ask_server(engine, sql, seconds, most_rows)


def _ask_sqlite(path: Path, sql: str, seconds: float, most_rows: int) -> Answer:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA query_only = ON")
            # Full text is opened here: when it opens, it asks for rights that a question does not need.
            connection.execute(f"SELECT rowid FROM {SEARCH_INDEX} LIMIT 0")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            connection.set_authorizer(_only_reading)
            end = time.monotonic() + seconds
            connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            cursor = connection.execute(sql)
            return _answer([each[0] for each in cursor.description or ()], cursor.fetchmany(most_rows + 1), most_rows)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise _too_slow(seconds) from error
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise BadQuery(f"the store is only read here: {error}") from error
        raise BadQuery(f"not understood: {_line(error)}") from error


def _only_reading(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action == sqlite3.SQLITE_FUNCTION and second == "load_extension":
        return sqlite3.SQLITE_DENY
    # Full text asks by itself whether the file has changed.
    asks_version = action == sqlite3.SQLITE_PRAGMA and first == "data_version"
    return sqlite3.SQLITE_OK if action in _READS or asks_version else sqlite3.SQLITE_DENY


def _ask_server(engine: Engine, sql: str, seconds: float, most_rows: int) -> Answer:
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        cursor = driver.cursor()
        try:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = {max(round(seconds * 1000), 1)}")
            # A prepared statement is one statement; sent as plain text, several would be run.
            cursor.execute(sql, prepare=True)
            columns = [each.name for each in cursor.description or ()]
            return _answer(columns, cursor.fetchmany(most_rows + 1), most_rows)
        except driver.Error as error:
            if error.sqlstate == _CANCELLED:
                raise _too_slow(seconds) from error
            raise BadQuery(f"not understood, or more than reading: {_line(error)}") from error
    finally:
        connection.invalidate()  # whatever the question did to the session goes with it


def _answer(columns: Sequence[str], rows: Iterable[Sequence[Any]], most_rows: int) -> Answer:
    plain = [tuple(map(_plain, row)) for row in rows]
    return Answer(_distinct(columns), plain[:most_rows], is_whole=len(plain) <= most_rows)


def _distinct(columns: Sequence[str]) -> list[str]:
    """Return the columns with a number behind a name that was there before."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column] += 1
        names.append(column if seen[column] == 1 else f"{column}_{seen[column]}")
    return names


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    return value.hex() if isinstance(value, bytes | memoryview) else value


def _too_slow(seconds: float) -> BadQuery:
    return BadQuery(f"not answered within {seconds:g} s; ask for less, or raise --timeout")


def _line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]

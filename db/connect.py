"""From a path or a URL to an engine, and from a driver's error to one line for the user."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from schemas.errors import MissingProgram, StoreError

BUSY_SECONDS = 60  # how long a process waits for another one that writes
_WRITING = "solieu_writing"
_dump_json = partial(json.dumps, ensure_ascii=False)  # so that a quote can be read in the file itself


def store_url(where: str) -> URL:
    """Return the URL of a store.

    Raises StoreError for another kind of database and for a path that cannot be a file.
    """
    if "://" not in where:
        url = URL.create("sqlite", database=str(Path(where).expanduser()))
    else:
        try:
            url = make_url(where)
        except ArgumentError as error:
            raise StoreError(f"{where.partition('://')[0]}://…: not a URL of a database") from error
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StoreError(f"{kind}: not a database that a store can live in; give a path or a postgresql:// URL")
    if url.database in (None, "", ":memory:"):
        raise StoreError("a store needs a file; give its path")
    path = Path(str(url.database))
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; give the path of a file in it")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: there is no folder {path.parent}; make it first")
    return url.set(drivername="sqlite+pysqlite")


def connect(url: URL) -> Engine:
    """Return the engine for a URL of `store_url`; nothing is opened yet.

    Raises MissingProgram where the driver is not installed.
    """
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, json_serializer=_dump_json, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingProgram("PostgreSQL needs the package psycopg: pip install 'psycopg[binary]'") from error
    engine = create_engine(url, json_serializer=_dump_json, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the module would commit before DDL; we say BEGIN ourselves
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # One that reads first and writes later fails where another process wrote in between; so a writer says so at once.
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def let_read_while_writing(engine: Engine) -> None:
    """Switch an SQLite file to its write-ahead log, for good; this cannot be done within a transaction."""
    with told(engine.url):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the store; errors come out as StoreError."""
    with told(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of a writer, which ends in a commit or, at any error, leaves nothing behind."""
    with told(engine.url), engine.execution_options(**{_WRITING: True}).begin() as connection:
        yield connection


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn what a driver raises into a StoreError of one line, without the password."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OverflowError, UnicodeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        reason = (str(cause).strip() or type(cause).__name__).splitlines()[0]
        raise StoreError(f"{label(url)}: {reason}") from error


def label(url: URL) -> str:
    """Return how a store is named to the user."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)

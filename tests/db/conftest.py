"""Stores on both databases: a file, and a real PostgreSQL that lives as long as the test run."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from db import Store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of an empty server.

    Run by root, pgserver starts it as a user of its own, who must reach the data: so not in pytest's private folder.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it keeps its sockets
        from pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="solieu-postgres-"))
    running = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(running.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str, pattern: str = "template1") -> Iterator[str]:
    """Make a database on the server, for a while, and yield its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE plans TEMPLATE {pattern}".encode())
        try:
            yield server.replace("/postgres?", "/plans?")
        finally:
            connection.execute("DROP DATABASE plans WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The place of a store that is not there yet, on each database in turn."""
    if request.param == "sqlite":
        yield str(tmp_path / "solieu.db")
    else:
        with database(request.getfixturevalue("server")) as url:
            yield url


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store, to be copied: making one for each test takes longer than most tests."""
    path = tmp_path_factory.mktemp("new") / "solieu.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture(scope="session")
def new_on_server(server: str) -> str:
    """The name of a database with a new store, to be copied."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE new_store")
    Store.open(server.replace("/postgres?", "/new_store?")).close()
    return "new_store"


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on each database in turn."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = str(shutil.copy(request.getfixturevalue("new_file"), tmp_path / "solieu.db"))
        else:
            pattern = request.getfixturevalue("new_on_server")
            url = stack.enter_context(database(request.getfixturevalue("server"), pattern))
        yield stack.enter_context(Store.open(url, originals=tmp_path / "originals"))


@pytest.fixture
def file_store(new_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file, for what does not hang on the database."""
    with Store.open(str(shutil.copy(new_file, tmp_path / "solieu.db"))) as opened:
        yield opened

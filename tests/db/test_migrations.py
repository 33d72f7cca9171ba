from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from db import VIEWS, Store
from db.connect import connect, reading, store_url, writing
from db.migrations import HEAD, VERSION_TABLE
from db.tables import is_modelled, metadata
from schemas.errors import StoreError


def everything(where: str) -> dict[str, Any]:
    """What a database holds, rows and all."""
    engine = connect(store_url(where))
    with reading(engine) as connection:
        seen = inspect(connection)
        names = sorted([*seen.get_table_names(), *seen.get_view_names()])
        held = {
            name: (
                [str(column) for column in seen.get_columns(name)],
                connection.execute(text(f"SELECT * FROM {name}")).all(),
            )
            for name in names
        }
    engine.dispose()
    return held


def test_the_migrated_tables_are_those_of_the_code(where: str) -> None:
    Store.open(where).close()
    engine = connect(store_url(where))
    with reading(engine) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "compare_type": True,
                "compare_server_default": True,
                "include_name": is_modelled,
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_column_may_be_null_where_the_code_says_so(where: str) -> None:
    Store.open(where).close()
    engine = connect(store_url(where))
    with reading(engine) as connection:
        seen = inspect(connection)
        for table in metadata.tables.values():
            found = {column["name"]: column["nullable"] for column in seen.get_columns(table.name)}
            assert found == {column.name: column.nullable for column in table.c}
    engine.dispose()


def test_opening_twice_changes_nothing(where: str) -> None:
    Store.open(where).close()
    first = everything(where)
    Store.open(where).close()
    assert everything(where) == first
    assert set(VIEWS) <= set(first)


def test_the_version_of_the_code_is_the_newest_script() -> None:
    assert ScriptDirectory(str(files("db.migrations"))).get_heads() == [HEAD]


def test_the_scripts_travel_with_the_package() -> None:
    names = {entry.name for entry in files("db.migrations.versions").iterdir()}
    assert any(name.startswith(HEAD) for name in names)


def test_views_of_another_version_of_the_program_are_made_anew(where: str) -> None:
    Store.open(where).close()
    before = everything(where)
    engine = connect(store_url(where))
    with writing(engine) as connection:
        connection.execute(text("DROP VIEW targets"))
        connection.execute(text("CREATE VIEW targets AS SELECT 1 AS target_id"))
        connection.execute(text("UPDATE store_info SET value = 'older' WHERE key = 'views'"))
    engine.dispose()
    Store.open(where).close()
    assert everything(where) == before


def test_a_store_of_a_newer_version_is_refused(where: str) -> None:
    Store.open(where).close()
    engine = connect(store_url(where))
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"newer version of Solieu \(store version 9999\)"):
        Store.open(where)


def test_a_migration_that_fails_leaves_nothing(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: Connection) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("db.upgrade.create_views", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            Store.open(where)
    assert everything(where) == {}
    Store.open(where).close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    path.write_bytes(b"%PDF-1.7 and then some more bytes" * 100)
    with pytest.raises(StoreError, match=r"plan\.db: file is not a database"):
        Store.open(str(path))
    assert path.read_bytes().startswith(b"%PDF-1.7")


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "songs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is a database, but no store of Solieu"):
        Store.open(str(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("{folder}/none/solieu.db", "there is no folder"),
        ("{folder}", "is a folder"),
        ("mysql://localhost/plans", "mysql: not a database that a store can live in"),
        ("sqlite://", "a store needs a file"),
        ("postgresql://nobody:geheim@localhost:1/plans", r"postgresql\+psycopg://nobody:\*\*\*@localhost:1/plans: "),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(where: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=reason) as caught:
        Store.open(where.format(folder=tmp_path))
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)

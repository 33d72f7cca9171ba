"""Bring a store to this program's version when it is opened, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, select, table, text

from db.connect import label, let_read_while_writing, reading, writing
from db.migrations import HEAD, VERSION_TABLE
from db.views import create_views, drop_views, views_are_current
from schemas.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x501E0  # PostgreSQL's advisory lock for those who upgrade; any number, only ever the same


def bring_to_head(engine: Engine) -> None:
    """Create or migrate the store; one that is current is only read.

    Raises StoreError for a database that is no store and for a store of a newer version.
    """
    with reading(engine) as connection:
        if _is_current(connection):
            return
    if engine.dialect.name == "sqlite":
        let_read_while_writing(engine)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if not _is_current(connection):  # another process may have been faster
            drop_views(connection)
            _migrate(connection)
            create_views(connection)


def alembic_config(connection: Connection) -> Config:
    """Return the configuration under which Alembic finds the scripts and works on the connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.attributes["connection"] = connection
    return config


def _is_current(connection: Connection) -> bool:
    revision = _revision(connection)
    if revision is None:
        return False
    if revision != HEAD:
        _refuse_newer(connection, revision)
        return False
    return views_are_current(connection)


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        version = table(VERSION_TABLE)
        return connection.execute(select(text("version_num")).select_from(version)).scalar_one_or_none()
    if tables and connection.dialect.name == "sqlite":  # on a server others may have tables beside ours
        raise StoreError(f"{label(connection.engine.url)}: is a database, but no store of Solieu")
    return None


def _refuse_newer(connection: Connection, revision: str) -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(alembic_config(connection))
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        where = label(connection.engine.url)
        raise StoreError(f"{where}: was written by another, newer version of Solieu (store version {revision})")


def _migrate(connection: Connection) -> None:
    from alembic import command

    command.upgrade(alembic_config(connection), "head")

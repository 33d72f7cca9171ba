"""Alembic's entry: runs the scripts on the connection that `db.upgrade` hands over, within its transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from db.migrations import VERSION_TABLE
from db.tables import PIECES, FoldedWords, UtcTime, is_modelled, metadata


def _written(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that scripts do not lean on code that moves on."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.Text()"
    if kind == "type" and isinstance(item, FoldedWords):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql')"
    if kind == "type" and isinstance(item, type(PIECES)):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite cannot alter columns in place
    render_item=_written,
    include_name=is_modelled,
)
with context.begin_transaction():
    context.run_migrations()

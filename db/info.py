"""What the store knows of itself: the version of its views and of its reference data."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from db.tables import store_info


def remember(connection: Connection, key: str, value: str) -> None:
    """Write down something that the store knows of itself."""
    changed = connection.execute(update(store_info).where(store_info.c.key == key).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(store_info).values(key=key, value=value))


def recall(connection: Connection, key: str) -> str | None:
    """Return what was written down under the key."""
    return connection.execute(select(store_info.c.value).where(store_info.c.key == key)).scalar_one_or_none()

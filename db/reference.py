"""Places, criteria and the links between sets of criteria, as the pipeline hands them over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Date, delete, insert

from db.info import recall, remember
from db.rows import Row, joined, plain
from db.tables import reference_tables

ReferenceKind = Literal["places", "place_changes", "criteria", "criterion_links"]
_LEVELS = 3  # commune, district, province


def has_reference(connection: Connection, kind: ReferenceKind, version: str) -> bool:
    """Tell whether the store holds the rows of this version."""
    return recall(connection, _key(kind)) == version


def write_reference(connection: Connection, kind: ReferenceKind, rows: Iterable[object], version: str) -> None:
    """Replace the rows of that kind and remember their version."""
    table = reference_tables[kind]
    columns = [(column.name, isinstance(column.type, Date)) for column in table.c if column.name != "position"]
    values = [_values(columns, row, position) for position, row in enumerate(rows)]
    if kind == "places":
        _name_parents(values)
    connection.execute(delete(table))
    if values:
        connection.execute(insert(table), values)
    remember(connection, _key(kind), version)


def _key(kind: ReferenceKind) -> str:
    return f"reference:{kind}"


def _values(columns: Sequence[tuple[str, bool]], row: object, position: int) -> Row:
    """Return a row's values by (name, whether it is a date)."""
    values: Row = {"position": position}
    told: Mapping[str, Any] | None = row if isinstance(row, dict) else None
    for name, dated in columns:
        value: Any = told.get(name) if told is not None else getattr(row, name, None)
        if dated and isinstance(value, str):
            value = date.fromisoformat(value) if value else None
        values[name] = joined(value) if isinstance(value, (list, tuple)) else plain(value)
    return values


def _name_parents(places: list[Row]) -> None:
    """Give each place the names of its district and province on the day from which it holds; a district is its own."""
    versions: defaultdict[str, list[Row]] = defaultdict(list)
    for place in places:
        versions[place["place_code"]].append(place)
    for place in places:
        day = place["valid_from"] or date.min
        at: Row | None = place
        for _ in range(_LEVELS):  # counted, so that a circle in the data does no harm
            if at is None:
                break
            if at["level"] in ("district", "province"):
                place[f"{at['level']}_name"] = at["name"]
            above = versions.get(at["parent_code"], [])
            at = next((unit for unit in above if _holds(unit, day)), above[-1] if above else None)


def _holds(place: Row, day: date) -> bool:
    return (place["valid_from"] or date.min) <= day < (place["valid_to"] or date.max)

"""The metadata with which Datasette shows an SQLite store: titles, meanings and units, facets, first questions."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from db.dictionary import ColumnEntry, dictionary, tables_beneath


@cache
def questions() -> dict[str, dict[str, Any]]:
    """Return the canned queries by name: title, text, sql, and a sample of what they ask for."""
    return tomllib.loads((files("reports") / "questions.toml").read_text(encoding="utf-8"))


def datasette_metadata(database: str) -> dict[str, Any]:
    """Return the metadata for Datasette; `database` is the store's file name without its ending.

    Units stand in the descriptions of the columns: Datasette's
    own units turn an amount of money into "6.42 tera".
    """
    shown: dict[str, Any] = {
        view.name: {
            "title": view.title,
            "description": view.text,
            "columns": {column.name: _description(column) for column in view.columns},
        }
        | ({"facets": list(view.facets)} if view.facets else {})
        for view in dictionary()
    }
    return {
        "title": "Solieu",
        "description": "Kế hoạch xây dựng nông thôn mới: mỗi con số kèm trang và câu chữ nơi nó được in.",
        "databases": {
            database: {
                "tables": shown | {name: {"hidden": True} for name in tables_beneath()},
                "queries": {
                    name: {"title": each["title"], "description": each["text"], "sql": each["sql"].strip()}
                    for name, each in questions().items()
                },
            }
        },
    }


def _description(column: ColumnEntry) -> str:
    values = f": {', '.join(column.values)}" if column.values else ""
    return f"{column.text}{values}{f' ({column.unit})' if column.unit else ''}"

"""The data dictionary: what every view and column means, its type, unit and closed list."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from pydantic import BaseModel
from sqlalchemy import BigInteger, Boolean, Date, Double
from sqlalchemy.types import TypeEngine

from db.migrations import VERSION_TABLE
from db.tables import PIECES, metadata
from db.views import VIEW_OF, VIEWS
from schemas.facts import FACT_TYPES, DocumentFact

_TYPES: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (BigInteger, "whole number"),
    (Double, "number"),
    (Date, "day"),
    (Boolean, "yes or no"),
    (type(PIECES), "JSON"),
)
_MODELS: dict[str, type[BaseModel]] = {"documents": DocumentFact, **{kind.view: kind for kind in FACT_TYPES}}


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column: `values` is its closed list, empty where it has none."""

    name: str
    type: str
    text: str
    unit: str | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view; `facets` are the columns by which its rows are best parted."""

    name: str
    title: str
    text: str
    facets: tuple[str, ...]
    columns: tuple[ColumnEntry, ...]


@cache
def dictionary() -> tuple[ViewEntry, ...]:
    """Return all views in their order.

    Raises KeyError for a view or column that `columns.toml` does not describe.
    """
    told = tomllib.loads((files("db") / "columns.toml").read_text(encoding="utf-8"))
    return tuple(_view(name, told["views"][name], told) for name in VIEWS)


def tables_beneath() -> list[str]:
    """Return the tables that the views rest on, which no user needs to see."""
    return [*metadata.tables, VERSION_TABLE]


def _view(name: str, own: dict[str, Any], told: dict[str, Any]) -> ViewEntry:
    texts = told["columns"] | own.get("columns", {})
    columns = tuple(
        ColumnEntry(shown.name, _type(shown.type), texts[shown.name], told["units"].get(shown.name), values)
        for shown in VIEW_OF[name].query.selected_columns
        for values in (tuple(_closed_list(name, shown.name)),)
    )
    return ViewEntry(name, own["title"], own["text"], tuple(own.get("facets", ())), columns)


def _type(kind: TypeEngine[Any]) -> str:
    return next((word for known, word in _TYPES if isinstance(kind, known)), "text")


def _closed_list(view: str, column: str) -> Iterator[str]:
    model = _MODELS.get(view)
    field = model.model_fields.get(column) if model else None
    for kind in get_args(field.annotation) or (field.annotation,) if field else ():
        if isinstance(kind, type) and issubclass(kind, Enum):
            yield from (str(member.value) for member in kind)

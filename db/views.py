"""The views that users query, the same on every database. Their names and columns are a promise.

Views hold no data: they are dropped and made anew whenever their text differs from what the store holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Select,
    TableClause,
    Text,
    column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import ScalarSelect

from db.info import recall, remember
from db.tables import BOX, documents, fact_tables, findings, reference_tables

_PLACE = ("place_code", "place_name", "district_name", "province_name")
_LEADING = ("target_id", "table_label", "group_label", "row_number")
_EVIDENCE = ("document_id", "page", *BOX, "quote", "confidence", "reader", "flags", "notes", "pieces")
_VIEWS_KEY = "views"


@dataclass(frozen=True)
class View:
    """A view: what it shows, the column that names a row, and the columns that order its rows for good."""

    name: str
    query: Select[Any]
    order: tuple[str, ...]

    @cached_property
    def clause(self) -> TableClause:
        """Return the view with typed columns, to select from."""
        return table(self.name, *(column(shown.name, shown.type) for shown in self.query.selected_columns))

    @property
    def columns(self) -> list[str]:
        return [shown.name for shown in self.query.selected_columns]

    def ddl(self, dialect: Dialect) -> str:
        """Return the statement that makes it."""
        body = self.query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        return f"CREATE VIEW {self.name} ({', '.join(self.columns)}) AS {body}"


def _fact_view(name: str) -> View:
    """Put the id first, then what tells the row, then its own columns, and the evidence last."""
    source = fact_tables[name]
    head = [shown for shown in (*_LEADING, *_PLACE) if shown in source.c]
    own = [shown.name for shown in source.c if shown.name not in {"fact_id", *head, *_EVIDENCE}]
    fact_id = source.c.fact_id.label("target_id") if name == "targets" else source.c.fact_id
    query = select(fact_id, *(source.c[shown] for shown in (*head, *own, *_EVIDENCE)))
    return View(name, query, ("document_id", "position"))


def _name_as_of(name: str) -> ScalarSelect[Any]:
    """Return the name that the document's place had on the document's day."""
    places = reference_tables["places"]
    day = documents.c.as_of
    return (
        select(places.c[name])
        .where(places.c.place_code == documents.c.place_code)
        .where(or_(places.c.valid_from.is_(None), places.c.valid_from <= day))
        .where(or_(places.c.valid_to.is_(None), places.c.valid_to > day))
        .order_by(places.c.valid_from.desc(), places.c.position)
        .limit(1)
        .scalar_subquery()
    )


def _documents_view() -> View:
    shown: list[ColumnElement[Any]] = []
    last = (*BOX, "page", "quote", "confidence", "pieces", "flags", "notes", "as_of", "issuer_key")
    for stored in documents.c:
        if stored.name not in last:
            shown.append(stored)
        if stored.name == "place_name":
            shown += [_name_as_of(name).label(name) for name in ("district_name", "province_name")]
    ending = [documents.c[name] for name in _EVIDENCE if name not in ("document_id", "reader")]
    return View("documents", select(*shown, *ending), ("place_code", "plan_year", "document_id"))


def _findings_view() -> View:
    names = ["finding_id", "code", "severity", "message_vi", "message_en", "document_id", "page", *BOX, "quote"]
    names += ["stated", "expected", "related", "cause_id", "confidence", "reader", "pieces"]
    return View(
        "findings",
        select(*(findings.c[name] for name in (*names, "position"))),
        ("document_id", "position", "finding_id"),
    )


def _links_view() -> View:
    """Show which documents of the store cite which: by number, issuer and date as far as they are told."""
    cites, cited = fact_tables["citations"], documents.alias("cited")
    query = (
        select(cites.c.document_id, cited.c.document_id.label("cited_document_id"), cites.c.fact_id, cites.c.number)
        .join(cited, cited.c.number == cites.c.number)
        .where(cited.c.document_id != cites.c.document_id)
        .where(
            or_(cites.c.issued_on.is_(None), cited.c.issued_from.is_(None), cites.c.issued_on == cited.c.issued_from)
        )
        .where(or_(cites.c.issuer.is_(None), cited.c.issuer.is_(None), cites.c.issuer == cited.c.issuer))
    )
    return View("document_links", query, ("document_id", "number", "cited_document_id", "fact_id"))


def _reference_view(name: str, *order: str) -> View:
    source = reference_tables[name]
    return View(name, select(*(shown for shown in source.c if shown.name != "position")), order)


VIEW_OF: dict[str, View] = {
    view.name: view
    for view in (
        _documents_view(),
        *(_fact_view(name) for name in fact_tables),
        _links_view(),
        _findings_view(),
        _reference_view("places", "place_code", "valid_from", "valid_to", "name"),
        _reference_view("place_changes", "changed_on", "old_code", "new_code"),
        _reference_view("criteria", "framework", "criterion", "name"),
        _reference_view("criterion_links", "framework_a", "criterion_a", "framework_b", "criterion_b"),
    )
}
VIEWS: tuple[str, ...] = tuple(VIEW_OF)


def id_column(view: str) -> str:
    """Return the column that names a row of a fact view."""
    return "target_id" if view == "targets" else "fact_id"


def views_hash(dialect: Dialect) -> str:
    """Return what tells these views from those of another version of the program."""
    return hashlib.sha256("\n".join(view.ddl(dialect) for view in VIEW_OF.values()).encode()).hexdigest()


def drop_views(connection: Connection) -> None:
    """Drop the views, so that the tables beneath can change."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create_views(connection: Connection) -> None:
    """Make all views and remember which they are."""
    for view in VIEW_OF.values():
        connection.exec_driver_sql(view.ddl(connection.dialect))
    remember(connection, _VIEWS_KEY, views_hash(connection.dialect))


def views_are_current(connection: Connection) -> bool:
    """Tell whether the store's views are those of this program."""
    return recall(connection, _VIEWS_KEY) == views_hash(connection.dialect)


def ordered(view: View, dialect: Dialect) -> list[ColumnElement[Any]]:
    """Return the order of the rows, the same on both databases: by code points, nulls last."""
    keys: list[ColumnElement[Any]] = []
    for name in view.order:
        key: ColumnElement[Any] = view.clause.c[name]
        if isinstance(key.type, Text) and dialect.name == "postgresql":
            key = key.collate("C")
        keys.append(key.nulls_last())
    return keys

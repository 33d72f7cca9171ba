"""The tables: what was read, as it was read. Users see it through the views of `db.views`.

There is one table per type of fact, with the columns of its model in `schemas.facts` and of the evidence. So a new
field of a model is a new column here; `python -m db.migrations "why"` writes the migration that adds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.types import TypeEngine

from schemas.facts import FACT_TYPES, DocumentFact, Fact

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """An instant, kept as ISO 8601 text in UTC so that both databases show the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class FoldedWords(TypeDecorator[list[str]]):
    """Folded words in their order: a text for FTS5, a vector for PostgreSQL, whose own parser is passed by."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return None if value is None else " ".join(value)
        return " ".join(f"'{word}':{at}" for at, word in enumerate(value, 1))


PIECES = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
BOX = ("x0", "y0", "x1", "y1")
NOT_COLUMNS = frozenset({"evidence", "title_evidence", "target_index"})  # spread over columns; told by target_id

# Integers are 64 bits wide throughout: a number misread as one of twelve digits must not make a whole document fail.
_TYPES: dict[type, type[TypeEngine[Any]]] = {int: BigInteger, date: Date, Decimal: Double, float: Double}


def model_columns(model: type[BaseModel]) -> Iterator[Column[Any]]:
    """Yield a column for each plain field of the model; texts may be null, because an empty one is stored as null."""
    for name, field in model.model_fields.items():
        if name in NOT_COLUMNS:
            continue
        kinds = [kind for kind in get_args(field.annotation) or (field.annotation,) if kind is not NoneType]
        optional = NoneType in get_args(field.annotation) or kinds == [str]
        key = name in ("fact_id", "document_id")
        yield Column(name, _TYPES.get(kinds[0], Text), primary_key=key, nullable=optional and not key)


def evidence_columns() -> Iterator[Column[Any]]:
    """Yield where the first piece stands, the words of all pieces, and the pieces themselves."""
    yield Column("page", BigInteger)
    yield from (Column(name, Double) for name in BOX)
    yield Column("quote", Text)
    yield Column("confidence", Double)
    yield Column("pieces", PIECES)


def mark_columns() -> Iterator[Column[Any]]:
    """Yield the codes of findings, comma-separated; kept on the rows because users filter millions of rows by them."""
    yield Column("flags", Text)
    yield Column("notes", Text)


def owner(name: str = "document_id") -> Column[Any]:
    """Return the column of the document that a row goes and comes with."""
    return Column(name, ForeignKey("read_documents.document_id", ondelete="CASCADE"), nullable=False)


documents = Table(
    "read_documents",
    metadata,
    *model_columns(DocumentFact),
    Column("same_as", Text),
    Column("source_path", Text),
    Column("settings_hash", Text, nullable=False),
    Column("ingested_at", UtcTime, nullable=False),
    Column("fact_count", BigInteger, nullable=False),
    Column("has_boxes", Boolean, nullable=False),
    Column("as_of", Date),  # the day whose names of places hold for the document
    Column("issuer_key", Text, index=True),  # see db.renditions
    *evidence_columns(),
    *mark_columns(),
)


def _fact_table(kind: type[Fact]) -> Table:
    table = Table(
        f"read_{kind.view}",
        metadata,
        *model_columns(kind),
        Column("position", BigInteger, nullable=False),  # 0-based, in the order of the document
        owner(),
        *evidence_columns(),
        Column("reader", Text, nullable=False),
        *mark_columns(),
    )
    Index(None, table.c.document_id, table.c.position)
    if "place_code" in table.c:
        Index(None, *(table.c[name] for name in ("place_code", "year") if name in table.c))
    if "target_id" in table.c:
        Index(None, table.c.target_id)
    return table


fact_tables: dict[str, Table] = {kind.view: _fact_table(kind) for kind in FACT_TYPES}

findings = Table(
    "audit_findings",
    metadata,
    Column("finding_id", Text, primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("severity", Text, nullable=False),
    Column("message_vi", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    owner(),
    *evidence_columns(),
    Column("reader", Text, nullable=False),
    Column("stated", Text),
    Column("expected", Text),
    Column("related", Text),  # fact_ids, comma-separated, the accused first
    Column("cause_id", Text),
    Column("subject", Text, index=True),  # of a finding across documents: its place or number, see db.across
    Column("position", BigInteger, nullable=False),
)
Index(None, findings.c.document_id, findings.c.position)

# No foreign key on fact_id: a finding may be held against another document's facts, which come and go by themselves.
finding_facts = Table(
    "audit_finding_facts",
    metadata,
    Column("finding_id", ForeignKey("audit_findings.finding_id", ondelete="CASCADE"), primary_key=True),
    Column("fact_id", Text, primary_key=True, index=True),
)


def _reference(kind: str, *columns: Column[Any]) -> Table:
    return Table(
        f"reference_{kind}", metadata, Column("position", BigInteger, primary_key=True, autoincrement=False), *columns
    )


reference_tables: dict[str, Table] = {
    "places": _reference(
        "places",
        Column("place_code", Text, nullable=False, index=True),
        Column("name", Text, nullable=False),
        Column("kind", Text),
        Column("level", Text),
        Column("parent_code", Text, index=True),
        Column("district_name", Text),
        Column("province_name", Text),
        Column("valid_from", Date),
        Column("valid_to", Date),
        Column("successor_codes", Text),  # comma-separated
        Column("successor_basis", Text),  # the least sure: crosswalk and act are published, a guess may be wrong
        Column("predecessor_codes", Text),
        Column("acts", Text),  # of its beginning
    ),
    "place_changes": _reference(
        "place_changes",
        Column("changed_on", Date, nullable=False),
        Column("old_code", Text, nullable=False, index=True),
        Column("new_code", Text, nullable=False, index=True),
        Column("change", Text),  # comma-separated
        Column("extent", Text),
        Column("basis", Text, nullable=False),
        Column("acts", Text),
    ),
    "criteria": _reference(
        "criteria",
        Column("framework", Text, nullable=False),
        Column("criterion", BigInteger),
        Column("name", Text),
        Column("valid_from_year", BigInteger),
        Column("valid_to_year", BigInteger),
        Column("decision", Text),
    ),
    "criterion_links": _reference(
        "criterion_links",
        Column("framework_a", Text, nullable=False),
        Column("criterion_a", BigInteger),
        Column("framework_b", Text, nullable=False),
        Column("criterion_b", BigInteger),
        Column("comparable", Text, nullable=False),
        Column("note", Text),
    ),
}

# What `solieu search` looks through; see db.search.
passages = Table(
    "search_passages",
    metadata,
    Column("passage_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    owner(),
    Column("page", BigInteger),
    Column("view", Text, nullable=False),  # where the words stand in the store, and the row's id
    Column("fact_id", Text, nullable=False),
    Column("facts", Text),  # what was read from these words: fact_ids, comma-separated
    Column("words", Text, nullable=False),
    Column("marked", FoldedWords, nullable=False),  # with diacritics, see db.search
    Column("plain", FoldedWords, nullable=False),  # without
)
Index(None, passages.c.document_id)
SEARCH_INDEX = "search_index"  # of FTS5 or GIN: each database has a kind of its own, which the model cannot say


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Tell Alembic what to compare with the tables here."""
    return not (name or "").startswith(SEARCH_INDEX)


# What the store knows of itself: which views and which reference data it holds.
store_info = Table("store_info", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

"""The same plan in several files: the column `same_as`.

Two documents are one plan when issuer, number and date agree, or issuer, kind, title and year (a report may bear the
title of the plan it reports on). Names compare without case and by single blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from db.rows import fold
from db.tables import documents
from schemas.vocabulary import Reader

_LETTERHEAD = ("number", "issued_from", "issued_to", "title", "plan_year", "place_code", "signer", "signer_role")


def link_renditions(connection: Connection, issuer_keys: Iterable[str | None]) -> None:
    """Set `same_as` anew among all documents of these issuers: null on the best of a plan's, else the best's id."""
    keys = {key for key in issuer_keys if key}
    rows = connection.execute(select(documents).where(documents.c.issuer_key.in_(keys))).all() if keys else []
    best: dict[str, str] = {}
    for group in _groups(rows):
        first, *others = sorted(group, key=_rank)
        best |= {other.document_id: first.document_id for other in others}
    changed = [
        {"row_id": row.document_id, "same_as": best.get(row.document_id)}
        for row in rows
        if row.same_as != best.get(row.document_id)
    ]
    if changed:
        connection.execute(update(documents).where(documents.c.document_id == bindparam("row_id")), changed)


def _keys(row: Row[Any]) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = []
    if row.number and row.issued_from:
        number = "".join(row.number.split()).casefold()
        keys.append(("number", row.issuer_key, number, row.issued_from, row.issued_to))
    if row.title and row.plan_year:
        keys.append(("title", row.issuer_key, row.kind, fold(row.title), row.plan_year))
    return keys


def _groups(rows: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    """Return the documents that keys tie together, directly or through a third one."""
    group_of: dict[tuple[object, ...], list[Row[Any]]] = {}
    for row in rows:
        met = [group_of[key] for key in _keys(row) if key in group_of]
        merged = [row, *(member for group in _distinct(met) for member in group)]
        for member in merged:
            group_of.update(dict.fromkeys(_keys(member), merged))
    return _distinct(group_of.values())


def _distinct(groups: Iterable[list[Row[Any]]]) -> list[list[Row[Any]]]:
    return list({id(group): group for group in groups}.values())


def _rank(row: Row[Any]) -> tuple[object, ...]:
    """Order text layer, plain text, partly OCR, OCR; then the more complete; then by id."""
    text_layer = row.reader == Reader.TEXT_LAYER
    quality = (not text_layer, not row.has_boxes if text_layer else row.reader != Reader.MIXED)
    known = sum(getattr(row, name) is not None for name in _LETTERHEAD)
    return quality, -row.fact_count, -known, row.document_id

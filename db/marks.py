"""Which findings touch which rows: the columns `flags` (errors and warnings) and `notes`.

They are kept on the rows, and set anew in the same transaction for every fact that a finding begins or ceases to touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Table, bindparam, select, update

from db.rows import joined
from db.tables import documents, fact_tables, finding_facts, findings
from schemas.vocabulary import Severity

_CHUNK = 1000  # ids in one statement; both databases take more
Codes = set[tuple[str, str]]  # (code, severity)


def touched_by(connection: Connection, document_id: str) -> set[str]:
    """Return the facts, of whatever document, that the document's findings are about."""
    query = select(finding_facts.c.fact_id).join(findings).where(findings.c.document_id == document_id)
    return set(connection.execute(query).scalars())


def touched_in(connection: Connection, document_id: str) -> set[str]:
    """Return the document's facts that a finding, of whatever document, is about."""
    return {
        fact_id
        for table in fact_tables.values()
        for fact_id in connection.execute(
            select(table.c.fact_id)
            .where(table.c.document_id == document_id)
            .where(table.c.fact_id.in_(select(finding_facts.c.fact_id)))
        ).scalars()
    }


def mark(connection: Connection, document_id: str, fact_ids: Collection[str]) -> None:
    """Set both columns on these facts and on the document.

    The document gets the codes of those of its findings that are about no fact of the store.
    """
    known = mark_facts(connection, fact_ids)
    query = (
        select(findings.c.finding_id, findings.c.code, findings.c.severity, finding_facts.c.fact_id)
        .outerjoin(finding_facts)
        .where(findings.c.document_id == document_id)
    )
    loose: dict[str, tuple[str, str]] = {}
    about_facts: set[str] = set()
    for finding_id, code, severity, fact_id in connection.execute(query):
        loose[finding_id] = (code, severity)
        if fact_id in known:
            about_facts.add(finding_id)
    own = {mark for finding_id, mark in loose.items() if finding_id not in about_facts}
    _write(connection, documents, "document_id", {document_id: own})


def mark_facts(connection: Connection, fact_ids: Collection[str]) -> set[str]:
    """Set both columns on these facts; return those that the store has."""
    known: set[str] = set()
    for chunk in chunks(fact_ids):
        codes = _codes_of(connection, chunk)
        for table in fact_tables.values():
            present = list(connection.execute(select(table.c.fact_id).where(table.c.fact_id.in_(chunk))).scalars())
            _write(connection, table, "fact_id", {fact_id: codes[fact_id] for fact_id in present})
            known.update(present)
    return known


def _codes_of(connection: Connection, fact_ids: list[str]) -> defaultdict[str, Codes]:
    query = (
        select(finding_facts.c.fact_id, findings.c.code, findings.c.severity)
        .join(findings)
        .where(finding_facts.c.fact_id.in_(fact_ids))
    )
    codes: defaultdict[str, Codes] = defaultdict(set)
    for fact_id, code, severity in connection.execute(query):
        codes[fact_id].add((code, severity))
    return codes


def _write(connection: Connection, table: Table, key: str, codes_of: dict[str, Codes]) -> None:
    if not codes_of:
        return
    statement = update(table).where(table.c[key] == bindparam("row_id"))
    values = [
        {
            "row_id": row_id,
            "flags": joined(sorted({code for code, severity in codes if severity != Severity.NOTE})),
            "notes": joined(sorted({code for code, severity in codes if severity == Severity.NOTE})),
        }
        for row_id, codes in codes_of.items()
    ]
    connection.execute(statement, values)


def chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """Yield the ids in their order, as many at a time as one statement takes."""
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))

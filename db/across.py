"""The findings that rest on several documents: each has a subject, the place or the number that it is about.

All findings of a subject are replaced together, so that those whose document went or changed go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from db.groups import NUMBER
from db.marks import chunks
from db.rows import Row, finding_rows
from db.tables import BOX, documents, fact_tables, finding_facts, findings
from schemas.evidence import Evidence, Piece
from schemas.findings import Finding
from schemas.geometry import Box
from schemas.vocabulary import Reader

_ACCUSED = ("targets", "criterion_counts", "commune_criteria", "citations")  # views whose rows such findings accuse
_AT_ONCE = 2000
# One position for all, so that it does not hang on which document came first; ids order them.
_AFTER_ITS_OWN = 10**6


def evidence_of(connection: Connection, fact_ids: Collection[str]) -> Mapping[str, Evidence]:
    """Return where these facts stand."""
    found: dict[str, Evidence] = {}
    for chunk in chunks(fact_ids):
        for view in _ACCUSED:
            table = fact_tables[view]
            shown = ("fact_id", "page", *BOX, "quote", "confidence", "reader", "pieces")
            query = select(*(table.c[name] for name in shown)).where(table.c.fact_id.in_(chunk))
            found |= {row.fact_id: _evidence(row) for row in connection.execute(query)}
    return found


def replace_across(
    connection: Connection, subjects: Collection[str] | None, found: Iterable[tuple[str, Finding]]
) -> set[str]:
    """Put these findings, each with its subject, in place of all that the subjects had; None stands for every subject.

    Returns the facts that findings begin or cease to touch.
    """
    touched: set[str] = set()
    for which in [findings.c.subject.is_not(None)] if subjects is None else _of(subjects):
        touched |= _drop(connection, which)
    coming = iter(found)
    while part := list(islice(coming, _AT_ONCE)):
        subject_of = {finding.finding_id: subject for subject, finding in part}
        rows: list[Row] = [
            row | {"subject": subject_of[row["finding_id"]], "position": _AFTER_ITS_OWN}
            for row in finding_rows([finding for _, finding in part])
        ]
        links = [{"finding_id": row["finding_id"], "fact_id": fact} for row in rows for fact in _facts(row["related"])]
        connection.execute(insert(findings), rows)
        connection.execute(insert(finding_facts), links)
        touched.update(link["fact_id"] for link in links)
    return touched


def accusing(
    connection: Connection, wanted: Collection[tuple[str, str]], subjects: Collection[str] | None
) -> dict[tuple[str, str], str]:
    """Return the ids of findings by their code and the row that they accuse, but those of subjects to be replaced."""
    found: dict[tuple[str, str], str] = {}
    for chunk in chunks({fact_id for _, fact_id in wanted}) if subjects is not None else ():
        query = select(findings).join(finding_facts).where(finding_facts.c.fact_id.in_(chunk))
        for row in connection.execute(query.where(findings.c.subject.is_not(None))):
            accused = (row.code, row.related.partition(",")[0])
            if accused in wanted and row.subject not in (subjects or ()):
                found[accused] = row.finding_id
    return found


def drop_touching(connection: Connection, document_id: str, touched: Collection[str]) -> set[str]:
    """Drop the findings across documents that rest on a document about to go; return the facts that they touched.

    `touched` are those of its facts that findings are about.
    """
    gone: set[str] = set()
    for chunk in chunks(touched):
        about = select(finding_facts.c.finding_id).where(finding_facts.c.fact_id.in_(chunk))
        gone |= _drop(connection, findings.c.subject.is_not(None) & findings.c.finding_id.in_(about))
    number = select(documents.c.number).where(documents.c.document_id == document_id)
    if borne := connection.execute(number).scalar_one_or_none():
        gone |= _drop(connection, findings.c.subject == NUMBER + borne.replace(" ", ""))
    return gone


def _of(subjects: Collection[str]) -> list[ColumnElement[bool]]:
    return [findings.c.subject.in_(chunk) for chunk in chunks(subjects)]


def _drop(connection: Connection, which: ColumnElement[bool]) -> set[str]:
    query = select(finding_facts.c.fact_id).join(findings).where(which)
    touched = set(connection.execute(query).scalars())
    connection.execute(delete(findings).where(which))
    return touched


def _facts(related: str | None) -> list[str]:
    return sorted(set((related or "").split(",")) - {""})


def _evidence(row: Any) -> Evidence:
    pieces = tuple(
        Piece(page=each["page"], box=Box(*each["box"]) if each["box"] else None, quote=each["quote"] or "")
        for each in row.pieces
    )
    return Evidence(pieces=pieces, confidence=row.confidence, reader=Reader(row.reader))

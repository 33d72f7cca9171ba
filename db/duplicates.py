"""The note on a document that its plan was in the store already, in another file; it comes and goes with `same_as`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from db.marks import mark
from db.rows import finding_rows
from db.tables import documents, findings
from schemas.evidence import Evidence, Piece
from schemas.findings import Code, Finding
from schemas.vocabulary import Reader

# Words the note: the document's id, where it says what it is, the name of the other file.
DuplicateNote = Callable[[str, Evidence, str], Finding]


def note_duplicates(connection: Connection, issuer_keys: Iterable[str | None], note: DuplicateNote) -> None:
    """Write the notes anew on all documents of these issuers: each but the first that was ingested names that one."""
    keys = {key for key in issuer_keys if key}
    rows = connection.execute(select(documents).where(documents.c.issuer_key.in_(keys))).all() if keys else []
    plans: dict[str, list[Row[Any]]] = {}
    for row in rows:
        plans.setdefault(row.same_as or row.document_id, []).append(row)
    wanted: dict[str, Finding] = {}
    for files in plans.values():
        # The clock has whole seconds; of two files of one second the better stands for the plan.
        first, *later = sorted(files, key=lambda row: (row.ingested_at, row.same_as is not None, row.document_id))
        wanted |= {row.document_id: note(row.document_id, _evidence(row), first.file_name) for row in later}
    ours = findings.c.code == Code.DUPLICATE_DOCUMENT.value
    ids = [row.document_id for row in rows]
    query = select(findings.c.document_id, findings.c.expected).where(ours, findings.c.document_id.in_(ids))
    known = {row.document_id: row.expected for row in connection.execute(query)}
    changed = {
        document_id
        for document_id in known.keys() | wanted.keys()
        if document_id not in wanted or known.get(document_id) != wanted[document_id].expected
    }
    if not changed:
        return
    connection.execute(delete(findings).where(ours, findings.c.document_id.in_(changed)))
    made = finding_rows([wanted[document_id] for document_id in sorted(changed & wanted.keys())])
    if made:
        # Before the document's own findings, which are counted from 0.
        connection.execute(insert(findings), [row | {"position": -1} for row in made])
    for document_id in sorted(changed):
        mark(connection, document_id, ())


def _evidence(row: Row[Any]) -> Evidence:
    """Return where the document says what it is: its letterhead, or its title where that was not found."""
    if row.page is None:
        return Evidence(pieces=(Piece(page=1, box=None, quote=row.title or ""),), reader=Reader(row.reader))
    pieces = tuple(Piece(page=piece["page"], box=piece["box"], quote=piece["quote"] or "") for piece in row.pieces)
    return Evidence(pieces=pieces, confidence=row.confidence, reader=Reader(row.reader))

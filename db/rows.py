"""From frozen models to the values of rows: null for what is empty, plain words for the closed lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from db.tables import BOX, NOT_COLUMNS
from schemas.document import squeeze
from schemas.evidence import Evidence
from schemas.facts import FACT_TYPES, DocumentFact, Fact, Facts
from schemas.findings import Finding

Row = dict[str, Any]
AS_THEY_ARE = frozenset({type(None), int, float, bool, date})


def plain(value: object) -> Any:
    """Return what a column holds for the value; a Decimal keeps 15 digits, its printed form stands beside it."""
    if type(value) in AS_THEY_ARE:  # the places of a new store are a third of a million values
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") or None  # PostgreSQL has no NUL in texts
    if isinstance(value, Decimal):
        return float(value)
    return value


def joined(codes: Sequence[str] | str | None) -> str | None:
    """Return codes as the views show them: comma-separated without blanks, null where there are none."""
    return codes or None if codes is None or isinstance(codes, str) else ",".join(codes) or None


def evidence_row(evidence: Evidence) -> Row:
    """Return the columns of the evidence, without its reader."""
    return {
        "page": evidence.page,
        **dict(zip(BOX, evidence.box or (None,) * 4, strict=True)),
        "quote": plain(evidence.quote),
        "confidence": evidence.confidence,
        "pieces": [
            {"page": piece.page, "box": list(piece.box) if piece.box else None, "quote": plain(piece.quote)}
            | ({"other": plain(piece.other)} if piece.other else {})
            for piece in evidence.pieces
        ],
    }


def fact_rows(facts: Facts) -> Iterator[tuple[str, list[Row]]]:
    """Yield each fact view with the rows of its table."""
    for kind in FACT_TYPES:
        rows: tuple[Fact, ...] = getattr(facts, kind.view)
        names = _names(kind)
        yield (
            kind.view,
            [
                {name: plain(getattr(fact, name)) for name in names}
                | {"position": position, "document_id": facts.document.document_id}
                | evidence_row(fact.evidence)
                | {"reader": fact.evidence.reader.value}
                for position, fact in enumerate(rows)
            ],
        )


def document_row(facts: Facts) -> Row:
    """Return the columns of the document that its facts tell."""
    document = facts.document
    evidences = [fact.evidence for kind in FACT_TYPES for fact in getattr(facts, kind.view)]
    with_boxes = any(evidence.box for evidence in (*evidences, *([document.evidence] if document.evidence else [])))
    row = {name: plain(getattr(document, name)) for name in _names(DocumentFact)}
    row |= {"fact_count": len(evidences), "has_boxes": with_boxes, "as_of": _as_of(document)}
    row |= {"issuer_key": fold(document.issuer)}
    return row | (evidence_row(document.evidence) if document.evidence else {})


def finding_rows(findings: Sequence[Finding]) -> list[Row]:
    """Return the rows of the findings; one said twice in the same words is one."""
    rows: dict[str, Row] = {}
    for finding in findings:
        known = finding if finding.finding_id else finding.identified()
        names = ("finding_id", "code", "severity", "message_vi", "message_en", "document_id", "stated", "expected")
        row = {name: plain(getattr(known, name)) for name in (*names, "cause_id")}
        row |= {"related": joined(known.related), "reader": known.evidence.reader.value, "position": len(rows)}
        rows.setdefault(known.finding_id, row | evidence_row(known.evidence))
    return list(rows.values())


def fold(text: str | None) -> str | None:
    """Return what two spellings of a name share: no case, single blanks, one Unicode form."""
    return squeeze(unicodedata.normalize("NFC", text)).casefold() or None if text else None


def _as_of(document: DocumentFact) -> date | None:
    if document.issued_from:
        return document.issued_from
    year = document.plan_year or 0
    return date(year, 1, 1) if date.min.year <= year <= date.max.year else None


def _names(model: type[BaseModel]) -> list[str]:
    return [name for name in model.model_fields if name not in NOT_COLUMNS]

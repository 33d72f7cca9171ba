"""How a check words its finding."""

from __future__ import annotations

from decimal import Decimal

from auditors.rounding import vietnamese
from auditors.wording import Value, message
from schemas.evidence import Evidence
from schemas.facts import Fact
from schemas.findings import Code, Finding
from schemas.vocabulary import Severity


def accuse(
    document_id: str,
    row: Fact,
    code: Code,
    variant: str,
    *,
    severity: Severity = Severity.ERROR,
    stated: Decimal | int,
    expected: Decimal | int | None = None,
    **values: Value,
) -> Finding:
    """Return the finding that one row's own figures contradict each other."""
    place = {
        "where_vi": _where("Trang", "tiêu chí", row),
        "where_en": _where("Page", "criterion", row),
    }
    texts = message(code, variant, {**place, **values, "stated": stated, "expected": expected})
    return Finding(
        code=code,
        severity=severity,
        message_vi=texts[0],
        message_en=texts[1],
        document_id=document_id,
        evidence=row.evidence,
        stated=vietnamese(stated),
        expected=None if expected is None else vietnamese(expected),
        related=(row.fact_id,),
    )


def report(
    document_id: str,
    evidence: Evidence,
    code: Code,
    *,
    severity: Severity,
    stated: str | None = None,
    expected: str | None = None,
    related: tuple[str, ...] = (),
) -> Finding:
    """Return a finding about words on a page, or about the whole document."""
    values: dict[str, Value] = {
        "where_vi": f"Trang {evidence.page}",
        "where_en": f"Page {evidence.page}",
        "stated": stated or evidence.quote,
        "expected": expected,
    }
    texts = message(code, "expected" if expected else "plain", values)
    return Finding(
        code=code,
        severity=severity,
        message_vi=texts[0],
        message_en=texts[1],
        document_id=document_id,
        evidence=evidence,
        stated=stated,
        expected=expected,
        related=related,
    )


def _where(page_word: str, criterion_word: str, row: Fact) -> str:
    where = f"{page_word} {row.evidence.page}"
    criterion: int | None = getattr(row, "criterion", None)
    return where if criterion is None else f"{where}, {criterion_word} {criterion}"

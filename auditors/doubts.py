"""What the reading could not tell, and documents that tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

from auditors.finding import report
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Facts
from schemas.findings import Code, Finding
from schemas.vocabulary import Severity

SEVERITY = {
    Code.IMPOSSIBLE_DATE: Severity.ERROR,
    Code.PAGE_UNREADABLE: Severity.NOTE,
    Code.TABLE_NOT_UNDERSTOOD: Severity.NOTE,
}


def doubts(facts: Facts) -> Iterator[Finding]:
    """Turn each doubt of the resolver into a finding; ValueError for a code that is none of ours."""
    for doubt in facts.doubts:
        code = Code(doubt.code)
        expected = doubt.expected or (_letterhead(facts.document) if code is Code.BLANK_NUMBER else None)
        yield report(
            facts.document.document_id,
            doubt.evidence,
            code,
            severity=_severity(code, expected),
            stated=doubt.stated,
            expected=expected,
            related=tuple(getattr(facts, view)[position].fact_id for view, position in doubt.facts),
        )


def no_target(facts: Facts) -> Iterator[Finding]:
    """Note a document without any target."""
    if facts.targets:
        return
    document = facts.document
    nowhere = Evidence(pieces=(Piece(page=1, box=None, quote=document.title or ""),), reader=document.reader)
    evidence = document.evidence or nowhere
    yield report(document.document_id, evidence, Code.NO_TARGET, severity=Severity.NOTE)


def duplicate_document(document_id: str, evidence: Evidence, other_file: str) -> Finding:
    """Note that the same plan is in another file."""
    return report(document_id, evidence, Code.DUPLICATE_DOCUMENT, severity=Severity.NOTE, expected=other_file)


def _letterhead(document: DocumentFact) -> str | None:
    """Return number and day where the letterhead has both, which then are what a blank elsewhere leaves out."""
    if document.number is None or document.issued_from is None or document.issued_from != document.issued_to:
        return None
    return f"{document.number} {document.issued_from:%d/%m/%Y}"


def _severity(code: Code, expected: str | None) -> Severity:
    # A blank whose number stands elsewhere in the document does nobody harm; one that nothing fills needs a person.
    if code is Code.BLANK_NUMBER and expected:
        return Severity.NOTE
    return SEVERITY.get(code, Severity.WARNING)

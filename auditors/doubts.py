"""What the reading could not tell, what the document shows as a whole, and documents that tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

from auditors.finding import Claim, accuse
from auditors.wording import Printed, message
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Facts
from schemas.findings import Code, Finding
from schemas.languages import said
from schemas.vocabulary import Severity

SEVERITY = {
    Code.IMPOSSIBLE_DATE: Severity.ERROR,
    Code.PAGE_UNREADABLE: Severity.NOTE,
    Code.TABLE_NOT_UNDERSTOOD: Severity.NOTE,
    Code.ANNEX_MISSING: Severity.NOTE,
    Code.PAGE_MISSING: Severity.NOTE,
    Code.PAGE_ORDER: Severity.NOTE,
}


def doubts(facts: Facts) -> Iterator[Claim]:
    """Turn each doubt of the resolver into a finding; ValueError for a code that is none of ours."""
    for doubt in facts.doubts:
        code = Code(doubt.code)
        unreadable = code is Code.PAGE_UNREADABLE  # what goes with it is the reader's reason, and no figure
        expected = None if unreadable else doubt.expected
        if code is Code.BLANK_NUMBER:
            expected = expected or _letterhead(facts.document)
        yield accuse(
            facts,
            doubt.evidence,
            code,
            "expected" if expected else "plain",
            severity=_severity(code, expected),
            stated=doubt.stated,
            expected=expected,
            related=[getattr(facts, view)[position] for view, position in doubt.facts],
            words=doubt.stated or doubt.evidence.quote,
            reason=_reason(doubt.expected or "no words") if unreadable else None,
        )


def no_target(facts: Facts) -> Iterator[Claim]:
    """Note a document without any target."""
    if facts.targets:
        return
    document = facts.document
    nowhere = Evidence(pieces=(Piece(page=1, box=None, quote=document.title or ""),), reader=document.reader)
    yield accuse(facts, document.evidence or nowhere, Code.NO_TARGET, "plain", severity=Severity.NOTE)


def duplicate_document(document_id: str, evidence: Evidence, other_file: str) -> Finding:
    """Note that the same plan is in another file."""
    texts = message(Code.DUPLICATE_DOCUMENT, "expected", {"expected": other_file})
    return Finding(
        code=Code.DUPLICATE_DOCUMENT,
        severity=Severity.NOTE,
        message_vi=texts[0],
        message_en=texts[1],
        document_id=document_id,
        evidence=evidence,
        expected=other_file,
    ).identified()


def _reason(told: str) -> Printed:
    return Printed(said(told, "vi"), told)


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

"""Whether a figure is printed so or perhaps misread: what the two readings of a scan tell of a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from auditors.finding import Claim
from auditors.rounding import meant_by
from auditors.wording import phrase
from schemas.evidence import DOUBT, Evidence
from schemas.facts import FACT_TYPES, Facts
from schemas.findings import Code, Finding
from schemas.vocabulary import Reader

SHOWN = 3  # figures in doubt that a message names
# What is itself about the reading, or about no figure.
NOT_ABOUT_FIGURES = frozenset(
    {
        Code.LOW_CONFIDENCE,
        Code.HANDWRITTEN,
        Code.BLANK_NUMBER,
        Code.UNKNOWN_PLACE,
        Code.AMBIGUOUS_PLACE,
        Code.TABLE_NOT_JOINED,
        Code.TABLE_NOT_UNDERSTOOD,
        Code.ANNEX_MISSING,
        Code.PAGE_MISSING,
        Code.PAGE_ORDER,
        Code.PAGE_UNREADABLE,
        Code.NO_TARGET,
        Code.DUPLICATE_DOCUMENT,
        Code.LEAD_ALSO_COORDINATING,
    }
)


def evidence_by_id(facts: Facts) -> Mapping[str, Evidence]:
    """Return where each row stands."""
    return {row.fact_id: row.evidence for kind in FACT_TYPES for row in getattr(facts, kind.view)}


def misread(claims: Sequence[Claim], evidence: Mapping[str, Evidence]) -> dict[int, int]:
    """Return the places of the claims that the other reading of a figure in doubt settles, and of the doubt's own."""
    doubt_of = {
        fact_id: place
        for place, claim in enumerate(claims)
        if claim.finding.code is Code.LOW_CONFIDENCE
        for fact_id in claim.finding.related
    }
    return {
        place: doubt_of[repair.fact_id]
        for place, claim in enumerate(claims)
        for repair in claim.repairs
        if repair.fact_id in doubt_of and repair.fact_id in evidence
        if any(meant_by(value).meets(repair.values) for value in _other_values(evidence[repair.fact_id]))
    }


def with_reading(finding: Finding, evidence: Mapping[str, Evidence]) -> Finding:
    """Return the finding with a word on the reading, where its figures were read by OCR."""
    rows = [evidence[fact_id] for fact_id in finding.related if fact_id in evidence] or [finding.evidence]
    if finding.code in NOT_ABOUT_FIGURES or all(row.reader is Reader.TEXT_LAYER for row in rows):
        return finding
    unsure = [row for row in rows if row.confidence < DOUBT]
    pairs = list(dict.fromkeys(pair for row in unsure for pair in row.readings))[:SHOWN]
    if pairs:
        one, other = ("”, “".join(side) for side in zip(*pairs, strict=True))
        vi, en = (phrase("reading", "both", lang, one=one, other=other) for lang in LANGS)
    else:
        vi, en = (phrase("reading", "unsure" if unsure else "agreed", lang) for lang in LANGS)
    texts = {"message_vi": f"{finding.message_vi} {vi}", "message_en": f"{finding.message_en} {en}"}
    return finding.model_copy(update=texts)


LANGS = ("vi", "en")


def _other_values(evidence: Evidence) -> Iterator[Decimal]:
    """Yield the numbers of what else a row's figures may be: 109 and 181 of "109/181"."""
    for _, other in evidence.readings:
        for part in other.strip("%.,;:() ").split("/"):
            try:
                yield Decimal(part.strip("%.,;:() ").replace(".", "").replace(",", "."))
            except InvalidOperation:
                continue

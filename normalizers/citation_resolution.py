"""Citations resolved: the kind, the number without blanks, the day, the issuer in full."""

from __future__ import annotations

import re
from datetime import date

from normalizers.dates import parse_date
from normalizers.document_numbers import DocumentNumber, kind_by_name, parse_document_number
from normalizers.document_resolution import Setting
from normalizers.issuing_bodies import full_body
from normalizers.places import Gazetteer
from schemas.errors import NotRecognized
from schemas.facts import Citation
from schemas.mentions import CitationMention
from schemas.vocabulary import CitationKind


def resolve_citation(mention: CitationMention, setting: Setting, gazetteer: Gazetteer) -> Citation:
    """Resolve a citation; "UBND tỉnh" is the one of the document's own place. What cannot be told is None."""
    parsed = _parsed(mention.number)
    homes = gazetteer.ancestors(setting.place.code, setting.on) if setting.place else ()
    return Citation(
        evidence=mention.evidence,
        kind=_kind(mention.kind_word, parsed),
        number=parsed.number if parsed else _compact(mention.number),
        issued_on=_day(mention.date),
        issuer=full_body(mention.issuer, homes) if mention.issuer else None,
        subject=mention.subject,
    )


def _kind(word: str | None, parsed: DocumentNumber | None) -> CitationKind:
    """Return the kind by the word before the number ("Thông tư liên tịch" by its first words), else by the number."""
    words = (word or "").split()
    for end in range(len(words), 0, -1):
        for named in (" ".join(words[:end]), " ".join(words[-end:])):
            if kind := kind_by_name(named):
                return next((known for known in CitationKind if known == kind), CitationKind.OTHER)
    return parsed.citation_kind if parsed else CitationKind.OTHER


def _parsed(raw: str | None) -> DocumentNumber | None:
    try:
        return parse_document_number(raw) if raw else None
    except NotRecognized:
        return None


def _compact(raw: str | None) -> str | None:
    return re.sub(r"[\s\ufffe]", "", raw) if raw else None


def _day(raw: str | None) -> date | None:
    try:
        return parse_date(raw) if raw else None
    except NotRecognized:
        return None

"""What does not add up, each finding with its proof."""

from __future__ import annotations

from enum import StrEnum

from schemas.evidence import Evidence, Frozen
from schemas.facts import short_id
from schemas.vocabulary import Severity


class Code(StrEnum):
    """The codes of AUDIT_CHECKS that this version can find; the README says what each means."""

    PERCENT_MISMATCH = "percent_mismatch"
    PERCENT_OVER_100 = "percent_over_100"
    COUNT_OVER_TOTAL = "count_over_total"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_PLACE = "unknown_place"
    AMBIGUOUS_PLACE = "ambiguous_place"
    BLANK_NUMBER = "blank_number"
    TABLE_NOT_JOINED = "table_not_joined"
    TABLE_NOT_UNDERSTOOD = "table_not_understood"
    LOW_CONFIDENCE = "low_confidence"
    NO_TARGET = "no_target"
    PAGE_UNREADABLE = "page_unreadable"
    DUPLICATE_DOCUMENT = "duplicate_document"


class Finding(Frozen):
    """One contradiction or doubt; `related` names the fact_ids that it is about, the first being the one it accuses."""

    finding_id: str = ""
    code: Code
    severity: Severity
    message_vi: str
    message_en: str
    document_id: str
    evidence: Evidence
    stated: str | None = None
    expected: str | None = None
    related: tuple[str, ...] = ()
    cause_id: str | None = None

    def identified(self) -> Finding:
        """Return the finding with its stable id."""
        place = f"{self.evidence.page}|{self.evidence.box}|{self.evidence.quote}"
        key = (self.document_id, self.code, place, self.stated or "", *self.related)
        return self.model_copy(update={"finding_id": short_id(*key)})

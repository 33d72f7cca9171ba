"""What does not add up, each finding with its proof."""

from __future__ import annotations

from enum import StrEnum

from schemas.evidence import Evidence, Frozen
from schemas.facts import short_id
from schemas.vocabulary import Severity


class Code(StrEnum):
    """The codes of AUDIT_CHECKS; the README says what each means."""

    PERCENT_MISMATCH = "percent_mismatch"
    COUNT_OVER_TOTAL = "count_over_total"
    PERCENT_OVER_100 = "percent_over_100"
    TOTAL_UNLIKE_PLACE_COUNT = "total_unlike_place_count"
    ADDED_UNLIKE_DIFFERENCE = "added_unlike_difference"
    LIST_UNLIKE_COUNT = "list_unlike_count"
    DUPLICATE_IN_LIST = "duplicate_in_list"
    MET_AND_PLANNED = "met_and_planned"
    MET_PLUS_PLANNED = "met_plus_planned"
    ROW_TOTAL = "row_total"
    COLUMN_TOTAL = "column_total"
    TABLE_AVERAGE = "table_average"
    AVERAGE_UNLIKE_COUNTS = "average_unlike_counts"
    STANDARD_OVER_CRITERION = "standard_over_criterion"
    HEADING_UNLIKE_ROWS = "heading_unlike_rows"
    DISTRIBUTION_SUM = "distribution_sum"
    PARTS_UNLIKE_WHOLE = "parts_unlike_whole"
    SHARES_UNLIKE_100 = "shares_unlike_100"
    SHARE_UNLIKE_AMOUNT = "share_unlike_amount"
    TEXT_UNLIKE_TABLE = "text_unlike_table"
    TABLES_DISAGREE = "tables_disagree"
    DOCUMENTS_DISAGREE = "documents_disagree"
    DISTRICTS_UNLIKE_PROVINCE = "districts_unlike_province"
    MODEL_OVER_ADVANCED = "model_over_advanced"
    FALLS_OVER_TIME = "falls_over_time"
    FRAMEWORK_CHANGED = "framework_changed"
    IMPOSSIBLE_DATE = "impossible_date"
    YEAR_UNLIKE_PLAN = "year_unlike_plan"
    CITATION_CONFLICT = "citation_conflict"
    UNKNOWN_PLACE = "unknown_place"
    AMBIGUOUS_PLACE = "ambiguous_place"
    ADDED_UNLIKE_NAMED = "added_unlike_named"
    DISTRICT_FULL_COMMUNE_LACKS = "district_full_commune_lacks"
    LIST_UNORDERED = "list_unordered"
    BLANK_NUMBER = "blank_number"
    LEAD_ALSO_COORDINATING = "lead_also_coordinating"
    LOW_CONFIDENCE = "low_confidence"
    HANDWRITTEN = "handwritten"
    TABLE_NOT_JOINED = "table_not_joined"
    TABLE_NOT_UNDERSTOOD = "table_not_understood"
    ANNEX_MISSING = "annex_missing"
    PAGE_MISSING = "page_missing"
    PAGE_ORDER = "page_order"
    PAGE_UNREADABLE = "page_unreadable"
    NO_TARGET = "no_target"
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

"""A finding across documents in the making: the store knows where its row stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditors.finding import Said, written
from auditors.wording import Value, message
from schemas.evidence import Evidence
from schemas.findings import Code, Finding
from schemas.statements import Source
from schemas.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Accusation:
    """A finding in the making: the row that it accuses, whose evidence the store knows, and its rivals."""

    code: Code
    variant: str
    severity: Severity
    fact_id: str
    source: Source
    page: int
    stated: Said
    expected: Said
    related: tuple[str, ...]
    criterion: int | None = None
    values: dict[str, Value] = field(default_factory=dict)
    # The finding that it follows from: its code and the row that it accuses.
    cause: tuple[Code, str] | None = None

    def finding(self, evidence: Evidence) -> Finding:
        """Return the finding with its id and words; `evidence` is that of the accused row."""
        vi, en = f"Trang {self.page}", f"Page {self.page}"
        if self.criterion is not None:
            vi, en = f"{vi}, tiêu chí {self.criterion}", f"{en}, criterion {self.criterion}"
        values: dict[str, Value] = {"where_vi": vi, "where_en": en, "stated": self.stated, "expected": self.expected}
        texts = message(self.code, self.variant, {**values, **self.values})
        return Finding(
            code=self.code,
            severity=self.severity,
            message_vi=texts[0],
            message_en=texts[1],
            document_id=self.source.document_id,
            evidence=evidence,
            stated=written(self.stated),
            expected=written(self.expected),
            related=tuple(dict.fromkeys((self.fact_id, *self.related))),
        ).identified()

"""Facts made up for the tests of the checks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from auditors.finding import Claim
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Doubt, Facts, Indicator, Target, with_ids
from schemas.findings import Finding
from schemas.geometry import Box
from schemas.vocabulary import Change, Comparator, Counted, DocumentKind, Reader, Standard, Status

DOCUMENT = DocumentFact(
    document_id=hashlib.sha256(b"plan").hexdigest(),
    file_name="plan.pdf",
    kind=DocumentKind.PLAN,
    title="Xây dựng nông thôn mới năm 2024",
    page_count=3,
    reader=Reader.TEXT_LAYER,
)


def evidence(quote: str, page: int = 2) -> Evidence:
    return Evidence(pieces=(Piece(page=page, box=Box(10, 20, 30, 40), quote=quote),))


def target(reached: int | None = None, total: int | None = None, percent: str | None = None, **values: Any) -> Target:
    """A target as a sentence prints it, its share in Vietnamese notation."""
    told: dict[str, Any] = {
        "year": 2024,
        "status": Status.TARGET,
        "standard": Standard.COMMUNE,
        "framework": "commune-2021-2025",
        "criterion": 2,
        "counted": Counted.COMMUNE,
        "reached": reached,
        "total": total,
        "percent": None if percent is None else Decimal(percent.replace(",", ".")),
        "percent_text": percent,
        "evidence": evidence(f"{reached}/{total} xã, chiếm tỷ lệ {percent}%"),
    }
    return Target(**told | values)


def indicator(low: str | None = None, total: str | None = None, percent: str | None = None, **values: Any) -> Indicator:
    """An indicator of one value, its figures in Vietnamese notation."""
    numbers = {
        name: None if text is None else Decimal(text.replace(",", "."))
        for name, text in (("low", low), ("total", total), ("percent", percent))
    }
    told: dict[str, Any] = {
        "year": 2024,
        "status": Status.TARGET,
        "label": "xã có đài truyền thanh",
        "comparator": Comparator.EQUAL,
        "unit": "commune",
        "change": Change.LEVEL,
        "high": numbers["low"],
        "percent_text": percent,
        "evidence": evidence(f"{low}/{total} xã, {percent}%"),
        **numbers,
    }
    return Indicator(**told | values)


def facts(*rows: Target | Indicator, doubts: tuple[Doubt, ...] = ()) -> Facts:
    """The facts of one document, with their ids."""
    return with_ids(
        Facts(
            document=DOCUMENT,
            targets=tuple(row for row in rows if isinstance(row, Target)),
            indicators=tuple(row for row in rows if isinstance(row, Indicator)),
            doubts=doubts,
        )
    )


def found(check: Callable[[Facts], Iterable[Claim]], made: Facts) -> list[Finding]:
    """What a check finds in these facts."""
    return [claim.finding for claim in check(made)]

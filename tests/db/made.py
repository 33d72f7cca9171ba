"""Facts made up for the tests of the store."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from db import Ingest
from schemas.evidence import Evidence, Piece
from schemas.facts import CriterionCount, DocumentFact, Fact, Facts, Target, TargetCommune, with_ids
from schemas.findings import Code, Finding
from schemas.geometry import Box
from schemas.vocabulary import Counted, DocumentKind, Reader, Role, Severity, Standard, Status

INGEST = Ingest("plans/plan.pdf", "settings-1", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def document_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


BOX = Box(10, 20, 30, 40)


def evidence(quote: str = "109/181 xã", page: int = 1, box: Box | None = BOX, **more: Any) -> Evidence:
    return Evidence(pieces=(Piece(page=page, box=box, quote=quote),), **more)


def target(quote: str = "109/181 xã, đạt 60,02%", **values: Any) -> Target:
    told: dict[str, Any] = {
        "year": 2024,
        "status": Status.TARGET,
        "standard": Standard.COMMUNE,
        "framework": "commune-2021-2025",
        "counted": Counted.COMMUNE,
        "place_code": "20",
        "place_name": "Lạng Sơn",
        "province_name": "Lạng Sơn",
        "evidence": evidence(quote),
    }
    return Target(**told | values)


def roads(**values: Any) -> Target:
    """The figure on roads of 2024, with the share as misprinted."""
    told: dict[str, Any] = {
        "criterion": 2,
        "reached": 109,
        "total": 181,
        "percent": Decimal("60.02"),
        "percent_text": "60,02",
    }
    return target(**told | values)


def commune(name: str, target_index: int = 0) -> TargetCommune:
    return TargetCommune(
        target_index=target_index, raw=f"xã {name}", role=Role.REACHES, place_name=name, evidence=evidence(name)
    )


def count(criterion: int | None, value: int, **values: Any) -> CriterionCount:
    told: dict[str, Any] = {
        "table_label": "Biểu số 1",
        "framework": "commune-2021-2025",
        "criterion": criterion,
        "count": value,
        "year": 2024,
        "status": Status.TARGET,
        "place_code": "20",
        "evidence": evidence(str(value)),
    }
    return CriterionCount(**told | values)


def plan(name: str = "plan", *facts: Fact, **letterhead: Any) -> Facts:
    """The facts of a province's plan of 2024, with ids."""
    told: dict[str, Any] = {
        "document_id": document_id(name),
        "file_name": f"{name}.pdf",
        "kind": DocumentKind.PLAN,
        "number": f"{name}/KH-UBND",
        "issuer": "Ủy ban nhân dân tỉnh Lạng Sơn",
        "place_code": "20",
        "issued_from": date(2024, 3, 1),
        "issued_to": date(2024, 3, 1),
        "title": f"Xây dựng nông thôn mới theo {name}",
        "plan_year": 2024,
        "page_count": 3,
        "reader": Reader.TEXT_LAYER,
        "evidence": evidence(f"Số: {name}/KH-UBND"),
    }
    rows: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        rows[fact.view] = (*rows.get(fact.view, ()), fact)
    return with_ids(Facts(document=DocumentFact(**told | letterhead), **rows))  # type: ignore[arg-type]


def finding(facts: Facts, *related: str, code: Code = Code.PERCENT_MISMATCH, **values: Any) -> Finding:
    told: dict[str, Any] = {
        "severity": Severity.ERROR,
        "message_vi": "109/181 là 60,22%",
        "message_en": "109/181 is 60.22 %",
        "stated": "60,02",
        "expected": "60,22",
        "evidence": evidence(),
    }
    made = Finding(code=code, document_id=facts.document.document_id, related=related, **told | values)
    return made.identified()

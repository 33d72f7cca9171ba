"""A store of two made-up plans of one province, on the 19 criteria."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditors.checks import audit
from db.store import Ingest, Store
from pipeline.reference import load_reference
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Facts, Target, with_ids
from schemas.geometry import Box
from schemas.vocabulary import Counted, DocumentKind, Level, Reader, Standard, Status

PLACE = "20"
WORDS = Box(72, 72, 300, 100)
FRAMEWORKS = {2021: "commune-2016-2020", 2024: "commune-2021-2025"}
# What the plans print of a criterion: (reached, total, share); the others have a count of 100 + their number.
PRINTED: Mapping[int, Mapping[int, tuple[int | None, int | None, str | None]]] = {
    2021: {1: (None, None, "100"), 2: (96, 181, "53"), 3: (None, None, "80,5"), 4: (None, None, None)},
    2024: {1: (171, 181, "94,5"), 2: (109, 181, "60,02"), 3: (None, None, "90")},
}


def document_id(year: int) -> str:
    return hashlib.sha256(str(year).encode()).hexdigest()


def plan(year: int, page: int = 2, box: Box | None = WORDS, data: bytes | None = None) -> Facts:
    """The plan of a year; criterion 12 is to be maintained in 2021."""
    evidence = Evidence(pieces=(Piece(page=page, box=box, quote="toàn tỉnh có thêm"),))
    rows = []
    for criterion in range(1, 20):
        reached, total, percent = PRINTED[year].get(criterion, (100 + criterion, 181, None))
        if (reached, percent) == (None, None):
            continue
        rows.append(
            _target(
                year,
                evidence,
                criterion=criterion,
                status=Status.MAINTAIN if (year, criterion) == (2021, 12) else Status.TARGET,
                reached=reached,
                total=total,
                percent=None if percent is None else Decimal(percent.replace(",", ".")),
                percent_text=percent,
            )
        )
    rows.append(_target(year, evidence, status=Status.TARGET, added=10, reached=75, total=181))
    document = DocumentFact(
        document_id=hashlib.sha256(data).hexdigest() if data else document_id(year),
        file_name=f"lang-son-{year}.pdf",
        kind=DocumentKind.PLAN,
        number=f"{year % 100}/KH-UBND",
        issuer="Ủy ban nhân dân tỉnh Lạng Sơn",
        issuer_level=Level.PROVINCE,
        place_code=PLACE,
        place_name="Lạng Sơn",
        issued_from=date(year, 2, 17),
        issued_to=date(year, 2, 17),
        title=f"Xây dựng nông thôn mới năm {year}",
        plan_year=year,
        page_count=3,
        reader=Reader.TEXT_LAYER,
        evidence=evidence,
    )
    return with_ids(Facts(document=document, targets=tuple(rows)))


def _target(year: int, evidence: Evidence, **values: Any) -> Target:
    told: dict[str, Any] = {
        "year": year,
        "place_code": PLACE,
        "place_name": "Lạng Sơn",
        "standard": Standard.COMMUNE,
        "framework": FRAMEWORKS[year],
        "counted": Counted.COMMUNE,
        "evidence": evidence,
    }
    return Target(**told | values)


def put(store: Store, facts: Facts) -> None:
    """Store the facts with their findings."""
    store.put(facts, audit(facts), Ingest("plans/plan.pdf", "settings", datetime(2026, 1, 2, tzinfo=UTC)))


def fill(store: Store, *years: int) -> None:
    """Load the reference data and the plans of these years."""
    load_reference(store)
    for year in years:
        put(store, plan(year))


def filled(folder: Path, *years: int) -> Path:
    """Make a store of these years in a folder and return where it is."""
    path = folder / "solieu.db"
    with Store.open(str(path)) as store:
        fill(store, *years)
    return path

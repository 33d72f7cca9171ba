"""The plans of `made` with tables and other goals beside the criteria: districts, communes, funding, indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from db.store import Store
from pipeline.reference import load_reference
from schemas.evidence import Evidence, Piece
from schemas.facts import (
    CommuneCriterion,
    CommuneProgress,
    CriterionCount,
    Facts,
    Funding,
    Indicator,
    with_ids,
)
from schemas.vocabulary import Change, Comparator, CriterionState, FundingSource, Standard, Status
from tests.reports import made

DISTRICTS = {"183": "Cao Lộc", "189": "Đình Lập"}
COMMUNE = ("06196", "Cao Lâu")
MONEY = {
    2021: [("0", FundingSource.TOTAL, 4756), ("1", FundingSource.DIRECT, 643), ("2", FundingSource.CREDIT, 4113)],
    2024: [
        ("0", FundingSource.TOTAL, 6424),
        ("1", FundingSource.CREDIT, 4500),
        ("2", FundingSource.DIRECT, 1924),
        ("2.1", FundingSource.CENTRAL_BUDGET, 1900),
    ],
}
LABELS = {
    FundingSource.TOTAL: "Tổng nhu cầu vốn năm {year}",
    FundingSource.DIRECT: "Vốn đầu tư trực tiếp",
    FundingSource.CREDIT: "Vốn tín dụng",
    FundingSource.CENTRAL_BUDGET: "ngân sách Trung ương",
}
# (key, unit, comparator, low, high) of each year
GOALS: dict[int, list[tuple[str, str, str, str, str | None]]] = {
    2021: [("poverty_rate", "%", "=", "12.8", "12.8"), ("ocop_products", "product", ">=", "15", None)],
    2024: [("poverty_rate", "%", "=", "9.35", "9.35"), ("ocop_products", "product", "=", "20", "20")],
}


def fill(store: Store) -> None:
    """Load the reference data and both plans."""
    load_reference(store)
    for year in (2021, 2024):
        made.put(store, plan(year))


def plan(year: int) -> Facts:
    facts = made.plan(year)
    district = [
        CriterionCount(
            table_label="Biểu số 2", framework=made.FRAMEWORKS[year], criterion=criterion, year=year,
            status=Status.TARGET, place_code=code, place_name=name, count=count, evidence=_at(count),
        )
        for code, name in DISTRICTS.items()
        for criterion, count in ((1, 10 + year % 100), (2, 8), (None, 18 + year % 100))
    ]  # fmt: skip
    place: dict[str, Any] = {"place_code": COMMUNE[0], "place_name": COMMUNE[1], "raw_name": "Xã Cao Lâu"}
    row: dict[str, Any] = {"table_label": "Biểu số 1", "row_number": "1", "standard": Standard.COMMUNE}
    progress = CommuneProgress(
        **place, **row, group_label=None, framework=made.FRAMEWORKS[year], met_stated=1, met_listed=1,
        planned_stated=1, planned_listed=1, met_year=year - 1, planned_year=year, evidence=_at("1"),
    )  # fmt: skip
    states = [
        CommuneCriterion(
            **place, **row, framework=made.FRAMEWORKS[year], criterion=criterion, state=state, status=status,
            year=told, evidence=_at(criterion),
        )
        for criterion, state, status, told in (
            (1, CriterionState.MET, Status.RESULT, year - 1),
            (2, CriterionState.PLANNED, Status.TARGET, year),
        )
    ]  # fmt: skip
    here: dict[str, Any] = {"place_code": made.PLACE, "place_name": "Lạng Sơn"}
    funding = [
        Funding(
            **here, year=year, path=path, label=LABELS[source].format(year=year), source=source,
            amount_vnd=billions * 10**9, evidence=_at(billions),
        )
        for path, source, billions in MONEY[year]
    ]  # fmt: skip
    indicators = [
        Indicator(
            **here, year=year, status=Status.TARGET, indicator=key, label=f"=chỉ tiêu {key}", unit=unit,
            comparator=Comparator(comparator), low=Decimal(low), high=Decimal(high) if high else None,
            change=Change.LEVEL, evidence=_at(low),
        )
        for key, unit, comparator, low, high in GOALS[year]
    ]  # fmt: skip
    return with_ids(
        facts.model_copy(
            update={
                "criterion_counts": tuple(district),
                "commune_progress": (progress,),
                "commune_criteria": tuple(states),
                "funding": tuple(funding),
                "indicators": tuple(indicators),
            }
        )
    )


def _at(words: object) -> Evidence:
    return Evidence(pieces=(Piece(page=3, box=made.WORDS, quote=str(words)),))

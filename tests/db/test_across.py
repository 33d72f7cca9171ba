from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from auditors.across import audit_group
from db import Store
from schemas.facts import Citation, CommuneCriterion, Fact, Facts
from schemas.vocabulary import CitationKind, CriterionState, Standard, Status
from tests.db.made import INGEST, evidence, plan, roads, target

PLACES: list[dict[str, Any]] = [
    {"place_code": "20", "name": "Lạng Sơn", "kind": "province", "level": "province", "parent_code": None},
    {"place_code": "183", "name": "Cao Lộc", "kind": "district", "level": "district", "parent_code": "20"},
    {"place_code": "189", "name": "Đình Lập", "kind": "district", "level": "district", "parent_code": "20"},
    {"place_code": "06187", "name": "Cao Lâu", "kind": "commune", "level": "commune", "parent_code": "183"},
]


@pytest.fixture
def filled(store: Store) -> Store:
    store.set_reference("places", [row | {"valid_from": date(2004, 8, 31), "valid_to": None} for row in PLACES], "1")
    return store


def put(store: Store, *documents: Facts) -> None:
    for facts in documents:
        document_id = facts.document.document_id
        subjects = store.subjects_of(document_id)
        store.put(facts, [], INGEST)
        store.audit_across(subjects | store.subjects_of(document_id), audit_group)


def codes(store: Store) -> list[tuple[str, str]]:
    names = {row["document_id"]: row["file_name"].removesuffix(".pdf") for row in store.rows("documents")}
    return sorted((row["code"], names[row["document_id"]]) for row in store.rows("findings"))


def roads_of(name: str, reached: int, year: int = 2024, *more: Fact, **letterhead: Any) -> Facts:
    told = {"plan_year": year, "issued_from": date(year, 3, 1), "issued_to": date(year, 3, 1)}
    return plan(name, roads(reached=reached, year=year), *more, **told | letterhead)


def test_documents_are_held_against_each_other_as_they_come_and_rows_are_marked(filled: Store) -> None:
    put(filled, roads_of("first", 109))
    assert codes(filled) == []
    put(filled, roads_of("second", 108))
    assert codes(filled) == [("documents_disagree", "first")]
    assert {row["flags"] for row in filled.rows("targets")} == {"documents_disagree"}


def test_a_finding_goes_with_the_document_or_figure_that_it_rests_on(filled: Store) -> None:
    first, second = roads_of("first", 109), roads_of("second", 108)
    put(filled, first, second)
    put(filled, second.model_copy(update={"targets": first.targets and second.targets}))
    assert len(codes(filled)) == 1
    put(filled, roads_of("second", 109))
    assert codes(filled) == []
    put(filled, roads_of("second", 108))
    filled.remove(second.document.document_id)
    assert codes(filled) == []
    assert {row["flags"] for row in filled.rows("targets")} == {None}


def test_the_whole_store_gives_what_came_document_by_document_and_twice_the_same(filled: Store) -> None:
    put(filled, roads_of("first", 109), roads_of("second", 108), roads_of("later", 90, 2025))
    once = filled.rows("findings")
    assert once
    for _ in range(2):
        filled.audit_across(None, audit_group)
        assert filled.rows("findings") == once


def test_two_files_of_one_plan_are_never_held_against_each_other(filled: Store) -> None:
    same: dict[str, Any] = {"number": "12/KH-UBND"}
    put(filled, roads_of("first", 109, **same), roads_of("second", 108, **same))
    assert [row["same_as"] is None for row in filled.rows("documents")].count(False) == 1
    assert codes(filled) == []


def test_a_file_that_turns_out_to_be_another_of_a_plan_takes_its_findings_with_it(filled: Store) -> None:
    first, second = roads_of("first", 109, number="12/KH-UBND"), roads_of("second", 108)
    put(filled, first, second)
    assert len(codes(filled)) == 1
    put(filled, roads_of("second", 108, number="12/KH-UBND"))
    assert codes(filled) == []


def district(name: str, code: str, reached: int) -> Facts:
    of = {"place_code": code, "place_name": name}
    return plan(name, roads(reached=reached, total=20, **of), issuer=f"Ủy ban nhân dân huyện {name}", place_code=code)


def test_a_province_is_held_against_its_districts_when_the_last_of_them_comes(filled: Store) -> None:
    put(filled, roads_of("province", 30), district("Cao Lộc", "183", 10))
    assert codes(filled) == []
    put(filled, district("Đình Lập", "189", 10))
    assert codes(filled) == [("districts_unlike_province", "province")]
    put(filled, district("Đình Lập", "189", 20))
    assert codes(filled) == []


def communes(name: str, year: int, *met: int) -> Facts:
    rows = [
        CommuneCriterion(
            place_code="06187",
            place_name="Cao Lâu",
            table_label="Biểu số 1",
            row_number="1",
            raw_name="Xã Cao Lâu",
            standard=Standard.COMMUNE,
            framework="commune-2021-2025",
            criterion=criterion,
            state=CriterionState.MET,
            status=Status.RESULT,
            year=year,
            evidence=evidence(f"{criterion}"),
        )
        for criterion in met
    ]
    return plan(name, *rows, plan_year=year)


def test_the_criteria_of_a_commune_are_held_against_other_documents_and_later_years(filled: Store) -> None:
    put(filled, communes("first", 2023, 1, 2, 3), communes("second", 2023, 1, 2, 4))
    put(filled, communes("later", 2024, 1, 2, 3, 4))
    assert [code for code, _ in codes(filled)] == ["documents_disagree"]
    put(filled, communes("later", 2024, 1, 4))
    assert [code for code, _ in codes(filled)] == ["documents_disagree", "falls_over_time"]


def cites(name: str, day: date) -> Facts:
    cited = Citation(
        kind=CitationKind.PLAN,
        number="first /KH-UBND",
        issued_on=day,
        issuer="Ủy ban nhân dân tỉnh Lạng Sơn",
        subject=None,
        evidence=evidence(f"Kế hoạch số first/KH-UBND ngày {day}"),
    )
    return plan(name, target("xã", reached=None, added=1), cited)


def test_a_citation_is_held_against_the_document_that_it_names(filled: Store) -> None:
    put(filled, cites("citing", date(2024, 3, 2)))
    assert codes(filled) == []
    put(filled, roads_of("first", 109))
    assert codes(filled) == [("citation_conflict", "citing")]
    filled.remove(roads_of("first", 109).document.document_id)
    assert codes(filled) == []

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from db import Store
from db.queries import CriterionFigure, criterion_table, find_documents, link, plan_headline
from schemas.vocabulary import Reader, Standard, Status
from tests.db.made import INGEST, count, document_id, finding, plan, roads, target

SHARE: dict[str, Any] = {"percent": Decimal("60.2"), "percent_text": "60,2"}


def of_roads(store: Store, year: int = 2024, place: str = "20") -> CriterionFigure:
    table = criterion_table(store, place, [year])
    assert [figure.criterion for figure in table] == list(range(1, 20))
    return table[1]


def test_the_table_tells_what_the_plan_prints_with_its_flags(store: Store) -> None:
    facts = plan("plan", roads())
    fact_id = facts.targets[0].fact_id
    store.put(facts, [finding(facts, fact_id)], INGEST)
    assert of_roads(store) == CriterionFigure(
        year=2024,
        criterion=2,
        reached=109,
        total=181,
        percent=60.02,
        percent_text="60,02",
        status="target",
        framework="commune-2021-2025",
        document_id=document_id("plan"),
        fact_id=fact_id,
        flags="percent_mismatch",
    )


def test_years_come_in_order_and_what_no_plan_says_is_null(store: Store) -> None:
    store.put(plan("plan", roads()), [], INGEST)
    table = criterion_table(store, "20", [2024, 2021, 2024])
    assert [figure.year for figure in table] == [2021] * 19 + [2024] * 19
    assert [figure.criterion for figure in table if figure.reached] == [2]
    assert table[0] == CriterionFigure(2021, 1)
    assert criterion_table(store, "20", []) == []


def test_a_count_in_words_goes_before_a_table_and_a_table_before_a_share(store: Store) -> None:
    counted, share, cell = roads(), target("60,2% số xã", criterion=2, **SHARE), count(2, 108)
    only_added = target("thêm 9 xã", criterion=2, added=9)
    store.put(plan("plan", cell, only_added, share, counted), [], INGEST)
    assert of_roads(store).reached == 109
    store.put(plan("plan", cell, only_added, share), [], INGEST)
    assert of_roads(store).reached == 108
    store.put(plan("plan", only_added, share), [], INGEST)
    assert (of_roads(store).reached, of_roads(store).percent) == (None, 60.2)


def test_other_standards_places_and_years_do_not_count(store: Store) -> None:
    store.put(
        plan(
            "plan",
            roads(standard=Standard.COMMUNE_ADVANCED, framework="commune-advanced-2021-2025"),
            roads(place_code="183"),
            roads(year=2023),
            count(2, 7, framework="commune-advanced-2021-2025"),
            count(None, 3000),
        ),
        [],
        INGEST,
    )
    assert of_roads(store) == CriterionFigure(2024, 2)
    assert of_roads(store, place="183").reached == 109


def test_the_plan_of_the_year_goes_before_what_others_say_of_it(store: Store) -> None:
    later = plan("later", roads(reached=110, status=Status.RESULT), plan_year=2025)
    store.put(later, [], INGEST)
    assert (of_roads(store).reached, of_roads(store).status) == (110, "result")
    store.put(plan("plan", target(criterion=2, **SHARE)), [], INGEST)
    assert of_roads(store).percent == 60.2


def test_a_districts_own_plan_goes_before_the_provinces(store: Store) -> None:
    store.put(plan("province", roads(place_code="183", reached=11)), [], INGEST)
    store.put(plan("district", roads(place_code="183", reached=12), place_code="183"), [], INGEST)
    assert of_roads(store, place="183").reached == 12


def test_a_second_rendition_is_not_asked(store: Store) -> None:
    same: dict[str, Any] = {"number": "42/KH-UBND"}
    store.put(plan("scan", roads(reached=199), reader=Reader.OCR, **same), [], INGEST)
    store.put(plan("born", target(criterion=2, **SHARE), **same), [], INGEST)
    assert of_roads(store).document_id == document_id("born")
    assert plan_headline(store, "20", [2024]) == []


def test_the_headline_is_what_is_said_of_whole_standards(store: Store) -> None:
    advanced = target("30 xã nâng cao", standard=Standard.COMMUNE_ADVANCED, reached=30)
    store.put(
        plan("plan", target("108/181 xã", reached=108, total=181), roads(), advanced, target(year=2023)), [], INGEST
    )
    rows = plan_headline(store, "20", [2024])
    assert [(row["standard"], row["reached"]) for row in rows] == [("commune", 108), ("commune_advanced", 30)]


def test_a_link_is_found_from_both_ends(store: Store) -> None:
    old, new = ("commune-2016-2020", 11), ("commune-2021-2025", 11)
    row = dict(zip(("framework_a", "criterion_a", "framework_b", "criterion_b"), (*old, *new), strict=True))
    store.set_reference("criterion_links", [row | {"comparable": "changed", "note": "nghèo đa chiều"}], "1")
    for found in (link(store, *old, *new), link(store, *new, *old)):
        assert found is not None
        assert (found["comparable"], found["note"]) == ("changed", "nghèo đa chiều")
    itself = link(store, *old, *old)
    assert itself is not None
    assert itself["comparable"] == "same"
    assert link(store, *old, "commune-2021-2025", 12) is None


@pytest.mark.parametrize(
    "text",
    [
        document_id("plan")[:8],
        document_id("plan").upper(),
        "PLAN.pdf",
        "plan/kh",
        "xây  DỰNG nông thôn",
        "tỉnh lạng sơn",
    ],
)
def test_a_document_is_found_by_id_number_title_issuer_or_name(text: str, store: Store) -> None:
    store.put(plan(), [], INGEST)
    store.put(plan("report", title="Kết quả", issuer="Bộ Y tế", number="1/BC"), [], INGEST)
    assert [row["file_name"] for row in find_documents(store, text)] == ["plan.pdf"]


@pytest.mark.parametrize("text", ["", " ", "100%", document_id("plan")[:5], document_id("plan")[1:]])
def test_what_no_document_is_called_finds_none(text: str, store: Store) -> None:
    store.put(plan(), [], INGEST)
    assert find_documents(store, text) == []


def test_documents_that_cite_one_another_are_linked(file_store: Store) -> None:
    from schemas.facts import Citation
    from schemas.vocabulary import CitationKind
    from tests.db.made import evidence

    cited = plan("15", number="15/KH-UBND")
    citation = Citation(
        kind=CitationKind.PLAN,
        number="15/KH-UBND",
        issued_on=cited.document.issued_from,
        issuer=cited.document.issuer,
        subject=None,
        evidence=evidence("Kế hoạch số 15/KH-UBND"),
    )
    citing = plan("99", citation, number="99/KH-UBND")
    for facts in (cited, citing):
        file_store.put(facts, (), INGEST)
    (link,) = file_store.rows("document_links")
    assert (link["document_id"], link["cited_document_id"]) == (citing.document.document_id, cited.document.document_id)

from __future__ import annotations

from datetime import date

import pytest

from db import VIEWS, Store
from schemas.errors import NotFound
from tests.db.made import INGEST, commune, count, plan, roads, target

EVIDENCE = "document_id page x0 y0 x1 y1 quote confidence reader flags notes pieces"
PROMISED = {  # what the README promises to those who query the store
    "documents": """document_id file_name kind number issuer issuer_level place_code issued_from issued_to title
        plan_year period_from period_to signer signer_role page_count same_as source_path ingested_at reader
        mean_confidence flags notes""",
    "targets": """place_code place_name year status standard framework criterion counted added consolidated reached
        total percent percent_text deadline""",
    "target_communes": "target_id place_code place_name raw role",
    "indicators": """place_code place_name year status framework criterion indicator label comparator low high low_text
        high_text total percent percent_text unit change scope""",
    "commune_criteria": """table_label row_number place_code place_name raw_name standard framework criterion state
        status year""",
    "commune_progress": """table_label group_label row_number place_code place_name raw_name standard framework
        met_stated met_listed planned_stated planned_listed met_year planned_year reach_year""",
    "criterion_counts": "table_label framework criterion place_code place_name count percent percent_text year status",
    "funding": "year path label source amount_vnd percent percent_text",
    "activities": """criterion framework section content lead coordinating direction time_raw time_from time_to""",
    "citations": "kind number issued_on issuer subject",
    "tables": "table_label title kind row_count column_count repairs",
    "leftovers": "kind",
    "paragraphs": "role marker level",
    "document_links": "document_id cited_document_id fact_id number",
    "table_cells": "table_id table_label row_index column_index heading text",
    "findings": """finding_id code severity message_vi message_en document_id page x0 y0 x1 y1 quote stated expected
        related cause_id""",
    "places": "place_code name kind parent_code valid_from valid_to successor_codes",
    "place_changes": "changed_on old_code new_code change extent basis acts",
    "criteria": "framework criterion name valid_from_year valid_to_year decision",
    "criterion_links": "framework_a criterion_a framework_b criterion_b comparable note",
}
FACT_VIEWS = [
    name
    for name in VIEWS
    if name not in ("documents", "findings", "places", "place_changes", "criteria", "criterion_links", "document_links")
]


def test_there_are_the_promised_views() -> None:
    assert set(VIEWS) == set(PROMISED)


@pytest.mark.parametrize("view", PROMISED)
def test_a_view_has_the_promised_columns(view: str, file_store: Store) -> None:
    columns = file_store.columns(view)
    assert set(PROMISED[view].split()) <= set(columns)
    assert len(columns) == len(set(columns))
    if "place_code" in columns:
        assert {"district_name", "province_name"} <= set(columns)


@pytest.mark.parametrize("view", FACT_VIEWS)
def test_a_fact_view_begins_with_the_id_and_ends_with_the_evidence(view: str, file_store: Store) -> None:
    columns = file_store.columns(view)
    assert columns[0] == ("target_id" if view == "targets" else "fact_id")
    assert columns[-12:] == EVIDENCE.split()


def test_views_that_nothing_fills_are_empty(store: Store) -> None:
    assert {view: store.rows(view) for view in VIEWS} == {view: [] for view in VIEWS}


def test_the_rows_bear_the_columns_of_the_view_in_their_order(store: Store) -> None:
    store.put(plan("plan", roads()), [], INGEST)
    assert list(store.rows("targets")[0]) == store.columns("targets")


def test_rows_come_in_the_order_of_the_document(store: Store) -> None:
    store.put(plan("plan", *(target(quote, criterion=n) for n, quote in enumerate("zca", 1))), [], INGEST)
    assert [row["quote"] for row in store.rows("targets")] == ["z", "c", "a"]
    assert [row["quote"] for row in store.rows("targets", limit=2)] == ["z", "c"]


def test_rows_can_be_chosen_by_their_values(store: Store) -> None:
    facts = plan(
        "plan", target("a", year=2023), target("b", criterion=2, deadline=date(2024, 12, 31)), target("c", criterion=3)
    )
    store.put(facts, [], INGEST)

    def quotes(**where: object) -> str:
        return "".join(row["quote"] for row in store.rows("targets", where=where))

    assert quotes(criterion=None) == "a"
    assert quotes(criterion=[2, 3]) == "bc"
    assert quotes(criterion=[]) == ""
    assert quotes(year=2024, criterion=3) == "c"
    assert quotes(deadline="2024-12-31") == quotes(deadline=date(2024, 12, 31)) == "b"
    assert quotes(target_id=facts.targets[0].fact_id) == "a"


def test_an_unknown_view_or_column_is_told_with_the_known_ones(store: Store) -> None:
    with pytest.raises(NotFound, match="target: no such view; there are documents, targets"):
        store.rows("target")
    with pytest.raises(NotFound, match="no such view"):
        store.columns("read_targets; DROP TABLE x")
    with pytest.raises(NotFound, match="anno: no such column of targets; there are target_id"):
        store.rows("targets", where={"anno": 2024})


def test_a_commune_hangs_on_its_target(store: Store) -> None:
    store.put(plan("plan", roads(), target("b"), commune("Cao Lâu", 1)), [], INGEST)
    (row,) = store.rows("target_communes")
    assert row["target_id"] == store.rows("targets")[1]["target_id"]


def test_documents_come_by_place_year_and_id_with_unplaced_ones_last(store: Store) -> None:
    store.put(plan("c", place_code=None), [], INGEST)
    store.put(plan("b", plan_year=2025), [], INGEST)
    store.put(plan("a", count(2, 109)), [], INGEST)
    assert [row["file_name"] for row in store.rows("documents")] == ["a.pdf", "b.pdf", "c.pdf"]

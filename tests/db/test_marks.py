from __future__ import annotations

from typing import Any

from db import Store
from schemas.facts import Facts
from schemas.findings import Code
from schemas.vocabulary import Severity
from tests.db.made import INGEST, count, document_id, finding, plan, roads, target

NOTE: dict[str, Any] = {"severity": Severity.NOTE}
WARNING: dict[str, Any] = {"severity": Severity.WARNING}


def marks(store: Store, view: str = "targets") -> list[tuple[str | None, str | None]]:
    return [(row["flags"], row["notes"]) for row in store.rows(view)]


def test_a_row_bears_the_codes_of_the_findings_that_touch_it(store: Store) -> None:
    facts = plan("plan", roads(), target("sound"), count(2, 109))
    accused, counted = facts.targets[0].fact_id, facts.criterion_counts[0].fact_id
    found = [
        finding(facts, accused, counted),
        finding(facts, accused, code=Code.COUNT_OVER_TOTAL, **WARNING),
        finding(facts, accused, code=Code.COUNT_OVER_TOTAL, stated="again"),
        finding(facts, accused, code=Code.LOW_CONFIDENCE, **NOTE),
    ]
    store.put(facts, found, INGEST)
    assert marks(store) == [("count_over_total,percent_mismatch", "low_confidence"), (None, None)]
    assert marks(store, "criterion_counts") == [("percent_mismatch", None)]
    assert marks(store, "documents") == [(None, None)]


def test_a_document_bears_the_codes_of_findings_that_touch_no_row(store: Store) -> None:
    facts = plan("plan", roads())
    found = [
        finding(facts, facts.targets[0].fact_id),
        finding(facts, code=Code.BLANK_NUMBER, **WARNING),
        finding(facts, code=Code.NO_TARGET, **NOTE),
        finding(facts, document_id("elsewhere"), code=Code.DUPLICATE_DOCUMENT, **NOTE),
    ]
    store.put(facts, found, INGEST)
    assert marks(store, "documents") == [("blank_number", "duplicate_document,no_target")]


def both(store: Store) -> tuple[Facts, Facts]:
    """Two documents, the second of which contradicts the first."""
    first, second = plan("first", roads()), plan("second", roads())
    store.put(first, [], INGEST)
    store.put(second, [finding(second, second.targets[0].fact_id, first.targets[0].fact_id)], INGEST)
    return first, second


def test_a_finding_touches_the_rows_of_other_documents_too(store: Store) -> None:
    both(store)
    assert marks(store) == [("percent_mismatch", None)] * 2


def test_a_row_that_is_read_anew_keeps_the_marks_of_other_documents_findings(store: Store) -> None:
    first, _ = both(store)
    store.put(first, [], INGEST)
    assert marks(store) == [("percent_mismatch", None)] * 2


def test_marks_go_with_their_findings(store: Store) -> None:
    _, second = both(store)
    store.put(second, [], INGEST)
    assert marks(store) == [(None, None)] * 2


def test_marks_go_with_the_document_that_they_came_from(store: Store) -> None:
    both(store)
    assert store.remove(document_id("second"))
    assert marks(store) == [(None, None)]


def test_thousands_of_marked_rows_are_all_marked(store: Store) -> None:
    facts = plan("plan", *(target(str(number)) for number in range(2500)))
    store.put(facts, [finding(facts, *(row.fact_id for row in facts.targets))], INGEST)
    assert marks(store) == [("percent_mismatch", None)] * 2500

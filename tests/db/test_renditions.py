from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from db import Store
from schemas.facts import Facts
from schemas.vocabulary import DocumentKind, Reader
from tests.db.made import INGEST, document_id, evidence, plan, target

PLAN: dict[str, Any] = {"number": "42/KH-UBND", "title": "Xây dựng nông thôn mới năm 2024"}
UNNUMBERED: dict[str, Any] = {"number": None, "issued_from": None, "issued_to": None}


def born_digital(name: str = "born") -> Facts:
    return plan(name, target(), **PLAN)


def typed(name: str = "typed", **more: Any) -> Facts:
    """Plain text: no boxes."""
    return plan(
        name,
        target(evidence=evidence(box=None)),
        target("b", evidence=evidence("b", box=None)),
        **PLAN | {"evidence": None} | more,
    )


def scanned(name: str = "scanned", **more: Any) -> Facts:
    return plan(name, target(), **PLAN | {"reader": Reader.OCR} | more)


def same_as(store: Store) -> dict[str, str | None]:
    names = {row["document_id"]: row["file_name"].removesuffix(".pdf") for row in store.rows("documents")}
    return {names[row["document_id"]]: row["same_as"] and names[row["same_as"]] for row in store.rows("documents")}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_best_file_stands_for_the_plan_whatever_came_first(file_store: Store, order: tuple[int, ...]) -> None:
    files = [born_digital(), typed(), scanned()]
    for number in order:
        file_store.put(files[number], [], INGEST)
    assert same_as(file_store) == {"born": None, "typed": "born", "scanned": "born"}


def test_when_the_best_is_removed_the_next_takes_its_place(store: Store) -> None:
    for facts in (born_digital(), typed(), scanned()):
        store.put(facts, [], INGEST)
    store.remove(document_id("born"))
    assert same_as(store) == {"typed": None, "scanned": "typed"}


def test_a_rendition_without_number_is_known_by_title_and_year(store: Store) -> None:
    store.put(born_digital(), [], INGEST)
    store.put(typed(title="XÂY DỰNG  nông thôn\nmới năm 2024", **UNNUMBERED), [], INGEST)
    assert same_as(store) == {"born": None, "typed": "born"}


def test_a_third_file_ties_two_together(store: Store) -> None:
    store.put(typed("untitled", title=None), [], INGEST)
    store.put(scanned("unnumbered", **UNNUMBERED), [], INGEST)
    assert same_as(store) == {"untitled": None, "unnumbered": None}
    store.put(born_digital(), [], INGEST)
    assert same_as(store) == {"born": None, "untitled": "born", "unnumbered": "born"}


def test_of_two_alike_the_more_complete_and_then_the_first_id_is_better(store: Store) -> None:
    store.put(plan("one", target(), **PLAN), [], INGEST)
    store.put(plan("more", target(), target("b"), **PLAN), [], INGEST)
    assert same_as(store) == {"one": "more", "more": None}
    store.put(plan("one", target(), target("b"), **PLAN), [], INGEST)
    best = min(("one", "more"), key=document_id)
    assert same_as(store)[best] is None
    assert [name for name in same_as(store).values() if name] == [best]


@pytest.mark.parametrize(
    "other",
    [
        {"issuer": "Ủy ban nhân dân huyện Cao Lộc"},
        {"issuer": None},
        {"number": "43/KH-UBND", "title": "Chuyển đổi số năm 2024"},
        {"issued_from": date(2024, 3, 2), "issued_to": date(2024, 3, 2), "plan_year": 2025},
        {"number": "43/BC-UBND", "kind": DocumentKind.REPORT},
        {"title": None, **UNNUMBERED},
    ],
)
def test_other_plans_are_not_taken_for_the_same(other: dict[str, Any], store: Store) -> None:
    store.put(born_digital(), [], INGEST)
    store.put(plan("other", target(), **PLAN | other), [], INGEST)
    assert same_as(store) == {"born": None, "other": None}


def test_a_better_reading_that_changes_the_issuer_unties_the_files(store: Store) -> None:
    store.put(born_digital(), [], INGEST)
    store.put(scanned(), [], INGEST)
    store.put(scanned(issuer="Ủy ban nhân dân huyện Cao Lộc"), [], INGEST)
    assert same_as(store) == {"born": None, "scanned": None}
    store.put(scanned(), [], INGEST)
    store.put(plan("born", target(), **PLAN | {"issuer": "Ủy ban nhân dân huyện Cao Lộc"}), [], INGEST)
    assert same_as(store) == {"born": None, "scanned": None}

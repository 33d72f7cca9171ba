from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Store
from db.tables import NOT_COLUMNS
from db.views import id_column
from schemas.errors import StoreError
from schemas.evidence import Evidence, Piece
from schemas.facts import FACT_TYPES, DocumentFact, Fact, Facts, Funding, PrintedCell, TargetCommune, with_ids
from schemas.geometry import Box
from schemas.vocabulary import FundingSource, Reader
from tests.db.made import INGEST, commune, count, document_id, evidence, plan, roads, target

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
NUMBERS = st.floats(0, 5000, allow_subnormal=False).map(lambda value: round(value, 2))
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(0, 1),
    date: st.dates(),
    Decimal: st.decimals(-(10**9), 10**9, places=3),
}
EVIDENCE = st.builds(
    Evidence,
    pieces=st.lists(
        st.builds(
            Piece,
            page=st.integers(1, 10**6),
            box=st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(lambda sides: Box(*sides)),
            quote=TEXT,
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    confidence=st.floats(0, 1),
    reader=st.sampled_from([Reader.TEXT_LAYER, Reader.OCR]),
)


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    kinds = get_args(annotation) or (annotation,)
    return st.one_of(
        *(
            st.none() if kind is NoneType else st.sampled_from(kind) if issubclass(kind, Enum) else BY_TYPE[kind]
            for kind in kinds
        )
    )


def rows_of(model: type[Fact]) -> st.SearchStrategy[tuple[Fact, ...]]:
    told = {
        name: values_of(field.annotation)
        for name, field in model.model_fields.items()
        if name not in ("fact_id", "evidence", "target_id", "target_index", "table_id", "table_index", "title_evidence")
    }
    if model is PrintedCell:
        told["table_index"] = st.just(0)
    return st.lists(st.builds(model, evidence=EVIDENCE, **told), max_size=3).map(tuple)


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    letterhead = {
        name: draw(values_of(field.annotation))
        for name, field in DocumentFact.model_fields.items()
        if name not in ("document_id", "evidence")
    }
    evidence = draw(st.none() | EVIDENCE)
    document = DocumentFact(document_id=document_id("any"), evidence=evidence, **letterhead)
    rows = {kind.view: draw(rows_of(kind)) for kind in FACT_TYPES if kind is not TargetCommune}
    if not rows["tables"]:
        rows["table_cells"] = ()
    if rows["targets"]:
        rows["target_communes"] = tuple(commune(name) for name in draw(st.lists(TEXT, max_size=3)))
    return with_ids(Facts(document=document, **rows))  # type: ignore[arg-type]


def shown(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def assert_evidence(row: dict[str, Any], told: Evidence) -> None:
    assert (row["page"], row["quote"], row["confidence"]) == (told.page, told.quote, told.confidence)
    assert tuple(row[side] for side in ("x0", "y0", "x1", "y1")) == (told.box or (None,) * 4)
    assert [(p["page"], p["box"] and Box(*p["box"]), p["quote"]) for p in row["pieces"]] == [
        (p.page, p.box, p.quote) for p in told.pieces
    ]


def assert_stored(store: Store, facts: Facts) -> None:
    for kind in FACT_TYPES:
        told: tuple[Fact, ...] = getattr(facts, kind.view)
        rows = store.rows(kind.view)
        assert [row[id_column(kind.view)] for row in rows] == [fact.fact_id for fact in told]
        for row, fact in zip(rows, told, strict=True):
            for name in kind.model_fields.keys() - NOT_COLUMNS - {"fact_id", "table_index"}:
                assert row[name] == shown(getattr(fact, name)), name
            assert row["document_id"] == facts.document.document_id
            assert row["reader"] == fact.evidence.reader
            assert_evidence(row, fact.evidence)
    (row,) = store.rows("documents")
    for name in DocumentFact.model_fields.keys() - {"evidence"}:
        assert row[name] == getattr(facts.document, name), name
    if facts.document.evidence:
        assert_evidence(row, facts.document.evidence)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(facts=all_facts())
def test_whatever_is_saved_comes_back_equal(store: Store, facts: Facts) -> None:
    store.put(facts, [], INGEST)
    assert_stored(store, facts)


def test_numbers_come_back_as_numbers_and_as_printed(store: Store) -> None:
    store.put(plan("plan", roads()), [], INGEST)
    (row,) = store.rows("targets")
    assert (row["percent"], row["percent_text"], row["reached"]) == (60.02, "60,02", 109)
    assert str(row["percent"]) == "60.02"
    assert isinstance(row["percent"], float)


def test_an_amount_may_have_thirteen_digits(store: Store) -> None:
    whole = Funding(
        year=2021, path="0", label="Tổng", source=FundingSource.TOTAL, amount_vnd=6424319000000, evidence=evidence()
    )
    store.put(plan("plan", whole), [], INGEST)
    assert store.rows("funding")[0]["amount_vnd"] == 6424319000000


def test_what_is_not_stated_is_null_and_never_empty(store: Store) -> None:
    store.put(plan("plan", target(place_name="", framework=None), issuer=""), [], INGEST)
    (row,) = store.rows("targets")
    assert row["place_name"] is row["framework"] is row["reached"] is row["flags"] is row["notes"] is None
    (document,) = store.rows("documents")
    assert document["issuer"] is document["signer"] is document["same_as"] is None


def test_a_character_that_a_database_cannot_hold_does_not_stop_a_document(store: Store) -> None:
    store.put(plan("plan", target("109\0/181 xã")), [], INGEST)
    (row,) = store.rows("targets")
    assert row["quote"] == "109\N{REPLACEMENT CHARACTER}/181 xã"


def test_plain_text_has_no_box(store: Store) -> None:
    store.put(plan("plan", target(evidence=evidence(box=None))), [], INGEST)
    (row,) = store.rows("targets")
    assert row["page"] == 1
    assert row["x0"] is row["y1"] is None


def test_an_instant_is_kept_in_utc(store: Store) -> None:
    store.put(plan(), [], INGEST)
    (row,) = store.rows("documents")
    assert (row["ingested_at"], row["source_path"]) == (INGEST.ingested_at, INGEST.source_path)


def test_another_program_reads_iso_dates_numbers_and_vietnamese_from_the_file(
    file_store: Store, tmp_path: Path
) -> None:
    file_store.put(plan("plan", roads(deadline=date(2024, 12, 31)), count(2, 109)), [], INGEST)
    with sqlite3.connect(tmp_path / "solieu.db") as connection:
        row = connection.execute(
            "SELECT deadline, percent, typeof(percent), typeof(reached), pieces FROM targets"
        ).fetchone()
        when = connection.execute("SELECT issued_from, ingested_at FROM documents").fetchone()
    connection.close()
    assert row[:4] == ("2024-12-31", 60.02, "real", "integer")
    assert "109/181 xã" in row[4]
    assert when == ("2024-03-01", "2026-01-02T03:04:05+00:00")


def test_a_number_too_large_for_any_database_is_refused_in_one_line(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.put(plan("plan", target(reached=10**30)), [], INGEST)
    assert "\n" not in str(caught.value)
    assert store.rows("documents") == []
    assert store.rows("targets") == []

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from auditors.doubts import duplicate_document
from db import Ingest, Store
from schemas.facts import Facts
from schemas.vocabulary import Reader
from tests.db.made import INGEST, document_id, plan, target

PLAN: dict[str, Any] = {"number": "42/KH-UBND", "title": "Xây dựng nông thôn mới năm 2024"}


@pytest.fixture
def noting(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "solieu.db"), duplicate_note=duplicate_document) as opened:
        yield opened


def born_digital(name: str = "born", **more: Any) -> Facts:
    return plan(name, target(), **PLAN | more)


def scanned(name: str = "scanned") -> Facts:
    return plan(name, target(), **PLAN | {"reader": Reader.OCR})


def at(minute: int) -> Ingest:
    return Ingest(INGEST.source_path, INGEST.settings_hash, INGEST.ingested_at + timedelta(minutes=minute))


def notes(store: Store) -> list[tuple[str, str]]:
    """Return (the file that bears the note, the file that it names)."""
    names = {row["document_id"]: row["file_name"] for row in store.rows("documents")}
    return [(names[row["document_id"]], row["expected"]) for row in store.findings(code="duplicate_document")]


@pytest.mark.parametrize("later", ["scanned", "born"])
def test_the_later_of_two_files_of_one_plan_names_the_other(later: str, noting: Store) -> None:
    files = {"born": born_digital(), "scanned": scanned()}
    earlier = next(name for name in files if name != later)
    noting.put(files[earlier], [], at(0))
    assert notes(noting) == []
    noting.put(files[later], [], at(1))
    assert notes(noting) == [(f"{later}.pdf", f"{earlier}.pdf")]
    (finding,) = noting.findings()
    assert finding["severity"] == "note"
    assert f"{earlier}.pdf" in finding["message_en"]
    assert finding["page"] == 1
    marked = {row["file_name"]: row["notes"] for row in noting.rows("documents")}
    assert marked == {f"{later}.pdf": "duplicate_document", f"{earlier}.pdf": None}


def test_every_later_file_names_the_first(noting: Store) -> None:
    for minute, facts in enumerate((scanned(), born_digital(), born_digital("again"))):
        noting.put(facts, [], at(minute))
    assert sorted(notes(noting)) == [("again.pdf", "scanned.pdf"), ("born.pdf", "scanned.pdf")]
    noting.remove(document_id("scanned"))
    assert notes(noting) == [("again.pdf", "born.pdf")]


def test_the_note_goes_with_the_other_file(noting: Store) -> None:
    noting.put(born_digital(), [], at(0))
    noting.put(scanned(), [], at(1))
    noting.remove(document_id("born"))
    assert notes(noting) == []
    assert [row["notes"] for row in noting.rows("documents")] == [None]


def test_the_note_goes_when_a_better_reading_tells_the_plans_apart(noting: Store) -> None:
    noting.put(born_digital(), [], at(0))
    noting.put(scanned(), [], at(1))
    noting.put(born_digital(issuer="Ủy ban nhân dân huyện Cao Lộc"), [], at(2))
    assert notes(noting) == []


def test_writing_the_same_again_changes_nothing(noting: Store) -> None:
    noting.put(born_digital(), [], at(0))
    noting.put(scanned(), [], at(1))
    before = noting.findings()
    noting.put(scanned(), [], at(1))
    assert noting.findings() == before


def test_other_plans_bear_no_note(noting: Store) -> None:
    noting.put(born_digital(), [], at(0))
    noting.put(plan("other", target()), [], at(1))
    assert notes(noting) == []

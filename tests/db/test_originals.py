from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from db import Store
from db.originals import Originals
from schemas.errors import NotFound, StoreError
from tests.db.made import INGEST, document_id, plan


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Kế hoạch.PDF"
    path.write_bytes(b"plan")
    return path


def test_an_original_is_kept_by_hash_beside_the_store(file_store: Store, source: Path, tmp_path: Path) -> None:
    kept = file_store.keep_original(source, document_id("plan"))
    assert kept == tmp_path / "solieu.db.files" / f"{document_id('plan')}.pdf"
    source.unlink()
    assert file_store.original(document_id("plan")).read_bytes() == b"plan"


def test_a_store_on_a_server_keeps_originals_in_the_given_folder(store: Store, source: Path, tmp_path: Path) -> None:
    assert store.keep_original(source, document_id("plan")).parent == tmp_path / "originals"


def test_without_a_folder_nothing_can_be_kept(source: Path) -> None:
    with pytest.raises(StoreError, match="no folder for the original files"):
        Originals(None).keep(source, document_id("plan"))
    with pytest.raises(NotFound):
        Originals(None).find(document_id("plan"))


def test_keeping_twice_leaves_one_file(file_store: Store, source: Path) -> None:
    kept = file_store.keep_original(source, document_id("plan"))
    assert file_store.keep_original(source, document_id("plan")) == kept
    assert list(kept.parent.iterdir()) == [kept]


def test_a_file_that_changed_meanwhile_is_not_kept(file_store: Store, source: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="changed while it was being read"):
        file_store.keep_original(source, hashlib.sha256(b"before").hexdigest())
    assert list((tmp_path / "solieu.db.files").iterdir()) == []


@pytest.mark.parametrize("wanted", [document_id("other"), "", "*", "../solieu.db"])
def test_an_original_that_is_gone_is_not_found(wanted: str, file_store: Store, source: Path) -> None:
    file_store.keep_original(source, document_id("plan"))
    with pytest.raises(NotFound):
        file_store.original(wanted)


def test_the_original_goes_with_its_document(file_store: Store, source: Path) -> None:
    file_store.put(plan(), [], INGEST)
    file_store.keep_original(source, document_id("plan"))
    assert file_store.remove(document_id("plan"))
    with pytest.raises(NotFound):
        file_store.original(document_id("plan"))

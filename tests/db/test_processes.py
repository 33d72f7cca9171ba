from __future__ import annotations

import multiprocessing

from db import Store
from db.connect import connect, store_url, writing
from db.tables import documents
from schemas.errors import StoreError
from tests.db.made import INGEST, document_id, plan, target

SPAWN = multiprocessing.get_context("spawn")  # as on every system, and no connection is shared


def open_and_put(where: str, name: str) -> str:
    try:
        with Store.open(where) as store:
            for number in range(5):
                store.put(plan(name, target(f"{name} {number}")), [], INGEST)
            return str(len(store.rows("targets", where={"document_id": document_id(name)})))
    except StoreError as error:
        return str(error)


def test_processes_may_create_the_store_and_write_to_it_at_once(where: str) -> None:
    names = ["a", "b", "c"]
    with SPAWN.Pool(len(names)) as pool:
        assert pool.starmap(open_and_put, [(where, name) for name in names]) == ["1"] * 3
    with Store.open(where) as store:
        assert sorted(row["quote"] for row in store.rows("targets")) == ["a 4", "b 4", "c 4"]


def test_a_store_can_be_opened_and_read_while_another_writes(where: str) -> None:
    with Store.open(where) as store:
        store.put(plan(), [], INGEST)
    engine = connect(store_url(where))
    with writing(engine) as connection:
        connection.execute(documents.delete())
        with Store.open(where) as reader:
            assert len(reader.rows("documents")) == 1
        connection.rollback()
    engine.dispose()

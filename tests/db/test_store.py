from __future__ import annotations

import pytest
from sqlalchemy import Connection

from db import Ingest, Store
from schemas.errors import NotFound, StoreError
from schemas.facts import Facts
from schemas.findings import Code
from schemas.vocabulary import Severity
from tests.db.made import INGEST, count, document_id, finding, plan, roads, target


def test_a_file_read_with_the_same_settings_is_current(store: Store) -> None:
    assert not store.is_current(document_id("plan"), "settings-1")
    store.put(plan(), [], INGEST)
    assert store.is_current(document_id("plan"), "settings-1")
    assert not store.is_current(document_id("plan"), "settings-2")


def test_reading_a_file_anew_replaces_its_rows_and_no_others(store: Store) -> None:
    store.put(plan("other", target("theirs")), [], INGEST)
    old = plan("plan", target("old"), target("older"))
    store.put(old, [finding(old, old.targets[0].fact_id)], INGEST)
    store.put(plan("plan", target("new")), [], Ingest("moved/plan.pdf", "settings-2", INGEST.ingested_at))
    assert sorted(row["quote"] for row in store.rows("targets")) == ["new", "theirs"]
    assert store.findings() == []
    assert {row["settings_hash"] for row in store.rows("documents")} == {"settings-1", "settings-2"}


def test_the_same_put_twice_changes_nothing(store: Store) -> None:
    facts = plan("plan", roads(), count(2, 109))
    found = [finding(facts, facts.targets[0].fact_id)]
    store.put(facts, found, INGEST)
    first = {view: store.rows(view) for view in ("documents", "targets", "criterion_counts", "findings")}
    store.put(facts, found, INGEST)
    assert {view: store.rows(view) for view in first} == first


def test_a_put_that_fails_half_way_leaves_the_old_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old = plan("plan", roads())
    store.put(old, [finding(old, old.targets[0].fact_id)], INGEST)
    before = {view: store.rows(view) for view in ("documents", "targets", "findings")}

    def fail(connection: Connection, keys: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("db.store.link_renditions", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            store.put(plan("plan", target("new")), [], INGEST)
        with pytest.raises(RuntimeError, match="power cut"):
            store.remove(document_id("plan"))
    assert {view: store.rows(view) for view in before} == before


def test_a_row_that_the_database_refuses_leaves_the_old_rows(store: Store) -> None:
    store.put(plan("plan", target("old")), [], INGEST)
    with pytest.raises(StoreError):
        store.put(plan("plan", target("fine"), target("too large", reached=10**30)), [], INGEST)
    assert [row["quote"] for row in store.rows("targets")] == ["old"]


def test_facts_without_ids_and_findings_of_others_are_not_taken(store: Store) -> None:
    facts = plan("plan", roads())
    bare = facts.model_copy(update={"targets": (roads(),)})
    with pytest.raises(ValueError, match="without ids"):
        store.put(bare, [], INGEST)
    with pytest.raises(ValueError, match="of another document"):
        store.put(facts, [finding(plan("other"))], INGEST)
    assert store.rows("documents") == []


def test_removing_a_document_takes_its_rows(store: Store) -> None:
    facts = plan("plan", roads())
    store.put(facts, [finding(facts, facts.targets[0].fact_id)], INGEST)
    store.put(plan("other", target("theirs")), [], INGEST)
    assert store.remove(document_id("plan"))
    assert not store.remove(document_id("plan"))
    assert [row["quote"] for row in store.rows("targets")] == ["theirs"]
    assert store.findings() == []


def test_findings_are_chosen_by_document_code_and_severity(store: Store) -> None:
    first, second = plan("first"), plan("second")
    store.put(first, [finding(first), finding(first, code=Code.NO_TARGET, severity=Severity.NOTE)], INGEST)
    store.put(second, [finding(second)], INGEST)
    assert len(store.findings()) == 3
    assert [row["code"] for row in store.findings(document_id=document_id("first"))] == [
        "percent_mismatch",
        "no_target",
    ]
    assert len(store.findings(code="percent_mismatch")) == 2
    assert [row["code"] for row in store.findings(severity="note")] == ["no_target"]
    assert store.findings(severity="note", code="percent_mismatch") == []


def test_a_finding_comes_back_as_it_was(store: Store) -> None:
    facts = plan("plan", roads(), target("b"))
    told = finding(facts, facts.targets[1].fact_id, facts.targets[0].fact_id, cause_id="0123")
    store.put(facts, [told, told], INGEST)
    (row,) = store.findings()
    for name in ("finding_id", "code", "severity", "message_vi", "message_en", "stated", "expected", "cause_id"):
        assert row[name] == getattr(told, name)
    assert row["related"] == ",".join(told.related)
    assert (row["page"], row["quote"]) == (told.evidence.page, told.evidence.quote)


@pytest.fixture
def facts(store: Store) -> Facts:
    made = plan("plan", roads(), *(target(str(number)) for number in range(40)), count(2, 109))
    store.put(made, [], INGEST)
    return made


def test_a_fact_is_found_by_its_id_or_how_it_begins(store: Store, facts: Facts) -> None:
    wanted = facts.targets[0].fact_id
    view, row = store.fact(wanted)
    assert (view, row["target_id"], row["reached"]) == ("targets", wanted, 109)
    assert store.fact(f" {wanted[:12].upper()} ") == (view, row)
    assert store.fact(facts.criterion_counts[0].fact_id[:10])[0] == "criterion_counts"


@pytest.mark.parametrize("wanted", ["", "abc", "%%%%%%%%", "109/181", "ffffffffffffffffffff", "00000000"])
def test_what_no_fact_is_called_is_not_found(wanted: str, store: Store, facts: Facts) -> None:
    with pytest.raises(NotFound):
        store.fact(wanted)


def test_an_ambiguous_beginning_asks_for_more_digits(store: Store) -> None:
    facts = plan("plan", target("a"), target("b"))
    twins = tuple(row.model_copy(update={"fact_id": f"abcdef{n:014}"}) for n, row in enumerate(facts.targets))
    store.put(facts.model_copy(update={"targets": twins}), [], INGEST)
    with pytest.raises(NotFound, match="more digits"):
        store.fact("abcdef")
    assert store.fact("abcdef00000000000001")[1]["quote"] == "b"

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db import Store
from db.asking import Answer, BadQuery
from tests.db.made import INGEST, plan, roads, target


def ask(store: Store, sql: str, *, seconds: float = 20, most_rows: int = 1000) -> Answer:
    return store.ask(sql, seconds=seconds, most_rows=most_rows)


@pytest.fixture
def store(store: Store) -> Store:
    store.put(plan("plan", roads(), target("b", reached=7)), [], INGEST)
    return store


def test_a_question_is_answered_from_the_views(store: Store) -> None:
    answer = ask(store, "SELECT reached, percent, quote FROM targets WHERE criterion = 2")
    assert answer.columns == ["reached", "percent", "quote"]
    assert answer.rows == [(109, 60.02, roads().evidence.quote)]
    assert answer.is_whole


@pytest.mark.parametrize(
    "sql",
    [
        "WITH few AS (SELECT reached FROM targets) SELECT max(reached) FROM few",
        "-- the largest\n/* of\nall */ (SELECT max(reached) FROM targets)",
        "  select max(reached) from targets;  ",
    ],
)
def test_a_question_may_be_written_in_many_ways(store: Store, sql: str) -> None:
    if sql.startswith("--") and store.dialect.name == "sqlite":
        sql = sql.replace("(", "", 1)[:-1]  # SQLite knows no statement in brackets
    assert ask(store, sql).rows == [(109,)]


def test_sums_are_numbers_and_columns_have_distinct_names(store: Store) -> None:
    answer = ask(store, "SELECT sum(reached), avg(reached) AS a, 1 AS a FROM targets")
    assert (answer.columns[1:], answer.rows) == (["a", "a_2"], [(116, 58, 1)])
    assert list(answer.dicts[0].values()) == [116, 58, 1]


def test_rows_beyond_the_limit_are_left_out_and_told(store: Store) -> None:
    answer = ask(store, "SELECT reached FROM targets ORDER BY reached", most_rows=1)
    assert (answer.rows, answer.is_whole) == ([(7,)], False)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO store_info VALUES ('a', 'b')",
        "WITH x AS (SELECT 1) INSERT INTO store_info SELECT 'a', 'b'",
        "UPDATE read_targets SET reached = 0",
        "DELETE FROM read_targets",
        "DROP VIEW targets",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE TEMP TABLE mine (a INTEGER)",
        "ATTACH DATABASE 'other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "SELECT 1; DELETE FROM read_targets",
        "SELECT 1; COMMIT; DELETE FROM read_targets",
        "VACUUM INTO 'copy.db'",
        "BEGIN",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SET TRANSACTION READ WRITE",
        "EXPLAIN ANALYZE DELETE FROM read_targets",
        "WITH gone AS (DELETE FROM read_targets RETURNING 1) SELECT * FROM gone",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "SELECT load_extension('x')",
        "SELECT * INTO mine FROM targets",
        "",
        "-- nothing",
        "hello",
        "SELECT nothing FROM nowhere",
        "SELECT '\0'",
    ],
)
def test_what_is_no_single_question_is_refused_in_one_line_and_changes_nothing(store: Store, sql: str) -> None:
    before = {view: store.rows(view) for view in ("documents", "targets")}
    with pytest.raises(BadQuery) as caught:
        ask(store, sql)
    assert "\n" not in str(caught.value)
    assert {view: store.rows(view) for view in before} == before


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
    ],
)
def test_a_question_without_end_is_stopped(store: Store, sql: str) -> None:
    with pytest.raises(BadQuery, match=r"not answered within 0\.3 s; ask for less, or raise --timeout"):
        ask(store, sql, seconds=0.3)
    assert ask(store, "SELECT 1").rows == [(1,)]


def test_full_text_can_be_asked_for(file_store: Store) -> None:
    file_store.put(plan("plan", roads()), [], INGEST)
    assert ask(file_store, "SELECT count(*) FROM search_index WHERE search_index MATCH 'xa'").rows == [(1,)]


def test_another_database_cannot_be_reached(file_store: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE secrets (a)")
    other.close()
    for sql in (f"ATTACH '{tmp_path}/other.db' AS o", "SELECT readfile('/etc/passwd')", "SELECT zeroblob(2000000000)"):
        with pytest.raises(BadQuery):
            ask(file_store, sql)

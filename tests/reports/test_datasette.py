from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from db.dictionary import dictionary, tables_beneath
from reports.datasette import datasette_metadata, questions
from tests.reports import made
from tools.data_dictionary import TARGET, pages


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.filled(tmp_path_factory.mktemp("store"), 2021, 2024)


def test_the_data_dictionary_is_that_of_the_views() -> None:
    assert TARGET.read_text(encoding="utf-8") == pages(), "run: python -m tools.data_dictionary"


def test_every_facet_is_a_column() -> None:
    for view in dictionary():
        assert set(view.facets) <= {column.name for column in view.columns}, view.name


def test_all_views_are_shown_and_all_tables_hidden(filled: Path) -> None:
    told = datasette_metadata("solieu")["databases"]["solieu"]["tables"]
    with sqlite3.connect(filled) as connection:
        names = {kind: set() for kind in ("view", "table")}  # type: dict[str, set[str]]
        for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table')"):
            names[kind].add(name)
    connection.close()
    assert {name for name, each in told.items() if not each.get("hidden")} == names["view"]
    # Datasette hides the tables of a full text index by itself.
    assert set(tables_beneath()) == {
        name for name in names["table"] if not name.startswith(("search_index", "sqlite_"))
    }


def test_there_are_the_five_first_questions() -> None:
    assert len(questions()) == 5


@pytest.mark.parametrize("name", list(questions()))
def test_a_canned_query_runs_as_datasette_runs_it(filled: Path, name: str) -> None:
    question = questions()[name]
    asked = {key: str(value) for key, value in question["sample"].items()}  # a form gives texts
    assert set(re.findall(r":([a-z_]+)", question["sql"])) == set(asked)
    with sqlite3.connect(filled) as connection:
        cursor = connection.execute(question["sql"], asked)
        columns = [each[0] for each in cursor.description]
        rows = cursor.fetchall()
    connection.close()
    assert {"number", "file_name", "page"} <= set(columns)
    if name in ("criteria_of_two_years", "what_does_not_add_up"):
        assert rows


def test_the_criteria_of_two_years_are_those_that_the_plans_print(filled: Path) -> None:
    question = questions()["criteria_of_two_years"]
    with sqlite3.connect(filled) as connection:
        rows = connection.execute(question["sql"], {"place_code": "20", "year_a": "2021", "year_b": "2024"}).fetchall()
    connection.close()
    assert [row[:6] for row in rows if row[0] == 2] == [
        (2, 2021, "target", 96, 181, "53"),
        (2, 2024, "target", 109, 181, "60,02"),
    ]


def test_words_are_found_by_the_canned_query(filled: Path) -> None:
    question = questions()["where_words_stand"]
    with sqlite3.connect(filled) as connection:
        rows = connection.execute(question["sql"], {"words": "toan tinh"}).fetchall()
        hostile = connection.execute(question["sql"], {"words": 'x" OR "toan'}).fetchall()
    connection.close()
    assert [row[2] for row in rows][:1] == [2024]
    assert hostile == []

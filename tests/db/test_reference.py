from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from db import Store
from tests.db.made import INGEST, plan


@dataclass(frozen=True)
class Place:
    place_code: str
    name: str
    kind: str
    level: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None = None
    successor_codes: tuple[str, ...] = ()


BEGIN, MERGER = date(2004, 8, 31), date(2025, 7, 1)
PLACES = [
    Place("20", "Lạng Sơn", "tỉnh", "province", None, BEGIN),
    Place("183", "Cao Lộc", "huyện", "district", "20", BEGIN, MERGER),
    Place("06184", "Cao Lộc", "thị trấn", "commune", "183", BEGIN, MERGER, ("06184", "05983")),
    Place("06184", "Đồng Đăng", "xã", "commune", "20", MERGER),
]


def test_places_know_their_district_and_province_of_their_time(store: Store) -> None:
    assert store.set_reference("places", PLACES, "1")
    rows = store.rows("places", where={"place_code": "06184"})
    assert [(row["name"], row["district_name"], row["province_name"]) for row in rows] == [
        ("Cao Lộc", "Cao Lộc", "Lạng Sơn"),
        ("Đồng Đăng", None, "Lạng Sơn"),
    ]
    assert [row["successor_codes"] for row in rows] == ["06184,05983", None]
    assert [(row["valid_from"], row["valid_to"]) for row in rows] == [(BEGIN, MERGER), (MERGER, None)]


@pytest.mark.parametrize(
    ("issued", "plan_year", "district"),
    [(date(2024, 3, 1), 2024, "Cao Lộc"), (date(2025, 7, 1), 2025, None), (None, 2024, "Cao Lộc"), (None, None, None)],
)
def test_a_document_is_placed_by_the_names_of_its_day(
    issued: date | None, plan_year: int | None, district: str | None, store: Store
) -> None:
    store.set_reference("places", PLACES, "1")
    store.put(plan(place_code="06184", issued_from=issued, issued_to=issued, plan_year=plan_year), [], INGEST)
    (row,) = store.rows("documents")
    assert row["district_name"] == district
    assert row["province_name"] == ("Lạng Sơn" if issued or plan_year else None)


def test_reference_data_are_rewritten_only_for_a_new_version(store: Store) -> None:
    criterion = {"framework": "commune-2021-2025", "criterion": 2, "name": "Giao thông", "valid_from_year": 2021}
    assert store.set_reference("criteria", [criterion], "1")
    assert not store.set_reference("criteria", [], "1")
    assert [row["name"] for row in store.rows("criteria")] == ["Giao thông"]
    assert store.set_reference("criteria", [criterion | {"name": "Đường"}], "2")
    assert [row["name"] for row in store.rows("criteria")] == ["Đường"]
    assert store.set_reference("criteria", [], "3")
    assert store.rows("criteria") == []


def test_dates_may_come_as_iso_text(store: Store) -> None:
    row = {"place_code": "20", "name": "Lạng Sơn", "valid_from": "2004-08-31", "valid_to": "", "successor_codes": ""}
    store.set_reference("places", [row], "1")
    (found,) = store.rows("places")
    assert (found["valid_from"], found["valid_to"], found["successor_codes"]) == (BEGIN, None, None)


def test_places_that_lie_in_one_another_do_no_harm(store: Store) -> None:
    rows = [{"place_code": "1", "name": "A", "parent_code": "2"}, {"place_code": "2", "name": "B", "parent_code": "1"}]
    store.set_reference("places", rows, "1")
    assert len(store.rows("places")) == 2

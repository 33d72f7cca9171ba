"""A row is right where all of it is; what is wrong without a flag is told apart from what carries one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.gold import BadGold, Gold, find_gold, plain
from reports.scoring import ViewScore, likeness, score

ROAD = {"place_code": "20", "year": 2024, "comparator": "=", "low": 109.0, "high": 109.0, "unit": "commune"}
INCOME = {"place_code": "20", "year": 2024, "comparator": ">=", "low": 45.5, "high": None, "unit": "%"}


def gold_of(tmp_path: Path, optional: str = "", **views: list[dict[str, Any]]) -> Gold:
    for view, rows in views.items():
        with (tmp_path / f"{view}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    if optional:
        (tmp_path / "optional.csv").write_text(f"kind,file,match,columns,note\n{optional}\n", encoding="utf-8")
    (gold,) = find_gold(tmp_path)
    return gold


def indicators(tmp_path: Path, *read: dict[str, Any], optional: str = "") -> ViewScore:
    gold = gold_of(tmp_path, optional, indicators=[ROAD, INCOME])
    return score(gold, {"indicators": [{"flags": None} | row for row in read]})["indicators"]


def test_what_is_read_as_it_is_printed_is_right(tmp_path: Path) -> None:
    result = indicators(tmp_path, INCOME | {"low": 45.50}, ROAD)
    assert (result.right, result.wrong, result.extra, result.missed) == (2, 0, 0, 0)
    assert (result.precision, result.recall, result.f1, result.cell_share) == (1, 1, 1, 1)


def test_a_wrong_value_is_silent_unless_its_row_has_a_flag(tmp_path: Path) -> None:
    bare = indicators(tmp_path, ROAD | {"low": 169.0}, INCOME)
    assert (bare.right, bare.wrong, bare.silent, bare.values) == (1, 1, 1, 12)
    flagged = indicators(tmp_path, ROAD | {"low": 169.0, "flags": "percent_mismatch,low_confidence"}, INCOME)
    assert (flagged.right, flagged.wrong, flagged.silent, flagged.doubted) == (1, 1, 0, 1)
    assert flagged.cell_share == pytest.approx(11 / 12)


def test_rows_missed_and_rows_too_many_are_told(tmp_path: Path) -> None:
    other = {"place_code": "183", "year": 2021, "comparator": "~", "low": 3.0, "high": 3.0, "unit": "km"}
    result = indicators(tmp_path, ROAD, other, other | {"flags": "unknown_place"})
    assert (result.right, result.missed, result.extra, result.unflagged) == (1, 1, 2, 1)
    assert result.precision == pytest.approx(1 / 3)
    assert result.recall == 0.5


def test_a_row_is_paired_once_and_with_the_most_alike(tmp_path: Path) -> None:
    result = indicators(tmp_path, ROAD | {"high": 110.0}, ROAD, ROAD)
    assert (result.right, result.wrong, result.extra, result.missed) == (1, 0, 2, 1)


@pytest.mark.parametrize(
    ("optional", "right", "wrong", "extra", "gold"),
    [
        ("", 1, 1, 1, 2),
        ('may_differ,indicators.csv,unit=%,low comparator,"read either way"', 2, 0, 1, 2),
        ("may_be_extra,indicators.csv,unit~^k;year=2021,,", 1, 1, 0, 2),
        ("may_be_absent,indicators.csv,unit=%,,", 1, 0, 1, 1),
        ("may_be_extra,indicators.csv,*,,", 1, 1, 0, 2),
    ],
)
def test_what_gold_leaves_open_is_neither_asked_for_nor_punished(
    tmp_path: Path, optional: str, right: int, wrong: int, extra: int, gold: int
) -> None:
    other = {"place_code": "183", "year": 2021, "comparator": "~", "low": 3.0, "high": 3.0, "unit": "km"}
    result = indicators(tmp_path, ROAD, INCOME | {"low": 45.0}, other, optional=optional)
    assert (result.right, result.wrong, result.extra, result.gold) == (right, wrong, extra, gold)


def test_communes_are_scored_with_the_standard_of_the_target_that_names_them(tmp_path: Path) -> None:
    target: dict[str, Any] = {"target_id": "t1", "place_code": "183", "standard": "commune_advanced", "criterion": None}
    commune = {"target_id": "t1", "place_code": "06244", "role": "reaches"}
    gold = gold_of(tmp_path, targets=[target], target_communes=[commune])
    read: dict[str, list[dict[str, Any]]] = {
        "targets": [target | {"target_id": "a0b1"}],
        "target_communes": [commune | {"target_id": "a0b1"}],
    }
    assert score(gold, read)["target_communes"].right == 1
    read["targets"][0]["standard"] = "commune"
    assert score(gold, read)["target_communes"].wrong == 1


def test_texts_are_right_where_they_are_alike_enough(tmp_path: Path) -> None:
    row = {"time_from": None, "time_to": "2024-12-31", "content": "Rà soát quy hoạch các xã", "lead": "Sở Xây dựng"}
    gold = gold_of(tmp_path, activities=[row])
    misread = row | {"content": "Rà soát quy hoach cac xã"}
    assert score(gold, {"activities": [misread]})["activities"].right == 1
    assert score(gold, {"activities": [row | {"content": "Kiểm tra các huyện"}]})["activities"].wrong == 1


def test_columns_that_the_gold_does_not_have_are_not_scored(tmp_path: Path) -> None:
    gold = gold_of(tmp_path, citations=[{"number": "139-NQ/TU"}])
    assert score(gold, {"citations": [{"number": "139-NQ/TU", "kind": "law"}]})["citations"].right == 1


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (109.0, "109"),
        ("060", "060"),
        ("-0.50", "-0.5"),
        ("1, 2,7", "1,2,7"),
        (" Cao\u00a0Lâu ", "cao lâu"),
        ("2024-12-31 00:00:00", "2024-12-31"),
        ("", None),
        (6424319000000, "6424319000000"),
    ],
)
def test_values_are_spelt_alike_before_they_are_compared(value: object, spelt: str | None) -> None:
    assert plain(value) == spelt


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_does_not_hang_on_the_order(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("may_be_wrong,targets.csv,*,,", "unknown kind 'may_be_wrong'"),
        ("may_be_extra,targets.csv,place,,", "no condition: 'place'"),
    ],
)
def test_what_optional_says_must_be_understood(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(BadGold, match=f"line 2: {told}"):
        gold_of(tmp_path, line, indicators=[ROAD])


def test_a_folder_without_gold_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n")
    with pytest.raises(BadGold, match="no file here is named after a view"):
        find_gold(tmp_path)

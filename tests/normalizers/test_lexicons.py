import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from normalizers import lexicon
from normalizers.criteria import CriteriaBook
from normalizers.place_names import KIND_LEVEL
from normalizers.place_units import FIRST_STATE
from normalizers.places import Gazetteer
from tools.compile_gazetteer import compile_gazetteer, render
from tools.gazetteer_records import rows_of

NAMES = sorted(entry.name for entry in files("normalizers.lexicons").iterdir() if not entry.name.startswith("__"))
REFORM = date(2025, 7, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_lexicon_is_nfc_and_names_its_source(name: str) -> None:
    text = lexicon.read_text(name)
    assert unicodedata.is_normalized("NFC", text)
    header = [line for line in text.splitlines()[:12] if line.startswith("#")]
    assert any("Source" in line for line in header)
    assert any(re.search(r"\b202\d-\d\d", line) for line in header)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("money_units.csv", ("word",)),
        ("document_kinds.csv", ("abbreviation",)),
        ("place_kinds.csv", ("kind",)),
        ("letter_confusions.csv", ("a", "b")),
        ("places.csv", ("code", "valid_from")),
        ("place_changes.csv", ("on", "old_code", "new_code")),
    ],
)
def test_keys_are_unique(name: str, key: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in key) for row in lexicon.read_rows(name)]
    assert len(keys) == len(set(keys))


def test_lexicons_cannot_be_changed_by_their_readers() -> None:
    with pytest.raises(TypeError):
        lexicon.read_toml("criteria.toml")["framework"] = ()  # type: ignore[index]
    with pytest.raises(TypeError):
        lexicon.read_rows("money_units.csv")[0]["word"] = ""  # type: ignore[index]


def test_units_have_clean_names_and_known_kinds(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units:
        assert unit.name
        assert unit.name == " ".join(unit.name.split())
        assert KIND_LEVEL[unit.kind] == unit.level
        assert len(unit.code) == {"province": 2, "district": 3, "commune": 5}[unit.level]


def test_no_unit_ends_before_it_begins_and_no_two_share_a_code_on_a_day(gazetteer: Gazetteer) -> None:
    last: dict[str, date] = {}
    for unit in gazetteer.units:
        assert unit.valid_from >= FIRST_STATE
        assert unit.valid_to is None or unit.valid_to > unit.valid_from
        assert unit.valid_from >= last.get(unit.code, FIRST_STATE)
        last[unit.code] = unit.valid_to or date.max


def test_parents_exist_as_long_as_their_children(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units:
        if unit.parent_code is None:
            assert unit.level == "province"
            continue
        end = (unit.valid_to or date(2100, 1, 1)) - timedelta(days=1)
        for day in (unit.valid_from, end):
            parent = gazetteer.unit(unit.parent_code, day)
            assert parent is not None, (unit, day)
            expected = "province" if unit.level == "district" or unit.valid_from >= REFORM else "district"
            assert parent.level == expected


@pytest.mark.parametrize(
    ("day", "units", "communes"),
    [
        (date(2019, 12, 31), 226, 207),
        (date(2020, 1, 1), 200, 181),
        (date(2024, 12, 1), 194, 175),
        (date(2025, 7, 1), 65, 61),
    ],
)
def test_lang_son_has_the_units_of_the_day(gazetteer: Gazetteer, day: date, units: int, communes: int) -> None:
    assert len(gazetteer.communes("20", day)) == units
    assert gazetteer.count_communes("20", day) == communes


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [(date(2022, 6, 1), 63, 705, 10599), (date(2025, 6, 30), 63, 696, 10047), (REFORM, 34, 0, 3321)],
)
def test_the_country_has_the_published_numbers(
    gazetteer: Gazetteer, day: date, provinces: int, districts: int, communes: int
) -> None:
    there = [unit.level for unit in gazetteer.units if unit.holds(day)]
    assert [there.count(level) for level in ("province", "district", "commune")] == [provinces, districts, communes]


def test_other_names_stand_for_names_of_acts(criteria_book: CriteriaBook) -> None:
    names = {criterion.name for framework in criteria_book.frameworks for criterion in framework.criteria}
    assert set(lexicon.read_toml("criteria.toml")["other_names"]) <= names


def test_links_bind_known_criteria(criteria_book: CriteriaBook) -> None:
    for link in criteria_book.links:
        assert criteria_book.criterion(link.framework_a, link.criterion_a)
        assert criteria_book.criterion(link.framework_b, link.criterion_b)
        assert link.note_vi
        assert link.note_en
    for pair in lexicon.read_toml("criterion_links.toml")["pair"]:
        count = len(criteria_book.framework(pair["a"]).criteria)
        assert all(1 <= int(number) <= count for number in pair["notes"])


def test_the_day_of_the_reform_has_the_published_numbers_of_each_kind(gazetteer: Gazetteer) -> None:
    kinds = Counter(unit.kind for unit in gazetteer.units if unit.holds(REFORM) and unit.level == "commune")
    assert kinds == {"commune": 2621, "ward": 687, "special_zone": 13}


def test_the_gazetteer_is_what_its_sources_compile_to(reference: Path) -> None:
    for name, text in render(compile_gazetteer(reference / "admin")).items():
        assert text == lexicon.read_text(name), name


def test_every_province_has_as_many_units_on_each_day_as_the_list(gazetteer: Gazetteer, reference: Path) -> None:
    """The list of before the reform, on the first day of each of its states and on its last.

    Provinces with a district whose communes the list lacks have more here: those that its split tells.
    """
    gaps = {row["code"]: row["until"] for row in lexicon.read_rows("place_gaps.csv")}
    rows = [row for row in rows_of(reference / "admin" / "units_to_2025-06.csv") if row["valid_from"]]
    days = sorted({row["valid_from"] for row in rows} | {"2025-06-30"})
    listed: Counter[tuple[str, str]] = Counter()
    ours: Counter[tuple[str, str]] = Counter()
    for day in days:
        there = [row for row in rows if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])]
        province = {row["code"]: row["parent_code"] for row in there if row["level"] == "district"}
        listed.update((day, province[row["parent_code"]]) for row in there if row["level"] == "commune")
        on = date.fromisoformat(day)
        held = [unit for unit in gazetteer.units if unit.holds(on)]
        above = {unit.code: unit.parent_code for unit in held if unit.level == "district"}
        listed_here = [unit for unit in held if unit.level == "commune" and day >= gaps.get(unit.parent_code or "", "")]
        ours.update((day, above[unit.parent_code or ""] or "") for unit in listed_here)
    assert len(days) > 200
    assert ours == listed

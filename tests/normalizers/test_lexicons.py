import runpy
import unicodedata
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from normalizers import lexicon
from normalizers.criteria import CriteriaBook
from normalizers.place_names import KIND_LEVEL
from normalizers.places import FIRST_STATE, Gazetteer

NAMES = sorted(entry.name for entry in files("normalizers.lexicons").iterdir() if not entry.name.startswith("__"))
REFORM = date(2025, 7, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_lexicon_is_nfc_and_names_its_source(name: str) -> None:
    text = lexicon.read_text(name)
    assert unicodedata.is_normalized("NFC", text)
    header = [line for line in text.splitlines()[:12] if line.startswith("#")]
    assert any("Source" in line for line in header)
    assert any("2025-" in line for line in header)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("money_units.csv", ("word",)),
        ("document_kinds.csv", ("abbreviation",)),
        ("place_kinds.csv", ("kind",)),
        ("letter_confusions.csv", ("a", "b")),
        ("places.csv", ("code", "valid_from")),
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


def test_every_unit_of_the_day_before_the_reform_has_its_successors(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units:
        known = [gazetteer.unit(code, REFORM) for code in unit.successor_codes]
        assert all(known)
        if unit.valid_to == REFORM:
            assert bool(known) == (unit.level != "district"), unit
            assert {each.level for each in known if each} <= {unit.level}
        else:
            assert known == []


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
    [(date(2022, 6, 1), 63, 705, 10599), (date(2025, 6, 30), 63, 696, 10047), (date(2025, 7, 1), 34, 0, 3321)],
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
        assert all(1 <= int(number) <= 19 for number in pair["notes"])


def test_the_gazetteer_is_what_its_sources_compile_to(reference: Path) -> None:
    script = Path(__file__).resolve().parents[2] / "tools" / "compile_gazetteer.py"
    tool = runpy.run_path(str(script))
    compiled = tool["render"](tool["compile_units"](reference / "admin"))
    assert compiled == lexicon.read_text("places.csv")

from datetime import date

import pytest

from normalizers.place_history import BASES, PlaceHistory, load_acts, load_history
from normalizers.place_units import Unit
from normalizers.places import Gazetteer

END_OF_2019, REFORM = date(2019, 11, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def history(gazetteer: Gazetteer) -> PlaceHistory:
    return load_history(gazetteer)


def ways(history: PlaceHistory, unit: Unit) -> set[Unit]:
    """Return where a unit's steps end."""
    ends, seen, queue = set(), {unit}, [unit]
    while queue:
        at = queue.pop()
        following = {step.new for step in history.following(at)} - seen
        if at.valid_to is None or at.valid_to > REFORM:
            ends.add(at)
        seen |= following
        queue += following
    return ends


def test_every_commune_of_2019_has_a_way_to_2025(gazetteer: Gazetteer, history: PlaceHistory) -> None:
    units = [unit for unit in gazetteer.units if unit.level == "commune" and unit.holds(END_OF_2019)]
    assert len(units) == 11158
    assert [unit for unit in units if not ways(history, unit)] == []


def test_steps_bind_units_that_were_there(gazetteer: Gazetteer, history: PlaceHistory) -> None:
    for change in history.changes:
        assert change.basis in BASES
        assert change.kinds
        assert gazetteer.records(change.old_code)
        assert gazetteer.unit_from(change.new_code, change.on), change


def test_every_unit_that_ended_has_successors_but_the_districts_of_2025(
    gazetteer: Gazetteer, history: PlaceHistory
) -> None:
    for unit in gazetteer.units:
        if unit.valid_to is not None and not history.successors(unit):
            assert (unit.level, unit.valid_to) == ("district", REFORM), unit


def test_only_the_steps_of_the_reform_and_after_it_are_published(history: PlaceHistory) -> None:
    for change in history.changes:
        assert change.derived == (change.on < REFORM or change.basis == "district")


def test_acts_of_steps_are_listed(history: PlaceHistory) -> None:
    titles = load_acts()
    assert {act for change in history.changes for act in change.acts} <= titles.keys()
    (act,) = {act for change in history.changes if change.old_code == "06298" for act in change.acts if "H14" in act}
    assert "Lạng Sơn" in titles[act]


def test_a_code_that_outlived_its_name_is_told_from_the_one_that_bore_it(
    gazetteer: Gazetteer, history: PlaceHistory
) -> None:
    old = gazetteer.unit("06310", END_OF_2019)
    assert old is not None
    assert old.name == "Bình Phúc"
    (step,) = history.successors(old)
    assert (step.new.code, step.new.name, step.change.basis) == ("06298", "Bình Phúc", "name")
    assert {each.old.name for each in history.preceding(step.new)} >= {"Xuân Mai", "Bình Phúc"}


def test_a_commune_raised_to_a_town_of_another_name_is_followed(gazetteer: Gazetteer, history: PlaceHistory) -> None:
    unit = gazetteer.unit("06040", date(2024, 11, 30))
    assert unit is not None
    (step,) = history.successors(unit)
    assert (step.new.name, step.new.kind) == ("Thất Khê", "town")
    assert set(step.change.kinds) == {"merged", "renamed", "raised"}
    assert step.change.acts == ("1246/NQ-UBTVQH15",)


def test_a_lineage_goes_both_ways(gazetteer: Gazetteer, history: PlaceHistory) -> None:
    steps = history.lineage(gazetteer.records("06298"))
    assert [step.change.on for step in steps] == sorted(step.change.on for step in steps)
    assert steps[-1].new.name == "Yên Phúc"
    assert {"Xuân Mai", "Bình Phúc"} <= {step.old.name for step in steps}


def test_provinces_follow_one_another(gazetteer: Gazetteer, history: PlaceHistory) -> None:
    ha_tay = gazetteer.unit("28", date(2008, 7, 31))
    assert ha_tay is not None
    assert [step.new.name for step in history.successors(ha_tay)] == ["Hà Nội"]
    assert gazetteer.unit("75", date(2026, 5, 1)).kind == "municipality"  # type: ignore[union-attr]

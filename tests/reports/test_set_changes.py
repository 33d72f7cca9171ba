from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.store import Store
from normalizers.criteria import load_criteria
from pipeline.reference import load_reference
from reports.set_changes import change_note, comparable_over, set_changes, steps

FIRST, SECOND, THIRD = "commune-2009-2015", "commune-2016-2020", "commune-2021-2025"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(str(tmp_path_factory.mktemp("sets") / "s.db")) as opened:
        load_reference(opened)
        yield opened


def in_vietnamese(framework: str, criterion: int, later: str) -> str | None:
    return load_criteria().link(framework, criterion, later, criterion).note_vi or None


def test_of_many_years_every_change_is_told_with_its_years_and_sets(store: Store) -> None:
    years, sets = (2015, 2017, 2019, 2022), (FIRST, SECOND, SECOND, THIRD)
    changes = set_changes(store, 11, years, sets)
    assert [(each.year, each.later_year) for each in changes] == [(2015, 2017), (2019, 2022)]
    assert steps(changes) == f"2015 → 2017: {FIRST} → {SECOND}; 2019 → 2022: {SECOND} → {THIRD}"
    told = change_note(11, changes, years) or ""
    assert told.index(f"2015 → 2017: {FIRST} → {SECOND}") < told.index(
        f"2019 → 2022: {SECOND} → {THIRD}. Changed in kind"
    )
    vietnamese = change_note(11, changes, years, in_vietnamese) or ""
    assert f"2019 → 2022: {SECOND} → {THIRD}. Đổi bản chất" in vietnamese


def test_of_two_years_the_headings_tell_the_years(store: Store) -> None:
    changes = set_changes(store, 11, (2020, 2022), (SECOND, THIRD))
    assert (change_note(11, changes, (2020, 2022)) or "").startswith("Changed in kind")


def test_a_year_without_a_set_is_passed_over_and_the_worst_change_counts(store: Store) -> None:
    sets = (SECOND, None, THIRD)
    (change,) = changes = set_changes(store, 1, (2020, 2021, 2022), sets)
    assert (change.year, change.later_year, comparable_over(changes, sets)) == (2020, 2022, "changed")
    unknown = (SECOND, "own-set", THIRD)
    assert comparable_over(set_changes(store, 1, (2020, 2021, 2022), unknown), unknown) is None


def test_one_set_alone_is_the_same_and_no_set_says_nothing(store: Store) -> None:
    assert comparable_over((), (THIRD, THIRD)) == "same"
    assert comparable_over((), (THIRD, None)) is None

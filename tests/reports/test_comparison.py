from __future__ import annotations

import pytest

from db.store import Store
from reports.comparison import Comparison, compare
from schemas.errors import NotFound
from tests.reports import made


def test_all_criteria_are_compared_in_their_order(store: Store) -> None:
    assert [row.criterion for row in compare(store, made.PLACE, (2021, 2024)).criteria] == list(range(1, 20))


def test_counts_differ_by_counts_and_shares_by_shares_where_a_count_lacks(store: Store) -> None:
    rows = {row.criterion: row for row in compare(store, made.PLACE, (2021, 2024)).criteria}
    assert (rows[2].difference, rows[2].share_difference) == (13, None)
    assert (rows[1].difference, rows[1].share_difference) == (None, -5.5)
    assert (rows[3].difference, rows[3].share_difference) == (None, 9.5)
    assert (rows[4].difference, rows[4].share_difference) == (None, None)
    assert rows[5].difference == 0


def test_the_second_year_is_held_against_the_first_in_whichever_order(store: Store) -> None:
    backwards = compare(store, made.PLACE, (2024, 2021))
    assert backwards.years == (2024, 2021)
    assert backwards.criteria[1].difference == -13
    assert backwards.criteria[10].name == "Nghèo đa chiều"
    assert backwards.criteria[10].earlier_name == "Hộ nghèo"


def test_names_are_the_later_framework_s_with_the_earlier_where_it_differs(store: Store) -> None:
    rows = {row.criterion: row for row in compare(store, made.PLACE, (2021, 2024)).criteria}
    assert (rows[2].name, rows[2].earlier_name) == ("Giao thông", None)
    assert (rows[11].name, rows[11].earlier_name) == ("Nghèo đa chiều", "Hộ nghèo")


def test_across_two_frameworks_no_criterion_is_said_to_be_the_same(store: Store) -> None:
    comparison = compare(store, made.PLACE, (2021, 2024))
    assert comparison.frameworks == ("commune-2016-2020", "commune-2021-2025")
    untold = [row for row in comparison.criteria if row.criterion == 4]  # of 2021 no plan says it
    assert [(row.comparable, row.note) for row in untold] == [(None, None)]
    assert {row.comparable for row in comparison.criteria if row not in untold} == {"changed"}
    assert all(row.note for row in comparison.criteria if row not in untold)


def test_a_flagged_figure_has_its_footnote(store: Store) -> None:
    comparison = compare(store, made.PLACE, (2021, 2024))
    figure = comparison.criteria[1].figures[1]
    (note,) = comparison.footnotes
    assert (note.fact_id, note.code) == (figure.fact_id, "percent_mismatch")
    assert "60,22" in note.message_vi


def test_the_plans_behind_the_figures_are_named(store: Store) -> None:
    comparison = compare(store, made.PLACE, (2021, 2024))
    assert [(source.years, source.number) for source in comparison.sources] == [
        ((2021,), "21/KH-UBND"),
        ((2024,), "24/KH-UBND"),
    ]
    assert [(headline.year, headline.reached) for headline in comparison.headlines] == [(2021, 75), (2024, 75)]


def test_a_year_without_a_plan_is_told_with_the_years_that_have_one(store: Store) -> None:
    with pytest.raises(NotFound, match=r"for 2022; it holds plans of that place for 2021, 2024"):
        compare(store, made.PLACE, (2021, 2022))
    with pytest.raises(NotFound, match="it holds no plan of that place"):
        compare(store, "183", (2021, 2024))


def test_a_comparison_survives_json(store: Store) -> None:
    comparison = compare(store, made.PLACE, (2021, 2024))
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison

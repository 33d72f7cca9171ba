from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.store import Store
from reports.year_table import View, YearTable, change_text, figure_text, number_text, year_heading
from reports.year_views import YearViews
from schemas.errors import NotFound
from tests.reports import made, made_years


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with everything that two plans may tell; no test changes it."""
    with Store.open(str(tmp_path_factory.mktemp("years") / "solieu.db")) as opened:
        made_years.fill(opened)
        yield opened


def views(store: Store, *years: int, lang: str = "vi", code: str = made.PLACE) -> YearViews:
    return YearViews(store, (code, "Lạng Sơn"), years, lang, lambda *_: None)


def told(table: YearTable, lang: str = "vi") -> dict[str, list[str]]:
    return {
        line.name.strip(): [*(figure_text(figure, line.unit, lang) for figure in line.figures), change_text(line, lang)]
        for line in table.lines
    }


def test_money_is_held_together_by_its_sources_whatever_its_numbers_in_the_tree(store: Store) -> None:
    table = views(store, 2021, 2024).table(View.FUNDING)
    assert told(table) == {
        "Tổng nhu cầu vốn": ["4.756", "6.424", "+1.668"],
        "Vốn tín dụng": ["4.113", "4.500", "+387"],
        "Vốn đầu tư trực tiếp": ["643", "1.924", "+1.281"],
        "ngân sách Trung ương": ["–", "1.900", "–"],
    }
    assert [line.key for line in table.lines] == ["total", "credit", "direct", "direct>central_budget"]


def test_districts_are_compared_by_criterion_and_over_two_sets_of_criteria_marked(store: Store) -> None:
    lines = views(store, 2021, 2024).table(View.DISTRICT).lines
    assert [(line.place_code, line.number, line.change) for line in lines] == [
        (code, criterion, change) for code in ("183", "189") for criterion, change in ((None, 3), (1, 3), (2, 0))
    ]
    assert {line.comparable for line in lines} == {"changed"}
    assert lines[0].reason == "2021 → 2024: commune-2016-2020 → commune-2021-2025"
    assert lines[1].reason == "Same subject; thresholds rose and sub-criteria were added in 2022."


def test_what_is_met_and_what_is_planned_of_a_commune_are_no_pair(store: Store) -> None:
    (line,) = views(store, 2020, 2021).table(View.COMMUNE).lines
    assert [(figure.value, figure.status) for figure in line.figures] == [(1, "result"), (2, "target")]
    assert (line.change, line.comparable, line.reason) == (None, "none", "mục tiêu đặt cạnh kết quả.")


def test_headings_say_target_or_result(store: Store) -> None:
    table = views(store, 2020, 2021, 2024).table(View.COMMUNE)
    assert [year_heading(table, place, "vi") for place in range(3)] == [
        "kết quả 2020",
        "mục tiêu 2021",
        "mục tiêu 2024",
    ]
    assert year_heading(table, 0, "en") == "result 2020"


def test_a_limit_and_a_value_have_no_difference(store: Store) -> None:
    table = views(store, 2021, 2024).table(View.INDICATOR)
    lines = {line.key: line for line in table.lines}
    assert (lines["poverty_rate"].change, lines["poverty_rate"].comparable) == (-3.45, "same")
    assert (lines["ocop_products"].change, lines["ocop_products"].comparable) == (None, "none")
    assert told(table)["=chỉ tiêu poverty_rate"] == ["12,8", "9,35", "−3,45"]
    assert told(table)["=chỉ tiêu ocop_products"][:2] == ["≥ 15", "20"]


def test_one_indicator_is_chosen_by_its_key(store: Store) -> None:
    assert [line.key for line in views(store, 2021, 2024).table(View.INDICATOR, "poverty_rate").lines] == [
        "poverty_rate"
    ]
    with pytest.raises(NotFound, match="no plan tells indicator figures of Lạng Sơn for 2021, 2024"):
        views(store, 2021, 2024).table(View.INDICATOR, "nothing")


def test_all_views_that_plans_tell_come_together(store: Store) -> None:
    assert [table.view for table in views(store, 2021, 2024).tables()] == list(View)
    with pytest.raises(NotFound):
        views(store, 2015, 2016).tables()


def test_three_years_are_compared_from_the_first_to_the_last(store: Store) -> None:
    table = views(store, 2024, 2021).table(View.CRITERION)
    assert [figure.year for figure in table.lines[1].figures] == [2024, 2021]
    assert table.lines[1].change == -13


@pytest.mark.parametrize(
    ("value", "vi", "en"), [(1234.5, "1.234,5", "1,234.5"), (60.02, "60,02", "60.02"), (7.0, "7", "7")]
)
def test_numbers_bear_the_marks_of_their_language(value: float, vi: str, en: str) -> None:
    assert (number_text(value, "vi"), number_text(value, "en")) == (vi, en)


def test_the_country_is_the_sum_of_the_provinces_whose_plans_tell(store: Store) -> None:
    country = YearViews(store, None, (2021, 2024), "vi", lambda *_: None)
    table = country.table(View.CRITERION)
    lines = {line.number: line for line in table.lines}
    assert table.place_name == "Cả nước"
    assert [figure.value for figure in lines[2].figures] == [96, 109]
    assert (lines[2].change, lines[2].comparable) == (13, "changed")
    assert [source.years for source in table.sources] == [(2021,), (2024,)]
    # In 2021 nobody tells a count of criterion 1: the sums are of different provinces.
    assert (lines[1].change, lines[1].comparable) == (None, "none")
    assert lines[1].reason == "không cùng các tỉnh (số tỉnh: 2021: 0, 2024: 1)."
    with pytest.raises(NotFound, match="compared by criterion only"):
        country.table(View.FUNDING)

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.dates import format_date
from normalizers.times import TimeUnit, find_times, parse_time

YEARS = st.integers(min_value=2011, max_value=2099)
MONTHS = st.integers(min_value=1, max_value=12)
DAYS = st.dates(min_value=date(2011, 1, 1), max_value=date(2099, 12, 31))
QUARTERS = ("I", "II", "III", "IV")
PIECES = (
    "trước",
    "trong",
    "tháng",
    "Quý",
    "năm",
    "hết",
    "từ",
    "đến",
    "3",
    "12",
    "31/11",
    "/2024",
    "II",
    ",",
    "-",
    "Định kỳ",
    "lần",
)


def ends(text: str, year: int | None = 2021) -> str:
    first, last = parse_time(text, year)
    return f"{first or ''}..{last or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trong tháng 3/2024", "2024-03-01..2024-03-31"),
        ("tháng 11/2024", "2024-11-01..2024-11-30"),
        ("Quý I/2022", "2022-01-01..2022-03-31"),
        ("trong Quý II năm 2023", "2023-04-01..2023-06-30"),
        ("năm 2024", "2024-01-01..2024-12-31"),
        ("Thường xuyên trong năm 2024", "2024-01-01..2024-12-31"),
        ("6 tháng đầu năm 2024", "2024-01-01..2024-06-30"),
        ("giai đoạn 2021 - 2025", "2021-01-01..2025-12-31"),
        ("ngày 15/6/2024", "2024-06-15..2024-06-15"),
    ],
)
def test_what_is_named_has_its_two_ends(text: str, expected: str) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý I", "2021-01-01..2021-03-31"),
        ("Quí III", "2021-07-01..2021-09-30"),
        ("Tháng 5", "2021-05-01..2021-05-31"),
        ("trong năm", "2021-01-01..2021-12-31"),
        ("06 tháng cuối năm", "2021-07-01..2021-12-31"),
        ("trước ngày 30/10", "..2021-10-29"),
        ("hết năm", "..2021-12-31"),
    ],
)
def test_what_has_no_year_is_of_the_plans(text: str, expected: str) -> None:
    assert ends(text) == expected
    assert ends(text, None) == ".."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý I, II", "2021-01-01..2021-06-30"),
        ("Quý II, III, IV", "2021-04-01..2021-12-31"),
        ("Tháng 3,4, 7", "2021-03-01..2021-07-31"),
        ("Tháng 3-10", "2021-03-01..2021-10-31"),
        ("tháng 6/2024 và tháng 12/2024", "2024-06-01..2024-12-31"),
        ("từ tháng 3 đến tháng 10/2024", "2024-03-01..2024-10-31"),
        ("Từ ngày 01/3/2024 đến ngày 30/10/2024", "2024-03-01..2024-10-30"),
        ("Quý IV/2023, Quý I/2024", "2023-10-01..2024-03-31"),
        ("Tháng 10 đến tháng 3/2025", "2024-10-01..2025-03-31"),
    ],
)
def test_several_run_from_the_first_to_the_last(text: str, expected: str) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước tháng 10/2024", "..2024-09-30"),
        ("trước 30/10/2024", "..2024-10-29"),
        ("Hoàn thành trước tháng 6 năm 2024", "..2024-05-31"),
        ("hết năm 2024", "..2024-12-31"),
        ("đến hết tháng 10/2024", "..2024-10-31"),
        ("chậm nhất ngày 15/6/2024", "..2024-06-15"),
        ("từ tháng 3/2024", "2024-03-01.."),
        ("sau tháng 6/2024", "2024-07-01.."),
    ],
)
def test_a_limit_leaves_the_other_end_open(text: str, expected: str) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Thường xuyên",
            "Định kỳ",
            "Định kỳ và đột xuất",
            "Hàng quý",
            "tối thiểu 02 tháng/lần",
            "03 tháng 1 lần",
            "2 lần/năm",
        ),
        *("Theo kế hoạch đã được phê duyệt", "Theo Kế hoạch năm 2024", "tháng 6, tháng 12 hằng năm", "", "sớm"),
        *("31/11/2024", "trước 31/11/2024", "tháng 13/2024", "trước ngày 30/02"),
    ],
)
def test_what_recurs_or_cannot_be_has_no_ends(text: str) -> None:
    assert ends(text) == ".."


@given(YEARS, MONTHS, MONTHS)
def test_a_list_of_months_covers_each_of_them(year: int, one: int, other: int) -> None:
    first, last = parse_time(f"Tháng {one}, {other}", year)
    low, high = sorted((one, other))
    assert (first, last) == (parse_time(f"tháng {low}/{year}", None)[0], parse_time(f"tháng {high}/{year}", None)[1])


@given(YEARS, st.sets(st.sampled_from(range(4)), min_size=1))
def test_quarters_begin_and_end_with_their_months(year: int, chosen: set[int]) -> None:
    first, last = parse_time("Quý " + ", ".join(QUARTERS[quarter] for quarter in sorted(chosen)), year)
    assert first == date(year, 3 * min(chosen) + 1, 1)
    assert last is not None
    assert (last + timedelta(days=1)).month == (3 * max(chosen) + 3) % 12 + 1


@given(DAYS)
def test_before_a_day_ends_the_day_before(day: date) -> None:
    assert parse_time(f"trước ngày {format_date(day)}", None) == (None, day - timedelta(days=1))


@given(YEARS, MONTHS)
def test_before_a_month_ends_where_it_begins(year: int, month: int) -> None:
    first, _ = parse_time(f"tháng {month}/{year}", None)
    _, last = parse_time(f"trước tháng {month} năm {year}", None)
    assert first is not None
    assert last == first - timedelta(days=1)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join) | st.text(max_size=40), st.none() | YEARS)
def test_no_words_are_refused_and_no_end_comes_before_its_beginning(text: str, year: int | None) -> None:
    first, last = parse_time(text, year)
    assert first is None or last is None or first <= last


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_expressions_found_stand_apart_in_their_order(text: str) -> None:
    found = list(find_times(text))
    assert all(0 <= words.start < words.end <= len(text) for words in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_expressions_are_told_from_the_words_around_them() -> None:
    text = "Xã Yên Sơn xong trước 30/10/2024, 12 xã khác trong tháng 6, 7/2024; họp dân tối thiểu 02 tháng/lần."
    found = list(find_times(text))
    assert [text[words.start : words.end] for words in found] == [
        "trước 30/10/2024",
        "trong tháng 6, 7/2024",
        "tối thiểu 02 tháng/lần",
    ]
    assert [words.unit for words in found] == [TimeUnit.DAY, TimeUnit.MONTH, None]
    assert [(words.limited, words.recurs) for words in found] == [(True, False), (True, False), (False, True)]


def test_a_count_behind_a_month_is_no_month() -> None:
    text = "hoàn thành trong tháng 6, 12 xã còn lại trong năm"
    assert [text[words.start : words.end] for words in find_times(text)] == ["trong tháng 6", "trong năm"]

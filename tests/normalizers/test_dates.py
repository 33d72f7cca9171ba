from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.dates import format_date, parse_date, parse_deadline, parse_issue_date
from schemas.errors import OutOfRange, WrongFormat

DAYS = st.dates(min_value=date(1945, 1, 1), max_value=date(2100, 12, 31))


@given(DAYS)
def test_a_written_day_reads_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(f"ngày {day.day} tháng {day.month:02} năm {day.year}") == day


@given(DAYS)
def test_a_full_letterhead_date_is_one_day(day: date) -> None:
    assert parse_issue_date(f"Lạng Sơn, ngày {day.day:02} tháng {day.month} năm {day.year}") == (day, day)


@given(DAYS)
def test_before_a_day_is_the_day_before(day: date) -> None:
    assert (day - parse_deadline(f"trước {format_date(day)}")).days == 1


@pytest.mark.parametrize("text", ["31/11/2024", "ngày 30 tháng 02 năm 2023", "00/01/2024", "01/13/2024", "01/01/1812"])
def test_impossible_days_are_out_of_range(text: str) -> None:
    with pytest.raises(OutOfRange):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "17/02", "tháng 2 năm 2021", "17/02/21", "109/181/2024"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Cao Lộc, ngày   tháng 3 năm 2024", "2024-03-01", "2024-03-31"),
        ("ngày … tháng 02 năm 2024", "2024-02-01", "2024-02-29"),
        ("Lạng Sơn, ngày ... tháng ... năm 2021", "2021-01-01", "2021-12-31"),
        ("Lạng Sơn, ngày tháng năm 2021", "2021-01-01", "2021-12-31"),
    ],
)
def test_blanks_in_a_letterhead_leave_the_month_or_year_open(text: str, first: str, last: str) -> None:
    assert parse_issue_date(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hết năm 2024", "2024-12-31"),
        ("đến hết năm 2024", "2024-12-31"),
        ("cuối năm 2024", "2024-12-31"),
        ("đến 31/12/2024", "2024-12-31"),
        ("chậm nhất ngày 15 tháng 6 năm 2024", "2024-06-15"),
        ("trước 30/10/2024", "2024-10-29"),
        ("xong trước 30/10/2024", "2024-10-29"),
        ("trước tháng 10/2024", "2024-09-30"),
        ("trước năm 2022", "2021-12-31"),
        ("trong tháng 9/2024", "2024-09-30"),
        ("hết tháng 9 năm 2024", "2024-09-30"),
        ("hoàn thành trong tháng 2/2024", "2024-02-29"),
        ("quý III/2024", "2024-09-30"),
        ("hết quý IV năm 2024", "2024-12-31"),
    ],
)
def test_deadlines_end_with_the_last_day_in_time(text: str, day: str) -> None:
    assert parse_deadline(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["năm 2024", "trong năm 2024", "đến năm 2025", "thường xuyên", "tháng 9", "quý I", "2024"]
)
def test_what_sets_no_day_is_no_deadline(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_deadline(text)


def test_a_month_without_a_year_takes_the_plans() -> None:
    assert parse_deadline("trong tháng 9", year=2024) == date(2024, 9, 30)
    assert parse_deadline("cuối năm", year=2021) == date(2021, 12, 31)


def test_a_deadline_on_an_impossible_day_is_out_of_range() -> None:
    with pytest.raises(OutOfRange):
        parse_deadline("trước 31/11/2024")

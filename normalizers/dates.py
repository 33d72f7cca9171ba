"""Dates of documents and deadlines: day before month, as printed or with words."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from normalizers.text import fold
from schemas.errors import OutOfRange, WrongFormat

YEARS = range(1945, 2101)  # from the Republic's first documents

DAY = re.compile(
    r"(?:ngày )?([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4})"
    r"|ngày ([0-9]{1,2}) tháng ([0-9]{1,2}),? năm ([0-9]{4})"
)
_BLANK = r"[.…_ –-]*"
_ISSUED = re.compile(
    rf"(?:[^\d,]+, ?)?ngày ?{_BLANK}([0-9]{{1,2}})?{_BLANK} ?tháng ?{_BLANK}([0-9]{{1,2}})?{_BLANK} ?năm ?([0-9]{{4}})"
)
_MISREAD = re.compile(r"tháng\W{1,3}(?:(?P<month>[0-9]{1,2})\b)?[^0-9]*(?P<year>(?:19|20)[0-9]{2})$")
_STOPS = " .,;:'`"
_LIMIT = r"(?:(?:hoàn thành|xong|chậm nhất|muộn nhất|là|vào|trong|đến|tới|hết|cuối|thời hạn|hạn|:) )*"
_BEFORE = re.compile(r"(?:(?:hoàn thành|xong) )*trước (?!hết|cuối)(?P<point>.+)")
_UNTIL = re.compile(rf"(?P<limit>{_LIMIT})(?P<point>.+)")
_MONTH = re.compile(r"tháng ([0-9]{1,2})(?:(?: ?/ ?|,? năm )([0-9]{4}))?")
_QUARTER = re.compile(r"quý (iv|i{1,3}|[1-4])(?:(?: ?/ ?|,? năm )([0-9]{4}))?")
_YEAR = re.compile(r"(?:năm )?([0-9]{4})|năm")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def parse_date(text: str) -> date:
    """Return the day.

    >>> parse_date("08/9/2021"), parse_date("ngày 17 tháng 02 năm 2021")
    (datetime.date(2021, 9, 8), datetime.date(2021, 2, 17))
    >>> parse_date("31/11/2024")
    Traceback (most recent call last):
    schemas.errors.OutOfRange: no such day: '31/11/2024'
    """
    match = DAY.fullmatch(fold(text))
    if not match:
        raise WrongFormat(f"not a date: {text!r}")
    day, month, year = (int(group) for group in match.groups() if group)
    return _day(year, month, day, text)


def format_date(day: date) -> str:
    """Write a day as plans do.

    >>> format_date(date(2021, 9, 8))
    '08/09/2021'
    """
    return day.strftime("%d/%m/%Y")


def parse_issue_date(text: str) -> tuple[date, date]:
    """Return the first and last day that a letterhead's date may mean; a blank day leaves the whole month open.

    >>> parse_issue_date("Lạng Sơn, ngày 18 tháng 01 năm 2024")
    (datetime.date(2024, 1, 18), datetime.date(2024, 1, 18))
    >>> parse_issue_date("ngày   tháng 3 năm 2024")
    (datetime.date(2024, 3, 1), datetime.date(2024, 3, 31))
    """
    match = _ISSUED.fullmatch(fold(text).rstrip(_STOPS))
    if not match:
        raise WrongFormat(f"not the date of a letterhead: {text!r}")
    day, month, year = match.groups()
    if not (day and month):
        return _month_or_year(int(year), int(month) if month else None, text)
    only = _day(int(year), int(month), int(day), text)
    return only, only


def parse_illegible_issue_date(text: str) -> tuple[date, date]:
    """Return the first and last day of the month, else of the year, of a letterhead's date that was misread.

    >>> parse_illegible_issue_date("Kiên Giang, ngày 2Ö] tháng 3 năm 2018")
    (datetime.date(2018, 3, 1), datetime.date(2018, 3, 31))
    >>> parse_illegible_issue_date("Lạng Sơn, ngày Ê tháng 0 nẩn 2008")
    (datetime.date(2008, 1, 1), datetime.date(2008, 12, 31))
    """
    match = _MISREAD.search(fold(text).rstrip(_STOPS))
    if not match:
        raise WrongFormat(f"not the date of a letterhead: {text!r}")
    month = int(match["month"] or 0)
    return _month_or_year(int(match["year"]), month if month in range(1, 13) else None, text)


def _month_or_year(year: int, month: int | None, text: str) -> tuple[date, date]:
    """Return the first and last day of a month; of the year where no month is told."""
    return (_day(year, 1, 1, text), _day(year, 12, 31, text)) if month is None else _month(year, month, text)


def parse_deadline(text: str, *, year: int | None = None) -> date:
    """Return the last day in time; `year` stands in where the text names none.

    "Trước X" ends the day before X begins; a month or quarter ends with its last day; a bare year is no deadline.

    >>> parse_deadline("hết năm 2024"), parse_deadline("trước tháng 10/2024")
    (datetime.date(2024, 12, 31), datetime.date(2024, 9, 30))
    >>> parse_deadline("quý III", year=2024)
    datetime.date(2024, 9, 30)
    >>> parse_deadline("năm 2024")
    Traceback (most recent call last):
    schemas.errors.WrongFormat: no deadline: 'năm 2024'
    """
    folded = fold(text)
    before = _BEFORE.fullmatch(folded)
    if before:
        return parse_span(before["point"], year=year)[0] - timedelta(days=1)
    until = _UNTIL.fullmatch(folded)
    if not until:
        raise WrongFormat(f"no deadline: {text!r}")
    if _YEAR.fullmatch(until["point"]) and not {"hết", "cuối"} & set(until["limit"].split()):
        raise WrongFormat(f"no deadline: {text!r}")
    return parse_span(until["point"], year=year)[1]


def parse_span(text: str, *, year: int | None = None) -> tuple[date, date]:
    """Return the first and last day of a day, month, quarter or year; `year` stands in where the text names none.

    >>> parse_span("quý III/2024")
    (datetime.date(2024, 7, 1), datetime.date(2024, 9, 30))
    """
    point = fold(text)

    def chosen(printed: str | None) -> int:
        if printed is None and year is None:
            raise WrongFormat(f"no year: {text!r}")
        return int(printed) if printed else year or 0

    if DAY.fullmatch(point):
        day = parse_date(point)
        return day, day
    if match := _MONTH.fullmatch(point):
        return _month(chosen(match[2]), int(match[1]), text)
    if match := _QUARTER.fullmatch(point):
        quarter = _QUARTERS.get(match[1]) or int(match[1])
        return (
            _month(chosen(match[2]), 3 * quarter - 2, text)[0],
            _month(chosen(match[2]), 3 * quarter, text)[1],
        )
    if match := _YEAR.fullmatch(point):
        return _day(chosen(match[1]), 1, 1, text), _day(chosen(match[1]), 12, 31, text)
    raise WrongFormat(f"no deadline: {text!r}")


def _month(year: int, month: int, text: str) -> tuple[date, date]:
    first = _day(year, month, 1, text)
    return first, first.replace(day=calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int, text: str) -> date:
    if year not in YEARS:
        raise OutOfRange(f"no such year: {text!r}")
    try:
        return date(year, month, day)
    except ValueError:
        raise OutOfRange(f"no such day: {text!r}") from None

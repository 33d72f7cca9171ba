"""Expressions of time in plans of work: "trước tháng 10/2024", "Quý II, III", "Thường xuyên trong năm", "Định kỳ"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from normalizers.dates import DAY, parse_date, parse_span
from normalizers.text import fold, fold_char_safe
from schemas.errors import NotRecognized, WrongFormat

Span = tuple[date | None, date | None]

_NUMBER = r"[0-9]{1,2}"
_JOIN = r" ?(?:,|;|và|&|\+|-|–|đến) ?"
_OF_YEAR = r"(?: ?/ ?|,? năm )[0-9]{4}(?![0-9])"
# A number after a comma is another month only where no noun follows it: "tháng 6, 12 xã hoàn thành" is June.
_MORE_MONTHS = rf"(?:{_JOIN}(?:tháng )?(?:0?[1-9]|1[0-2])(?![0-9])(?= ?(?:[,;.:/)&–-]|$|và|đến|năm)))"
_QUARTER = r"(?:iv|i{1,3}|[1-4])(?!\w)"
_LIMITS = ["trước", "đến", "tới", "hết", "cuối", "sau", "từ", "trong"]
_LIMIT = rf"(?:(?:{'|'.join(_LIMITS)}|chậm nhất|muộn nhất|không quá|kể từ|nay|vào|khoảng|là|cả|suốt) )*"
_UNTIL = {"đến", "tới", "hết", "cuối", "chậm", "muộn", "quá"}

_POINTS = {
    "day": DAY.pattern.replace("([0-9]", "(?:[0-9]") + r"(?![0-9/])",
    "day_of_year": rf"(?:ngày {_NUMBER}(?: ?/ ?| tháng )|(?<=trước ){_NUMBER}/){_NUMBER}"
    r"(?![0-9]| ?/|,? năm| (?:số|xã|hộ))",  # "trước 30/4"; "trước 1/3 số xã" is a share
    "months": rf"tháng {_NUMBER}(?![0-9]| lần){_MORE_MONTHS}*(?:{_OF_YEAR})?",
    "quarters": rf"qu[ýí] {_QUARTER}(?:{_JOIN}(?:qu[ýí] )?{_QUARTER})*(?:{_OF_YEAR})?",
    "half": r"(?:0?6|sáu) tháng (?:đầu|cuối)(?: năm)?(?: ?/? ?[0-9]{4})?",
    "period": r"(?:năm|giai đoạn) [0-9]{4}(?: ?[-–,] ?| và | đến )(?:năm )?[0-9]{4}(?![0-9])",
    "year": r"năm [0-9]{4}(?![0-9/])",
    # "trong năm", "hết năm": the plan's own year.
    "own_year": r"(?:(?<=trong )|(?<=cả )|(?<=hết )|(?<=cuối )|(?<=suốt ))năm(?: nay| kế hoạch)?"
    r"(?!\w| [0-9]| (?:qua|học|sau|trước|tới)(?!\w))",
}
_POINT = "(?:" + "|".join(_POINTS.values()) + ")"
_LIMITED = rf"{_LIMIT}{_POINT}"
_CHAIN = rf"{_LIMITED}(?:(?: ?[-–] ?| và |,? (?=đến |tới )){_LIMITED}|, ?{_POINT})*"
_UNIT = r"(?:ngày|tuần|tháng|quý|năm)"
_EVERY = rf"(?:(?:hằng|hàng) {_UNIT}|mỗi (?:tuần|tháng|quý)(?! (?:xã|thôn|huyện)))"
_RECURRENCE = (
    rf"(?:định kỳ(?: (?:và |, ?)?đột xuất)?"
    rf"(?: (?:{_NUMBER} ?{_UNIT}(?! ?/)(?:(?:, ?| và ){_UNIT}(?!\w))?"
    rf"|{_UNIT}(?:(?:, ?| và )(?:{_NUMBER} )?{_UNIT}(?!\w))+|vào))?"
    rf"|thường xuyên(?:,? liên tục)?"
    rf"|(?:trước |vào )?(?:ngày )?{_NUMBER}/{_NUMBER} (?:hằng|hàng) năm"
    rf"|(?:trước |vào )?ngày {_NUMBER} (?:của )?tháng cuối (?:mỗi |hằng |hàng )?quý"
    rf"|(?:(?:vào )?(?:tuần )?(?:đầu|giữa|cuối) |(?:trước |vào )?ngày {_NUMBER} )?{_EVERY}"
    rf"(?:(?:, ?| và )(?:(?:hằng|hàng) |{_NUMBER} )?{_UNIT}(?!\w))*"
    rf"|(?:(?:tối thiểu|ít nhất|không dưới) )?{_NUMBER} {_UNIT}(?: ?/ ?| một | 1 )(?:{_NUMBER} )?lần"
    rf"|(?:(?:tối thiểu|ít nhất|không dưới) )?(?:{_NUMBER}|một) lần ?(?:/|mỗi|một|trong) ?{_UNIT})"
)
_EXPRESSION = re.compile(
    rf"(?<![\w/])(?:(?P<recurs>{_RECURRENCE}(?:,? {_RECURRENCE})*)(?: (?P<within>{_CHAIN}))?|(?P<chain>{_CHAIN}))(?!\w)"
)
_ONE = re.compile(
    rf"(?<![\w/])(?P<limit>{_LIMIT})(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _POINTS.items())
    + r")(?!\w)"
)
_EACH_YEAR = re.compile(r"(?:hằng|hàng|mỗi) năm")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_MONTH_OR_QUARTER = re.compile(rf"[0-9]{{1,2}}(?![0-9])|{_QUARTER}")
_RANGE = re.compile(r"-|–|đến")


class TimeUnit(StrEnum):
    """The finest unit that an expression of time names."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_UNITS = {
    "day": TimeUnit.DAY,
    "day_of_year": TimeUnit.DAY,
    "months": TimeUnit.MONTH,
    "quarters": TimeUnit.QUARTER,
    "half": TimeUnit.HALF,
    "period": TimeUnit.YEAR,
    "year": TimeUnit.YEAR,
    "own_year": TimeUnit.YEAR,
}


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The characters [start, end) of a text that say when; `unit` is None of what only recurs."""

    start: int
    end: int
    unit: TimeUnit | None
    limited: bool  # a word such as trước, trong, hết stands before the point
    recurs: bool


def find_times(text: str) -> Iterator[TimeWords]:
    """Yield the expressions of time in an NFC text with single blanks, in their order.

    >>> text = "Các xã A, B hoàn thành trước tháng 10/2024; báo cáo định kỳ hằng quý"
    >>> [text[words.start : words.end] for words in find_times(text)]
    ['trước tháng 10/2024', 'định kỳ hằng quý']
    """
    for match in _EXPRESSION.finditer(fold_char_safe(text)):
        points = match["within"] or match["chain"]
        first = _ONE.search(points) if points else None
        yield TimeWords(
            start=match.start(),
            end=match.end(),
            unit=_UNITS[first.lastgroup or ""] if first else None,
            limited=bool(first and not {*_LIMITS, "chậm", "muộn", "quá"}.isdisjoint(first["limit"].split())),
            recurs=match["recurs"] is not None,
        )


def parse_time(raw: str, year: int | None) -> Span:
    """Return the first and last day of an expression of time; None at an end that it leaves open.

    `year` is the plan's, for expressions without one. "Trước X" ends the day before X begins; a month, quarter or year
    has its two ends, "hết" and "đến" leave the first open; what only recurs, is told by reference to another document
    or names an impossible day has none.

    >>> parse_time("trước tháng 10/2024", 2024)
    (None, datetime.date(2024, 9, 30))
    >>> parse_time("Quý II, III", 2021)
    (datetime.date(2021, 4, 1), datetime.date(2021, 9, 30))
    >>> parse_time("Định kỳ hằng quý", 2024), parse_time("trước 31/11/2024", 2024)
    ((None, None), (None, None))
    """
    text = fold(raw)
    if text.startswith("theo ") or (_EACH_YEAR.search(text) and not _YEAR.search(text)):
        return None, None
    spans: list[Span] = []
    try:
        for match in _ONE.finditer(text):
            spans.append(_limited(match, text, year))
    except NotRecognized:
        return None, None
    first = min((start for start, _ in spans if start), default=None)
    last = max((end for _, end in spans if end), default=None)
    return (None, None) if first and last and first > last else (first, last)


def _limited(match: re.Match[str], text: str, plan_year: int | None) -> Span:
    """Return the ends of one point in time after the words of limit before it."""
    printed = _YEAR.search(match.group()) or _YEAR.search(text, match.end())
    year = int(printed.group()) if printed else plan_year
    kind = match.lastgroup or ""
    first, last = _ends(kind, match[kind], year)
    words = set(match["limit"].split())
    if "trước" in words and not words & _UNTIL:
        return None, first - timedelta(days=1)
    if words & _UNTIL or ("trước" in words):
        return None, last
    if "sau" in words:
        return last + timedelta(days=1), None
    if "từ" in words and not _several(kind, match[kind]):
        return first, None
    return first, last


def _ends(kind: str, point: str, year: int | None) -> tuple[date, date]:
    if kind == "day":
        return parse_date(point), parse_date(point)
    if kind == "period":
        years = _YEAR.findall(point)
        return parse_span(years[0])[0], parse_span(years[-1])[1]
    if kind == "year":
        return parse_span(point)
    if year is None:
        raise WrongFormat(f"no year: {point!r}")
    if kind == "own_year":
        return parse_span(str(year))
    if kind == "day_of_year":
        day = parse_date(f"{point}/{year}" if "/" in point else f"{point} năm {year}")
        return day, day
    if kind == "half":
        months = (1, 6) if "đầu" in point else (7, 12)
        return parse_span(f"tháng {months[0]}", year=year)[0], parse_span(f"tháng {months[1]}", year=year)[1]
    word, listed = _listed(kind, point)
    spans = [parse_span(f"{word} {number}", year=year) for number in listed]
    if len(spans) == 2 and _RANGE.search(point) and spans[1] < spans[0]:  # "tháng 10 đến tháng 3/2025"
        spans[0] = parse_span(f"{word} {listed[0]}", year=year - 1)
    return min(start for start, _ in spans), max(end for _, end in spans)


def _several(kind: str, point: str) -> bool:
    """Tell whether a point names its own two ends: "từ tháng 3 đến tháng 10"."""
    return kind in ("period", "half") or (kind in ("months", "quarters") and len(_listed(kind, point)[1]) > 1)


def _listed(kind: str, point: str) -> tuple[str, list[str]]:
    """Return the word for the unit and the numbers of the months or quarters that a point lists."""
    word = "tháng" if kind == "months" else "quý"
    return word, _MONTH_OR_QUARTER.findall(_YEAR.sub("", point[len(word) :]))

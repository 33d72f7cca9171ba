"""The words of money: amounts, shares, labels, and the source that a label tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractors.rulebook import load_rules
from normalizers.money import MULTIPLES
from normalizers.text import fold
from schemas.vocabulary import FundingSource

RULES: dict[str, Any] = load_rules("funding.toml")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"\d+(?:[.,]\d+)*"
# A bare "triệu" or "nghìn" counts anything ("28 triệu người"); so does no other unit of money.
_UNITS = any_of(set(MULTIPLES) - {"nghìn", "ngàn", "triệu", "đ"})
# "71, 4 tỷ đồng": a blank behind the decimal comma, where no list ends there ("năm 2014, 4 tỷ đồng").
_BLANKED = r"(?<!năm )(?<!số )(?<!quý )(?<!tháng )(?<!chí )(?!(?:19|20)\d\d,)\d{1,3}(?:\.\d{3})*,\s\d{1,3}"
_PART = rf"(?:{_BLANKED}|{_NUMBER})\s?(?:(?:{_UNITS})(?!\w)|đ(?![\w/])|(?:nghìn|ngàn|triệu)(?=\s*(?:[,;.:)]|$)))"
AMOUNT = re.compile(rf"(?<![\w/.,])(?:{_PART}\s?)+(?<!\s)(?!\s?/|\s(?:lệ|một|mỗi)\b)")
_SHARE_WORD = any_of(RULES["shares"])
SHARE = re.compile(
    rf"[\s,–-]*(?:(?:{_SHARE_WORD})(?:\s(?:{_SHARE_WORD}))?|\()\s?:?\s?(?:(?:{_SHARE_WORD}|khoảng)\s)*(?P<percent>{_NUMBER})\s?%\)?"
    r"(?:\s(?:so với\s|trên\s|của\s)?(?:tổng|toàn bộ)[^,;.()]*)?"
)
OPENS_PARTS = re.compile(rf"(?<!\w)(?:{any_of(RULES['parts'])})(?!\w)")
_ALL_PARTS = re.compile(rf"(?<!\w)(?:{any_of(RULES['all_parts'])})(?!\w)")
SOME_PARTS = re.compile(rf"(?<!\w)(?:{any_of(RULES['some_parts'])})(?!\w)")
MORE_PARTS = re.compile(any_of(RULES["more_parts"]))
ABOUT = re.compile(rf"(?<!\w)(?:{any_of(RULES['about'])})\s*$")
WEAK_SECTION = re.compile(rf"(?<!\w)(?:{any_of(RULES['weak_sections'])})(?!\w)")
SECTION = re.compile(rf"(?<!\w)(?:{any_of(RULES['sections'])})(?!\w)")
WHOLE = re.compile(rf"(?:{any_of(RULES['wholes'])})(?:\s|$)")
MONEY = re.compile(rf"(?<!\w)(?:{any_of(RULES['money'])})(?!\w)")
RATE = re.compile(rf"(?<!\w)(?:{any_of(RULES['rates'])})(?!\w)")
PERIOD = re.compile(r"(?<!\d)20\d\d\s?(?:[-–]|đến(?:\snăm)?)\s?(?P<last>20\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\w)năm\s(?P<year>20\d\d)(?!\d)")
_HEAD = re.compile(rf"(?:{any_of(RULES['heads'])})(?!\w)")
# "toàn tỉnh đã huy động được 5.900 tỷ đồng": the verb alone says that it is the whole.
_RAISED = re.compile(
    rf"(?<!\w)(?:{any_of(RULES['areas'])})(?:\s[\w-]+){{0,4}}?\s(?:{any_of(RULES['raising'])})(?:\sđược)?$"
)
_LEAD = re.compile(rf"[\s:,;=–-]+$|(?<!\w)(?:{any_of(RULES['leads'])})$|(?:(?<=\s)|^){_NUMBER}\s?%$")
_BRACKETS = re.compile(r"\([^()]*\)")
_UNNAMED = re.compile(rf"(?<!\w)(?:{any_of(RULES['unnamed'])})$")
_UNIT = re.compile(rf"(?:đvt|đơn vị(?: tính)?)\s?:?\s?(?P<said>{_UNITS}|triệu|nghìn)(?!\w)|\((?P<bracketed>{_UNITS})\)")
_YEAR_ONLY = re.compile(r"(?:vốn\s)?(?:năm|giai đoạn)\s[\d\s–-]+")


@dataclass(frozen=True, slots=True)
class _Source:
    source: FundingSource
    rank: int
    budget: bool
    words: re.Pattern[str]
    alone: tuple[str, ...]


_SOURCES = tuple(
    _Source(
        FundingSource(entry["source"]),
        entry["rank"],
        entry.get("budget", False),
        re.compile(rf"(?<!\w)(?:{any_of(entry['words'])})(?!\w)"),
        tuple(entry.get("alone", ())),
    )
    for entry in RULES["source"]
)


def tell_source(label: str, above: FundingSource | None = None) -> FundingSource:
    """Return the source that a label tells; `above` is that of the part that it belongs to.

    >>> tell_source("Vốn ngân sách Trung ương").value, tell_source("Vốn tín dụng").value
    ('central_budget', 'credit')
    >>> tell_source("Tổng nhu cầu các nguồn vốn").value, tell_source("Hỗ trợ vùng khó khăn").value
    ('total', 'other')
    """
    words = _BRACKETS.sub(" ", fold(label)).strip()
    if above and names_year_only(label):
        return above
    if alone := next((source.source for source in _SOURCES if words in source.alone), None):
        return alone
    found = sorted(
        ((match.start(), source) for source in _SOURCES if (match := source.words.search(words))),
        key=lambda pair: pair[0],
    )
    for rank in (1, 2):
        told = [source for _, source in found if source.rank == rank]
        if len({source.source for source in told}) > 1 and words.startswith("tổng"):
            return FundingSource.TOTAL
        if len({source.words for source in told if source.budget}) > 1:
            told = [source for source in told if not source.budget]
            if not told and not any(source.source is FundingSource.DIRECT for _, source in found):
                return FundingSource.OTHER
        others = [source for source in told if source.source is not above]
        if told:
            return (others or told)[0].source
    weak = sorted((source for _, source in found if source.rank > 2), key=lambda source: source.rank)
    if weak and (weak[0].source is FundingSource.DIRECT or not WHOLE.match(words)):
        return weak[0].source
    return FundingSource.TOTAL if _HEAD.match(words) or _RAISED.search(words) else FundingSource.OTHER


def opens_all_parts(folded: str) -> bool:
    """Tell whether the words before parts say that these are all of them.

    >>> opens_all_parts(", bao gồm:"), opens_all_parts(", trong đó:"), opens_all_parts(", trong đó bao gồm:")
    (True, False, False)
    """
    return bool(_ALL_PARTS.search(folded)) and not SOME_PARTS.search(folded)


def is_of_others(label: str) -> bool:
    """Tell whether a label names money of no one source: "vốn huy động từ các nguồn khác", "ngân sách huyện, xã"."""
    words = fold(label)
    named = any(source.source is FundingSource.OTHER and source.words.search(words) for source in _SOURCES)
    return named or bool(MONEY.search(words) and _UNNAMED.search(words))


def names_year_only(label: str) -> bool:
    """Tell whether a label is nothing but a year or period: a whole cut by years."""
    return bool(_YEAR_ONLY.fullmatch(fold(label)))


def clean_label(raw: str) -> str:
    """Take the words off a label that lead to its amount, and what joins it to the part before."""
    label = re.sub(rf"^(?:[\s,;:.)(+*–-]|(?:và|{any_of(RULES['parts'])})(?!\w))+", "", raw, flags=re.IGNORECASE)
    label = label.rstrip(" :,;")
    while (shorter := _LEAD.sub("", label, count=1).rstrip()) != label:
        label = shorter
    return label if label.count("(") == label.count(")") else label.rstrip("( ")


def unit_in(folded: str) -> str | None:
    """Return the unit that a heading or caption sets for the figures below it: "ĐVT: triệu đồng", "(tỷ đồng)"."""
    match = _UNIT.search(folded)
    return match["said"] or match["bracketed"] if match else None


def year_of(text: str) -> str | None:
    """Return the year that words name: of a period the last."""
    if period := PERIOD.search(text):
        return period["last"]
    year = YEAR.search(fold(text))
    return year["year"] if year else None

"""Amounts of money resolved: in đồng, with the year and the place that they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from normalizers.document_resolution import Setting
from normalizers.money import money_step, parse_money
from normalizers.numbers import DecimalMark, parse_decimal
from normalizers.place_resolution import PlaceColumns
from normalizers.text import fold
from schemas.errors import NotRecognized
from schemas.facts import Doubt, Funding
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

Value = TypeVar("Value")


def resolve_funding(mention: FundingMention, setting: Setting, place: PlaceColumns) -> Funding | Doubt:
    """Resolve an amount; one that cannot be read is no fact but a doubt, so that no tree is summed without it."""
    amount = _by_either_mark(lambda mark: parse_money(mention.amount, decimal_mark=mark))
    if amount is None:
        return Doubt(code="low_confidence", evidence=mention.evidence, stated=mention.amount)
    percent = mention.percent
    return Funding(
        evidence=mention.evidence,
        **place,
        year=int(mention.year) if mention.year else setting.year,
        path=mention.path,
        label=mention.label,
        source=_source(mention, setting),
        amount_vnd=amount,
        step_vnd=_by_either_mark(lambda mark: money_step(mention.amount, decimal_mark=mark)),
        percent=_by_either_mark(lambda mark: parse_decimal(percent, decimal_mark=mark)) if percent else None,
        percent_text=percent,
        part_count=mention.part_count,
    )


def _source(mention: FundingMention, setting: Setting) -> FundingSource:
    """Return the source: "ngân sách thành phố" is the province's in a city that is one."""
    label = fold(mention.label)
    of_city = "thành phố" in label and "huyện" not in label
    if mention.source is FundingSource.DISTRICT_BUDGET and of_city and setting.place:
        return FundingSource.PROVINCE_BUDGET if setting.place.kind == "municipality" else mention.source
    return mention.source


def _by_either_mark(parse: Callable[[DecimalMark], Value]) -> Value | None:
    """Read a number by Vietnam's comma; where that is no number, by the point (a sheet of other software)."""
    marks: tuple[DecimalMark, ...] = (",", ".")
    for mark in marks:
        try:
            return parse(mark)
        except NotRecognized:
            continue
    return None

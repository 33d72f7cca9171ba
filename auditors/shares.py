"""Checks of a row's printed share against the count and total beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditors.finding import accuse
from auditors.rounding import cut_off, decimals, exactly, meant_by, rounded, share_of
from auditors.wording import rules
from schemas.facts import Fact, Facts, Indicator, Target
from schemas.findings import Code, Finding
from schemas.vocabulary import Change, Comparator, Severity

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """A count and what it is part of, as one row prints them."""

    row: Fact
    count: Decimal | int | None
    total: Decimal | int | None
    percent: Decimal | None


def percent_mismatch(facts: Facts) -> Iterator[Finding]:
    """Find printed shares that are not their count ÷ total: 109/181 printed as 60,02 %.

    A share that is right only when cut off instead of rounded (1/181 as 0,5) is a note.
    """
    for share in _shares(facts):
        if share.count is None or not share.total or share.percent is None:
            continue
        exact = share_of(share.count, share.total)
        if exactly(exact).meets(meant_by(share.percent)):
            continue
        digits = decimals(share.percent)
        cut = cut_off(exact, digits) == share.percent
        yield accuse(
            facts.document.document_id,
            share.row,
            Code.PERCENT_MISMATCH,
            "cut_off" if cut else "wrong",
            severity=Severity.NOTE if cut else Severity.ERROR,
            stated=share.percent,
            expected=rounded(exact, digits),
            count=share.count,
            total=share.total,
        )


def count_over_total(facts: Facts) -> Iterator[Finding]:
    """Find counts that exceed the whole that they are part of: 182/181."""
    for share in _shares(facts):
        if share.count is not None and share.total is not None and share.count > share.total:
            yield accuse(
                facts.document.document_id,
                share.row,
                Code.COUNT_OVER_TOTAL,
                "above",
                stated=share.count,
                count=share.count,
                total=share.total,
            )


def percent_over_100(facts: Facts) -> Iterator[Finding]:
    """Find shares above 100 %, or said to be "over 100 %"; growth and comparisons with a plan may be."""
    rows: tuple[Fact, ...] = (*facts.targets, *facts.indicators, *facts.criterion_counts, *facts.funding)
    for row in rows:
        percent: Decimal | None = getattr(row, "percent", None)
        if percent is None and isinstance(row, Indicator):
            percent = _level_percent(row)
        if percent is None:
            continue
        over = isinstance(row, Indicator) and row.comparator is Comparator.MORE and percent == WHOLE
        if percent > WHOLE or over:
            yield accuse(
                facts.document.document_id,
                row,
                Code.PERCENT_OVER_100,
                "above" if percent > WHOLE else "open",
                stated=percent,
            )


def _shares(facts: Facts) -> Iterator[Share]:
    for target in facts.targets:
        yield Share(target, _counted(target), target.total, target.percent)
    for row in facts.indicators:
        one_value = row.low is not None and row.high in (None, row.low)
        if one_value and row.comparator is not Comparator.ABOUT:
            yield Share(row, row.low, row.total, row.percent)


def _counted(target: Target) -> int | None:
    """Return the count that stands before the slash: the number reached, else the only other one."""
    if target.reached is not None:
        return target.reached
    others = [count for count in (target.added, target.consolidated) if count is not None]
    return others[0] if len(others) == 1 else None


def _level_percent(row: Indicator) -> Decimal | None:
    if row.unit != "%" or row.change is not Change.LEVEL:
        return None
    words = f"{row.label} {row.evidence.quote}".casefold()
    if any(term in words for term in rules()["percent_over_100"]["measured_against"]):
        return None
    return row.low if row.high is None or row.low is None else max(row.low, row.high)

"""Checks of a row's printed share against the count and total beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from auditors.figures import grouped, unless_most, whole_count
from auditors.finding import Claim, accuse, repair
from auditors.rounding import at_least, at_most, cut_off, decimals, exactly, meant_by, rounded, share_of
from auditors.wording import says
from schemas.facts import Fact, Facts, Indicator, Target
from schemas.findings import Code
from schemas.vocabulary import Change, Comparator, Severity, Status

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """A count and what it is part of, as one row prints them; `count_field` is what the row calls the count."""

    row: Fact
    count: Decimal | int | None
    count_field: str
    total: Decimal | int | None
    percent: Decimal | None


def percent_mismatch(facts: Facts) -> Iterator[Claim]:
    """Find printed shares that are not their count ÷ total: 109/181 printed as 60,02 %.

    A share that is right only when cut off instead of rounded (1/181 as 0,5) is a note.
    """
    yield from (claim for share in _shares(facts) if (claim := _mismatch(facts, share)))
    yield from unless_most((table, _mismatch(facts, share)) for table, share in _counted_shares(facts))


def _mismatch(facts: Facts, share: Share) -> Claim | None:
    if share.count is None or not share.total or share.percent is None:
        return None
    exact = share_of(share.count, share.total)
    if exactly(exact).meets(meant_by(share.percent)):
        return None
    digits = decimals(share.percent)
    cut = cut_off(exact, digits) == share.percent
    return accuse(
        facts,
        share.row,
        Code.PERCENT_MISMATCH,
        "cut_off" if cut else "wrong",
        severity=Severity.NOTE if cut else Severity.ERROR,
        stated=share.percent,
        expected=rounded(exact, digits),
        repairs=(
            repair(share.row, "percent", exact),
            repair(share.row, share.count_field, meant_by(share.percent).times(Fraction(share.total) / 100)),
        ),
        count=share.count,
        total=share.total,
    )


def count_over_total(facts: Facts) -> Iterator[Claim]:
    """Find counts that exceed the whole that they are part of: 182/181, or 15 reached and 13 more of 27."""
    for share in _shares(facts):
        if share.count is not None and share.total is not None and share.count > share.total:
            yield accuse(
                facts,
                share.row,
                Code.COUNT_OVER_TOTAL,
                "above",
                stated=share.count,
                repairs=(
                    repair(share.row, share.count_field, at_most(share.total)),
                    repair(share.row, "total", at_least(share.count)),
                ),
                count=share.count,
                total=share.total,
            )
    yield from _with_added(facts)


def _with_added(facts: Facts) -> Iterator[Claim]:
    """Hold what a row of a table adds, together with what it says is reached by then, against its whole."""
    rows = grouped(
        ((row.table_label, row.evidence, row.standard), row) for row in facts.targets if row.table_label is not None
    )
    for group in rows.values():
        reached = next((row.reached for row in group if row.status is Status.RESULT), None)
        for row in group:
            if reached is None or row.added is None or row.total is None or row.reached is not None:
                continue
            if reached + row.added > row.total >= reached:
                yield accuse(
                    facts,
                    row,
                    Code.COUNT_OVER_TOTAL,
                    "with_added",
                    stated=reached + row.added,
                    related=(row, *(other for other in group if other is not row)),
                    repairs=(repair(row, "added", at_most(row.total - reached)),),
                    count=reached,
                    added=row.added,
                    total=row.total,
                )


def percent_over_100(facts: Facts) -> Iterator[Claim]:
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
            total: Decimal | int | None = getattr(row, "total", None)
            yield accuse(
                facts,
                row,
                Code.PERCENT_OVER_100,
                "above" if percent > WHOLE else "open",
                stated=percent,
                repairs=(
                    repair(row, "percent", at_most(100)),
                    *(repair(row, name, at_most(total)) for name in ("reached",) if total),
                ),
            )


def _shares(facts: Facts) -> Iterator[Share]:
    for target in facts.targets:
        count, field = _counted(target)
        yield Share(target, count, field, target.total, target.percent)
    for row in facts.indicators:
        one_value = row.low is not None and row.high in (None, row.low)
        if one_value and row.comparator is not Comparator.ABOUT:
            yield Share(row, row.low, "low", row.total, row.percent)


def _counted_shares(facts: Facts) -> Iterator[tuple[str | None, Share]]:
    """Yield the counts of the tables by district that a share stands beside, with the number of communes there."""
    for row in facts.criterion_counts:
        if row.percent is not None and row.criterion is not None:
            total = whole_count(facts, row.place_code, row.year)
            yield row.table_label, Share(row, row.count, "count", total, row.percent)


def _counted(target: Target) -> tuple[int | None, str]:
    """Return the count that stands before the slash: the number reached, else the only other one."""
    if target.reached is not None:
        return target.reached, "reached"
    others = [(count, name) for name in ("added", "consolidated") if (count := getattr(target, name)) is not None]
    return others[0] if len(others) == 1 else (None, "reached")


def _level_percent(row: Indicator) -> Decimal | None:
    if row.unit != "%" or row.change is not Change.LEVEL:
        return None
    if says("percent_over_100", "measured_against", f"{row.label} {row.evidence.quote}"):
        return None
    return row.low if row.high is None or row.low is None else max(row.low, row.high)

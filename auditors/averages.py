"""Checks of averages of criteria per commune: in tables, and against the counts of all criteria together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditors.figures import PAST, Figure, figures, unless_most, whole_count
from auditors.finding import Claim, Repair, accuse, repair
from auditors.rounding import LARGEST, Interval, decimals, exactly, meant_by, rounded, vietnamese
from auditors.wording import Printed
from schemas.facts import CriterionCount, Fact, Facts, Indicator
from schemas.findings import Code
from schemas.vocabulary import Change, Comparator, Severity, Standard

AVERAGE = "avg_criteria_per_commune"
UNIT = "criterion/commune"
SHOWN_DIGITS = 2  # of an average that is computed


def table_average(facts: Facts) -> Iterator[Claim]:
    """Find averages at the foot of a table that are not those of its rows."""
    printed = [row for row in facts.indicators if row.table_label is not None and row.unit == UNIT]
    yield from unless_most((average.table_label, _unlike_rows(facts, average)) for average in printed)


def _unlike_rows(facts: Facts, average: Indicator) -> Claim | None:
    if average.low is None or average.low != average.high:
        return None
    means, rows = _means(facts, average)
    if not means or any(exactly(mean).meets(meant_by(average.low)) for mean in means):
        return None
    return accuse(
        facts,
        average,
        Code.TABLE_AVERAGE,
        "mean",
        stated=average.low,
        expected=rounded(means[0], decimals(average.low)),
        related=(average, *rows),
        repairs=(repair(average, "low", means[0]), *_count_repairs(facts, average)),
        place=average.place_name or "",
    )


def average_unlike_counts(facts: Facts) -> Iterator[Claim]:
    """Find averages said in the text that the counts of all criteria together do not give."""
    for average in facts.indicators:
        said = said_range(average)
        size = facts.known.criteria.get(average.framework or "")
        whole = whole_count(facts, average.place_code, average.year)
        if average.indicator != AVERAGE or average.table_label is not None or not (said and size and whole):
            continue
        counts = _counts(facts, average, whole)
        if len(counts) != size:
            continue
        mean = Fraction(sum(count for _, count in counts), whole)
        if exactly(mean).meets(said):
            continue
        yield accuse(
            facts,
            average,
            Code.AVERAGE_UNLIKE_COUNTS,
            "mean",
            severity=Severity.WARNING,
            stated=printed_range(average),
            expected=rounded(mean, SHOWN_DIGITS),
            related=(average, *(figure.row for figure, _ in counts)),
            repairs=(repair(average, "low", mean),),
            sum=sum(count for _, count in counts),
            whole=whole,
        )


def said_range(average: Indicator, *, scoped: bool = False) -> Interval | None:
    """Return the values that an average said may have; None where it says none for sure.

    One of some communes only (`scope`) tells nothing of all of them.
    """
    if average.change is not Change.LEVEL or average.comparator is Comparator.ABOUT or (average.scope and not scoped):
        return None
    low = meant_by(average.low).low if average.low is not None else Fraction(0)
    high = meant_by(average.high).high if average.high is not None else LARGEST
    return Interval(low, high)


def printed_range(average: Indicator) -> Printed:
    """Return an average as the text has it: "14 - 14,5", "≥ 15,5"."""
    numbers = list(dict.fromkeys(number for number in (average.low, average.high) if number is not None))
    signs = {Comparator.AT_LEAST: "≥ ", Comparator.MORE: "> ", Comparator.AT_MOST: "≤ ", Comparator.LESS: "< "}
    sign = signs.get(average.comparator, "")
    return Printed(sign + " - ".join(map(vietnamese, numbers)), sign + " - ".join(map(str, numbers)))


def _counts(facts: Facts, average: Indicator, whole: int) -> list[tuple[Figure, int]]:
    """Return how many communes meet each criterion of the set: as the text says, else as a table does."""
    key = (average.place_code, average.year, average.framework, average.status in PAST)
    found: dict[int, tuple[Figure, int]] = {}
    for figure in sorted(figures(facts), key=lambda figure: figure.table is not None):
        place, year, of, criterion, past = figure.key
        if criterion is None or (place, year, of, past) != key or figure.standard is not Standard.COMMUNE:
            continue
        count = whole if figure.reached is None and figure.percent == 100 else figure.reached
        if count is not None:
            found.setdefault(criterion, (figure, count))
    return list(found.values())


def _means(facts: Facts, average: Indicator) -> tuple[list[Fraction], Sequence[Fact]]:
    """Return the averages that the rows over it may mean, and these rows."""
    label, past = average.table_label, average.status in PAST
    rows = [row for row in facts.commune_progress if (row.table_label or "") == label]
    if rows:
        met, planned = [row.met_stated for row in rows], [row.planned_stated for row in rows]
        if any(count is None for count in met) or (past and any(row.met_year != average.year for row in rows)):
            return [], ()
        # What is planned may be averaged by itself, or together with what is met.
        sums = [sum(count or 0 for count in met)]
        if not past:
            sums = [sums[0] + sum(count or 0 for count in planned), sum(count or 0 for count in planned)]
        return [Fraction(total, len(rows)) for total in sums], rows
    column = [row for row in _column(facts, average) if row.criterion is not None]
    known = facts.known.places.get(average.place_code or "")
    size = facts.known.criteria.get(average.framework or "")
    if not column or known is None or any(row.count is None for row in column) or len(column) != (size or len(column)):
        return [], ()
    printed = [row.count for row in _column(facts, average) if row.criterion is None and row.count is not None]
    sums = [sum(row.count or 0 for row in column), *printed]
    return [Fraction(total, communes) for total in sums for communes in known.communes], column


def _column(facts: Facts, average: Indicator) -> list[CriterionCount]:
    key = (average.table_label, average.place_code, average.year, average.status in PAST)
    rows = facts.criterion_counts
    return [row for row in rows if (row.table_label or "", row.place_code, row.year, row.status in PAST) == key]


def _count_repairs(facts: Facts, average: Indicator) -> Iterator[Repair]:
    """Yield what each count of the column would have to be."""
    known = facts.known.places.get(average.place_code or "")
    column = [row for row in _column(facts, average) if row.criterion is not None]
    if known is None or len(known.communes) != 1 or average.low is None:
        return
    total = sum(row.count or 0 for row in column)
    needed = meant_by(average.low).times(known.communes[0])
    for row in column:
        rest = total - (row.count or 0)
        yield repair(row, "count", Interval(needed.low - rest, needed.high - rest))

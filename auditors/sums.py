"""Checks of sums: of a table's rows and columns, of classes of communes, and of wholes that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from auditors.figures import grouped
from auditors.finding import Claim, accuse, repair
from auditors.wording import says
from schemas.facts import CriterionCount, Fact, Facts, Indicator, Target
from schemas.findings import Code
from schemas.vocabulary import Counted, Severity, Standard

FEWEST_PARTS = 2
Item = TypeVar("Item")


def row_total(facts: Facts) -> Iterator[Claim]:
    """Find rows of a table of criteria by place whose sum is not that of the places."""
    own = facts.document.place_code
    counts = [row for row in facts.criterion_counts if row.count is not None]
    width = {label: max(map(len, rows.values())) for label, rows in _rows_of(counts, own).items()}
    for label, rows in _rows_of(counts, own).items():
        for parts in rows.values():
            whole = _one([row for row in counts if _row_key(row) == _row_key(parts[0]) and row.place_code == own])
            # An empty cell may be one that was not read.
            if whole is not None and len(parts) == width[label]:
                yield from _sum(facts, Code.ROW_TOTAL, whole, "count", [(part, "count") for part in parts])


def column_total(facts: Facts) -> Iterator[Claim]:
    """Find columns of a table whose sum is not that of the rows."""
    columns = grouped(((row.table_label, row.place_code, row.year, row.status), row) for row in facts.criterion_counts)
    for rows in columns.values():
        whole = _one([row for row in rows if row.criterion is None])
        parts = [row for row in rows if row.criterion is not None]
        if whole is not None and all(part.count is not None for part in parts):
            yield from _sum(facts, Code.COLUMN_TOTAL, whole, "count", [(part, "count") for part in parts])
    own = facts.document.place_code
    tables = [row for row in facts.targets if row.table_label is not None]
    for targets in grouped(((row.table_label, row.standard, row.year, row.status), row) for row in tables).values():
        total = _one([row for row in targets if row.place_code == own])
        below = [row for row in targets if row.place_code != own]
        if total is None or len({len(row.place_code or "") for row in below}) != 1:
            continue
        for field in ("reached", "added", "total"):
            if all(getattr(row, field) is not None for row in below):
                yield from _sum(facts, Code.COLUMN_TOTAL, total, field, [(row, field) for row in below])


def distribution_sum(facts: Facts) -> Iterator[Claim]:
    """Find classes of communes by their criteria (19, 15-18, 10-14, 5-9) that do not make up the whole."""
    for total, rows in class_groups(facts):
        said = int(sum(row.low or 0 for row in rows))
        if total is None or said == total or (said < total and not _complete(rows)):
            continue
        yield accuse(
            facts,
            rows[0],
            Code.DISTRIBUTION_SUM,
            "sum",
            stated=said,
            expected=total,
            related=rows,
            repairs=[
                *(repair(row, "low", (row.low or 0) + total - said) for row in rows),
                *(repair(row, "total", said) for row in rows),
            ],
            classes=" + ".join(str(int(row.low or 0)) for row in rows),
        )


def total_unlike_place_count(facts: Facts) -> Iterator[Claim]:
    """Find totals that are not the number of communes known for the place then, once for each such total.

    For a higher standard the communes at the one below it are the whole, as many as the document itself says.
    """
    wrong: dict[tuple[str | None, Standard, int], list[Target]] = {}
    for target in facts.targets:
        if target.counted is not Counted.COMMUNE or target.total is None or _of_some(target.evidence.quote):
            continue
        allowed = _wholes(facts, target)
        if allowed and target.total not in allowed:
            wrong.setdefault((target.place_code, target.standard, target.total), []).append(target)
    for (place, standard, total), rows in wrong.items():
        target = rows[0]
        nearest = min(sorted(_wholes(facts, target)), key=lambda count: abs(count - total))
        yield accuse(
            facts,
            target,
            Code.TOTAL_UNLIKE_PLACE_COUNT,
            "communes" if standard is Standard.COMMUNE else "below",
            severity=Severity.WARNING,
            stated=total,
            expected=nearest,
            related=rows,
            repairs=[repair(row, "total", nearest) for row in rows],
            place=target.place_name or place or "",
        )


# "Số xã đạt 15-18 tiêu chí", "đạt từ 15 tiêu chí trở lên", "dưới 5 tiêu chí"
CLASS = re.compile(
    r"dưới (?P<below>\d{1,2}) tiêu chí"
    r"|đạt (?:từ )?(?P<low>\d{1,2})(?: ?(?:[-–]|đến) ?(?P<high>\d{1,2}))? tiêu chí(?P<open> trở lên)?",
    re.IGNORECASE,
)
MOST_CRITERIA = 19
BELOW = {
    Standard.COMMUNE_ADVANCED: (Standard.COMMUNE,),
    Standard.COMMUNE_MODEL: (Standard.COMMUNE_ADVANCED, Standard.COMMUNE),
}
LOWEST_CLASS = 5


def _wholes(facts: Facts, target: Target) -> set[int]:
    """Return the numbers of communes that a target's total may be; none where nothing is known."""
    known = facts.known.places.get(target.place_code or "")
    communes = set(known.communes) if known else set()
    if target.standard is Standard.COMMUNE:
        return communes
    below = [
        row
        for row in facts.targets
        if row.standard in BELOW.get(target.standard, ()) and row.criterion is None
        if row.place_code == target.place_code and row.reached is not None
    ]
    if not below:
        return set()
    # Of those at the standard by the end of the year, or at its beginning; or of all communes.
    return communes | {count for row in below for count in (row.reached or 0, (row.reached or 0) - (row.added or 0))}


def _of_some(quote: str) -> bool:
    return says("total_unlike_place_count", "some", quote)


def _rows_of(
    counts: Sequence[CriterionCount], own: str | None
) -> dict[str | None, dict[tuple[object, ...], list[CriterionCount]]]:
    """Return the cells of the places within the document's own, by table and row."""
    tables: dict[str | None, dict[tuple[object, ...], list[CriterionCount]]] = {}
    for row in counts:
        if row.place_code != own and row.criterion is not None:
            tables.setdefault(row.table_label, {}).setdefault(_row_key(row), []).append(row)
    return tables


def _row_key(row: CriterionCount) -> tuple[object, ...]:
    return row.table_label, row.criterion, row.year, row.status


def _sum(facts: Facts, code: Code, whole: Fact, field: str, parts: Sequence[tuple[Fact, str]]) -> Iterator[Claim]:
    printed: int | None = getattr(whole, field)
    if printed is None or len(parts) < FEWEST_PARTS:
        return
    values: list[int] = [getattr(row, name) for row, name in parts]
    said = sum(values)
    if said == printed:
        return
    yield accuse(
        facts,
        whole,
        code,
        "sum",
        stated=printed,
        expected=said,
        related=(whole, *(row for row, _ in parts)),
        repairs=(
            repair(whole, field, said),
            *(repair(row, name, value + printed - said) for (row, name), value in zip(parts, values, strict=True)),
        ),
        parts=" + ".join(map(str, values)),
    )


def _one(rows: Sequence[Item]) -> Item | None:
    return rows[0] if len(rows) == 1 else None


def class_groups(facts: Facts) -> Iterator[tuple[int | None, list[Indicator]]]:
    """Yield the classes of communes of one place and year that exclude each other, with the whole that they state."""
    rows = [row for row in facts.indicators if row.low is not None and row.low == row.high and _bounds(row)]
    for group in grouped(((row.place_code, row.year, row.status), row) for row in rows).values():
        numbers = [number for row in group for number in _bounds(row)]
        if len(group) >= FEWEST_PARTS and len(numbers) == len(set(numbers)):
            totals = [int(row.total) for row in group if row.total is not None]
            yield (max(totals, key=totals.count) if totals else None), group


def _bounds(row: Indicator) -> range:
    """Return the numbers of criteria that the communes of a class meet; none where it is no such class."""
    match = CLASS.search(row.label) if row.unit == Counted.COMMUNE else None
    if match is None:
        return range(0)
    if match["below"]:
        return range(int(match["below"]))
    low = int(match["low"])
    return range(low, (MOST_CRITERIA if match["open"] else int(match["high"] or low)) + 1)


def _complete(rows: Sequence[Indicator]) -> bool:
    """Tell whether the classes leave no commune out: no gap from the highest to one below which there is none."""
    numbers = {number for row in rows for number in _bounds(row)}
    return min(numbers) <= LOWEST_CLASS and numbers == set(range(min(numbers), max(numbers) + 1))

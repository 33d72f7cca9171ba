"""Counts of places in one form, whether a sentence or a cell states them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from schemas.facts import CriterionCount, Facts, Target
from schemas.vocabulary import Standard, Status

FEW = 2  # so many figures of a table may disagree in any case
PAST = (Status.RESULT, Status.ESTIMATE)

# Place, year, set of criteria (or what is counted, where it has none), criterion, and whether it is said to be reached.
Key = tuple[str | None, int | None, str, int | None, bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many places meet a standard or a criterion; `table` is null in a sentence."""

    row: Target | CriterionCount
    key: Key
    standard: Standard
    table: str | None
    reached: int | None
    reached_field: str
    added: int | None
    total: int | None
    percent: Decimal | None

    @property
    def place(self) -> str | None:
        return self.row.place_code

    @property
    def criterion(self) -> int | None:
        return self.row.criterion

    def of(self, field: str) -> Decimal | int | None:
        """Return the value of `reached`, `added`, `total` or `percent`."""
        value: Decimal | int | None = getattr(self, field)
        return value

    def name_of(self, field: str) -> str:
        """Return what the row itself calls that field."""
        return self.reached_field if field == "reached" else field


def figures(facts: Facts) -> Iterator[Figure]:
    """Yield the counts of all targets and of the tables of criteria by place."""
    for target in facts.targets:
        yield Figure(
            target,
            _key(target, target.framework or target.standard),
            target.standard,
            target.table_label,
            target.reached,
            "reached",
            target.added,
            target.total,
            target.percent,
        )
    for row in facts.criterion_counts:
        if row.criterion is None:
            continue  # a sum over all criteria counts no communes
        yield Figure(
            row,
            _key(row, row.framework or Standard.COMMUNE),
            Standard.COMMUNE,
            row.table_label or "",
            row.count,
            "count",
            None,
            None,
            row.percent,
        )


def _key(row: Target | CriterionCount, of: str) -> Key:
    return row.place_code, row.year, of, row.criterion, row.status in PAST


Item = TypeVar("Item")
Name = TypeVar("Name")


def grouped(pairs: Iterable[tuple[Name, Item]]) -> Mapping[Name, list[Item]]:
    """Return the items by their names, in the order in which they come."""
    groups: defaultdict[Name, list[Item]] = defaultdict(list)
    for name, item in pairs:
        groups[name].append(item)
    return groups


def whole_count(facts: Facts, place: str | None, year: int | None) -> int | None:
    """Return of how many communes the place consists: as the document says most often, else as is known."""
    said = [
        target.total
        for target in facts.targets
        if target.total and target.standard is Standard.COMMUNE and (target.place_code, target.year) == (place, year)
    ]
    if said:
        return max(said, key=said.count)
    known = facts.known.places.get(place or "")
    return known.communes[0] if known and len(known.communes) == 1 else None


def unless_most(held: Iterable[tuple[Name, Item | None]]) -> Iterator[Item]:
    """Yield what was found, by the table that it was found in, None for each thing that agrees.

    A table most of whose figures disagree is about other places than it was held against, such as border communes only.
    """
    for found in grouped(held).values():
        wrong = [item for item in found if item is not None]
        if len(wrong) <= FEW or 2 * len(wrong) <= len(found):
            yield from wrong

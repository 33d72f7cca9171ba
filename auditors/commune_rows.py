"""Rows of the tables of communes, with the criteria that they list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditors.figures import grouped
from schemas.facts import CommuneCriterion, CommuneProgress, Facts
from schemas.vocabulary import CriterionState


@dataclass(frozen=True, slots=True)
class Side:
    """What a row says is met, or is planned: the number stated, how many are listed, and which (each once)."""

    name: str
    stated: int | None
    listed: int | None
    criteria: tuple[CommuneCriterion, ...]

    @property
    def count(self) -> int | None:
        return self.stated if self.stated is not None else self.listed

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(each.criterion for each in self.criteria)


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One row: the counts of `commune_progress` and the lists beside them."""

    progress: CommuneProgress
    met: Side
    planned: Side


def commune_rows(facts: Facts) -> Iterator[CommuneRow]:
    """Yield the rows of all tables of communes in their order."""
    criteria = grouped((_key(each), each) for each in facts.commune_criteria)
    for row in facts.commune_progress:
        own = criteria.get(_key(row), [])
        met = tuple(each for each in own if each.state is CriterionState.MET)
        planned = tuple(each for each in own if each.state is CriterionState.PLANNED)
        yield CommuneRow(
            row,
            Side("met", row.met_stated, row.met_listed, met),
            Side("planned", row.planned_stated, row.planned_listed, planned),
        )


def _key(row: CommuneCriterion | CommuneProgress) -> tuple[object, ...]:
    return row.table_label, row.row_number, row.raw_name, row.standard, row.place_code

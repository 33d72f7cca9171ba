"""A place as it was for a time, and what a name may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas.errors import Ambiguous

FIRST_STATE = date(2004, 8, 31)  # stands for "or earlier"
LEVELS = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Unit:
    """A code within its dates; `name` without kind word; it holds from `valid_from` to the day before `valid_to`."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Tell whether the unit exists on that day."""
        return self.valid_from <= max(on, FIRST_STATE) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean; `cost` counts the letters that must be wrong, `score` is 1 for an exact name."""

    unit: Unit
    cost: float = 0.0
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """The unit that a name means; `repaired` tells that it must have been misread for that.

    `rivals` are other units that an exact name may be a misreading of; told only of text that may be misread.
    """

    unit: Unit
    candidates: tuple[Candidate, ...]
    score: float
    repaired: bool
    rivals: tuple[Candidate, ...] = ()


class AmbiguousPlace(Ambiguous):
    """Several units may be meant; `found` are they with their scores, `candidates` their codes."""

    def __init__(self, raw: str, found: Iterable[Candidate]) -> None:
        self.found = tuple(found)
        told = ", ".join(f"{each.unit.name} ({each.unit.kind}, {each.unit.code})" for each in self.found)
        super().__init__(f"{raw!r} may be {told}", tuple(each.unit.code for each in self.found))

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(each.unit for each in self.found)

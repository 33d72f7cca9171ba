"""What became of places: the steps from a unit to what followed it, and the way of a code through time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from normalizers import lexicon
from normalizers.place_units import Unit
from normalizers.places import Gazetteer

Basis = Literal["crosswalk", "act", "code", "name", "name_part", "communes", "district", "guess"]
# The surest first; what is behind "act" is derived, "guess" may be wrong.
BASES: tuple[Basis, ...] = ("crosswalk", "act", "code", "name", "name_part", "communes", "district", "guess")


@dataclass(frozen=True, slots=True)
class Change:
    """A step from one unit to another on a day; `kinds` says what happened, `extent` is None where no source tells."""

    on: date
    old_code: str
    new_code: str
    kinds: tuple[str, ...]
    extent: Literal["full", "partial"] | None
    basis: Basis
    acts: tuple[str, ...]

    @property
    def derived(self) -> bool:
        """Tell whether the step is in no source and was derived from codes and names."""
        return self.basis not in ("crosswalk", "act")


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the units at its ends."""

    old: Unit
    new: Unit
    change: Change


class PlaceHistory:
    """All steps, by the unit that they lead from and to."""

    def __init__(self, gazetteer: Gazetteer, changes: Iterable[Change]) -> None:
        self.gazetteer = gazetteer
        self.changes = tuple(changes)
        self._from: dict[str, list[Change]] = defaultdict(list)
        self._to: dict[Unit, list[Step]] = defaultdict(list)
        for change in self.changes:
            self._from[change.old_code].append(change)

    def following(self, unit: Unit) -> tuple[Step, ...]:
        """Return the steps out of a unit within its time: where it went, and where a part of it did."""
        end = unit.valid_to or date.max
        steps = []
        for change in self._from.get(unit.code, ()):
            if unit.valid_from < change.on <= end and (new := self.gazetteer.unit_from(change.new_code, change.on)):
                steps.append(Step(unit, new, change))
        return tuple(steps)

    def preceding(self, unit: Unit) -> tuple[Step, ...]:
        """Return the steps that led to a unit."""
        if not self._to:
            for each in self.gazetteer.units:
                for step in self.following(each):
                    self._to[step.new].append(step)
        return tuple(self._to.get(unit, ()))

    def successors(self, unit: Unit) -> tuple[Step, ...]:
        """Return the steps at a unit's end."""
        return tuple(step for step in self.following(unit) if step.change.on == unit.valid_to)

    def lineage(self, units: Iterable[Unit]) -> tuple[Step, ...]:
        """Return all steps that led to the units and all that led on from them, by day; a part of a unit counts too."""
        start = tuple(units)
        back = _walk(start, self.preceding, lambda step: step.old)
        onward = _walk(start, self.following, lambda step: step.new)
        return tuple(sorted(back | onward, key=lambda step: (step.change.on, step.old.code, step.new.code)))


def _walk(
    start: Iterable[Unit], steps_of: Callable[[Unit], Iterable[Step]], end_of: Callable[[Step], Unit]
) -> set[Step]:
    found: set[Step] = set()
    seen, queue = set(start), list(start)
    while queue:
        for step in steps_of(queue.pop()):
            found.add(step)
            if end_of(step) not in seen:
                seen.add(end_of(step))
                queue.append(end_of(step))
    return found


def weakest(steps: Iterable[Step]) -> Basis | None:
    """Return the least sure basis among steps; None where there are none."""
    return max((step.change.basis for step in steps), key=BASES.index, default=None)


def load_history(gazetteer: Gazetteer) -> PlaceHistory:
    """Read the steps from their lexicon."""
    days: dict[str, date] = {}
    lists: dict[str, tuple[str, ...]] = {"": ()}

    def listed(text: str) -> tuple[str, ...]:
        if text not in lists:
            lists[text] = tuple(text.split(";"))
        return lists[text]

    _, *rows = lexicon.read_table("place_changes.csv")
    changes = []
    for on, old_code, new_code, kinds, extent, basis, acts in rows:
        if on not in days:
            days[on] = date.fromisoformat(on)
        changes.append(Change(days[on], old_code, new_code, listed(kinds), extent or None, basis, listed(acts)))  # type: ignore[arg-type]
    return PlaceHistory(gazetteer, changes)


def load_acts() -> Mapping[str, str]:
    """Return the titles of the legal acts by their numbers."""
    return {row["number"]: row["title"] for row in lexicon.read_rows("place_acts.csv")}

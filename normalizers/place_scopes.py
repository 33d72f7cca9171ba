"""The units among which a name is looked up: those of a district, a province or the country on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from normalizers.misreading import KnownNames
from normalizers.place_names import KIND_LEVEL, KindWord, misread, name_key, spelled, split_kind, split_misread_kind
from normalizers.place_units import LEVELS, AmbiguousPlace, Candidate, PlaceMatch, Unit

_OTHER_KIND = 0.5  # cost of a kind word that the unit does not bear
_MARGIN = 0.15  # by how much another must be further off not to be meant as well


class Scope:
    """Units by their names, exact or misread."""

    def __init__(self, units: Iterable[Unit]) -> None:
        ordered = sorted(units, key=lambda unit: (len(unit.code), unit.code))
        groups: dict[str, list[Unit]] = defaultdict(list)
        for unit in ordered:
            groups[name_key(unit.name)].append(unit)
        self._by_key = {key: tuple(units) for key, units in groups.items()}

    @cached_property
    def _by_spelling(self) -> Mapping[str, tuple[Unit, ...]]:
        groups: dict[str, list[Unit]] = defaultdict(list)
        for unit in (unit for units in self._by_key.values() for unit in units):
            groups[spelled(unit.name)].append(unit)
        return {spelling: tuple(units) for spelling, units in groups.items()}

    @cached_property
    def _names(self) -> KnownNames:
        return KnownNames(self._by_spelling)

    def named(self, raw: str, level: str | None = None) -> tuple[Unit, ...]:
        """Return the units of exactly that name, by level and code.

        A kind word in front rules out other levels, and other kinds where one of its own kind is there.
        """
        units = self._by_key.get(name_key(raw), ())
        if not units:
            meant, rest = split_kind(raw)
            units = _of_kinds(self._by_key.get(name_key(rest), ()), meant)
        return tuple(unit for unit in units if level in (None, unit.level))

    def near(self, raw: str, level: str | None = None) -> tuple[Candidate, ...]:
        """Return the units whose name may have been misread so, the nearest first; the exact ones too."""
        found: dict[Unit, Candidate] = {}
        for kinds, name in _readings(raw):
            levels = {KIND_LEVEL[kind] for kind in kinds} or set(LEVELS)
            for near in (near for key in misread(name) if key for near in self._names.near(key)):
                for unit in self._by_spelling[near.name]:
                    if unit.level in levels and level in (None, unit.level):
                        cost = near.cost + (_OTHER_KIND if kinds and unit.kind not in kinds else 0)
                        known = found.get(unit)
                        if known is None or cost < known.cost:
                            found[unit] = Candidate(unit, round(cost, 3), near.score)
        return tuple(sorted(found.values(), key=lambda each: (each.cost, len(each.unit.code), each.unit.code)))


def nearest(raw: str, near: tuple[Candidate, ...], kind: str | None) -> PlaceMatch:
    """Return the one unit that is clearly the nearest; raises AmbiguousPlace where several names are as near."""
    rivals = tuple(each for each in near if each.cost < near[0].cost + _MARGIN)
    if len({name_key(each.unit.name) for each in rivals}) > 1:
        raise AmbiguousPlace(raw, rivals)
    return only(raw, rivals, kind, repaired=True, others=near)


def only(
    raw: str,
    found: tuple[Candidate, ...],
    kind: str | None,
    *,
    repaired: bool = False,
    others: tuple[Candidate, ...] = (),
) -> PlaceMatch:
    """Return the only unit of the highest level, of the wanted kind where there is one; raises AmbiguousPlace."""
    highest = min(LEVELS.index(each.unit.level) for each in found)
    meant = tuple(each for each in found if LEVELS.index(each.unit.level) == highest)
    meant = tuple(each for each in meant if each.unit.kind == kind) or meant
    if len(meant) > 1:
        raise AmbiguousPlace(raw, meant)
    return PlaceMatch(meant[0].unit, others or found, meant[0].score, repaired)


def bears_kind(raw: str, units: Iterable[Unit]) -> bool:
    """Tell whether one of the units is of the kind that the name says, if it says one."""
    meant = split_kind(raw).kinds
    return not meant or any(unit.kind in meant for unit in units)


def _of_kinds(units: tuple[Unit, ...], meant: frozenset[str]) -> tuple[Unit, ...]:
    levels = {KIND_LEVEL[each] for each in meant} or set(LEVELS)
    fitting = tuple(unit for unit in units if unit.level in levels)
    return tuple(unit for unit in fitting if unit.kind in meant) or fitting


def _readings(raw: str) -> tuple[KindWord, ...]:
    """Return a name with its kind word, and as it would be were its first word a misread kind word."""
    plain, misread = split_kind(raw), split_misread_kind(raw)
    return (plain,) if misread is None or plain.kinds else (plain, misread)

"""The dated gazetteer: which places there were on a day, what a name meant there, and what a misread one must mean.

A unit is a code within its dates: codes outlive names, kinds and parents. From 2025-07-01 there are no districts; the
same functions answer for both times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from normalizers import lexicon
from normalizers.misreading import nearest
from normalizers.place_names import KIND_LEVEL, name_key, parse_qualified, split_kind
from schemas.errors import Ambiguous, UnknownName

FIRST_STATE = date(2004, 8, 31)  # stands for "or earlier"
LEVELS = ("province", "district", "commune")

_KEPT_SCOPES = 64


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
class PlaceMatch:
    """The unit that a name means; `score` is 1 for an exact name, `repaired` tells that it was misread."""

    unit: Unit
    candidates: tuple[Unit, ...]
    score: float
    repaired: bool


class AmbiguousPlace(Ambiguous):
    """Several units bear the name there; `units` are they, `candidates` their codes."""

    def __init__(self, raw: str, units: tuple[Unit, ...]) -> None:
        told = ", ".join(f"{unit.name} ({unit.kind}, {unit.code})" for unit in units)
        super().__init__(f"{raw!r} may be {told}", tuple(unit.code for unit in units))
        self.units = units


class Gazetteer:
    """All units of the country in time."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self._scopes: dict[tuple[str | None, date, bool], Mapping[str, tuple[Unit, ...]]] = {}

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Unit, ...]]:
        return _grouped((unit.code, unit) for unit in self.units)

    @cached_property
    def _by_parent(self) -> Mapping[str | None, tuple[Unit, ...]]:
        return _grouped((unit.parent_code, unit) for unit in self.units)

    def unit(self, code: str, on: date) -> Unit | None:
        """Return what bears the code on that day, if anything does."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.holds(on)), None)

    def unit_from(self, code: str, on: date) -> Unit | None:
        """Return what bears the code on that day, else next: the list leaves some codes out for a while."""
        units = (unit for unit in self._by_code.get(code, ()) if unit.valid_to is None or on < unit.valid_to)
        return min(units, key=lambda unit: unit.valid_from, default=None)

    def records(self, code: str) -> tuple[Unit, ...]:
        """Return all units that ever bore the code, the oldest first."""
        return self._by_code.get(code, ())

    def children(self, code: str | None, on: date) -> tuple[Unit, ...]:
        """Return the units right below, by code; of None the provinces."""
        return tuple(unit for unit in self._by_parent.get(code, ()) if unit.holds(on))

    def communes(self, code: str, on: date) -> tuple[Unit, ...]:
        """Return the communes, wards and towns within a unit, itself included where it is one."""
        return tuple(unit for unit in self._within(code, on) if unit.level == "commune")

    def count_communes(self, code: str, on: date) -> int:
        """Return how many xã lie within a unit: not wards, not towns."""
        return sum(unit.kind == "commune" for unit in self.communes(code, on))

    def ancestors(self, code: str, on: date) -> Iterator[Unit]:
        """Yield the unit itself, then what it lies in, upwards."""
        unit = self.unit(code, on)
        while unit:
            yield unit
            unit = self.unit(unit.parent_code, on) if unit.parent_code else None

    def province_of(self, code: str, on: date) -> Unit | None:
        """Return the province that a unit is or lies in."""
        return next((unit for unit in self.ancestors(code, on) if unit.level == "province"), None)

    def district_of(self, code: str, on: date) -> Unit | None:
        """Return the district that a unit is or lies in; None for provinces and since 2025-07-01."""
        return next((unit for unit in self.ancestors(code, on) if unit.level == "district"), None)

    def find(
        self,
        name: str,
        *,
        on: date,
        within: str | None = None,
        level: str | None = None,
        kind: str | None = None,
    ) -> tuple[Unit, ...]:
        """Return the units of exactly that name, by level and code; spellings of kind words and tone marks are one.

        `within` is a code, that unit itself included. A kind word in front rules out other levels, and other kinds
        where one of its own kind is there. `kind` is strict.
        """
        whole, scope = name_key(name), self._scope(within, on, level)
        units = scope.get(whole, ())
        if not units:
            meant, rest = split_kind(name)
            levels = {KIND_LEVEL[each] for each in meant} or LEVELS
            units = tuple(unit for unit in scope.get(name_key(rest), ()) if unit.level in levels)
            units = tuple(unit for unit in units if unit.kind in meant) or units
        return tuple(unit for unit in units if level in (None, unit.level) and kind in (None, unit.kind))

    def resolve(
        self,
        raw: str,
        *,
        on: date,
        within: str | None = None,
        level: str | None = None,
        kind: str | None = None,
        widen: bool = True,
    ) -> PlaceMatch:
        """Return the unit that a name means within the document's own place, misread names repaired.

        Looked for in `within`, then (`widen`) in its province; exact names go first. Of several levels the highest is
        meant, of several kinds `kind`. Raises UnknownName, or AmbiguousPlace. A code is taken as such.
        """
        coded = self.unit(raw.strip(), on) if raw.strip().isdigit() and within is None else None
        if coded and level in (None, coded.level):
            return PlaceMatch(coded, (coded,), 1.0, False)
        meant = {KIND_LEVEL[each] for each in split_kind(raw).kinds}
        if level == "province" or meant == {"province"}:  # other provinces are named everywhere
            level, within = "province", None
        scopes = self._scopes_for(within, on, widen)
        for scope in scopes:
            if found := self.find(raw, on=on, within=scope, level=level):
                return _one(raw, found, kind, score=1.0, repaired=False)
        for scope in scopes:
            if match := self._repair(raw, on, scope, level, kind):
                return match
        raise UnknownName(f"no place is called {raw!r} there")

    def resolve_qualified(
        self,
        raw: str,
        *,
        on: date,
        within: str | None = None,
        kind: str | None = None,
    ) -> PlaceMatch:
        """Return the commune of a name that may tell its district ("Xã Mai Pha - T.P Lạng Sơn"), as `resolve` does.

        The district is looked for in the province of `within`; a commune of another district is no answer then.
        """
        name, district = parse_qualified(raw)
        if district is None:
            return self.resolve(raw, on=on, within=within, level="commune", kind=kind)
        province = self.province_of(within, on) if within else None
        outer = self.resolve(district, on=on, within=province.code if province else None, level="district")
        inner = self.resolve(name, on=on, within=outer.unit.code, level="commune", kind=kind, widen=False)
        score = min(outer.score, inner.score)
        return PlaceMatch(inner.unit, inner.candidates, score, outer.repaired or inner.repaired)

    def split_names(self, raw: str, *, on: date, within: str | None = None) -> tuple[str, ...]:
        """Split names between which a comma was lost; the whole again where it is a name or no one split fits.

        "Tân Liên Xuất Lễ" -> ("Tân Liên", "Xuất Lễ")
        """

        def known(name: str) -> bool:
            scopes = self._scopes_for(within, on, widen=True)
            return any(self.find(name, on=on, within=scope, level="commune") for scope in scopes)

        if known(raw):
            return (raw,)
        words = split_kind(raw).name.split()
        splits: list[list[tuple[str, ...]]] = [[()]]  # of the first n words
        for end in range(1, len(words) + 1):
            names = [(start, " ".join(words[start:end])) for start in range(end) if splits[start]]
            splits.append([(*left, name) for start, name in names if known(name) for left in splits[start]])
        return splits[-1][0] if len(splits[-1]) == 1 else (raw,)

    def _repair(self, raw: str, on: date, within: str | None, level: str | None, kind: str | None) -> PlaceMatch | None:
        """Return the one unit whose name may well have been misread so; None where none is near."""
        meant, rest = split_kind(raw)
        levels = {KIND_LEVEL[each] for each in meant} or set(LEVELS)
        fitting = {
            key: units
            for key, units in self._scope(within, on, level).items()
            if any(unit.level in levels and level in (None, unit.level) for unit in units)
        }
        near = nearest(name_key(rest), fitting)
        if near is None:
            return None
        rivals = tuple(u for key in near.names for u in fitting[key] if u.level in levels and level in (None, u.level))
        rivals = tuple(unit for unit in rivals if unit.kind in meant) or rivals
        if len({name_key(unit.name) for unit in rivals}) > 1:
            raise AmbiguousPlace(raw, rivals)
        return _one(raw, rivals, kind, score=near.score, repaired=True)

    def _scopes_for(self, within: str | None, on: date, widen: bool) -> tuple[str | None, ...]:
        province = self.province_of(within, on) if within and widen else None
        return (within,) if province is None or province.code == within else (within, province.code)

    def _within(self, code: str | None, on: date) -> Iterator[Unit]:
        own = self.unit(code, on) if code else None
        if own:
            yield own
        if own or code is None:
            for child in self.children(code, on):
                yield from self._within(child.code, on)

    def _scope(self, within: str | None, on: date, level: str | None) -> Mapping[str, tuple[Unit, ...]]:
        """Return the units within a unit by the key of their names; of the country the provinces alone if asked."""
        top = within is None and level == "province"
        if (within, on, top) not in self._scopes:
            if len(self._scopes) >= _KEPT_SCOPES:
                self._scopes.clear()
            units = self.children(None, on) if top else self._within(within, on)
            ordered = sorted(units, key=lambda unit: (len(unit.code), unit.code))
            self._scopes[within, on, top] = _grouped((name_key(unit.name), unit) for unit in ordered)
        return self._scopes[within, on, top]


def load_gazetteer() -> Gazetteer:
    """Read the gazetteer from its lexicon."""
    days: dict[str, date | None] = {"": None}

    def day(text: str) -> date | None:
        if text not in days:
            days[text] = date.fromisoformat(text)
        return days[text]

    _, *rows = lexicon.read_table("places.csv")
    return Gazetteer(
        Unit(
            code,
            name,
            kind,
            level,
            parent or None,
            day(start) or FIRST_STATE,
            day(end),
        )
        for code, name, kind, level, parent, start, end in rows
    )


def _one(raw: str, units: tuple[Unit, ...], kind: str | None, *, score: float, repaired: bool) -> PlaceMatch:
    """Return the only unit of the highest level, of the wanted kind where there is one."""
    highest = min(LEVELS.index(unit.level) for unit in units)
    meant = tuple(unit for unit in units if LEVELS.index(unit.level) == highest)
    meant = tuple(unit for unit in meant if unit.kind == kind) or meant
    if len(meant) > 1:
        raise AmbiguousPlace(raw, meant)
    return PlaceMatch(meant[0], units, score, repaired)


Key = TypeVar("Key")


def _grouped(pairs: Iterable[tuple[Key, Unit]]) -> Mapping[Key, tuple[Unit, ...]]:
    groups: dict[Key, list[Unit]] = defaultdict(list)
    for key, unit in pairs:
        groups[key].append(unit)
    return {key: tuple(units) for key, units in groups.items()}

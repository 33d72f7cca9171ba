"""The dated gazetteer: which places there were on a day, what a name meant there, and what a misread one must mean.

A unit is a code within its dates: codes outlive names, kinds and parents. From 2025-07-01 there are no districts; the
same functions answer for both times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

from normalizers import lexicon
from normalizers.place_names import KIND_LEVEL, kinds_alone, name_key, parse_dashed, parse_qualified, split_kind
from normalizers.place_scopes import Scope, bears_kind, nearest, only
from normalizers.place_units import FIRST_STATE, AmbiguousPlace, Candidate, PlaceMatch, Unit
from schemas.errors import UnknownName

ONE_LETTER = 1.0  # cost of a misreading that no confusion explains
LIKELY = 0.8  # cost of one that a usual confusion explains
SHORTEST_REPAIRED = 6  # characters of a name that is repaired when a lost comma is looked for
KEPT_IN_MIND = 6.0  # years for which a name that ended is still met in plans, or one to come already

_KEPT_SCOPES = 64


class Gazetteer:
    """All units of the country in time."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self._scopes: dict[tuple[str | None, date, bool], Scope] = {}

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
        """Return how many xã lie within a unit: not wards, not towns; 0 where the list lacks some on that day."""
        if any(on < until and self._lies_in(district, code, on) for district, until in _gaps()):
            return 0
        return sum(unit.kind == "commune" for unit in self.communes(code, on))

    def _lies_in(self, code: str, outer: str, on: date) -> bool:
        return any(unit.code == outer for unit in self.ancestors(code, on))

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
        units = self._scope(within, on, level).named(name, level)
        return tuple(unit for unit in units if kind in (None, unit.kind))

    def candidates(
        self, raw: str, *, on: date, within: str | None = None, level: str | None = None
    ) -> tuple[Candidate, ...]:
        """Return all units whose name may be meant or have been misread so, the nearest first."""
        return self._scope(within, on, level).near(raw, level)

    def resolve(
        self,
        raw: str,
        *,
        on: date,
        within: str | None = None,
        level: str | None = None,
        kind: str | None = None,
        widen: bool = True,
        doubtful: bool = False,
    ) -> PlaceMatch:
        """Return the unit that a name means within the document's own place, misread names repaired.

        Looked for in `within`, then (`widen`) in its province; exact names go first. Of several levels the highest is
        meant, of several kinds `kind`. `doubtful` says that the name may be misread: then even an exact name tells the
        others that it may stand for, and a name of another district is rather a misread one of `within`. Raises
        UnknownName, or AmbiguousPlace. A code is taken as such.
        """
        coded = self.unit(raw.strip(), on) if raw.strip().isdigit() and within is None else None
        if coded and level in (None, coded.level):
            return PlaceMatch(coded, (Candidate(coded),), 1.0, False)
        meant = {KIND_LEVEL[each] for each in split_kind(raw).kinds}
        if level == "province" or meant == {"province"}:  # other provinces are named everywhere
            level, within = "province", None
        scopes = [self._scope(code, on, level) for code in self._scopes_for(within, on, widen)]
        for scope in scopes:
            if units := scope.named(raw, level):
                return self._exact(raw, units, scopes[0], scope, level, kind, doubtful)
        for scope in scopes:
            if near := scope.near(raw, level):
                return nearest(raw, near, kind)
        raise UnknownName(f"no place is called {raw!r} there")

    def _exact(
        self,
        raw: str,
        units: tuple[Unit, ...],
        inner: Scope,
        scope: Scope,
        level: str | None,
        kind: str | None,
        doubtful: bool,
    ) -> PlaceMatch:
        """Return what an exact name means; one of another kind or district is held against misread ones at hand."""
        found = tuple(map(Candidate, units))
        at_home = scope is inner and bears_kind(raw, units)
        if at_home and not doubtful:
            return only(raw, found, kind)
        near = inner.near(raw, level)
        rivals = tuple(each for each in near if each.unit not in units and each.cost <= ONE_LETTER)
        rivals = tuple(each for each in rivals if bears_kind(raw, [each.unit]))
        if at_home:
            return replace(only(raw, found, kind), rivals=tuple(each for each in rivals if each.cost <= LIKELY))
        if not rivals:
            return only(raw, found, kind)
        if scope is not inner and not doubtful:
            raise AmbiguousPlace(raw, (*found, *rivals))
        return replace(nearest(raw, rivals, kind), candidates=(*rivals, *found))

    def resolve_qualified(
        self,
        raw: str,
        *,
        on: date,
        within: str | None = None,
        kind: str | None = None,
        doubtful: bool = False,
    ) -> PlaceMatch:
        """Return the commune of a name that may tell its district ("Xã Mai Pha - T.P Lạng Sơn"), as `resolve` does.

        The district is looked for in the province of `within`; a commune of another district is no answer then.
        """
        name, district = parse_qualified(raw)
        if district is None:
            try:
                return self.resolve(raw, on=on, within=within, level="commune", kind=kind, doubtful=doubtful)
            except UnknownName:
                name, district = parse_dashed(raw)
                if district is None:
                    raise
        province = self.province_of(within, on) if within else None
        found = []
        for outer in self._districts(district, on, province):
            try:
                inner = self.resolve(
                    name, on=on, within=outer.unit.code, level="commune", kind=kind, widen=False, doubtful=doubtful
                )
            except UnknownName as error:
                missing = error
            else:
                score, repaired = min(outer.score, inner.score), outer.repaired or inner.repaired
                found.append(replace(inner, score=score, repaired=repaired))
        if not found:
            raise missing
        if len(found) > 1:
            raise AmbiguousPlace(raw, (Candidate(match.unit) for match in found))
        return found[0]

    def _districts(self, raw: str, on: date, province: Unit | None) -> list[PlaceMatch]:
        """Return the districts that may be meant: of one name there may be a town and a rural district.

        A lone kind word ("Hua La (Thành phố)") is the province's only one of the kind.
        """
        kinds = kinds_alone(raw)
        alone = [unit for unit in self.children(province.code, on) if unit.kind in kinds] if province else []
        if len(alone) == 1:
            return [only(raw, (Candidate(alone[0]),), None)]
        try:
            return [self.resolve(raw, on=on, within=province.code if province else None, level="district")]
        except AmbiguousPlace as error:
            return [only(raw, (each,), None, repaired=each.cost > 0) for each in error.found]

    def split_names(self, raw: str, *, on: date, within: str | None = None) -> tuple[str, ...]:
        """Split names between which a comma was lost; the whole again where it is a name or no one split fits.

        "Tân Liên Xuất Lễ" -> ("Tân Liên", "Xuất Lễ")
        """
        scopes = [self._scope(code, on, "commune") for code in self._scopes_for(within, on, widen=True)]

        def known(name: str) -> bool:
            return any(scope.named(name, "commune") for scope in scopes)

        def repairable(name: str) -> bool:
            near = scopes[0].near(name, "commune") if len(name) >= SHORTEST_REPAIRED else ()
            return known(name) or bool(near and near[0].cost <= LIKELY)

        if known(raw):
            return (raw,)
        whole = scopes[0].near(raw, "commune")
        if whole and whole[0].cost <= ONE_LETTER:
            return (raw,)
        words = split_kind(raw).name.split()
        return _split(words, known) or _split(words, repairable) or (raw,)

    def ever_named(self, raw: str) -> tuple[Unit, ...]:
        """Return the units that ever bore the name, of its kind where one is said; by code and time."""
        kinds, rest = split_kind(raw)
        units = self._by_key.get(name_key(raw), ()) or self._by_key.get(name_key(rest), ())
        fitting = [unit for unit in units if not kinds or unit.kind in kinds]
        return tuple(sorted(fitting, key=lambda unit: (len(unit.code), unit.code, unit.valid_from)))

    def bearers(self, raw: str, *, on: date, within: str | None = None) -> tuple[Unit, ...]:
        """Return the units of that name at other times within a few years, the nearest in time first.

        `within` is a code; units of its province count.
        """
        province = self.province_of(within, on) if within else None
        rest = name_key(split_kind(raw).name)
        found = []
        for unit in self._by_key.get(rest, ()):
            away = _years_away(unit, on)
            above = self.province_of(unit.code, unit.valid_from)
            if 0 < away <= KEPT_IN_MIND and (province is None or (above is not None and above.code == province.code)):
                found.append((away, unit.code, unit))
        return tuple(unit for _, _, unit in sorted(found, key=lambda each: each[:2]))

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Unit, ...]]:
        return _grouped((name_key(unit.name), unit) for unit in self.units)

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

    def _scope(self, within: str | None, on: date, level: str | None) -> Scope:
        """Return the units within a unit; of the country the provinces alone if asked."""
        top = within is None and level == "province"
        if (within, on, top) not in self._scopes:
            if len(self._scopes) >= _KEPT_SCOPES:
                self._scopes.clear()
            if within is None:  # the whole country takes megabytes: one day's is kept
                for known in [key for key in self._scopes if key[0] is None and key[2] == top]:
                    del self._scopes[known]
            self._scopes[within, on, top] = Scope(self.children(None, on) if top else self._within(within, on))
        return self._scopes[within, on, top]


@cache
def _gaps() -> tuple[tuple[str, date], ...]:
    """Return the districts whose communes the list lacks, and until when."""
    return tuple((row["code"], date.fromisoformat(row["until"])) for row in lexicon.read_rows("place_gaps.csv"))


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


def _split(words: Sequence[str], known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the one way to cut the words into known names; empty where there is none or more than one."""
    splits: list[list[tuple[str, ...]]] = [[()]]  # of the first n words
    for end in range(1, len(words) + 1):
        names = [(start, " ".join(words[start:end])) for start in range(end) if splits[start]]
        splits.append([(*left, name) for start, name in names if known(name) for left in splits[start]])
    return splits[-1][0] if len(splits[-1]) == 1 else ()


def _years_away(unit: Unit, on: date) -> float:
    """Return by how many years a day misses a unit's time; 0 where it falls into it."""
    if unit.valid_to is not None and on >= unit.valid_to:
        return ((on - unit.valid_to).days + 1) / 365.25
    return max((unit.valid_from - on).days, 0) / 365.25


Key = TypeVar("Key")


def _grouped(pairs: Iterable[tuple[Key, Unit]]) -> Mapping[Key, tuple[Unit, ...]]:
    groups: dict[Key, list[Unit]] = defaultdict(list)
    for key, unit in pairs:
        groups[key].append(unit)
    return {key: tuple(units) for key, units in groups.items()}

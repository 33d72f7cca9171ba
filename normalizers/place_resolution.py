"""Names of places in one document: resolved within its own province or district, as of its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from normalizers.place_names import KINDS, name_key, parse_qualified, split_kind
from normalizers.places import Gazetteer, Unit
from normalizers.text import bare, fold
from schemas.errors import Ambiguous, NotRecognized


class PlaceColumns(TypedDict):
    """The columns of a fact that name its place."""

    place_code: str | None
    place_name: str | None
    district_name: str | None
    province_name: str | None


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A unit with the names above it; `doubt` is the code of what a person must look at."""

    unit: Unit | None
    district: Unit | None = None
    province: Unit | None = None
    name: str | None = None
    doubt: str | None = None
    expected: str | None = None

    def columns(self) -> PlaceColumns:
        """Return the place columns of a fact."""
        return {
            "place_code": self.unit.code if self.unit else None,
            "place_name": self.unit.name if self.unit else self.name,
            "district_name": self.district.name if self.district else None,
            "province_name": self.province.name if self.province else None,
        }


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """One name of a list; `position` is that of the piece it stood in."""

    position: int
    place: ResolvedPlace


@dataclass(frozen=True)
class PlaceResolver:
    """Resolves the names of one document; `home` is the unit that issued it."""

    gazetteer: Gazetteer
    on: date
    home: Unit | None

    def resolve(self, raw: str | None) -> ResolvedPlace:
        """Resolve a name said in a sentence or heading; without one the document's own place."""
        if raw is None:
            return self._placed(self.home) if self.home else ResolvedPlace(None)
        within = self.home.code if self.home else None
        try:
            match = self.gazetteer.resolve(raw, on=self.on, within=within)
        except NotRecognized as error:
            return self._unresolved(raw, error)
        return self._placed(match.unit, raw if match.repaired else None)

    def resolve_heading(self, raw: str | None) -> ResolvedPlace:
        """Resolve the heading of a column or row: a place right below the document's own, or a lone kind word.

        "Thành phố" among the districts of a province is its only city.
        """
        if raw is None or self.home is None:
            return self.resolve(raw)
        below = self.gazetteer.children(self.home.code, self.on)
        kinds = {row["kind"] for row in KINDS if fold(raw) == fold(row["word"])}
        alone = [unit for unit in below if unit.kind in kinds]
        if len(alone) == 1:
            return self._placed(alone[0])
        level = below[0].level if below else None
        try:
            match = self.gazetteer.resolve(raw, on=self.on, within=self.home.code, level=level, widen=False)
        except NotRecognized as error:
            return self._unresolved(raw, error)
        return self._placed(match.unit, raw if match.repaired else None)

    def resolve_list(self, raws: Sequence[str]) -> list[ListedPlace]:
        """Resolve the pieces of a list of communes.

        A piece without a district takes that of the next one that tells it ("Bình Phúc, Liên Hội - huyện Văn Quan"); a
        piece in which a comma was lost gives several places.
        """
        districts = [parse_qualified(raw).district for raw in raws]
        listed: list[ListedPlace] = []
        for position, raw in enumerate(raws):
            following = next((district for district in districts[position:] if district), None)
            listed.extend(ListedPlace(position, place) for place in self._resolve_piece(raw, following))
        return listed

    def _resolve_piece(self, raw: str, district: str | None) -> list[ResolvedPlace]:
        within = self.home.code if self.home else None
        own = parse_qualified(raw).district
        names = [raw] if own else self.gazetteer.split_names(raw, on=self.on, within=within)
        places = []
        for name in names:
            qualified = name if own or district is None else f"{name} - {district}"
            try:
                match = self.gazetteer.resolve_qualified(qualified, on=self.on, within=within, kind="commune")
            except NotRecognized as error:
                places.append(self._unresolved(name, error))
            else:
                places.append(self._placed(match.unit, name if match.repaired else None))
        return places

    def _placed(self, unit: Unit, misread: str | None = None) -> ResolvedPlace:
        district = self.gazetteer.district_of(unit.code, self.on)
        province = self.gazetteer.province_of(unit.code, self.on)
        unlike = misread is not None and not _differs_in_marks(misread, unit, district)
        doubt, expected = ("unknown_place", unit.name) if unlike else (None, None)
        return ResolvedPlace(unit, district, province, unit.name, doubt, expected)

    def _unresolved(self, raw: str, error: NotRecognized) -> ResolvedPlace:
        ambiguous = isinstance(error, Ambiguous)
        expected = ", ".join(error.candidates) if isinstance(error, Ambiguous) else None
        code = "ambiguous_place" if ambiguous else "unknown_place"
        return ResolvedPlace(None, name=raw, doubt=code, expected=expected)


def _differs_in_marks(raw: str, unit: Unit, district: Unit | None) -> bool:
    """Tell whether a name was misread in its tone marks alone ("Trảng Định"): one place is meant, for sure."""
    name, outer = parse_qualified(raw)
    inner = bare(name_key(split_kind(name).name)) == bare(name_key(unit.name))
    if outer is None or district is None:
        return inner
    return inner and bare(name_key(split_kind(outer).name)) == bare(name_key(district.name))

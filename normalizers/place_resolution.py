"""Names of places in one document: resolved within its own province or district, as of its date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from normalizers.place_names import KIND_LEVEL, kinds_alone, name_key, parse_qualified, split_kind
from normalizers.place_units import AmbiguousPlace, PlaceMatch, Unit
from normalizers.places import ONE_LETTER, Gazetteer
from normalizers.text import bare
from schemas.errors import NotRecognized
from schemas.evidence import Evidence
from schemas.vocabulary import Reader

_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[0-9]+|[A-Za-z])[.)]?\s+")


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

    def resolve(self, raw: str | None, *, doubtful: bool = False) -> ResolvedPlace:
        """Resolve a name said in a sentence or heading; without one the document's own place.

        `doubtful`: the name may be misread.
        """
        if raw is None:
            return self._placed(self.home) if self.home else ResolvedPlace(None)
        try:
            match = self.gazetteer.resolve(raw, on=self.on, within=self._within, doubtful=doubtful)
        except NotRecognized as error:
            return self._unresolved(raw, error)
        return self._matched(match, raw)

    def resolve_heading(self, raw: str | None, *, doubtful: bool = False) -> ResolvedPlace:
        """Resolve the heading of a column or row: a place right below the document's own, or a lone kind word.

        "Thành phố" among the districts of a province is its only city.
        """
        if raw is None or self.home is None:
            return self.resolve(raw, doubtful=doubtful)
        below = self.gazetteer.children(self.home.code, self.on)
        kinds = kinds_alone(raw)
        alone = [unit for unit in below if unit.kind in kinds]
        if len(alone) == 1:
            return self._placed(alone[0])
        level = below[0].level if below else None
        try:
            match = self.gazetteer.resolve(
                raw, on=self.on, within=self._within, level=level, widen=False, doubtful=doubtful
            )
        except NotRecognized as error:
            return self._unresolved(raw, error)
        return self._matched(match, raw)

    def resolve_list(
        self, raws: Sequence[str], *, doubtful: Sequence[bool] = (), heading: str | None = None
    ) -> list[ListedPlace]:
        """Resolve the pieces of a list of communes; `doubtful` tells of each whether it may be misread.

        A piece without a district takes that of the next one that tells it ("Bình Phúc, Liên Hội - huyện Văn Quan"),
        else the one that the `heading` over the list names ("II. Huyện Văn Quan"); a piece in which a comma was lost
        gives several places.
        """
        outer = self._district_of_heading(heading)
        districts = [parse_qualified(raw).district for raw in raws]
        listed: list[ListedPlace] = []
        for position, raw in enumerate(raws):
            following = next((district for district in districts[position:] if district), outer)
            unsure = position < len(doubtful) and doubtful[position]
            places = self._resolve_piece(raw, following, unsure)
            if following not in (None, outer) and not districts[position] and any(place.doubt for place in places):
                # The district behind a later name may be that one's alone: "Gia Phú, Xuân Giao (huyện Bảo Thắng)".
                alone = self._resolve_piece(raw, outer, unsure)
                places = places if any(place.doubt for place in alone) else alone
            listed.extend(ListedPlace(position, place) for place in places)
        return listed

    def _district_of_heading(self, heading: str | None) -> str | None:
        name = re.split(r"[(:;,]", _NUMBERING.sub("", heading or ""))[0].strip()
        kinds = split_kind(name).kinds
        if kinds and not any(KIND_LEVEL[kind] == "district" for kind in kinds):
            return None
        return name if self.gazetteer.find(name, on=self.on, within=self._within, level="district") else None

    def _resolve_piece(self, raw: str, district: str | None, doubtful: bool) -> list[ResolvedPlace]:
        own = parse_qualified(raw).district
        names = [raw] if own else self.gazetteer.split_names(raw, on=self.on, within=self._within)
        places = []
        for name in names:
            qualified = name if own or district is None else f"{name} ({district})"
            try:
                match = self.gazetteer.resolve_qualified(
                    qualified, on=self.on, within=self._within, kind="commune", doubtful=doubtful
                )
            except NotRecognized as error:
                places.append(self._unresolved(name, error))
            else:
                places.append(self._matched(match, qualified))
        return places

    def province_of_home(self) -> Unit | None:
        """Return the province that the document's own place is or lies in."""
        return self.gazetteer.province_of(self.home.code, self.on) if self.home else None

    @property
    def _within(self) -> str | None:
        return self.home.code if self.home else None

    def _placed(self, unit: Unit) -> ResolvedPlace:
        district = self.gazetteer.district_of(unit.code, self.on)
        province = self.gazetteer.province_of(unit.code, self.on)
        return ResolvedPlace(unit, district, province, unit.name)

    def _matched(self, match: PlaceMatch, raw: str) -> ResolvedPlace:
        """Return the unit meant: a guess with the flag of one, an exact name that may be misread with its rivals.

        A name wrong in its tone marks alone ("Trảng Định") is no guess: one place is meant, for sure, unless one wrong
        letter makes another place of it.
        """
        place = self._placed(match.unit)
        if match.repaired and not (_differs_in_marks(raw, place) and _stands_alone(match)):
            return replace(place, doubt="unknown_place", expected=match.unit.name)
        if match.rivals:
            rivals = (match.unit, *(rival.unit for rival in match.rivals))
            return replace(place, doubt="ambiguous_place", expected=", ".join(map(self._told, rivals)))
        return place

    def _unresolved(self, raw: str, error: NotRecognized) -> ResolvedPlace:
        if isinstance(error, AmbiguousPlace):
            told = ", ".join(map(self._told, error.units))
            return ResolvedPlace(None, name=raw, doubt="ambiguous_place", expected=told)
        bearers = self.gazetteer.bearers(raw, on=self.on, within=self._within)
        told = ", ".join(self._told_in_time(unit) for unit in bearers[:3])
        return ResolvedPlace(None, name=raw, doubt="unknown_place", expected=told or None)

    def _told(self, unit: Unit) -> str:
        district = self.gazetteer.district_of(unit.code, self.on)
        inside = f", {district.name}" if district and district != unit else ""
        return f"{unit.code} ({unit.name}{inside})"

    def _told_in_time(self, unit: Unit) -> str:
        until = f" – {unit.valid_to:%d/%m/%Y}" if unit.valid_to else " –"
        return f"{unit.code} ({unit.name}, {unit.valid_from:%d/%m/%Y}{until})"


def _differs_in_marks(raw: str, place: ResolvedPlace) -> bool:
    """Tell whether a name, and that of the district with it, is the place's but for tone marks."""
    name, outer = parse_qualified(raw)
    pairs = [(name, place.unit), *([(outer, place.district)] if outer else [])]
    return all(unit is not None and _letters(said) == _letters(unit.name) for said, unit in pairs)


def _stands_alone(match: PlaceMatch) -> bool:
    """Tell whether no place of another name is as near as one wrong letter."""
    key = name_key(match.unit.name)
    return all(each.cost > ONE_LETTER or name_key(each.unit.name) == key for each in match.candidates)


def _letters(name: str) -> str:
    return bare(name_key(split_kind(name).name))


def may_be_misread(evidence: Evidence) -> bool:
    """Tell whether the words of a row are read by OCR, and not surely.

    Of the words that were misread on scans of the samples four in five were less sure than this, of those that were
    read rightly one in eleven. Figures that two readings agree on are stated as surely, and tell of no doubt.
    """
    return evidence.reader is Reader.OCR and evidence.confidence < SURE


SURE = 0.996

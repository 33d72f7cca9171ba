"""What the gazetteer and the sets of criteria know of the places and sets that a document's facts name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from normalizers.criteria import CriteriaBook
from normalizers.place_units import Unit
from normalizers.places import Gazetteer
from schemas.facts import CriterionCount, Facts, Indicator, Target
from schemas.known import Known, KnownPlace

CODE_OF_COMMUNE = 5  # digits


def known_of(facts: Facts, gazetteer: Gazetteer, criteria: CriteriaBook, on: date) -> Known:
    """Return how many communes and districts lie in each place, and how many criteria each set has; `on` is the
    document's day.

    A figure for the end of a year may count the communes of that day, or those of the day on which it was written.
    """
    rows: tuple[Target | Indicator | CriterionCount, ...]
    rows = (*facts.targets, *facts.indicators, *facts.criterion_counts)
    years = {row.year for row in rows if row.year and date.min.year < row.year < date.max.year}
    days = sorted({on, *(date(year, month, day) for year in years for month, day in ((1, 1), (12, 31)))})
    codes = {facts.document.place_code, *(row.place_code for row in rows)}
    places = {
        code: _place(code, gazetteer, on, days) for code in sorted(filter(None, codes)) if len(code) < CODE_OF_COMMUNE
    }
    named = {row.framework for row in rows} | {row.framework for row in facts.commune_progress}
    sizes = {name: len(criteria.framework(name).criteria) for name in sorted(filter(None, named))}
    return Known(places=places, criteria={name: size for name, size in sizes.items() if size})


def _place(code: str, gazetteer: Gazetteer, on: date, days: Iterable[date]) -> KnownPlace:
    districts = [_districts(code, gazetteer, day) for day in days]
    return KnownPlace(
        communes=_distinct(gazetteer.count_communes(code, day) for day in days),
        districts=tuple(unit.code for unit in _districts(code, gazetteer, on)),
        district_counts=_distinct(len(units) for units in districts),
    )


def _districts(code: str, gazetteer: Gazetteer, day: date) -> tuple[Unit, ...]:
    return tuple(unit for unit in gazetteer.children(code, day) if unit.level == "district")


def _distinct(counts: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({count for count in counts if count}))

"""Which place a user means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from normalizers.place_units import AmbiguousPlace, Unit
from normalizers.places import Gazetteer
from schemas.errors import NotFound, UnknownName


def find_place(text: str, years: Iterable[int], gazetteer: Gazetteer, *, on: date | None = None) -> Unit:
    """Return the unit of that name or code in one of the years, the latest first.

    A bare name means the highest level (Lạng Sơn: the province); a kind before it ("huyện Đình Lập") or a code
    ("189") tells others. With `on` that day alone counts.
    Raises NotFound, naming the candidates where there are several.
    """
    problem: NotFound | None = None
    days = [on] if on else [date(year, 1, 1) for year in sorted(years, reverse=True)]
    for day in days:
        try:
            return gazetteer.resolve(text, on=day).unit
        except AmbiguousPlace as error:
            told = ", ".join(_told(unit, gazetteer, day) for unit in error.units)
            problem = problem or NotFound(f"{text}: several places are called so; give the code of one: {told}")
        except UnknownName:
            continue
    raise problem or NotFound(f"{text}: no place is called so; write its name with its tone marks, or give its code")


def _told(unit: Unit, gazetteer: Gazetteer, day: date) -> str:
    above = [each.name for each in gazetteer.ancestors(unit.code, day)][1:]
    return f"{unit.code} ({', '.join([unit.name, *above])})"

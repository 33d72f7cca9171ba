"""Which places of one year make up a place of another, and why figures of the two cannot be compared where they cannot.

A code may bear another place in another year (24 was Bắc Giang and is Bắc Ninh since July 2025), so every place is
followed from the day on which it is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from db.store import Store
from schemas.errors import NotFound
from schemas.evidence import Frozen

_MOST_NAMED = 3
_GUESS, _PARTIAL = "guess", "partial"


class PlaceThen(Frozen):
    """The units of one year whose figures stand for the place; several are to be summed, none cannot be."""

    year: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    communes: Annotated[int | None, Field(description="xã that lay there, without wards and towns")]
    notes: Annotated[
        tuple[str, ...], Field(description="in English: what happened in between, and what cannot be compared")
    ] = ()


def places_of_years(store: Store, place_code: str, years: Sequence[int]) -> tuple[PlaceThen, ...]:
    """Return the place in each of the years, as it was in the latest of them in which it existed.

    Raises NotFound where it went into a greater place, or into none.
    """
    book = _Book(store)
    later = max(years)
    home = next((year for year in sorted(years, reverse=True) if book.at(place_code, _day(year))), later)
    if not book.at(place_code, _day(home)):
        return _same(place_code, years)
    then = {home: PlaceThen(**_described(book, home, (place_code,)))}
    for year in years:
        if year != home:
            then[year] = _followed(book, place_code, home, year)
    told = [then[year] for year in years]
    if len({place.communes for place in told} - {None}) > 1:
        counts = ", ".join(f"{place.year}: {place.communes}" for place in told if place.communes is not None)
        note = f"another number of communes ({counts}); hold shares against each other, not counts"
        told[-1] = told[-1].model_copy(update={"notes": (*told[-1].notes, note)})
    return tuple(told)


def _same(place_code: str, years: Sequence[int]) -> tuple[PlaceThen, ...]:
    """Return a place that the reference data do not know, as if it never changed."""
    return tuple(PlaceThen(year=year, codes=(place_code,), names=(), communes=None) for year in years)


def _followed(book: _Book, code: str, home: int, year: int) -> PlaceThen:
    if year > home:  # it ended in between
        _refuse_ended(book, code, home, year)
    codes, notes, sure = book.before((code,), _day(home), _day(year))
    moved = list(book.moved(code, codes, _day(home), _day(year)))
    if moved and sure and (len(codes) > 1 or codes != (code,)):
        sure = False
    notes += moved
    return PlaceThen(**_described(book, year, codes if sure else ()), notes=tuple(notes))


def _refuse_ended(book: _Book, code: str, home: int, year: int) -> None:
    ended = book.at(code, _day(home))
    name = f"{ended['name']} ({ended['kind']}, {code})" if ended else code
    after = [step for step in book.steps("old_code", [code]) if _day(home) < step["changed_on"] <= _day(year)]
    targets = [(step["new_code"], step["changed_on"]) for step in after if step["new_code"] != code or len(after) == 1]
    if not targets:
        until = _written(ended["valid_to"] if ended else None)
        raise NotFound(f"{name} ended on {until} and nothing followed it; compare its province or its communes")
    told = ", ".join(f"{book.name(new, on)} ({new})" for new, on in targets)
    raise NotFound(
        f"{name} went into {told} on {_written(targets[0][1])}; compare that place, its parts of before are summed"
    )


def _described(book: _Book, year: int, codes: Sequence[str]) -> dict[str, Any]:
    names = tuple(book.name(code, _day(year)) for code in codes)
    return {"year": year, "codes": tuple(codes), "names": names, "communes": book.communes(codes, _day(year))}


def changes_of(store: Store, codes: Collection[str], years: Collection[int]) -> dict[str, str]:
    """Return of each place that was made of others, or went into others, between the years what happened, in words."""
    book = _Book(store)
    first, last = _day(min(years)), _day(max(years))
    known = [*book.steps("new_code", codes), *book.steps("old_code", codes)]
    told: dict[str, dict[str, None]] = {}
    for step in known:
        if first < step["changed_on"] <= last and step["old_code"] != step["new_code"]:
            eve = step["changed_on"] - timedelta(days=1)
            old, new = book.name(step["old_code"], eve), book.name(step["new_code"], step["changed_on"])
            line = f"{old} ({step['old_code']}) → {new} ({step['new_code']}), {_written(step['changed_on'])}"
            for code in {step["old_code"], step["new_code"]} & set(codes):
                told.setdefault(code, {})[line] = None
    return {code: "; ".join(lines) for code, lines in told.items()}


def communes_of(store: Store, codes: Collection[str], years: Collection[int]) -> dict[tuple[str, int], int | None]:
    """Return how many xã lay in each place in each year; None where it had none."""
    book = _Book(store)
    book.children(codes, _day(max(years)))  # all in one question
    return {(code, year): book.communes((code,), _day(year)) for code in codes for year in years}


def _day(year: int) -> date:
    """Return the day that a plan's year is read by: plans are issued in its first months."""
    return date(year, 3, 1)


class _Book:
    """What the store's reference views say of places in time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bearing: dict[str, list[dict[str, Any]]] = {}  # of whatever day, by their code
        self._below: dict[str, list[dict[str, Any]]] = {}  # by the code of the place above

    def at(self, code: str, day: date) -> dict[str, Any] | None:
        return next((row for row in self._places(code) if _holds(row, day)), None)

    def name(self, code: str, day: date) -> str:
        row = self.at(code, day) or next(iter(self._places(code)), None)
        return str(row["name"]) if row else code

    def _places(self, code: str) -> list[dict[str, Any]]:
        if code not in self._bearing:
            self._bearing[code] = self._store.rows("places", where={"place_code": code})
        return self._bearing[code]

    def steps(self, column: str, codes: Collection[str]) -> list[dict[str, Any]]:
        return self._store.rows("place_changes", where={column: sorted(codes)})

    def children(self, codes: Collection[str], day: date) -> dict[str, dict[str, Any]]:
        unknown = sorted(set(codes) - self._below.keys())
        self._below |= {code: [] for code in unknown}
        for row in self._store.rows("places", where={"parent_code": unknown}) if unknown else []:
            self._below[row["parent_code"]].append(row)
        return {row["place_code"]: row for code in codes for row in self._below[code] if _holds(row, day)}

    def communes(self, codes: Collection[str], day: date) -> int | None:
        """Return how many xã lie in the places; None of none, and of communes themselves."""
        below = self.children(codes, day)
        if not below:
            return None
        if any(row["level"] == "district" for row in below.values()):
            below = self.children(below, day)
        return len([row for row in below.values() if row["kind"] == "commune"])

    def before(self, codes: tuple[str, ...], day: date, earlier: date) -> tuple[tuple[str, ...], list[str], bool]:
        """Return what made up the places earlier, what happened in between, and whether that is all and surely so."""
        notes: list[str] = []
        sure = True
        while True:
            steps = [step for step in self.steps("new_code", codes) if earlier < step["changed_on"] <= day]
            if not steps:
                return tuple(sorted(codes)), notes, sure
            day = max(step["changed_on"] for step in steps)
            last = [step for step in steps if step["changed_on"] == day]
            eve = day - timedelta(days=1)
            of_their_own = {step["new_code"] for step in last if step["old_code"] == step["new_code"]}
            went_on = {code for code in codes if code not in of_their_own and self.at(code, eve)}
            olds = {step["old_code"] for step in last}
            split = [step for step in self.steps("old_code", olds) if step["changed_on"] == day]
            notes += self._told(last, day, eve)
            doubted = [step for step in last if step["basis"] == _GUESS or step["extent"] == _PARTIAL]
            doubted += [step for step in split if step["new_code"] not in codes]
            unsure = sorted({step["old_code"] for step in doubted})
            if unsure:
                sure = False
                names = ", ".join(f"{self.name(code, eve)} ({code})" for code in unsure[:_MOST_NAMED])
                more = f" and {len(unsure) - _MOST_NAMED} more" if len(unsure) > _MOST_NAMED else ""
                notes.append(f"no sum: of {names}{more} it is not known to have gone there wholly")
            codes = tuple(sorted(went_on | olds))
            day = eve

    def _told(self, steps: Iterable[dict[str, Any]], day: date, eve: date) -> Iterator[str]:
        """Yield a line for each place that others went into; steps that only rename or raise are one too."""
        into: dict[str, list[dict[str, Any]]] = {}
        for step in steps:
            into.setdefault(step["new_code"], []).append(step)
        for code, parts in into.items():
            names = ", ".join(f"{self.name(step['old_code'], eve)} ({step['old_code']})" for step in parts)
            acts = ", ".join(dict.fromkeys(act for step in parts for act in (step["acts"] or "").split(",") if act))
            yield f"{names} → {self.name(code, day)} ({code}) on {_written(day)}{f', {acts}' if acts else ''}"

    def moved(self, code: str, parts: Collection[str], day: date, earlier: date) -> Iterator[str]:
        """Yield what came from or went to other places: districts of a province, communes of a district."""
        now, then = self.children((code,), day), self.children(parts, earlier)
        if {row["level"] for row in now.values()} != {row["level"] for row in then.values()}:
            return
        came = [row for child, row in now.items() if child not in then and self.at(child, earlier)]
        went = [row for child, row in then.items() if child not in now and self.at(child, day)]
        for rows, told in ((came, "came from elsewhere"), (went, "went elsewhere")):
            if rows:
                names = ", ".join(f"{row['name']} ({row['place_code']})" for row in rows[:_MOST_NAMED])
                more = f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
                yield f"not the same area: {names}{more} {told} between {earlier.year} and {day.year}"


def _written(day: date | None) -> str:
    return "–" if day is None else f"{day:%d/%m/%Y}"


def _holds(row: dict[str, Any], day: date) -> bool:
    return (row["valid_from"] or date.min) <= day < (row["valid_to"] or date.max)

"""The views of a comparison over years: criteria, districts, communes, funding, indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from db import over_years
from db.over_years import Row
from db.queries import CriterionFigure, criterion_figures
from db.store import Store
from reports.changed_places import PlaceThen, changes_of, communes_of, places_of_years
from reports.comparison import Comparison, compare, sources_of
from reports.set_changes import NoteOf, change_note, comparable_over, set_changes, steps
from reports.year_figures import YEAR, by_source, counted, funded, measured, of_criterion, progress, sum_of
from reports.year_table import VND, Figure, Line, View, YearTable, change_over, compare_words
from schemas.errors import NotFound
from schemas.languages import said
from schemas.vocabulary import Standard

_COMMUNES, _CRITERIA, _SUMS = "commune", "criterion", "commune_criterion"


class YearViews:
    """Makes the views of one place over some years, in one language; without a place those of the country."""

    def __init__(
        self, store: Store, place: tuple[str, str] | None, years: tuple[int, ...], lang: str, note_of: NoteOf
    ) -> None:
        self._store, self._years, self._lang, self._note_of = store, years, lang, note_of
        self._words = compare_words()[lang]
        self._whole = place is None
        self._changes: dict[tuple[int | None, tuple[str | None, ...]], tuple[str | None, str | None]] = {}
        country: tuple[str, str] = ("", self._words["country"])
        self._code, self._name = place or country

    def table(self, view: View, indicator: str | None = None) -> YearTable:
        """Return one view.

        Raises NotFound where no plan tells any of it.
        """
        if self._whole:
            if view is not View.CRITERION:
                raise NotFound(f"the country is compared by criterion only, not by {view}; name a --place")
            return self._country()
        if view is View.CRITERION:
            return self.criteria(compare(self._store, self._code, self._years))
        places = places_of_years(self._store, self._code, self._years)
        makers: dict[View, Callable[[Sequence[PlaceThen]], list[Line]]] = {
            View.DISTRICT: self._districts,
            View.COMMUNE: self._communes,
            View.FUNDING: self._funding,
            View.INDICATOR: partial(self._indicators, wanted=indicator),
        }
        lines = [line for line in makers[view](places) if any(map(_is_told, line.figures))]
        self._require(lines, view)
        notes = [said(note, self._lang) for place in places for note in place.notes]
        return self._made(view, lines, notes)

    def _require(self, lines: Sequence[Line], view: View) -> None:
        if not lines:
            years = ", ".join(map(str, self._years))
            raise NotFound(f"{self._store.name}: no plan tells {view} figures of {self._name} for {years}")

    def tables(self) -> list[YearTable]:
        """Return all views of which plans tell something.

        Raises NotFound where there is none.
        """
        found, problem = [], None
        for view in View:
            try:
                found.append(self.table(view))
            except NotFound as error:
                problem = problem or error
        if not found and problem:
            raise problem
        return found

    def criteria(self, comparison: Comparison) -> YearTable:
        """Return the comparison of the criteria as such a table."""
        lines = []
        for row in comparison.criteria:
            note = change_note(row.criterion, row.changes, self._years, self._note_of)
            in_points = row.difference is None and row.share_difference is not None
            lines.append(
                Line(
                    number=row.criterion,
                    name=row.name or str(row.criterion),
                    unit=_COMMUNES,
                    figures=tuple(of_criterion(figure) for figure in row.figures),
                    change=row.share_difference if in_points else row.difference,
                    change_in_points=in_points,
                    comparable=row.comparable,
                    reason=" ".join(filter(None, (self._words["mixed"] if row.mixed else None, note))) or None,
                )
            )
        notes = [f"{place.year}: {said(note, self._lang)}" for place in comparison.places for note in place.notes]
        for each in comparison.footnotes:
            notes.append(f"{each.code}: {each.message_vi if self._lang == 'vi' else each.message_en}")
        return self._made(View.CRITERION, lines, notes, comparison)

    def _country(self) -> YearTable:
        """Return for each criterion the sum over the provinces of which some plan tells it in that year."""
        codes = {row["place_code"] for row in self._store.rows("places", where={"level": "province"})}
        told: dict[tuple[int, int], dict[str, CriterionFigure]] = {}
        for (code, year, criterion), figure in criterion_figures(self._store, codes, self._years).items():
            if figure.reached is not None:
                told.setdefault((year, criterion), {})[code] = figure
        names = self.criterion_names()
        lines = []
        for criterion in sorted({criterion for _, criterion in told}):
            parts = [told.get((year, criterion), {}) for year in self._years]
            sets = tuple(next((figure.framework for figure in found.values()), None) for found in parts)
            figures = tuple(sum_of(year, found) for year, found in zip(self._years, parts, strict=True))
            counts = [len(found) for found in parts]
            same = all(found.keys() == parts[0].keys() for found in parts)
            line = self._line(names.get(criterion, str(criterion)), figures, None, _COMMUNES)
            if not same:
                listed = ", ".join(f"{year}: {count}" for year, count in zip(self._years, counts, strict=True))
                reason = " ".join(filter(None, (line.reason, self._words["provinces"].format(listed))))
                line = line.model_copy(update={"change": None, "comparable": "none", "reason": reason})
            lines.append(line.model_copy(update={"number": criterion} | self._framework_changed(line, criterion, sets)))
        self._require(lines, View.CRITERION)
        used = {(figure.year, figure.document_id) for found in told.values() for figure in found.values()}
        table = self._made(View.CRITERION, lines, [self._words["summed"]])
        return table.model_copy(update={"sources": sources_of(self._store, used)})

    def _made(
        self, view: View, lines: Sequence[Line], notes: Iterable[str], comparison: Comparison | None = None
    ) -> YearTable:
        told = {(figure.year, figure.document_id) for line in lines for figure in line.figures}
        names = self.criterion_names() if view is View.DISTRICT else {}
        return YearTable(
            view=view,
            place_code=self._code,
            place_name=self._name,
            years=self._years,
            lines=tuple(lines),
            notes=tuple(dict.fromkeys(notes)),
            sources=comparison.sources if comparison else sources_of(self._store, told),
            criteria=names,
        )

    def criterion_names(self) -> dict[int, str]:
        """Return the names of the criteria of communes in the latest of the years, of the nation's own set."""
        rows = self._store.rows("criteria")
        year = max(self._years)
        return {
            row["criterion"]: row["name"]
            for row in rows
            if row["framework"].startswith("commune-2")
            and row["criterion"] is not None
            and (row["valid_from_year"] or year) <= year <= (row["valid_to_year"] or year)
        }

    def states(self) -> dict[tuple[int, int], str]:
        """Return of a commune, by criterion and year, whether the tables say met or planned; met where both do."""
        rows = over_years.commune_states(self._store, [self._code], self._years)
        rows = [row for row in rows if row["standard"] == Standard.COMMUNE]
        return {
            (row["criterion"], row["year"]): row["state"] for row in sorted(rows, key=lambda row: row["state"] == "met")
        }

    def _districts(self, places: Sequence[PlaceThen]) -> list[Line]:
        years_of: dict[tuple[str, ...], list[int]] = {}
        for place in places:
            years_of.setdefault(place.codes, []).append(place.year)
        names: dict[str, str] = {}
        frameworks: dict[tuple[str, int, int | None], str | None] = {}
        keyed: dict[int, dict[Any, Figure]] = {}
        for parts, years in years_of.items():
            below = over_years.places_below(self._store, parts)
            names |= below
            for (place_code, year, number), told in criterion_figures(self._store, below, years).items():
                keyed.setdefault(year, {})[place_code, number] = of_criterion(told)
                frameworks[place_code, year, number] = told.framework
            for row in over_years.sums_over_criteria(self._store, below, years):
                keyed.setdefault(row["year"], {})[row["place_code"], None] = counted(row, row["count"])
                frameworks[row["place_code"], row["year"], None] = row["framework"]
        keys = sorted({key for found in keyed.values() for key in found}, key=lambda key: (key[0], key[1] or 0))
        codes = {code for code, _ in keys}
        communes = communes_of(self._store, codes, self._years)
        changed = changes_of(self._store, codes, self._years)
        lines = []
        for code, criterion in keys:
            figures = self._over_years(keyed, (code, criterion))
            counts = {year: communes[code, year] for year in self._years}
            fewer = None
            if len(set(counts.values())) > 1:
                fewer = self._words["fewer"].format(", ".join(f"{year}: {count}" for year, count in counts.items()))
            sets = tuple(frameworks.get((code, year, criterion)) for year in self._years)
            line = self._line(names[code], figures, code, _COMMUNES if criterion else _SUMS, changed.get(code), fewer)
            lines.append(line.model_copy(update={"number": criterion} | self._framework_changed(line, criterion, sets)))
        return lines

    def _framework_changed(self, line: Line, number: int | None, sets: tuple[str | None, ...]) -> dict[str, Any]:
        """Return what differs in a line whose years count by several sets of criteria; `number` null is their sum."""
        if (number, sets) not in self._changes:
            self._changes[number, sets] = self._change_of_sets(number, sets)
        comparable, note = self._changes[number, sets]
        if note is None or line.comparable in (None, "none"):
            return {}
        reason = " ".join(filter(None, (line.reason, note))) or None
        return {"comparable": comparable, "reason": reason, "change": None if comparable == "none" else line.change}

    def _change_of_sets(self, number: int | None, sets: tuple[str | None, ...]) -> tuple[str | None, str | None]:
        """Return how far figures compare over a change of the set and what changed; no note where none did."""
        changes = set_changes(self._store, number or 0, self._years, sets)
        if not changes:
            return None, None
        if number is None:
            return "changed", steps(changes)
        return comparable_over(changes, sets), change_note(number, changes, self._years, self._note_of) or ""

    def _communes(self, places: Sequence[PlaceThen]) -> list[Line]:
        rows = {place.year: over_years.commune_progress(self._store, place.codes, place.year) for place in places}
        documents = {row["document_id"] for found in rows.values() for row in found}
        states = over_years.states_of_years(self._store, documents)
        names = _names(rows.values())
        keyed = {
            year: {(row["place_code"], row["standard"]): progress(row, year, states) for row in found}
            for year, found in rows.items()
        }
        keys = sorted({key for found in keyed.values() for key in found})
        changed = changes_of(self._store, {code for code, _ in keys}, self._years)
        lines = []
        for code, standard in keys:
            said = self._words["standards"].get(standard, standard)
            name = f"{names[code]} ({said})" if said else names[code]
            lines.append(
                self._line(name, self._over_years(keyed, (code, standard)), code, _CRITERIA, changed.get(code))
            )
        return lines

    def _funding(self, places: Sequence[PlaceThen]) -> list[Line]:
        keyed: dict[int, dict[Any, Figure]] = {}
        names: dict[Any, str] = {}
        order: dict[Any, str] = {}
        for place in sorted(places, key=lambda place: place.year):
            rows = over_years.funding_of(self._store, place.codes, place.year)
            parts: dict[Any, list[Row]] = {}
            for row, key in by_source(rows):
                parts.setdefault(key, []).append(row)
                names[key] = YEAR.sub("", row["label"]).strip()
                order[key] = row["path"]
            # A sum holds only where each part of the place tells it.
            whole = {key: found for key, found in parts.items() if len(found) >= len(place.codes)}
            keyed[place.year] = {key: funded(found) for key, found in whole.items()}
        keys = sorted({key for found in keyed.values() for key in found}, key=lambda key: _path(order[key]))
        indent = "\N{NO-BREAK SPACE}" * 2
        lines = []
        for key in keys:
            line = self._line(indent * order[key].count(".") + names[key], self._over_years(keyed, key), None, VND)
            lines.append(line.model_copy(update={"key": ">".join(step or "?" for step in key[:-1])}))
        return lines

    def _indicators(self, places: Sequence[PlaceThen], wanted: str | None) -> list[Line]:
        keyed: dict[int, dict[Any, Figure]] = {}
        said: dict[Any, Row] = {}
        several: dict[Any, list[int]] = {}
        for place in sorted(places, key=lambda place: place.year):
            found = keyed.setdefault(place.year, {})
            if len(place.codes) != 1:
                continue  # averages and shares of parts cannot be summed
            for row in over_years.indicators_of(self._store, place.codes, place.year, wanted):
                code = row["place_code"] if wanted and row["place_code"] not in place.codes else None
                key = (row["indicator"], code or "", row["scope"] or "", row["unit"], row["change"])
                figure = measured(row)
                if key not in found:
                    found[key] = figure
                    said[key] = row
                elif (found[key].value, found[key].high) != (figure.value, figure.high):
                    several.setdefault(key, []).append(place.year)
        lines = []
        for key in sorted(said):
            row = said[key]
            name = " · ".join(filter(None, (row["label"], row["scope"], row["place_name"] if key[1] else None)))
            line = self._line(name, self._over_years(keyed, key), key[1] or None, row["unit"])
            line = line.model_copy(update={"key": key[0]})
            if key in several:
                years = ", ".join(map(str, dict.fromkeys(several[key])))
                reason = " ".join(filter(None, (line.reason, self._words["several"].format(years))))
                line = line.model_copy(update={"reason": reason, "change": None, "comparable": "none"})
            lines.append(line)
        return lines

    def _over_years(self, keyed: Mapping[int, Mapping[Any, Figure]], key: Any) -> tuple[Figure, ...]:
        return tuple(keyed.get(year, {}).get(key) or Figure(year=year) for year in self._years)

    def _line(
        self,
        name: str,
        figures: tuple[Figure, ...],
        code: str | None,
        unit: str,
        changed: str | None = None,
        fewer: str | None = None,
    ) -> Line:
        """Return a line; what was made of other places has no change, what has other communes is marked."""
        change, reason = change_over(figures, self._lang)
        comparable = "none" if reason or changed else "changed" if fewer else "same"
        merged = self._words["merged"].format(changed) if changed else None
        told = sum(figure.value is not None for figure in figures) > 1
        return Line(
            place_code=code,
            name=name,
            unit=unit,
            figures=figures,
            change=None if changed else change,
            comparable=comparable if told else None,
            reason=" ".join(filter(None, (reason, merged, None if changed else fewer))) or None if told else None,
        )


def _is_told(figure: Figure) -> bool:
    return figure.value is not None or figure.share is not None


def _names(found: Iterable[Sequence[Row]]) -> dict[str, str]:
    return {row["place_code"]: row["place_name"] for rows in found for row in rows}


def _path(path: str) -> tuple[int | str, ...]:
    return tuple(int(step) if step.isdecimal() else 0 for step in path.split("."))

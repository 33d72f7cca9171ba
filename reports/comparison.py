"""How far a place meant to get with each criterion in two years or more, as its plans say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import Field

from db.queries import COMMUNE_CRITERIA, CriterionFigure, criterion_table, plan_headline
from db.store import Store
from reports.changed_places import PlaceThen, places_of_years
from reports.set_changes import SetChange, change_note, comparable_over, set_changes
from schemas.errors import NotFound
from schemas.evidence import Frozen
from schemas.vocabulary import Severity, Status

GOALS = frozenset({Status.TARGET, Status.MAINTAIN})


class ComparedCriterion(Frozen):
    """One criterion in all the years; null is what no plan prints."""

    criterion: int
    name: Annotated[str | None, Field(description="in the later year's framework")]
    earlier_name: Annotated[str | None, Field(description="where it differs")]
    frameworks: tuple[str | None, ...]
    figures: tuple[CriterionFigure, ...]
    difference: Annotated[int | None, Field(description="of the counts, last year less first; of what compares")]
    share_difference: Annotated[float | None, Field(description="in points of percent, where counts lack")]
    comparable: Annotated[
        str | None, Field(description="same, changed, none; null where nobody has said, or nothing is to compare")
    ]
    note: Annotated[str | None, Field(description="what changed, in English")]
    changes: Annotated[tuple[SetChange, ...], Field(description="where the set of criteria changed")] = ()
    mixed: Annotated[bool, Field(description="a target stands beside a result or an estimate")] = False


class Headline(Frozen):
    """What a plan says of a whole standard."""

    year: int
    place_name: str | None
    standard: str
    status: str
    added: int | None
    reached: int | None
    total: int | None
    flags: str | None
    fact_id: str


class Source(Frozen):
    """A plan that figures were taken from."""

    years: tuple[int, ...]
    document_id: str
    number: str | None
    issued_from: date | None
    issued_to: date | None
    issuer: str | None
    title: str | None
    file_name: str


class Footnote(Frozen):
    """A finding on one of the figures; `fact_id` names the figure."""

    fact_id: str
    code: str
    severity: str
    message_vi: str
    message_en: str


class Comparison(Frozen):
    """The criteria of a place in several years, which are targets where their status does not say otherwise."""

    place_code: str
    years: tuple[int, ...]
    places: Annotated[tuple[PlaceThen, ...], Field(description="the place in each year, several to be summed")]
    frameworks: tuple[str | None, ...]
    criteria: tuple[ComparedCriterion, ...]
    headlines: tuple[Headline, ...]
    footnotes: tuple[Footnote, ...]
    sources: tuple[Source, ...]


def compare(store: Store, place_code: str, years: tuple[int, ...]) -> Comparison:
    """Build the comparison of the years in their given order, the last against the first.

    Raises NotFound for a year of which no plan in the store speaks there.
    """
    places = places_of_years(store, place_code, years)
    told = [figure for place in places for code in place.codes for figure in criterion_table(store, code, [place.year])]
    figures = _summed(places, told)
    headlines = [row for place in places for code in place.codes for row in plan_headline(store, code, [place.year])]
    _require_plans(store, places, told, headlines)
    frameworks = tuple(_framework(figure for figure in figures.values() if figure.year == year) for year in years)
    names = [_names(store, framework) for framework in frameworks]
    shown = [figure for figure in told if figure.fact_id]
    used = [(figure.year, figure.document_id) for figure in shown]
    used += [(row["year"], row["document_id"]) for row in headlines]
    return Comparison(
        place_code=place_code,
        years=years,
        places=places,
        frameworks=frameworks,
        criteria=tuple(
            _compared(store, tuple(figures[year, criterion] for year in years), frameworks, names)
            for criterion in sorted({criterion for _, criterion in figures})
        ),
        headlines=tuple(_headline(row) for row in headlines if _is_aim(row)),
        footnotes=_footnotes(store, shown),
        sources=sources_of(store, used),
    )


def _summed(places: Iterable[PlaceThen], figures: Iterable[CriterionFigure]) -> dict[tuple[int, int], CriterionFigure]:
    """Return one figure for each year and criterion: that of the place, else the sum of those of all its parts.

    What a part does not tell is not summed; shares are not, as nobody printed them.
    """
    parts: dict[tuple[int, int], list[CriterionFigure]] = {}
    for figure in figures:
        parts.setdefault((figure.year, figure.criterion), []).append(figure)
    empty = {(place.year, number) for place in places for number in COMMUNE_CRITERIA} - parts.keys()
    result = {(year, number): CriterionFigure(year, number) for year, number in empty}
    for (year, number), found in parts.items():
        result[year, number] = found[0] if len(found) == 1 else _sum(year, number, found)
    return result


def _sum(year: int, criterion: int, parts: list[CriterionFigure]) -> CriterionFigure:
    def all_of(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def one_of(values: list[str | None]) -> str | None:
        return values[0] if len(set(values)) == 1 else None

    flags = dict.fromkeys(flag for part in parts for flag in (part.flags or "").split(",") if flag)
    return CriterionFigure(
        year,
        criterion,
        reached=all_of([part.reached for part in parts]),
        total=all_of([part.total for part in parts]),
        status=one_of([part.status for part in parts]),
        framework=one_of([part.framework for part in parts]),
        flags=",".join(flags) or None,
    )


def _compared(
    store: Store,
    figures: tuple[CriterionFigure, ...],
    frameworks: tuple[str | None, ...],
    names: list[dict[int, str]],
) -> ComparedCriterion:
    earlier, later = figures[0], figures[-1]
    number = earlier.criterion
    sets = tuple(figure.framework or framework for figure, framework in zip(figures, frameworks, strict=True))
    years = [figure.year for figure in figures]
    told = sum(figure.reached is not None or figure.percent is not None for figure in figures)
    changes = set_changes(store, number, years, sets) if told > 1 else ()
    comparable = comparable_over(changes, sets) if told > 1 else None
    mixed = len({figure.status in GOALS for figure in figures if figure.status}) > 1
    counts = None if earlier.reached is None or later.reached is None else later.reached - earlier.reached
    shares = (_share(earlier), _share(later))
    in_order = [each.get(number) for _, each in sorted(zip(figures, names, strict=True), key=lambda pair: pair[0].year)]
    known = [name for name in in_order if name]
    sound = not mixed and comparable != "none"
    return ComparedCriterion(
        criterion=number,
        name=known[-1] if known else None,
        earlier_name=next((name for name in known if in_order[-1] and name != known[-1]), None),
        frameworks=sets,
        figures=figures,
        difference=counts if sound else None,
        share_difference=float(shares[1] - shares[0]) if sound and counts is None and None not in shares else None,  # type: ignore[operator]
        comparable="none" if mixed else comparable,
        note=change_note(number, changes, years),
        changes=changes,
        mixed=mixed,
    )


def _share(figure: CriterionFigure) -> Decimal | None:
    """Return the share with its printed decimals, so that 94,5 less 100 is -5,5 and no binary fraction."""
    text = figure.percent_text if figure.percent_text is not None else figure.percent
    try:
        return None if text is None else Decimal(str(text).replace(",", "."))
    except InvalidOperation:
        return None if figure.percent is None else Decimal(str(figure.percent))


def _framework(figures: Iterable[CriterionFigure]) -> str | None:
    known = Counter(figure.framework for figure in figures if figure.framework)
    return known.most_common(1)[0][0] if known else None


def _names(store: Store, framework: str | None) -> dict[int, str]:
    rows = store.rows("criteria", where={"framework": framework}) if framework else []
    return {row["criterion"]: row["name"] for row in rows}


def _require_plans(
    store: Store,
    places: Iterable[PlaceThen],
    figures: Iterable[CriterionFigure],
    headlines: Iterable[dict[str, Any]],
) -> None:
    present = {figure.year for figure in figures if figure.fact_id} | {row["year"] for row in headlines}
    lacking = [place for place in places if place.codes and place.year not in present]
    if not lacking:
        return
    codes = sorted({code for place in lacking for code in place.codes})
    planned = {row["plan_year"] for row in store.rows("documents", where={"place_code": codes})}
    known = ", ".join(str(year) for year in sorted(planned - {None}))
    held = f"it holds plans of that place for {known}" if known else "it holds no plan of that place"
    years = ", ".join(str(place.year) for place in lacking)
    raise NotFound(f"{store.name}: no plan tells criteria of place {', '.join(codes)} for {years}; {held}")


def _is_aim(row: dict[str, Any]) -> bool:
    return row["status"] == Status.TARGET and (row["added"] is not None or row["reached"] is not None)


def _headline(row: dict[str, Any]) -> Headline:
    known = {name: row[name] for name in Headline.model_fields if name != "fact_id"}
    return Headline(**known, fact_id=row["target_id"])


def _footnotes(store: Store, figures: Iterable[CriterionFigure]) -> tuple[Footnote, ...]:
    flagged = {figure.fact_id: figure.document_id for figure in figures if figure.flags}
    notes: list[Footnote] = []
    for document_id in dict.fromkeys(flagged.values()):
        for finding in store.findings(document_id=document_id):
            # What is only good to know, and what follows from another finding, would bury what is wrong.
            if finding["severity"] == Severity.NOTE or finding["cause_id"]:
                continue
            for fact_id in (finding["related"] or "").split(","):
                if fact_id in flagged and finding["code"] not in _codes_told(notes, fact_id):
                    said = {name: finding[name] for name in ("code", "severity", "message_vi", "message_en")}
                    notes.append(Footnote(fact_id=fact_id, **said))
    order = list(flagged)
    return tuple(sorted(notes, key=lambda note: order.index(note.fact_id)))


def _codes_told(notes: Iterable[Footnote], fact_id: str) -> set[str]:
    return {note.code for note in notes if note.fact_id == fact_id}


def sources_of(store: Store, used: Iterable[tuple[int, str | None]]) -> tuple[Source, ...]:
    """Return the plans behind figures, given as year and document."""
    years: dict[str, set[int]] = {}
    for year, document_id in used:
        if document_id:
            years.setdefault(document_id, set()).add(year)
    rows = store.rows("documents", where={"document_id": list(years)})
    sources = [
        Source(
            years=tuple(sorted(years[row["document_id"]])),
            document_id=row["document_id"],
            number=row["number"],
            issued_from=row["issued_from"],
            issued_to=row["issued_to"],
            issuer=row["issuer"],
            title=row["title"],
            file_name=row["file_name"],
        )
        for row in rows
    ]
    return tuple(sorted(sources, key=lambda source: (source.years, source.file_name)))

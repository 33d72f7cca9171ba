"""What reports ask of the store: plain rows, nothing computed that a plan does not print."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, TableClause, or_, select

from db.rows import fold
from db.store import SHORTEST_PREFIX, Store
from db.tables import BOX, documents, fact_tables, finding_facts, findings, reference_tables
from db.views import VIEW_OF
from schemas.vocabulary import Standard, Status

COMMUNE_CRITERIA = range(1, 20)  # the sets of 2009 to 2025 have nineteen, later ones fewer
_COMMUNE_SET = "commune-2%"  # commune-2021-2025, and not commune-advanced-2021-2025
# `Store.stands` tells it where it is shown.
_EVIDENCE = frozenset({"page", *BOX, "quote", "confidence", "reader", "pieces"})
# A country has a hundred thousand of these, each read for its figure alone.
_OF_COUNTS = (
    "fact_id", "document_id", "place_code", "year", "criterion", "count", "percent", "percent_text", "status",
    "framework", "flags", "position",
)  # fmt: skip
_STATUS_ORDER = [status.value for status in (Status.TARGET, Status.MAINTAIN, Status.ESTIMATE, Status.RESULT)]


@dataclass(frozen=True)
class CriterionFigure:
    """How many communes are to meet one criterion by the end of a year; null throughout where no plan says so."""

    year: int
    criterion: int
    reached: int | None = None
    total: int | None = None
    percent: float | None = None
    percent_text: str | None = None
    status: str | None = None
    framework: str | None = None
    document_id: str | None = None
    fact_id: str | None = None
    flags: str | None = None


_Ranked = tuple[tuple[object, ...], CriterionFigure]
_Told = tuple[str, tuple[object, ...], CriterionFigure]  # with the place_code


def criterion_table(store: Store, place_code: str, years: Iterable[int]) -> list[CriterionFigure]:
    """Return, for each year in ascending order, the nineteen criteria of the standard `commune` in the place.

    Of several rows the plan of that year comes before others', the place's own plan before those of its superiors, a
    count in a sentence before a count in a table by district before a mere share, and then what stands first.
    """
    wanted = sorted(set(years))
    best = criterion_figures(store, [place_code], wanted)
    return [
        best.get((place_code, year, criterion)) or CriterionFigure(year, criterion)
        for year in wanted
        for criterion in COMMUNE_CRITERIA
    ]


def criterion_figures(
    store: Store, place_codes: Collection[str], years: Collection[int]
) -> dict[tuple[str, int, int], CriterionFigure]:
    """Return what `criterion_table` tells of several places, by place, year and criterion; only what is told."""
    best: dict[tuple[str, int, int], _Ranked] = {}
    for code, rank, figure in (*_from_targets(store, place_codes, years), *_from_tables(store, place_codes, years)):
        key = (code, figure.year, figure.criterion)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, figure)
    return {key: figure for key, (_, figure) in best.items() if figure.criterion in COMMUNE_CRITERIA}


def plan_headline(store: Store, place_code: str, years: Iterable[int]) -> list[dict[str, Any]]:
    """Return the rows of `targets` about whole standards in the place, by year, without their evidence."""
    targets = VIEW_OF["targets"].clause
    return store.select(stated(targets, [place_code], sorted(set(years))).where(targets.c.criterion.is_(None)))


def link(store: Store, framework_a: str, criterion_a: int, framework_b: str, criterion_b: int) -> dict[str, Any] | None:
    """Return how far two criteria can be compared, whichever of them is named first; None where nobody has said.

    A criterion is the same as itself.
    """
    if (framework_a, criterion_a) == (framework_b, criterion_b):
        one = {"framework_a": framework_a, "criterion_a": criterion_a}
        return one | {"framework_b": framework_b, "criterion_b": criterion_b, "comparable": "same", "note": None}
    columns = ("framework_a", "criterion_a", "framework_b", "criterion_b")
    for ends in (
        (framework_a, criterion_a, framework_b, criterion_b),
        (framework_b, criterion_b, framework_a, criterion_a),
    ):
        for row in store.rows("criterion_links", where=dict(zip(columns, ends, strict=True)), limit=1):
            return row
    return None


def find_documents(store: Store, text: str) -> list[dict[str, Any]]:
    """Return the documents whose id begins with the text, or whose file name, number, title or issuer contains it."""
    wanted = fold(text) or ""
    found = []
    for row in store.rows("documents"):
        said = " ".join(fold(row[name]) or "" for name in ("file_name", "number", "title", "issuer"))
        by_id = len(wanted) >= SHORTEST_PREFIX and row["document_id"].startswith(wanted)
        if wanted and (by_id or wanted in said):
            found.append(row)
    return found


def _from_targets(store: Store, place_codes: Collection[str], years: Collection[int]) -> Iterator[_Told]:
    targets = VIEW_OF["targets"].clause
    query = stated(targets, place_codes, years)
    query = query.where(targets.c.standard == Standard.COMMUNE.value, targets.c.criterion.is_not(None))
    for row in store.select(query):
        if row["reached"] is None and row["percent"] is None:
            continue  # only how many are added
        names = ("reached", "total", "percent", "percent_text")
        figure = _figure(row, row["target_id"], {name: row[name] for name in names})
        yield row["place_code"], _rank(row, 0 if figure.reached is not None else 2), figure


def _from_tables(store: Store, place_codes: Collection[str], years: Collection[int]) -> Iterator[_Told]:
    counts = VIEW_OF["criterion_counts"].clause
    query = stated(counts, place_codes, years, _OF_COUNTS)
    of_communes = or_(counts.c.framework.is_(None), counts.c.framework.like(_COMMUNE_SET))
    for row in store.select(query.where(counts.c.criterion.is_not(None), of_communes)):
        printed = {"reached": row["count"], "percent": row["percent"], "percent_text": row["percent_text"]}
        if row["count"] is not None or row["percent"] is not None:
            yield row["place_code"], _rank(row, 1), _figure(row, row["fact_id"], printed)


def stated(
    view: TableClause, place_codes: Collection[str], years: Collection[int], names: Collection[str] = ()
) -> Select[Any]:
    """Select what documents, each plan in its best file, say of the places in these years."""
    return (
        spoken(view, names)
        .where(view.c.place_code.in_(place_codes), view.c.year.in_(years))
        .order_by(view.c.year, view.c.document_id, view.c.position)
    )


def spoken(view: TableClause, names: Collection[str] = ()) -> Select[Any]:
    """Select a view's rows, each plan in its best file, with year and place of the plan.

    Of these columns, or of all but the evidence.
    """
    told = (shown for shown in view.c if shown.name in names or (not names and shown.name not in _EVIDENCE))
    plan = (documents.c.plan_year.label("plan_year"), documents.c.place_code.label("plan_place"))
    return (
        select(*told, *plan)
        .join(documents, documents.c.document_id == view.c.document_id)
        .where(documents.c.same_as.is_(None))
    )


def _figure(row: dict[str, Any], fact_id: str, printed: dict[str, Any]) -> CriterionFigure:
    return CriterionFigure(
        row["year"],
        row["criterion"],
        status=row["status"],
        framework=row["framework"],
        document_id=row["document_id"],
        fact_id=fact_id,
        flags=row["flags"],
        **printed,
    )


def _rank(row: dict[str, Any], kind: int) -> tuple[object, ...]:
    of_the_year, own = row["plan_year"] == row["year"], row["plan_place"] == row["place_code"]
    status = _STATUS_ORDER.index(row["status"])
    return not of_the_year, not own, kind, status, row["document_id"], row["position"]


def findings_on(store: Store, fact_id: str) -> list[dict[str, Any]]:
    """Return the findings that touch a fact, in the order of the view."""
    on = select(finding_facts.c.finding_id).where(finding_facts.c.fact_id == fact_id)
    ids = [row["finding_id"] for row in store.select(on)]
    return store.rows("findings", where={"finding_id": ids}) if ids else []


def findings_about(store: Store, place_code: str) -> set[str]:
    """Return the findings of documents of a place or of one within it, and those on rows about the place, by id."""
    places = reference_tables["places"]
    below = [place_code]
    for code in below:
        query = select(places.c.place_code).distinct().where(places.c.parent_code == code)
        below += [row["place_code"] for row in store.select(query) if row["place_code"] not in below]
    of_documents = (
        select(findings.c.finding_id)
        .join(documents, documents.c.document_id == findings.c.document_id)
        .where(documents.c.place_code.in_(below))
    )
    found = {row["finding_id"] for row in store.select(of_documents)}
    for table in fact_tables.values():
        if "place_code" in table.c:
            about = (
                select(finding_facts.c.finding_id)
                .join(table, table.c.fact_id == finding_facts.c.fact_id)
                .where(table.c.place_code == place_code)
            )
            found.update(row["finding_id"] for row in store.select(about))
    return found

"""What plans say of a place and of the places within it in some year: rows for comparisons over years."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, TableClause, or_, select

from db.queries import spoken, stated
from db.store import Store
from db.tables import reference_tables
from db.views import VIEW_OF
from schemas.vocabulary import Status

Row = dict[str, Any]
_STATUS_ORDER = tuple(Status)


def places_below(store: Store, place_codes: Collection[str]) -> dict[str, str]:
    """Return the places that are or were right below these, by code with the latest of their names."""
    places = reference_tables["places"]
    asked = select(places.c.place_code, places.c.name).where(places.c.parent_code.in_(place_codes))
    return {row["place_code"]: row["name"] for row in store.select(asked.order_by(places.c.valid_from.nulls_first()))}


def sums_over_criteria(store: Store, place_codes: Collection[str], years: Collection[int]) -> list[Row]:
    """Return what tables count of all criteria together in these places."""
    counts = VIEW_OF["criterion_counts"].clause
    asked = stated(counts, place_codes, years).where(counts.c.criterion.is_(None))
    return _best(store, asked, counts, ("year", "place_code"))


def commune_progress(store: Store, place_codes: Collection[str], year: int) -> list[Row]:
    """Return the rows of tables of communes that count what is met, or planned to be met, by the end of the year."""
    progress = VIEW_OF["commune_progress"].clause
    asked = spoken(progress).where(
        progress.c.place_code.in_(_within(place_codes)),
        or_(progress.c.met_year == year, progress.c.planned_year == year),
    )
    return _best(store, asked, progress, ("place_code", "standard"), year)


def commune_states(store: Store, place_codes: Collection[str], years: Collection[int]) -> list[Row]:
    """Return which of these communes meets, or plans to meet, which criterion in the years."""
    states = VIEW_OF["commune_criteria"].clause
    asked = spoken(states).where(states.c.place_code.in_(place_codes), states.c.year.in_(years))
    return store.select(_in_order(asked, states))


def states_of_years(store: Store, document_ids: Collection[str]) -> dict[tuple[str, int], str]:
    """Return the status (result, estimate) that the tables of communes of a document give what is met in a year."""
    states = VIEW_OF["commune_criteria"].clause
    asked = (
        select(states.c.document_id, states.c.year, states.c.status)
        .where(states.c.document_id.in_(document_ids), states.c.state == "met")
        .distinct()
    )
    return {(row["document_id"], row["year"]): row["status"] for row in store.select(asked)}


def funding_of(store: Store, place_codes: Collection[str], year: int) -> list[Row]:
    """Return the amounts that plans give for the year, of each place and path of the tree the best one."""
    funding = VIEW_OF["funding"].clause
    asked = spoken(funding).where(funding.c.place_code.in_(place_codes), funding.c.year == year)
    rows = _best(store, asked, funding, ("place_code", "path"))
    # The paths of two plans are two trees: of each place only that of the best plan is told.
    of_place: dict[str, str] = {}
    for row in rows:
        of_place.setdefault(row["place_code"], row["document_id"])
    return [row for row in rows if of_place[row["place_code"]] == row["document_id"]]


def indicators_of(store: Store, place_codes: Collection[str], year: int, key: str | None = None) -> list[Row]:
    """Return the indicators with a key that plans give the places; with `key` that one, also of the places within."""
    indicators = VIEW_OF["indicators"].clause
    asked = spoken(indicators).where(indicators.c.indicator.is_not(None), indicators.c.year == year)
    here = indicators.c.place_code.in_(place_codes)
    if key is None:
        asked = asked.where(here)
    else:
        asked = asked.where(indicators.c.indicator == key, or_(here, indicators.c.place_code.in_(_within(place_codes))))
    return sorted(store.select(_in_order(asked, indicators)), key=_rank)


def _below(place_codes: Collection[str]) -> Select[Any]:
    places = reference_tables["places"]
    return select(places.c.place_code).where(places.c.parent_code.in_(place_codes))


def _within(place_codes: Collection[str]) -> Select[Any]:
    """Select the places themselves, those right below them, and those below these."""
    places = reference_tables["places"]
    either = or_(
        places.c.place_code.in_(place_codes),
        places.c.parent_code.in_(place_codes),
        places.c.parent_code.in_(_below(place_codes)),
    )
    return select(places.c.place_code).where(either)


def _best(
    store: Store, query: Select[Any], view: TableClause, key: Sequence[str], year: int | None = None
) -> list[Row]:
    """Return of the rows with the same key the first: the plan of the year comes before others.

    `year` is the one that rows without a year of their own are asked for.
    """
    best: dict[tuple[object, ...], Row] = {}
    for row in sorted(store.select(_in_order(query, view)), key=lambda row: _rank(row, year)):
        best.setdefault(tuple(row[name] for name in key), row)
    return list(best.values())


def _rank(row: Row, year: int | None = None) -> tuple[object, ...]:
    status = _STATUS_ORDER.index(Status(row["status"])) if row.get("status") else 0
    own = row["plan_place"] == row["place_code"]
    return row["plan_year"] != (year or row["year"]), not own, status, row["document_id"], row["position"]


def _in_order(query: Select[Any], view: TableClause) -> Select[Any]:
    return query.order_by(view.c.document_id, view.c.position)

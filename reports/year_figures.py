"""The figures of a comparison over years, each from the rows of the store that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.over_years import Row
from db.queries import CriterionFigure
from reports.comparison import GOALS
from reports.year_table import Figure
from schemas.vocabulary import Comparator, Status

YEAR = re.compile(r"\s*(?:trong\s+)?năm\s+20\d\d")  # in labels: another in each year's plan
_DATA = ("document_id", "flags", "fact_id")


def of_criterion(figure: CriterionFigure) -> Figure:
    """Return the count or share of one criterion."""
    return Figure(
        year=figure.year,
        value=figure.reached,
        total=figure.total,
        share=figure.percent,
        share_text=figure.percent_text,
        status=figure.status,
        document_id=figure.document_id,
        fact_id=figure.fact_id,
        flags=figure.flags,
    )


def sum_of(year: int, parts: Mapping[str, CriterionFigure]) -> Figure:
    """Return the sum over places, by their codes; a total where each has one, a status where they agree in it."""
    if not parts:
        return Figure(year=year)
    figures = list(parts.values())
    totals = [figure.total for figure in figures if figure.total is not None]
    goals = {figure.status in GOALS for figure in figures}
    return Figure(
        year=year,
        value=sum(figure.reached or 0 for figure in figures),
        total=sum(totals) if len(totals) == len(figures) else None,
        status=figures[0].status if len(goals) == 1 else None,
    )


def counted(row: Row, value: int | None) -> Figure:
    """Return the cell of a table that counts communes."""
    told = {name: row[name] for name in ("year", "status", *_DATA)}
    return Figure(**told, value=value, share=row["percent"], share_text=row["percent_text"])


def progress(row: Row, year: int, states: Mapping[tuple[str, int], str]) -> Figure:
    """Return how many criteria a commune meets by the end of the year; what is planned is a target."""
    told = {name: row[name] for name in _DATA}
    met = row["met_stated"] if row["met_stated"] is not None else row["met_listed"]
    if row["met_year"] == year:
        status = states.get((row["document_id"], year), Status.RESULT)
        return Figure(**told, year=year, value=met, status=status)
    planned = row["planned_stated"] if row["planned_stated"] is not None else row["planned_listed"]
    value = None if met is None or planned is None else met + planned
    return Figure(**told, year=year, value=value, status=Status.TARGET)


def by_source(rows: Iterable[Row]) -> Iterable[tuple[Row, Any]]:
    """Yield amounts with their sources from the root on: paths are numbered anew by every plan."""
    found = list(rows)
    source = {(row["place_code"], row["path"]): row["source"] for row in found}
    for row in found:
        steps = row["path"].split(".")
        above = [source.get((row["place_code"], ".".join(steps[: depth + 1]))) for depth in range(len(steps))]
        named = YEAR.sub("", row["label"]).strip().casefold() if row["source"] == "other" else None
        yield row, (*above, named)


def funded(parts: Sequence[Row]) -> Figure:
    """Return an amount, or the sum of those of several places."""
    row = parts[0]
    if len(parts) > 1:
        return Figure(year=row["year"], value=sum(part["amount_vnd"] for part in parts), status=Status.TARGET)
    told = {name: row[name] for name in ("year", *_DATA)}
    shares = {"share": row["percent"], "share_text": row["percent_text"]}
    return Figure(**told, **shares, value=row["amount_vnd"], status=Status.TARGET)


def measured(row: Row) -> Figure:
    """Return the value of an indicator with its bounds."""
    told = {name: row[name] for name in ("year", "status", *_DATA)}
    low, high = row["low"], row["high"]
    total = int(row["total"]) if row["total"] is not None else None
    shares = {"share": row["percent"], "share_text": row["percent_text"]}
    value = low if low is not None else high
    return Figure(**told, **shares, value=value, high=high, total=total, comparator=Comparator(row["comparator"]))

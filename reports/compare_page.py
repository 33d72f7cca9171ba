"""A comparison over years as one self-contained page for screen and print, with its pictures and its evidence."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import charts
from reports.year_table import (
    Line,
    View,
    YearTable,
    change_text,
    compare_words,
    fact_ids,
    figure_text,
    heading,
    unit_text,
    year_heading,
)
from schemas.errors import NotFound

CHARTS: Mapping[View, Callable[[YearTable, str], bytes]] = {
    View.CRITERION: charts.dumbbell,
    View.DISTRICT: charts.heatmap,
    View.FUNDING: charts.funding,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as words, and the number of its evidence."""

    text: str
    proof: int | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A view: its table in words, and its picture as a data URI."""

    name: str
    title: str
    years: tuple[str, ...]
    rows: tuple[tuple[Line, tuple[Cell, ...], str, str], ...]  # line, figures, unit, change
    numbered: bool
    coded: bool
    picture: str | None
    notes: tuple[str, ...]


def compare_page(tables: Sequence[YearTable], stands: Mapping[str, Mapping[str, Any]], lang: str) -> str:
    """Return the page; `stands` has the document_id, page and quote of each fact."""
    words = compare_words()[lang]
    proofs = {fact_id: number for number, fact_id in enumerate(fact_ids(tables), 1) if fact_id in stands}
    sources = {source.document_id: source for table in tables for source in table.sources}
    environment = Environment(
        loader=PackageLoader("reports", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    first = tables[0]
    return environment.get_template("compare.html").render(
        lang=lang,
        words=words,
        title=words["title"].format(place=first.place_name, years=", ".join(map(str, first.years))),
        sections=[_section(table, proofs, lang) for table in tables],
        proofs=[(number, fact_id, stands[fact_id]) for fact_id, number in proofs.items()],
        sources=sources,
    )


def _section(table: YearTable, proofs: Mapping[str, int], lang: str) -> Section:
    rows = tuple(
        (
            line,
            tuple(
                Cell(figure_text(figure, line.unit, lang), proofs.get(figure.fact_id or ""), bool(figure.flags))
                for figure in line.figures
            ),
            unit_text(line.unit, lang),
            change_text(line, lang),
        )
        for line in table.lines
    )
    return Section(
        table.view.value,
        heading(table, lang),
        tuple(year_heading(table, at, lang) for at in range(len(table.years))),
        rows,
        any(line.number is not None for line in table.lines),
        any(line.place_code for line in table.lines),
        _picture(table, lang),
        table.notes,
    )


def _picture(table: YearTable, lang: str) -> str | None:
    draw = CHARTS.get(table.view)
    if draw is None:
        return None
    try:
        drawn = draw(table, lang)
    except NotFound:
        return None
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"

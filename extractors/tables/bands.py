"""Communes counted by how many criteria they meet: "Đạt 15-18 tiêu chí" over the columns or before the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.indicators import key_of
from extractors.tables.columns import standard_in, table_rules, year_in
from extractors.tables.gathered import (
    Roles,
    TableMentions,
    average,
    heading_evidence,
    label_of,
    name_of,
    place_over,
)
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.text import fold
from schemas.evidence import Evidence
from schemas.mentions import IndicatorMention
from schemas.vocabulary import Change, Comparator, Status

FEWEST_BANDS = 2
BAND = re.compile(r"(?:(?:dưới|trên|ít hơn) )?\d{1,2}(?:-(?:dưới )?\d{1,2})?(?:/\d{1,2})? ?tiêu chí(?: trở lên)?")
BEFORE_BAND = re.compile(r"^(?:nhóm |số |các |xã |có |đạt |được |từ )+")
TO = re.compile(r"(?<=\d) ?(?:[-–]|đến) ?(?=\d|dưới)")


def read_bands(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a count a cell; nothing where fewer than two rows or columns are bands."""
    mentions = TableMentions()
    by_place = list(_by_place(table, roles)) if "name" in roles else []
    mentions.indicators.extend(by_place or _down(table, roles))
    return mentions


def _by_place(table: StitchedTable, roles: Roles) -> Iterator[IndicatorMention]:
    """Yield the counts of a table whose rows are places."""
    paths, names, says = table.grid.paths, roles["name"][0], table_rules().says
    bands = {column: band for column, path in enumerate(paths) if (band := band_of(path.split(PATH_MARK)[-1]))}
    if len(bands) < FEWEST_BANDS:
        return
    averages = [column for column, path in enumerate(paths) if says("average", path) and column not in bands]
    for row in table.grid.rows:
        whole = row.kind is RowKind.TOTAL
        label = label_of(row) if whole else row.text(names)
        if row.kind is RowKind.GROUP or not label or (whole and says("no_value", label)):
            continue
        place = None if whole else label
        at = table.grid.evidence([row.cells[names]]) if place else None
        for column, band in bands.items():
            yield from _count(table, row, column, band, place, at)
        for column in averages:
            if (cell := row.cells[column]) and re.fullmatch(r"\d{1,2}(?:[.,]\d{1,2})?", row.text(column)):
                found = average(table, paths[column], cell, _status(paths[column], table), _year(paths[column], table))
                yield found.model_copy(update={"place": place, "place_evidence": at})


def _down(table: StitchedTable, roles: Roles) -> Iterator[IndicatorMention]:
    """Yield the counts of a table whose rows are bands; its columns may be places."""
    bands = {
        column: {row.index: band for row in table.grid.data() if (band := band_of(row.text(column)))}
        for column in range(table.grid.column_count)
    }
    labels = next((column for column, found in bands.items() if len(found) >= FEWEST_BANDS), None)
    taken = {labels, *roles.get("number", []), *roles.get("note", [])}
    for row in table.grid.data() if labels is not None else ():
        for column, path in enumerate(table.grid.paths):
            if row.index in bands[labels or 0] and column not in taken:
                place = place_over(path)
                at = heading_evidence(table, column, place) if place else None
                yield from _count(table, row, column, bands[labels or 0][row.index], place, at)


def band_of(text: str) -> str | None:
    """Return how many criteria communes meet by a heading, written in one way; None of other words.

    >>> band_of("Xã đạt từ 15 đến 18 TC"), band_of("Dưới 5 tiêu chí"), band_of("Số tiêu chí đạt")
    ('đạt 15-18 tiêu chí', 'dưới 5 tiêu chí', None)
    """
    words = TO.sub("-", BEFORE_BAND.sub("", table_rules().written_out(fold(text)).strip(" .:*+-")))
    if not BAND.fullmatch(words):
        return None
    return f"đạt {words}" if words[0].isdigit() else words


def _count(
    table: StitchedTable, row: Row, column: int, band: str, place: str | None, place_evidence: Evidence | None
) -> Iterator[IndicatorMention]:
    path = table.grid.paths[column]
    count = row.text(column).removesuffix(" xã")
    if not count.isdigit() or table_rules().says("no_value", path):
        return
    label = f"Số xã {band}"
    yield IndicatorMention(
        status=_status(path, table),
        label=label,
        key=key_of(label, "commune", Change.LEVEL),
        comparator=Comparator.EQUAL,
        low=count,
        high=count,
        unit="commune",
        change=Change.LEVEL,
        standard=standard_in(path, table.title),
        year=_year(path, table),
        place=place,
        place_evidence=place_evidence,
        table_label=name_of(table),
        evidence=table.grid.evidence([row.cells[column]]),
    )


def _status(path: str, table: StitchedTable) -> Status:
    says = table_rules().says
    if says("estimate", path):
        return Status.ESTIMATE
    told = path if says("planned_side", path) or says("met_side", path) else f"{path} {table.title or ''}"
    return Status.RESULT if says("met_words", told) and not says("planned_side", told) else Status.TARGET


def _year(path: str, table: StitchedTable) -> str | None:
    return year_in(path) or year_in(table.title)

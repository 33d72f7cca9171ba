"""What tables state, gathered; and what the readers of several kinds of tables share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.tables.columns import MORE_TO_COME, OF_DISTRICTS, standard_in, table_rules
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import LETTER, PATH_MARK, ROMAN, Row, RowKind
from normalizers.text import fold
from schemas.document import Cell, squeeze
from schemas.evidence import Evidence
from schemas.mentions import (
    ActivityMention,
    CommuneRowMention,
    CriterionCountMention,
    CriterionStateMention,
    IndicatorMention,
    TargetMention,
)
from schemas.vocabulary import Change, Comparator, Status

NUMBER = re.compile(r"^\d[\d.,]*\s*%?$")

OF_CRITERIA = re.compile(r"^(?P<count>\d{1,2})\s*(?:/\s*\d{1,2})?\s*(?:tc|tiêu chí)?$", re.IGNORECASE)
# "16 TC: 1, 2, 3", "1, 2, 3 (16/19 tiêu chí)": a list of criteria with its own count.
COUNTED_LIST = re.compile(
    r"^(?:(?P<first>\d{1,2})\s*(?:/\s*\d{1,2}\s*)?(?:(?:tc|tiêu chí)\s*(?::|\(|gồm:?|,)|\()\s*(?P<behind>[^()]+)\)?"
    r"|(?P<before>\d[^()]*?)[\s,;–-]*\(\s*(?P<last>\d{1,2})\s*(?:/\s*\d{1,2}\s*)?(?:tc|tiêu chí)\s*\))$",
    re.IGNORECASE,
)
GROUP_WORDS = re.compile(
    r"(?:huyện|h\.|thành phố|tp\b|thị xã|tx\b|quận|cụm|khu vực|vùng|tiểu vùng|nhóm|các xã|xã (?:phấn|đã|đạt|còn))"
)
COMMUNES_TOO = re.compile(r"(?<!thị )\bxã\b")  # "Huyện/xã", not "Huyện, thị xã"
DISTRICT_WORD = re.compile(r"^(?:huyện|h\.|thành phố|tp\b|thị xã|tx\b|quận)")

Roles = dict[str, list[int]]  # the columns of each role


@dataclass(slots=True)
class TableMentions:
    """What one table gave."""

    commune_rows: list[CommuneRowMention] = field(default_factory=list)
    criterion_states: list[CriterionStateMention] = field(default_factory=list)
    criterion_counts: list[CriterionCountMention] = field(default_factory=list)
    targets: list[TargetMention] = field(default_factory=list)
    indicators: list[IndicatorMention] = field(default_factory=list)
    activities: list[ActivityMention] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(getattr(self, name)) for name in self.__dataclass_fields__)


def average(
    table: StitchedTable, label: str, cell: Cell, status: Status, year: str | None, place: str | None = None
) -> IndicatorMention:
    """Return the mention of an average of criteria per commune that a table prints."""
    value = cell.text.strip()
    title = f"{table.label}: {label}" if table.label else label
    border = "biên giới" in fold(table.title or "")
    return IndicatorMention(
        status=status,
        label=title,
        key="avg_criteria_per_border_commune" if border else "avg_criteria_per_commune",
        comparator=Comparator.EQUAL,
        low=value,
        high=value,
        unit="criterion/commune",
        change=Change.LEVEL,
        standard=standard_in(table.title),
        place=place,
        place_evidence=heading_evidence(table, cell.column, place) if place else None,
        year=year,
        table_label=name_of(table),
        evidence=table.grid.evidence([cell]),
    )


def districts_beside(table: StitchedTable, roles: Roles) -> dict[int, str]:
    """Return the district of each row by its index, where a column beside the communes' names tells it.

    A cell left empty holds what stands above it.
    """
    columns = [
        c for c in roles.get("name", [])[1:] if OF_DISTRICTS.match(fold(table.grid.paths[c].split(PATH_MARK)[-1]))
    ]
    found: dict[int, str] = {}
    last = ""
    for row in table.grid.data() if columns else ():
        last = row.text(columns[0]) or last
        if last:
            found[row.index] = last if DISTRICT_WORD.match(fold(last)) else f"Huyện {last}"
    return found


def with_groups(table: StitchedTable, names: int) -> Iterator[tuple[Row, str | None]]:
    """Yield the rows of communes with the group that each stands in; none of a table whose rows are districts.

    A row of sums of a group ("I | Huyện Hạ Lang | 120"), numbered otherwise than those below it, heads the group.
    """
    heading = fold(table.grid.paths[names].split(PATH_MARK)[-1])
    rows = [] if OF_DISTRICTS.match(heading) and not COMMUNES_TOO.search(heading) else list(table.grid.rows)
    counted = any(row.text(0).rstrip(".").isdigit() for row in rows if row.kind is RowKind.DATA)
    group: str | None = None
    for row in rows:
        marked = ROMAN.match(row.text(0)) or LETTER.match(row.text(0))
        if row.kind is RowKind.GROUP or (counted and marked and GROUP_WORDS.match(fold(row.text(names)))):
            group = row.group if row.kind is RowKind.GROUP else f"{row.text(0)} {row.text(names)}"
        elif row.kind is RowKind.DATA and DISTRICT_WORD.match(fold(row.text(names))):
            group = row.text(names)
        elif row.kind is RowKind.DATA:
            yield row, group


def counted_criteria(text: str) -> str:
    """Return a commune's count of criteria without its noun and the size of the set: "17 TC", "17/19" are 17."""
    match = OF_CRITERIA.match(text.strip())
    return match["count"] if match else text


def counted_list(text: str) -> tuple[str, str | None]:
    """Return a list of criteria and the count that its cell prints beside it."""
    if more := MORE_TO_COME.fullmatch(fold(text)):
        return more["list"], None
    match = COUNTED_LIST.match(text.strip())
    if match is None:
        return text, None
    return match["behind"] or match["before"], match["first"] or match["last"]


def label_of(row: Row) -> str:
    """Return the first words of a row: what is no number."""
    return next(
        (cell.text.strip() for cell in row.cells if cell and cell.text.strip() and not NUMBER.match(cell.text)), ""
    )


def name_of(table: StitchedTable) -> str:
    """Return what a table is called: its label, else its title, else nothing."""
    return table.label or table.title or ""


def heading_evidence(table: StitchedTable, column: int, place: str) -> Evidence:
    """Return where the heading over a column stands that names a place."""
    lowest = table.grid.at(table.grid.header_rows - 1, column)
    named = [cell for cell in table.grid.cells if cell.row < table.grid.header_rows and cell.column <= column]
    named = [cell for cell in named if squeeze(cell.text) == place]
    return table.grid.evidence([max(named, key=lambda cell: (cell.column, cell.row), default=lowest)])


def place_over(path: str) -> str | None:
    """Return the place that a column's headings name: "Huyện Na Hang > TH 2023"; None of the whole, a year, a count."""
    places = [part for part in path.split(PATH_MARK) if not table_rules().says("no_place", part)]
    return places[-1] if places else None

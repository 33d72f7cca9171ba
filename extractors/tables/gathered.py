"""What tables state, gathered; and what the readers of several kinds of tables share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.tables.columns import standard_in
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from normalizers.text import fold
from schemas.document import Cell
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

DISTRICT = re.compile(r"^(?:tên |thuộc )?(?:huyện|đơn vị cấp huyện|quận, huyện)\b")
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
        place_evidence=heading_evidence(table, cell.column) if place else None,
        year=year,
        table_label=name_of(table),
        evidence=table.grid.evidence([cell]),
    )


def districts_beside(table: StitchedTable, roles: Roles) -> dict[int, str]:
    """Return the district of each row by its index, where a column beside the communes' names tells it.

    A cell left empty holds what stands above it.
    """
    columns = [c for c in roles.get("name", [])[1:] if DISTRICT.match(fold(table.grid.paths[c].split(PATH_MARK)[-1]))]
    found: dict[int, str] = {}
    last = ""
    for row in table.grid.data() if columns else ():
        last = row.text(columns[0]) or last
        if last:
            found[row.index] = last if DISTRICT_WORD.match(fold(last)) else f"Huyện {last}"
    return found


def name_of(table: StitchedTable) -> str:
    """Return what a table is called: its label, else its title, else nothing."""
    return table.label or table.title or ""


def heading_evidence(table: StitchedTable, column: int) -> Evidence:
    """Return where the lowest heading over a column stands."""
    return table.grid.evidence([table.grid.at(table.grid.header_rows - 1, column)])

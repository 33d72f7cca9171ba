"""Counts of communes with their names in the cell beside: "2 | Xuân An, Nga Hoàng"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.gathered import name_of
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row
from normalizers.text import fold
from schemas.document import squeeze
from schemas.mentions import CommuneMention, CriterionMention, TargetMention
from schemas.vocabulary import Counted, Role, Standard, Status

COUNT = re.compile(r"(\d{1,3})(?: xã)?")
LISTS = re.compile(
    r"(?:tên |các |danh sách |tên các |danh sách các |cụ thể(?: các)? |gồm các )?(?:xã|đơn vị|địa phương)(?: .*)?"
)
BETWEEN_NAMES = re.compile(r"\s*[,;+\n]\s*|\s+và\s+|\s+[-–]\s+|\.$")
ASIDE = re.compile(r"\s*\([^()]*\d[^()]*\)")  # "Cao Lâu (17 TC)"


def names_beside(table: StitchedTable, column: int) -> int | None:
    """Return the column right of a count that names what is counted; None where there is none."""
    if column + 1 >= table.grid.column_count:
        return None
    texts = [text for row in table.grid.rows if (text := row.text(column + 1))]
    heads = LISTS.fullmatch(fold(table.grid.paths[column + 1].split(PATH_MARK)[-1]))
    return column + 1 if heads and texts and not any(text[0].isdigit() for text in texts) else None


def communes_in(table: StitchedTable, row: Row, column: int | None) -> Iterator[CommuneMention]:
    """Yield the communes that a cell names."""
    text = ASIDE.sub("", squeeze(row.text(column)).strip("-– "))
    for name in filter(None, BETWEEN_NAMES.split(text)):
        evidence = table.grid.evidence([row.cells[column] if column is not None else None])
        yield CommuneMention(raw=name, role=Role.REACHES, evidence=evidence)


def added_target(
    table: StitchedTable,
    row: Row,
    columns: tuple[int, int, int | None],
    *,
    year: str | None,
    standard: Standard,
    criterion: CriterionMention | None = None,
) -> TargetMention | None:
    """Read how many communes are to reach what a row is about; `columns` are its label, the count and the names."""
    _, count, names = columns
    match = COUNT.fullmatch(row.text(count))
    if match is None:
        return None
    return TargetMention(
        status=Status.TARGET,
        standard=standard,
        counted=Counted.COMMUNE,
        criterion=criterion,
        added=match[1],
        year=year,
        communes=tuple(communes_in(table, row, names)),
        table_label=name_of(table),
        evidence=table.grid.evidence([row.cells[column] for column in columns if column is not None]),
    )

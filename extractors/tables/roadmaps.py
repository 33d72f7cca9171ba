"""Roadmaps: communes with a mark under the year by which each is to reach a standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.columns import OF_DISTRICTS, standard_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, districts_beside, name_of, with_groups
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.place_names import split_kind
from normalizers.text import fold
from schemas.mentions import CommuneRowMention, TargetMention
from schemas.vocabulary import Counted, Status

YEAR_HEADING = re.compile(r"(?:năm )?20[0-3]\d", re.IGNORECASE)
FEWEST_YEARS = 2


def may_be_roadmap(roles: Roles) -> bool:
    """Tell whether a table may mark years for communes."""
    return "name" in roles


def read_roadmap(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read the year of each commune; nothing where the title speaks of no goal, or a row has marks under two years."""
    mentions = TableMentions()
    paths = table.grid.paths
    years = [c for c in roles.get("other", []) if YEAR_HEADING.fullmatch(paths[c].split(PATH_MARK)[-1])]
    says, names = table_rules().says, roles["name"][0]
    if len(years) < FEWEST_YEARS or not says("planned_side", table.title or "") or not says("reach", table.title or ""):
        return mentions
    if _counts(table, years):
        mentions.targets.extend(_counted(table, roles, years))
        return mentions
    districts = districts_beside(table, roles)
    for row, group in with_groups(table, names):
        name, marked = row.text(names), [column for column in years if row.text(column)]
        if not all(says("met", row.text(column)) for column in marked) or len(marked) > 1:
            return TableMentions()
        if name and marked:
            mentions.commune_rows.append(_row(table, roles, row, group, districts.get(row.index), paths[marked[0]]))
    return mentions


def _counts(table: StitchedTable, years: list[int]) -> bool:
    """Tell whether the cells under the years are counts of communes by district: "Tháp Mười | 2 | 1 | 1 | 2"."""
    values = [text for row in table.grid.rows for column in years if (text := row.text(column))]
    return bool(values) and all(text.isdigit() for text in values) and any(text not in ("0", "1") for text in values)


def _counted(table: StitchedTable, roles: Roles, years: list[int]) -> Iterator[TargetMention]:
    """Read how many communes of each district, and of all, are to reach the standard in each year."""
    of_districts = OF_DISTRICTS.match(fold(table.grid.paths[roles["name"][0]].split(PATH_MARK)[-1]))
    for row in table.grid.rows:
        if row.kind is RowKind.GROUP:
            continue
        name = None if row.kind is RowKind.TOTAL else row.text(roles["name"][0])
        for column in years:
            if name == "" or not row.text(column):
                continue
            yield TargetMention(
                status=Status.TARGET,
                standard=standard_in(table.title),
                counted=Counted.COMMUNE,
                added=row.text(column),
                place=f"huyện {name}" if of_districts and name and not split_kind(name).kinds else name,
                year=year_in(table.grid.paths[column]),
                table_label=name_of(table),
                evidence=table.grid.evidence([row.cells[roles["name"][0]], row.cells[column]]),
            )


def _row(
    table: StitchedTable, roles: Roles, row: Row, group: str | None, district: str | None, year: str
) -> CommuneRowMention:
    return CommuneRowMention(
        table_label=table.label,
        group_label=group,
        row_number=row.text(roles["number"][0]) if "number" in roles else None,
        raw_name=row.text(roles["name"][0]),
        district=district,
        standard=standard_in(group, table.title),
        reach_year=year_in(year),
        evidence=table.grid.evidence([cell for cell in row.cells if cell is not None and cell.text.strip()]),
    )

"""Roadmaps: communes with a mark under the year by which each is to reach a standard."""

from __future__ import annotations

import re

from extractors.tables.columns import standard_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, districts_beside, with_groups
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row
from schemas.mentions import CommuneRowMention

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
    districts = districts_beside(table, roles)
    for row, group in with_groups(table, names):
        name, marked = row.text(names), [column for column in years if row.text(column)]
        if not all(says("met", row.text(column)) for column in marked) or len(marked) > 1:
            return TableMentions()
        if name and marked:
            mentions.commune_rows.append(_row(table, roles, row, group, districts.get(row.index), paths[marked[0]]))
    return mentions


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

"""Roadmaps: communes with a mark, or a standard's name, under the year by which each is to reach it.

The other way round too: the year under the standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.columns import (
    OF_DISTRICTS,
    heading_standard,
    standard_alone,
    standard_over,
    table_rules,
    year_in,
)
from extractors.tables.commune_tables import has_commune_rows, reach_cell, reach_year_in
from extractors.tables.gathered import Roles, TableMentions, districts_beside, name_of, with_groups
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.place_names import split_kind
from normalizers.text import fold
from schemas.mentions import CommuneRowMention, TargetMention
from schemas.vocabulary import Counted, Standard, Status

YEAR_HEADING = re.compile(r"(?:năm )?20[0-3]\d", re.IGNORECASE)
FEWEST_YEARS = 2
BETWEEN_STANDARDS = re.compile(r"\s*(?:[,;/+&]|\bvà\b)\s*")


def may_be_roadmap(roles: Roles) -> bool:
    """Tell whether a table may mark years for communes."""
    return "name" in roles


def read_roadmap(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read the year of each commune; nothing where no heading speaks of a goal, or a row has marks under two years."""
    mentions = TableMentions()
    paths, names = table.grid.paths, roles["name"][0]
    years = [c for c in roles.get("other", []) if YEAR_HEADING.fullmatch(paths[c].split(PATH_MARK)[-1])]
    told = " ".join([table.title or "", *(paths[column] for column in years)])
    if len(years) < FEWEST_YEARS:
        if not has_commune_rows(roles):
            mentions.commune_rows.extend(_under_standards(table, roles))
        return mentions
    standards, says = _named_standards(table, years), table_rules().says
    if not says("planned_side", told) or not (standards or says("reach", told)):
        return mentions
    if _counts(table, years):
        mentions.targets.extend(_counted(table, roles, years))
        return mentions
    districts = districts_beside(table, roles)
    for row, group in with_groups(table, names):
        # "Duy trì NTM" is no step to be taken.
        name, marked = row.text(names), [c for c in years if row.text(c) and not says("kept", row.text(c))]
        steps = [(column, standard) for column in marked for standard in standards.get(row.text(column), ())]
        if len(steps) < len(marked):
            if not all(says("met", row.text(column)) for column in marked):
                return TableMentions()
            steps = [(column, standard_over(table, column, group)) for column in marked]
        if len({standard for _, standard in steps}) < len(steps):
            return TableMentions()
        for column, standard in steps if name else ():
            district = districts.get(row.index)
            mentions.commune_rows.append(_row(table, roles, row, group, district, standard, paths[column]))
    return mentions


def _named_standards(table: StitchedTable, columns: list[int]) -> dict[str, tuple[Standard, ...]]:
    """Return the standards that cells name ("NTMNC", "NTM; KM"), by the cell's text."""
    found = {}
    for text in {row.text(column) for row in table.grid.data() for column in columns}:
        standards = tuple(map(standard_alone, BETWEEN_STANDARDS.split(text)))
        if None not in standards:
            found[text] = tuple(standard for standard in standards if standard)
    return found


def _under_standards(table: StitchedTable, roles: Roles) -> Iterator[CommuneRowMention]:
    """Yield a row for each year, or mark for the year of the title, that stands below the name of a standard."""
    paths, names = table.grid.paths, roles["name"][0]
    columns = [
        (c, standard) for c in roles.get("other", []) if (standard := standard_alone(paths[c].split(PATH_MARK)[-1]))
    ]
    to_come = [c for c in roles.get("reach_year", []) if not table_rules().says("recognized", paths[c])]
    columns += [(c, heading_standard(table, c)) for c in to_come]
    districts, year_of_all = districts_beside(table, roles), reach_year_in(table.title)
    for row, group in with_groups(table, names):
        for column, standard in columns if row.text(names) else ():
            marked = table_rules().says("met", row.text(column))
            if year := reach_cell(row, column) or (year_of_all if marked else None):
                yield _row(table, roles, row, group, districts.get(row.index), standard, year)


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
                standard=heading_standard(table, column),
                counted=Counted.COMMUNE,
                added=row.text(column),
                place=f"huyện {name}" if of_districts and name and not split_kind(name).kinds else name,
                year=year_in(table.grid.paths[column]),
                table_label=name_of(table),
                evidence=table.grid.evidence([row.cells[roles["name"][0]], row.cells[column]]),
            )


def _row(
    table: StitchedTable,
    roles: Roles,
    row: Row,
    group: str | None,
    district: str | None,
    standard: Standard,
    year: str,
) -> CommuneRowMention:
    return CommuneRowMention(
        table_label=table.label,
        group_label=group,
        row_number=row.text(roles["number"][0]) if "number" in roles else None,
        raw_name=row.text(roles["name"][0]),
        district=district,
        standard=standard,
        reach_year=year_in(year),
        evidence=table.grid.evidence([cell for cell in row.cells if cell is not None and cell.text.strip()]),
    )

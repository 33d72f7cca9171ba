"""Tables of communes with the criteria that they meet and plan."""

from __future__ import annotations

import re

from extractors.tables.columns import standard_in, table_rules, year_in
from extractors.tables.gathered import NUMBER, Roles, TableMentions, average, districts_beside
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import Row, RowKind
from schemas.evidence import Evidence
from schemas.mentions import CommuneRowMention, IndicatorMention
from schemas.vocabulary import Status

PAIRS = ("met_count", "met_list", "planned_count", "planned_list")


def has_commune_rows(roles: Roles) -> bool:
    """Tell whether a table lists communes with counts or lists of criteria."""
    lists = any(role in roles for role in ("met_count", "met_list", "planned_count", "planned_list"))
    return "name" in roles and lists


def read_commune_rows(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a row a commune, and the averages below them."""
    sides = _sides(roles, table.title)
    if _planned_totals(table, sides):
        sides["planned_count"] = None
    paths = table.grid.paths
    met_path = " ".join(paths[column] for column in (sides["met_count"], sides["met_list"]) if column is not None)
    planned_path = " ".join(paths[c] for c in (sides["planned_count"], sides["planned_list"]) if c is not None)
    mentions = TableMentions()
    districts = districts_beside(table, roles)
    for row in table.grid.rows:
        if row.kind is RowKind.TOTAL:
            mentions.indicators.extend(_averages_below(table, row, sides, met_path, planned_path))
            continue
        name = row.text(roles["name"][0])
        if row.kind is not RowKind.DATA or not name:
            continue
        mentions.commune_rows.append(
            CommuneRowMention(
                table_label=table.label,
                group_label=row.group,
                row_number=row.text(roles["number"][0]) if "number" in roles else None,
                raw_name=name,
                district=districts.get(row.index),
                standard=standard_in(row.group, met_path, table.title),
                met_stated=row.text(sides["met_count"]) or None,
                met_list=row.text(sides["met_list"]) or None,
                planned_stated=row.text(sides["planned_count"]) or None,
                planned_list=row.text(sides["planned_list"]) or None,
                met_status=Status.ESTIMATE if table_rules().says("estimate", met_path) else Status.RESULT,
                met_year=year_in(met_path),
                planned_year=year_in(planned_path),
                reach_year=_reach_year(row.group or table.title),
                evidence=table.grid.evidence([cell for cell in row.cells if cell is not None and cell.text.strip()]),
                met_evidence=_cell_evidence(table, row, sides["met_list"]),
                planned_evidence=_cell_evidence(table, row, sides["planned_list"]),
            )
        )
    return mentions


def _sides(roles: Roles, title: str | None) -> dict[str, int | None]:
    """Return the columns of counts and lists; of two pairs with like headings the first is what is met.

    What communes lack that are to reach the standard is what they plan.
    """
    sides = {key: roles[key][0] if roles.get(key) else None for key in PAIRS}
    for kind in ("count", "list"):
        met = roles.get(f"met_{kind}", [])
        if sides[f"planned_{kind}"] is None and len(met) > 1:
            sides[f"planned_{kind}"] = met[1]
        planned = roles.get(f"planned_{kind}", [])
        if sides[f"met_{kind}"] is None and len(planned) > 1:
            sides[f"met_{kind}"], sides[f"planned_{kind}"] = planned[0], planned[1]
        lacking = roles.get(f"lacking_{kind}", [])
        if sides[f"planned_{kind}"] is None and lacking and _reach_year(title):
            sides[f"planned_{kind}"] = lacking[0]
    return sides


def _planned_totals(table: StitchedTable, sides: dict[str, int | None]) -> bool:
    """Tell whether the planned counts are those that there will be: met and planned together (15, then 19 with 4)."""
    rows = [
        [row.text(sides[side]) for side in ("met_count", "planned_count", "planned_list")] for row in table.grid.data()
    ]
    told = [row for row in rows if all(row) and row[0].isdigit() and row[1].isdigit()]
    listed = [len(re.findall(r"\d+", row[2])) for row in told]
    together = [int(met) + count == int(planned) for (met, planned, _), count in zip(told, listed, strict=True)]
    alone = [int(planned) == count for (_, planned, _), count in zip(told, listed, strict=True)]
    return sum(together) > len(told) // 2 and sum(together) > sum(alone)


def _reach_year(heading: str | None) -> str | None:
    rules = table_rules()
    if not heading or not rules.says("reach", heading) or rules.says("not_reach", heading):
        return None
    return year_in(heading)


def _cell_evidence(table: StitchedTable, row: Row, column: int | None) -> Evidence | None:
    cell = row.cells[column] if column is not None else None
    return table.grid.evidence([cell]) if cell is not None else None


def _averages_below(
    table: StitchedTable, row: Row, sides: dict[str, int | None], met_path: str, planned_path: str
) -> list[IndicatorMention]:
    label = next((cell.text for cell in row.cells if cell and cell.text.strip() and not NUMBER.match(cell.text)), "")
    if not table_rules().says("average", label):
        return []
    found = []
    for side, path, status in (("met", met_path, Status.RESULT), ("planned", planned_path, Status.TARGET)):
        column = sides[f"{side}_count"]
        value = row.text(column)
        cell = row.cells[column] if column is not None else None
        if cell is not None and NUMBER.match(value):
            found.append(average(table, label, cell, status, year_in(path)))
    return found

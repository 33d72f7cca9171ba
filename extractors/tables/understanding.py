"""What a table states, told by the headings of its columns: the first kind that fits reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractors.tables.bands import read_bands
from extractors.tables.commune_tables import has_commune_rows, read_commune_rows
from extractors.tables.criterion_tables import has_criteria, read_criteria
from extractors.tables.gathered import Roles, TableMentions
from extractors.tables.goal_cells import read_goal_cells
from extractors.tables.matrices import may_be_matrix, read_matrix
from extractors.tables.measure_tables import Analyse, has_measures, read_measures
from extractors.tables.place_criteria import may_count_by_place, read_counts_by_place
from extractors.tables.place_measures import read_place_measures
from extractors.tables.place_tables import has_places, read_places
from extractors.tables.roadmaps import may_be_roadmap, read_roadmap
from extractors.tables.roles import column_roles
from extractors.tables.schedules import is_schedule, read_schedule
from extractors.tables.stitching import StitchedTable
from extractors.tables.unfolding import unfolded
from extractors.tables.year_lists import read_year_list
from schemas.mentions import TableCellMention, TableMention

Reader = Callable[[StitchedTable, Roles], TableMentions]
KINDS: tuple[tuple[str, Callable[[Roles], bool], Reader], ...] = (
    ("schedule", is_schedule, read_schedule),
    ("roadmap", may_be_roadmap, read_roadmap),
    ("communes_by_bands", lambda _: True, read_bands),  # headings and labels tell, not the roles of columns
    ("commune_matrix", may_be_matrix, read_matrix),
    ("places_by_criteria", may_count_by_place, read_counts_by_place),
    ("places_with_counts", has_places, read_places),
    ("communes_with_criteria", has_commune_rows, read_commune_rows),
    ("criteria", has_criteria, read_criteria),
)
# What no table tells of communes whose rows are villages.
OF_COMMUNES = ("roadmap", "communes_by_bands", "commune_matrix", "communes_with_criteria")


def understand(table: StitchedTable, analyse: Analyse) -> tuple[TableMentions, TableMention]:
    """Return what a table states, and the table itself as printed; an unknown kind states nothing.

    `analyse` cuts the sentences that measures are read as.
    """
    printed, table = table, replace(table, grid=unfolded(table.grid))
    roles = column_roles(table)
    if has_measures(roles):
        mentions = read_measures(table, roles, analyse)
        if len(mentions):
            return mentions, _printed(printed, "measures")
    mentions = read_year_list(table)
    if len(mentions):
        return mentions, _printed(printed, "year_list")
    for kind, fits, read in KINDS:
        if fits(roles) and not ("village" in roles and kind in OF_COMMUNES):
            mentions = read(table, roles)
            goals = (read_goal_cells if kind == "schedule" else read_place_measures)(table, roles, analyse)
            mentions.targets.extend(goals.targets)
            mentions.indicators.extend(goals.indicators)
            if len(mentions):
                return mentions, _printed(printed, kind)
    return TableMentions(), _printed(printed, None)


def _printed(table: StitchedTable, kind: str | None) -> TableMention:
    grid = table.grid
    return TableMention(
        label=table.label,
        title=table.title,
        title_evidence=table.title_evidence,
        kind=kind,
        row_count=grid.row_count,
        column_count=grid.column_count,
        repairs=table.repairs,
        not_joined=tuple((failure.rows, failure.evidence) for failure in table.failures),
        cells=tuple(
            TableCellMention(
                row=cell.row,
                column=cell.column,
                text=cell.text,
                path=grid.paths[cell.column] if cell.row >= grid.header_rows else "",
                evidence=grid.evidence([cell]),
            )
            for cell in grid.cells
        ),
        evidence=grid.evidence(grid.own(0)),
    )

"""Tables whose rows are districts and whose columns are criteria: how many communes meet each."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.columns import criterion_in, standard_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, label_of
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from schemas.mentions import CriterionCountMention, CriterionMention
from schemas.vocabulary import Status

NO_CRITERIA = ("number", "name", "note", "whole", "share")
FEWEST_CRITERIA = 3  # columns headed by the numbers of criteria


def may_count_by_place(roles: Roles) -> bool:
    """Tell whether a table may count communes by place and criterion."""
    return "name" in roles


def read_counts_by_place(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a count a cell; nothing where too few columns are criteria by their numbers."""
    mentions = TableMentions()
    criteria = _criteria(table, roles)
    if len(criteria) < FEWEST_CRITERIA:
        return mentions
    names, says = roles["name"][0], table_rules().says
    totals = [row for row in table.grid.rows if row.kind is RowKind.TOTAL]
    shares = [row for row in totals if says("no_value", label_of(row))]
    for row in table.grid.rows:
        label = label_of(row)
        whole = row.kind is RowKind.TOTAL
        if row.kind is RowKind.GROUP or not label or (whole and (says("average", label) or says("no_value", label))):
            continue
        place = None if whole else row.text(names)
        for column, criterion in criteria.items():
            path, count = table.grid.paths[column], row.text(column)
            if not count.isdigit():
                continue
            mentions.criterion_counts.append(
                CriterionCountMention(
                    table_label=table.label,
                    standard=standard_in(table.title),
                    criterion=criterion,
                    place=place,
                    place_evidence=table.grid.evidence([row.cells[names]]) if place else None,
                    count=count,
                    percent=_share_under(row, column, shares) if whole else None,
                    year=year_in(path) or year_in(table.title),
                    status=Status.RESULT if says("met_words", f"{path} {table.title or ''}") else Status.TARGET,
                    evidence=table.grid.evidence([row.cells[column]]),
                )
            )
    return mentions


def _share_under(row: Row, column: int, shares: Sequence[Row]) -> str | None:
    """Return the share that the row below one of totals prints."""
    below = next((share for share in shares if share.index == row.index + 1), None)
    return (below.text(column).rstrip("% ") or None) if below else None


def _criteria(table: StitchedTable, roles: Roles) -> dict[int, CriterionMention]:
    """Return the columns headed by the numbers of criteria that hold nothing but counts, some of them above one."""
    found = {}
    told = {column for role in NO_CRITERIA for column in roles.get(role, [])}
    for column in sorted(set(range(table.grid.column_count)) - told):
        criterion = criterion_in(table.grid.paths[column].split(PATH_MARK)[-1])
        texts = [text for row in table.grid.data() if (text := row.text(column))]
        if criterion and criterion.number and texts and all(text.isdigit() for text in texts):
            found[column] = criterion
    counts = any(int(row.text(column)) > 1 for column in found for row in table.grid.data() if row.text(column))
    return found if counts else {}

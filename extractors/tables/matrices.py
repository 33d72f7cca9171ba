"""Tables of communes by criteria in which each cell is a mark: x, Đ, CĐ, 1, or the year by which it is met."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractors.tables.columns import criterion_in, standard_in, table_rules, year_in
from extractors.tables.commune_tables import reach_year_in
from extractors.tables.gathered import NUMBER, Roles, TableMentions, districts_beside, label_of, with_groups
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from schemas.mentions import CommuneRowMention, CriterionCountMention, CriterionMention, CriterionStateMention
from schemas.vocabulary import CriterionState, Status

FEWEST_CRITERIA = 5  # columns headed by criteria, fewer of which make no matrix
NO_CRITERIA = ("number", "name", "note", "whole", "share", "met_count", "planned_count")
LIST = re.compile(r"(?:(?:tc|tiêu chí) ?)?\d{1,2}(?: ?[,;] ?(?:tc ?)?\d{1,2})*", re.IGNORECASE)
YEAR_MARK = re.compile(r"(?:(?:hết |cuối )?năm )?20[0-3]\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """What a mark says where it does not say so itself."""

    state: CriterionState
    year: str | None


def may_be_matrix(roles: Roles) -> bool:
    """Tell whether a table may mark for each commune the criteria that head its columns."""
    return "name" in roles


def read_matrix(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a mark a criterion, and a row a commune with the count beside its marks; nothing where there are few."""
    mentions = TableMentions()
    criteria = _criteria(table, roles)
    whole = all(criterion.number for criterion in criteria.values()) and not _others_marked(table, criteria, roles)
    rows = [row for row, _ in with_groups(table, roles["name"][0])]
    if len(criteria) < FEWEST_CRITERIA or not rows:
        return mentions
    planned = _planned_beside(table, roles)
    side = side_of_marks(table, [row.text(column) for row in rows for column in criteria], planned is not None)
    planned_year = year_in(table.grid.paths[planned]) if planned is not None else None
    districts = districts_beside(table, roles)
    total = next((column for role in ("met_count", "whole") for column in roles.get(role, [])), None)
    if total is None:
        total = _counts_of_marks(rows, criteria, set(criteria) | {planned})
    for row, group in with_groups(table, roles["name"][0]):
        name = row.text(roles["name"][0])
        if not name:
            continue
        marks = [mark(table, row, column, criterion, side) for column, criterion in criteria.items()]
        district = districts.get(row.index)
        states = [
            state.model_copy(update={"raw_name": name, "group_label": group, "district": district})
            for state in marks
            if state
        ]
        mentions.criterion_states.extend(states)
        met = sum(state.state is CriterionState.MET for state in states)
        count = row.text(total) if NUMBER.match(row.text(total)) else None
        results = side.state is CriterionState.MET
        coming = row.text(planned)
        mentions.commune_rows.append(
            CommuneRowMention(
                table_label=table.label,
                group_label=group,
                row_number=row.text(roles["number"][0]) if "number" in roles else None,
                raw_name=name,
                district=district,
                standard=standard_in(group, table.title),
                met_stated=count if results else None,
                met_marked=(met or None) if whole else None,
                planned_stated=None if results else count,
                planned_marked=((len(states) - met) or None) if whole else None,
                planned_list=coming or None,
                met_year=side.year if results else None,
                planned_year=planned_year if coming or results else side.year,
                planned_evidence=table.grid.evidence([row.cells[planned]]) if planned is not None and coming else None,
                reach_year=reach_year_in(group),
                evidence=table.grid.evidence([cell for cell in row.cells if cell is not None and cell.text.strip()]),
            )
        )
    if not table_rules().says("reach", table.title or ""):  # else the rows are but some of the communes
        mentions.criterion_counts.extend(_counts_below(table, criteria, total, side))
    return mentions


def _counts_below(
    table: StitchedTable, criteria: dict[int, CriterionMention], total: int | None, side: Side
) -> Iterator[CriterionCountMention]:
    """Yield the counts of the row of totals, the share below each, and the sum over all criteria."""
    rows = [row for row in table.grid.rows if row.kind is RowKind.TOTAL]
    says = table_rules().says
    of_shares = [row for row in rows if says("no_value", label_of(row))]
    counts = [row for row in rows if row not in of_shares and not says("average", label_of(row))]
    if len(counts) != 1:
        return  # totals of groups beside that of the whole
    columns: dict[int, CriterionMention | None] = {**criteria, **({} if total is None else {total: None})}
    for column, criterion in columns.items():
        count = counts[0].text(column)
        if not count.isdigit():
            continue
        share = of_shares[0].text(column).rstrip("% ") if len(of_shares) == 1 else ""
        yield CriterionCountMention(
            table_label=table.label,
            standard=standard_in(table.title),
            criterion=criterion,
            place=None,
            count=count,
            percent=share or None,
            year=side.year,
            status=Status.RESULT if side.state is CriterionState.MET else Status.TARGET,
            evidence=table.grid.evidence([counts[0].cells[column]]),
        )


def mark(
    table: StitchedTable, row: Row, column: int, criterion: CriterionMention, side: Side
) -> CriterionStateMention | None:
    """Read one mark; None for an empty cell and one that says that the criterion is not met."""
    rules, text = table_rules(), row.text(column)
    state, year = side.state, side.year
    if YEAR_MARK.fullmatch(text):
        state, year = CriterionState.PLANNED, year_in(text)
    elif rules.says("planned_mark", text):
        state, year = CriterionState.PLANNED, side.year if state is CriterionState.PLANNED else None
    elif not rules.says("met", text):
        return None
    return CriterionStateMention(
        table_label=table.label,
        row_number=row.text(0) if row.text(0).isdigit() else None,
        raw_name=None,
        standard=standard_in(table.title),
        criterion=criterion,
        state=state,
        status=Status.TARGET if state is CriterionState.PLANNED else Status.RESULT,
        year=year,
        evidence=table.grid.evidence([row.cells[column]]),
    )


def is_mark(text: str) -> bool:
    """Tell whether a cell holds a mark."""
    rules = table_rules()
    return bool(YEAR_MARK.fullmatch(text)) or any(rules.says(key, text) for key in ("met", "not_met", "planned_mark"))


def _planned_beside(table: StitchedTable, roles: Roles) -> int | None:
    """Return the column that lists the criteria to come beside the marks: "Đăng ký 2024" over "2" and "3, 5"."""
    for column in (*roles.get("planned_list", []), *roles.get("other", [])):
        texts = [text for row in table.grid.data() if (text := row.text(column))]
        lists = texts and all(map(LIST.fullmatch, texts)) and not all(map(str.isdigit, texts))
        if lists and table_rules().says("planned_side", table.grid.paths[column]):
            return column
    return None


def _counts_of_marks(rows: Sequence[Row], criteria: Collection[int], taken: Collection[int | None]) -> int | None:
    """Return the column that counts the marks of each row, whatever its heading says."""
    met = [sum(table_rules().says("met", row.text(column)) for column in criteria) for row in rows]
    for column in range(len(rows[0].cells)) if len(rows) > 1 else ():
        if column not in taken and [row.text(column).lstrip("0") for row in rows] == [str(count) for count in met]:
            return column
    return None


def side_of_marks(table: StitchedTable, texts: Collection[str], planned_beside: bool = False) -> Side:
    """Tell by a table's title whether its marks say what is met or what is planned, and of which year.

    A title that speaks of both ("Kết quả … và kế hoạch …") heads what is met by then. Where some cells say themselves
    what is planned ("2020", "KH"), or a column beside them does, the others are what is met.
    """
    says, heading = table_rules().says, table.title or ""
    met, planned = says("met_side", heading), says("planned_side", heading)
    goals = sum(bool(YEAR_MARK.fullmatch(text)) or says("planned_mark", text) for text in texts)
    if planned and not met and not planned_beside and not 0 < goals < sum(map(bool, texts)):
        return Side(CriterionState.PLANNED, year_in(heading))
    return Side(CriterionState.MET, None if planned else year_in(heading))


def _others_marked(table: StitchedTable, criteria: Collection[int], roles: Roles) -> bool:
    """Tell whether columns under headings that name no criterion hold marks too; then a count of marks is not whole."""
    others = [column for column in roles.get("other", []) if column not in criteria]
    rows = [row for row, _ in with_groups(table, roles["name"][0])]
    texts = ([text for row in rows if (text := row.text(column))] for column in others)
    return any(cells and all(map(is_mark, cells)) for cells in texts)


def _criteria(table: StitchedTable, roles: Roles) -> dict[int, CriterionMention]:
    """Return the columns headed by criteria whose cells are marks; beside numbers a bare name is no criterion."""
    found = {}
    told = {column for role in NO_CRITERIA for column in roles.get(role, [])}
    rows = [row for row, _ in with_groups(table, roles["name"][0])]
    for column, path in enumerate(table.grid.paths):
        if column in told:
            continue
        criterion = criterion_in(path.split(PATH_MARK)[-1])
        texts = [text for row in rows if (text := row.text(column))]
        if criterion and all(map(is_mark, texts)):
            found[column] = criterion
    numbered = {column: criterion for column, criterion in found.items() if criterion.number}
    return numbered if len(numbered) >= FEWEST_CRITERIA else found

"""Tables whose rows are criteria: counts by place, or the state of one commune's criteria."""

from __future__ import annotations

import re
from itertools import combinations

from extractors.tables.columns import criterion_in, standard_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, average, heading_evidence, label_of, place_over
from extractors.tables.matrices import YEAR_MARK, is_mark, mark, side_of_marks
from extractors.tables.named_targets import added_target, names_beside
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from schemas.mentions import CriterionCountMention, CriterionMention, CriterionStateMention, TargetMention
from schemas.vocabulary import CriterionState, Status

# "2,528" and "13.52" in one sheet: the point is its decimal mark, the comma groups thousands.
POINT_DECIMAL = re.compile(r"^\d{1,3}\.\d{1,2}%?$")
FEWEST_COMMUNES = 2
PART_OF_CRITERION = re.compile(r"\d{1,2}\.\d")  # "2.1", a row below that of criterion 2
# "9", "9/12 xã", "9/12 (75%)"
COUNT = re.compile(r"^(?P<count>\d[\d.,]*)(?: ?/ ?\d+)?(?: xã)?(?:(?:,? ?\(|, )(?P<percent>\d+(?:[.,]\d+)?) ?%\)?)?$")
COMMA_DECIMAL = re.compile(r"^\d{1,3},\d{1,2}%?$")


def has_criteria(roles: Roles) -> bool:
    """Tell whether a table's rows are criteria."""
    return "criterion" in roles


def read_criteria(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a table whose rows are criteria: counts by place, or the state of one commune's criteria."""
    mentions = TableMentions()
    names, numbers = roles["criterion"][0], roles.get("number", [None])[0]
    says = table_rules().says
    values = [
        column
        for role in ("other", "whole", "met_things", "planned_things", "met_count", "planned_count")
        for column in roles.get(role, [])
        if column != names
    ]
    numeric = [column for column in sorted(values) if _numeric(table, column)]
    added = _added(table, numeric)
    counts = [c for c in numeric if c not in added and not says("no_count", table.grid.paths[c])]
    states = [column for column in values if column not in counts and _stateful(table, column)]
    named = {c: commune for c in states if (commune := _commune_over(table.grid.paths[c]))}
    if len(named) < len(states) or len(named) < FEWEST_COMMUNES:
        named = {}
    side = side_of_marks(table, [row.text(column) for row in table.grid.data() for column in named])
    shares = roles.get("share", [])
    for row in table.grid.rows:
        criterion = _criterion_of(row, names, numbers)
        if row.kind is RowKind.GROUP:
            continue
        for column in counts:
            own_share = _share_of(table, column, shares, counts, whole=column == _whole(roles, counts))
            _add_count(mentions, table, row, column, criterion, own_share)
        if row.kind is RowKind.DATA and criterion is not None:
            targets = (_target(table, row, (names, column), criterion) for column in added)
            mentions.targets.extend(target for target in targets if target)
            for column in states:
                state = (
                    _state(table, row, column, criterion)
                    if column not in named or _tells_side(table.grid.paths[column])
                    else mark(table, row, column, criterion, side)
                )
                if state:
                    mentions.criterion_states.append(state.model_copy(update={"raw_name": named.get(column)}))
    return mentions


def _criterion_of(row: Row, names: int, numbers: int | None) -> CriterionMention | None:
    number = row.text(numbers).rstrip(".") if numbers is not None else ""
    name = row.text(names)
    if row.kind is not RowKind.DATA or not (name or number.isdigit()) or PART_OF_CRITERION.match(number or name):
        return None
    if not number.isdigit() and (numbered := criterion_in(name)):
        return numbered  # "1. Quy hoạch"
    return CriterionMention(number=number if number.isdigit() else None, name=name or None, explicit=True)


def _numeric(table: StitchedTable, column: int) -> bool:
    texts = [row.text(column) for row in table.grid.data() if row.text(column)]
    return bool(texts) and sum(bool(COUNT.match(text)) for text in texts) * 3 > len(texts) * 2


def _added(table: StitchedTable, numeric: list[int]) -> list[int]:
    """Return the columns that count the communes to meet a criterion anew, not all that meet it.

    Their headings say so ("Đăng ký đạt thêm"), or each cell is the step from an earlier column to a later one.
    """
    paths, says = table.grid.paths, table_rules().says
    goals = [c for c in numeric if says("planned_side", paths[c]) and place_over(paths[c]) is None]
    said = [c for c in goals if says("added", paths[c]) and not says("whole_so_far", paths[c])]
    rows = [[row.text(c) for c in range(table.grid.column_count)] for row in table.grid.data()]
    steps = [
        middle
        for before, middle, after in combinations(numeric, 3)
        if middle in goals
        and all(row[c].isdigit() for row in rows for c in (before, middle, after))
        and all(int(row[before]) + int(row[middle]) == int(row[after]) for row in rows)
    ]
    return sorted({*said, *steps})


def _target(
    table: StitchedTable, row: Row, columns: tuple[int, int], criterion: CriterionMention
) -> TargetMention | None:
    label, column = columns
    path = table.grid.paths[column]
    year = year_in(path) or year_in(table.title)
    standard = standard_in(path, table.title)
    wanted = (label, column, names_beside(table, column))
    return added_target(table, row, wanted, year=year, standard=standard, criterion=criterion)


def _stateful(table: StitchedTable, column: int) -> bool:
    rules = table_rules()
    texts = [row.text(column) for row in table.grid.data() if row.text(column)]
    known = [text for text in texts if is_mark(text) or rules.says("kept", text)]
    return bool(texts) and len(known) * 3 > len(texts) * 2


def _whole(roles: Roles, counts: list[int]) -> int | None:
    """Return the column of the whole: "Tổng cộng", or the only count there is."""
    wholes = [column for column in roles.get("whole", []) if column in counts]
    return wholes[0] if wholes else counts[0] if len(counts) == 1 else None


def _share_of(table: StitchedTable, column: int, shares: list[int], counts: list[int], whole: bool) -> int | None:
    """Return the column of shares of a count of the whole: right beside it, else the only one there is."""
    if column + 1 in shares and (whole or place_over(table.grid.paths[column]) is None):
        return column + 1
    others = [share for share in shares if share - 1 not in counts]
    return others[0] if whole and others else None


def _add_count(
    mentions: TableMentions,
    table: StitchedTable,
    row: Row,
    column: int,
    criterion: CriterionMention | None,
    share: int | None,
) -> None:
    """Add what one cell of a table of criteria by place says: a count, or an average in a row of averages."""
    cell = row.cells[column]
    value = row.text(column)
    match = COUNT.match(value)
    if cell is None or match is None:
        return
    path = table.grid.paths[column]
    place = place_over(path)
    year = year_in(path) or year_in(table.title)
    status = Status.RESULT if table_rules().says("met_words", path) else Status.TARGET
    if row.kind is RowKind.TOTAL:
        label = label_of(row)
        if table_rules().says("average", label):
            mentions.indicators.append(average(table, label, cell, status, year, place))
            return
    elif criterion is None:
        return
    mentions.criterion_counts.append(
        CriterionCountMention(
            table_label=table.label,
            standard=standard_in(table.title),
            criterion=criterion,
            place=place,
            place_evidence=heading_evidence(table, column, place) if place else None,
            count=match["count"],
            percent=match["percent"] or ((row.text(share).rstrip("% ") or None) if share is not None else None),
            decimal_mark="." if _points(table) else ",",
            year=year,
            status=status,
            evidence=table.grid.evidence([cell]),
        )
    )


def _points(table: StitchedTable) -> bool:
    """Tell whether the table's decimal mark is the point: more cells like "13.52", "53.0%" than like "13,52"."""
    texts = [cell.text.strip() for cell in table.grid.cells]
    points, commas = (sum(bool(form.match(text)) for text in texts) for form in (POINT_DECIMAL, COMMA_DECIMAL))
    return points > commas


def _commune_over(path: str) -> str | None:
    """Return the commune that a column's headings name: "Mức độ đạt > Mỹ Lung", "Xã Phước Đại > Mục tiêu 2024"."""
    parts = [part for part in path.split(PATH_MARK) if part and not table_rules().says("no_commune", part)]
    return parts[-1] if parts else None


def _tells_side(path: str) -> bool:
    """Tell whether the heading below a commune's name says whether its marks are met or planned."""
    *above, last = path.split(PATH_MARK)
    return bool(above) and (table_rules().says("planned_side", last) or table_rules().says("done_side", last))


def _state(table: StitchedTable, row: Row, column: int, criterion: CriterionMention) -> CriterionStateMention | None:
    rules = table_rules()
    text, path = row.text(column), table.grid.paths[column]
    by = year_in(text) if YEAR_MARK.fullmatch(text) else None
    planned = by is not None or rules.says("planned_side", path)
    not_met = rules.says("not_met", text) or rules.says("not_met", path.split(PATH_MARK)[-1])
    if not text or not_met or (planned and rules.says("kept", text)):
        return None
    cell = row.cells[column]
    return CriterionStateMention(
        table_label=table.label,
        row_number=criterion.number,
        raw_name=None,
        standard=standard_in(path, table.title),
        criterion=criterion,
        state=CriterionState.PLANNED if planned else CriterionState.MET,
        status=Status.TARGET if planned else Status.ESTIMATE if rules.says("estimate", path) else Status.RESULT,
        year=by or year_in(path),
        evidence=table.grid.evidence([cell]),
    )

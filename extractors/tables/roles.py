"""The roles of a table's columns: what their headings tell, mended by what their cells hold."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.tables.columns import MORE_TO_COME, OF_DISTRICTS, role_of, table_rules, written_out, year_in
from extractors.tables.gathered import Roles
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from normalizers.text import fold

LEAST_STEPS = 0.6  # share of running numbers that follow the one before; groups begin anew
NUMBER_OF_CRITERION = re.compile(r"(?:số|mã)(?: (?:số|hiệu))? tiêu chí|tiêu chí số")
MET_CELL = re.compile(r"(?:đạt )?\d{1,2}(?: ?/ ?\d{1,2})? (?:tc|tiêu chí)")
COUNTED_BESIDE = re.compile(r"> (?:số (?:lượng )?(?:xã)?|sl)$")
OF_SET = re.compile(r"\d{1,2} ?/ ?\d{2}(?: ?(?:tc|tiêu chí))?", re.IGNORECASE)  # "17/19"
COUNT_AND_LIST = re.compile(r"(?P<count>\d{1,2})(?: ?/ ?\d{1,2})?(?: ?(?:tc|tiêu chí))? ?\((?P<list>[\d ,;]+)\)")
SEVERAL_NAMES = re.compile(r"[,;] *(?!huyện|h\.|thành phố|tp|thị xã|tx|quận|tỉnh|\d)")  # no "Cao Lâu, huyện Cao Lộc"


def column_roles(table: StitchedTable) -> Roles:
    """Return the columns of each role; one whose heading fits no rule has the role "other"."""
    roles: Roles = {}
    for column, path in enumerate(table.grid.paths):
        roles.setdefault(role_of(path), []).append(column)
    _find_numbers_and_names(table, roles)
    _find_counts_and_lists(table, roles)
    _part_names(table, roles)
    return {role: columns for role, columns in roles.items() if columns}


def _move(roles: Roles, column: int, before: str, after: str) -> None:
    roles[before].remove(column)
    roles.setdefault(after, []).append(column)


def _find_numbers_and_names(table: StitchedTable, roles: Roles) -> None:
    """Find the columns of numbers and names whose headings do not tell."""
    if "name" not in roles and "criterion" not in roles and (unnamed := _unnamed_names(table)) is not None:
        roles["name"] = [unnamed]
        roles["other"] = [column for column in roles.get("other", []) if column != unnamed]
    if "number" not in roles and 0 in roles.get("other", []) and _counts_on(table):
        _move(roles, 0, "other", "number")
    if "measure" in roles and "unit" not in roles:
        for column in list(roles.get("name", [])):
            if written_out(table.grid.paths[column]) == "đơn vị":  # of the figures, no place
                _move(roles, column, "name", "unit")
    for column in list(roles.get("met_count", [])):  # "Số TC | Tên tiêu chí": the criterion's own number, no count
        in_front = "criterion" in roles and column < roles["criterion"][0]
        if in_front and NUMBER_OF_CRITERION.fullmatch(written_out(table.grid.paths[column])):
            roles["met_count"].remove(column)
            roles["number"] = [column]


def _find_counts_and_lists(table: StitchedTable, roles: Roles) -> None:
    """Tell the columns of counts of criteria from those of lists, and find such whose headings do not tell."""
    for side in ("met", "planned", "lacking"):
        _part_counts_from_lists(table, roles, f"{side}_count", f"{side}_list")
    if "name" not in roles:
        return
    for column in list(roles.get("other", [])):
        if told := _told_by_cells(table, column):
            _move(roles, column, "other", told)
    if not roles.get("met_count") and not roles.get("met_list"):
        for column in list(roles.get("other", [])):
            if _counts_by_title(table, column):
                _move(roles, column, "other", "met_count")


def _part_names(table: StitchedTable, roles: Roles) -> None:
    """Tell the column of the communes from those of villages and districts, and of names that a count is of."""
    for column in list(roles.get("village", [])):
        if all(row.text(column).isdigit() for row in table.grid.data() if row.text(column)):
            _move(roles, column, "village", "other")  # "Khu dân cư | 3" counts them
    named = [column for column in roles.get("name", []) if _lists_names(table, column, roles)]
    if len(named) < len(roles.get("name", [])) or "criterion" in roles:
        for column in named:
            _move(roles, column, "name", "named")
    roles.get("name", []).sort(  # the communes' column before that of their districts
        key=lambda column: bool(OF_DISTRICTS.match(fold(table.grid.paths[column].split(PATH_MARK)[-1])))
    )


def _lists_names(table: StitchedTable, column: int, roles: Roles) -> bool:
    """Tell whether a column names what a row counts ("Xuân An, Nga Hoàng") rather than what the row is about."""
    texts = [text for row in table.grid.data() if (text := row.text(column))]
    several = sum(bool(SEVERAL_NAMES.search(fold(text))) for text in texts)
    beside, own = table.grid.paths[max(column - 1, 0)], table.grid.paths[column]
    parents = {path.rpartition(PATH_MARK)[0] for path in (beside, own)}
    if COUNTED_BESIDE.search(fold(beside)) and len(parents) == 1 and "" not in parents:
        return True
    return several * 3 > len(texts) or ("criterion" in roles and roles["criterion"][0] < column)


def _counts_by_title(table: StitchedTable, column: int) -> bool:
    """Tell whether a column counts criteria since the table's title says so: "Thực hiện > 2022" over "17"."""
    says, path = table_rules().says, table.grid.paths[column]
    texts = [text for row in table.grid.data() if (text := row.text(column))]
    counts = bool(texts) and all(text.isdigit() and len(text) < 3 for text in texts)
    done = says("done_side", path) and not says("planned_side", path) and year_in(path) is not None
    return counts and done and says("counts_criteria", table.title or "")


def _part_counts_from_lists(table: StitchedTable, roles: Roles, counts: str, lists: str) -> None:
    """Take for counts the columns of bare numbers beside one of lists, both under a heading that speaks of criteria."""
    columns = [column for column in roles.get(lists, []) if any(row.text(column) for row in table.grid.data())]
    of_set = [c for c in columns if all(OF_SET.fullmatch(row.text(c)) for row in table.grid.data() if row.text(c))]
    bare = [c for c in columns if all(row.text(c).isdigit() for row in table.grid.data() if row.text(c))] or of_set
    if (of_set and not roles.get(counts)) or (bare and len(bare) < len(columns) and not roles.get(counts)):
        roles[counts] = bare
        roles[lists] = [column for column in roles[lists] if column not in bare]


def _told_by_cells(table: StitchedTable, column: int) -> str | None:
    """Return the role that the cells of a column tell: "9/19 tiêu chí", "11/19 tiêu chí (thêm TC 3, 13)"."""
    texts = [fold(text) for row in table.grid.data() if (text := row.text(column))]
    planned = table_rules().says("planned_side", table.grid.paths[column])
    if texts and all(map(MET_CELL.fullmatch, texts)) and not planned:
        return "met_count"
    lists = [match for text in texts if (match := COUNT_AND_LIST.fullmatch(text))]
    if lists and len(lists) == len(texts) and all(len(_numbers(m["list"])) == int(m["count"]) for m in lists):
        return "planned_list" if planned else "met_list"
    return "planned_list" if texts and all(map(MORE_TO_COME.fullmatch, texts)) and planned else None


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _counts_on(table: StitchedTable) -> bool:
    """Tell whether the first column holds running numbers, whatever its heading was read as ("ST." for "STT")."""
    numbers = [int(text) for row in table.grid.data() if (text := row.text(0).strip(". ")).isdecimal()]
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) > 2 and sum(step == 1 for step in steps) > LEAST_STEPS * len(steps)


def _unnamed_names(table: StitchedTable) -> int | None:
    """Return the column of names of communes ("Xã Khánh Xuân - H. Lộc Bình") that has no heading, or an unknown one."""
    for column, path in enumerate(table.grid.paths):
        texts = [row.text(column) for row in table.grid.data() if row.text(column)]
        named = [text for text in texts if re.match(r"(?:xã|x\.|thị trấn|tt\.?|huyện|h\.|phường)\s", fold(text))]
        if (not path or role_of(path) == "other") and texts and len(named) * 2 > len(texts):
            return column
    return None

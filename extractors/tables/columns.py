"""What each column of a table holds, and which years and standard its headings speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.rulebook import load_rules, mend_slips
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from normalizers.text import fold
from schemas.mentions import CriterionMention
from schemas.vocabulary import Standard

STRAY = re.compile(r"^[^\w(%]+|[“”\"'‘’«»,;:.]+$")  # what specks leave at the ends of a heading
LEAST_STEPS = 0.6  # share of running numbers that follow the one before; groups begin anew
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
# "1", "TC 1", "Tiêu chí số 1: Quy hoạch", "1. Quy hoạch"; a bare name too.
CRITERION = re.compile(
    r"^(?:(?:tiêu chí|tc)\s*(?:số)?\s*)?(?P<number>\d{1,2})(?:\s*[.:)–-]?\s*(?P<name>[^\W\d].*))?$", re.IGNORECASE
)
BROKEN_NUMBER = re.compile(r"(?<=\d)\s(?=\d$)")  # "TC1 0", a number broken over two lines of a narrow heading
NUMBERED_CRITERION = re.compile(r"(?:tiêu chí\s*)?(?:số\s*)?\d{1,2}")  # under "Số xã đạt tiêu chí"
NUMBER_OF_CRITERION = re.compile(r"(?:số|mã)(?: (?:số|hiệu))? tiêu chí|tiêu chí số")
OF_DISTRICTS = re.compile(r"^(?:tên |thuộc )?(?:huyện|đơn vị cấp huyện|quận, huyện)\b")
STEPS = {
    Standard.COMMUNE_ADVANCED: ("nc", "nâng cao"),
    Standard.COMMUNE_MODEL: ("km", "kiểu mẫu"),
    Standard.COMMUNE_MODERN: ("hđ", "hiện đại"),
}
MET_CELL = re.compile(r"(?:đạt )?\d{1,2}(?: ?/ ?\d{1,2})? (?:tc|tiêu chí)")
# Counts that there will be, and in brackets the criteria that make the difference.
MORE_TO_COME = re.compile(
    r"(?:đạt )?\d{1,2}(?: ?/ ?\d{1,2})? ?(?:tc|tiêu chí)? ?\((?:tăng |đạt )?thêm:? (?P<list>[^()]*\d[^()]*)\)"
)
SEVERAL_NAMES = re.compile(r"[,;] *(?!huyện|h\.|thành phố|tp|thị xã|tx|quận|tỉnh|\d)")  # no "Cao Lâu, huyện Cao Lộc"
BARE_NAME = re.compile(r"^[^\W\d][^\d]*$")


@dataclass(frozen=True, slots=True)
class TableRules:
    """The rules of `rules/tables.toml`, compiled."""

    columns: tuple[tuple[str, re.Pattern[str]], ...]
    words: dict[str, re.Pattern[str]]
    short: tuple[tuple[re.Pattern[str], str], ...]
    standards: tuple[tuple[Standard, re.Pattern[str]], ...]

    def says(self, key: str, text: str) -> bool:
        """Tell whether a text has the words of a kind."""
        return bool(self.words[key].search(self.written_out(mend_slips(fold(text)))))

    def written_out(self, folded: str) -> str:
        """Write the abbreviations of headings out: "số tc đạt" is "số tiêu chí đạt"."""
        for pattern, long in self.short:
            folded = pattern.sub(long, folded)
        return folded


@cache
def table_rules() -> TableRules:
    """Load the rules for tables."""
    data = load_rules("tables.toml")
    return TableRules(
        columns=tuple((entry["role"], re.compile(entry["words"])) for entry in data["column"]),
        words={key: re.compile(words) for key, words in data["words"].items()},
        short=tuple((re.compile(rf"(?<!\w){short}(?![^\W\d])"), long) for short, long in data["short"].items()),
        standards=tuple((Standard(entry["key"]), re.compile(entry["words"])) for entry in data["standard"]),
    )


def column_roles(table: StitchedTable) -> dict[str, list[int]]:
    """Return the columns of each role; one whose heading fits no rule has the role "other"."""
    roles: dict[str, list[int]] = {}
    for column, path in enumerate(table.grid.paths):
        roles.setdefault(_role(path), []).append(column)
    if "name" not in roles and "criterion" not in roles and (unnamed := _unnamed_names(table)) is not None:
        roles["name"] = [unnamed]
        roles["other"] = [column for column in roles.get("other", []) if column != unnamed]
    if "number" not in roles and 0 in roles.get("other", []) and _counts_on(table):
        roles["number"] = [0]
        roles["other"].remove(0)
    if "criterion" in roles:  # "Số TC | Tên tiêu chí": the criterion's own number, no count
        own = [column for column in roles.get("met_count", []) if column < roles["criterion"][0]]
        if own and table.grid.paths[own[0]] and NUMBER_OF_CRITERION.fullmatch(_written_out(table.grid.paths[own[0]])):
            roles["number"] = [own[0]]
            roles["met_count"].remove(own[0])
    for side in ("met", "planned", "lacking"):
        _part_counts_from_lists(table, roles, f"{side}_count", f"{side}_list")
    for column in list(roles.get("other", [])) if "name" in roles else ():
        if told := _told_by_cells(table, column):
            roles["other"].remove(column)
            roles.setdefault(told, []).append(column)
    if "name" in roles and not {"met_count", "met_list"} & roles.keys():
        roles["met_count"] = [column for column in roles.get("other", []) if _counts_by_title(table, column)]
        roles["other"] = [column for column in roles.get("other", []) if column not in roles["met_count"]]
    for column in roles.pop("village", []):  # "Khu dân cư | 3" counts them
        counts = all(row.text(column).isdigit() for row in table.grid.data() if row.text(column))
        roles.setdefault("other" if counts else "village", []).append(column)
    named = [column for column in roles.get("name", []) if _lists_names(table, column, roles)]
    if named and (len(named) < len(roles["name"]) or "criterion" in roles):
        roles["named"] = named
        roles["name"] = [column for column in roles["name"] if column not in named]
    roles = {role: columns for role, columns in roles.items() if columns}
    if len(roles.get("name", [])) > 1:  # the communes' column before that of their districts
        roles["name"].sort(
            key=lambda column: bool(OF_DISTRICTS.match(fold(table.grid.paths[column].split(PATH_MARK)[-1])))
        )
    return roles


def _written_out(path: str) -> str:
    return table_rules().written_out(
        mend_slips(PATH_MARK.join(STRAY.sub("", part) for part in fold(path).split(PATH_MARK)))
    )


def _role(path: str) -> str:
    folded = _written_out(path)
    *above, last = folded.split(PATH_MARK)
    if above and NUMBERED_CRITERION.fullmatch(last):
        return "other"
    for role, pattern in table_rules().columns:
        if pattern.search(folded) or (
            role in ("number", "name", "whole", "note", "criterion") and pattern.search(last)
        ):
            return role
    return "other"


def _lists_names(table: StitchedTable, column: int, roles: dict[str, list[int]]) -> bool:
    """Tell whether a column names what a row counts ("Xuân An, Nga Hoàng") rather than what the row is about."""
    texts = [text for row in table.grid.data() if (text := row.text(column))]
    several = sum(bool(SEVERAL_NAMES.search(fold(text))) for text in texts)
    return several * 3 > len(texts) or ("criterion" in roles and roles["criterion"][0] < column)


def _counts_by_title(table: StitchedTable, column: int) -> bool:
    """Tell whether a column counts criteria since the table's title says so: "Thực hiện > 2022" over "17"."""
    says, path = table_rules().says, table.grid.paths[column]
    texts = [text for row in table.grid.data() if (text := row.text(column))]
    counts = bool(texts) and all(text.isdigit() and len(text) < 3 for text in texts)
    done = says("done_side", path) and not says("planned_side", path) and year_in(path) is not None
    return counts and done and says("counts_criteria", table.title or "")


def _part_counts_from_lists(table: StitchedTable, roles: dict[str, list[int]], counts: str, lists: str) -> None:
    """Take for counts the columns of bare numbers beside one of lists, both under a heading that speaks of criteria."""
    columns = [column for column in roles.get(lists, []) if any(row.text(column) for row in table.grid.data())]
    bare = [c for c in columns if all(row.text(c).isdigit() for row in table.grid.data() if row.text(c))]
    if bare and len(bare) < len(columns) and not roles.get(counts):
        roles[counts] = bare
        roles[lists] = [column for column in roles[lists] if column not in bare]


def _told_by_cells(table: StitchedTable, column: int) -> str | None:
    """Return the role that the cells of a column tell: "9/19 tiêu chí", "11/19 tiêu chí (thêm TC 3, 13)"."""
    texts = [fold(text) for row in table.grid.data() if (text := row.text(column))]
    planned = table_rules().says("planned_side", table.grid.paths[column])
    if texts and all(map(MET_CELL.fullmatch, texts)) and not planned:
        return "met_count"
    return "planned_list" if texts and all(map(MORE_TO_COME.fullmatch, texts)) and planned else None


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
        if (not path or _role(path) == "other") and texts and len(named) * 2 > len(texts):
            return column
    return None


def criterion_in(heading: str) -> CriterionMention | None:
    """Read the criterion that a heading or the first cell of a row is: its number, its name, or both."""
    text = BROKEN_NUMBER.sub("", heading.strip(" .:"))
    if match := CRITERION.match(text):
        return CriterionMention(number=str(int(match["number"])), name=match["name"], explicit=True)
    return CriterionMention(name=text, explicit=True) if BARE_NAME.match(text) else None


def year_in(text: str | None) -> str | None:
    """Return the last year that a heading names; a period counts by its last year."""
    years = YEAR.findall(text or "")
    return years[-1] if years else None


def standard_in(*texts: str | None) -> Standard:
    """Return the standard that the first of the texts to name one speaks of; the commune's own where none does."""
    for text in texts:
        for standard, pattern in table_rules().standards:
            if text and pattern.search(table_rules().written_out(fold(text))):
                return standard
    return Standard.COMMUNE


def heading_standard(table: StitchedTable, column: int) -> Standard:
    """Return the standard over a column; "Xã đạt chuẩn NTM" in a table about several is the communes' own."""
    path = table.grid.paths[column]
    return standard_in(path) if table_rules().says("any_standard", path) else standard_in(table.title)


def standard_over(table: StitchedTable, column: int, group: str | None) -> Standard:
    """Return the standard of a cell: that of its group of rows, else that over its column."""
    return standard_in(group) if table_rules().says("any_standard", group or "") else heading_standard(table, column)


def standard_alone(text: str) -> Standard | None:
    """Return the standard that a cell or heading is the name of and nothing else: "NTMNC", "Nâng cao", "Xã NTM"."""
    match = table_rules().words["standard_alone"].fullmatch(fold(text))
    if match is None or not (match["own"] or match["step"]):
        return None
    step = match["step"]
    if step is None:
        return Standard.COMMUNE
    return next((standard for standard, words in STEPS.items() if step in words), None)

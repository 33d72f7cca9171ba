"""Tables of villages, residential areas and the like by place."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractors.tables.columns import heading_standard, standard_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, label_of, name_of
from extractors.tables.named_targets import communes_in, names_beside
from extractors.tables.roadmaps import YEAR_HEADING
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.place_names import split_kind
from normalizers.text import fold
from schemas.mentions import TargetMention
from schemas.vocabulary import Counted, Standard, Status

COMMUNES = re.compile(r"^(?:tên |các )?xã$")
NAME_WITH_TOTAL = re.compile(r"^(?P<name>.+?)\s*\(\s*(?P<total>\d+)\s*(?P<noun>\w+)[^)]*\)\s*$")
YEARS_WITHIN = 2  # the first columns
COUNTED = {
    "khu dân cư": Counted.RESIDENTIAL_AREA,
    "kdc": Counted.RESIDENTIAL_AREA,
    "vườn": Counted.GARDEN,
    "thôn": Counted.VILLAGE,
    "làng": Counted.VILLAGE,
    "bản": Counted.VILLAGE,
    "ấp": Counted.VILLAGE,
    "xóm": Counted.VILLAGE,
    "xã": Counted.COMMUNE,
}
SMALLER = re.compile(rf"(?<!nông )\b(?:{'|'.join(noun for noun in COUNTED if noun != 'xã')})\b")
NOUN = re.compile(
    rf"(?:^|> )(?:số (?:lượng )?)?(?P<noun>{'|'.join(COUNTED)})(?!\w)|số (?P<later>{'|'.join(COUNTED)})(?!\w)"
)
THINGS = {
    Counted.VILLAGE: Standard.VILLAGE,
    Counted.GARDEN: Standard.GARDEN_MODEL,
    Counted.COMMUNE: Standard.COMMUNE,
    Counted.RESIDENTIAL_AREA: Standard.RESIDENTIAL_AREA_MODEL,
}


def has_places(roles: Roles) -> bool:
    """Tell whether a table counts things by place, or by year."""
    return not {"met_things", "planned_things", "things"}.isdisjoint(roles)


def read_places(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read two targets a row: the result of the year before and what is planned."""
    mentions = TableMentions()
    years = None if "name" in roles else _years_down(table)
    if "name" not in roles and years is None:
        return mentions
    says, heading = table_rules().says, f"{table.title or ''} {table.caption or table.above}"
    planned = says("planned_side", heading) and not says("met_side", heading)
    said_by = {"met_things": Status.RESULT, "planned_things": Status.TARGET}
    if planned or says("met_side", heading):
        said_by["things"] = Status.TARGET if planned else Status.RESULT
    for row in table.grid.rows:
        name = label_of(row) if years is None else row.text(years)
        if row.kind is RowKind.GROUP or not name:
            continue
        match = NAME_WITH_TOTAL.match(name)
        whole = row.kind is RowKind.TOTAL or years is not None
        place = None if whole else _with_kind(match["name"] if match else name, table, roles)
        update = {"place": place, "total": match["total"] if match else None}
        if years is not None:
            update = {"year": year_in(name)}
        for role, said in said_by.items():
            for column in roles.get(role, []):
                status = Status.TARGET if planned and not says("done_side", table.grid.paths[column]) else said
                if target := _target(table, row, column, status, roles.get("share", [])):
                    mentions.targets.append(target.model_copy(update=update))
    return mentions


def _years_down(table: StitchedTable) -> int | None:
    """Return the column of years that the rows are of."""
    for column in range(min(table.grid.column_count, YEARS_WITHIN)):
        texts = [row.text(column) for row in table.grid.data()]
        if texts and all(map(YEAR_HEADING.fullmatch, texts)):
            return column
    return None


def _target(
    table: StitchedTable, row: Row, column: int, status: Status, shares: Collection[int]
) -> TargetMention | None:
    """Read the count of one cell, with its share beside it: of all so far, of what is reached or is to come."""
    value, path, title = row.text(column), table.grid.paths[column], table.title or ""
    says = table_rules().says
    noun = NOUN.search(fold(path))
    if not value.isdigit() or noun is None:
        return None
    counted = COUNTED[noun["noun"] or noun["later"]]
    to_come = status is Status.TARGET and not says("whole_so_far", path)
    names = names_beside(table, column) if counted is Counted.COMMUNE and to_come else None
    return TargetMention(
        status=status,
        standard=_standard(counted, table, column),
        counted=counted,
        reached=None if to_come else value,
        added=value if to_come else None,
        percent=(row.text(column + 1).rstrip("% ") or None) if column + 1 in shares else None,
        communes=tuple(communes_in(table, row, names)),
        year=year_in(path) or (year_in(title) if status is Status.RESULT and says("met_side", title) else None),
        table_label=name_of(table),
        evidence=table.grid.evidence([cell for cell in row.cells if cell and cell.text.strip()]),
    )


def _with_kind(name: str, table: StitchedTable, roles: Roles) -> str:
    """Write "xã" before a bare name under "Tên xã": a commune may bear its district's name."""
    heading = fold(table.grid.paths[roles["name"][0]].split(PATH_MARK)[-1])
    return f"xã {name}" if COMMUNES.search(heading) and not split_kind(name).kinds else name


def _standard(counted: Counted, table: StitchedTable, column: int) -> Standard:
    """Return what the things are to meet, as the heading over their column says, or the table's title."""
    if counted is Counted.COMMUNE:
        title, path = fold(table.title or ""), table.grid.paths[column]
        several = sum(bool(words.search(title)) for _, words in table_rules().standards) > 1
        return standard_in(path) if several or SMALLER.search(title) else heading_standard(table, column)
    if counted is Counted.VILLAGE and "kiểu mẫu" in fold(table.grid.paths[column]):
        return Standard.VILLAGE_MODEL
    return THINGS[counted]

"""Tables of villages, residential areas and the like by place."""

from __future__ import annotations

import re

from extractors.tables.columns import year_in
from extractors.tables.gathered import NUMBER, Roles, TableMentions, name_of
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import RowKind
from normalizers.text import fold
from schemas.mentions import TargetMention
from schemas.vocabulary import Counted, Standard, Status

NAME_WITH_TOTAL = re.compile(r"^(?P<name>.+?)\s*\(\s*(?P<total>\d+)\s*(?P<noun>\w+)[^)]*\)\s*$")
COUNTED = {"thôn": Counted.VILLAGE, "bản": Counted.VILLAGE, "xã": Counted.COMMUNE, "vườn": Counted.GARDEN}
THINGS = {Counted.VILLAGE: Standard.VILLAGE, Counted.GARDEN: Standard.GARDEN_MODEL, Counted.COMMUNE: Standard.COMMUNE}


def has_places(roles: Roles) -> bool:
    """Tell whether a table counts things by place."""
    return "name" in roles and ("met_things" in roles or "planned_things" in roles)


def read_places(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read two targets a row: the result of the year before and what is planned."""
    mentions = TableMentions()
    for row in table.grid.rows:
        name = next((cell.text for cell in row.cells if cell and cell.text.strip() and not NUMBER.match(cell.text)), "")
        if row.kind is RowKind.GROUP or not name:
            continue
        match = NAME_WITH_TOTAL.match(name)
        place = None if row.kind is RowKind.TOTAL else (match["name"] if match else name)
        for role, status in (("met_things", Status.RESULT), ("planned_things", Status.TARGET)):
            for column in roles.get(role, []):
                value = row.text(column)
                if not value.isdigit():
                    continue
                path = table.grid.paths[column]
                counted = next((c for word, c in COUNTED.items() if f"số {word}" in fold(path)), None)
                if counted is None:
                    continue
                mentions.targets.append(
                    TargetMention(
                        status=status,
                        standard=THINGS[counted],
                        counted=counted,
                        reached=value if status is Status.RESULT else None,
                        added=value if status is Status.TARGET else None,
                        total=match["total"] if match else None,
                        place=place,
                        year=year_in(path),
                        table_label=name_of(table),
                        evidence=table.grid.evidence([cell for cell in row.cells if cell and cell.text.strip()]),
                    )
                )
    return mentions

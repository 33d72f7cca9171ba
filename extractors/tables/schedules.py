"""Schedules of work: who does what by when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.tables.columns import criterion_in, standard_in, table_rules
from extractors.tables.gathered import Roles, TableMentions
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import Row
from normalizers.text import fold
from schemas.mentions import ActivityMention

BOUNDS = re.compile(r"(?:bắt đầu|từ(?: ngày| tháng)?|kết thúc|đến(?: ngày| tháng)?|hoàn thành)$")
# "Quý II", "Quý > 2", "Tháng 10", "Tháng > 10", "T10" at the end of a heading.
PERIOD = re.compile(r"(?:quý (?:.*> )?(?P<quarter>iv|i{1,3}|[1-4])|(?:tháng (?:.*> )?|\bt\.?)(?P<month>\d{1,2}))$")


def is_schedule(roles: Roles) -> bool:
    """Tell whether a table says who does what by when; the work may be a criterion that a body is in charge of."""
    return ("content" in roles and ("time" in roles or "lead" in roles)) or _is_of_criteria(roles)


def _is_of_criteria(roles: Roles) -> bool:
    return "criterion" in roles and ("lead" in roles or ("time" in roles and "office" in roles))


def read_schedule(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a row an activity, under its group."""
    mentions = TableMentions()

    def text(row: Row, role: str) -> str | None:
        return row.text(roles[role][0]).strip(" ,;") or None if role in roles else None

    times = [c for c in roles.get("time", []) if BOUNDS.search(fold(table.grid.paths[c]))]
    calendar = "time" in roles and "content" in roles and roles["time"][0] < roles["content"][0]
    last: tuple[str | None, str | None] = (None, None)  # the group and time of the row above
    periods = _periods(table) if "time" not in roles else {}
    for row in table.grid.data():
        criterion = criterion_in(row.text(roles["criterion"][0])) if _is_of_criteria(roles) else None
        content = text(row, "content") or (criterion.name if criterion else None)
        if content is None:
            continue
        time = _between(row, times) or text(row, "time") or _marked_time(table, row, periods)
        if time is None and calendar and last[0] == row.group:
            time = last[1]  # a month before all its work
        last = (row.group, time)
        mentions.activities.append(
            ActivityMention(
                section=_section(row.group),
                content=content,
                criterion=criterion,
                standard=standard_in(table.title) if criterion else None,
                lead=text(row, "lead") or (text(row, "office") if criterion or "lead" not in roles else None),
                coordinating=text(row, "coordinating"),
                direction=text(row, "direction"),
                time=time,
                evidence=table.grid.evidence([cell for cell in row.cells if cell and cell.text.strip()]),
            )
        )
    return mentions


def _between(row: Row, times: Sequence[int]) -> str | None:
    """Return the time from a column of beginnings to one of ends; None where there are no two such columns."""
    bounds = [row.text(column) for column in times]
    return f"từ {bounds[0]} đến {bounds[1]}" if len(bounds) == 2 and all(bounds) else None


def _periods(table: StitchedTable) -> dict[int, tuple[str, str]]:
    """Return the columns headed by quarters or months in which marks say when the work is done: "Quý", "II"."""
    found = {}
    for column, path in enumerate(table.grid.paths):
        match = PERIOD.search(fold(path))
        texts = [text for row in table.grid.data() if (text := row.text(column))]
        if match and texts and all(table_rules().says("met", text) for text in texts):
            found[column] = ("Quý", match["quarter"].upper()) if match["quarter"] else ("Tháng", match["month"])
    return found if len({unit for unit, _ in found.values()}) == 1 else {}


def _marked_time(table: StitchedTable, row: Row, periods: dict[int, tuple[str, str]]) -> str | None:
    marked = [periods[column] for column in periods if row.text(column)]
    return f"{marked[0][0]} {', '.join(number for _, number in marked)}" if marked else None


def _section(group: str | None) -> str | None:
    """Write a group's number with a point: "I. Kiện toàn bộ máy"."""
    return re.sub(r"^([IVX]+)\.?\s", r"\1. ", group) if group else None

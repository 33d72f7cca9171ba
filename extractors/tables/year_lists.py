"""Lists of communes by year: "2023 | 02 xã | Nga My, Kha Sơn"."""

from __future__ import annotations

import re

from extractors.tables.columns import standard_in, table_rules, year_in
from extractors.tables.gathered import TableMentions
from extractors.tables.named_targets import COUNT, LISTS, added_target
from extractors.tables.roadmaps import YEAR_HEADING
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from normalizers.text import fold

YEARS = re.compile(r"(?:các )?(?:năm|lộ trình|thời gian)(?: (?:đạt chuẩn|thực hiện|về đích))?")
COUNTS = re.compile(r"(?:tổng )?(?:số lượng|số xã|số lượng xã|tổng số)(?: .*)?")


def read_year_list(table: StitchedTable) -> TableMentions:
    """Read how many communes are to reach the standard in each year, and which; nothing of any other table."""
    mentions, says = TableMentions(), table_rules().says
    lasts = [fold(path).split(PATH_MARK)[-1] for path in table.grid.paths]
    years, counts, lists = (
        next((i for i, last in enumerate(lasts) if form.fullmatch(last)), None) for form in (YEARS, COUNTS, LISTS)
    )
    title = table.title or ""
    if years is None or counts is None or lists is None or not (says("planned_side", title) and says("reach", title)):
        return mentions
    rows = list(table.grid.data())
    if not all(COUNT.fullmatch(row.text(counts)) and YEAR_HEADING.fullmatch(row.text(years)) for row in rows):
        return mentions
    columns, standard = (years, counts, lists), standard_in(title)
    for row in rows:
        if target := added_target(table, row, columns, year=year_in(row.text(years)), standard=standard):
            mentions.targets.append(target)
    return mentions

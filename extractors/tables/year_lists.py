"""Lists of communes by year: "2023 | 02 xã | Nga My, Kha Sơn", each row read as the sentence that it stands for."""

from __future__ import annotations

import re

from extractors.context import Context
from extractors.quantities import find_quantities
from extractors.tables.columns import standard_in, table_rules, year_in
from extractors.tables.gathered import TableMentions, name_of
from extractors.tables.measure_tables import Analyse
from extractors.tables.roadmaps import YEAR_HEADING
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from extractors.targets import TargetFinder
from normalizers.text import fold
from schemas.document import Paragraph
from schemas.vocabulary import Standard

YEARS = re.compile(r"(?:các )?(?:năm|lộ trình|thời gian)(?: (?:đạt chuẩn|thực hiện|về đích))?")
COUNTS = re.compile(r"(?:tổng )?(?:số lượng|số xã|số lượng xã|tổng số)(?: .*)?")
LISTS = re.compile(
    r"(?:tên |các |danh sách |tên các |danh sách các |cụ thể(?: các)? )?(?:xã|đơn vị|địa phương)(?: .*)?"
)
COUNT = re.compile(r"(\d{1,3})(?: xã)?")
NAMES = {
    Standard.COMMUNE: "đạt chuẩn nông thôn mới",
    Standard.COMMUNE_ADVANCED: "đạt chuẩn nông thôn mới nâng cao",
    Standard.COMMUNE_MODEL: "đạt chuẩn nông thôn mới kiểu mẫu",
    Standard.COMMUNE_MODERN: "đạt chuẩn nông thôn mới hiện đại",
}


def read_year_list(table: StitchedTable, analyse: Analyse) -> TableMentions:
    """Read how many communes are to reach the standard in each year, and which; nothing of any other table."""
    mentions, says = TableMentions(), table_rules().says
    lasts = [fold(path).split(PATH_MARK)[-1] for path in table.grid.paths]
    years, counts, lists = (
        next((i for i, last in enumerate(lasts) if form.fullmatch(last)), None) for form in (YEARS, COUNTS, LISTS)
    )
    title = table.title or ""
    if years is None or counts is None or lists is None or not (says("planned_side", title) and says("reach", title)):
        return mentions
    rows = [(row, COUNT.fullmatch(row.text(counts))) for row in table.grid.data()]
    if not rows or not all(count and YEAR_HEADING.fullmatch(row.text(years)) for row, count in rows):
        return mentions
    standard = NAMES[standard_in(title)]
    for row, count in rows:
        sentence = f"Phấn đấu có thêm {count[1] if count else ''} xã {standard}: {row.text(lists)}"
        analysis = analyse(sentence)
        update = {
            "year": year_in(row.text(years)),
            "table_label": name_of(table),
            "evidence": table.grid.evidence([row.cells[column] for column in (years, counts, lists)]),
        }
        finder = TargetFinder(Paragraph(sentence, ()), analysis, find_quantities(analysis), Context())
        mentions.targets.extend(target.model_copy(update=update) for target in finder.find())
    return mentions

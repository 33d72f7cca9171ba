"""Measures that head the columns beside the names of places: "Tỷ lệ hộ nghèo (%)" over "1,2"."""

from __future__ import annotations

import re

from extractors.context import Context
from extractors.indicators import find_indicators
from extractors.quantities import find_quantities
from extractors.tables.columns import year_in
from extractors.tables.gathered import Roles, TableMentions, name_of
from extractors.tables.measure_tables import FIGURE, UNIT_IN_LABEL, Analyse, status_of, written_as_sentence
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, RowKind
from extractors.targets import TargetFinder
from normalizers.text import fold
from schemas.document import Paragraph

OF_COUNTS = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng)(?: đạt| xã| thôn| so với| hoàn thành| tiêu chí|$)")


def read_place_measures(table: StitchedTable, roles: Roles, analyse: Analyse) -> TableMentions:
    """Read the columns that say their unit and are measures of the project's list; others may be shares of counts."""
    mentions = TableMentions()
    if "name" not in roles:
        return mentions
    names = roles["name"][0]
    columns = {
        column: match
        for column, path in enumerate(table.grid.paths)
        for part in path.split(PATH_MARK)
        if (match := UNIT_IN_LABEL.match(part)) and not OF_COUNTS.match(fold(match["label"]))
    }
    for row in table.grid.rows:
        name, whole = row.text(names), row.kind is RowKind.TOTAL
        if row.kind is RowKind.GROUP or not (name or whole):
            continue
        at = table.grid.evidence([row.cells[names]])
        for column, match in columns.items():
            value, path = row.text(column), table.grid.paths[column]
            if not FIGURE.match(fold(value)):
                continue
            sentence = written_as_sentence(match["label"], value, match["unit"])
            analysis = analyse(sentence)
            quantities, paragraph = find_quantities(analysis), Paragraph(sentence, ())
            finder = TargetFinder(paragraph, analysis, quantities, Context())
            finder.find()
            update = {
                "status": status_of(f"{path} {table.title or ''}"),
                "year": year_in(path) or year_in(table.title),
                "place": None if whole else name,
                "place_evidence": None if whole else at,
                "label": match["label"],
                "table_label": name_of(table),
                "evidence": table.grid.evidence([row.cells[column]]),
            }
            found = find_indicators(paragraph, analysis, quantities, finder.used, Context())
            mentions.indicators.extend(each.model_copy(update=update) for each in found if each.key)
    return mentions

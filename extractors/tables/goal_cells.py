"""Goals told in words in the cells of a table: "Thêm 03 xã đạt" beside a criterion and the body in charge."""

from __future__ import annotations

from extractors.context import Context
from extractors.indicators import find_indicators
from extractors.quantities import find_quantities
from extractors.tables.columns import criterion_in, table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, name_of
from extractors.tables.measure_tables import Analyse
from extractors.tables.stitching import StitchedTable
from extractors.targets import TargetFinder
from schemas.document import Paragraph, has_digit


def read_goal_cells(table: StitchedTable, roles: Roles, analyse: Analyse) -> TableMentions:
    """Read the sentences of the columns whose headings say that they hold goals; a bare number is none."""
    mentions = TableMentions()
    goals = [c for c in roles.get("other", []) if table_rules().says("goal", table.grid.paths[c])]
    named = roles.get("criterion") or roles.get("content") or []
    if not named or not goals:
        return mentions
    labels = named[0]
    for row in table.grid.data():
        label = row.text(labels)
        criterion = criterion_in(label) if "criterion" in roles else None
        for column in goals:
            text = row.text(column)
            if not has_digit(text) or not any(letter.isalpha() for letter in text):
                continue
            sentence = text if criterion else f"{label}: {text}"
            context = Context(criterion=criterion, year=year_in(table.grid.paths[column]), aims=True)
            analysis = analyse(sentence)
            quantities, paragraph = find_quantities(analysis), Paragraph(sentence, ())
            finder = TargetFinder(paragraph, analysis, quantities, context)
            update = {
                "table_label": name_of(table),
                "evidence": table.grid.evidence([row.cells[labels], row.cells[column]]),
            }
            mentions.targets.extend(target.model_copy(update=update) for target in finder.find())
            found = find_indicators(paragraph, analysis, quantities, finder.used, context)
            mentions.indicators.extend(each.model_copy(update=update) for each in found)
    return mentions

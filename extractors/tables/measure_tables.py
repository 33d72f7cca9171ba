"""Tables of measures: one a row with its unit and its values by year, each read as the sentence that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractors.analysis import Analysis
from extractors.context import Context
from extractors.indicators import find_indicators
from extractors.quantities import find_quantities
from extractors.tables.columns import table_rules, year_in
from extractors.tables.gathered import Roles, TableMentions, name_of
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import Row, RowKind
from extractors.targets import TargetFinder
from normalizers.text import fold
from schemas.document import Paragraph
from schemas.vocabulary import Status

Analyse = Callable[[str], Analysis]
FIGURE = re.compile(
    r"^(?:trên|dưới|từ|khoảng|ít nhất|tối thiểu|>=|<=|[≥≤><~])?\s*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*%?$"
)
UNIT_IN_LABEL = re.compile(r"^(?P<label>.+?)\s*\(\s*(?:đvt:?\s*)?(?P<unit>[^()]{1,24})\)\s*$", re.IGNORECASE)
MILLIONS = re.compile(r"(?<!\w)tr\.? ?(?:đồng|đ)(?!\w)", re.IGNORECASE)
LAST_AND_THIS = 2
MARKER = re.compile(r"^(?:[-–+*•]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\))\s*")


@dataclass(frozen=True, slots=True)
class _Column:
    position: int
    status: Status
    year: str | None


def has_measures(roles: Roles) -> bool:
    """Tell whether a table may give measures by year."""
    return "measure" in roles or ("content" in roles and "unit" in roles)


def read_measures(table: StitchedTable, roles: Roles, analyse: Analyse) -> TableMentions:
    """Read the targets and indicators that the rows state."""
    mentions = TableMentions()
    labels = (roles.get("measure") or roles["content"])[0]
    units = roles.get("unit", [None])[0]
    columns = list(_values(table, {labels, *(c for r in ("number", "unit", "note") for c in roles.get(r, []))}))
    for row in table.grid.rows:
        # "Tỷ lệ …", "Tổng số …" begin measures here, not sums of the rows above.
        label, unit = _measure(row, labels, units) if row.kind is not RowKind.GROUP else ("", "")
        for column in columns if label else ():
            value = row.text(column.position)
            if FIGURE.match(fold(value)):
                _add(mentions, table, row, column, written_as_sentence(label, value, unit), analyse, labels)
    return mentions


def _measure(row: Row, labels: int, units: int | None) -> tuple[str, str]:
    label, unit = MARKER.sub("", row.text(labels)), row.text(units)
    if not unit and (match := UNIT_IN_LABEL.match(label)):
        label, unit = match["label"], match["unit"]
    return label.rstrip(" :;,."), unit


def written_as_sentence(label: str, value: str, unit: str) -> str:
    """Write "Tỷ lệ hộ nghèo đạt 7,0 %"; of work to be done ("Cứng hóa đường 350 km") nothing is reached."""
    verb = "" if table_rules().says("work", label) else " đạt"
    unit = MILLIONS.sub("triệu đồng", unit)
    shared = value.endswith("%") and unit.strip() == "%"
    return f"{label}{verb} {value}{'' if shared else ' ' + unit.lower()}".strip()


def _add(
    mentions: TableMentions,
    table: StitchedTable,
    row: Row,
    column: _Column,
    sentence: str,
    analyse: Analyse,
    labels: int,
) -> None:
    analysis = analyse(sentence)
    quantities, paragraph = find_quantities(analysis), Paragraph(sentence, ())
    finder = TargetFinder(paragraph, analysis, quantities, Context())
    update = {
        "status": column.status,
        "year": column.year,
        "table_label": name_of(table),
        "evidence": table.grid.evidence([row.cells[labels], row.cells[column.position]]),
    }
    targets = finder.find()
    mentions.targets.extend(target.model_copy(update=update) for target in targets)
    found = find_indicators(paragraph, analysis, quantities, finder.used, Context())
    mentions.indicators.extend(each.model_copy(update={**update, "label": row.text(labels)}) for each in found)


def status_of(heading: str) -> Status:
    """Tell whether the values below a heading are planned, estimated or reached; planned where it says nothing."""
    says = table_rules().says
    if says("estimate", heading):
        return Status.ESTIMATE
    return Status.TARGET if says("planned_side", heading) or not says("done_side", heading) else Status.RESULT


def _values(table: StitchedTable, taken: set[int]) -> Iterator[_Column]:
    """Yield the columns of values: results, estimates, and of the plans only the latest."""
    rules = table_rules()
    found: list[tuple[_Column, bool]] = []
    for position, path in enumerate(table.grid.paths):
        if position in taken or rules.says("no_value", path):
            continue
        status = status_of(path)
        planned = rules.says("planned_side", path) or not rules.says("done_side", path)
        year = year_in(path) or (year_in(table.title) if planned else None)
        if year or status is not Status.TARGET or rules.says("planned_side", path):
            found.append((_Column(position, status, year), planned and status is not Status.ESTIMATE))
    done = {column.year for column, planned in found if not planned and column.year}
    plans = sorted({column.year for column, planned in found if planned and column.year})
    for column, planned in found:
        # "KH 2023" beside "TH 2023", or beside nothing but "KH 2024": last year's plan.
        said = rules.says("planned_side", table.grid.paths[column.position])
        last = len(plans) == LAST_AND_THIS and column.year == plans[0] and not done and said
        outdated = column.year in done or last
        if not (planned and column.year and outdated):
            yield column

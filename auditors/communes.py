"""Checks of the tables of communes: each row by itself, against its heading, and against what is said of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from auditors.commune_rows import CommuneRow, commune_rows
from auditors.figures import grouped
from auditors.finding import Claim, accuse, repair
from auditors.rounding import at_most
from auditors.wording import rules
from schemas.evidence import Evidence
from schemas.facts import CommuneProgress, Facts, Target
from schemas.findings import Code
from schemas.vocabulary import CriterionState, Severity, Standard, Status


def met_and_planned(facts: Facts) -> Iterator[Claim]:
    """Find criteria that one row has both as met and as planned."""
    for row in commune_rows(facts):
        for criterion in sorted(row.met.numbers & row.planned.numbers):
            both = [each for each in (*row.met.criteria, *row.planned.criteria) if each.criterion == criterion]
            yield accuse(
                facts,
                row.progress,
                Code.MET_AND_PLANNED,
                "both",
                stated=str(criterion),
                related=(row.progress, *both),
                number=criterion,
            )


def met_plus_planned(facts: Facts) -> Iterator[Claim]:
    """Find communes said to reach the standard in the year whose met and planned criteria are not all there are."""
    for row in commune_rows(facts):
        progress, met, planned = row.progress, row.met.count, row.planned.count
        size = facts.known.criteria.get(progress.framework or "")
        reaches = progress.reach_year is not None and progress.reach_year == progress.planned_year
        if not reaches or size is None or met is None or planned is None or met + planned == size:
            continue
        yield accuse(
            facts,
            progress,
            Code.MET_PLUS_PLANNED,
            "sum",
            stated=met + planned,
            expected=size,
            repairs=(
                repair(progress, "met_stated", size - planned),
                repair(progress, "planned_stated", size - met),
            ),
            met=met,
            planned=planned,
            year=str(progress.reach_year),
        )


def heading_unlike_rows(facts: Facts) -> Iterator[Claim]:
    """Find headings whose number is not that of the rows below: "(6/11)" over five communes, "35 thôn" over 34."""
    apart = {table.table_label for table in facts.tables if _is_apart(facts, table.fact_id)}
    groups = grouped(((row.table_label, row.group_label), row) for row in facts.commune_progress)
    for (label, heading), rows in groups.items():
        number = _number_in(heading)
        if number is not None and number != len(rows) and label not in apart:
            at = _heading_at(facts, label, heading or "") or rows[0].evidence
            yield _heading(facts, at, number, len(rows), rows)
    for table in facts.tables:
        number = _number_in(table.title)
        counts, below = _counts_below(facts, table.table_label)
        if number is not None and counts and number not in counts and table.table_label not in apart:
            at = table.title_evidence or table.evidence
            yield _heading(facts, at, number, counts[0], below)


def district_full_commune_lacks(facts: Facts) -> Iterator[Claim]:
    """Find districts counted as complete for a criterion that a commune of theirs neither meets nor plans."""
    lists: dict[str | None, dict[str, list[CommuneRow]]] = {}
    for row in commune_rows(facts):
        if row.progress.place_code:
            same = lists.setdefault(row.progress.district_name, {})
            same.setdefault(row.progress.place_code, []).append(row)
    for count in facts.criterion_counts:
        known = facts.known.places.get(count.place_code or "")
        if known is None or known.districts or count.criterion is None or known.communes != (count.count,):
            continue
        for rows in lists.get(count.place_name, {}).values():
            first = rows[0].progress
            if all(_lacks(row, count.criterion, count.year) for row in rows):
                yield accuse(
                    facts,
                    first,
                    Code.DISTRICT_FULL_COMMUNE_LACKS,
                    "lacks",
                    severity=Severity.WARNING,
                    stated=count.count,
                    expected=(count.count or 1) - 1,
                    related=(count, *(row.progress for row in rows)),
                    repairs=(repair(count, "count", at_most((count.count or 1) - 1)),),
                    table=count.table_label or "",
                    district=count.place_name or "",
                    commune=first.place_name or first.raw_name,
                    number=count.criterion,
                )


def added_unlike_named(facts: Facts) -> Iterator[Claim]:
    """Note steps ("thêm 8 xã") smaller than the number of communes that the tables plan for that criterion."""
    planned = grouped(
        ((row.standard, row.criterion, row.year), row)
        for row in facts.commune_criteria
        if row.state is CriterionState.PLANNED
    )
    for target in facts.targets:
        rows = planned.get((target.standard, target.criterion or 0, target.year), [])
        by_place = {row.place_code: row for row in rows if row.place_code}
        if target.added is None or target.place_code != facts.document.place_code or target.table_label is not None:
            continue
        if len(by_place) > target.added:
            yield accuse(
                facts,
                target,
                Code.ADDED_UNLIKE_NAMED,
                "more",
                severity=Severity.NOTE,
                stated=target.added,
                expected=len(by_place),
                related=(target, *by_place.values()),
                names=", ".join(row.place_name or row.raw_name for row in by_place.values()),
            )


def _lacks(row: CommuneRow, criterion: int, year: int | None) -> bool:
    """Tell whether a row lists what is met, and neither that nor its plan for the year holds the criterion."""
    progress = row.progress
    if progress.standard is not Standard.COMMUNE or progress.planned_year != year or not row.met.criteria:
        return False
    return criterion not in row.met.numbers | row.planned.numbers


def _is_apart(facts: Facts, table_id: str) -> bool:
    """Tell whether rows of the table may stand in a part that was not joined to it."""
    return any(
        doubt.code == Code.TABLE_NOT_JOINED and facts.tables[position].fact_id == table_id
        for doubt in facts.doubts
        for view, position in doubt.facts
        if view == "tables"
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in rules()["heading_unlike_rows"]["number"])


def _number_in(heading: str | None) -> int | None:
    """Return how many communes or villages a heading says there are below it, where it says so once."""
    said = {int(match["number"]) for pattern in _patterns() for match in pattern.finditer(heading or "")}
    return said.pop() if len(said) == 1 else None


def _counts_below(facts: Facts, label: str | None) -> tuple[list[int], Sequence[CommuneProgress | Target]]:
    """Return the numbers that the title of a table may mean, the likeliest first, and the rows that make them up."""
    communes = [row for row in facts.commune_progress if row.table_label == label]
    if communes:
        return [len(communes)], communes
    own = facts.document.place_code
    targets = [row for row in facts.targets if row.table_label is not None and row.table_label == label]
    parts = [row for row in targets if row.place_code != own]
    added = [row for row in parts if row.status is Status.TARGET]
    sums = [sum(row.added or 0 for row in added), sum(row.reached or 0 for row in parts), len(added)]
    wholes = [row.added for row in targets if row.place_code == own and row.added is not None]
    return ([*sums, *wholes] if parts else []), parts


def _heading_at(facts: Facts, label: str | None, heading: str) -> Evidence | None:
    cells = [
        cell
        for cell in facts.table_cells
        if cell.table_label == label and cell.text and cell.text in heading and _number_in(cell.text) is not None
    ]
    return cells[0].evidence if cells else None


def _heading(facts: Facts, at: Evidence, stated: int, expected: int, rows: Sequence[CommuneProgress | Target]) -> Claim:
    return accuse(
        facts,
        at,
        Code.HEADING_UNLIKE_ROWS,
        "rows",
        severity=Severity.WARNING,
        stated=stated,
        expected=expected,
        related=rows,
        heading=at.quote,
    )

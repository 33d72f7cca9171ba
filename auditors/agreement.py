"""Checks of one figure said in two places of a document: in the text and in a table, or in two tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from auditors.averages import printed_range, said_range
from auditors.commune_rows import CommuneRow, commune_rows
from auditors.figures import PAST, Figure, figures, grouped, unless_most
from auditors.finding import Claim, Repair, Side, accuse, held_against, repair
from auditors.rounding import agree, meant_by
from schemas.facts import CriterionCount, Facts
from schemas.findings import Code
from schemas.vocabulary import Severity, Status

COMPARED = ("reached", "added", "total", "percent")


def text_unlike_table(facts: Facts) -> Iterator[Claim]:
    """Find figures of the text that a table of the same document has otherwise."""
    yield from unless_most(_held(facts))
    yield from _averages_unlike(facts)


def _held(facts: Facts) -> Iterator[tuple[str | None, Claim | None]]:
    """Hold each figure of the text against each table that has it; yield the table, and the claim where they differ."""
    period = facts.document.period_from != facts.document.period_to
    tables = grouped((_without_year(f), f.row.year) for f in figures(facts) if f.table is not None and period)
    by_years = {key for key, years in tables.items() if len(set(years)) > 1}
    for same in grouped((figure.key, figure) for figure in figures(facts)).values():
        said = [figure for figure in same if figure.table is None and not _kept_part(figure)]
        printed = {figure.table: figure for figure in reversed(same) if figure.table is not None}
        for figure in said:
            for other in printed.values():
                field = _contradiction(figure, other)
                if field == "added" and _without_year(other) in by_years:
                    continue  # the text's of the whole period, the table's of one year of it
                yield other.table, _unlike(facts, figure, other, field) if field else None


def _without_year(figure: Figure) -> tuple[object, ...]:
    place, _, *rest = figure.key
    return figure.table, place, *rest


def _kept_part(figure: Figure) -> bool:
    """Tell whether a figure counts places to be kept without saying of how many: a part of those that there will be."""
    return figure.row.status is Status.MAINTAIN and figure.total is None and figure.percent is None


def tables_disagree(facts: Facts) -> Iterator[Claim]:
    """Find communes, and counts by place, that two tables of the document have otherwise."""
    rows = grouped(
        ((row.progress.place_code, row.progress.standard, row.progress.met_year), row)
        for row in commune_rows(facts)
        if row.progress.place_code
    )
    for same in rows.values():
        by_table = {row.progress.table_label: row for row in reversed(same)}
        for one, other in combinations(reversed(by_table.values()), 2):
            if _differ(one, other):
                yield _rows_disagree(facts, one, other)
    counts = grouped(
        ((row.place_code, row.criterion, row.year, row.framework, row.status in PAST), row)
        for row in facts.criterion_counts
        if row.place_code and row.count is not None
    )
    yield from unless_most(
        ((first.table_label, second.table_label), _cells_disagree(facts, first, second))
        for cells in counts.values()
        for first, second in combinations(reversed({cell.table_label: cell for cell in reversed(cells)}.values()), 2)
    )


def districts_unlike_province(facts: Facts) -> Iterator[Claim]:
    """Find counts of the text that a table's districts, all of them there, do not add up to.

    Where the table prints the sum itself, that is a matter of `row_total` and `text_unlike_table`.
    """
    own = facts.document.place_code
    known = facts.known.places.get(own or "")
    if known is None or not known.districts:
        return
    said = {figure.key: figure for figure in figures(facts) if figure.table is None and figure.reached is not None}
    tables = grouped(((figure.table, figure.key[1:]), figure) for figure in figures(facts) if figure.table is not None)
    for (_, key), cells in tables.items():
        by_place = {figure.place: figure for figure in cells}
        whole = said.get((own, *key))
        if whole is None or own in by_place or set(by_place) < set(known.districts):
            continue
        districts = [by_place[code] for code in known.districts if code in by_place]
        counts = [figure.reached for figure in districts]
        if len(districts) != len(known.districts) or None in counts or whole.reached is None:
            continue
        total = sum(count or 0 for count in counts)
        if total != whole.reached:
            yield accuse(
                facts,
                whole.row,
                Code.DISTRICTS_UNLIKE_PROVINCE,
                "table",
                severity=Severity.WARNING,
                stated=whole.reached,
                expected=total,
                related=(whole.row, *(figure.row for figure in districts)),
                repairs=(
                    repair(whole.row, whole.reached_field, total),
                    *(
                        repair(figure.row, figure.reached_field, (figure.reached or 0) + whole.reached - total)
                        for figure in districts
                    ),
                ),
                table=districts[0].table or "",
            )


def _contradiction(one: Figure, other: Figure) -> str | None:
    """Return the first field in which two statements of one figure cannot both be right."""
    for field in COMPARED:
        a, b = one.of(field), other.of(field)
        if a is not None and b is not None and not agree(Decimal(a), Decimal(b)):
            return field
    return None


def _unlike(facts: Facts, said: Figure, printed: Figure, field: str) -> Claim:
    stated, expected = said.of(field), printed.of(field)
    assert stated is not None
    assert expected is not None
    share = field == "percent"
    return held_against(
        facts,
        Side(said.row, said.name_of(field), stated, meant_by(Decimal(expected)) if share else expected),
        Side(printed.row, printed.name_of(field), expected, meant_by(Decimal(stated)) if share else stated),
        Code.TEXT_UNLIKE_TABLE,
        "percent" if share else "count",
        table=printed.table or "–",
    )


def _averages_unlike(facts: Facts) -> Iterator[Claim]:
    measured = grouped(((row.indicator, row.place_code, row.year, row.unit), row) for row in facts.indicators)
    for key, rows in measured.items():
        if key[0] is None:
            continue
        printed = [row for row in rows if row.table_label is not None and row.low is not None and row.low == row.high]
        for row in rows:
            said = said_range(row, scoped=True)
            if row.table_label is not None or said is None:
                continue
            for other in printed:
                value = other.low or Decimal(0)
                if (other.status in PAST) == (row.status in PAST) and not meant_by(value).meets(said):
                    yield held_against(
                        facts,
                        Side(row, "low", printed_range(row), meant_by(value)),
                        Side(other, "low", value, said),
                        Code.TEXT_UNLIKE_TABLE,
                        "average",
                        table=other.table_label or "–",
                    )


def _differ(one: CommuneRow, other: CommuneRow) -> bool:
    a, b = one.progress, other.progress
    planned_for_one_year = a.planned_year == b.planned_year
    pairs = [(one.met, other.met), *([(one.planned, other.planned)] if planned_for_one_year else [])]
    for side, same in pairs:
        if side.stated is not None and same.stated is not None and side.stated != same.stated:
            return True
        if side.criteria and same.criteria and side.numbers != same.numbers:
            return True
    return False


def _rows_disagree(facts: Facts, one: CommuneRow, other: CommuneRow) -> Claim:
    """Word the disagreement at the later table; the criteria that only one of the two lists tell more than counts."""
    odd = sorted((one.met.numbers ^ other.met.numbers) | (one.planned.numbers ^ other.planned.numbers))
    first, second = one.progress, other.progress
    return accuse(
        facts,
        second,
        Code.TABLES_DISAGREE,
        "criteria" if odd and one.met.criteria and other.met.criteria else "counts",
        severity=Severity.WARNING,
        stated=f"{second.table_label}: {_counts(other)}",
        expected=f"{first.table_label}: {_counts(one)}",
        related=(second, first),
        repairs=_row_repairs(one, other),
        commune=second.place_name or second.raw_name,
        numbers=", ".join(map(str, odd)),
    )


def _counts(row: CommuneRow) -> str:
    return "/".join("–" if side.count is None else str(side.count) for side in (row.met, row.planned))


def _row_repairs(one: CommuneRow, other: CommuneRow) -> Iterator[Repair]:
    for a, b in ((one, other), (other, one)):
        for name in ("met", "planned"):
            mine, theirs = getattr(a, name), getattr(b, name)
            if mine.stated is not None and theirs.stated is not None and mine.stated != theirs.stated:
                yield repair(a.progress, f"{name}_stated", theirs.stated)


def _cells_disagree(facts: Facts, first: CriterionCount, second: CriterionCount) -> Claim | None:
    if first.count is None or second.count is None or first.count == second.count:
        return None
    return held_against(
        facts,
        Side(second, "count", second.count, first.count),
        Side(first, "count", first.count, second.count),
        Code.TABLES_DISAGREE,
        "cells",
        place=second.place_name or "",
        table=first.table_label or "–",
    )

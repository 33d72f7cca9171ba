"""Checks of counts across documents: of one place in several, of a whole and its parts, of one year and the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from auditors.accusation import Accusation
from auditors.figures import grouped
from auditors.finding import Said
from auditors.rounding import agree
from auditors.wording import Value
from schemas.findings import Code
from schemas.statements import CommunesOfDistrict, FamilyGroup, PlaceGroup, Statement
from schemas.vocabulary import Severity

YEARS = re.compile(r"-\d{4}-\d{4}$")


def documents_disagree(group: PlaceGroup) -> Iterator[Accusation]:
    """Find two documents with other figures for one place, year, set and criterion."""
    keyed = grouped(((s.year, s.framework, s.criterion, s.past), s) for s in group.statements)
    for same in keyed.values():
        first, *others = _one_each(same)
        for other in others:
            for name in ("reached", "percent"):
                mine, theirs = getattr(other, name), getattr(first, name)
                if mine is None or theirs is None:
                    continue
                if not agree(Decimal(mine), Decimal(theirs)):
                    yield _said(
                        other,
                        Code.DOCUMENTS_DISAGREE,
                        "percent" if name == "percent" else "count",
                        mine,
                        theirs,
                        first,
                        year=str(other.year),
                    )
                break


def target_missed(group: PlaceGroup) -> Iterator[Accusation]:
    """Note results of a year below what an earlier document aimed at for it."""
    for same in grouped(((s.year, s.framework, s.criterion), s) for s in group.statements).values():
        results = [s for s in same if s.past and s.reached is not None]
        aims = [s for s in same if not s.past and s.reached is not None]
        if not results or not aims:
            continue
        result, aim = _best(results), _best(aims)
        if result.source != aim.source and (result.reached or 0) < (aim.reached or 0):
            yield _said(
                result,
                Code.DOCUMENTS_DISAGREE,
                "target_missed",
                result.reached,
                aim.reached,
                aim,
                severity=Severity.NOTE,
                year=str(result.year),
            )


def added_unlike_difference(group: PlaceGroup) -> Iterator[Accusation]:
    """Find steps that do not start from another document's figure for the year before; from its target, a note."""
    keyed = grouped(((s.framework, s.criterion, s.year), s) for s in group.statements)
    for (framework, criterion, year), same in keyed.items():
        steps = [s for s in same if s.added is not None and s.reached is not None and not s.past]
        before = [s for s in keyed.get((framework, criterion, year - 1), []) if s.reached is not None]
        if not steps or not before:
            continue
        step = _best(steps)
        start = (step.reached or 0) - (step.added or 0)
        base = min(before, key=lambda s: (not s.past, _rank(s)))
        if base.source != step.source and base.reached != start:
            yield _said(
                step,
                Code.ADDED_UNLIKE_DIFFERENCE,
                "across" if base.past else "across_target",
                step.added,
                (step.reached or 0) - (base.reached or 0) if base.past else None,
                base,
                severity=Severity.WARNING if base.past else Severity.NOTE,
                reached=step.reached,
                start=start,
                earlier=str(year - 1),
                other=base.reached,
            )


def falls_over_time(group: PlaceGroup) -> Iterator[Accusation]:
    """Find figures below those of an earlier year; a note where the set, or the number of communes, changed between."""
    for same in _by_ladder(group).values():
        years = grouped((s.year, s) for s in same if s.reached is not None)
        best = [min(years[year], key=lambda s: (not s.past, _rank(s))) for year in sorted(years)]
        for before, after in pairwise(best):
            if after.source == before.source or (after.reached or 0) >= (before.reached or 0):
                continue
            merged = before.total is not None and after.total is not None and after.total < before.total
            other = before.framework != after.framework or merged
            yield _said(
                after,
                Code.FALLS_OVER_TIME,
                "across",
                after.reached,
                before.reached,
                before,
                severity=Severity.NOTE if other else Severity.WARNING,
                later=str(after.year),
                earlier=str(before.year),
            )


def framework_changed(group: PlaceGroup) -> Iterator[Accusation]:
    """Note consecutive years whose figures rest on sets that define their criteria otherwise."""
    sets: dict[str, dict[int, list[Statement]]] = {}
    for (ladder, criterion), same in _by_ladder(group).items():
        if criterion is not None:
            for statement in same:
                sets.setdefault(ladder, {}).setdefault(statement.year, []).append(statement)
    for years in sets.values():
        best = [(year, _best(years[year])) for year in sorted(years)]
        for (_, before), (year, after) in pairwise(best):
            changed = group.changed.get((before.framework, after.framework), ())
            told = (s for s in years[year] if s.criterion in changed and s.framework == after.framework)
            held = sorted(told, key=lambda s: (s.criterion or 0, _rank(s)))
            if after.framework != before.framework and held:
                yield _said(
                    held[0],
                    Code.FRAMEWORK_CHANGED,
                    "years",
                    after.framework,
                    before.framework,
                    before,
                    severity=Severity.NOTE,
                    about_all=held,
                    later=str(after.year),
                    earlier=str(before.year),
                    numbers=_ranges(sorted({s.criterion for s in held if s.criterion})),
                )


def districts_unlike_province(group: FamilyGroup) -> Iterator[Accusation]:
    """Find a whole that the documents of its parts do not add up to, all of them there; or that they exceed."""
    keyed = grouped(((s.year, s.framework, s.criterion, s.past), s) for s in group.below if s.reached is not None)
    for key, whole in grouped(((s.year, s.framework, s.criterion, s.past), s) for s in group.whole).items():
        mine = [s for s in whole if s.reached is not None]
        if not mine or key not in keyed:
            continue
        printed = _best(mine)
        # What the whole's own document says of its parts is a matter of its own tables.
        own = {s.source for s in mine}
        parts = [_best(said) for said in grouped((s.place_code, s) for s in keyed[key] if s.source not in own).values()]
        total = sum(part.reached or 0 for part in parts)
        complete = {part.place_code for part in parts} >= group.parts.get(printed.year, frozenset({""}))
        if parts and (total > (printed.reached or 0) or (complete and total != printed.reached)):
            cells = {s.place_code: s for s in reversed(keyed[key]) if s.source == printed.source}
            odd = [(cells[part.place_code], part) for part in parts if part.place_code in cells]
            apart = {cell.fact_id: (cell.reached or 0) - (part.reached or 0) for cell, part in odd}
            # The whole's own table may have the very parts otherwise that make the difference.
            explained = sum(apart.values()) == (printed.reached or 0) - total
            accusation = _said(
                printed,
                Code.DISTRICTS_UNLIKE_PROVINCE,
                "documents",
                printed.reached,
                total,
                parts[0],
                about_all=parts,
                year=str(printed.year),
                number=len(parts),
            )
            cause = max(apart, key=lambda fact_id: abs(apart[fact_id])) if explained else None
            yield replace(accusation, cause=(Code.DOCUMENTS_DISAGREE, cause) if cause else None)


def communes_unlike_district(group: CommunesOfDistrict) -> Iterator[Accusation]:
    """Find a district's count that its communes' own plans exceed, or do not make up though all of them speak."""
    aims = [s for s in group.whole if s.reached is not None and s.criterion is not None and not s.past]
    for (year, framework, criterion), same in grouped(((s.year, s.framework, s.criterion), s) for s in aims).items():
        told = group.told.get((year, framework, criterion or 0), 0)
        speaking = group.speaking.get((year, framework), 0)
        printed = _best(same)
        complete = speaking == group.communes and speaking > 0
        if told > (printed.reached or 0) or (complete and told != printed.reached):
            yield Accusation(
                Code.DISTRICTS_UNLIKE_PROVINCE,
                "communes",
                Severity.WARNING,
                printed.fact_id,
                printed.source,
                printed.page,
                printed.reached,
                told,
                (),
                printed.criterion,
                {"year": str(year), "number": speaking},
            )


def _rank(statement: Statement) -> tuple[object, ...]:
    """Order what speaks for a place: its own plan, that of the year itself, a sentence, then the latest."""
    source = statement.source
    day = source.issued_on.toordinal() if source.issued_on else 0
    own, of_the_year = source.place_code == statement.place_code, source.plan_year == statement.year
    return not own, not of_the_year, statement.view != "targets", -day, statement.fact_id


def _best(statements: Sequence[Statement]) -> Statement:
    return min(statements, key=_rank)


def _one_each(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statement of each document that states most, the document that speaks for the place first."""
    by_source = grouped((s.source, s) for s in sorted(statements, key=_rank))
    return [min(same, key=lambda s: s.reached is None) for same in by_source.values()]


def _by_ladder(group: PlaceGroup) -> dict[tuple[str, int | None], list[Statement]]:
    """Return the statements by standard, whatever the set of its time, and criterion."""
    return dict(grouped(((YEARS.sub("", s.framework), s.criterion), s) for s in group.statements))


def _said(
    at: Statement,
    code: Code,
    variant: str,
    stated: Said,
    expected: Said,
    rival: Statement,
    *,
    severity: Severity = Severity.WARNING,
    about_all: Sequence[Statement] = (),
    **values: Value,
) -> Accusation:
    related = (rival.fact_id, *(statement.fact_id for statement in about_all))
    named = {"document": rival.source.name, "place": at.place_name, **values}
    criterion = None if code is Code.FRAMEWORK_CHANGED else at.criterion
    return Accusation(
        code, variant, severity, at.fact_id, at.source, at.page, stated, expected, related, criterion, named
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Write numbers shortly: "1-8, 11"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)

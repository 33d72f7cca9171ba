"""Checks of what presupposes what: higher standards, a standard and its criteria, later years."""

from __future__ import annotations

from collections.abc import Container, Iterator

from auditors.figures import PAST, Figure, figures, grouped
from auditors.finding import Claim, Side, accuse, held_against, repair
from auditors.rounding import at_least, at_most
from schemas.facts import Facts, Target
from schemas.findings import Code
from schemas.vocabulary import Severity, Standard

PRESUPPOSES = {
    Standard.COMMUNE_ADVANCED: (Standard.COMMUNE,),
    Standard.COMMUNE_MODEL: (Standard.COMMUNE_ADVANCED, Standard.COMMUNE),
    Standard.DISTRICT_ADVANCED: (Standard.DISTRICT,),
    Standard.VILLAGE_MODEL: (Standard.VILLAGE,),
}


def model_over_advanced(facts: Facts) -> Iterator[Claim]:
    """Find more communes at a higher standard than at one that it presupposes, in the same place and year."""
    wholes = _reached(facts)
    for higher in wholes:
        for lower in wholes:
            same = (higher.place_code, higher.year) == (lower.place_code, lower.year)
            presupposed = lower.standard in PRESUPPOSES.get(higher.standard, ())
            if same and presupposed and (higher.reached or 0) > (lower.reached or 0):
                more = Side(higher, "reached", higher.reached, at_most(lower.reached or 0))
                fewer = Side(lower, "reached", lower.reached, at_least(higher.reached or 0))
                yield held_against(facts, more, fewer, Code.MODEL_OVER_ADVANCED, "more", severity=Severity.ERROR)


def standard_over_criterion(facts: Facts) -> Iterator[Claim]:
    """Note criteria that fewer communes meet than the whole standard: older recognitions explain it."""
    counts = grouped(((figure.key[:3], figure.key[4]), figure) for figure in figures(facts))
    for same in counts.values():
        wholes = [f for f in same if f.criterion is None and f.reached is not None and isinstance(f.row, Target)]
        seen: set[int] = set()
        for figure in sorted(same, key=lambda figure: figure.table is not None):
            whole = max((each.reached or 0 for each in wholes), default=0)
            if figure.criterion is None or figure.reached is None or figure.criterion in seen:
                continue
            seen.add(figure.criterion)
            if figure.reached < whole:
                yield accuse(
                    facts,
                    figure.row,
                    Code.STANDARD_OVER_CRITERION,
                    "fewer",
                    severity=Severity.NOTE,
                    stated=figure.reached,
                    expected=whole,
                    related=(figure.row, *(each.row for each in wholes)),
                )


def falls_over_time(facts: Facts) -> Iterator[Claim]:
    """Find goals below what the document itself says is reached already; a subset named by its communes tells none."""
    named = _named(facts)
    for before, after in _steps(facts, named):
        aims = after.row.status not in PAST and after.row.fact_id not in named
        if aims and (after.reached or 0) < (before.reached or 0):
            yield held_against(
                facts,
                Side(after.row, after.reached_field, after.reached, at_least(before.reached or 0)),
                Side(before.row, before.reached_field, before.reached, at_most(after.reached or 0)),
                Code.FALLS_OVER_TIME,
                "below",
                earlier=str(before.row.year),
                later=str(after.row.year),
            )


def added_unlike_difference(facts: Facts) -> Iterator[Claim]:
    """Find steps that do not lead from what the document says of the year before to what is to be reached."""
    for before, after in _steps(facts, _named(facts)):
        reached, start = after.reached or 0, before.reached or 0
        next_year = after.row.year == (before.row.year or 0) + 1
        if after.added is None or not next_year or reached - after.added == start:
            continue
        yield accuse(
            facts,
            after.row,
            Code.ADDED_UNLIKE_DIFFERENCE,
            "within",
            severity=Severity.WARNING,
            stated=after.added,
            expected=reached - start,
            related=(after.row, before.row),
            repairs=(
                repair(after.row, "added", reached - start),
                repair(after.row, after.reached_field, start + after.added),
                repair(before.row, before.reached_field, reached - after.added),
            ),
            reached=reached,
            start=start,
            earlier=str(before.row.year),
        )


def _steps(facts: Facts, named: Container[str]) -> Iterator[tuple[Figure, Figure]]:
    """Yield what is reached already, surely of the whole place, with each count of a later year for the same.

    It is of the whole place where it says of how many, or stands in a table, and not where the communes are named.
    """
    told = [figure for figure in figures(facts) if figure.reached is not None and figure.row.year is not None]
    for same in grouped(((figure.place, figure.key[2], figure.criterion), figure) for figure in told).values():
        for before in same:
            of_all = bool(before.total) or before.table is not None
            if before.row.status in PAST and of_all and before.row.fact_id not in named:
                yield from ((before, after) for after in same if (after.row.year or 0) > (before.row.year or 0))


def _named(facts: Facts) -> set[str]:
    """Return the ids of the targets whose communes are named."""
    return {facts.targets[commune.target_index].fact_id for commune in facts.target_communes}


def _reached(facts: Facts) -> list[Target]:
    return [
        target
        for target in facts.targets
        if target.criterion is None and target.reached is not None and target.year is not None
    ]

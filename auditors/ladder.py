"""Checks of what presupposes what: higher standards, a standard and its criteria, later years."""

from __future__ import annotations

from collections.abc import Iterator

from auditors.figures import PAST, Figure, figures, grouped
from auditors.finding import Claim, accuse, repair
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
                yield accuse(
                    facts,
                    higher,
                    Code.MODEL_OVER_ADVANCED,
                    "more",
                    stated=higher.reached,
                    expected=lower.reached,
                    related=(higher, lower),
                    repairs=(
                        repair(higher, "reached", at_most(lower.reached or 0)),
                        repair(lower, "reached", at_least(higher.reached or 0)),
                    ),
                )


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
    named = {facts.targets[commune.target_index].fact_id for commune in facts.target_communes}
    told = [
        figure
        for figure in figures(facts)
        if figure.reached is not None and figure.row.year is not None and figure.row.fact_id not in named
    ]
    for same in grouped(((figure.place, figure.key[2], figure.criterion), figure) for figure in told).values():
        earlier = [
            figure for figure in same if figure.row.status in PAST and (figure.total or figure.table is not None)
        ]
        for before in earlier:
            for after in same:
                aims = after.row.status not in PAST and (after.row.year or 0) > (before.row.year or 0)
                if aims and (after.reached or 0) < (before.reached or 0):
                    yield accuse(
                        facts,
                        after.row,
                        Code.FALLS_OVER_TIME,
                        "below",
                        severity=Severity.WARNING,
                        stated=after.reached,
                        expected=before.reached,
                        related=(after.row, before.row),
                        repairs=(
                            repair(after.row, after.reached_field, at_least(before.reached or 0)),
                            repair(before.row, before.reached_field, at_most(after.reached or 0)),
                        ),
                        earlier=str(before.row.year),
                        later=str(after.row.year),
                    )


def added_unlike_difference(facts: Facts) -> Iterator[Claim]:
    """Find steps that do not lead from what the document says of the year before to what is to be reached."""
    named = {facts.targets[commune.target_index].fact_id for commune in facts.target_communes}
    told = [figure for figure in figures(facts) if figure.reached is not None and figure.row.year is not None]
    for same in grouped(((figure.place, figure.key[2], figure.criterion), figure) for figure in told).values():
        before = [
            figure
            for figure in same
            if figure.row.status in PAST and _of_all(figure) and figure.row.fact_id not in named
        ]
        for after in same:
            for base in before:
                if after.added is None or after.row.year != (base.row.year or 0) + 1:
                    continue
                reached, start = after.reached or 0, base.reached or 0
                if reached - after.added != start:
                    yield accuse(
                        facts,
                        after.row,
                        Code.ADDED_UNLIKE_DIFFERENCE,
                        "within",
                        severity=Severity.WARNING,
                        stated=after.added,
                        expected=reached - start,
                        related=(after.row, base.row),
                        repairs=(
                            repair(after.row, "added", reached - start),
                            repair(after.row, after.reached_field, start + after.added),
                            repair(base.row, base.reached_field, reached - after.added),
                        ),
                        reached=reached,
                        start=start,
                        earlier=str(base.row.year),
                    )


def _of_all(figure: Figure) -> bool:
    """Tell whether a count is surely one of the whole place: it says of how many, or a table has it."""
    return bool(figure.total) or figure.table is not None


def _reached(facts: Facts) -> list[Target]:
    return [
        target
        for target in facts.targets
        if target.criterion is None and target.reached is not None and target.year is not None
    ]

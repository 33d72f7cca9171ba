"""Counts that leave out what was said before them: "năm 2022 có 02 xã (A, B)", "trong đó 27 xã nâng cao"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.analysis import Analysis
from extractors.event_bounds import Event, TargetEvent
from extractors.name_lists import list_in_brackets
from extractors.quantities import Quantity
from extractors.target_shares import COUNTED_UNITS

# "Năm 2022 có 02 xã", "năm 2023: phấn đấu thêm 01 xã": between the year and its count.
OPENING = (":", "có", "là", "thêm", "-", "–", ",", "phấn", "đấu", "công", "nhận", "mới", "đạt")
BEFORE_YEAR = (";", ",", ".", ":", "-", "–", "+", "và", "(", ")", "trong", "đến", "")
AFTER_COUNT = ("(", ":", ",", ";", ".", "gồm", "là", ")", "và")
CUES = ("MORE", "AIM", "STRIVE", "KEEP")


def of_a_year(
    analysis: Analysis, quantities: Sequence[Quantity], index: int, clause: tuple[int, int], kind: Event | None
) -> TargetEvent | None:
    """Read a count that has nothing but its year: it meets what the one before it meets, or its heading says.

    `kind` is that of the count before; where there is none, a ratio is a whole number and another count adds.
    """
    quantity = quantities[index]
    counted = COUNTED_UNITS.get(quantity.unit or "")
    lower = max([clause[0], *(q.end for q in quantities[:index])])
    years = analysis.within("YEAR", lower, quantity.start)
    if counted is None or not quantity.exact or not years:
        return None
    year = years[-1]
    norms = [token.norm for token in analysis.tokens[year.end : quantity.start]]
    begins = year.start == clause[0] or analysis.norm_before(year.start) in BEFORE_YEAR
    follows = analysis.tokens[quantity.end].norm if quantity.end < clause[1] else "."
    if not begins or follows not in AFTER_COUNT or any(norm not in OPENING for norm in norms):
        return None
    if list_in_brackets(analysis, quantity.end, clause[1]):
        kind = Event.ADDED  # those that are named come on top
    elif kind not in (Event.ADDED, Event.REACHED):
        kind = Event.REACHED if quantity.total is not None else Event.ADDED
    return TargetEvent(kind, quantity, counted, year.start, quantity.end)


def stands_in_sum(analysis: Analysis, event: TargetEvent, sentence: tuple[int, int], clause: tuple[int, int]) -> bool:
    """Tell whether a count without a cue is part of a whole: "nâng tổng số lên 128 xã, trong đó 27 xã nâng cao"."""
    if event.kind is not Event.ADDED or event.start != event.quantity.start or event.step:
        return False
    if list_in_brackets(analysis, event.quantity.end, event.end):
        return False
    position = event.quantity.start
    for total in reversed(analysis.within("SUM", sentence[0], position)):
        if any(analysis.within(cue, total.end, position) for cue in CUES):
            return False
        between = [token.norm for token in analysis.tokens[total.end : position]]
        if analysis.tokens[total.start].norm == "lũy" or (total.start >= clause[0] and "đó" in between):
            return True
    return False


def standing(event: TargetEvent) -> TargetEvent:
    """Return the event as one that tells where things stand."""
    return replace(event, kind=Event.REACHED, stands=True)

"""Checks of lists: as long as the number beside them says, nothing twice, in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditors.commune_rows import commune_rows
from auditors.figures import grouped
from auditors.finding import Claim, accuse, repair
from schemas.facts import CommuneCriterion, Fact, Facts, StatedList, Target, TargetCommune
from schemas.findings import Code
from schemas.vocabulary import Counted, Role, Severity

NUMBER = re.compile(r"\d+")
# A list without any order tells nothing by one number that stands before a smaller one.
FEWEST_ORDERED = 3


def list_unlike_count(facts: Facts) -> Iterator[Claim]:
    """Find lists of communes or criteria that are longer or shorter than the number stated for them."""
    for row in commune_rows(facts):
        for side in (row.met, row.planned):
            if side.stated is not None and side.listed is not None and side.stated != side.listed:
                yield accuse(
                    facts,
                    row.progress,
                    Code.LIST_UNLIKE_COUNT,
                    side.name,
                    stated=side.stated,
                    expected=side.listed,
                    related=(row.progress, *side.criteria),
                    repairs=(repair(row.progress, f"{side.name}_stated", side.listed),),
                )
    for stated in facts.lists:
        if stated.stated != len(stated.items):
            rows = _rows_on(facts, stated)
            field = _field_of(rows, stated.stated)
            yield accuse(
                facts,
                stated.evidence,
                Code.LIST_UNLIKE_COUNT,
                "sentence",
                stated=stated.stated,
                expected=len(stated.items),
                related=rows,
                repairs=[repair(rows[0], field, len(stated.items))] if field else (),
                noun=stated.noun,
                items=", ".join(stated.items),
            )
    for target, field, communes in _named(facts):
        count: int | None = getattr(target, field)
        if count is not None and count != len(communes):
            yield accuse(
                facts,
                target,
                Code.LIST_UNLIKE_COUNT,
                "sentence",
                stated=count,
                expected=len(communes),
                related=(target, *communes),
                repairs=(repair(target, field, len(communes)),),
                noun="xã",
                items=", ".join(commune.place_name or commune.raw for commune in communes),
            )


def duplicate_in_list(facts: Facts) -> Iterator[Claim]:
    """Find one commune or criterion twice in one list."""
    for row in commune_rows(facts):
        for side in (row.met, row.planned):
            for number in _twice_printed(side.criteria) if (side.listed or 0) > len(side.criteria) else ():
                yield accuse(
                    facts,
                    row.progress,
                    Code.DUPLICATE_IN_LIST,
                    f"{side.name}_criterion",
                    stated=str(number),
                    related=(row.progress, *(each for each in side.criteria if each.criterion == number)),
                    repairs=(repair(row.progress, f"{side.name}_stated", side.listed or 0),),
                )
    for stated in facts.lists:
        for name in _repeated([item.casefold() for item in stated.items]):
            printed = next(item for item in stated.items if item.casefold() == name)
            rows = _rows_on(facts, stated)
            yield accuse(facts, stated.evidence, Code.DUPLICATE_IN_LIST, "name", stated=printed, related=rows)
    for target, _, communes in _named(facts):
        for code in _repeated([commune.place_code for commune in communes if commune.place_code]):
            twice = [commune for commune in communes if commune.place_code == code]
            name = twice[0].place_name or twice[0].raw
            yield accuse(
                facts, twice[1].evidence, Code.DUPLICATE_IN_LIST, "name", stated=name, related=(*twice, target)
            )
    rows_of = grouped(
        ((row.table_label, row.group_label, row.standard, row.place_code), row)
        for row in facts.commune_progress
        if row.place_code
    )
    for (_, _, _, _), same in rows_of.items():
        for later in same[1:]:
            name = later.place_name or later.raw_name
            yield accuse(facts, later, Code.DUPLICATE_IN_LIST, "row", stated=name, related=(later, same[0]))


def list_unordered(facts: Facts) -> Iterator[Claim]:
    """Note lists of criteria in which a number breaks the ascending order: one of its digits may be wrong."""
    for row in commune_rows(facts):
        for side in (row.met, row.planned):
            numbers = [each.criterion for each in side.criteria]
            descents = [(a, b) for a, b in pairwise(numbers) if b < a]
            if len(numbers) < FEWEST_ORDERED or not descents or len(descents) * 2 >= len(numbers):
                continue
            before, after = descents[0]
            yield accuse(
                facts,
                row.progress,
                Code.LIST_UNORDERED,
                "descends",
                severity=Severity.NOTE,
                stated=f"{before}, {after}",
                related=(row.progress, *(each for each in side.criteria if each.criterion in (before, after))),
            )


def _named(facts: Facts) -> Iterator[tuple[Target, str, list[TargetCommune]]]:
    """Yield the communes that a target names in one role, and the count of it that they should make up.

    Those in brackets right behind a number are lists of their own.
    """
    by_role = grouped(((row.target_index, row.role), row) for row in facts.target_communes)
    for (index, role), communes in by_role.items():
        target = facts.targets[index]
        if target.counted is not Counted.COMMUNE or any(_on(communes[0], stated) for stated in facts.lists):
            continue
        if role is Role.REACHES and target.added is not None:
            yield target, "added", communes
        elif role is Role.CONSOLIDATES and target.consolidated is not None:
            yield target, "consolidated", communes


def _on(row: Fact, stated: StatedList) -> bool:
    """Tell whether a row stands on the words of a list: one's words are part of the other's, on the same page."""
    one, other = row.evidence, stated.evidence
    return one.page == other.page and (one.quote in other.quote or other.quote in one.quote)


def _rows_on(facts: Facts, stated: StatedList) -> tuple[Fact, ...]:
    rows: tuple[Fact, ...] = (*facts.targets, *facts.indicators, *facts.target_communes)
    return tuple(row for row in rows if _on(row, stated))


def _field_of(rows: Sequence[Fact], count: int) -> str | None:
    if not rows or not isinstance(rows[0], Target):
        return None
    return next((name for name in ("added", "consolidated", "reached") if getattr(rows[0], name) == count), None)


def _twice_printed(criteria: Sequence[CommuneCriterion]) -> list[int]:
    if not criteria:
        return []
    printed = Counter(int(number) for number in NUMBER.findall(criteria[0].evidence.quote))
    return [each.criterion for each in criteria if printed[each.criterion] > 1]


def _repeated(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]

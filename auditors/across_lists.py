"""Checks across documents of the criteria that communes meet, and of what documents cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditors.accusation import Accusation
from auditors.across_counts import YEARS
from auditors.citations import one_document
from auditors.figures import grouped
from auditors.wording import Value
from schemas.findings import Code
from schemas.statements import CriteriaList, DatedNumber, ListGroup, NumberGroup, Source
from schemas.vocabulary import Severity


def lists_disagree(group: ListGroup) -> Iterator[Accusation]:
    """Find two documents that have other criteria met, or planned, for one commune and year.

    A criterion that one has as met and the other as planned for the next year is one finding, not two.
    """
    keyed = grouped(((each.framework, each.year, each.planned), each) for each in group.lists)
    told: set[tuple[str, int, Source, Source, int]] = set()
    # What is met by the end of a year comes before what is planned for the next.
    for (framework, year, planned), same in sorted(keyed.items(), key=lambda pair: pair[0][2]):
        first, *others = _first_of_each(same)
        for other in others:
            odd = {
                number: (framework, year - planned, first.source, other.source, number)
                for number in sorted(first.fact_ids.keys() ^ other.fact_ids.keys())
            }
            new = [number for number, key in odd.items() if key not in told]
            told.update(odd.values())
            if new:
                yield _listed(other, first, Code.DOCUMENTS_DISAGREE, "commune", new, Severity.WARNING)


def lists_fall(group: ListGroup) -> Iterator[Accusation]:
    """Find criteria that a later document no longer has as met; a note where the set changed between."""
    for same in grouped((YEARS.sub("", each.framework), each) for each in group.lists if not each.planned).values():
        for before, after in pairwise(_first_of_each(sorted(same, key=lambda each: each.year), by_year=True)):
            lost = sorted(before.fact_ids.keys() - after.fact_ids.keys())
            if lost and before.source != after.source:
                severity = Severity.NOTE if before.framework != after.framework else Severity.WARNING
                yield _listed(after, before, Code.FALLS_OVER_TIME, "commune", lost, severity)


def citation_conflict(group: NumberGroup) -> Iterator[Accusation]:
    """Find citations with another date than the document itself bears, else than most documents cite."""
    own = [each for each in group.dated if each.fact_id is None]
    days = [each.issued_on for each in group.dated]
    right = own[0] if own else next(each for each in group.dated if each.issued_on == max(days, key=days.count))
    agreeing = {each.source for each in group.dated if each.issued_on == right.issued_on}
    told: set[Source] = set()
    for each in group.dated:
        # A document that cites both days contradicts itself; its own findings say so.
        if each.fact_id is None or each.source in agreeing or each.source in told:
            continue
        if one_document(each.number, each.issued_on, right.issued_on):
            told.add(each.source)
            yield _cited(each, right)


def _first_of_each(lists: Sequence[CriteriaList], *, by_year: bool = False) -> list[CriteriaList]:
    """Return one list of each document, or of each year, the commune's own document first."""
    ranked = sorted(lists, key=lambda each: (each.year, each.source.place_code != each.place_code))
    named = grouped(((each.year if by_year else each.source), each) for each in ranked)
    return [same[0] for same in named.values()]


def _listed(
    at: CriteriaList, rival: CriteriaList, code: Code, variant: str, odd: Sequence[int], severity: Severity
) -> Accusation:
    rows = [each.fact_ids[number] for each in (at, rival) for number in odd if number in each.fact_ids]
    return Accusation(
        code,
        variant,
        severity,
        next(iter(at.fact_ids.values())),
        at.source,
        at.page,
        ", ".join(map(str, sorted(at.fact_ids))),
        ", ".join(map(str, sorted(rival.fact_ids))),
        tuple(rows),
        None,
        {
            "document": rival.source.name,
            "commune": at.place_name,
            "numbers": ", ".join(map(str, odd)),
            "year": str(at.year),
            "later": str(at.year),
            "earlier": str(rival.year),
        },
    )


def _cited(at: DatedNumber, right: DatedNumber) -> Accusation:
    assert at.fact_id is not None
    rows = (right.fact_id,) if right.fact_id else ()
    days = (f"{at.issued_on:%d/%m/%Y}", f"{right.issued_on:%d/%m/%Y}")
    values: dict[str, Value] = {"number": at.number, "document": right.source.name}
    return Accusation(
        Code.CITATION_CONFLICT, "documents", Severity.WARNING, at.fact_id, at.source, at.page, *days, rows, None, values
    )

"""Checks across documents: each takes a small group of statements on one place, commune or document number.

Documents that are the same plan in several files come as one, so that a rendition is never held against another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from auditors.accusation import Accusation
from auditors.across_counts import (
    added_unlike_difference,
    communes_unlike_district,
    districts_unlike_province,
    documents_disagree,
    falls_over_time,
    framework_changed,
    target_missed,
)
from auditors.across_lists import citation_conflict, lists_disagree, lists_fall
from schemas.statements import CommunesOfDistrict, FamilyGroup, Group, ListGroup, NumberGroup, PlaceGroup


class AcrossCheck(NamedTuple):
    """A check and the kind of group that it takes."""

    find: Callable[[Any], Iterable[Accusation]]
    needs: type


ACROSS: tuple[AcrossCheck, ...] = (
    AcrossCheck(documents_disagree, PlaceGroup),
    AcrossCheck(target_missed, PlaceGroup),
    AcrossCheck(added_unlike_difference, PlaceGroup),
    AcrossCheck(falls_over_time, PlaceGroup),
    AcrossCheck(framework_changed, PlaceGroup),
    AcrossCheck(districts_unlike_province, FamilyGroup),
    AcrossCheck(communes_unlike_district, CommunesOfDistrict),
    AcrossCheck(lists_disagree, ListGroup),
    AcrossCheck(lists_fall, ListGroup),
    AcrossCheck(citation_conflict, NumberGroup),
)


def audit_group(group: Group) -> Iterator[Accusation]:
    """Yield what does not add up between the documents of one group."""
    for check in ACROSS:
        if isinstance(group, check.needs):
            yield from check.find(group)

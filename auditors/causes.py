"""Causes apart from consequences.

A finding names the figures that may be wrong and what they would have to be. One figure with one other value that makes
several findings go explains them all; the figure that explains most is taken first. Of the findings that it explains
the one about that figure itself, else the one whose check stands first, is the cause, and the others follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditors.figures import grouped
from auditors.finding import Claim
from auditors.rounding import Interval
from schemas.findings import Code, Finding
from schemas.vocabulary import Severity

# (consequence, cause): checks that rest on the same rows though no one figure tells it.
FOLLOWS = (
    (Code.SHARES_UNLIKE_100, Code.PARTS_UNLIKE_WHOLE),
    (Code.SHARES_UNLIKE_100, Code.SHARE_UNLIKE_AMOUNT),
    (Code.SHARES_UNLIKE_100, Code.PERCENT_MISMATCH),
    (Code.LIST_UNORDERED, Code.LIST_UNLIKE_COUNT),
    (Code.LIST_UNORDERED, Code.MET_AND_PLANNED),
    (Code.LIST_UNORDERED, Code.DUPLICATE_IN_LIST),
)

Figure = tuple[str, str]  # fact_id and the name of the field


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A figure and the claims, by their places, that one other value of it would settle."""

    figure: Figure
    explains: tuple[int, ...]


def with_causes(claims: Sequence[Claim], known: Mapping[int, int]) -> tuple[Finding, ...]:
    """Return the findings in their order, each consequence with the id of its cause; some are `known`, by place."""
    cause_of: dict[int, int] = dict(known)
    left = {place for place, claim in enumerate(claims) if claim.repairs and place not in known}
    while (suspect := _most_telling(claims, left)) is not None:
        cause = min(suspect.explains, key=lambda place: (_accused(claims[place]) != suspect.figure[0], place))
        cause_of |= {place: cause for place in suspect.explains if place != cause}
        left -= set(suspect.explains)
    _follow_by_rows(claims, cause_of)
    return tuple(
        claim.finding.model_copy(update={"cause_id": claims[cause_of[place]].finding.finding_id})
        if place in cause_of
        else claim.finding
        for place, claim in enumerate(claims)
    )


def _most_telling(claims: Sequence[Claim], left: Iterable[int]) -> _Suspect | None:
    """Return the figure that explains most of what is left, at least two findings."""
    options = grouped(
        ((each.fact_id, each.field), (place, each.values)) for place in sorted(left) for each in claims[place].repairs
    )
    best: _Suspect | None = None
    for figure, said in options.items():
        for _, values in said:
            explained = _settled_by(values, said)
            if len(explained) > (len(best.explains) if best else 1):
                best = _Suspect(figure, explained)
    return best


def _settled_by(values: Interval, said: Sequence[tuple[int, Interval]]) -> tuple[int, ...]:
    """Return the claims that some value among `values` settles together, taken in their order."""
    shared: Interval | None = values
    places: list[int] = []
    for place, other in said:
        both = shared.shared(other) if shared else None
        if both is not None and place not in places:
            shared = both
            places.append(place)
    return tuple(places)


def _follow_by_rows(claims: Sequence[Claim], cause_of: dict[int, int]) -> None:
    for place, claim in enumerate(claims):
        if place in cause_of or place in cause_of.values():
            continue
        causes = [cause for consequence, cause in FOLLOWS if claim.finding.code is consequence]
        for other, rival in enumerate(claims):
            shared = set(rival.finding.related) & set(claim.finding.related)
            if rival.finding.code in causes and shared and other not in cause_of and _weighs(rival):
                cause_of[place] = other
                break


def _weighs(claim: Claim) -> bool:
    return claim.finding.severity is not Severity.NOTE or claim.finding.code is Code.PERCENT_MISMATCH


def _accused(claim: Claim) -> str | None:
    return claim.finding.related[0] if claim.finding.related else None

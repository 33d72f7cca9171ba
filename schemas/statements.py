"""What several documents state of one place, in small groups: what checks across documents read.

Plain dataclasses, because a store has millions of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from schemas.vocabulary import Status

PAST = (Status.RESULT, Status.ESTIMATE)


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a finding names it; of a plan in several files the best one."""

    document_id: str
    name: str
    place_code: str | None
    plan_year: int | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A count of places, by a sentence (`view` is targets) or a table (criterion_counts).

    `framework` is the set of criteria, or what is counted where it has none.
    """

    fact_id: str
    view: str
    page: int
    source: Source
    place_code: str
    place_name: str
    year: int
    framework: str
    criterion: int | None
    status: Status
    reached: int | None = None
    added: int | None = None
    total: int | None = None
    percent: Decimal | None = None

    @property
    def past(self) -> bool:
        return self.status in PAST


@dataclass(frozen=True, slots=True)
class CriteriaList:
    """The criteria that one document has a commune meet by the end of a year, or plan for it, with their fact_ids."""

    page: int
    source: Source
    place_code: str
    place_name: str
    framework: str
    planned: bool
    year: int
    fact_ids: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """A document's number and date, as it bears them itself (`fact_id` is null) or as another one cites it."""

    number: str
    issuer: str
    issued_on: date
    source: Source
    page: int
    fact_id: str | None


Changed = Mapping[tuple[str, str], tuple[int, ...]]  # by two sets, the criteria that are defined otherwise


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """All counts about one place."""

    place_code: str
    statements: tuple[Statement, ...]
    changed: Changed = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """Counts about a place and about the places right below it; `parts` names all of these that there were, by year."""

    place_code: str
    whole: tuple[Statement, ...]
    below: tuple[Statement, ...]
    parts: Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class CommunesOfDistrict:
    """What a district's plan counts, and how many of its communes have it so in plans of their own.

    `told` gives, by year, set and criterion, how many communes meet or plan it; `speaking` how many have a plan at all.
    """

    whole: tuple[Statement, ...]
    communes: int
    told: Mapping[tuple[int, str, int], int]
    speaking: Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class ListGroup:
    """All lists of criteria of one commune."""

    place_code: str
    lists: tuple[CriteriaList, ...]
    changed: Changed = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """One document number, with its issuer, wherever it stands."""

    key: str
    dated: tuple[DatedNumber, ...]


Group = PlaceGroup | FamilyGroup | CommunesOfDistrict | ListGroup | NumberGroup

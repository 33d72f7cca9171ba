"""Raw strings found per field, with their evidence; nothing resolved to numbers, codes or dates yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.evidence import Evidence, Frozen
from schemas.vocabulary import Change, Comparator, Counted, FundingSource, Role, Standard, Status


class CriterionMention(Frozen):
    """A criterion as a sentence or the heading above it names it; one of number and name may be missing."""

    number: str | None = None
    name: str | None = None
    explicit: Annotated[bool, Field(description="named in the sentence itself, not inherited from a heading")] = False


class CommuneMention(Frozen):
    """One piece of a list of communes, as printed between two commas."""

    raw: str
    role: Role
    evidence: Evidence


class TargetMention(Frozen):
    """A count of places that meet a standard or a criterion."""

    status: Status
    standard: Standard
    counted: Counted
    criterion: CriterionMention | None = None
    added: str | None = None
    consolidated: str | None = None
    reached: str | None = None
    total: str | None = None
    percent: str | None = None
    place: Annotated[str | None, Field(description="the place said, such as huyện Đình Lập; None: the document's")] = (
        None
    )
    year: str | None = None
    deadline: str | None = None
    communes: tuple[CommuneMention, ...] = ()
    evidence: Evidence


class IndicatorMention(Frozen):
    """Any other measured goal: one number with its unit."""

    status: Status
    label: str
    key: str | None = None
    comparator: Comparator
    low: str | None = None
    high: str | None = None
    total: str | None = None
    percent: str | None = None
    unit: str
    multiple: Annotated[int, Field(description="what the printed number is to be multiplied by, such as 10**6")] = 1
    change: Change
    standard: Annotated[Standard | None, Field(description="whose set of criteria it is about")] = None
    criterion: CriterionMention | None = None
    place: str | None = None
    scope: str | None = None
    year: str | None = None
    evidence: Evidence


class CitationMention(Frozen):
    """Another document that a sentence leans on."""

    kind_word: Annotated[str, Field(description="as printed: Nghị quyết, Kế hoạch, Luật …")]
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    subject: str | None = None
    evidence: Evidence


class FundingMention(Frozen):
    """An amount of money in the tree of sources that the document draws."""

    path: Annotated[str, Field(description="1, 1.1, 1.1.2; 0 for the whole")]
    label: str
    source: FundingSource
    amount: Annotated[str, Field(description="with its unit: 425,046 tỷ đồng")]
    percent: str | None = None
    year: str | None = None
    evidence: Evidence


class ActivityMention(Frozen):
    """Who does what by when; one expression of time."""

    criterion: CriterionMention | None = None
    standard: Annotated[Standard | None, Field(description="whose set of criteria it is about")] = None
    section: str | None = None
    content: str
    lead: str | None = None
    coordinating: str | None = None
    direction: str | None = None
    time: str | None = None
    evidence: Evidence


class LetterheadMention(Frozen):
    """What the letterhead, the title and the signature say, as printed."""

    kind: str | None = None
    number: str | None = None
    issuer: tuple[str, ...] = ()
    place_and_date: str | None = None
    title: str | None = None
    enacting: Annotated[str | None, Field(description="the first words of the text that name who enacts the plan")] = (
        None
    )
    signer: str | None = None
    signer_role: str | None = None
    places_named: Annotated[
        tuple[str, ...],
        Field(description="provinces and districts named in the text with their kind, the commonest first"),
    ] = ()
    acts_named: Annotated[tuple[str, ...], Field(description="numbers of Prime Minister's decisions in the text")] = ()
    evidence: Evidence | None = None
    number_evidence: Evidence | None = None
    date_evidence: Evidence | None = None


class DateMention(Frozen):
    """A full date in the text ("31/11/2024"), to be held against the calendar."""

    raw: str
    evidence: Evidence


class BlankMention(Frozen):
    """A number or date left blank, such as "Số:     /KH-UBND"."""

    raw: str
    evidence: Evidence


class Mentions(Frozen):
    """All that was found in one document."""

    document_id: str
    file_name: str
    page_count: int
    reader: str
    mean_confidence: float
    letterhead: LetterheadMention
    targets: tuple[TargetMention, ...] = ()
    indicators: tuple[IndicatorMention, ...] = ()
    citations: tuple[CitationMention, ...] = ()
    funding: tuple[FundingMention, ...] = ()
    activities: tuple[ActivityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    blanks: tuple[BlankMention, ...] = ()

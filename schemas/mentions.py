"""Raw strings found per field, with their evidence; nothing resolved to numbers, codes or dates yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.document import ParagraphRole
from schemas.evidence import Evidence, Frozen
from schemas.vocabulary import Change, Comparator, Counted, CriterionState, FundingSource, Role, Standard, Status

STRIVES = "the sentence says that it is striven for (phấn đấu)"
IN_TABLE = "label or title of the table that states it, empty where it has neither; None in a sentence"


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
    strives: Annotated[bool, Field(description=STRIVES)] = False
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
    table_label: Annotated[str | None, Field(description=IN_TABLE)] = None
    evidence: Evidence


class IndicatorMention(Frozen):
    """Any other measured goal: one number with its unit."""

    status: Status
    strives: Annotated[bool, Field(description=STRIVES)] = False
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
    place_evidence: Annotated[Evidence | None, Field(description="of a place that a table's heading names")] = None
    scope: str | None = None
    year: str | None = None
    table_label: Annotated[str | None, Field(description=IN_TABLE)] = None
    evidence: Evidence


class CommuneRowMention(Frozen):
    """A row of a table of communes: how many criteria, and which, are met and planned."""

    table_label: str | None
    group_label: str | None
    row_number: str | None
    raw_name: Annotated[str | None, Field(description="None in a table about the document's own commune")]
    standard: Standard
    district: Annotated[str | None, Field(description="as a column beside the name tells it")] = None
    met_stated: str | None = None
    met_list: str | None = None
    met_marked: Annotated[int | None, Field(description="cells that mark a criterion as met, where no list is")] = None
    planned_marked: int | None = None
    planned_stated: str | None = None
    planned_list: str | None = None
    met_status: Status = Status.RESULT
    met_year: str | None = None
    planned_year: str | None = None
    reach_year: str | None = None
    evidence: Evidence
    met_evidence: Evidence | None = None
    planned_evidence: Evidence | None = None


class CriterionStateMention(Frozen):
    """A cell that says of one criterion of one commune whether it is met or planned."""

    table_label: str | None
    row_number: str | None
    raw_name: str | None
    group_label: str | None = None
    district: str | None = None
    standard: Standard
    criterion: CriterionMention
    state: CriterionState
    status: Status
    year: str | None
    evidence: Evidence


class CriterionCountMention(Frozen):
    """A cell that counts the communes of a place meeting a criterion; without criterion the sum over all."""

    table_label: str | None
    standard: Standard
    criterion: CriterionMention | None
    place: Annotated[str | None, Field(description="a column's or row's heading; None: the document's place")]
    place_evidence: Evidence | None = None
    count: str | None
    percent: str | None = None
    decimal_mark: str = ","
    year: str | None
    status: Status
    evidence: Evidence


class TableCellMention(Frozen):
    """One cell of a table, kept as printed; row and column are 0-based positions in the joined table."""

    row: int
    column: int
    text: str
    path: Annotated[str, Field(description="the heading over its column, outermost first")]
    evidence: Evidence


class TableMention(Frozen):
    """A whole table as printed; `kind` is None where it was not understood."""

    label: str | None
    title: str | None
    title_evidence: Evidence | None = None
    kind: str | None
    row_count: int
    column_count: int
    repairs: tuple[str, ...] = ()
    not_joined: Annotated[
        tuple[tuple[str, Evidence], ...], Field(description="parts that may belong to it: rows of both, and where")
    ] = ()
    cells: tuple[TableCellMention, ...] = ()
    evidence: Evidence


class CitationMention(Frozen):
    """Another document that a sentence leans on."""

    kind_word: Annotated[str | None, Field(description="as printed: Nghị quyết, Kế hoạch, Luật …")] = None
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
    part_count: Annotated[int | None, Field(description="parts, where words or table say that they are all")] = None
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


class TroubledPage(Frozen):
    """A page of which nothing, or not all, could be read; the evidence is the whole page."""

    trouble: str
    evidence: Evidence


class ListMention(Frozen):
    """A list beside the number that a sentence states for it: "05 tiêu chí (gồm: …)", "02 thị trấn A và B"."""

    noun: Annotated[str, Field(description="what is counted, folded: tiêu chí, xã, thị trấn, huyện")]
    stated: str
    items: tuple[str, ...]
    evidence: Evidence


class RemarkMention(Frozen):
    """What the document as a whole shows: a gap in the page numbers, an annex that is not there.

    `code` is that of the finding which becomes of it.
    """

    code: str
    stated: str | None = None
    expected: str | None = None
    evidence: Evidence


class YearOfPlanMention(Frozen):
    """A sentence that speaks of this very plan and its year: "Trên đây là Kế hoạch … năm 2023"."""

    year: str
    own: Annotated[bool, Field(description="names the plan itself; else an aim, which may be one of a later year")]
    evidence: Evidence


class LeftoverMention(Frozen):
    """A sentence or cell with figures that nothing claimed."""

    kind: str
    evidence: Evidence


class CoverageMention(Frozen):
    """How many sentences and filled cells there are, of how many facts came, and how many were left over."""

    sentences: int = 0
    sentences_claimed: int = 0
    sentences_left: int = 0
    cells: int = 0
    cells_claimed: int = 0
    cells_left: int = 0
    leftovers: tuple[LeftoverMention, ...] = ()


class ParagraphMention(Frozen):
    """A paragraph as printed, with its place in the outline; see `schemas.document.Paragraph`."""

    role: ParagraphRole
    marker: str | None
    level: int
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
    commune_rows: tuple[CommuneRowMention, ...] = ()
    criterion_states: tuple[CriterionStateMention, ...] = ()
    criterion_counts: tuple[CriterionCountMention, ...] = ()
    tables: tuple[TableMention, ...] = ()
    citations: tuple[CitationMention, ...] = ()
    funding: tuple[FundingMention, ...] = ()
    activities: tuple[ActivityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    blanks: tuple[BlankMention, ...] = ()
    troubled_pages: tuple[TroubledPage, ...] = ()
    lists: tuple[ListMention, ...] = ()
    years_of_plan: tuple[YearOfPlanMention, ...] = ()
    remarks: tuple[RemarkMention, ...] = ()
    paragraphs: tuple[ParagraphMention, ...] = ()
    coverage: CoverageMention = CoverageMention()

"""Typed rows, one per fact as one document states it: the columns of DATA_CONTRACT's fact views.

Column meanings are the contract's; the docstrings say only what it does not. Numbers are Decimal so that the printed
decimals survive ("53" and "53.0" claim different things); `…_text` beside them is the number as printed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.document import ParagraphRole
from schemas.evidence import Evidence, Frozen
from schemas.known import Known
from schemas.vocabulary import (
    Change,
    CitationKind,
    Comparator,
    Counted,
    CriterionState,
    DocumentKind,
    FundingSource,
    Level,
    Reader,
    Role,
    Standard,
    Status,
)

IN_TABLE = "label or title of the table that states it, empty where it has neither; null in a sentence"


class Fact(Frozen):
    """A row with its evidence; `view` is the name of the view that shows it."""

    view: ClassVar[str]
    fact_id: Annotated[str, Field(description="stable id, see `with_ids`")] = ""
    evidence: Evidence

    def anchor(self) -> str:
        """Return what ties the row to its place: view, page, box and words."""
        box = ",".join(f"{value:.1f}" for value in self.evidence.box) if self.evidence.box else "-"
        return f"{self.view}|{self.evidence.page}|{box}|{self.evidence.quote}"


class PlacedFact(Fact):
    """A fact about a place; names as on the document's date, without their kind (Cao Lâu, not Xã Cao Lâu)."""

    place_code: str | None = None
    place_name: str | None = None
    district_name: str | None = None
    province_name: str | None = None


class Target(PlacedFact):
    view = "targets"
    table_label: Annotated[str | None, Field(description=IN_TABLE)] = None
    year: int | None
    status: Status
    standard: Standard
    framework: str | None = None
    criterion: int | None = None
    counted: Counted
    added: int | None = None
    consolidated: int | None = None
    reached: int | None = None
    total: int | None = None
    percent: Decimal | None = None
    percent_text: str | None = None
    deadline: date | None = None


class TargetCommune(PlacedFact):
    view = "target_communes"
    target_id: str = ""
    target_index: Annotated[int, Field(ge=0, description="position of its target in `Facts.targets`")]
    raw: str
    role: Role


class Indicator(PlacedFact):
    view = "indicators"
    table_label: Annotated[str | None, Field(description=IN_TABLE)] = None
    year: int | None
    status: Status
    framework: str | None = None
    criterion: int | None = None
    indicator: str | None = None
    label: str
    comparator: Comparator
    low: Decimal | None = None
    high: Decimal | None = None
    low_text: str | None = None
    high_text: str | None = None
    total: Decimal | None = None
    percent: Decimal | None = None
    percent_text: str | None = None
    unit: str
    change: Change
    scope: str | None = None


class CommuneCriterion(PlacedFact):
    view = "commune_criteria"
    table_label: str | None
    row_number: str | None
    raw_name: str
    standard: Standard
    framework: str | None
    criterion: int
    state: CriterionState
    status: Status
    year: int | None


class CommuneProgress(PlacedFact):
    view = "commune_progress"
    table_label: str | None
    group_label: str | None
    row_number: str | None
    raw_name: str
    standard: Standard
    framework: str | None
    met_stated: int | None = None
    met_listed: int | None = None
    planned_stated: int | None = None
    planned_listed: int | None = None
    met_year: int | None = None
    planned_year: int | None = None
    reach_year: int | None = None


class CriterionCount(PlacedFact):
    view = "criterion_counts"
    table_label: str | None
    framework: str | None
    criterion: int | None
    count: int | None
    percent: Decimal | None = None
    percent_text: str | None = None
    year: int | None
    status: Status


class PrintedTable(Fact):
    """A table as printed, joined over pages; `kind` is null where it was not understood."""

    view = "tables"
    table_label: str | None
    title: str | None
    title_evidence: Annotated[Evidence | None, Field(description="where the title stands")] = None
    kind: str | None
    row_count: int
    column_count: int
    repairs: Annotated[str | None, Field(description="what the joining rests on, comma-separated")] = None


class PrintedCell(Fact):
    """A cell of a table; row and column are 0-based positions in the joined table."""

    view = "table_cells"
    table_id: str = ""
    table_index: Annotated[int, Field(ge=0, description="position of its table in `Facts.tables`")]
    table_label: str | None
    row_index: int
    column_index: int
    heading: Annotated[str | None, Field(description="the headings over its column, outermost first, parted by >")]
    text: str


class PrintedParagraph(Fact):
    """A paragraph as printed, joined over lines and pages; its words are the quote."""

    view = "paragraphs"
    role: ParagraphRole
    marker: Annotated[str | None, Field(description="the numbering in front, part of the words")]
    level: Annotated[int, Field(description="depth in the outline, 0: under no heading")]


class Leftover(Fact):
    """A sentence or cell with figures that became no fact."""

    view = "leftovers"
    kind: Annotated[str, Field(description="sentence or cell")]


class Funding(PlacedFact):
    view = "funding"
    year: int | None
    path: str
    label: str
    source: FundingSource
    amount_vnd: int
    step_vnd: Annotated[int | None, Field(description="what one at the last printed digit is worth")] = None
    percent: Decimal | None = None
    percent_text: str | None = None
    part_count: Annotated[int | None, Field(description="parts, where words or table say that they are all")] = None


class Activity(PlacedFact):
    view = "activities"
    criterion: int | None = None
    framework: str | None = None
    section: str | None = None
    content: str
    lead: str | None = None
    coordinating: str | None = None
    direction: str | None = None
    time_raw: str | None = None
    time_from: date | None = None
    time_to: date | None = None


class Citation(Fact):
    view = "citations"
    kind: CitationKind
    number: str | None
    issued_on: date | None
    issuer: str | None
    subject: str | None


class DocumentFact(Frozen):
    """The row of `documents`; the columns that only the store knows (same_as, ingested_at, …) are added there."""

    document_id: str
    file_name: str
    kind: DocumentKind
    number: str | None = None
    issuer: str | None = None
    issuer_level: Level | None = None
    place_code: str | None = None
    place_name: str | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    title: str | None = None
    plan_year: int | None = None
    period_from: int | None = None
    period_to: int | None = None
    signer: str | None = None
    signer_role: str | None = None
    page_count: int
    reader: Reader
    mean_confidence: float | None = None
    sentences: int = 0
    sentences_claimed: Annotated[int, Field(description="of which facts came")] = 0
    sentences_left: Annotated[int, Field(description="with figures that became no fact")] = 0
    cells: Annotated[int, Field(description="of tables, those that are not empty")] = 0
    cells_claimed: int = 0
    cells_left: int = 0
    evidence: Annotated[Evidence | None, Field(description="where the number and date stand, else the title")] = None


class Doubt(Frozen):
    """What a resolver could not tell, to be told the user as a finding of that code."""

    code: Annotated[str, Field(description="one of AUDIT_CHECKS, such as unknown_place or impossible_date")]
    evidence: Evidence
    stated: str | None = None
    expected: str | None = None
    facts: Annotated[tuple[tuple[str, int], ...], Field(description="(view, position in Facts) of its rows")] = ()


class StatedList(Frozen):
    """A list and the number that the sentence states for it."""

    noun: str
    stated: int
    items: tuple[str, ...]
    evidence: Evidence


class Facts(Frozen):
    """All that one document states, and what the reference data know of the places and sets that it names."""

    document: DocumentFact
    targets: tuple[Target, ...] = ()
    target_communes: tuple[TargetCommune, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    commune_criteria: tuple[CommuneCriterion, ...] = ()
    commune_progress: tuple[CommuneProgress, ...] = ()
    criterion_counts: tuple[CriterionCount, ...] = ()
    funding: tuple[Funding, ...] = ()
    activities: tuple[Activity, ...] = ()
    citations: tuple[Citation, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    table_cells: tuple[PrintedCell, ...] = ()
    paragraphs: tuple[PrintedParagraph, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lists: tuple[StatedList, ...] = ()
    known: Known = Known()


FACT_TYPES: tuple[type[Fact], ...] = (
    Target,
    TargetCommune,
    Indicator,
    CommuneCriterion,
    CommuneProgress,
    CriterionCount,
    Funding,
    Activity,
    Citation,
    PrintedTable,
    PrintedCell,
    PrintedParagraph,
    Leftover,
)


def with_ids(facts: Facts) -> Facts:
    """Return the facts with their ids: the same file read with the same settings gives the same ids.

    An id is made of the document, the view, page, box and words, and a running number among rows that share all these.
    """
    seen: Counter[str] = Counter()

    def numbered(rows: Iterable[Fact]) -> tuple[Fact, ...]:
        result = []
        for row in rows:
            anchor = row.anchor()
            fact_id = short_id(facts.document.document_id, anchor, str(seen[anchor]))
            result.append(row.model_copy(update={"fact_id": fact_id}))
            seen[anchor] += 1
        return tuple(result)

    rows = {kind.view: numbered(getattr(facts, kind.view)) for kind in FACT_TYPES}
    targets, tables = rows["targets"], rows["tables"]
    rows["target_communes"] = tuple(
        row.model_copy(update={"target_id": targets[row.target_index].fact_id})
        for row in rows["target_communes"]
        if isinstance(row, TargetCommune)
    )
    rows["table_cells"] = tuple(
        row.model_copy(update={"table_id": tables[row.table_index].fact_id})
        for row in rows["table_cells"]
        if isinstance(row, PrintedCell)
    )
    return facts.model_copy(update=rows)


def short_id(*parts: str) -> str:
    """Return 20 hexadecimal digits that stand for the parts (80 bits: no collision among billions of rows)."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]

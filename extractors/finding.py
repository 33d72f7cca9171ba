"""All mentions of a document: letterhead, targets, indicators, dates, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extractors.activities import find_activities
from extractors.analysis import Analysis
from extractors.citations import find_citations
from extractors.context import contexts
from extractors.coverage import account
from extractors.engines.nlp import Analyser
from extractors.funding import find_funding
from extractors.indicators import find_indicators
from extractors.letterhead import find_blanks, read_letterhead
from extractors.outline import DASH
from extractors.quantities import find_quantities, unit_patterns
from extractors.remarks import find_remarks, find_years_of_plan
from extractors.rulebook import entity_rules, slips
from extractors.stated_lists import find_lists
from extractors.tables.stitching import stitch
from extractors.tables.understanding import understand
from extractors.targets import TargetFinder
from schemas.document import Block, Document, Paragraph, ParagraphRole
from schemas.evidence import Evidence, Piece
from schemas.geometry import Box
from schemas.mentions import DateMention, IndicatorMention, Mentions, ParagraphMention, TargetMention, TroubledPage

READ = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
LEGAL_BASIS = re.compile(r"^\W*(?:\w{1,4}[.)] ?)?(?:Căn cứ|Thực hiện|Xét|Theo)\b")
FULL_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])")


class Finder:
    """Finds what documents state; holds the loaded language rules, so build it once a process.

    `criterion_names` are the names of criteria in all their forms; they come from outside because lexicons belong to
    the normalizers.
    """

    def __init__(self, criterion_names: Iterable[str]) -> None:
        names: Mapping[str, Iterable[str]] = {"CRITERION_NAME": criterion_names}
        self._analyser = Analyser((*entity_rules(), *unit_patterns()), slips(), names)

    def find(self, document: Document) -> Mentions:
        """Find all mentions of a document."""
        blocks = document.blocks
        analyses = [self._analyse(block) for block in blocks]
        inherited = contexts(blocks, analyses)
        first_heading = next((i for i, block in enumerate(blocks) if _begins_text(block)), 0)
        targets: list[TargetMention] = []
        indicators: list[IndicatorMention] = []
        for index, (block, analysis) in enumerate(zip(blocks, analyses, strict=True)):
            # What stands above the first heading is the legal basis: other documents' words, no goals.
            if analysis is None or not isinstance(block, Paragraph) or index < first_heading:
                continue
            quantities = find_quantities(analysis)
            finder = TargetFinder(block, analysis, quantities, inherited[index])
            targets.extend(finder.find())
            indicators.extend(find_indicators(block, analysis, quantities, finder.used, inherited[index]))
        stitched = stitch(document)
        tables = [understand(table, self._analyser.analyse) for table in stitched]
        for found, _ in tables:
            targets.extend(found.targets)
            indicators.extend(found.indicators)
        letterhead = read_letterhead(document)
        words = [word.confidence for page in document.pages for line in page.lines for word in line.words]
        mentions = Mentions(
            document_id=document.document_id,
            file_name=document.file_name,
            page_count=len(document.pages),
            reader=document.reader.value,
            mean_confidence=round(sum(words) / len(words), 4) if words else 0.0,
            letterhead=letterhead,
            targets=tuple(targets),
            indicators=tuple(indicators),
            activities=(
                *find_activities(document, analyses, inherited),
                *(activity for found, _ in tables for activity in found.activities),
            ),
            citations=tuple(find_citations(document)),
            funding=tuple(find_funding(document, stitched)),
            commune_rows=tuple(row for found, _ in tables for row in found.commune_rows),
            criterion_states=tuple(state for found, _ in tables for state in found.criterion_states),
            criterion_counts=tuple(count for found, _ in tables for count in found.criterion_counts),
            tables=tuple(printed for _, printed in tables),
            dates=tuple(_dates(document)),
            blanks=tuple(find_blanks(document)),
            troubled_pages=tuple(_troubled_pages(document)),
            lists=tuple(find_lists(document)),
            years_of_plan=tuple(find_years_of_plan(document)),
            remarks=tuple(find_remarks(document, (letterhead.number_evidence, letterhead.date_evidence))),
        )
        # Only after the account: a paragraph that is kept claims none of its sentences.
        coverage = account(blocks, analyses, stitched, mentions)
        return mentions.model_copy(update={"coverage": coverage, "paragraphs": tuple(_paragraphs(document))})

    def _analyse(self, block: Block) -> Analysis | None:
        if isinstance(block, Paragraph) and block.role in READ and block.text:
            return self._analyser.analyse(block.text)
        return None


def _begins_text(block: Block) -> bool:
    """Tell whether a block is a heading, or a numbered part of the text itself ("Điều 1. …")."""
    if not isinstance(block, Paragraph) or block.role not in READ:
        return False
    numbered = block.marker is not None and block.level < DASH and not LEGAL_BASIS.search(block.text)
    return block.role is ParagraphRole.HEADING or numbered


def _paragraphs(document: Document) -> Iterable[ParagraphMention]:
    for paragraph in document.paragraphs:
        if paragraph.text:
            whole = paragraph.evidence(0, len(paragraph.text))
            yield ParagraphMention(role=paragraph.role, marker=paragraph.marker, level=paragraph.level, evidence=whole)


def _troubled_pages(document: Document) -> Iterable[TroubledPage]:
    for page in document.pages:
        if page.trouble is not None:
            box = Box(0.0, 0.0, page.width, page.height) if page.width and page.height else None
            whole = Evidence(pieces=(Piece(page=page.number, box=box, quote=""),), reader=page.reader)
            yield TroubledPage(trouble=page.trouble, evidence=whole)


def _dates(document: Document) -> Iterable[DateMention]:
    for paragraph in document.paragraphs:
        for match in FULL_DATE.finditer(paragraph.text):
            yield DateMention(raw=match.group(), evidence=paragraph.evidence(*match.span()))

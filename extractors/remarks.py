"""What a document shows as a whole: page numbers out of order, annexes that it lacks, its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.confidence import stated
from extractors.handwriting import MOST_CONFIDENT
from extractors.rulebook import load_rules
from extractors.sheets import PAGE_NUMBER
from extractors.zones import PLACE_AND_DATE
from normalizers.dates import parse_issue_date
from normalizers.document_numbers import parse_document_number
from normalizers.text import fold_char_safe
from schemas.document import Document, Line, Page, Paragraph, ParagraphRole
from schemas.errors import NotRecognized, OutOfRange
from schemas.evidence import DOUBT, Evidence, Piece
from schemas.mentions import RemarkMention, YearOfPlanMention
from schemas.vocabulary import Reader

READ = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
ROMAN = {"i": 1, "v": 5, "x": 10}
SENTENCE_END = re.compile(r"[.;](?=\s|$)")


def find_remarks(document: Document, letterhead: Sequence[Evidence | None]) -> Iterator[RemarkMention]:
    """Yield what a person should know of the document as a whole; `letterhead` are the places of number and date."""
    yield from _page_numbers(document.pages)
    yield from _annexes(document)
    for evidence in letterhead:
        if evidence is None:
            continue
        if evidence.confidence <= stated(evidence.quote, MOST_CONFIDENT) or _is_illegible(evidence):
            yield RemarkMention(code="handwritten", stated=evidence.quote, evidence=evidence)


def _is_illegible(evidence: Evidence) -> bool:
    """Tell whether a number or date was seen on a scan and no such thing was read: mostly a pen wrote it."""
    if evidence.reader is Reader.TEXT_LAYER:
        return False
    try:
        if PLACE_AND_DATE.search(evidence.quote):
            parse_issue_date(evidence.quote)
        else:
            parse_document_number(evidence.quote)
    except (NotRecognized, OutOfRange):
        return True
    return False


def find_years_of_plan(document: Document) -> Iterator[YearOfPlanMention]:
    """Yield the sentences that say for which year this very plan is."""
    for paragraph in document.paragraphs:
        if paragraph.role not in READ:
            continue
        folded = fold_char_safe(paragraph.text)
        for own, patterns in ((True, _rules().own_year), (False, _rules().aim)):
            for match in (match for pattern in patterns for match in pattern.finditer(folded)):
                start = _sentence_start(folded, match.start())
                if not _rules().other_year.search(folded, start, match.start("year")):
                    evidence = paragraph.evidence(match.start(), match.end())
                    yield YearOfPlanMention(year=match["year"], own=own, evidence=evidence)


@dataclass(frozen=True, slots=True)
class _Rules:
    annex: re.Pattern[str]
    foreign: re.Pattern[str]
    number: re.Pattern[str]
    own_year: tuple[re.Pattern[str], ...]
    aim: tuple[re.Pattern[str], ...]
    other_year: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data: dict[str, Any] = load_rules("remarks.toml")
    annex, year = data["annex"], data["year_of_plan"]
    return _Rules(
        annex=re.compile(annex["named"]),
        foreign=re.compile(annex["foreign"]),
        number=re.compile(annex["number"]),
        own_year=tuple(re.compile(pattern) for pattern in year["own"]),
        aim=tuple(re.compile(pattern) for pattern in year["aim"]),
        other_year=re.compile(year["other"]),
    )


def _sentence_start(text: str, position: int) -> int:
    return max((match.end() for match in SENTENCE_END.finditer(text, 0, position)), default=0)


# --- pages ----------------------------------------------------------------------------------------------------------


def _page_numbers(pages: Sequence[Page]) -> Iterator[RemarkMention]:
    """Hold each printed number against the one before it; an annex may begin again at 1 or 2, or have none."""
    before: tuple[int, int] | None = None
    for position, page in enumerate(pages):
        told = _printed_number(page)
        if told is None:
            continue
        line, number = told
        if before is not None:
            expected = before[1] + position - before[0]
            if number > expected:
                yield _page_remark("page_missing", page, line, expected)
            elif number <= before[1] and number > 2:
                yield _page_remark("page_order", page, line, before[1] + 1)
        before = (position, number)


def _printed_number(page: Page) -> tuple[Line, int] | None:
    for line in page.furniture:
        sure = min((word.confidence for word in line.words), default=0.0) >= DOUBT
        if sure and PAGE_NUMBER.match(line.text):
            digits = "".join(character for character in line.text.split("/")[0] if character.isdigit())
            return line, int(digits)
    return None


def _page_remark(code: str, page: Page, line: Line, expected: int) -> RemarkMention:
    box = line.box
    piece = Piece(page=page.number, box=box.rounded() if box else None, quote=line.text)
    evidence = Evidence(pieces=(piece,), reader=page.reader)
    return RemarkMention(code=code, stated=line.text, expected=str(expected), evidence=evidence)


# --- annexes --------------------------------------------------------------------------------------------------------


def _annexes(document: Document) -> Iterator[RemarkMention]:
    """Yield the annexes that the text names and that no caption begins with; each once."""
    there = {key for paragraph in document.paragraphs for key in _caption_keys(paragraph)}
    for paragraph in document.paragraphs:
        if paragraph.role not in READ:
            continue
        folded = fold_char_safe(paragraph.text)
        for match in _rules().annex.finditer(folded):
            if _rules().foreign.match(folded[match.end() :]):
                continue
            for key, (start, end) in _named(folded, match):
                if key not in there:
                    there.add(key)
                    stated = paragraph.text[start:end].strip()
                    yield RemarkMention(code="annex_missing", stated=stated, evidence=paragraph.evidence(*match.span()))


Key = tuple[bool, int]  # whether it is called phụ lục, and its number


def _named(folded: str, match: re.Match[str]) -> Iterator[tuple[Key, tuple[int, int]]]:
    kind = ""
    for part in _rules().number.finditer(folded, *match.span("names")):
        kind = part["kind"] or kind
        yield (kind == "phụ lục", _value(part["number"])), part.span()


def _caption_keys(paragraph: Paragraph) -> Iterator[Key]:
    match = _rules().number.match(fold_char_safe(paragraph.text))
    if match and match["kind"] and paragraph.role not in (ParagraphRole.BODY, ParagraphRole.ITEM):
        # One and the same annex is called biểu in the text and phụ lục above it, or the other way round.
        yield True, _value(match["number"])
        yield False, _value(match["number"])


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [ROMAN[letter] for letter in number]
    return sum(-value if any(later > value for later in values[at:]) else value for at, value in enumerate(values))

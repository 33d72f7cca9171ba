"""What is printed, nothing understood: pages of words, paragraphs under numbered headings, tables of cells.

One model whatever the reader was (text layer, OCR, plain text, Markdown); every later step works on it alone.
All types are immutable. Words are plain dataclasses because a plan has tens of thousands of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from schemas.evidence import DOUBT, Evidence, Piece
from schemas.geometry import Box, union
from schemas.vocabulary import Reader


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks; `box` is None for plain text.

    `other` is another reading of a scanned word: what was read before a repair, or by a second reader.
    """

    text: str
    box: Box | None = None
    confidence: float = 1.0
    bold: bool = False
    italic: bool = False
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right."""

    page: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        return union(word.box for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all words that carry letters are bold."""
        letters = [word for word in self.words if any(c.isalpha() for c in word.text)]
        return bool(letters) and all(word.bold for word in letters)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the file shows it; width and height in points, None for plain text."""

    number: int
    width: float | None
    height: float | None
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()  # page numbers and running heads, set apart from `lines`
    reader: Reader = Reader.TEXT_LAYER
    trouble: str | None = None  # why the page gave nothing, or not all; in words for the user


class ParagraphRole(StrEnum):
    """What a paragraph is on the page, told by its form and place."""

    LETTERHEAD = "letterhead"  # issuing body, number, motto, place and date
    TITLE = "title"  # KẾ HOẠCH and the lines under it
    HEADING = "heading"  # numbered, not a full sentence of its own
    BODY = "body"
    ITEM = "item"  # -, +, (1), a)
    CAPTION = "caption"  # of an annex: "Biểu số 1", its title, "(Kèm theo …)"
    RECIPIENTS = "recipients"  # Nơi nhận
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The characters [start, end) of a paragraph's text and the word on the page that they are."""

    start: int
    end: int
    page: int
    box: Box | None
    confidence: float = 1.0
    bold: bool = False
    italic: bool = False
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words re-joined over line and page ends into one text with single spaces.

    `marker` is the numbering in front ("I.", "1.2.1.", "a)", "(1)", "-", "+") and is part of `text`; `level` is the
    depth in the document's outline (0: no heading above it), `path` the indices of the headings that it stands under,
    outermost first, as positions in `Document.blocks`.
    """

    text: str
    fragments: tuple[Fragment, ...]
    role: ParagraphRole = ParagraphRole.BODY
    marker: str | None = None
    level: int = 0
    path: tuple[int, ...] = ()
    reader: Reader = Reader.TEXT_LAYER

    @property
    def page(self) -> int:
        return self.fragments[0].page if self.fragments else 1

    def evidence(self, start: int, end: int) -> Evidence:
        """Return where the characters [start, end) stand: one piece a page, with the box around its words.

        The confidence is that of the least sure figure, where there are figures, else of the least sure word.
        """
        starts = [fragment.start for fragment in self.fragments]
        first = max(bisect_right(starts, start) - 1, 0)
        pages: dict[int, list[Fragment]] = {}
        for fragment in self.fragments[first:]:
            if fragment.start >= end:
                break
            if fragment.end > start:
                pages.setdefault(fragment.page, []).append(fragment)
        pieces = []
        for page, fragments in pages.items():
            quote = self.text[max(start, fragments[0].start) : min(end, fragments[-1].end)]
            box = union(fragment.box for fragment in fragments)
            others = [fragment.other or self.text[fragment.start : fragment.end] for fragment in fragments]
            other = " ".join(others) if any(fragment.other for fragment in fragments) else None
            pieces.append(Piece(page=page, box=box.rounded() if box else None, quote=squeeze(quote), other=other))
        if not pieces:
            pieces = [Piece(page=self.page, box=None, quote=squeeze(self.text[start:end]))]
        said = [fragment for group in pages.values() for fragment in group]
        figures = [fragment for fragment in said if has_digit(self.text[fragment.start : fragment.end])]
        confidence = min((fragment.confidence for fragment in figures or said), default=1.0)
        readings = tuple((self.text[f.start : f.end], f.other) for f in figures if f.other and f.confidence < DOUBT)
        return Evidence(pieces=tuple(pieces), confidence=confidence, reader=self.reader, readings=readings)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: `row` and `column` 0-based, of its top left; spans count the grid's rows and columns.

    `words` are those of a scan, before anything in `text` was mended by the cells around it.
    """

    row: int
    column: int
    text: str
    page: int
    box: Box | None
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    bold: bool = False
    other: str | None = None  # another reading of the whole text
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands on one page; tables that belong together are joined by a later step."""

    page: int
    box: Box | None
    cells: tuple[Cell, ...]
    caption: tuple[int, ...] = ()  # positions of the CAPTION paragraphs above it in `Document.blocks`
    path: tuple[int, ...] = ()
    reader: Reader = Reader.TEXT_LAYER

    @property
    def row_count(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as printed. `document_id` is the SHA-256 of its bytes, in hexadecimal."""

    document_id: str
    file_name: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = field(default=())

    @property
    def reader(self) -> Reader:
        readers = {page.reader for page in self.pages}
        return readers.pop() if len(readers) == 1 else Reader.MIXED

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


UNREAD = "…"  # stands for print or writing that is seen and could not be read


def has_digit(text: str) -> bool:
    """Tell whether a text has a figure."""
    return any(character.isdigit() for character in text)


def squeeze(text: str) -> str:
    """Fold every run of white space into one blank and strip the ends."""
    return re.sub(r"\s+", " ", text).strip()

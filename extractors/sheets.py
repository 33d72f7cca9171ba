"""Pages of lines and tables laid out in reading order, whatever the reader was: text layer or OCR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractors.lines import PrintedLine, describe_layout
from schemas.document import Block, Line, Page, Paragraph, Table, Word
from schemas.geometry import Box
from schemas.vocabulary import Reader

MARGIN_SHARE = 0.09
PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:Trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s]*$")

Item = PrintedLine | Table


class Motion(NamedTuple):
    """An affine motion of points: x' = a x + b y + c, y' = d x + e y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, box: Box) -> Box:
        """Return the upright box around a moved one."""
        xs, ys = zip(*(self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys)).rounded()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a moved point."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def after(self, first: Motion) -> Motion:
        """Return the motion that moves by `first`, then by this."""
        c, f = self.point(first.c, first.f)
        return Motion(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            f,
        )

    def undone(self, box: Box) -> Box:
        """Return the box whose moved corners the given upright one touches."""
        across, down = (box.x0 + box.x1) / 2 - self.c, (box.y0 + box.y1) / 2 - self.f
        area = self.a * self.e - self.b * self.d
        x, y = (self.e * across - self.b * down) / area, (self.a * down - self.d * across) / area
        # The sides of the upright box are |a| w + |b| h and |d| w + |e| h.
        a, b, d, e = map(abs, self[:2] + self[3:5])
        width, height = (e * box.width - b * box.height), (a * box.height - d * box.width)
        half_width, half_height = (max(side / (a * e - b * d), 0.0) / 2 for side in (width, height))
        return Box(x - half_width, y - half_height, x + half_width, y + half_height)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table and its box in the frame in which the page's lines run straight."""

    table: Table
    box: Box


@dataclass(frozen=True, slots=True)
class PageContents:
    """What a reader found on a page: lines and tables in points of the frame in which lines run straight.

    `width` and `height` are that frame's; `to_shown` takes it to the page as the file shows it (None where they are
    one), and `shown_size` is then that page's width and height. Boxes within tables are those of the page as shown.
    `pieces` are the words of a scan that seems to be set in columns, read once more for the tables among them.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    tables: tuple[PlacedTable, ...] = ()
    reader: Reader = Reader.TEXT_LAYER
    trouble: str | None = None
    to_shown: Motion | None = None
    shown_size: tuple[float, float] | None = None
    pieces: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines and tables in reading order.

    `page` is as the file shows it. The lines in `items` run straight, in a frame `width` points wide (None for plain
    text); `to_shown` takes that frame to the page, None where they are one.
    """

    page: Page
    items: tuple[Item, ...]
    width: float | None = None
    to_shown: Motion | None = None


def lay_out(pages: Sequence[PageContents]) -> list[Sheet]:
    """Set page numbers and running heads apart and put each page's lines and tables in reading order."""
    heads = _running_heads(pages)
    return [_sheet(contents, heads) for contents in pages]


def as_shown(sheets: Iterable[Sheet], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take the boxes of paragraphs to the pages as the file shows them."""
    motions = {sheet.page.number: sheet.to_shown for sheet in sheets if sheet.to_shown is not None}
    readers = {sheet.page.number: sheet.page.reader for sheet in sheets}
    return tuple(_shown(block, motions, readers) if isinstance(block, Paragraph) else block for block in blocks)


def _shown(paragraph: Paragraph, motions: dict[int, Motion], readers: dict[int, Reader]) -> Paragraph:
    fragments = tuple(
        replace(fragment, box=motions[fragment.page].box(fragment.box))
        if fragment.box is not None and fragment.page in motions
        else fragment
        for fragment in paragraph.fragments
    )
    read = {readers[fragment.page] for fragment in fragments if fragment.page in readers}
    reader = paragraph.reader if not read else read.pop() if len(read) == 1 else Reader.MIXED
    return replace(paragraph, fragments=fragments, reader=reader)


def _sheet(contents: PageContents, heads: set[str]) -> Sheet:
    furniture = [line for line in contents.lines if _is_furniture(line, contents, heads)]
    body = [line for line in contents.lines if line not in furniture]
    width, height = contents.shown_size or (contents.width, contents.height)
    page = Page(
        contents.number,
        width,
        height,
        tuple(_shown_line(line, contents.to_shown) for line in body),
        tuple(_shown_line(line, contents.to_shown) for line in furniture),
        reader=contents.reader,
        trouble=contents.trouble,
    )
    placed: list[tuple[float, Item]] = [
        (line.box.y0 if line.box else 0.0, line) for line in describe_layout(body, contents.width)
    ]
    placed.extend((table.box.y0, table.table) for table in contents.tables)
    placed.sort(key=lambda pair: pair[0])
    return Sheet(page, tuple(item for _, item in placed), contents.width, contents.to_shown)


def _shown_line(line: Line, motion: Motion | None) -> Line:
    return line if motion is None else Line(line.page, tuple(_shown_word(word, motion) for word in line.words))


def _shown_word(word: Word, motion: Motion) -> Word:
    return replace(word, box=motion.box(word.box)) if word.box else word


def _in_margin(line: Line, height: float) -> bool:
    box = line.box
    return box is not None and (box.y1 < MARGIN_SHARE * height or box.y0 > (1 - MARGIN_SHARE) * height)


def _is_furniture(line: Line, contents: PageContents, heads: set[str]) -> bool:
    marked = PAGE_NUMBER.match(line.text) or _numberless(line) in heads
    return _in_margin(line, contents.height) and bool(marked)


def _running_heads(pages: Sequence[PageContents]) -> set[str]:
    """Return the lines that recur in the margins of at least three pages and a third of them all."""
    counts = Counter(
        key
        for contents in pages
        for key in {_numberless(line) for line in contents.lines if _in_margin(line, contents.height)}
    )
    return {key for key, count in counts.items() if count >= 3 and count * 3 >= len(pages)}


def _numberless(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)

"""Pages of lines and tables laid out in reading order, whatever the reader was: text layer or OCR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
        a, b, c, d, e, f = self
        left, right, top, bottom = box.x0, box.x1, box.y0, box.y1
        xs = a * left + b * top, a * right + b * top, a * left + b * bottom, a * right + b * bottom
        ys = d * left + e * top, d * right + e * top, d * left + e * bottom, d * right + e * bottom
        return Box(min(xs) + c, min(ys) + f, max(xs) + c, max(ys) + f).rounded()

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
    What stands beyond the `gutter` is another page on the same picture, to be read after what stands before it; where
    it lies askew in another way, `beyond` takes it to the page as shown.
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
    gutter: float | None = None
    beyond: Motion | None = None

    def motion_of(self, line: Line) -> Motion | None:
        """Return what takes a line to the page as shown."""
        return self.beyond if self.beyond is not None and self.is_beyond(line.box) else self.to_shown

    def is_beyond(self, box: Box | None) -> bool:
        """Tell whether a box stands on the right one of two pages."""
        return self.gutter is not None and box is not None and box.centre[0] >= self.gutter


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines and tables in reading order.

    `page` is as the file shows it. The lines in `items` run straight, in a frame `width` points wide (None for plain
    text); `to_shown` takes that frame to the page, None where they are one. Of two pages on one picture the right one
    stands below the left one in that frame, and `beyond` takes it to the page.
    """

    page: Page
    items: tuple[Item, ...]
    width: float | None = None
    to_shown: Motion | None = None
    below: float | None = None
    beyond: Motion | None = None

    def shown(self, box: Box) -> Box:
        """Return a box of the frame as the page shows it."""
        motion = self.beyond if self.below is not None and box.y0 >= self.below else self.to_shown
        return box if motion is None else motion.box(box)


def lay_out(pages: Sequence[PageContents]) -> list[Sheet]:
    """Set page numbers and running heads apart and put each page's lines and tables in reading order."""
    heads = _running_heads(pages)
    return [_sheet(contents, heads) for contents in pages]


def as_shown(sheets: Iterable[Sheet], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take the boxes of paragraphs to the pages as the file shows them."""
    numbered = {sheet.page.number: sheet for sheet in sheets}
    return tuple(_shown(block, numbered) if isinstance(block, Paragraph) else block for block in blocks)


def _shown(paragraph: Paragraph, sheets: Mapping[int, Sheet]) -> Paragraph:
    fragments = tuple(
        replace(fragment, box=sheets[fragment.page].shown(fragment.box))
        if fragment.box is not None and fragment.page in sheets
        else fragment
        for fragment in paragraph.fragments
    )
    read = {sheets[fragment.page].page.reader for fragment in fragments if fragment.page in sheets}
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
        tuple(line_moved(line, contents.motion_of(line)) for line in body),
        tuple(line_moved(line, contents.motion_of(line)) for line in furniture),
        reader=contents.reader,
        trouble=contents.trouble,
    )
    if contents.gutter is None:
        placed = _placed(body, contents.tables, contents.width)
        return Sheet(page, tuple(placed), contents.width, contents.to_shown)
    left, right = (
        (
            [line for line in body if contents.is_beyond(line.box) is beyond],
            [table for table in contents.tables if contents.is_beyond(table.box) is beyond],
        )
        for beyond in (False, True)
    )
    down = Motion(1.0, 0.0, -contents.gutter, 0.0, 1.0, contents.height)
    back = Motion(1.0, 0.0, contents.gutter, 0.0, 1.0, -contents.height)
    items = [
        *_placed(*left, contents.gutter),
        *_placed(
            [line_moved(line, down) for line in right[0]],
            [replace(table, box=down.box(table.box)) for table in right[1]],
            contents.width - contents.gutter,
        ),
    ]
    shown = contents.beyond or contents.to_shown or aside(0.0)
    return Sheet(page, tuple(items), contents.gutter, contents.to_shown, contents.height, shown.after(back))


def _placed(lines: Sequence[Line], tables: Iterable[PlacedTable], width: float) -> list[Item]:
    """Put lines and tables in reading order."""
    placed: list[tuple[float, Item]] = [
        (line.box.y0 if line.box else 0.0, line) for line in describe_layout(lines, width)
    ]
    placed.extend((table.box.y0, table.table) for table in tables)
    placed.sort(key=lambda pair: pair[0])
    return [item for _, item in placed]


def line_moved(line: Line, motion: Motion | None) -> Line:
    """Return a line of which every word is moved; as it is where there is no motion."""
    if motion is None:
        return line
    return Line(line.page, tuple(replace(word, box=motion.box(word.box)) if word.box else word for word in line.words))


def aside(across: float) -> Motion:
    """Return the motion to the right by so many points."""
    return Motion(1.0, 0.0, across, 0.0, 1.0, 0.0)


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

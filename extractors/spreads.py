"""Two pages on one picture, as an open binder lies on the glass: where one ends and the other begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from extractors.lines import gather_lines
from extractors.sheets import Motion, PageContents, PlacedTable, aside, line_moved
from schemas.document import Cell, Table, Word
from schemas.geometry import Box

Boxed = TypeVar("Boxed", Word, Cell, Table)

# Width to height of two upright sheets side by side: 1.41 for A4, more or less with what lies around them.
OPEN = (1.2, 1.7)
# Shares of the picture's width: the blank between the pages at least, and its middle from the picture's at most.
NARROWEST, OFF_MIDDLE = 0.025, 0.06
# A page has so many lines that fill this share of its print's width, which is that share of the page's, or a table as
# wide. What stands on a single sheet in columns, as a table without rules does, hardly fills them so.
FEWEST_LINES, FILLED, FEWEST_WORDS, PRINTED = 5, 0.9, 6, 0.55
SPECK = 0.5  # confidence of what may be dirt in the fold


def find_gutter(words: Sequence[Word], tables: Sequence[Box], width: float, height: float) -> float | None:
    """Return where two pages meet on one picture, None on the picture of a single page and where it is not sure."""
    if not OPEN[0] < width / max(height, 1.0) < OPEN[1]:
        return None
    boxes = [word.box for word in words if word.box and word.confidence >= SPECK]
    gaps = [
        (end - start, (start + end) / 2)
        for start, end in _blanks([*boxes, *tables])
        if end - start >= NARROWEST * width and abs((start + end) / 2 - width / 2) <= OFF_MIDDLE * width
    ]
    if not gaps:
        return None
    _, middle = max(gaps)
    for start, stop in ((0.0, middle), (middle, width)):
        own = [word for word in words if word.box and start <= word.box.centre[0] < stop]
        wide = any(table.width >= PRINTED * (stop - start) for table in tables if start <= table.x0 < stop)
        if not wide and not _is_page(own, stop - start):
            return None
    return middle


def halves(words: Sequence[Word], gutter: float | None) -> Iterator[list[Word]]:
    """Yield the words of the left page and of the right one; all in one where there is no gutter."""
    if gutter is None:
        yield list(words)
        return
    for left in (True, False):
        yield [word for word in words if word.box and (word.box.centre[0] < gutter) is left]


def side_by_side(left: PageContents, right: PageContents) -> PageContents:
    """Return the contents of a picture whose halves were read apart; each keeps the frame in which it is straight."""
    (across, height), (beyond, _) = _shown_size(left), _shown_size(right)
    shown = aside(across).after(right.to_shown or aside(0.0))
    tables = (
        PlacedTable(_table_moved(each.table, aside(across)), aside(left.width).box(each.box)) for each in right.tables
    )
    return replace(
        left,
        width=left.width + right.width,
        lines=(*left.lines, *(line_moved(line, aside(left.width)) for line in right.lines)),
        tables=(*left.tables, *tables),
        trouble=left.trouble or right.trouble,
        shown_size=(across + beyond, height),
        gutter=left.width,
        beyond=shown.after(aside(-left.width)),
        pieces=(),
    )


def _shown_size(contents: PageContents) -> tuple[float, float]:
    return contents.shown_size or (contents.width, contents.height)


def _table_moved(table: Table, motion: Motion) -> Table:
    cells = tuple(
        replace(_moved(cell, motion), words=tuple(_moved(word, motion) for word in cell.words)) for cell in table.cells
    )
    return replace(_moved(table, motion), cells=cells)


def _moved(item: Boxed, motion: Motion) -> Boxed:
    return replace(item, box=motion.box(item.box)) if item.box else item


def _blanks(boxes: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """Yield the upright bands between boxes on which none of them stands."""
    end: float | None = None
    for box in sorted(boxes):
        if end is not None and box.x0 > end:
            yield end, box.x0
        end = box.x1 if end is None else max(end, box.x1)


def _is_page(words: Sequence[Word], width: float) -> bool:
    lines = [(line.box, len(line.words)) for line in gather_lines(1, words)]
    boxes = [box for box, count in lines if box and count >= FEWEST_WORDS]
    if not boxes:
        return False
    printed = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
    filled = sum(box.width >= FILLED * printed for box in boxes)
    return printed >= PRINTED * width and filled >= FEWEST_LINES

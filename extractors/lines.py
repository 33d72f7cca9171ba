"""Lines as they stand on the page, with what their layout says about paragraphs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from schemas.document import Line, Word
from schemas.geometry import Box

# Words belong to one line if their vertical middles differ by less than this share of the usual word height.
SAME_LINE = 0.5
# A line that ends further than this many points before the right margin was not broken for want of room.
RAGGED = 24.0
INDENT = 5.0
MARGIN_LINES = 0.12  # share of the lines that make a margin


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line with its layout; `indent` is in points from the left margin, None where the file has no layout."""

    line: Line
    indent: float | None = None
    full: bool = True  # reaches the right margin, so that the next line may go on with it
    gap: bool = False  # a blank line stands above it
    centred: bool = False
    heading: int | None = None  # level of a Markdown heading
    new_page: bool = False  # the first line of its page

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def page(self) -> int:
        return self.line.page

    @property
    def box(self) -> Box | None:
        return self.line.box


def gather_lines(page: int, words: Iterable[Word]) -> list[Line]:
    """Gather words with boxes into lines, top to bottom; words on one height are one line however far apart."""
    boxed = sorted(((word.box, word) for word in words if word.box), key=lambda pair: pair[0].centre[1])
    if not boxed:
        return []
    height = median(box.height for box, _ in boxed)
    rows: list[list[tuple[Box, Word]]] = []
    for box, word in boxed:
        if rows and box.centre[1] - _middle(rows[-1]) < SAME_LINE * height:
            rows[-1].append((box, word))
        else:
            rows.append([(box, word)])
    return [Line(page, tuple(word for _, word in sorted(row, key=lambda pair: pair[0].x0))) for row in rows]


def _middle(row: Sequence[tuple[Box, Word]]) -> float:
    return sum(box.centre[1] for box, _ in row) / len(row)


def split_at(line: Line, x: float) -> tuple[Line | None, Line | None]:
    """Part a line at a column boundary by the middles of its words; None for an empty side."""
    left = tuple(word for word in line.words if word.box and word.box.centre[0] < x)
    right = tuple(word for word in line.words if word.box and word.box.centre[0] >= x)
    return (Line(line.page, left) if left else None, Line(line.page, right) if right else None)


def split_runs(line: Line, gap: float) -> list[Line]:
    """Part a line where more than `gap` points lie between two words."""
    runs: list[list[Word]] = []
    edge: float | None = None
    for word in line.words:
        if edge is None or word.box is None or word.box.x0 - edge > gap:
            runs.append([])
        runs[-1].append(word)
        edge = word.box.x1 if word.box else edge
    return [Line(line.page, tuple(run)) for run in runs]


def describe_layout(lines: Sequence[Line], page_width: float) -> list[PrintedLine]:
    """Tell each line's indent, whether it is full, centred, and set apart from the line above it."""
    boxes = [line.box for line in lines]
    wide = [box for box in boxes if box and box.width > 0.5 * page_width] or [box for box in boxes if box]
    if not wide:
        return [PrintedLine(line) for line in lines]
    left = _margin([box.x0 for box in wide])
    right = -_margin([-box.x1 for box in wide])
    pitches = [b.y0 - a.y0 for a, b in itertools.pairwise(boxes) if a and b and b.y0 > a.y0]
    pitch = median(pitches) if pitches else 0.0
    described = []
    above: Box | None = None
    for line, box in zip(lines, boxes, strict=True):
        assert box is not None  # gather_lines makes lines of boxed words only
        before, after = box.x0 - left, right - box.x1
        centred = before > 2 * INDENT and after > 2 * INDENT and abs(before - after) < 0.12 * (right - left)
        gap = above is not None and pitch > 0 and box.y0 - above.y0 > 1.6 * pitch
        described.append(PrintedLine(line, indent=before, full=after < RAGGED, gap=gap, centred=centred))
        above = box
    described[0] = replace(described[0], new_page=True)
    return described


def _margin(edges: Sequence[float]) -> float:
    """Return the outermost edge of a fair share of the lines; first lines set in may outnumber the others."""
    counts = Counter(round(edge / 2) * 2 for edge in edges)
    enough = min(MARGIN_LINES * len(edges), max(counts.values()))  # on a sheet of ragged lines no edge has its share
    return float(min(edge for edge, count in counts.items() if count >= enough))

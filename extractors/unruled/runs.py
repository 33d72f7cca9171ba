"""Runs of words: what stands on one line without a gap, the pieces that tables without rules are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.engines.pdf_text import PageText
from extractors.lines import gather_lines, split_runs
from extractors.sheets import MARGIN_SHARE, PAGE_NUMBER
from extractors.zones import ANNEX
from schemas.document import Line
from schemas.geometry import Box, union

# In heights of a word: a gap that parts two runs; lines that stand level; lines of one cell.
RUN_GAP = 0.4
LEVEL = 0.25
CLOSE = 0.6
OVER = 0.6  # of the shorter of two lines that stand over each other
# What stands above a table without belonging to its header.
CAPTION = re.compile(r"^\(|^(?:đơn vị tính|đvt|kèm theo|ban hành)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one line with no gap between them."""

    text: str
    box: Box
    bold: bool

    @property
    def centre(self) -> float:
        return self.box.centre[1]


@dataclass(frozen=True, slots=True)
class RunLine:
    """The runs of one line, left to right."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)

    @property
    def top(self) -> float:
        return min(run.box.y0 for run in self.runs)

    @property
    def bottom(self) -> float:
        return max(run.box.y1 for run in self.runs)


@dataclass(frozen=True, slots=True)
class RunPage:
    """A page's lines of runs, top to bottom, without page numbers; `height` is that of a usual word, in points."""

    number: int
    height: float
    lines: tuple[RunLine, ...]

    def runs(self, top: float, bottom: float) -> list[Run]:
        """Return the runs whose middles stand between two heights."""
        return [run for line in self.lines for run in line.runs if top <= run.centre <= bottom]


def run_page(page: PageText) -> RunPage:
    """Part a page's words into runs."""
    height = median([word.box.height for word in page.words if word.box] or [1.0])
    lines = gather_lines(page.number, page.words)
    return RunPage(
        page.number,
        height,
        tuple(
            RunLine(tuple(_run(part) for part in split_runs(line, RUN_GAP * height)))
            for line in lines
            if not _is_page_number(line, page.height)
        ),
    )


def _run(line: Line) -> Run:
    box = line.box
    assert box is not None  # gather_lines makes lines of boxed words only
    return Run(line.text, box, all(word.bold for word in line.words))


def _is_page_number(line: Line, height: float) -> bool:
    box = line.box
    in_margin = box is not None and (box.y1 < MARGIN_SHARE * height or box.y0 > (1 - MARGIN_SHARE) * height)
    return in_margin and bool(PAGE_NUMBER.match(line.text))


def is_caption(line: RunLine) -> bool:
    """Tell whether a line names a table: its label, a title in capitals, "(Kèm theo …)", the unit of its figures."""
    text = line.text
    capitals = len(line.runs) == 1 and text.isupper() and len(text.split()) > 2
    return capitals or bool(ANNEX.match(text) or CAPTION.match(text))


def around(runs: Iterable[Run]) -> Box:
    """Return the box around some runs."""
    box = union(run.box for run in runs)
    assert box is not None
    return box


def levels(runs: Iterable[Run], height: float) -> list[list[Run]]:
    """Gather runs that stand level, top to bottom."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.centre):
        if found and run.centre - found[-1][0].centre < LEVEL * height:
            found[-1].append(run)
        else:
            found.append([run])
    return found


def stacks(runs: Iterable[Run], height: float) -> list[Box]:
    """Return the boxes around lines that stand close over each other, one over one, the lowest first."""
    found: list[Box] = []
    for level in reversed(levels(runs, height)):
        boxes = [run.box for run in level]
        for box in boxes:
            below = [i for i, stack in enumerate(found) if _close_over(box, stack, height)]
            if len(below) == 1 and sum(_close_over(other, found[below[0]], height) for other in boxes) == 1:
                found[below[0]] = _joined(box, found[below[0]])
            else:
                found.append(box)
    return found


def _close_over(above: Box, below: Box, height: float) -> bool:
    shared = overlap((above.x0, above.x1), (below.x0, below.x1))
    over = shared > OVER * min(above.width, below.width)
    return over and abs(below.y0 - above.y1) < CLOSE * height


def _joined(a: Box, b: Box) -> Box:
    joined = union((a, b))
    assert joined is not None
    return joined


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Return how many points two stretches share."""
    return min(a[1], b[1]) - max(a[0], b[0])

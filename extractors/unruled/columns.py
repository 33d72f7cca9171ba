"""The columns of a table without rules, from the runs of words in its rows and its header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.engines.text_networks import Span, find_columns
from extractors.unruled.runs import overlap
from schemas.geometry import Box

FEWEST = 3  # two columns of words are a letterhead, a signature beside its recipients
# In heights of a word.
NARROWEST_GUTTER = 0.2
TOUCHING = 0.1
# Of the rows, so many may run across a gutter (labels of groups, notes).
CROSSING_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns as the stretches that their words cover, left to right."""

    spans: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def edges(self) -> list[float]:
        """The limits of the columns' cells: the middles of the white between them, and the outermost words' ends."""
        inner = [(left[1] + right[0]) / 2 for left, right in pairwise(self.spans)]
        return [self.spans[0][0] - 1.0, *inner, self.spans[-1][1] + 1.0]

    def covered(self, box: Box) -> tuple[int, int]:
        """Return the first and the last column that a run stands in; several where it runs across the white between."""
        touched = [i for i, span in enumerate(self.spans) if overlap(span, (box.x0, box.x1)) > TOUCHING * box.height]
        if touched:
            return touched[0], touched[-1]
        edges = self.edges
        middle = box.centre[0]
        nearest = next((i for i, edge in enumerate(edges[1:]) if middle < edge), len(self.spans) - 1)
        return nearest, nearest

    def widened(self, boxes: Iterable[Box]) -> Columns:
        """Return the columns with more runs, in the order given; a run that would make one column of two is left out."""
        spans = list(self.spans)
        for box in boxes:
            more = find_columns([*_boxes(spans), box], TOUCHING * box.height)
            if len(more) >= len(spans):
                spans = more
        return Columns(tuple(spans))


def _boxes(spans: Iterable[Span]) -> list[Box]:
    return [Box(left, 0.0, right, 0.0) for left, right in spans]


def find_body_columns(lines: Sequence[Sequence[Box]], height: float) -> Columns | None:
    """Return the columns of a table's lines of runs; None where they make fewer than three."""
    gutters = _gutters(lines, height)
    kept = [box for line in lines for box in line if not _crosses(box, gutters)]
    spans = find_columns(kept, TOUCHING * height) if kept else []
    return Columns(tuple(spans)) if len(spans) >= FEWEST else None


def _gutters(lines: Sequence[Sequence[Box]], height: float) -> list[Span]:
    """Return the stretches that hardly any line has words in."""
    allowed = int(CROSSING_SHARE * len(lines))
    events = sorted(
        event for line in lines for box in line for event in ((box.x0, 1), (box.x1 - TOUCHING * height, -1))
    )
    gutters: list[Span] = []
    covering = 0
    began: float | None = None
    for x, step in events:
        before, covering = covering, covering + step
        if before > allowed >= covering:
            began = x
        elif before <= allowed < covering:
            if began is not None and x - began > NARROWEST_GUTTER * height:
                gutters.append((began, x))
            began = None
    return gutters


def _crosses(box: Box, gutters: Iterable[Span]) -> bool:
    return any(box.x0 < left and box.x1 > right for left, right in gutters)

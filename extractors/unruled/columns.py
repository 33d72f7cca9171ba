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

    def headed(self, boxes: Sequence[Box]) -> Columns:
        """Return the columns of the rows with those of the header, whose boxes come in the order of their weight.

        A box that would make one column of two is left out. A column of words without heading and a heading without
        words beside it are one: the words stand at its left, the heading in its middle.
        """
        spans = list(self.spans)
        for box in boxes:
            more = find_columns([*_boxes(spans), box], TOUCHING * box.height)
            if len(more) >= len(spans):
                spans = more
        headings = [(box.x0, box.x1) for box in boxes]
        kinds = [(_meets(span, self.spans), _meets(span, headings)) for span in spans]
        for pair in (((True, False), (False, True)), ((False, True), (True, False))):
            for i in range(len(spans) - 2, -1, -1):
                if (kinds[i], kinds[i + 1]) == pair:
                    spans[i : i + 2] = [(spans[i][0], spans[i + 1][1])]
                    kinds[i : i + 2] = [(True, True)]
        return Columns(tuple(spans))


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(overlap(span, other) > 0 for other in others)


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

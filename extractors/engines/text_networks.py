"""Columns and headers of tables without rules, by the parts of camelot's `network` flavour.

camelot's own reading of a whole page is not used: a line that runs across columns (a group's label) melts its columns
into one, and it would extract the page's words a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.geometry import Box

Span = tuple[float, float]
OVERLAP = 0.2  # of a line's height


def find_columns(boxes: Iterable[Box], gap: float) -> list[Span]:
    """Return the left and right edges of the columns that runs of words make; nearer than `gap` points they are one."""
    # Imported when the first such table is met: it costs half a second that most files need not wait for.
    from camelot.parsers.network import TextLine
    from camelot.utils import find_columns_boundaries

    lines = [TextLine(box.x0, 0.0, box.x1, 0.0) for box in boxes]
    return [(left, right) for left, right in find_columns_boundaries(lines, gap)]


def find_header_top(top: float, boxes: Iterable[Box], columns: Sequence[Span], gap: float) -> float:
    """Return how far up the header of a table reaches whose known rows begin at `top`.

    Lines above belong to it while they are nearer than `gap` points and run across few columns.
    """
    from camelot.parsers.network import TextLine, search_header_from_body_bbox
    from camelot.utils import boundaries_to_split_lines

    # camelot's origin is the page's bottom left; the boxes of lines set tight overlap a little.
    lines = [TextLine(box.x0, -box.y1 + OVERLAP * box.height, box.x1, -box.y0) for box in boxes]
    body = (columns[0][0], -top - 1.0, columns[-1][1], -top)
    return -float(search_header_from_body_bbox(body, lines, boundaries_to_split_lines(list(columns)), gap)[3])

"""The header of a table without rules: which words name one column, and which stand over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.engines.pdf_tables import GridCell
from extractors.unruled.columns import Columns
from extractors.unruled.runs import Run, around
from schemas.geometry import Box

# In heights of a word: edges or middles no further apart agree; lines of one cell stand no further apart.
AGREEING = 0.3
NEAR = 0.6
SLACK = 1.5  # points by which words may reach over a limit that was reckoned
PAGE = 5000.0  # points: wider than any page


@dataclass(slots=True)
class _Upper:
    """Words over the columns `first` to `last`."""

    runs: list[Run]
    first: int
    last: int
    depth: int = 0
    bottom: float = field(default=0.0)

    @property
    def box(self) -> Box:
        return around(self.runs)


def header_cells(runs: Sequence[Run], columns: Columns, top: float, bottom: float) -> list[GridCell]:
    """Return the cells of the header between two heights; its rows are counted from 0."""
    ordered = sorted(runs, key=lambda run: (run.centre, run.box.x0))
    limits = _limits(ordered, columns)
    leaves, uppers = _parted(ordered, columns, limits)
    _nest(uppers)
    height = max((run.box.height for run in ordered), default=0.0)
    deepest = 1 + max((upper.depth for upper in uppers), default=-1)
    edges = columns.edges
    cells = []
    for upper in uppers:
        over = _covering(uppers, upper.first, upper.depth)
        upper.bottom = min(upper.box.y1, _next_top(upper, uppers, leaves, bottom, height))
        box = Box(edges[upper.first], over.bottom if over else top, edges[upper.last + 1], upper.bottom)
        cells.append(GridCell(upper.depth, upper.first, 1, upper.last - upper.first + 1, box.rounded()))
    for column in range(len(columns)):
        over = _covering(uppers, column, deepest)
        row = over.depth + 1 if over else 0
        box = Box(edges[column], over.bottom if over else top, edges[column + 1], bottom)
        cells.append(GridCell(row, column, deepest + 1 - row, 1, box.rounded()))
    return cells


def _next_top(
    upper: _Upper, uppers: Sequence[_Upper], leaves: Sequence[Sequence[Run]], bottom: float, height: float
) -> float:
    """Return the middle of the white below upper words, or their own foot where lines are set tight."""
    below = [run for column in leaves[upper.first : upper.last + 1] for run in column]
    below += [run for other in uppers if other.depth > upper.depth for run in other.runs]
    tops = [run.box.y0 for run in below if run.centre > upper.box.y1 - AGREEING * height]
    return (upper.box.y1 + min(tops)) / 2 if tops else bottom


def _limits(runs: Sequence[Run], columns: Columns) -> list[float]:
    """Return the limits of the columns' cells, as their headings tell, which stand in the middle of them.

    From one limit the headings' middles give the next; where no first limit leaves all of them between the columns'
    words, the middles of the white between the words are taken.
    """
    lowest: dict[int, Run] = {}
    for run in runs:
        first, last = columns.covered(run.box)
        if first == last:
            lowest[first] = run
    if len(lowest) < len(columns):
        return columns.edges
    least, most, sign, offset = -PAGE, columns.spans[0][0], 1.0, 0.0
    lines = [(sign, offset)]
    for column in range(len(columns)):
        sign, offset = -sign, 2 * lowest[column].box.centre[0] - offset
        lines.append((sign, offset))
        low = columns.spans[column][1] - SLACK
        high = columns.spans[column + 1][0] + SLACK if column + 1 < len(columns) else PAGE
        ends = sorted((sign * (low - offset), sign * (high - offset)))
        least, most = max(least, ends[0]), min(most, ends[1])
    if least > most:
        return columns.edges
    first_limit = (max(least, 0.0) + most) / 2
    return [sign * first_limit + offset for sign, offset in lines]


def _parted(runs: Sequence[Run], columns: Columns, limits: Sequence[float]) -> tuple[list[list[Run]], list[_Upper]]:
    leaves: list[list[Run]] = [[] for _ in range(len(columns))]
    uppers: list[_Upper] = []
    for run in runs:
        first, last = columns.covered(run.box)
        if first < last:
            _add(uppers, run, first, last)
        else:
            leaves[first].append(run)
    for column, own in enumerate(leaves):
        while (over := _over(own, column, runs, uppers, columns, limits)) is not None:
            _add(uppers, own.pop(0), *over)
    for upper in uppers:
        # A last short line of words over several columns may stand over one of them only.
        for column in range(upper.first, upper.last + 1):
            own = leaves[column]
            while len(own) > 1 and _goes_on(upper, own[0]):
                upper.runs.append(own.pop(0))
        upper.first, upper.last = _centred(upper.box, upper.first, upper.last, runs, columns, limits)
    return leaves, uppers


def _add(uppers: list[_Upper], run: Run, first: int, last: int) -> None:
    for upper in uppers:
        if first <= upper.last and last >= upper.first and _goes_on(upper, run):
            upper.runs.append(run)
            upper.first, upper.last = min(first, upper.first), max(last, upper.last)
            return
    uppers.append(_Upper([run], first, last))


def _goes_on(upper: _Upper, run: Run) -> bool:
    box, height = upper.box, run.box.height
    near = -AGREEING * height < run.box.y0 - box.y1 < NEAR * height
    return near and abs(run.box.centre[0] - box.centre[0]) < AGREEING * height


def _over(
    own: Sequence[Run],
    column: int,
    runs: Sequence[Run],
    uppers: Sequence[_Upper],
    columns: Columns,
    limits: Sequence[float],
) -> tuple[int, int] | None:
    """Return the columns over which a column's first line stands, where it is no part of the column's own heading.

    "Kế hoạch năm 2021" over a narrow and a wide column stands within the wide one, but in the middle of both.
    """
    if len(own) < 2:
        return None
    first, rest = own[0], around(own[1:])
    slack = AGREEING * first.box.height
    apart = rest.y0 - first.box.y1 > NEAR * first.box.height
    flush = abs(first.box.x0 - rest.x0) < slack and not _stand_in_middle(own[1:])
    if flush or abs(first.box.centre[0] - rest.centre[0]) < slack:
        return (column, column) if apart else None
    if any(upper.first <= column <= upper.last and upper.box.y1 <= first.box.y0 + slack for upper in uppers):
        return None
    span = _centred(first.box, column, column, runs, columns, limits)
    return span if apart or span[0] < span[1] else None


def _stand_in_middle(lines: Sequence[Run]) -> bool:
    """Tell whether lines keep to one middle and not to one edge."""
    slack = AGREEING * lines[0].box.height
    edges, middles = [line.box.x0 for line in lines], [line.box.centre[0] for line in lines]
    return max(edges) - min(edges) > slack > max(middles) - min(middles)


def _centred(
    box: Box, first: int, last: int, runs: Sequence[Run], columns: Columns, limits: Sequence[float]
) -> tuple[int, int]:
    """Widen a stretch of columns over those with nothing on this height until the words stand in its middle."""
    beside = [run for run in runs if run.box.y0 < box.y1 - AGREEING * box.height and run.box.y1 > box.y0]
    taken = {c for run in beside if run.box != box and not _within(run.box, box) for c in _covered(columns, run.box)}
    best, start, end = (first, last), first, last
    while start > 0 and start - 1 not in taken:
        start -= 1
    while end + 1 < len(columns) and end + 1 not in taken:
        end += 1

    def off(a: int, b: int) -> float:
        return abs((limits[a] + limits[b + 1]) / 2 - box.centre[0])

    slack = AGREEING * box.height
    for a in range(start, first + 1):
        for b in range(last, end + 1):
            if off(a, b) + slack < off(*best):
                best = (a, b)
    return best


def _within(inner: Box, outer: Box) -> bool:
    return outer.contains_point(*inner.centre)


def _covered(columns: Columns, box: Box) -> range:
    first, last = columns.covered(box)
    return range(first, last + 1)


def _nest(uppers: list[_Upper]) -> None:
    """Set how many others stand over each: none over the first row's. Two that share a column stand over each other."""
    uppers.sort(key=lambda upper: (upper.box.y0, upper.first))
    for i, upper in enumerate(uppers):
        over = [other for other in uppers[:i] if other.first <= upper.last and other.last >= upper.first]
        upper.depth = 1 + max((other.depth for other in over), default=-1)


def _covering(uppers: Sequence[_Upper], column: int, below: int) -> _Upper | None:
    """Return the lowest words over a column among those higher than a depth."""
    over = [upper for upper in uppers if upper.first <= column <= upper.last and upper.depth < below]
    return max(over, key=lambda upper: upper.depth, default=None)

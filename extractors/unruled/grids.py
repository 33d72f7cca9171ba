"""Tables set with white space, as grids of cells, on the pages that announce one or go on with one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.engines.pdf_tables import Grid, GridCell
from extractors.engines.pdf_text import PageText
from extractors.engines.text_networks import find_header_top
from extractors.tables.structure import ROMAN, ROMAN_HEAD
from extractors.unruled.columns import Columns, find_body_columns
from extractors.unruled.header import header_cells
from extractors.unruled.numbers import (
    SUM_LABEL,
    Numbers,
    announced,
    begins_sum,
    is_number,
    is_sum,
    may_announce,
    numbers_in,
    sums_in,
)
from extractors.unruled.rows import Anchor, Header, Parted, Place, Strip, part_rows
from extractors.unruled.runs import LEVEL, Run, RunLine, RunPage, around, is_caption, levels, overlap, run_page, stacks
from schemas.document import has_digit
from schemas.geometry import Box, union

SUB_ROW = re.compile(r"^[-+–]\s*\S|^[a-zđ]\)\s")
# In heights of a word: white that a header's lines may leave beyond that between rows, and the most that rows leave;
# how far lines reach into each other that stand between each other; the white within a row beyond the usual.
HEADER_GAP = 0.9
MOST_WHITE = 2.0
BETWEEN = 0.1
ROW_GAP = 0.35
SAME_EDGE = 12.0  # points
DOUBTFUL = 0.5  # confidence in a row whose lines may be parted in two ways


@dataclass(frozen=True, slots=True)
class _Found:
    """A table on one page; `open_end`: nothing stands below it."""

    grid: Grid
    columns: Columns
    place: Place
    numbers: tuple[float, float]
    open_end: bool


def find_unruled_grids(pages: Sequence[PageText], ruled: Collection[int]) -> list[Grid]:
    """Find the tables without rules on the pages that have no ruled one."""
    found: list[_Found] = []
    for page in pages:
        if page.number in ruled or not page.words:
            continue
        before = found[-1] if found and found[-1].open_end and found[-1].grid.page == page.number - 1 else None
        if before is None and not may_announce(page):
            continue
        found.extend(_tables(run_page(page), before))
    return _even_edges(found)


def _tables(page: RunPage, before: _Found | None) -> list[_Found]:
    columns = announced(page, before.numbers if before else None)
    found: list[_Found] = []
    if before is not None:
        limit = min((numbers.top for numbers in columns), default=float("inf"))
        runs = numbers_in(page, before.numbers, 0.0, limit) or sums_in(page, 0.0, limit)
        if runs and (table := _table(page, Numbers(before.numbers, None, tuple(runs)), limit, before)):
            found.append(table)
    for numbers, following in pairwise([*columns, None]):
        assert numbers is not None
        limit = following.top if following else float("inf")
        if table := _table(page, numbers, limit, None if found else before):
            found.append(table)
    return found


# --- one table ------------------------------------------------------------------------------------------------------


def _table(page: RunPage, numbers: Numbers, limit: float, before: _Found | None) -> _Found | None:
    """Read the table around a column of numbers, no lower than `limit`; without a heading it goes on with another."""
    follows = before is not None and overlap(numbers.span, before.numbers) > 0
    columns = _columns(page, numbers, None) if numbers.heading or not follows else None
    if columns is None and follows:
        columns = _columns(page, numbers, before)
    if columns is None:
        return None
    if follows and numbers.heading is None:
        header: list[Run] = []
        top = _first_line(page, columns, numbers.runs[0].box.y0)
        parted_from = top
    else:
        header, columns = _header(page, numbers, columns)
        if not header:
            return None
        top = around(header).y0
        seed = numbers.heading.centre[1] if numbers.heading else min(run.centre for run in header)
        header = [run for run in header if run.centre < seed + LEVEL * page.height]
        parted_from = seed + LEVEL * page.height
    if columns.covered(numbers.runs[0].box)[0] > (0 if is_number(numbers.runs[0].text) else 1):
        return None
    lines, open_end = _lines_to_end(page, columns, numbers.runs[-1], limit)
    runs = [run for line in lines for run in line.runs if run.centre >= parted_from]
    strips = [Strip(run, *columns.covered(run.box)) for run in runs]
    anchors = _anchors(strips, numbers, page.height)
    kind = Header.NONE if not header else Header.BOLD if all(run.bold for run in header) else Header.PLAIN
    parted = part_rows(strips, anchors, page.height, kind, before.place if before else None)
    grid = _grid(page.number, columns, header, parted, top)
    return _Found(grid, columns, parted.place, numbers.span, open_end)


def _columns(page: RunPage, numbers: Numbers, before: _Found | None) -> Columns | None:
    """Return the columns of the rows; labels of groups and sums run across them and have no say."""
    lines = [line for line in page.lines if _between(line, numbers.runs)]
    telling = [line for line in lines if not _is_label(line)] or lines
    voting = [[run.box for run in line.runs] for line in telling]
    if before is not None:
        voting.append([Box(left, 0.0, right, page.height) for left, right in before.columns.spans])
    columns = find_body_columns(voting, page.height)
    if before is not None and columns is not None and len(columns) != len(before.columns):
        return None
    return columns


def _between(line: RunLine, numbers: Sequence[Run]) -> bool:
    first, last = numbers[0].box, numbers[-1].box
    edge = LEVEL * first.height
    return line.bottom > first.y0 + edge and line.top < last.y1 - edge


def _is_label(line: RunLine) -> bool:
    first = line.runs[0].text
    return bool(ROMAN.match(first) or ROMAN_HEAD.match(first)) or is_sum(line)


def _header(page: RunPage, numbers: Numbers, columns: Columns) -> tuple[list[Run], Columns]:
    """Return the runs of the header, and of the lines above the first number; and the columns with the header's."""
    first = numbers.runs[0].box
    seed = numbers.heading or first
    captions = [line.bottom for line in page.lines if is_caption(line) and line.bottom < seed.y0 + LEVEL * page.height]
    above = page.runs(max(captions, default=0.0), first.y0)
    start, shared = seed.y0, BETWEEN * page.height
    # Cells of one, two and three lines stand between each other's lines.
    while beside := [run for run in above if run.box.y0 < start < run.box.y1 - shared]:
        start = min(run.box.y0 for run in beside)
    rows = [line for line in page.lines if _between(line, numbers.runs)]
    most = MOST_WHITE * page.height
    gap = HEADER_GAP * page.height + (min(_whites(rows)[-1], most) if len(rows) > 1 else most)
    top = find_header_top(start, [run.box for run in above], columns.spans, gap)
    header = [run for run in above if run.centre > top]
    return header, columns.headed(stacks(header, page.height))


def _first_line(page: RunPage, columns: Columns, number_top: float) -> float:
    """Return the top of the lines above the first number that fit the columns and are no caption."""
    top = number_top
    for line in reversed(page.lines):
        if line.top >= number_top:
            continue
        if is_caption(line) or any(_spans_several(columns, run) for run in line.runs):
            break
        top = line.top
    return top


def _spans_several(columns: Columns, run: Run) -> bool:
    first, last = columns.covered(run.box)
    return first < last


def _lines_to_end(page: RunPage, columns: Columns, last_number: Run, limit: float) -> tuple[list[RunLine], bool]:
    """Return the lines down to the table's foot, and whether nothing stands below it."""
    inside = [line for line in page.lines if line.top < last_number.box.y1 - LEVEL * page.height]
    below = [line for line in page.lines if line.top >= last_number.box.y1 - LEVEL * page.height]
    white = _usual_white(inside)
    for position, line in enumerate(below):
        bottom = max(other.bottom for other in inside[-3:])
        fits = not is_caption(line) and not any(_spans_several(columns, run) for run in line.runs)
        near = line.top - bottom <= white + ROW_GAP * page.height
        following = below[position + 1] if position + 1 < len(below) else None
        if line.bottom > limit or not (begins_sum(line, following, page.height) or (fits and near)):
            return inside, False
        inside.append(line)
    return inside, True


def _whites(lines: Sequence[RunLine]) -> list[float]:
    """Return the white between lines that follow each other, the least first."""
    return sorted(max(below.top - above.bottom, 0.0) for above, below in pairwise(lines)) or [0.0]


def _usual_white(lines: Sequence[RunLine]) -> float:
    whites = _whites(lines)
    return whites[len(whites) // 4]


def _anchors(strips: Sequence[Strip], numbers: Numbers, height: float) -> list[Anchor]:
    """Return what rows stand around: numbers, sums, parts of rows marked so, and labels that run across columns."""
    anchors = [Anchor(run.centre) for run in numbers.runs]
    rows = [
        (sum(run.centre for run in runs) / len(runs), RunLine(tuple(sorted(runs, key=lambda run: run.box.x0))))
        for runs in levels([strip.run for strip in strips], height)
    ]
    columns = {id(strip.run): strip for strip in strips}
    last_number = anchors[-1].centre
    for (level, line), following in zip(rows, [*rows[1:], None], strict=True):
        if any(abs(anchor.centre - level) < LEVEL * height for anchor in anchors):
            continue
        head = columns[id(line.runs[0])]
        figures = sum(has_digit(run.text) for run in line.runs[1:])
        part = SUB_ROW.match(head.run.text) and figures
        # "Tỷ lệ hộ nghèo" may be the first line of a row whose number stands in the middle.
        sums = head.run.bold or level > last_number or figures > 1
        if head.first <= 1 and (part or (sums and is_sum(line))):
            anchors.append(Anchor(level))
        elif head.first <= 1 and sums and following and begins_sum(line, following[1], height):
            anchors.append(Anchor(following[0]))
        elif len(line.runs) == 1 and head.first <= 1 < head.last and head.run.bold:
            labels = [anchor.centre for anchor in anchors if not anchor.level]
            labels += [run.centre for run in numbers.runs if ROMAN.match(run.text)]
            if all(abs(label - level) > SUM_LABEL * height for label in labels):
                anchors.append(Anchor(level, level=False))
    apart: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda anchor: anchor.centre):
        if not apart or anchor.centre - apart[-1].centre > LEVEL * height:
            apart.append(anchor)
    return apart


# --- the grid -------------------------------------------------------------------------------------------------------


def _grid(number: int, columns: Columns, fixed_header: Sequence[Run], parted: Parted, top: float) -> Grid:
    above, *rows = parted.rows
    header = [*fixed_header, *(strip.run for strip in above)]
    bands = [[strip.run for strip in row] for row in rows]
    if header:
        bands.insert(0, header)
    cuts = [top - 1.0]
    for upper, lower in pairwise(bands):
        cuts.append((max(run.box.y1 for run in upper) + min(run.box.y0 for run in lower)) / 2)
    cuts.append(max(run.box.y1 for run in bands[-1]) + 1.0)
    cells: list[GridCell] = []
    start = 0
    if fixed_header:
        cells = header_cells(header, columns, cuts[0], cuts[1])
        start = 1 + max(cell.row + cell.row_span - 1 for cell in cells)
    elif above:
        rows.insert(0, above)
    for position, row in enumerate(rows):
        band = cuts[position + bool(fixed_header)], cuts[position + bool(fixed_header) + 1]
        found = _row_cells(row, start + position, columns, band)
        doubtful = position + len(parted.rows) - len(rows) in parted.doubtful
        cells.extend(replace(cell, confidence=DOUBTFUL) if doubtful else cell for cell in found)
    box = union(cell.box for cell in cells)
    assert box is not None
    return Grid(number, box, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _row_cells(row: Sequence[Strip], index: int, columns: Columns, band: tuple[float, float]) -> list[GridCell]:
    """Return a cell a column; a label that runs across columns has those, and the rest of an empty row."""
    across = [strip for strip in row if strip.first < strip.last]
    first, last = (min(s.first for s in across), max(s.last for s in across)) if across else (0, 0)
    if across and not any(strip.first > last for strip in row):
        last = len(columns) - 1
    edges = columns.edges
    cells = []
    column = 0
    while column < len(columns):
        end = last if across and column == first else column
        box = Box(edges[column], band[0], edges[end + 1], band[1]).rounded()
        cells.append(GridCell(index, column, 1, end - column + 1, box))
        column = end + 1
    return cells


def _even_edges(found: Sequence[_Found]) -> list[Grid]:
    """Give the parts of a table that runs over pages the same left and right edge, so that they are known for one."""
    grids = [table.grid for table in found]
    for i, (above, below) in enumerate(pairwise(found)):
        near = abs(above.columns.edges[0] - below.columns.edges[0]) < SAME_EDGE
        if above.open_end and near and len(above.columns) == len(below.columns):
            x0 = min(grids[i].box.x0, grids[i + 1].box.x0)
            x1 = max(grids[i].box.x1, grids[i + 1].box.x1)
            for j in (i, i + 1):
                grids[j] = replace(grids[j], box=grids[j].box._replace(x0=x0, x1=x1))
    return grids

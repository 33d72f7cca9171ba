"""Tables set with white space, as grids of cells, found where a page announces a table.

A page announces one by the heading of a column of running numbers ("STT", "Số TT") with numbers below and other
headings beside it, or by the label of an annex ("Biểu số 4") above a column of running numbers; or it goes on with
the table of the page before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.engines.pdf_tables import Grid, GridCell
from extractors.engines.pdf_text import PageText
from extractors.engines.text_networks import find_header_top
from extractors.tables.structure import ROMAN, ROMAN_HEAD, ROW_NUMBER, TOTAL
from extractors.unruled.columns import FEWEST, Columns, find_body_columns
from extractors.unruled.header import header_cells
from extractors.unruled.rows import Anchor, Parted, Place, Strip, part_rows
from extractors.unruled.runs import LEVEL, Run, RunLine, RunPage, around, is_caption, overlap, run_page
from extractors.zones import ANNEX
from normalizers.text import fold
from schemas.document import has_digit
from schemas.geometry import Box, union

NUMBER_HEAD = re.compile(r"^(?:s?tt|s tt|số tt|số thứ tự)\.?$", re.IGNORECASE)
ANNOUNCING = frozenset({"stt", "tt", "stt.", "tt.", "biểu", "phụ", "bảng"})
LETTER = re.compile(r"^[A-H]\.?$")
SUB_ROW = re.compile(r"^[-+–]\s*\S|^[a-zđ]\)\s")
FEWEST_ROWS = 2
# In heights of a word.
BESIDE = 0.3
HEADER_GAP = 0.9
ROW_GAP = 0.35
LONGEST_HEADER = 14.0
NUMBER_WIDTH = 3.5
SAME_EDGE = 12.0  # points


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A column of running numbers: its stretch, the heading (None where it has none), and its numbers."""

    span: tuple[float, float]
    heading: Box | None
    runs: tuple[Run, ...]

    @property
    def top(self) -> float:
        return self.heading.y0 if self.heading else self.runs[0].box.y0


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
        if before is None and not any(word.text.lower() in ANNOUNCING for word in page.words):
            continue
        found.extend(_tables(run_page(page), before))
    return _even_edges([table for table in found])


def _tables(page: RunPage, before: _Found | None) -> list[_Found]:
    columns = _headed_numbers(page)
    if not columns and any(ANNEX.match(line.text) for line in page.lines):
        columns = _unheaded_numbers(page)
    found: list[_Found] = []
    if before is not None:
        limit = min((numbers.top for numbers in columns), default=float("inf"))
        numbers = _numbers_in(page, before.numbers, 0.0, limit)
        if numbers and (table := _table(page, _Numbers(before.numbers, None, tuple(numbers)), limit, before)):
            found.append(table)
    for numbers, following in pairwise([*columns, None]):
        assert numbers is not None
        limit = following.top if following else float("inf")
        if table := _table(page, numbers, limit, None if found else before):
            found.append(table)
    return found


# --- where a table is announced -------------------------------------------------------------------------------------


def _headed_numbers(page: RunPage) -> list[_Numbers]:
    """Return the columns of numbers under "STT", each ending above the next."""
    heads = [
        run
        for line in page.lines
        for run in line.runs
        if NUMBER_HEAD.match(run.text) and _headings_beside(page, run) >= FEWEST - 1
    ]
    found = []
    for head, following in pairwise([*heads, None]):
        assert head is not None
        bottom = following.box.y0 if following else float("inf")
        span = (head.box.x0 - BESIDE * page.height, head.box.x1 + BESIDE * page.height)
        runs = _numbers_in(page, span, head.box.y1, bottom)
        near = runs and runs[0].box.y0 - head.box.y1 < LONGEST_HEADER * page.height
        if near and len(runs) >= FEWEST_ROWS and _counts_on(runs):
            found.append(_Numbers(span, head.box, tuple(runs)))
    return found


def _headings_beside(page: RunPage, head: Run) -> int:
    """Count the runs on the height of a heading; none where it is not the first."""
    band = (head.box.y0 - page.height, head.box.y1 + page.height)
    beside = [run for run in page.runs(*band) if run is not head and overlap(band, (run.box.y0, run.box.y1)) > 0]
    if any(run.box.x1 < head.box.x0 for run in beside):
        return 0
    return sum(run.box.x0 > head.box.x1 for run in beside)


def _numbers_in(page: RunPage, span: tuple[float, float], top: float, bottom: float) -> list[Run]:
    """Return the running numbers within a stretch that begin their lines."""
    return [
        run
        for line in page.lines
        if (run := line.runs[0]) and top < run.centre < bottom
        if _is_number(run.text) and run.box.width <= NUMBER_WIDTH * page.height
        if overlap(span, (run.box.x0, run.box.x1)) > 0
    ]


def _is_number(text: str) -> bool:
    return bool(ROW_NUMBER.match(text) or ROMAN.match(text) or LETTER.match(text))


def _unheaded_numbers(page: RunPage) -> list[_Numbers]:
    """Return the leftmost column of numbers that count from 1, with words beside each."""
    firsts = [line.runs[0] for line in page.lines if len(line.runs) >= FEWEST and ROW_NUMBER.match(line.runs[0].text)]
    for first in sorted(firsts, key=lambda run: run.box.x0):
        span = (first.box.x0 - BESIDE * page.height, first.box.x1 + BESIDE * page.height)
        runs = _numbers_in(page, span, first.box.y0, float("inf"))
        if first.text.strip(".") == "1" and len(runs) > FEWEST_ROWS and _counts_on(runs):
            return [_Numbers(span, None, tuple(runs))]
    return []


def _counts_on(runs: Sequence[Run]) -> bool:
    """Tell whether whole numbers go up by one, or begin anew at 1, nearly always."""
    numbers = [int(run.text.strip(".")) for run in runs if run.text.strip(".").isdigit()]
    steps = [after in (before + 1, 1) for before, after in pairwise(numbers)]
    return len(numbers) >= FEWEST_ROWS and sum(steps) >= 0.8 * len(steps)


# --- one table ------------------------------------------------------------------------------------------------------


def _table(page: RunPage, numbers: _Numbers, limit: float, before: _Found | None) -> _Found | None:
    """Read the table around a column of numbers, no lower than `limit`; without a heading it goes on with another."""
    goes_on = before is not None and numbers.span == before.numbers
    columns = _columns(page, numbers, before if goes_on else None)
    if columns is None:
        return None
    if goes_on:
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
    if columns.covered(numbers.runs[0].box) != (0, 0):
        return None
    lines, open_end = _lines_to_end(page, columns, numbers.runs[-1], limit)
    runs = [run for line in lines for run in line.runs if run.centre >= parted_from]
    strips = [Strip(run, *columns.covered(run.box)) for run in runs]
    anchors = _anchors(strips, numbers, page.height)
    parted = part_rows(strips, anchors, page.height, bool(header), before.place if before else None)
    grid = _grid(page.number, columns, header, parted, top)
    return _Found(grid, columns, parted.place, numbers.span, open_end)


def _columns(page: RunPage, numbers: _Numbers, before: _Found | None) -> Columns | None:
    """Return the columns of the rows; labels of groups and sums run across them and have no say."""
    lines = [line for line in page.lines if _between(line, numbers.runs)]
    voting = [[run.box for run in line.runs] for line in lines if not _is_label(line)]
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
    return bool(ROMAN.match(first) or ROMAN_HEAD.match(first)) or _is_total(line)


def _is_total(line: RunLine) -> bool:
    first, *others = [run.text for run in line.runs]
    return bool(TOTAL.match(fold(first))) and first[0].isupper() and any(has_digit(text) for text in others)


def _header(page: RunPage, numbers: _Numbers, columns: Columns) -> tuple[list[Run], Columns]:
    """Return the runs of the header, and of the lines above the first number; and the columns widened by them."""
    first = numbers.runs[0].box
    seed = numbers.heading or first
    captions = [line.bottom for line in page.lines if is_caption(line) and line.bottom < seed.y0 + LEVEL * page.height]
    above = page.runs(max(captions, default=0.0), first.y0)
    beside = [run for run in above if overlap((run.box.y0, run.box.y1), (seed.y0, seed.y1)) > 0]
    start = min((run.box.y0 for run in beside), default=seed.y0)
    gap = HEADER_GAP * page.height + _widest_white([line for line in page.lines if _between(line, numbers.runs)])
    top = find_header_top(start, [run.box for run in above], columns.spans, gap)
    header = [run for run in above if run.box.y0 >= top - 0.1]
    return header, columns.widened(run.box for run in sorted(header, key=lambda run: -run.centre))


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
        if line.bottom > limit or not (_is_total(line) or (fits and near)):
            return inside, position == len(below)
        inside.append(line)
    return inside, True


def _whites(lines: Sequence[RunLine]) -> list[float]:
    """Return the white between lines that follow each other, the least first."""
    return sorted(max(below.top - above.bottom, 0.0) for above, below in pairwise(lines)) or [0.0]


def _usual_white(lines: Sequence[RunLine]) -> float:
    whites = _whites(lines)
    return whites[len(whites) // 4]


def _widest_white(lines: Sequence[RunLine]) -> float:
    whites = _whites(lines)
    return whites[len(whites) * 3 // 4]


def _anchors(strips: Sequence[Strip], numbers: _Numbers, height: float) -> list[Anchor]:
    """Return what rows stand around: numbers, sums, parts of rows marked so, and labels that run across columns."""
    anchors = [Anchor(run.centre) for run in numbers.runs]
    lines: dict[float, list[Strip]] = {}
    for strip in sorted(strips, key=lambda strip: strip.run.centre):
        level = next((y for y in lines if abs(y - strip.run.centre) < LEVEL * height), strip.run.centre)
        lines.setdefault(level, []).append(strip)
    for level, members in lines.items():
        if any(abs(anchor.centre - level) < LEVEL * height for anchor in anchors):
            continue
        members.sort(key=lambda strip: strip.run.box.x0)
        head = members[0]
        line = RunLine(tuple(strip.run for strip in members))
        part = bool(SUB_ROW.match(head.run.text)) and any(has_digit(strip.run.text) for strip in members[1:])
        if head.first <= 1 and (_is_total(line) or part):
            anchors.append(Anchor(level))
        elif len(members) == 1 and head.first <= 1 < head.last and head.run.bold:
            near = any(abs(anchor.centre - level) < 1.5 * height and anchor.level is False for anchor in anchors)
            wraps = any(abs(run.centre - level) < 1.5 * height and ROMAN.match(run.text) for run in numbers.runs)
            if not near and not wraps:
                anchors.append(Anchor(level, level=False))
    return sorted(anchors, key=lambda anchor: anchor.centre)


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
        rows.insert(0, list(above))
    for position, row in enumerate(rows):
        band = cuts[position + bool(fixed_header)], cuts[position + bool(fixed_header) + 1]
        cells.extend(_row_cells(row, start + position, columns, band))
    box = union(cell.box for cell in cells)
    assert box is not None
    return Grid(number, box, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _row_cells(row: Sequence[Strip], index: int, columns: Columns, band: tuple[float, float]) -> list[GridCell]:
    """Return a cell a column; a label that runs across columns has those, and the rest of the row where that is empty."""
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

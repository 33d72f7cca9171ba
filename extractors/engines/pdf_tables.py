"""Ruled tables of a born-digital page by pdfplumber: the grid of cells, without their words."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.table import TableFinder

from schemas.geometry import Box, union

# Rules that lie closer than this (points) are one rule drawn twice.
SNAP = 3.0
# Rules that run on beyond the outermost crossing one by more than this (points) part cells there too.
OPEN = 12.0
FEWEST_RULES = 2
SETTINGS = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": SNAP,
    "join_tolerance": SNAP,
    "intersection_tolerance": SNAP,
}


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell; row and column are 0-based positions in the table's grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    confidence: float = 1.0  # that these, and no more, are the lines of the cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells and the box around them, in points from the page's top left."""

    page: int
    box: Box
    cells: tuple[GridCell, ...]

    @property
    def row_count(self) -> int:
        return max(cell.row + cell.row_span for cell in self.cells)

    @property
    def column_count(self) -> int:
        return max(cell.column + cell.column_span for cell in self.cells)


def find_grids(path: Path, pages: Iterable[int]) -> list[Grid]:
    """Find the ruled tables on the given pages (1-based), top to bottom; a table has at least four cells."""
    grids: list[Grid] = []
    with pdfplumber.open(path) as pdf:
        for number in pages:
            page = pdf.pages[number - 1]
            offset_x, offset_top = page.bbox[0], page.bbox[1]
            finder = page.debug_tablefinder(SETTINGS)
            sides = _open_sides(finder)
            found = []
            for table in page.find_tables(SETTINGS | sides) if any(sides.values()) else finder.tables:
                boxes = [
                    Box(x0 - offset_x, top - offset_top, x1 - offset_x, bottom - offset_top)
                    for x0, top, x1, bottom in table.cells
                ]
                if len(boxes) >= 4:
                    found.append(_grid(number, boxes))
            grids.extend(sorted(found, key=lambda grid: (grid.box.y0, grid.box.x0)))
            page.close()
    return grids


def _open_sides(found: TableFinder) -> dict[str, list[dict[str, Any]]]:
    """Return rules for the sides on which tables have none: there the crossing rules run on beyond the outermost."""
    sides: dict[str, list[dict[str, Any]]] = {"explicit_vertical_lines": [], "explicit_horizontal_lines": []}
    for across, down in _crossing(found):
        if len(across) < FEWEST_RULES or len(down) < FEWEST_RULES:
            continue
        left, right = min(rule["x0"] for rule in across), max(rule["x1"] for rule in across)
        top, bottom = min(rule["top"] for rule in down), max(rule["bottom"] for rule in down)
        xs, ys = [rule["x0"] for rule in down], [rule["top"] for rule in across]
        for x in (left, right):
            if min(abs(x - other) for other in xs) > OPEN:
                sides["explicit_vertical_lines"].append(_rule(x, min(top, *ys), x, max(bottom, *ys)))
        for y in (top, bottom):
            if min(abs(y - other) for other in ys) > OPEN:
                sides["explicit_horizontal_lines"].append(_rule(min(left, *xs), y, max(right, *xs), y))
    return sides


def _rule(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """Return a rule as pdfplumber describes one."""
    ends = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    return {"object_type": "line", **ends, "width": x1 - x0, "height": bottom - top}


def _crossing(found: TableFinder) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Yield the horizontal and the vertical rules of each table: those that hang together by crossing."""
    places = {id(rule): place for place, rule in enumerate(found.edges)}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for crossing in found.intersections.values():
        for one, other in itertools.product(crossing["h"], crossing["v"]):
            near[places[id(one)]].add(places[id(other)])
            near[places[id(other)]].add(places[id(one)])
    seen: set[int] = set()
    for start in near:
        group, ahead = set[int](), {start} - seen
        while ahead:
            group |= ahead
            ahead = set[int]().union(*(near[place] for place in ahead)) - group
        seen |= group
        rules = [found.edges[place] for place in sorted(group)]
        if rules:
            yield (
                [rule for rule in rules if rule["orientation"] == "h"],
                [rule for rule in rules if rule["orientation"] == "v"],
            )


def _grid(page: int, boxes: list[Box]) -> Grid:
    columns = _edges(value for box in boxes for value in (box.x0, box.x1))
    rows = _edges(value for box in boxes for value in (box.y0, box.y1))
    cells = []
    for box in boxes:
        row, row_end = _nearest(rows, box.y0), _nearest(rows, box.y1)
        column, column_end = _nearest(columns, box.x0), _nearest(columns, box.x1)
        cells.append(GridCell(row, column, max(row_end - row, 1), max(column_end - column, 1), box.rounded()))
    cells.extend(_open_cells(cells, rows, columns))
    around = union(boxes)
    assert around is not None
    return Grid(page, around.rounded(), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _open_cells(cells: list[GridCell], rows: list[float], columns: list[float]) -> list[GridCell]:
    """Return the places of the grid that no closed rules surround: those at the edge where a sheet was cut."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return [
        GridCell(row, column, 1, 1, Box(columns[column], rows[row], columns[column + 1], rows[row + 1]).rounded())
        for row in range(len(rows) - 1)
        for column in range(len(columns) - 1)
        if (row, column) not in covered
    ]


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))

"""Tables printed in two halves side by side: "TT | Xã | Số tiêu chí | TT | Xã | Số tiêu chí"."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.tables.structure import Grid
from normalizers.text import fold

NUMBER_HEADING = re.compile(r"(?:s?tt|số tt|số thứ tự)\.?")


def unfolded(grid: Grid) -> Grid:
    """Return the halves one below the other; any other table as it is."""
    width = next((at for at, path in enumerate(grid.paths) if at and NUMBER_HEADING.fullmatch(fold(path))), 0)
    paths = [fold(path) for path in grid.paths]
    parts = grid.column_count // width if width > 1 else 1
    if parts < 2 or not NUMBER_HEADING.fullmatch(paths[0]) or paths != paths[:width] * parts:
        return grid
    head, height = grid.header_rows, grid.row_count - grid.header_rows
    cells = [cell for cell in grid.cells if cell.row < head and cell.column < width]
    for cell in grid.cells:
        part, column = divmod(cell.column, width)
        if cell.row < head:
            continue
        if column + cell.column_span > width:
            return grid  # a row over both halves: what follows may be of another group
        cells.append(replace(cell, row=cell.row + part * height, column=column))
    filled = {cell.row for cell in cells if cell.text.strip()}
    return replace(grid, cells=tuple(cell for cell in cells if cell.row in filled))

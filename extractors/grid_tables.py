"""A page's words put into the cells of the grids that were found on it, whether they come from a text layer or OCR."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.engines.pdf_tables import Grid, GridCell
from extractors.engines.pdf_text import PageText
from extractors.lines import gather_lines
from extractors.sheets import Motion, PageContents, PlacedTable
from extractors.unruled.grids import find_unruled_grids
from schemas.document import Cell, Line, Table, Word
from schemas.geometry import Box
from schemas.vocabulary import Reader


def fill_grid(
    page: int, grid: Grid, words: Iterable[Word], reader: Reader = Reader.TEXT_LAYER, to_shown: Motion | None = None
) -> tuple[PlacedTable, list[Word]]:
    """Return the table whose cells hold the words that stand in them, and the words that stand in none.

    Words and grid are in the frame in which lines run straight; `to_shown` takes it to the page as the file shows it.
    """
    words = list(words)
    inside = [word for word in words if _stands_in(grid.box, word)]
    cells = tuple(_filled(page, cell, inside, to_shown) for cell in grid.cells)
    taken = {id(word) for word in inside if any(_stands_in(cell.box, word) for cell in grid.cells)}
    box = to_shown.box(grid.box) if to_shown else grid.box
    table = PlacedTable(Table(page=page, box=box, cells=cells, reader=reader), grid.box)
    return table, [word for word in words if id(word) not in taken]


def _filled(page: int, cell: GridCell, inside: Sequence[Word], to_shown: Motion | None) -> Cell:
    lines = gather_lines(page, [word for word in inside if _stands_in(cell.box, word)])
    words = [word for line in lines for word in line.words]
    return Cell(
        row=cell.row,
        column=cell.column,
        text=" ".join(line.text for line in lines),
        page=page,
        box=to_shown.box(cell.box) if to_shown else cell.box,
        row_span=cell.row_span,
        column_span=cell.column_span,
        confidence=min([cell.confidence, *(word.confidence for word in words)]),
        other=" ".join(word.other or word.text for word in words) if any(word.other for word in words) else None,
        bold=bool(lines) and all(line.bold for line in lines),
        words=tuple(replace(word, box=to_shown.box(word.box)) for word in words if word.box) if to_shown else (),
    )


def _stands_in(box: Box, word: Word) -> bool:
    return word.box is not None and box.contains_point(*word.box.centre)


def with_unruled_tables(pages: Sequence[PageContents]) -> list[PageContents]:
    """Return scanned pages with the tables that are set on them with white space; their words are no lines any more."""
    texts = [PageText(page.number, page.width, page.height, page.pieces, 0, 0, 0.0, False) for page in pages]
    found: dict[int, list[Grid]] = {}
    for grid in find_unruled_grids(texts, ()):
        found.setdefault(grid.page, []).append(grid)
    return [_with_tables(page, found[page.number]) if page.number in found else page for page in pages]


def _with_tables(page: PageContents, grids: Sequence[Grid]) -> PageContents:
    tables = [fill_grid(page.number, grid, page.pieces, page.reader, page.to_shown)[0] for grid in grids]
    lines = []
    for line in page.lines:
        words = tuple(word for word in line.words if not any(_stands_in(grid.box, word) for grid in grids))
        if words:
            lines.append(Line(line.page, words))
    # Rules that run one way have been taken for those of a table before.
    others = [table for table in page.tables if not any(grid.box.contains_point(*table.box.centre) for grid in grids)]
    return replace(page, lines=tuple(lines), tables=(*others, *tables))

"""Tables on scanned pages: the grid of rules, and each cell read from its own cut-out."""

from __future__ import annotations

from dataclasses import replace

from extractors.cell_numbers import distrusted, mend_columns_of_numbers
from extractors.confidence import stated
from extractors.cut_outs import read_cut_out
from extractors.engines.ocr import Gray, Recognizer
from extractors.engines.scan_grids import ScanCell, find_rules, find_scan_grids, without_rules
from extractors.engines.straighten import PreparedPage
from extractors.row_numbers import in_sequence, numbered
from extractors.scan import FoundTable
from extractors.weighing import weigh
from schemas.document import Cell, Table, Word
from schemas.vocabulary import Reader


def read_tables(page: PreparedPage, recognizer: Recognizer) -> list[FoundTable]:
    """Find and read the ruled tables of a prepared page, top to bottom."""
    rules = find_rules(page.gray, page.x_height, thin=page.thin)
    grids = find_scan_grids(rules, page.x_height) if rules.down.any() else []
    if not grids:
        return []
    wiped = without_rules(page.gray, rules)
    found = []
    for grid in grids:
        read = [_cell(page, wiped, cell, recognizer) for cell in grid.cells]
        pictures = {(cell.row, cell.column): _inside(wiped, cell) for cell in grid.cells}
        cells = mend_columns_of_numbers(read, pictures, page.x_height, page.dpi, recognizer)
        cells = weigh(in_sequence(numbered(distrusted(cells), pictures)))
        if not any(cell.text for cell in cells):
            continue
        box = page.box_on_page(*grid.box)
        found.append(FoundTable(Table(page.number, box, tuple(map(_stated, cells)), reader=Reader.OCR), grid.box))
    return found


def _stated(cell: Cell) -> Cell:
    return replace(cell, confidence=stated(cell.text, cell.confidence)) if cell.text else cell


def _inside(wiped: Gray, cell: ScanCell) -> Gray:
    return wiped[round(cell.box.y0) + 1 : round(cell.box.y1), round(cell.box.x0) + 1 : round(cell.box.x1)]


def _cell(page: PreparedPage, wiped: Gray, cell: ScanCell, recognizer: Recognizer) -> Cell:
    corner = round(cell.box.x0) + 1, round(cell.box.y0) + 1
    words = read_cut_out(_inside(wiped, cell), corner, page, recognizer)
    return Cell(
        row=cell.row,
        column=cell.column,
        text=" ".join(word.text for word in words),
        page=page.number,
        box=page.box_on_page(*cell.box),
        row_span=cell.row_span,
        column_span=cell.column_span,
        confidence=round(min((word.confidence for word in words), default=1.0), 3),
        other=" ".join(word.other or word.text for word in words) if any(word.other for word in words) else None,
        words=tuple(Word(word.text, page.box_on_page(*word.box), round(word.confidence, 3)) for word in words),
    )

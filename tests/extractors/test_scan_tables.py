"""A scanned table is read as its printed twin: the same grid, the same words in its cells."""

from pathlib import Path

import pytest

from extractors.reading import read_document
from schemas.document import Table, squeeze
from schemas.errors import MissingProgram
from schemas.vocabulary import Reader

SAMPLES = Path(__file__).parents[2] / "samples"
LEAST_RIGHT = 0.97


def cells(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): squeeze(cell.text) for cell in table.cells}


@pytest.mark.parametrize("name", ["cao-lau-2024", "lang-son-2024"])
def test_a_scanned_table_has_the_grid_and_the_cells_of_the_printed_one(name: str) -> None:
    printed = list(read_document(SAMPLES / name / f"{name}.pdf").tables)
    try:
        scan = read_document(SAMPLES / name / f"{name}.scan.pdf")
    except MissingProgram as missing:
        pytest.skip(str(missing))
    scanned = list(scan.tables)
    assert scan.reader is Reader.OCR
    assert [(table.row_count, table.column_count) for table in scanned] == [
        (table.row_count, table.column_count) for table in printed
    ]
    pairs = [
        (text, cells(other).get(place))
        for table, other in zip(printed, scanned, strict=True)
        for place, text in cells(table).items()
    ]
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(pairs), wrong

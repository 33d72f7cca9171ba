"""A scanned table that is set with white space, or with rules across alone, is read as its printed twin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors.engines.ocr import OcrWord
from extractors.engines.pdf_text import PageText, read_pdf_text
from extractors.pieces import is_set_in_columns
from extractors.reading import read_document
from reports.readings import cells, score_cells
from schemas.vocabulary import Reader
from tests.extractors.tables.test_unruled import PLAN, SETTINGS, annexes
from tests.ocr import needs_tesseract
from tools.build_samples import sources
from tools.sample_print import have_fonts, print_sample
from tools.sample_scan import TRIED, scan
from tools.sample_source import read_source

REFERENCE = Path(os.environ.get("SOLIEU_REFERENCE", "/nonexistent"))
SMALL_LETTER = 0.55  # of a word's height, as it is measured on scans

pytestmark = pytest.mark.skipif(not have_fonts(), reason="the fonts of Debian's fonts-croscore are not installed")


@needs_tesseract
@pytest.mark.parametrize(("setting", "scanner"), [("numbers at the head", "office"), ("rules across", "coarse")])
def test_a_scanned_table_without_rules_is_read_as_it_is_printed(setting: str, scanner: str, tmp_path: Path) -> None:
    path, scanned_path = tmp_path / "plan.pdf", tmp_path / "plan.scan.pdf"
    print_sample(annexes(PLAN), path, "plan", SETTINGS[setting])
    scan(path, scanned_path, TRIED[scanner])
    printed, scanned = read_document(path), read_document(scanned_path)
    assert [(table.page, table.row_count, table.column_count) for table in scanned.tables] == [
        (table.page, table.row_count, table.column_count) for table in printed.tables
    ]
    score = score_cells(cells(scanned), cells(printed))
    assert score.right >= 0.95 * score.cells
    assert score.numbers_right >= 0.95 * score.numbers
    for table, twin in zip(scanned.tables, printed.tables, strict=True):
        assert table.reader is Reader.OCR
        for cell, other in zip(table.cells, twin.cells, strict=True):
            assert cell.box is not None
            assert other.box is not None
            if cell.text == other.text and len(cell.text) > 2:
                assert abs(cell.box.centre[1] - other.box.centre[1]) < 12  # the scan is askew


def words_on(page: PageText) -> tuple[list[OcrWord], float]:
    """Return the words of a printed page as they come from a scan, and the height of a small letter."""
    boxes = [(word.text, word.box) for word in page.words if word.box]
    height = sorted(box.height for _, box in boxes)[len(boxes) // 2]
    return [OcrWord(text, box, 0.97, 0) for text, box in boxes], SMALL_LETTER * height


def test_prose_letterhead_and_signature_are_not_set_in_columns(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    for source in [PLAN, *sources()]:
        print_sample([part for part in read_source(source) if part.name != "annex"], path, "plan")
        assert not [page.number for page in read_pdf_text(path) if is_set_in_columns(*words_on(page))]


@pytest.mark.parametrize("setting", ["numbers at the head", "numbers in the middle", "rules across", "a frame"])
def test_the_pages_of_tables_without_rules_are_set_in_columns(setting: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    print_sample(annexes(PLAN), path, "plan", SETTINGS[setting])
    tabled = {table.page for table in read_document(path).tables}
    assert {page.number for page in read_pdf_text(path) if is_set_in_columns(*words_on(page))} == tabled


@pytest.mark.skipif(not (REFERENCE / "plans").is_dir(), reason="SOLIEU_REFERENCE names no folder with reference plans")
def test_of_the_reference_plans_no_page_of_prose_is_set_in_columns() -> None:
    for path in sorted((REFERENCE / "plans").glob("*[0-9].pdf")):
        tabled = {cell.page for table in read_document(path).tables for cell in table.cells}
        found = {page.number for page in read_pdf_text(path) if is_set_in_columns(*words_on(page))}
        assert found <= tabled

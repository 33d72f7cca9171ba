"""A PDF as pages of lines and tables: its text layer, or OCR where a page has none that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from extractors.engines.pdf_tables import Grid, find_grids
from extractors.engines.pdf_text import PageText, read_pdf_text
from extractors.grid_tables import fill_grid, with_unruled_tables
from extractors.lines import gather_lines
from extractors.page_order import in_reading_order
from extractors.scan import read_scan, read_scanned_pages
from extractors.scan_tables import read_tables
from extractors.sheets import PageContents, Sheet, lay_out
from extractors.tables.structure import ROMAN, ROW_NUMBER
from extractors.unruled.grids import find_unruled_grids
from schemas.errors import UnreadableFile

# Letterheads draw two or three rules; the smallest table (two by two) needs six.
TABLE_RULES = 6
# Beside running numbers a cell may hold the words of their heading ("Số TT").
HEADING_WORDS = 2
# Letters of no other language are a seventh or more of Vietnamese print; a layer of a foreign OCR has none of them, nor
# has an old font (TCVN3, VNI). Marks alone do not tell: an English OCR writes é and ô for what it cannot read.
VIETNAMESE = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
LEAST_VIETNAMESE = 0.05
FEWEST_LETTERS = 200  # that tell whether a page is Vietnamese
SCANNED_SHARE = 0.5  # of a page, from which on a picture on it is the page


def read_pdf(path: Path) -> list[Sheet]:
    """Read a PDF: pages by their text layer where it can be trusted, by OCR where not.

    Raises UnreadableFile for what is no sound PDF and for a file that gives no text; MissingProgram where pages are
    scanned and Tesseract is missing.
    """
    texts = read_pdf_text(path)
    scanned = {text.number for text in texts if not is_trusted(text)}
    if not scanned and not any(text.words for text in texts):
        raise UnreadableFile(path.name, "no text on any page", "check that the file is the right one")
    if len(scanned) == len(texts):
        return read_scan(path, read_tables)
    pages = read_text_pages(path, [text for text in texts if text.number not in scanned])
    if scanned:
        pages.extend(with_unruled_tables(list(read_scanned_pages(path, read_tables, scanned))))
    return lay_out(in_reading_order(sorted(pages, key=lambda page: page.number)))


def is_trusted(text: PageText) -> bool:
    """Tell whether a page's text layer is what stands on the page.

    A page without words and without pictures is blank. Words that cannot be seen are what another OCR read, or we did.
    A few words over a picture of the whole page are a stamp or a signature that was set on a scan.
    """
    if not text.words:
        return not text.image_count
    if text.hidden:
        return False
    words = [word.text for word in text.words]
    letters = sum(character.isalpha() for word in words for character in word)
    if letters <= FEWEST_LETTERS:
        return text.image_share < SCANNED_SHARE
    return sum(len(VIETNAMESE.findall(word)) for word in words) >= LEAST_VIETNAMESE * letters


def read_text_pages(path: Path, texts: Sequence[PageText]) -> list[PageContents]:
    """Part the words of a PDF's text layer into lines and tables: the ruled ones, and those set with white space."""
    grids: dict[int, list[Grid]] = {}
    for grid in find_grids(path, [text.number for text in texts if text.rule_count >= TABLE_RULES and text.words]):
        grids.setdefault(grid.page, []).append(grid)
    ruled = {text.number for text in texts if any(_parts_rows(grid, text) for grid in grids.get(text.number, []))}
    unruled: dict[int, list[Grid]] = {}
    for grid in find_unruled_grids(texts, ruled):
        unruled.setdefault(grid.page, []).append(grid)
    return [_contents(text, unruled.get(text.number) or grids.get(text.number, [])) for text in texts]


def _parts_rows(grid: Grid, text: PageText) -> bool:
    """Tell whether rules part a table's rows and columns, and do not only frame it or run one way."""
    if grid.column_count == 1 or grid.row_count == 1:
        return False
    for cell in grid.cells:
        if cell.column == 0:
            words = [word.text for word in text.words if word.box and cell.box.contains_point(*word.box.centre)]
            numbers = [word for word in words if ROW_NUMBER.match(word) or ROMAN.match(word)]
            if len(numbers) > 1 and len(words) - len(numbers) <= HEADING_WORDS:
                return False
    return True


def _contents(text: PageText, grids: Sequence[Grid]) -> PageContents:
    rest = list(text.words)
    tables = []
    for grid in grids:
        table, rest = fill_grid(text.number, grid, rest)
        tables.append(table)
    trouble = None
    if not text.words:
        trouble = "a picture without text" if text.image_count else "no words"
    lines = gather_lines(text.number, rest)
    return PageContents(text.number, text.width, text.height, tuple(lines), tuple(tables), trouble=trouble)

"""Tables on scanned pages: the grid of rules, and each cell read from its own cut-out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from extractors.cell_numbers import (
    MARGIN,
    WANTED,
    WHITE,
    digits_twice,
    mend_columns_of_numbers,
)
from extractors.confidence import stated
from extractors.doubt import DIFFERING, LIKELY
from extractors.engines.cleaning import Parts, softened, without_specks
from extractors.engines.ocr import BLOCK, LINE, Gray, OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS
from extractors.engines.scan_grids import INKED, LEAST_ENLARGED, Rules, ScanCell, enlarged, find_rules, find_scan_grids
from extractors.engines.straighten import PreparedPage
from extractors.ink import glyphs
from extractors.marks import mend_tokens
from extractors.roman import spell_numerals
from extractors.row_numbers import in_sequence, numbered
from extractors.scan import FoundTable
from extractors.spelling import mend_spelling
from extractors.weighing import weigh
from schemas.document import UNREAD, Cell, Table, Word
from schemas.geometry import Box, union
from schemas.vocabulary import Reader

# In letters' heights: marks of a cell's print stand nearer to it.
NEAR_LETTER = 0.9
# Ink less high than so many small letters is one line.
ONE_LINE = 2.4
# Less ink than this share of a small letter's square is a speck.
SPECK = 0.06
# "Quý" and what numerals after it are taken for.
QUARTERS = re.compile(r"Quý(?!\s*\d+$)[\sIVXLHMUTJlivxnu1|!,.;\]]*")
DASHES = frozenset("-–")
LETTER = 0.8  # of a small letter's height: what is as high is no speck
SCRAPS = frozenset("`'|.,_^ˆ~‹›:;“”‘’«»¬")


def read_tables(page: PreparedPage, recognizer: Recognizer) -> list[FoundTable]:
    """Find and read the ruled tables of a prepared page, top to bottom."""
    rules = find_rules(page.gray, page.x_height)
    grids = find_scan_grids(rules, page.x_height) if rules.down.any() else []
    if not grids:
        return []
    wiped = _without_rules(page.gray, rules)
    wiped = without_specks(wiped, Parts.of(wiped), NEAR_LETTER)  # rules have kept those beside them
    found = []
    for grid in grids:
        read = [_cell(page, wiped, cell, recognizer) for cell in grid.cells]
        pictures = {(cell.row, cell.column): _inside(wiped, cell) for cell in grid.cells}
        cells = mend_columns_of_numbers(read, pictures, page.x_height, page.dpi, recognizer)
        cells = weigh(in_sequence(numbered(cells, pictures)))
        if not any(cell.text for cell in cells):
            continue
        box = page.box_on_page(grid.box.x0, grid.box.y0, grid.box.x1, grid.box.y1)
        found.append(FoundTable(Table(page.number, box, tuple(map(_stated, cells)), reader=Reader.OCR), grid.box))
    return found


def _stated(cell: Cell) -> Cell:
    return replace(cell, confidence=stated(cell.text, cell.confidence)) if cell.text else cell


def _without_rules(gray: Gray, rules: Rules) -> Gray:
    wiped = gray.copy()
    both = rules.both
    near = both.copy()
    # The soft edges of a rule are grey.
    for axis in (0, 1):
        for step in (-1, 1):
            near |= np.roll(both, step, axis)
    wiped[near] = WHITE
    return wiped


def _inside(wiped: Gray, cell: ScanCell) -> Gray:
    return wiped[round(cell.box.y0) + 1 : round(cell.box.y1), round(cell.box.x0) + 1 : round(cell.box.x1)]


def _cell(page: PreparedPage, wiped: Gray, cell: ScanCell, recognizer: Recognizer) -> Cell:
    inside = _inside(wiped, cell)
    words = mend_spelling(_read(inside, page, recognizer))
    return Cell(
        row=cell.row,
        column=cell.column,
        text=" ".join(word.text for word in words),
        page=page.number,
        box=page.box_on_page(cell.box.x0, cell.box.y0, cell.box.x1, cell.box.y1),
        row_span=cell.row_span,
        column_span=cell.column_span,
        confidence=round(min((word.confidence for word in words), default=1.0), 3),
        other=" ".join(word.other or word.text for word in words) if any(word.other for word in words) else None,
        words=tuple(_on_page(words, inside, cell, page)),
    )


def _on_page(words: Sequence[OcrWord], inside: Gray, cell: ScanCell, page: PreparedPage) -> Iterator[Word]:
    """Take words from the cut-out of a cell's ink to the page."""
    if not words:
        return
    ink = inside < INKED
    left, top = int(np.argmax(ink.any(axis=0))), int(np.argmax(ink.any(axis=1)))
    x, y = round(cell.box.x0) + 1 + left, round(cell.box.y0) + 1 + top
    factor = WANTED / max(page.x_height, 1.0)
    scale = 1 / factor if factor > LEAST_ENLARGED else 1.0
    for word in words:
        x0, y0, x1, y1 = ((value - MARGIN) * scale for value in word.box)
        yield Word(word.text, page.box_on_page(x + x0, y + y0, x + x1, y + y1), round(word.confidence, 3))


def _read(inside: Gray, page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    ink = inside < INKED
    if np.count_nonzero(ink) < SPECK * page.x_height**2:
        return []
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    text = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut = np.pad(enlarged(text, WANTED / max(page.x_height, 1.0)), MARGIN, constant_values=WHITE)
    mode = LINE if rows[-1] - rows[0] <= ONE_LINE * page.x_height else BLOCK
    words = recognizer.words(cut, page.dpi, mode=mode) or recognizer.words(softened(cut), page.dpi, mode=mode)
    if not words:
        return _strokes(cut, page, recognizer)
    words = _quarters(cut, mend_tokens(_without_scraps(words)))
    return digits_twice(cut, words, page.dpi, recognizer)


def _strokes(cut: Gray, page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    """Read ink that the first model makes nothing of: a number, strokes ("1", "III"); "…" where it cannot be read."""
    height, width = cut.shape
    box = Box(0.0, 0.0, float(width), float(height))
    ((text, confidence),) = recognizer.read_lines([cut], model=DIGITS, alphabet="digits", dpi=page.dpi)
    if any(character.isdigit() for character in text):
        return [OcrWord(text, box, min(confidence, LIKELY), 0)]
    numeral = spell_numerals(cut)
    if numeral and numeral != "I":  # which is as well a 1
        return [OcrWord(numeral, box, LIKELY, 0)]
    inked = list(glyphs(cut < INKED))
    tall = [glyph for glyph in inked if glyph.height > LETTER * WANTED]
    upright = max((glyph.right for glyph in tall), default=0) - min((glyph.left for glyph in tall), default=0)
    if len(tall) == len(inked) <= 3 and upright < 0.6 * sum(glyph.height for glyph in tall):
        return [OcrWord("1" * len(tall), box, DIFFERING, 0)]
    return [OcrWord(UNREAD, box, 0.0, 0)] if tall else []


def _without_scraps(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Leave out what is left of rules and specks beside words; a dash alone in its cell says that there is nothing."""
    if not any(character.isalnum() for word in words for character in word.text):
        return list(words)
    return [
        word for word in words if not set(word.text) <= (SCRAPS if word.confidence > DIFFERING else SCRAPS | DASHES)
    ]


def _quarters(cut: Gray, words: Sequence[OcrWord]) -> list[OcrWord]:
    """ "Quý I, II": numerals alone are lost or taken for letters, so they are told by their form in the picture."""
    text = " ".join(word.text for word in words)
    if not QUARTERS.fullmatch(text) or len({word.line_id for word in words}) != 1:
        return list(words)
    ink = np.flatnonzero((cut < INKED).any(axis=0))
    gaps = np.flatnonzero(np.diff(ink) > 1)
    widest = gaps[np.argmax(np.diff(ink)[gaps])] if gaps.size else -1
    blank = ink[gaps[np.diff(ink)[gaps] >= 0.7 * np.diff(ink)[widest]][0]] if gaps.size else 0
    numerals = spell_numerals(cut[:, blank + 1 :]) if gaps.size else None
    if numerals is None or f"Quý {numerals}" == text:
        return list(words)
    box = union(word.box for word in words)
    assert box is not None
    return [OcrWord(f"Quý {numerals}", box, LIKELY, words[0].line_id, other=text)]

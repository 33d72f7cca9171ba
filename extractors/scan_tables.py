"""Tables on scanned pages: the grid of rules, and each cell read from its own cut-out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from extractors.doubt import digits_of
from extractors.engines.ocr import BLOCK, DIGITS, Gray, OcrWord, Recognizer
from extractors.engines.scan_grids import INKED, Rules, ScanCell, enlarged, find_rules, find_scan_grids
from extractors.engines.straighten import PreparedPage
from extractors.formulas import mend_formulas
from extractors.marks import mend_tokens
from extractors.scan import FoundTable
from schemas.document import Cell, Table
from schemas.geometry import Box, union
from schemas.vocabulary import Reader

MARGIN = 12  # pixels of white around a cut-out, without which Tesseract loses its outermost letters
# Ink less high than so many small letters is one line.
ONE_LINE = 2.4
WANTED = 28.0  # height in pixels of a small letter
# Less ink than this share of a small letter's square is a speck.
SPECK = 0.06
AGREED, LIKELY, DIFFERING = 0.99, 0.85, 0.5
# A line of numbers, and the letters that digits are taken for in it.
NUMBERS = re.compile(r"[\dlIiHñ|!oO.,/%\s-]+")
TAKEN_FOR_DIGITS = re.compile(r"[lIiHñ|!oO]")
AS_DIGITS = str.maketrans({"l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "ñ": "1", "H": "11", "o": "0", "O": "0"})
NUMBER = re.compile(r"\d[\d.,/%]*")
NUMBERS_SHARE = 0.6  # of a column's cells, from which on it is one of numbers
LONGEST_NUMBER = 9
QUARTER = re.compile(r"Quý\s*[iIlH|!1]*")
STROKES = re.compile(r"(?P<strokes>[1IlH|!]{1,3})\.?")
GROUP = re.compile(r"[ÌÍIlH|!]{1,3}[.,]?\s*(?=[A-ZĐ])")  # of a row of one cell: "I Kế hoạch …"
SCRAPS = frozenset("`'|.,_^ˆ~‹›:;“”‘’«»¬")
WHITE = 255


def read_tables(page: PreparedPage, recognizer: Recognizer) -> list[FoundTable]:
    """Find and read the ruled tables of a prepared page, top to bottom."""
    rules = find_rules(page.gray, page.x_height)
    grids = find_scan_grids(rules, page.x_height)
    if not grids:
        return []
    wiped = _without_rules(page.gray, rules)
    found = []
    for grid in grids:
        read = [_cell(page, wiped, cell, recognizer) for cell in grid.cells]
        pictures = {(cell.row, cell.column): _inside(wiped, cell) for cell in grid.cells}
        cells = tuple(_in_sequence(_numbered(_numbers_in_columns(read, pictures, page, recognizer))))
        if not any(cell.text for cell in cells):
            continue
        box = page.box_on_page(grid.box.x0, grid.box.y0, grid.box.x1, grid.box.y1)
        found.append(FoundTable(Table(page.number, box, cells, reader=Reader.OCR), grid.box))
    return found


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
    words = mend_formulas(_read(_inside(wiped, cell), page, recognizer))
    return Cell(
        row=cell.row,
        column=cell.column,
        text=" ".join(word.text for word in words),
        page=page.number,
        box=page.box_on_page(cell.box.x0, cell.box.y0, cell.box.x1, cell.box.y1),
        row_span=cell.row_span,
        column_span=cell.column_span,
        confidence=round(min((word.confidence for word in words), default=1.0), 3),
        otherwise=next((word.otherwise for word in words if word.otherwise), None),
    )


def _read(inside: Gray, page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    ink = inside < INKED
    if np.count_nonzero(ink) < SPECK * page.x_height**2:
        return []
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    text = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut = np.pad(enlarged(text, WANTED / max(page.x_height, 1.0)), MARGIN, constant_values=WHITE)
    if rows[-1] - rows[0] <= ONE_LINE * page.x_height:
        (words,) = recognizer.read_words([cut], dpi=page.dpi)
    else:
        words = recognizer.words(cut, page.dpi, mode=BLOCK)
    if not words:
        return _strokes(cut, page, recognizer)
    words = _quarter(cut, mend_tokens(_without_scraps(words)), max(page.x_height, WANTED))
    return _digits_twice(cut, words, page.dpi, recognizer)


def _strokes(cut: Gray, page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    """Read ink that the first model makes nothing of: a number, or strokes side by side ("1", "III")."""
    height, width = cut.shape
    box = Box(0.0, 0.0, float(width), float(height))
    ((text, confidence),) = recognizer.read_lines([cut], model=DIGITS, alphabet="digits", dpi=page.dpi)
    if any(character.isdigit() for character in text):
        return [OcrWord(text, box, min(confidence, LIKELY), 0)]
    ink = cut < INKED
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    stems = 1 + int(np.count_nonzero(np.diff(columns) > 1))
    upright = (columns[-1] - columns[0] + 1) < 0.6 * stems * (rows[-1] - rows[0] + 1)
    if stems <= 3 and upright and rows[-1] - rows[0] > page.x_height:
        return [OcrWord("1" * stems, box, DIFFERING, 0)]
    return []


def _without_scraps(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Leave out what is left of rules and specks beside words; a dash alone in its cell says that there is nothing."""
    lettered = any(character.isalnum() for word in words for character in word.text)
    return [word for word in words if not (lettered and set(word.text) <= SCRAPS)]


def _digits_twice(cut: Gray, words: Sequence[OcrWord], dpi: float, recognizer: Recognizer) -> list[OcrWord]:
    """Read lines of nothing but numbers again, by the other model and with an alphabet of digits."""
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line_id, []).append(word)
    read: list[OcrWord] = []
    for members in lines.values():
        text = " ".join(word.text for word in members)
        if not NUMBERS.fullmatch(text):
            read.extend(members)
            continue
        box = union(word.box for word in members)
        assert box is not None
        line = np.pad(
            cut[max(int(box.y0) - 3, 0) : int(box.y1) + 3, max(int(box.x0) - 4, 0) : int(box.x1) + 4],
            MARGIN,
            constant_values=WHITE,
        )
        ((second, confidence),) = recognizer.read_lines([line], model=DIGITS, alphabet="digits", dpi=dpi)
        read.append(_weighed(members, text, second, confidence, box))
    return read


def _weighed(members: Sequence[OcrWord], first: str, second: str, confidence: float, box: Box) -> OcrWord:
    line, sure = members[0].line_id, min(word.confidence for word in members)
    if digits_of(first.replace(" ", "")) == digits_of(second.replace(" ", "")) and not TAKEN_FOR_DIGITS.search(first):
        return OcrWord(first, box, max(sure, AGREED), line)
    if TAKEN_FOR_DIGITS.search(first):
        taken = first.translate(AS_DIGITS)
        agreed = digits_of(taken.replace(" ", "")) == digits_of(second.replace(" ", ""))
        return OcrWord(max(second, taken, key=len), box, LIKELY if agreed else DIFFERING, line)
    read, other = (second, first) if confidence > sure and second else (first, second)
    return OcrWord(read, box, min(max(sure, confidence), DIFFERING), line, other or None)


def _quarter(cut: Gray, words: Sequence[OcrWord], x_height: float) -> list[OcrWord]:
    """ "Quý I": the strokes of a numeral alone are lost or taken for letters, so they are counted in the picture."""
    match = QUARTER.fullmatch(" ".join(word.text for word in words))
    if match is None or len({word.line_id for word in words}) != 1:
        return list(words)
    columns = np.flatnonzero((cut < INKED).any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > 0.3 * x_height)
    if not gaps.size:
        return list(words)
    stems = 1 + int(np.count_nonzero(np.diff(columns[gaps[0] + 1 :]) > 1))
    if stems > 3:
        return list(words)
    box = union(word.box for word in words)
    assert box is not None
    return [OcrWord(f"Quý {'I' * stems}", box, LIKELY, words[0].line_id)]


def _numbers_in_columns(
    cells: Sequence[Cell], pictures: Mapping[tuple[int, int], Gray], page: PreparedPage, recognizer: Recognizer
) -> list[Cell]:
    """Read again, as a number, a short cell with other signs ("c7", "la:") in a column of numbers."""
    columns: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.text and cell.column_span == cell.row_span == 1:
            columns.setdefault(cell.column, []).append(cell)
    again = []
    for members in columns.values():
        others = [cell for cell in members if not NUMBER.fullmatch(cell.text)]
        if len(members) - len(others) < NUMBERS_SHARE * len(members):
            continue
        again += [cell for cell in others if len(cell.text) <= LONGEST_NUMBER and not STROKES.fullmatch(cell.text)]
    mended = {}
    for cell in again:
        cut = np.pad(
            enlarged(pictures[cell.row, cell.column], WANTED / max(page.x_height, 1.0)), MARGIN, constant_values=WHITE
        )
        ((text, _),) = recognizer.read_lines([cut], model=DIGITS, alphabet="digits", dpi=page.dpi)
        text = text.strip(".,-/ ")
        if NUMBER.fullmatch(text):
            mended[cell.row, cell.column] = replace(cell, text=text, confidence=DIFFERING)
    return [mended.get((cell.row, cell.column), cell) for cell in cells]


def _in_sequence(cells: Sequence[Cell]) -> list[Cell]:
    """Mend a running number that was read as another where its neighbours leave one: 10, 1, 12."""
    numbered = [(at, int(cell.text)) for at, cell in enumerate(cells) if cell.column == 0 and cell.text.isdecimal()]
    mended = list(cells)
    for (_, before), (at, number), (_, after) in zip(numbered, numbered[1:], numbered[2:], strict=False):
        if after == before + 2 and number != before + 1:
            mended[at] = replace(cells[at], text=str(before + 1), confidence=LIKELY)
    return mended


def _numbered(cells: Sequence[Cell]) -> list[Cell]:
    """Tell the Roman numerals of group rows from the numbers of the others: both are read as strokes."""
    filled = {cell.row for cell in cells if cell.column > 1 and cell.text}
    mended = []
    groups = 0
    for cell in cells:
        strokes = STROKES.fullmatch(cell.text) if cell.column == 0 else None
        if strokes and cell.row not in filled:
            count = sum(2 if letter == "H" else 1 for letter in strokes["strokes"])
            if count <= 3:
                cell = replace(cell, text="I" * count, confidence=min(cell.confidence, LIKELY))
        group = GROUP.match(cell.text) if cell.column == 0 and cell.column_span > 1 else None
        if group:
            groups += 1
            if groups <= 3:
                cell = replace(cell, text=f"{'I' * groups} {cell.text[group.end() :]}")
        mended.append(cell)
    return mended

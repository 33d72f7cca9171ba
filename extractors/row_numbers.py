"""What stands before the rows of a scanned table: running numbers, and the Roman numerals of groups of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.doubt import LIKELY
from extractors.engines.ocr import Gray
from extractors.roman import VALID, spell_numerals
from schemas.document import Cell

ENDING = ".,-/ "  # what specks leave at the end of a number
# What Roman numerals are taken for.
NUMERAL = re.compile(r"[.,]?[IÌÍÏVXLHMUTJlivxnu1|!\]]{1,5}[.,]?")
NUMERAL_OR_NONE = re.compile(r"(?!S?TT$)(?![li|!]+$)[IVXLHMUTJlivxnu|!\]]{1,5}[.,]?")
TENS, ONES = ("", "X", "XX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = tuple(ten + one for ten in TENS for one in ONES)  # by value
STROKES = re.compile(r"(?P<strokes>[1IlH|!]{1,3})\.?")
FIRST = re.compile(r"[¡1IÌÍiílj|!\]\[]\.?")  # what the 1 of the first row is taken for
GROUP = re.compile(r"[ÌÍIlH|!]{1,3}[.,]?\s*(?=[A-ZĐ])")  # of a row of one cell: "I Kế hoạch …"


def in_sequence(cells: Sequence[Cell]) -> list[Cell]:
    """Mend a running number that was read as another where the rows above and below leave one: 10, 1, 12; I, 2, 3."""
    first = {cell.row: at for at, cell in enumerate(cells) if cell.column == 0 and cell.row_span == 1}
    mended = list(cells)
    for row, at in first.items():
        before, after = (_running(mended, first, row + step) for step in (-1, 1))
        cell = cells[at]
        if before is None and after == 2 and FIRST.fullmatch(cell.text) and _running(mended, first, row + 2) == 3:
            before = 0
        if before is None or after != before + 2 or cell.column_span > 1:
            continue
        if cell.text.strip(ENDING) != str(before + 1):
            mended[at] = replace(cell, text=str(before + 1), other=cell.text or None, confidence=LIKELY)
    return mended


def _running(cells: Sequence[Cell], first: Mapping[int, int], row: int) -> int | None:
    text = cells[first[row]].text.strip(ENDING) if row in first else ""
    return int(text) if text.isdecimal() else None


def numbered(cells: Sequence[Cell], pictures: Mapping[tuple[int, int], Gray]) -> list[Cell]:
    """Tell the Roman numerals of group rows from the numbers of the others: both are read as strokes."""
    filled = {cell.row for cell in cells if cell.column > 1 and cell.text}
    mended = []
    groups = 0
    for cell in cells:
        unlike = NUMERAL.fullmatch(cell.text) and not VALID.fullmatch(cell.text)
        if cell.column == 0 and unlike and not (cell.row in filled and STROKES.fullmatch(cell.text)):
            numeral = spell_numerals(pictures[cell.row, cell.column]) or _strokes(cell.text)
            if numeral and numeral != cell.text:
                cell = replace(cell, text=numeral, other=cell.text, confidence=LIKELY)
        group = GROUP.match(cell.text) if cell.column == 0 and cell.column_span > 1 else None
        if group:
            groups += 1
            if groups <= 3:
                cell = replace(cell, text=f"{'I' * groups} {cell.text[group.end() :]}")
        mended.append(cell)
    return _numerals_in_sequence(mended)


def _numerals_in_sequence(cells: Sequence[Cell]) -> list[Cell]:
    """Mend the numerals that are none ("VvH") where all others of the table count the rows of groups one by one."""
    mended = list(cells)
    groups = [at for at, cell in enumerate(cells) if cell.column == 0 and NUMERAL_OR_NONE.fullmatch(cell.text)]
    read = {place: ROMAN.index(cells[at].text.strip(ENDING)) for place, at in enumerate(groups) if _is_roman(cells[at])}
    offsets = {number - place for place, number in read.items()}
    if len(offsets) != 1:
        return mended
    (offset,) = offsets
    for place, at in enumerate(groups):
        if place not in read and 0 < place + offset < len(ROMAN):
            cell = cells[at]
            mended[at] = replace(cell, text=ROMAN[place + offset], other=cell.text, confidence=LIKELY)
    return mended


def _is_roman(cell: Cell) -> bool:
    return cell.text.strip(ENDING) in ROMAN


def _strokes(text: str) -> str | None:
    match = STROKES.fullmatch(text.strip(ENDING))
    count = sum(2 if letter == "H" else 1 for letter in match["strokes"]) if match else 0
    return "I" * count if 0 < count <= 3 else None

"""Numbers in the cells of a scanned table: read twice, told from letters by their column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from extractors.doubt import AGREED, DIFFERING, LIKELY, Paper, bare_digits, digits_of, read_numbers_again
from extractors.engines.cleaning import WHITE
from extractors.engines.ocr import Gray, OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS
from extractors.engines.scan_grids import LEAST_ENLARGED, enlarged
from extractors.number_marks import digits_seen, is_as_wide, with_marks
from extractors.row_numbers import ENDING, STROKES
from schemas.document import Cell
from schemas.geometry import Box, union

MARGIN = 12  # pixels of white around a cut-out, without which Tesseract loses its outermost letters
WANTED = 28.0  # height in pixels of a small letter
# A line of numbers, and the letters that digits are taken for in it.
NUMBERS = re.compile(r"[\dlIiHñ|!oO.,/%\s-]+")
TAKEN_FOR_DIGITS = re.compile(r"[lIiHñ|!oO]")
AS_DIGITS = str.maketrans({"l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "ñ": "1", "H": "11", "o": "0", "O": "0"})
MARK_AS_LETTER = re.compile(r"(?<=\d)(?![a-zA-Z])[^\W\d_](?=,)")  # "11Ẩ,": a comma and what is beside it
NUMBER = re.compile(r"\d[\d.,/%]*")
SPECKS = "`'|.,_^ˆ~‹›:;“”„‘’«»¬-–—\"* "
NUMBERS_SHARE = 0.6  # of a column's cells, from which on it is one of numbers
LONGEST_NUMBER = 9
FEWEST_NUMBERS, MISLEADING = 20, 0.25
STOPPED = re.compile(r"\d+\.")
DECIMAL = re.compile(r"\d+[.,]\d{1,2}%?")
WITHOUT_MARK = re.compile(r"(?!100)\d{2,}%?")
EVEN_LIST = re.compile(r"\d{1,2}(?P<mark>[.,])(?:\d{1,2}(?P=mark)){2,}\d{1,2}[.,]?")  # one mark throughout
# A list with a slash for a comma, or with what specks made behind it ("1,3,4 ẻ").
LIST_AND_SCRAP = re.compile(
    r"(?P<numbers>\d{1,2}(?:[.,/]\s?\d{1,2}){2,})(?:(?<=[.,/]\d)|(?<=\d\d)|(?<=\s\d))(?:[.,]?\s+\D{1,3})?"
)


def enlarged_cut(picture: Gray, x_height: float) -> tuple[Gray, float]:
    """Return print at the size that Tesseract reads best, with white around it, and how much larger it is."""
    factor = WANTED / max(x_height, 1.0)
    factor = factor if factor > LEAST_ENLARGED else 1.0
    return np.pad(enlarged(picture, factor), MARGIN, constant_values=WHITE), factor


def read_twice(paper: Paper, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Read the lines of a cell that hold nothing but numbers again, by the other model and an alphabet of digits.

    Of other lines the words with digits are read again, as in prose.
    """
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line_id, []).append(word)
    read: list[OcrWord] = []
    for members in lines.values():
        seen = " ".join(word.text for word in members)
        text = MARK_AS_LETTER.sub("", seen).lstrip(".,")
        if not NUMBERS.fullmatch(text):
            read.extend(read_numbers_again(paper, members))
            continue
        box = union(word.box for word in members)
        assert box is not None
        line = _line(paper.gray, box) if len(lines) > 1 else paper.gray
        ((second, confidence),) = paper.recognizer.read_lines([line], model=DIGITS, alphabet="digits", dpi=paper.dpi)
        word = _as_many_as_seen(line, _weighed(members, text, second, confidence, box))
        marked = with_marks(line, word.text)
        if marked != word.text:
            sure = LIKELY if marked and digits_of(marked) == digits_of(second.replace(" ", "")) else DIFFERING
            word = OcrWord(marked or word.text, box, sure, word.line_id, other=word.text if marked else second)
        elif word.text.isdecimal() and not is_as_wide(line, len(word.text)):
            word = replace(word, confidence=min(word.confidence, DIFFERING))
        read.append(word if text == seen else replace(word, other=word.other or seen))
    return read


def _line(gray: Gray, box: Box) -> Gray:
    left, top = max(int(box.x0) - 4, 0), max(int(box.y0) - 3, 0)
    return np.pad(gray[top : int(box.y1) + 3, left : int(box.x1) + 4], MARGIN, constant_values=WHITE)


def distrusted(cells: Sequence[Cell]) -> list[Cell]:
    """Hold no number for sure in a table where many are read differently twice: what is faint misleads both readers."""
    numbers = [_is_number(cell) for cell in cells]
    doubtful = sum(number and cell.confidence <= DIFFERING for cell, number in zip(cells, numbers, strict=True))
    if sum(numbers) < FEWEST_NUMBERS or doubtful < MISLEADING * sum(numbers):
        return list(cells)
    return [
        replace(cell, confidence=min(cell.confidence, DIFFERING)) if number else cell
        for cell, number in zip(cells, numbers, strict=True)
    ]


def _is_number(cell: Cell) -> bool:
    return bool(bare_digits(cell.text) and NUMBERS.fullmatch(cell.text))


def _as_many_as_seen(line: Gray, word: OcrWord) -> OcrWord:
    """Take that of two readings in doubt which has as many digits as are seen side by side."""
    if word.other is None or word.confidence > DIFFERING:
        return word
    seen = digits_seen(line)
    if len(bare_digits(word.text)) != seen == len(bare_digits(word.other)) and NUMBER.fullmatch(word.other):
        return replace(word, text=word.other, other=word.text)
    return word


def _as_list(text: str) -> list[str]:
    """Return the numbers between stops and commas, which are easily taken for each other."""
    return re.findall(r"\d+", text)


def _weighed(members: Sequence[OcrWord], first: str, second: str, confidence: float, box: Box) -> OcrWord:
    line, sure = members[0].line_id, min(word.confidence for word in members)
    if digits_of(first.replace(" ", "")) == digits_of(second.replace(" ", "")) and not TAKEN_FOR_DIGITS.search(first):
        return OcrWord(first, box, max(sure, AGREED), line)
    if _as_list(first) == _as_list(second) and not TAKEN_FOR_DIGITS.search(first):
        strokes = "/" in first and "/" not in second and len(_as_list(first)) > 2  # a list has none
        if strokes or (EVEN_LIST.fullmatch(second) and not EVEN_LIST.fullmatch(first)):
            first, second = second, first
        return OcrWord(first, box, LIKELY, line, other=second)
    if TAKEN_FOR_DIGITS.search(first):
        taken = first.translate(AS_DIGITS)
        if digits_of(taken.replace(" ", "")) == digits_of(second.replace(" ", "")):
            return OcrWord(max(second, taken, key=len), box, LIKELY, line, other=first)
        best = max(second, taken, key=len)
        return OcrWord(best, box, DIFFERING, line, other=taken if best == second else second or first)
    if bare_digits(first) == bare_digits(second):  # marks are lost, and never seen where there are none
        more, fewer = sorted((first, second), key=lambda text: len(_as_list(text)), reverse=True)
        if EVEN_LIST.fullmatch(more.replace(" ", "")):
            return OcrWord(more, box, LIKELY, line, other=fewer)
    if second and confidence > sure:
        return OcrWord(second, box, min(confidence, DIFFERING), line, other=first)
    return OcrWord(first, box, min(sure, DIFFERING), line, other=second or None)


def mend_columns_of_numbers(
    cells: Sequence[Cell], pictures: Mapping[tuple[int, int], Gray], x_height: float, dpi: float, recognizer: Recognizer
) -> list[Cell]:
    """Read a short cell with other signs ("c7", "la:") in a column of numbers again, as a number; drop its last stop.

    `pictures` are the cells' cut-outs by row and column.
    """
    columns: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.text and cell.column_span == cell.row_span == 1:
            columns.setdefault(cell.column, []).append(cell)
    mended: dict[tuple[int, int], Cell] = {}
    for column, members in columns.items():
        others = [cell for cell in members if not NUMBER.fullmatch(cell.text.replace(" ", ""))]
        if len(members) - len(others) < NUMBERS_SHARE * len(members):
            continue
        shares = sum("%" in cell.text for cell in members) > 1
        parted = sum(bool(DECIMAL.fullmatch(cell.text)) for cell in members) > NUMBERS_SHARE * len(members)
        first = min((cell.row for cell in members if cell not in others), default=0)  # above it stand headings
        stopped = column == 0 and sum(bool(STOPPED.fullmatch(cell.text)) for cell in members) > len(members) / 3
        for cell in members:
            place = (cell.row, cell.column)
            numeral = column == 0 and STROKES.fullmatch(cell.text)
            short = len(cell.text) <= LONGEST_NUMBER and not numeral
            if (listed := _without_scrap(cell.text)) != cell.text:
                mended[place] = replace(cell, text=listed, other=cell.text, confidence=DIFFERING)
                continue
            if cell in others and short and cell.row > first:
                cut, _ = enlarged_cut(pictures[place], x_height)
                ((text, _),) = recognizer.read_lines([cut], model=DIGITS, alphabet="digits", dpi=dpi)
                mended[place] = _as_number(cell, text.strip(ENDING), digits_seen(cut))
            elif cell.text != (text := cell.text.rstrip(",- " if stopped else ENDING)) and text:
                mended[place] = replace(cell, text=text)
            elif ("%" in cell.text and not shares) or (parted and WITHOUT_MARK.fullmatch(cell.text)):
                mended[place] = replace(cell, confidence=min(cell.confidence, DIFFERING))
    return [mended.get((cell.row, cell.column), cell) for cell in cells]


def _as_number(cell: Cell, second: str, seen: int) -> Cell:
    """Return a cell with the number that its first reading has between specks („15), or else with the second one.

    An earlier reading as a number goes before that where it alone has as many digits as are seen.
    """
    earlier = cell.other or ""
    if len(bare_digits(second)) != seen == len(bare_digits(earlier)) and NUMBER.fullmatch(earlier):
        second = earlier
    between = cell.text.strip(SPECKS)
    first = between if NUMBER.fullmatch(between) else None
    if first is not None and first == second:
        return replace(cell, text=first, other=cell.text, confidence=LIKELY)
    if first is not None or NUMBER.fullmatch(second):
        other = second if first else cell.text
        return replace(cell, text=first or second, other=other or cell.text, confidence=DIFFERING)
    return cell


def _without_scrap(text: str) -> str:
    """Return a list with commas for slashes, and without what specks made behind it; another text as it is.

    >>> _without_scrap("1,3,4,9, 12 ẻ"), _without_scrap("1,4,10,11/12/13"), _without_scrap("109/181")
    ('1,3,4,9, 12', '1,4,10,11,12,13', '109/181')
    """
    match = LIST_AND_SCRAP.fullmatch(text)
    return re.sub(r"(?<=\d)/(?=\d)", ",", match["numbers"]) if match else text

"""Print that is set in columns without rules: read piece by piece, so that no lone digit and no column is lost.

Tesseract's layout of a page passes over lone digits and joins what stands in neighbouring columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from extractors.cell_numbers import mend_columns_of_numbers
from extractors.cut_outs import read_cut_out
from extractors.engines.cleaning import ink_regions
from extractors.engines.ocr import Gray, OcrWord, Recognizer
from extractors.engines.scan_grids import INKED, find_rules, without_rules
from extractors.engines.straighten import PreparedPage
from extractors.roman import tell_numeral
from schemas.document import Cell
from schemas.geometry import Box, union

# A page is set in columns where so many lines have so many runs of words that begin, or end, or have their middles
# within SAME_EDGE under each other; runs are parted by wider gaps than words. In heights of a small letter.
FEWEST_LINES, FEWEST_RUNS = 3, 3
RUN_GAP, SAME_LINE, SAME_EDGE = 1.2, 0.6, 1.0
# Ink that stands nearer is one piece.
ACROSS, DOWN = 0.85, 0.25
AROUND = 2  # pixels of a letter's soft edge
MOST_PIECES = 1500
WIDEST_NUMBER = 6.0  # of what may stand in a column of numbers
LIST_GOES_ON = re.compile(r"\d{1,2}(?:[.,]\s*\d{1,2})+[.,]")  # on the cell's next line
NUMBER_HEADING = re.compile(r"(?P<first>S?)[IÌÍỊ1l|]?T(?:[IÌÍỊ1l|]?T|[ÌÍỊI])[I1l|]?\.?")  # with strokes
# In ems: how far letters reach above and below the foot of the line, and what is taken for every word alike.
CAPITAL, LINE_TOP, LINE_FOOT = 0.66, 0.69, 0.22
BESIDE = 0.06  # ems of white that belong to a letter on either side
DEPTHS = {**dict.fromkeys("gjpqy()[]", 0.22), **dict.fromkeys(",;", 0.15), **dict.fromkeys("/Q|", 0.02)}
DOT_BELOW, DOT_DEPTH = "\u0323", 0.2


class _Piece(NamedTuple):
    box: Box
    picture: Gray
    words: Sequence[OcrWord]


def is_set_in_columns(words: Sequence[OcrWord], x_height: float) -> bool:
    """Tell whether the words of a page stand in three columns or more over several lines."""
    places: Counter[tuple[str, int]] = Counter()
    telling = 0
    for line in _lines(words, SAME_LINE * x_height):
        runs = list(_runs(line, RUN_GAP * x_height))
        if len(runs) < FEWEST_RUNS:
            continue
        telling += 1
        for run in runs:
            left, right = run[0].box.x0, run[-1].box.x1
            edges = {"left": left, "right": right, "middle": (left + right) / 2}
            places.update((name, round(at / (SAME_EDGE * x_height))) for name, at in edges.items())
    if telling < FEWEST_LINES:
        return False
    aligned = {at for (_, at), count in places.items() if count >= FEWEST_LINES}
    return len(aligned) >= FEWEST_RUNS


def _lines(words: Sequence[OcrWord], reach: float) -> Iterator[list[OcrWord]]:
    line: list[OcrWord] = []
    for word in sorted(words, key=lambda word: word.box.centre[1]):
        if line and word.box.centre[1] - line[0].box.centre[1] > reach:
            yield sorted(line, key=lambda word: word.box.x0)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda word: word.box.x0)


def _runs(line: Sequence[OcrWord], gap: float) -> Iterator[list[OcrWord]]:
    run: list[OcrWord] = []
    for word in line:
        if run and word.box.x0 - run[-1].box.x1 > gap:
            yield run
            run = []
        run.append(word)
    yield run


def read_pieces(page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    """Read the pieces that the page's ink falls into; the words of a line get one height, as in print."""
    wiped = without_rules(page.gray, find_rules(page.gray, page.x_height, upright_alone=True))
    across, down = (max(round(share * page.x_height), 3) for share in (ACROSS, DOWN))
    regions = [Box(*corners) for corners in ink_regions(wiped < INKED, across, down)]
    if len(regions) > MOST_PIECES:
        return []
    pieces: list[_Piece] = []
    for box in regions:
        left, top = (max(int(edge) - AROUND, 0) for edge in box[:2])
        picture = wiped[top : int(box.y1) + AROUND, left : int(box.x1) + AROUND]
        words = read_cut_out(picture, (left, top), page, recognizer)
        if len(words) == 1:
            words = [_number_heading(words[0])]
        if words:
            pieces.append(_Piece(box, picture, words))
    columns = list(_columns(pieces, page.x_height))
    read = _with_columns_of_numbers(_with_numerals(pieces, columns), columns, page, recognizer)
    return _levelled([replace(word, line_id=line) for line, words in enumerate(read) for word in words])


def _number_heading(word: OcrWord) -> OcrWord:
    match = NUMBER_HEADING.fullmatch(word.text)
    text = f"{match['first']}TT" if match else word.text
    return word if text == word.text else replace(word, text=text, other=word.text)


def _columns(pieces: Sequence[_Piece], x_height: float) -> Iterator[list[int]]:
    """Yield the narrow pieces that stand under each other, top to bottom, by their places; the leftmost first."""
    column: list[int] = []
    edge = 0.0
    for at in sorted(range(len(pieces)), key=lambda at: pieces[at].box.x0):
        box = pieces[at].box
        if box.width >= WIDEST_NUMBER * x_height:
            continue
        if column and box.x0 >= edge:
            yield sorted(column, key=lambda at: pieces[at].box.y0)
            column, edge = [], 0.0
        column.append(at)
        edge = max(edge, box.x1)
    if column:
        yield sorted(column, key=lambda at: pieces[at].box.y0)


def _with_numerals(pieces: Sequence[_Piece], columns: Sequence[Sequence[int]]) -> list[_Piece]:
    """Tell the numerals of groups of rows from running numbers, which stand in the first column."""
    told = list(pieces)
    before = 0
    for at in next((column for column in columns if len(column) >= FEWEST_LINES), ()):
        words = pieces[at].words
        number = words[0].text.rstrip(".")
        if len(words) == 1 and not (number.isdecimal() and int(number) == before + 1 > 1):
            told[at] = pieces[at]._replace(words=[tell_numeral(pieces[at].picture, words[0])])
        before = int(number) if told[at].words[0].text.rstrip(".").isdecimal() else before
    return told


def _with_columns_of_numbers(
    pieces: Sequence[_Piece], columns: Sequence[Sequence[int]], page: PreparedPage, recognizer: Recognizer
) -> list[Sequence[OcrWord]]:
    """Read the pieces that stand in a column of numbers as numbers."""
    cells, places = [], {}
    for column, members in enumerate(columns, start=1):  # the first one of a ruled table has rules of its own
        for row, at in enumerate(members):
            own = pieces[at].words
            text, sure = " ".join(word.text for word in own), min(word.confidence for word in own)
            cells.append(Cell(row, column, text, page.number, None, confidence=sure, other=own[0].other))
            places[row, column] = at
    pictures = {place: pieces[at].picture for place, at in places.items()}
    words = [piece.words for piece in pieces]
    mended = mend_columns_of_numbers(cells, pictures, page.x_height, page.dpi, recognizer)
    for before, cell in zip(cells, mended, strict=True):
        if cell != before and not LIST_GOES_ON.fullmatch(before.text):
            at = places[cell.row, cell.column]
            around = union(word.box for word in words[at])
            assert around is not None
            words[at] = [OcrWord(cell.text, around, cell.confidence, 0, other=cell.other)]
    return words


def _levelled(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Give words the height of their line, from the foot of its letters, whatever letters they have."""
    plain = [word.box.height / CAPITAL for word in words if word.text.isdigit() or _is_plain_capitals(word.text)]
    if not plain:
        return list(words)
    em = median(plain)
    levelled = []
    for word in words:
        foot = word.box.y1 - _depth(word.text) * em
        left, right = word.box.x0 - BESIDE * em, word.box.x1 + BESIDE * em
        box = Box(left, foot - LINE_TOP * em, right, foot + LINE_FOOT * em)
        levelled.append(replace(word, box=box))
    return levelled


def _is_plain_capitals(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.isupper() and "Q" not in text


def _depth(text: str) -> float:
    """Return how far a word reaches below the foot of its line, in ems."""
    parts = unicodedata.normalize("NFD", text)
    return max((DOT_DEPTH if part == DOT_BELOW else DEPTHS.get(part, 0.0) for part in parts), default=0.0)

"""A cut-out of print, a cell or a piece of a line: its ink enlarged and read, numbers twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.cell_numbers import MARGIN, WANTED, enlarged_cut, read_twice
from extractors.doubt import DIFFERING, LIKELY, Paper
from extractors.engines.cleaning import softened
from extractors.engines.ocr import BLOCK, LINE, Gray, OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS
from extractors.engines.scan_grids import INKED
from extractors.engines.straighten import PreparedPage
from extractors.ink import glyphs
from extractors.marks import mend_tokens
from extractors.roman import mend_quarter_of_year, spell_numerals
from extractors.spelling import mend_spelling
from schemas.document import UNREAD
from schemas.geometry import Box, union

# Ink less high than so many small letters is one line.
ONE_LINE = 2.4
# Less ink than this share of a small letter's square is a speck.
SPECK = 0.06
# "Quý" with numerals after it, and with what these are taken for.
SOUND_QUARTERS = re.compile(r"Quý (?:IV|I{1,3})(?:\s*[,;]\s*(?:IV|I{1,3}))*[.,;]?")
QUARTERS = re.compile(r"Quý(?!\s*\d+$)[\sIVXLHMUTJlivxnu1|!,.;\]]*")
DASHES = frozenset("-–")
LETTER = 0.8  # of a small letter's height: what is as high is no speck
SCRAPS = frozenset("`'|.,_^ˆ~‹›:;“”‘’«»¬")


def read_cut_out(inside: Gray, corner: tuple[int, int], page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    """Read what is printed on a cut-out whose left top corner is that pixel of the page; boxes are in its pixels."""
    ink = inside < INKED
    if np.count_nonzero(ink) < SPECK * page.x_height**2:
        return []
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    text = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut, factor = enlarged_cut(text, page.x_height)
    mode = LINE if rows[-1] - rows[0] <= ONE_LINE * page.x_height else BLOCK
    words = recognizer.words(cut, page.dpi, mode=mode) or recognizer.words(softened(cut), page.dpi, mode=mode)
    words = _as_printed(cut, words, page, recognizer) if words else _strokes(cut, page, recognizer)
    x, y = corner[0] + int(columns[0]), corner[1] + int(rows[0])
    return [replace(word, box=_moved(word.box, x, y, 1 / factor)) for word in words]


def _moved(box: Box, x: float, y: float, scale: float) -> Box:
    x0, y0, x1, y1 = ((value - MARGIN) * scale for value in box)
    return Box(x + x0, y + y0, x + x1, y + y1)


def _as_printed(cut: Gray, words: Sequence[OcrWord], page: PreparedPage, recognizer: Recognizer) -> list[OcrWord]:
    paper = Paper(cut, WANTED, page.dpi, recognizer)
    words = read_twice(paper, mend_tokens(_without_scraps(words)))
    return mend_spelling(mend_quarter_of_year(cut, _quarters(cut, words)), paper)


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
    if not QUARTERS.fullmatch(text):
        return list(words)
    if len({word.line_id for word in words}) != 1:
        return _sound_quarters(words, text)
    ink = np.flatnonzero((cut < INKED).any(axis=0))
    gaps = np.flatnonzero(np.diff(ink) > 1)
    widest = gaps[np.argmax(np.diff(ink)[gaps])] if gaps.size else -1
    blank = ink[gaps[np.diff(ink)[gaps] >= 0.7 * np.diff(ink)[widest]][0]] if gaps.size else 0
    numerals = spell_numerals(cut[:, blank + 1 :]) if gaps.size else None
    if numerals is None or f"Quý {numerals}" == text:
        return _sound_quarters(words, text)
    box = union(word.box for word in words)
    assert box is not None
    return [OcrWord(f"Quý {numerals}", box, LIKELY, words[0].line_id, other=text)]


def _sound_quarters(words: Sequence[OcrWord], text: str) -> list[OcrWord]:
    """Hold no quarters for sure that are none."""
    if SOUND_QUARTERS.fullmatch(text):
        return list(words)
    return [replace(word, confidence=min(word.confidence, DIFFERING)) for word in words]

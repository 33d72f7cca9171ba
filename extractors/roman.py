"""Roman numerals, which Tesseract reads badly ("HI" for "III"), told by counting the stems in their picture."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.engines.ocr import Gray, OcrWord
from extractors.ink import INKED, glyphs, runs
from schemas.geometry import Box

# What "I" is taken for, alone or two at a time; V and X are read surely.
NUMERAL = re.compile(r"(?P<read>[IVXHlLU|!]{1,7})(?P<stop>[.,;:)]*)")
ONE = re.compile(r"[1l][.,]")
STROKES = re.compile(r"[1IÌÍÏlH|!]{1,4}\.?")
FIRST_OF_YEAR = re.compile(r"[1l|!]/(?:19|20)\d\d\b")
# Of a letter's height: the serif at its head, and how far that stands out, on the mean of both sides and on each.
SERIF, OVERHANG, LEAST_OVERHANG = 0.12, 0.065, 0.04
# A stem's columns are ink over so much of the height between the serifs.
STEM = 0.88
SERIFS = 0.15
CROSSBAR = 0.85
BARE = 0.85
TENS_WIDTH = 0.6  # of V and X, at least, in heights of the numeral
SURE, MENDED = 0.95, 0.85
# In heights of a capital: what is a letter, what a comma, what less than either.
LEAST_HEIGHT = 8  # pixels
TALL, MARK, SPECK = 0.75, 0.55, 0.2
VALID = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")


def mend_numerals(gray: Gray, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Write Roman numerals with as many I as their picture has stems; before a line also those read as "H" and "1."."""
    mended = []
    line: int | None = None
    for word in words:
        mended.append(_mended(gray, word, first=word.line_id != line))
        line = word.line_id
    return mended


def mend_quarter_of_year(gray: Gray, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Write the first quarter of a year as it is printed: "Quý I/2022" or "Quý 1/2022"."""
    mended = list(words)
    for at, (before, word) in enumerate(itertools.pairwise(words), start=1):
        if before.text.lower() == "quý" and FIRST_OF_YEAR.match(word.text) and _has_head(_cut(gray, word.box)):
            confidence = max(word.confidence, MENDED)
            mended[at] = replace(word, text="I" + word.text[1:], other=word.text, confidence=confidence)
    return mended


def tell_numeral(picture: Gray, word: OcrWord) -> OcrWord:
    """Tell a lone numeral of upright strokes ("II") from a number ("11") by its picture."""
    if not STROKES.fullmatch(word.text):
        return word
    height, width = picture.shape
    ink = _cut(picture, Box(0.0, 0.0, width, height))
    numeral = spell_numerals(picture) if _has_head(ink) or _is_bare(ink) else None
    return replace(word, text=numeral, other=word.text, confidence=MENDED) if numeral else word


def spell_numerals(gray: Gray) -> str | None:
    """Read a picture of nothing but Roman numerals up to XXXIX and the commas between them; None where it is another.

    Every letter is told by its form: upright stems, and slanting ones that meet below (V) or cross (X).
    """
    ink = gray < INKED
    found = list(glyphs(ink))
    capital = max((glyph.height for glyph in found), default=0)
    if capital < LEAST_HEIGHT:
        return None
    top = min(glyph.top for glyph in found)
    base = max(glyph.bottom for glyph in found if glyph.height > TALL * capital) - top
    text = ""
    for glyph in found:
        if glyph.height > TALL * capital:
            letter = _letters(ink[glyph.top : glyph.bottom, glyph.left : glyph.right])
            if letter is None:
                return None
            text += letter
        elif glyph.height < MARK * capital and glyph.top - top > 0.6 * base and text:
            text += "," if not text.endswith(",") else ""
        elif max(glyph.width, glyph.height) > max(SPECK * capital, 2):
            return None
    numerals = text.strip(",").split(",")
    return ", ".join(numerals) if all(VALID.fullmatch(numeral) for numeral in numerals) else None


def _letters(ink: NDArray[np.bool_]) -> str | None:
    """Read letters that touch: any number of I, or one V or X with I at one side."""
    height, width = ink.shape
    trunk = ink[round(SERIFS * height) : round((1 - SERIFS) * height)]
    upright = np.flatnonzero(trunk.mean(axis=0) >= STEM)
    stems = runs(upright)
    if stems and width < TENS_WIDTH * height * len(stems) + 1:
        return "I" * len(stems) if len(stems) <= 3 else None
    left = int(stems[0][0]) if stems else width
    right = width - int(stems[-1][-1]) - 1 if stems else 0
    if left >= TENS_WIDTH * height:
        slanting = _slanting(ink[:, : left - 1])
        return slanting + "I" * len(stems) if slanting else None
    if right >= TENS_WIDTH * height and len(stems) == 1:
        slanting = _slanting(ink[:, width - right + 1 :])
        return "I" + slanting if slanting else None
    return None


def _slanting(ink: NDArray[np.bool_]) -> str | None:
    """Tell V from X by whether its lower part is one stroke or two."""
    height = len(ink)
    above, below = (_strokes(ink[round(share * height)]) for share in (0.2, 0.78))
    return {(2, 1): "V", (2, 2): "X"}.get((above, below))


def _strokes(row: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(np.diff(row.astype(np.int8)) == 1) + int(row[0]))


def _mended(gray: Gray, word: OcrWord, *, first: bool) -> OcrWord:
    if first and ONE.fullmatch(word.text):
        return replace(word, text="I.", confidence=MENDED, other=word.text) if _has_head(_cut(gray, word.box)) else word
    match = NUMERAL.fullmatch(word.text)
    if match is None or not (set(match["read"]) & set("IVX") or (first and "H" in match["read"])):
        return word
    stems = _stems(gray, word.box, match["read"])
    if stems is None:
        return word
    numeral = _numeral(match["read"], stems)
    if numeral is None:
        return word
    if numeral == match["read"]:
        return replace(word, confidence=max(word.confidence, SURE))
    stop = match["stop"].replace(",", ".") or ("." if word.text[0] not in "VX" and match["read"] != word.text else "")
    return replace(word, text=numeral + stop, confidence=MENDED)


def _cut(gray: Gray, box: Box) -> NDArray[np.bool_]:
    """Return the ink of a word, without the specks above and below it."""
    ink = gray[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0) - 1, 0) : int(box.x1) + 2] < INKED
    rows = max(runs(np.flatnonzero(ink.any(axis=1))), key=len, default=None)
    return ink[rows[0] : rows[-1] + 1] if rows is not None else ink[:0]


def _has_head(ink: NDArray[np.bool_]) -> bool:
    """Tell I from 1 by its serif: it stands out at the top of the stem on both sides."""
    letter = next((glyph for glyph in glyphs(ink) if glyph.height > TALL * len(ink)), None)
    if letter is None or letter.height < LEAST_HEIGHT:
        return False
    ink = ink[letter.top : letter.bottom, letter.left : letter.right]
    # What leans against the letter ("I/") has neither its stem nor its serif.
    stem = next(iter(runs(np.flatnonzero(ink[round(0.3 * len(ink)) : round(0.7 * len(ink))].mean(axis=0) > 0.6))), None)
    if stem is None:
        return False
    heads = runs(np.flatnonzero(ink[: max(round(SERIF * len(ink)), 2)].any(axis=0)))
    top = next((head for head in heads if stem[0] in head), None)
    if top is None:
        return False
    left, right = int(stem[0] - top[0]), int(top[-1] - stem[-1])
    return min(left, right) >= LEAST_OVERHANG * len(ink) and left + right >= 2 * OVERHANG * len(ink)


def _is_bare(ink: NDArray[np.bool_]) -> bool:
    """Tell whether a letter is nothing but a stem, as I is in type without serifs; 1 has a flag."""
    letter = next((glyph for glyph in glyphs(ink) if glyph.height > TALL * len(ink)), None)
    if letter is None or letter.height < LEAST_HEIGHT:
        return False
    return bool(ink[letter.top : letter.bottom, letter.left : letter.right].mean() >= BARE)


def _numeral(read: str, stems: int) -> str | None:
    """Return the numeral of the read V and X with so many I; None where there is no such numeral.

    >>> _numeral("HI", 3), _numeral("XVH", 2), _numeral("IV", 1), _numeral("HV", 2)
    ('III', 'XVII', 'IV', None)
    """
    tens = "".join(letter for letter in read if letter in "VX")
    before = read[0] not in "VX" and tens != ""
    if before:
        return "I" + tens if stems == 1 and len(tens) == 1 else None
    return tens + "I" * stems if stems <= 3 and tens + "I" * stems else None


def _stems(gray: Gray, box: Box, read: str) -> int | None:
    """Count upright strokes beside the V and X that were read; None where two are joined by a bar, as in H."""
    ink = _cut(gray, box)
    height = len(ink)
    if height < LEAST_HEIGHT:
        return None
    trunk = ink[round(SERIFS * height) : round((1 - SERIFS) * height)]
    upright = np.flatnonzero(trunk.mean(axis=0) >= STEM)
    stems = runs(upright)
    for left, right in itertools.pairwise(stems):
        between = ink[round(0.38 * height) : round(0.62 * height), left[-1] + 1 : right[0]]
        if between.size and between.mean(axis=1).max() >= CROSSBAR:
            return None
    tens = sum(letter in "VX" for letter in read)
    edge = TENS_WIDTH * height * (tens if read[0] in "VX" else 1)
    if tens == 0:
        return len(stems)
    # A bold V leans so little that it may pass for a stem itself.
    return sum(bool(run[0] > edge) == (read[0] in "VX") for run in stems)

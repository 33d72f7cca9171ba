"""Marks that Tesseract's models do not know, told by their form on the page: "–", "≥", "≤"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from extractors.engines.ocr import Gray, OcrWord
from extractors.engines.straighten import PreparedPage
from schemas.geometry import Box

# The models have one long dash, printed Vietnamese the other; alone, its picture is taken for these as well.
LONG_DASH = "–"
TAKEN_FOR_DASH = frozenset({"—", "~", "_", "_—", "__", "—_", "-—", "——"})
WITH_BAR: MappingProxyType[str, str] = MappingProxyType({">": "≥", "<": "≤"})
TWICE = re.compile(r"([,;:])\1+")
# Letters of other languages that the models know, and a capital that begins no Vietnamese word before a vowel.
FOREIGN = str.maketrans({"Ð": "Đ", "ð": "đ", "Ÿ": "Y", "ÿ": "ỳ", "Ï": "I", "ï": "i", "¿": ".", "{": "(", "}": ")"})
STROKE = re.compile(r"^([“\"(]?)[ÌÍ](?=[aăâeêioôơuưy])")
GLUED = re.compile(r"^(số)-(?=\d)", re.IGNORECASE)  # by a speck: "số-06-NQ/TU"
SPECK_BESIDE = re.compile(r"^[_:;,'`~^]+(?=[^\W_])|(?<=[^\W_])['`~^]+$")  # no word has such a mark there: ":Biểu"
RULE_BETWEEN = re.compile(r"(?<=[^\W\d_])[¡¦](?=[^\W\d_]{2})")  # a rule or a streak between two words
STOPPED_COUNT = re.compile(r"(0\d)[,;.](?=$|(?:xã|thôn|huyện|khu|vườn)$)")
UNITS = frozenset({"xã", "thôn", "bản", "huyện", "khu", "vườn"})
WITHIN = re.compile(r"(?<=[a-zà-ỹđ])\.(?=[a-zà-ỹđ]{2})")  # a speck between two words: "thực.hiện"
DASHES = frozenset("-–")
CUT_KINDS = frozenset({"H,", "TP,", "TX,"})  # "H." before the name of a district, its stop read as a comma
LABELS = frozenset({"biểu", "bảng", "lục", "mẫu"})
SHEET = re.compile(r"iểu|\S{0,3}Biểu")  # "Biểu", its first letter lost or something before it
LONGEST_SCRAP, SURE_WORD, LIKELY = 3, 0.9, 0.85
NUMBERED = re.compile(r"số(?:[il1I|]| 1)?")
FIRST = re.compile(r"số[il1I|]")  # after a label "số 1", its digit taken for a letter
FRACTION = re.compile(r"\d⁄\d?\W*")  # what the models make of 14: one glyph, "¼"
BROKEN_OFF = re.compile(r"(?=[a-zà-ỹđ])[^\W\d_]{2,}\.")
INKED = 128
# A row of pixels is the bar where this share of the sign's width is ink; the strokes of ">" alone cross a third of it.
BAR = 0.7


def mend_tokens(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Write the tokens of a page as they are printed."""
    mended = [replace(word, text=mend_token(word.text)) for word in words]
    for at in range(1, len(mended) - 1):
        before, word, after = mended[at - 1 : at + 2]
        if before.text in DASHES and word.text in CUT_KINDS and after.text[:1].isupper():
            mended[at] = replace(word, text=f"{word.text[:-1]}.", other=word.text)
    return mended


def mend_token(text: str) -> str:
    """Write the long dash as it is printed, and leave out what the recogniser writes twice or makes of a stroke.

    >>> mend_token("—"), mend_token("NTM|;"), mend_token("NTM;;"), mend_token("BCÐ"), mend_token("Ìo")
    ('–', 'NTM;', 'NTM;', 'BCĐ', 'lo')
    >>> mend_token("1271⁄/QĐ-UBND"), mend_token("I⁄2022"), mend_token("1⁄4")
    ('1271/QĐ-UBND', 'I/2022', '1⁄4')
    >>> mend_token("số-06-NQ/TU"), mend_token(":Biểu"), mend_token("thực.hiện")
    ('số 06-NQ/TU', 'Biểu', 'thực hiện')
    """
    if text in TAKEN_FOR_DASH:
        return LONG_DASH
    mended = TWICE.sub(r"\1", text.replace("—", LONG_DASH).translate(FOREIGN))
    mended = SPECK_BESIDE.sub("", GLUED.sub(r"\1 ", mended))
    mended = RULE_BETWEEN.sub(" ", mended)
    mended = STROKE.sub(r"\1l", mended)
    if not mended.isascii():
        mended = WITHIN.sub(" ", mended)
    if not FRACTION.fullmatch(mended):
        mended = re.sub("⁄/?", "/", mended)
    return mended.replace("|", "") if len(mended) > 1 and any(letter.isalnum() for letter in mended) else mended


def mend_counts(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Leave out a speck behind a count before what is counted: "01, xã", "05,xã"; no list has such numbers."""
    mended = list(words)
    for at, (word, follower) in enumerate(pairwise((*words, None))):
        assert word is not None
        match = STOPPED_COUNT.match(word.text)
        if match and (match.end() < len(word.text) or (follower is not None and follower.text in UNITS)):
            text = f"{match[1]} {word.text[match.end() :]}".strip()
            mended[at] = replace(
                word, text=text, other=word.other or word.text, confidence=min(word.confidence, LIKELY)
            )
    return mended


def mend_labels(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Write the label of an annex as it is printed, and leave out the specks before it: "iểu số 1", "f iBiểu sối"."""
    mended: list[OcrWord] = []
    first = 0  # of the line's words among the mended ones
    for word, follower in pairwise((*words, None)):
        assert word is not None
        if mended and mended[-1].line_id != word.line_id:
            first = len(mended)
        if mended[first:] and mended[-1].text.lower() in LABELS and FIRST.fullmatch(word.text):
            word = replace(word, text="số 1", other=word.text)
        led = mended[first:]
        numbered = follower is not None and follower.line_id == word.line_id and NUMBERED.fullmatch(follower.text)
        if numbered and SHEET.fullmatch(word.text) and all(_is_scrap(each) for each in led):
            del mended[first:]
            if word.text != "Biểu":
                word = replace(word, text="Biểu", confidence=min(word.confidence, LIKELY), other=word.text)
        mended.append(word)
    return mended


def _is_scrap(word: OcrWord) -> bool:
    return len(word.text) <= LONGEST_SCRAP and word.confidence < SURE_WORD


def mend_stops(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Write a comma for a full stop between two words in small letters: no sentence begins there."""
    mended = list(words)
    for at, (word, follower) in enumerate(pairwise(words)):
        if BROKEN_OFF.fullmatch(word.text) and follower.text[:1].islower():
            mended[at] = replace(word, text=word.text[:-1] + ",", other=word.other or word.text)
    return mended


def mend_comparisons(page: PreparedPage, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Tell "≥" from ">" and "≤" from "<" by the bar under the sign."""
    return [
        replace(word, text=WITH_BAR[word.text[0]] + word.text[1:])
        if word.text[0] in WITH_BAR and _has_bar(page.gray, word.box, page.x_height)
        else word
        for word in words
    ]


def _has_bar(gray: Gray, box: Box, x_height: float) -> bool:
    left = max(int(box.x0) - 2, 0)
    top, bottom = max(int(box.y0), 0), int(box.y1 + 0.4 * x_height)
    ink = gray[top:bottom, left : int(box.x1) + 2] < INKED
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return False
    # The sign is the first run of columns with ink.
    gaps = np.flatnonzero(np.diff(columns) > 1)
    last = int(columns[gaps[0]] if gaps.size else columns[-1])
    sign = ink[:, int(columns[0]) : last + 1]
    height, width = sign.shape
    return width > 0.4 * x_height and bool((sign[height // 2 :].mean(axis=1) >= BAR).any())

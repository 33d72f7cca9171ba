"""Numbers and dates written by pen into a letterhead: read where they can be, and never held for sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from extractors.doubt import DIFFERING
from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS
from extractors.engines.straighten import PreparedPage
from extractors.ink import INKED, glyphs
from schemas.document import UNREAD
from schemas.geometry import Box, union

# "Số: …/KH-UBND" and "ngày … tháng … năm …" stand in the upper part of a first page.
UPPER_PART = 0.3
BLANK_FIELD = re.compile(r"^S[ốôóoÔỐ]\b|\bngày\b|\btháng\b", re.IGNORECASE)
# Heights and widths of what a pen writes there, in x-heights; a stamp is larger.
HEIGHTS = (0.8, 5.0)
WIDTHS = (0.4, 14.0)
MOST_CONFIDENT = 0.3
UNREAD_CONFIDENCE = 0.1


NUMBER_LABEL = re.compile(r"S[ốôóoỐÔÓỔ]\b", re.IGNORECASE)
CODE = re.compile(r"/\W*(?P<code>[^\W\d_][\w-]*)$")
YEAR = re.compile(r"(?:19|20)\d\d\W*")
# What a pen writes is so much higher than the print of its line; a mark or a dash is lower than that share.
HIGHER, MARK = 1.22, 0.4


def add_handwriting(page: PreparedPage, words: Sequence[OcrWord], recognizer: Recognizer) -> list[OcrWord]:
    """Add what stands in coloured ink beside "Số" or "ngày": as digits, or as "…" where it cannot be read.

    What was read there and is not of the print's height is held for written as well.
    """
    all_words = list(words)
    for at in _written_fields(page, words):
        all_words[at] = replace(words[at], confidence=min(words[at].confidence, MOST_CONFIDENT))
    for at in _days(page, words):
        word = all_words[at]
        # Where the second reading makes letters of it, the first has taken a hand's strokes for a digit.
        if word.other is not None and not any(map(str.isdigit, word.other)) and word.confidence <= DIFFERING:
            all_words[at] = replace(word, text=UNREAD, other=word.text, confidence=UNREAD_CONFIDENCE)
    for patch in page.coloured if page.with_colours is not None else ():
        if not _is_pen(page, patch):
            continue
        line = _line_of(patch, words)
        if line is None:
            continue
        under = [index for index, word in enumerate(all_words) if _covers(word.box, patch)]
        for index in under:
            all_words[index] = replace(all_words[index], confidence=min(all_words[index].confidence, MOST_CONFIDENT))
        if not under:
            all_words.append(_read(page, patch, line, recognizer))
    return all_words


def _written_fields(page: PreparedPage, words: Sequence[OcrWord]) -> Iterator[int]:
    """Yield the numbers and days of a letterhead that are higher than the print beside them: a black pen wrote them."""
    for line in _upper_lines(page, words):
        for field, reference in _fields([(at, words[at]) for at in line]):
            printed = [height for height in _heights(page, words[reference.at])[-reference.letters :] if height]
            if not printed:
                continue
            for at in field:
                heights = _heights(page, words[at])
                if NUMBER_LABEL.match(words[at].text):
                    heights = heights[len("Số") :]
                if at == reference.at:
                    heights = heights[: -reference.letters]
                if max(heights, default=0) > HIGHER * median(printed):
                    yield at


def _days(page: PreparedPage, words: Sequence[OcrWord]) -> Iterator[int]:
    """Yield what stands behind "ngày" in the date of a letterhead."""
    for line in _upper_lines(page, words):
        if YEAR.fullmatch(words[line[-1]].text):
            yield from (after for at, after in pairwise(line) if words[at].text.lower() == "ngày")


def _upper_lines(page: PreparedPage, words: Sequence[OcrWord]) -> Iterable[list[int]]:
    lines: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        if word.box.y1 < UPPER_PART * page.gray.shape[0]:
            lines.setdefault(word.line_id, []).append(at)
    return lines.values()


class _Print(NamedTuple):
    """The word of a line that is printed for sure, at its end so many letters or digits."""

    at: int
    letters: int


def _fields(line: Sequence[tuple[int, OcrWord]]) -> Iterator[tuple[list[int], _Print]]:
    """Yield the words in which the number stands, and those of day and month, with what is printed beside them."""
    texts = [word.text for _, word in line]
    label = next((place for place, text in enumerate(texts) if NUMBER_LABEL.match(text)), None)
    code = next((place for place, text in enumerate(texts) if CODE.search(text)), None)
    if label is not None and code is not None and label <= code:
        match = CODE.search(texts[code])
        assert match is not None
        letters = sum(letter.isalpha() for letter in match["code"])
        yield [at for at, _ in line[label : code + 1]], _Print(line[code][0], letters)
    folded = [text.lower() for text in texts]
    if "ngày" in folded and YEAR.fullmatch(texts[-1]):
        first = folded.index("ngày") + 1
        field = [at for at, word in line[first:-1] if not word.text.isalpha()]
        yield field, _Print(line[-1][0], len("2024"))


def _heights(page: PreparedPage, word: OcrWord) -> list[int]:
    """Return the heights of a word's letters, left to right; dashes and marks are left out."""
    box = word.box
    top, left = max(int(box.y0) - 2, 0), max(int(box.x0) - 1, 0)
    found = list(glyphs(page.gray[top : int(box.y1) + 3, left : int(box.x1) + 2] < INKED))
    return [glyph.height for glyph in found if glyph.height > MARK * page.x_height]


def _is_pen(page: PreparedPage, patch: Box) -> bool:
    size = page.x_height
    return (
        patch.y1 < UPPER_PART * page.gray.shape[0]
        and HEIGHTS[0] * size < patch.height < HEIGHTS[1] * size
        and WIDTHS[0] * size < patch.width < WIDTHS[1] * size
    )


def _line_of(patch: Box, words: Sequence[OcrWord]) -> int | None:
    """Return the line with a field to be filled in that the patch stands in."""
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line_id, []).append(word)
    for line, members in lines.items():
        box = union(word.box for word in members)
        if box is None or not BLANK_FIELD.search(" ".join(word.text for word in members)):
            continue
        beside = box.x0 - 2 * patch.width < patch.centre[0] < box.x1 + 2 * patch.width
        if beside and patch.y0 < box.centre[1] < patch.y1:
            return line
    return None


def _covers(word: Box, patch: Box) -> bool:
    across = min(word.x1, patch.x1) - max(word.x0, patch.x0)
    return across > 0.4 * min(patch.width, word.width) and word.y0 < patch.centre[1] < word.y1


def _read(page: PreparedPage, patch: Box, line: int, recognizer: Recognizer) -> OcrWord:
    assert page.with_colours is not None
    margin = round(0.4 * page.x_height)
    top, left = max(int(patch.y0) - margin, 0), max(int(patch.x0) - margin, 0)
    picture = page.with_colours[top : int(patch.y1) + margin, left : int(patch.x1) + margin]
    ((text, confidence),) = recognizer.read_lines(
        [np.ascontiguousarray(picture)], model=DIGITS, alphabet="digits", dpi=page.dpi
    )
    digits = "".join(character for character in text if character.isdigit())
    if not digits:
        return OcrWord(UNREAD, patch, UNREAD_CONFIDENCE, line)
    return OcrWord(digits, patch, min(confidence, MOST_CONFIDENT), line)

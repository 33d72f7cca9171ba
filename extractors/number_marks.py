"""The stops and commas of numbers, told by their picture, and the numbers that were parted at them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.engines.ocr import Gray, OcrWord
from extractors.ink import INKED, glyphs
from extractors.row_numbers import ENDING
from schemas.geometry import union

DIGITS_AND_MARKS = re.compile(r"\d(?:[\d.,\s]*\d)?")
TALL, MARK, LEAST_MARK = 0.7, 0.5, 0.1  # of a digit's height
NUMBER_BEGUN = re.compile(r"\d(?P<mark>[.,]?)$")
# In heights of a digit: from one to the next, and how wide the ink of one is.
ADVANCE, NARROWEST_DIGIT, WIDEST_DIGIT = 0.75, 0.2, 0.95
BLANK = 0.2  # in heights of a small letter, less than which is none


def with_marks(line: Gray, text: str) -> str | None:
    """Put the stops and commas into a number that are seen between its digits and were not read.

    None where the picture has more digits than were read; where it seems to have fewer, some touch, and the text is
    left as it is. So are marks behind the last digit.
    """
    read, text = text, text.rstrip(ENDING)
    behind = read[len(text) :]
    if not DIGITS_AND_MARKS.fullmatch(text):
        return read
    seen = _marks_seen(line < INKED)
    digits = re.findall(r"\d([.,]?\s*)", text)
    if len(seen) > len(digits):
        return None
    if len(seen) < len(digits) or any(mark.strip() and not other for mark, other in zip(digits, seen, strict=True)):
        return read
    numbers = iter(re.findall(r"\d", text))
    marked = "".join(
        next(numbers) + (mark if mark.strip() else other + mark) for mark, other in zip(digits, seen, strict=True)
    )
    return marked.strip(ENDING) + behind


def digits_seen(line: Gray) -> int:
    """Count the digits of a number that stand apart in its picture."""
    return len(_marks_seen(line < INKED))


def is_as_wide(line: Gray, count: int) -> bool:
    """Tell whether so many digits may stand in a picture, which may touch."""
    found = list(glyphs(line < INKED))
    tallest = max((glyph.height for glyph in found), default=0)
    tall = [glyph for glyph in found if glyph.height > TALL * tallest]
    if not tall:
        return True
    height = min(glyph.height for glyph in tall)  # specks make others taller
    width = (tall[-1].right - tall[0].left) / height - (count - 1) * ADVANCE
    return NARROWEST_DIGIT < width < WIDEST_DIGIT


def _marks_seen(ink: NDArray[np.bool_]) -> list[str]:
    """Return the mark behind each digit that a picture shows, "" where there is none."""
    found = list(glyphs(ink))
    tallest = max((glyph.height for glyph in found), default=0)
    base = max((glyph.bottom for glyph in found if glyph.height > TALL * tallest), default=0)
    seen: list[str] = []
    for glyph in found:
        if glyph.height > TALL * tallest:
            seen.append("")
        elif (
            LEAST_MARK * tallest < glyph.height < MARK * tallest and glyph.bottom > base - LEAST_MARK * tallest and seen
        ):
            seen[-1] = "," if glyph.bottom > base + LEAST_MARK * tallest else "."
    return seen


def join_numbers(gray: Gray, words: Sequence[OcrWord], x_height: float) -> list[OcrWord]:
    """Join the parts of a number that no blank parts ("4." and "756"), with the mark between them that is seen.

    Where none is seen, the parts stay with the number as its other reading.
    """
    joined: list[OcrWord] = []
    for word in words:
        last = joined[-1] if joined else None
        begun = NUMBER_BEGUN.search(last.text) if last is not None and last.line_id == word.line_id else None
        if last is None or begun is None or not word.text[0].isdigit() or word.box.x0 - last.box.x1 > BLANK * x_height:
            joined.append(word)
            continue
        box = union((last.box, word.box))
        assert box is not None
        digits = re.match(r"[\d.,]*\d", word.text)
        read = last.text + (digits[0] if digits else "")
        picture = gray[max(int(box.y0) - 2, 0) : int(box.y1) + 3, max(int(box.x0) - 1, 0) : int(box.x1) + 2]
        number = read if begun["mark"] else _marked(picture, read)
        text = number + word.text[len(read) - len(last.text) :]
        other = f"{last.text} {word.text}" if number.isdigit() else None
        joined[-1] = replace(last, text=text, box=box, confidence=min(last.confidence, word.confidence), other=other)
    return joined


def _marked(picture: Gray, read: str) -> str:
    """Put the marks that are seen into a number at the left of a picture."""
    seen = _marks_seen(picture < INKED)
    digits = [character for character in read if character.isdigit()]
    if not read.isdigit() or len(seen) < len(digits):
        return read
    return "".join(digit + mark for digit, mark in zip(digits, seen, strict=False)).rstrip(ENDING)

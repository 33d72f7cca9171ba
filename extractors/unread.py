"""Print that the reading of a page has passed over: lines lost beside others, and the dashes of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.engines.cleaning import ink_regions, softened
from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.straighten import PreparedPage
from extractors.marks import mend_tokens
from schemas.geometry import Box

INKED = 150
# In x-heights: around a word all ink is read; letters of a line stand nearer than JOIN.
AROUND, JOIN = 0.45, 1.0
HEIGHTS, NARROWEST = (0.7, 3.2), 1.6
# Of a line of print so much is ink; a rule is more, a speck and its like are less.
FILLED = (0.06, 0.55)
SUREST, LEAST_SURE = 0.9, 0.7
# A dash: wide and low, in the middle of the letters of the line that it begins, so far before it at the most.
DASH_WIDTHS, DASH_HEIGHT, BEFORE = (0.35, 1.2), 0.3, 2.5
DASH = "-"


def read_passed_over(page: PreparedPage, words: Sequence[OcrWord], recognizer: Recognizer) -> list[OcrWord]:
    """Add to the words of a page what else is printed on it; it stands as lines of their own behind the others."""
    rest = page.gray < INKED
    margin = round(AROUND * page.x_height)
    for word in words:
        top, bottom = max(int(word.box.y0) - margin, 0), int(word.box.y1) + margin
        rest[top:bottom, max(int(word.box.x0) - margin // 2, 0) : int(word.box.x1) + margin // 2] = False
    found = list(words)
    line = max((word.line_id for word in words), default=-1)
    reach = max(round(JOIN * page.x_height), 3)
    for box in (Box(*corners) for corners in ink_regions(rest, reach, max(reach // 4, 1))):
        if (dashed := _dash_before(box, words, page.x_height)) is not None:
            found.append(OcrWord(DASH, box, SUREST, dashed))
            continue
        read = _read_line(page, box, recognizer)
        if read:
            line += 1
            found.extend(replace(word, line_id=line) for word in read)
    return found


def _dash_before(box: Box, words: Sequence[OcrWord], x_height: float) -> int | None:
    """Return the line that a region of a dash's form begins."""
    if not DASH_WIDTHS[0] * x_height < box.width < DASH_WIDTHS[1] * x_height or box.height > DASH_HEIGHT * x_height:
        return None
    lines: dict[int, OcrWord] = {}
    for word in words:
        lines.setdefault(word.line_id, word)
    for line, first in lines.items():
        within = first.box.y0 + 0.25 * first.box.height < box.centre[1] < first.box.y1 - 0.15 * first.box.height
        if within and 0 < first.box.x0 - box.x1 < BEFORE * x_height:
            return line
    return None


def _read_line(page: PreparedPage, box: Box, recognizer: Recognizer) -> list[OcrWord]:
    size = page.x_height
    if not HEIGHTS[0] * size < box.height < HEIGHTS[1] * size or box.width < NARROWEST * size:
        return []
    margin = round(AROUND * size)
    top, left = max(int(box.y0) - margin, 0), max(int(box.x0) - margin, 0)
    cut = np.ascontiguousarray(page.gray[top : int(box.y1) + margin, left : int(box.x1) + margin])
    if not FILLED[0] < float((cut < INKED).mean()) < FILLED[1]:
        return []
    readings = recognizer.read_words((cut, softened(cut)), dpi=page.dpi)
    words = mend_tokens(next((words for words in readings if words), []))
    sure = [word.confidence for word in words if any(letter.isalnum() for letter in word.text)]
    if not sure or min(sure) < LEAST_SURE:
        return []
    return [
        replace(
            word,
            box=Box(word.box.x0 + left, word.box.y0 + top, word.box.x1 + left, word.box.y1 + top),
            confidence=min(word.confidence, SUREST),
        )
        for word in words
    ]

"""Numbers and dates written by pen into a letterhead: read where they can be, and never held for sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.engines.ocr import DIGITS, OcrWord, Recognizer
from extractors.engines.straighten import PreparedPage
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


def add_handwriting(page: PreparedPage, words: Sequence[OcrWord], recognizer: Recognizer) -> list[OcrWord]:
    """Add what stands in coloured ink beside "Số" or "ngày": as digits, or as "…" where it cannot be read."""
    if page.with_colours is None:
        return list(words)
    all_words = list(words)
    for patch in page.coloured:
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

"""Page numbers that stand alone in the margin, which Tesseract takes for dirt and leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS
from extractors.engines.straighten import PreparedPage
from extractors.ink import runs
from extractors.sheets import MARGIN_SHARE
from schemas.geometry import Box

INKED = 150
# Heights and width of a number of up to three digits with dashes beside it, in x-heights.
HEIGHTS = (0.9, 2.5)
WIDEST = 7.0
SUREST = 0.9


def add_page_number(page: PreparedPage, words: Sequence[OcrWord], recognizer: Recognizer) -> list[OcrWord]:
    """Add a number that stands alone on its height in the upper or lower margin, where nothing was read."""
    height = page.gray.shape[0]
    band = round(MARGIN_SHARE * height)
    line = max((word.line_id for word in words), default=-1) + 1
    for top in (0, height - band):
        for box in _lone_marks(page.gray[top : top + band], page.x_height):
            if any(word.box.y0 < top + box.y1 and word.box.y1 > top + box.y0 for word in words):
                continue
            margin = round(0.6 * page.x_height)
            y0, x0 = max(top + int(box.y0) - margin, 0), max(int(box.x0) - margin, 0)
            picture = page.gray[y0 : top + int(box.y1) + margin, x0 : int(box.x1) + margin]
            ((text, confidence),) = recognizer.read_lines(
                [np.ascontiguousarray(picture)], model=DIGITS, alphabet="digits", dpi=page.dpi
            )
            if text.strip("-").isdigit():
                placed = Box(box.x0, top + box.y0, box.x1, top + box.y1)
                return [*words, OcrWord(text, placed, min(confidence, SUREST), line)]
    return list(words)


def _lone_marks(band: NDArray[np.uint8], x_height: float) -> Iterator[Box]:
    """Yield the boxes of runs of rows whose ink is as high as a digit and no wider than a number."""
    ink = band < INKED
    rows = np.flatnonzero(ink.any(axis=1))
    for run in runs(rows):
        if not HEIGHTS[0] * x_height < run.size < HEIGHTS[1] * x_height:
            continue
        columns = np.flatnonzero(ink[run[0] : run[-1] + 1].any(axis=0))
        if columns[-1] - columns[0] < WIDEST * x_height:
            yield Box(float(columns[0]), float(run[0]), float(columns[-1] + 1), float(run[-1] + 1))

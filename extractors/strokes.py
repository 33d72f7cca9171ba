"""Bold print told by the width of its strokes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.engines.ocr import Gray, OcrWord
from schemas.geometry import Box

INKED = 128
# Strokes of bold print are 1.3 to 1.7 times as wide as those of the plain print beside it, which varies by 0.1.
BOLD = 1.25
# Where at least so much of a page is plain, its strokes tell how wide plain ones are.
PLAIN_SHARE = 0.35
FEWEST_LETTERS = 2


def bold_words(gray: Gray, words: Sequence[OcrWord]) -> list[bool]:
    """Tell of each word whether it is bold, against the other words of its page."""
    widths = np.array([_stroke(gray, word.box) if _lettered(word.text) else 0.0 for word in words])
    known = widths[widths > 0]
    if not known.size:
        return [False] * len(words)
    plain = float(np.quantile(known, PLAIN_SHARE))
    return [bool(width > BOLD * plain) for width in widths]


def _lettered(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= FEWEST_LETTERS


def _stroke(gray: Gray, box: Box) -> float:
    """Return the mean length in pixels of the runs of ink in a word's rows: mostly the width of its stems."""
    ink = gray[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1] < INKED
    if not ink.size:
        return 0.0
    runs = int(np.count_nonzero(ink[:, 1:] & ~ink[:, :-1])) + int(np.count_nonzero(ink[:, 0]))
    return float(np.count_nonzero(ink)) / max(runs, 1)

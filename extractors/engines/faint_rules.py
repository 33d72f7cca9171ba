"""Rules of thin toner and of faxes, broken into dots or grey: lines of ink beside which there is paper."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.engines.connected import connected_parts

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]

FAINT = 215
# In heights of a small letter: a line is looked at over so much of its length, a foot of letters has ink so far above
# it, breaks are shorter than BREAK, and lines shorter than SHORT lead from rule to rule.
WINDOW, BESIDE, BREAK, SHORT, REACH = 8.0, 0.25, 1.2, 8.0, 0.55
NEAREST = 4  # pixels: as wide as a rule is
# Shares of a line that have ink, at least, and beside it, at most. Of the piece between two others that cross it, so
# much, and more by the factor where there is ink beside it; what has more than that beside it is print, as is what
# lies beside print and does not reach both ends.
INKED, CLEAR = 0.7, 0.25
PIECE_INKED, PIECE_CLEAR, FACTOR = 0.25, 0.4, 1.5
NO_PRINT, END_INKED = 0.05, 0.3


def faint_rules(gray: Gray, x_height: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return masks of the horizontal and vertical rules of a page whose rules are broken."""
    faint = (gray < FAINT).astype(np.uint8)
    across, down = _lines(faint, x_height), _turned(_lines(_turned(faint), x_height))
    across = _held(across, down, x_height)
    return across, _turned(_held(_turned(down), _turned(across), x_height))


def keep_near(rules: Mask, edges: Sequence[float], reach: float) -> None:
    """Wipe of the rules what lies at none of the edges: feet and stems of letters that look like rules."""
    away = np.ones(len(rules), np.bool_)
    for edge in edges:
        away[max(round(edge - reach), 0) : round(edge + reach) + 1] = False
    rules[away] = False


def redraw(rules: Mask, gray: Gray, edges: Sequence[float], crossing: Sequence[float], x_height: float) -> None:
    """Draw of the rules at the edges the pieces between those that cross them that are inked, and only these."""
    ink = gray < FAINT
    aside = _aside(x_height)
    for at, (start, stop) in itertools.product(map(round, edges), itertools.pairwise(map(round, crossing))):
        low, high = max(at - 2 * aside, 0), at + 2 * aside + 1
        piece = ink[low:high, start + 2 : stop - 1]
        drawn = _row_of_rule(piece, at - low, aside)
        own = slice(max(at - aside, 0), at + aside + 1)
        rules[own, start + 2 : stop - 1] = False
        if drawn is not None:
            rows = slice(low + max(drawn - 2, 0), low + drawn + 3)
            rules[rows, start : stop + 1] |= ink[rows, start : stop + 1]
            rules[low + drawn, start : stop + 1] = True


def _row_of_rule(piece: Mask, middle: int, aside: int) -> int | None:
    """Return the row of a strip of ink that is a rule: near its middle, inked, with paper above and below."""
    if not piece.size:
        return None
    counts = piece.mean(axis=1)
    near = cv2.dilate(piece.astype(np.uint8), np.ones((3, 1), np.uint8))
    shares = near.mean(axis=1)
    rows = range(max(middle - aside, 0), min(middle + aside + 1, len(near)))
    best = max(rows, key=lambda row: (shares[row], -abs(row - middle)), default=None)
    if best is None:
        return None
    beside = max((counts[row] for row in (best - aside, best + aside) if 0 <= row < len(counts)), default=0.0)
    ends = [float(part.mean()) for part in np.array_split(near[best], 4)[::3]]
    if beside > PIECE_CLEAR or (beside > NO_PRINT and min(ends) < END_INKED):
        return None
    return best if shares[best] >= PIECE_INKED + FACTOR * beside else None


def _aside(x_height: float) -> int:
    return max(round(BESIDE * x_height), NEAREST)


def _turned(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(mask.T)


def _lines(faint: NDArray[np.uint8], x_height: float) -> NDArray[np.uint8]:
    """Return the horizontal lines that have ink over most of a window, and paper above and below."""
    window, aside = round(WINDOW * x_height), _aside(x_height)
    near = cv2.dilate(faint, np.ones((3, 1), np.uint8)) * np.uint8(255)
    share = cv2.blur(near, (window, 1), borderType=cv2.BORDER_CONSTANT)
    line = share >= 255 * INKED
    for step in (-aside, aside):
        line &= np.roll(share, step, axis=0) < 255 * CLEAR
    along = cv2.dilate(line.astype(np.uint8), np.ones((1, window), np.uint8))
    crossed = np.roll(faint, -aside, axis=0) & np.roll(faint, aside, axis=0)
    lines = ((along > 0) & (near > 0) & (crossed == 0)).astype(np.uint8)
    joined = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((1, round(BREAK * x_height)), np.uint8))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, round(3 * x_height)), np.uint8)), np.uint8)


def _held(lines: NDArray[np.uint8], crossing: NDArray[np.uint8], x_height: float) -> NDArray[np.uint8]:
    """Keep the horizontal lines that are long, or lead from one that crosses them to another."""
    labels, stats = connected_parts(lines)
    reach = round(REACH * x_height)
    kept = np.zeros(len(stats), np.uint8)
    for index in range(1, len(stats)):
        left, top, width, height = (int(value) for value in stats[index][:4])
        rows = slice(max(top - reach, 0), top + height + reach)
        kept[index] = width >= SHORT * x_height or all(
            crossing[rows, max(end - reach, 0) : end + reach].any() for end in (left, left + width)
        )
    return np.asarray(kept[labels], np.uint8)

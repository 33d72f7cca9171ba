"""A page's picture made clean: coloured ink out, light even, copier's edges, specks and punch holes wiped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.engines.connected import connected_parts
from extractors.ink import runs

# Pages are read side by side, a thread each: threads of OpenCV's own would only stand in their way.
cv2.setNumThreads(1)

Gray = NDArray[np.uint8]

WHITE = 255
# Ink is darker than this once the paper is white.
INK = 150
# Colour is the distance between the strongest and the weakest of red, green and blue; JPEG leaves some at black edges.
COLOURED = 48
# Below this the strongest of the three is too weak for a stamp or a pen: it is print under the stamp.
DARK = 90
# Of the coloured ink so many percent are darker than what is lifted to the paper: pressed harder, or print under it.
DARKER_INK = 25
# Where more of the ink than this is coloured, the print itself is.
MOSTLY_COLOURED = 0.6
INK_SHARE = 0.4  # of the dark pixels, those that belong to the middle of a stroke
FAINTEST_INK = 170  # what is lighter is bleeding through from the other side
# Ink proper, and what is no paper; beyond that share of the ink, pale strokes are those of the other side.
FULL_INK, PALE, BLEEDING = 100, 215, 0.08
# The paper spreads what shines through it: so much of it is three pixels wide, up to its edges; of thin toner a third.
ALL_BUT_PAPER, BROAD = 240, 0.45
# In pixels of a scan at the usual resolution: print whose strokes (what is wider is none) are thinner than this, in
# their geometric mean, has lost its hairlines to thin toner.
USUAL_DPI, WIDEST_STROKE, THIN = 200, 16, 3.2
LINE, LONG_LINE = 24, 70  # pixels: longer than a letter is wide, and than any is high
# A streak inks so much of its length, also at both ends of the picture, where no table reaches.
STREAK, STREAK_END, WIDEST_STREAK = 0.7, 0.03, 10
PAPER_CELL = 16  # pixels to a step of the map of the paper's light
DARKEST_PAPER = 70
PAPER = (215.0, 242.0)  # the darkest and the lightest grey that may be where paper begins
GRAIN = 2.5  # standard deviations of the paper's grey
FEWEST_LETTERS = 6
# Shares of the page.
BLANK = 0.0002
BLACK = 0.6
PHOTO = 0.3
HOLE_MARGIN = 0.13
EDGE = 0.01
LONG_EDGE = 0.6
NEAR_LETTER = 1.2


def plain_gray(pixels: NDArray[np.uint8]) -> Gray:
    """Return a picture in blue, green and red as a grey one, all inks in it."""
    return as_gray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def as_gray(array: Any) -> Gray:
    """Return what OpenCV made as an array of bytes."""
    return np.asarray(array, dtype=np.uint8)


def resized(gray: Gray, factor: float) -> Gray:
    """Return a picture at another size."""
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return as_gray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how))


def softened(gray: Gray) -> Gray:
    """Blur a picture a little: of some sharp heavy print Tesseract finds no letters."""
    return as_gray(cv2.GaussianBlur(gray, (0, 0), 0.7))


def ink_regions(ink: NDArray[np.bool_], across: int, down: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, top, right, bottom of what hangs together once gaps of up to so many pixels are closed."""
    joined = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    _, stats = connected_parts(as_gray(joined))
    for left, top, width, height, _ in stats[1:].astype(float).tolist():
        yield left, top, left + width, top + height


def without_colours(pixels: NDArray[np.uint8]) -> tuple[Gray, Gray | None]:
    """Return the page without stamps and pens, and a mask of them (None where there are none)."""
    blue, green, red = cv2.split(pixels)
    strongest = cv2.max(cv2.max(blue, green), red)
    weakest = cv2.min(cv2.min(blue, green), red)
    spread = cv2.subtract(strongest, weakest)
    coloured = (spread > COLOURED) & (strongest > DARK)
    dark = weakest < INK
    count = int(np.count_nonzero(coloured & dark))
    if count < 50:
        return plain_gray(pixels), None
    if count > MOSTLY_COLOURED * max(int(np.count_nonzero(dark)), 1):
        return plain_gray(pixels), None
    mask = cv2.morphologyEx(coloured.astype(np.uint8) * WHITE, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    # The strongest colour of red or blue ink is nearly the paper's. What is still seen of it is lifted to the paper,
    # and print under it by the same factor: the soft edges of its strokes stay.
    gray = as_gray(strongest).copy()
    paper = float(np.percentile(strongest[::8, ::8], 75))
    reddish = red >= blue
    for hue in (reddish, ~reddish):
        ink = strongest[coloured & dark & hue]
        if ink.size:
            factor = max(paper / max(float(np.percentile(ink, DARKER_INK)), DARK), 1.0)
            lifted = np.minimum(np.arange(256) * factor, paper).astype(np.uint8)
            where = (mask > 0) & hue
            gray[where] = lifted[gray[where]]
    return gray, as_gray(mask)


def even(gray: Gray) -> Gray:
    """Divide the page by the light of its paper and stretch it, so that paper is white and ink is black."""
    height, width = gray.shape
    small = _averaged(gray, PAPER_CELL)
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(bright, 5), (0, 0), 2.0)
    paper = np.maximum(paper, DARKEST_PAPER)
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    evened = as_gray(cv2.divide(gray, full, scale=WHITE))
    ink = _ink_level(evened)
    white = _paper_level(evened)
    table = np.clip((np.arange(256) - ink) * (WHITE / (white - ink)), 0, WHITE).astype(np.uint8)
    return as_gray(cv2.LUT(evened, table))


def _averaged(gray: Gray, cell: int) -> Gray:
    """Return the means of square cells; what is over at the right and below is left out."""
    down, across = (max(side // cell, 1) for side in gray.shape)
    whole = gray[: down * cell, : across * cell]  # by a whole number OpenCV averages many times faster
    return as_gray(cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA))


def _ink_level(evened: Gray) -> float:
    """Return how dark the strokes of the print are: thin toner is grey and has to be darkened."""
    counts = np.bincount(evened[::2, ::2].ravel(), minlength=256)
    dark = counts[:200]
    total = int(dark.sum())
    if total == 0:
        return 0.0
    return float(min(int(np.searchsorted(np.cumsum(dark), INK_SHARE * total)), FAINTEST_INK))


def _paper_level(evened: Gray) -> float:
    """Return from which grey on a pixel is paper: below its grain, which a copier or a thin sheet makes coarse."""
    sample = evened[::4, ::4].ravel()
    sample = sample[sample > PAPER[0]]
    if not sample.size:
        return PAPER[1]
    usual, lower = np.percentile(sample, (50, 25))
    deviation = (usual - lower) / 0.674  # of a normal distribution
    return float(np.clip(usual - GRAIN * deviation, *PAPER))


def no_text(gray: Gray) -> str | None:
    """Tell why a page cannot hold text, by the shares of ink and of halftones."""
    counts = np.bincount(gray[::2, ::2].ravel(), minlength=256) / gray[::2, ::2].size
    black, halftones = float(counts[:INK].sum()), float(counts[40:215].sum())
    if black < BLANK:
        return "a blank page"
    if black > BLACK:
        return "a black page"
    if halftones > PHOTO or black > PHOTO:
        return "a photo or a drawing, no text"
    return None


def without_edges(gray: Gray) -> Gray:
    """Wipe what a copier's lid leaves along the edges: thick dark areas that touch the picture's border."""
    height, width = gray.shape
    edge = max(round(EDGE * width), 4)
    small = _averaged(gray, 4)
    dark = cv2.morphologyEx((small < INK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    labels, stats = connected_parts(as_gray(dark))
    clean = gray
    near = edge // 4
    for label, (x, y, w, h, area) in enumerate(stats[1:], 1):
        touches = x <= near or y <= near or x + w >= width // 4 - near or y + h >= height // 4 - near
        # Print that runs to the edge is mostly paper inside its box; so is a frame of two sides, but that is long.
        if touches and area > 60 and (area > 0.25 * w * h or max(4 * w / width, 4 * h / height) > LONG_EDGE):
            clean = clean.copy() if clean is gray else clean
            mask = cv2.dilate((labels == label).astype(np.uint8), np.ones((5, 5), np.uint8))
            clean[cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST) > 0] = WHITE
    return clean


def without_streaks(gray: Gray) -> Gray:
    """Wipe straight lines from one end of the picture to the other, as dirt on a scanner's glass leaves them."""
    clean, ink = gray, gray < PALE
    for axis in (0, 1):
        lines = ink if axis else ink.T
        end = max(round(STREAK_END * gray.shape[axis]), 4)
        streaks = np.arange(len(lines))
        for part in (lines[:, :end], lines[:, -end:], lines):  # the ends first: they leave few to be looked at whole
            streaks = streaks[part[streaks].mean(axis=1) > STREAK]
        for run in runs(streaks):
            if run.size > WIDEST_STREAK or run[0] < 3 or run[-1] > gray.shape[1 - axis] - 4:
                continue
            clean = clean.copy() if clean is gray else clean
            wiped = clean if axis else clean.T  # a view: what is set here is set in the picture
            # Letters that the streak crosses go on from one side of it to the other.
            before, after = wiped[run[0] - 2].astype(np.float32), wiped[run[-1] + 2].astype(np.float32)
            for line in range(run[0] - 1, run[-1] + 2):
                share = (line - run[0] + 2) / (run[-1] - run[0] + 4)
                wiped[line] = np.round(before * (1 - share) + after * share).astype(np.uint8)
    return clean


def without_bleeding(gray: Gray) -> Gray:
    """Wipe what shines through from the other side: pale strokes far from dark ones, where a page has many of them.

    Pale rules stay; thin toner leaves such rules beside dark letters.
    """
    small = resized(gray, 0.5)
    dark, pale = _dark_and_pale(small, 5)
    rules = as_gray(cv2.dilate(_lines(pale, LINE // 2), np.ones((5, 5), np.uint8)))
    if np.count_nonzero(pale & ~rules) < BLEEDING * np.count_nonzero(dark):
        return gray
    _, pale = _dark_and_pale(gray, 3, WHITE)
    if not _is_broad(gray, pale):
        return gray
    clean = gray.copy()
    clean[(pale & ~_lines(pale, LONG_LINE)) > 0] = WHITE
    return clean


def _is_broad(gray: Gray, pale: Gray) -> bool:
    """Tell whether pale strokes are broad, as the other side's are; the hairlines of thin toner are not."""
    ink = as_gray(gray < ALL_BUT_PAPER)
    strokes = ink & pale
    strokes &= 1 - as_gray(cv2.dilate(_lines(strokes, LINE), np.ones((3, 3), np.uint8)))
    broad = as_gray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    return bool(np.count_nonzero(broad & strokes) >= BROAD * np.count_nonzero(strokes))


def _dark_and_pale(gray: Gray, reach: int, lightest: int = PALE) -> tuple[Gray, Gray]:
    """Return masks of ink proper, and of what is paler and lies away from it."""
    dark = as_gray(gray < FULL_INK)
    return dark, as_gray(gray < lightest) & (1 - as_gray(cv2.dilate(dark, np.ones((reach, reach), np.uint8))))


def _lines(mask: Gray, length: int) -> Gray:
    """Return what of a mask runs on for so many pixels, across or down."""
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return as_gray(cv2.bitwise_or(across, down))


@dataclass(frozen=True)
class Parts:
    """The connected dark parts of a page; row 0 of `stats` is the paper."""

    labels: NDArray[Any]  # of two bytes, or of four
    stats: NDArray[np.int32]
    shape: tuple[int, int]

    @classmethod
    def of(cls, gray: Gray) -> Parts:
        labels, stats = connected_parts(as_gray(gray < INK + 20))
        return cls(labels, stats, (gray.shape[0], gray.shape[1]))

    def letters(self) -> NDArray[np.int32]:
        """Return the rows of `stats` that have a letter's size and shape, most of them small letters without marks."""
        stats = self.stats[1:]
        width, height, area = (stats[:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
        longer, shorter = np.maximum(width, height), np.maximum(np.minimum(width, height), 1)
        fill = area / np.maximum(width * height, 1)
        likely = (longer >= 6) & (longer <= 120) & (longer <= 3.0 * shorter) & (fill > 0.15) & (fill < 0.9)
        found: NDArray[np.int32] = stats[likely]
        if len(found) < FEWEST_LETTERS:
            return found
        # Specks and marks are many and small: letters are what stands around the usual size by area.
        size = np.maximum(found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT])
        weight = found[:, cv2.CC_STAT_AREA].astype(np.float64)
        order = np.argsort(size)
        usual = size[order][np.searchsorted(np.cumsum(weight[order]), 0.5 * weight.sum())]
        return np.asarray(found[(size > 0.5 * usual) & (size < 1.8 * usual)], np.int32)


def thickened(gray: Gray, dpi: float) -> Gray:
    """Close what thin toner or a fax has broken: strokes of a pixel or two grow by one on either side."""
    rows = gray[::8] < INK
    edges = np.diff(np.pad(rows, ((0, 0), (1, 1))).astype(np.int8).ravel())
    widths = (np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)) * USUAL_DPI / dpi
    widths = widths[widths < WIDEST_STROKE]
    if not widths.size or float(np.exp(np.log(widths).mean())) > THIN:
        return gray
    return softened(as_gray(cv2.erode(gray, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))))


def without_specks(gray: Gray, parts: Parts, near_letter: float = NEAR_LETTER) -> Gray:
    """Wipe specks that stand alone, and punch holes; dots and marks stand within so many letters' heights of one."""
    stats = parts.stats
    letters = parts.letters()
    size = float(np.median(letters[:, cv2.CC_STAT_HEIGHT])) if len(letters) >= FEWEST_LETTERS else 18.0
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = extent <= 0.45 * size
    small[0] = False
    solid = ~small
    solid[0] = False
    # Every other pixel of every other row tells as well what is near, four times as fast.
    reach = max(round(near_letter * size / 2), 2)
    near = cv2.dilate(as_gray(solid[parts.labels[::2, ::2]]), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    middle_x = np.clip((stats[:, 0] + stats[:, 2] // 2) // 2, 0, near.shape[1] - 1)
    middle_y = np.clip((stats[:, 1] + stats[:, 3] // 2) // 2, 0, near.shape[0] - 1)
    alone = small & (near[middle_y, middle_x] == 0)
    alone |= (extent <= 0.09 * size) & small
    gone = alone | _holes(parts, size)
    if not gone.any():
        return gray
    clean = gray.copy()
    wiped = np.take(gone, parts.labels)
    # The ring around a speck goes too, as long as it is no part of something that stays.
    ring = cv2.dilate(as_gray(wiped), np.ones((5, 5), np.uint8))
    clean[(ring > 0) & (wiped | (parts.labels == 0))] = WHITE
    return clean


def _holes(parts: Parts, size: float) -> NDArray[np.bool_]:
    """Tell which parts are punch holes: round, filled, larger than letters, near an edge."""
    left, top, width, height, area = (parts.stats[:, index] for index in range(5))
    fill = area / np.maximum(width * height, 1)
    round_ = (fill > 0.62) & (np.abs(width - height) < 0.25 * np.maximum(width, height))
    large = (np.minimum(width, height) > 1.5 * size) & (np.maximum(width, height) < 8 * size)
    across, down = parts.shape[1], parts.shape[0]
    margin = HOLE_MARGIN * min(parts.shape)
    near = (left < margin) | (top < margin) | (left + width > across - margin) | (top + height > down - margin)
    found = round_ & large & near
    found[0] = False
    for index in np.flatnonzero(found):  # heavy capitals have corners
        x, y, w, h = (int(value) for value in parts.stats[index][:4])
        own, corner = parts.labels[y : y + h, x : x + w] == index, max(h // 8, 1)
        found[index] = not (own[:corner, :corner].any() or own[-corner:, :corner].any())
    return np.asarray(found, np.bool_)

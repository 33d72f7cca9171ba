"""A page's picture made ready to be read: coloured ink out, light even, upright, straight, clean, of readable size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.engines.cleaning import (
    FEWEST_LETTERS,
    INK,
    WHITE,
    Gray,
    Parts,
    as_gray,
    even,
    no_text,
    plain_gray,
    resized,
    thickened,
    without_bleeding,
    without_colours,
    without_edges,
    without_specks,
    without_streaks,
)
from extractors.engines.connected import connected_parts
from extractors.engines.page_images import POINTS_PER_INCH, PageImage
from schemas.geometry import Box

Affine = NDArray[np.float64]

PIECES = 3  # of lines, read to tell whether a page stands on its head
FEWEST_TO_TURN = 150  # letters; a column of numbers looks the same from the side
MOST_SKEW = 5.0
SKEW_STEP = 0.05
FEWER = 3  # every third point of ink tells whether lines run across or down
LEAST_SKEW = 0.08  # turning a page blurs it; what is straighter than this stays as it is
# Heights of small letters (x-height) in pixels: print of 13 points has 17 at 200 dpi.
READABLE = (13.0, 34.0)
WANTED = 23.0
MOST_ENLARGED = 3.0


@dataclass(frozen=True)
class PreparedPage:
    """A page ready for a recogniser: grey, white paper, upright.

    `coloured` are the boxes of stamps and pens, in its pixels; `with_colours` is the page before they were wiped.
    `to_page` takes its pixels (x, y, 1) to points of the page as the file shows it. A page with `trouble` is not to be
    read; of one with `damage` a part may be missing. `thin` is one whose print had lost its hairlines.
    """

    number: int
    gray: Gray
    dpi: float
    to_page: Affine
    width: float
    height: float
    x_height: float = 0.0
    thin: bool = False
    angle: float = 0.0  # degrees counter-clockwise by which the page was turned
    coloured: tuple[Box, ...] = ()
    with_colours: Gray | None = None
    trouble: str | None = None
    damage: str | None = None

    def box_on_page(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the box on the page around a rectangle of pixels."""
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]], dtype=np.float64) @ self.to_page.T
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return Box(
            min(max(float(left), 0.0), self.width),
            min(max(float(top), 0.0), self.height),
            min(max(float(right), 0.0), self.width),
            min(max(float(bottom), 0.0), self.height),
        ).rounded()


UprightTest = Callable[[Gray, float], float]


def prepare(image: PageImage, confidence: UprightTest | None = None) -> PreparedPage:
    """Clean and straighten a page.

    `confidence(line, dpi)` tells how well a cut-out of one line can be read (0 to 1); without it a page is never
    turned upside down. A page that cannot hold text comes back with its trouble.
    """
    if image.trouble is not None or image.pixels.size == 0:
        return _troubled(image, image.trouble or "no picture")
    gray, colours = without_colours(image.pixels)
    gray = even(gray)
    trouble = no_text(gray)
    if trouble is not None:
        return _troubled(image, trouble)
    inked = even(plain_gray(image.pixels)) if colours is not None else None
    gray = without_bleeding(without_edges(without_streaks(gray)))
    thick = thickened(gray, image.dpi)
    thin = thick is not gray
    parts = Parts.of(thick)
    gray = without_specks(thick, parts)
    letters = parts.letters()
    if len(letters) < FEWEST_LETTERS:
        return _troubled(image, "no text found in the picture")
    ink = _ink_points(gray)
    quarter = 1 if len(letters) >= FEWEST_TO_TURN and _lies_on_its_side(ink, gray.shape) else 0
    angle = _skew(_turned_points(ink, gray.shape, quarter))
    x_height = float(np.median(letters[:, cv2.CC_STAT_WIDTH if quarter else cv2.CC_STAT_HEIGHT]))
    if thin:  # of broken letters the pieces are smaller
        x_height = max(x_height, READABLE[0])
    factor = _readable_factor(x_height)
    forward, size = _motion(gray.shape, quarter, angle, factor)
    turned = _warped(gray, forward, size)
    if confidence is not None and _is_upside_down(turned, x_height * factor, image.dpi * factor, confidence):
        forward, size = _motion(gray.shape, quarter + 2, angle, factor)
        turned = _warped(gray, forward, size)
        quarter += 2
    scale = np.diag([image.width / gray.shape[1], image.height / gray.shape[0]])
    back = cv2.invertAffineTransform(forward)
    return PreparedPage(
        number=image.number,
        gray=turned,
        dpi=image.dpi * factor,
        to_page=scale @ back,
        width=image.width,
        height=image.height,
        x_height=x_height * factor,
        thin=thin,
        angle=90.0 * (quarter % 4) + angle,
        coloured=() if colours is None else tuple(_patches(_warped(colours, forward, size, 0))),
        with_colours=None if inked is None else _warped(inked, forward, size),
        damage=image.damage,
    )


def _troubled(image: PageImage, trouble: str) -> PreparedPage:
    points = POINTS_PER_INCH / image.dpi
    to_page = np.array([[points, 0.0, 0.0], [0.0, points, 0.0]])
    nothing = np.zeros((0, 0), np.uint8)
    told = image.damage or trouble
    return PreparedPage(image.number, nothing, image.dpi, to_page, image.width, image.height, trouble=told)


def _ink_points(gray: Gray) -> NDArray[np.float32]:
    """Return x and y of dark pixels of the page at half its size: enough to tell how lines run."""
    half = resized(gray, 0.5)
    y, x = np.nonzero(half < INK)
    step = max(len(x) // 60_000, 1)
    return np.stack([x[::step], y[::step]]).astype(np.float32)


def _sharpness(points: NDArray[np.float32], degrees: float) -> float:
    """Return how sharply ink parts into rows at an angle: the squared steps of its profile."""
    slope = np.float32(np.tan(np.radians(degrees)))
    rows = (points[1] + slope * points[0]).astype(np.int32)
    profile = np.bincount(rows - int(rows.min())).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _lies_on_its_side(points: NDArray[np.float32], shape: tuple[int, ...]) -> bool:
    points = points[:, ::FEWER]
    angles = np.arange(-MOST_SKEW, MOST_SKEW + 0.1, 1.0)
    upright = max(_blurred_sharpness(points, angle) for angle in angles)
    sideways = max(_blurred_sharpness(_turned_points(points, shape, 1), angle) for angle in angles)
    return sideways > 1.3 * upright


def _blurred_sharpness(points: NDArray[np.float32], degrees: float) -> float:
    """Return the contrast between text lines and the paper between them, which rules and noise hardly change."""
    slope = np.float32(np.tan(np.radians(degrees)))
    rows = ((points[1] + slope * points[0]) / 3).astype(np.int32)
    profile = np.bincount(rows - int(rows.min())).astype(np.float64)
    # A rule fills one row of the profile and would outweigh all text.
    profile = np.minimum(profile, 4 * np.median(profile[profile > 0]))
    return float(np.square(np.diff(profile)).sum())


def _turned_points(points: NDArray[np.float32], shape: tuple[int, ...], quarter: int) -> NDArray[np.float32]:
    """Turn points of the half-size page by quarters counter-clockwise."""
    if quarter == 0:
        return points
    return np.stack([points[1], shape[1] // 2 - points[0]])


def _skew(points: NDArray[np.float32]) -> float:
    """Return the angle in degrees by which the page has to be turned counter-clockwise; 0 where none stands out."""
    coarse = np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.5)
    scores = [_sharpness(points, angle) for angle in coarse]
    best = float(coarse[int(np.argmax(scores))])
    if max(scores) < 1.1 * float(np.median(scores)):
        return 0.0
    for reach, step in ((0.4, 0.1), (0.05, SKEW_STEP)):
        fine = np.arange(best - reach, best + reach + step / 2, step)
        best = float(fine[int(np.argmax([_sharpness(points, angle) for angle in fine]))])
    return 0.0 if abs(best) < LEAST_SKEW else -best


def _readable_factor(x_height: float) -> float:
    if READABLE[0] <= x_height <= READABLE[1]:
        return 1.0
    return min(WANTED / max(x_height, 1.0), MOST_ENLARGED)


def _motion(shape: tuple[int, ...], quarter: int, angle: float, factor: float) -> tuple[Affine, tuple[int, int]]:
    """Return the affine motion from the picture to the prepared page, and the latter's width and height."""
    height, width = shape[0], shape[1]
    centre = np.array([width / 2, height / 2])
    turned_width, turned_height = (width, height) if quarter % 2 == 0 else (height, width)
    size = (round(turned_width * factor), round(turned_height * factor))
    radians = np.radians(90.0 * quarter + angle)
    cos, sin = float(np.cos(radians)), float(np.sin(radians))
    turn = factor * np.array([[cos, sin], [-sin, cos]])  # counter-clockwise as seen, y growing downwards
    shift = np.array([size[0] / 2, size[1] / 2]) - turn @ centre
    return np.hstack([turn, shift[:, None]]), size


def _warped(gray: Gray, motion: Affine, size: tuple[int, int], beyond: int = WHITE) -> Gray:
    plain = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    if size == (gray.shape[1], gray.shape[0]) and np.allclose(motion, plain, atol=1e-9):
        return gray
    factor = float(np.hypot(motion[0, 0], motion[0, 1]))
    how = cv2.INTER_AREA if factor < 0.7 else cv2.INTER_CUBIC
    if factor < 0.7:  # warpAffine does not average what it shrinks
        small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how)
        rest = np.array(motion)
        rest[:, :2] /= factor
        return as_gray(cv2.warpAffine(small, rest, size, flags=cv2.INTER_CUBIC, borderValue=beyond))
    return as_gray(cv2.warpAffine(gray, motion, size, flags=how, borderValue=beyond))


def _is_upside_down(gray: Gray, x_height: float, dpi: float, confidence: UprightTest) -> bool:
    """Read a few long lines as they stand; where they read badly, see whether they read better turned."""
    lines = _long_lines(gray, x_height)
    upright = _surest(lines, dpi, confidence)
    if not lines or upright > 0.8:
        return False
    return _surest([as_gray(cv2.rotate(line, cv2.ROTATE_180)) for line in lines], dpi, confidence) > upright + 0.1


def _surest(lines: list[Gray], dpi: float, confidence: UprightTest) -> float:
    best = 0.0
    for line in lines:
        best = max(best, confidence(line, dpi))
        if best > 0.85:
            break
    return best


def _long_lines(gray: Gray, x_height: float) -> list[Gray]:
    """Cut out up to three pieces of text lines, from the middle of the page's ink."""
    half = resized(gray, 0.5)
    reach = max(round(0.45 * x_height), 1)
    joined = cv2.morphologyEx((half < INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 2 * reach + 1), np.uint8))
    labels, stats = connected_parts(as_gray(joined))
    low, high = 1.0 * x_height, 3.2 * x_height
    found = [
        label
        for label in range(1, len(stats))
        if low < 2 * stats[label][3] < high and 2 * stats[label][2] > 6 * x_height
    ]
    found.sort(key=lambda label: -int(stats[label][2]))
    margin = max(round(0.5 * x_height), 2)
    pieces = []
    for label in found[:PIECES]:
        x, w = (2 * int(stats[label][index]) for index in (0, 2))
        left, right = max(x - margin, 0), min(x + w, x + round(14 * x_height)) + margin
        # A long line that runs askew is lower or higher elsewhere.
        rows = 2 * np.flatnonzero((labels[:, left // 2 : right // 2] == label).any(axis=1))
        piece = gray[max(int(rows[0]) - margin, 0) : int(rows[-1]) + 2 + margin, left:right]
        pieces.append(as_gray(np.ascontiguousarray(piece)))
    return pieces


def _patches(mask: Gray) -> list[Box]:
    """Return the boxes around what was coloured, near strokes taken together."""
    joined = cv2.dilate((mask > 0).astype(np.uint8), np.ones((15, 15), np.uint8))
    _, stats = connected_parts(as_gray(joined))
    return [Box(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, area in stats[1:] if min(w, h) > 18]

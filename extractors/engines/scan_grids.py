"""Ruled tables on a prepared page's picture: rules found by their form, mended, and the cells between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.engines.cleaning import WHITE, Parts, without_specks
from extractors.engines.connected import connected_parts
from extractors.engines.faint_rules import faint_rules, keep_near, redraw
from schemas.geometry import Box

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]

INKED = 160
# In heights of a small letter: strokes of letters are shorter than PIECE, breaks in a rule shorter than BREAK, and
# what is longer than RULE once its breaks are mended is a rule; so is a shorter one down the page from rule to rule.
PIECE = 1.8
BREAK = 1.2
RULE = 3.0
# Rules whose middles are nearer than this share of a small letter's height are one.
SNAP = 0.55
# A border stands between two places of the grid where rules cover this share of it.
COVERED = 0.5
LONG_RULE = 0.4  # of the table's width or height, which no stroke of a pen has
# A rule so broken that its pieces are none still has ink over so much of its length, within so many pixels.
DOTTED, NEAR = 0.8, 2
# Where less than this share of all that may be a rule is found as one, the page's rules are broken.
WHOLE = 0.95
TWO_RULES = 8  # pixels across both
LEAST_ENLARGED = 1.1
NEAR_LETTER = 0.9  # in letters' heights: marks of a cell's print stand nearer to it
FEWEST_RULES = 2
# So many pixels above or below the feet of letters that share is ink; beside a rule it is less, in a double one more.
BESIDE, LETTERED = 3, (0.3, 0.9)
FEWEST_CELLS = 4
SMALLEST = 6.0  # small letters that a table is high and wide, at the least


@dataclass(frozen=True, slots=True)
class ScanCell:
    """A cell between rules: 0-based place in the grid, spans, and the box in pixels."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class ScanGrid:
    """A table's cells and the box around it, in pixels of the page's picture."""

    box: Box
    cells: tuple[ScanCell, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page as masks of its pixels."""

    across: Mask
    down: Mask
    ink: Mask
    broken: Gray | None = None  # the page's picture, where its rules are broken

    @property
    def both(self) -> Mask:
        return self.across | self.down


def find_rules(gray: Gray, x_height: float, *, thin: bool = False, upright_alone: bool = False) -> Rules:
    """Find the horizontal and vertical rules of a page; breaks are mended, on a page of `thin` toner wherever it is.

    Vertical ones that no horizontal ones cross are left out, unless they are asked for.
    """
    by_all_means = thin or upright_alone
    ink = (gray < INKED).astype(np.uint8)
    piece, bridge, length = (max(round(share * x_height), 3) for share in (PIECE, BREAK, RULE))
    nothing = np.zeros(ink.shape, dtype=bool)
    across = _opened(ink, piece, 1)
    if not by_all_means and _is_prose(across):
        return Rules(nothing, nothing, ink.astype(bool))
    across = _opened(_closed(across, bridge, 1), length, 1)
    if not _is_prose(across):
        across = _without_print(across, ink)
    if not by_all_means and _is_prose(across):
        return Rules(across.astype(bool), nothing, ink.astype(bool))
    pieces = _closed(_opened(ink, 1, piece), 1, bridge)
    down = _opened(pieces, 1, length) | _between_rules(pieces, across, max(round(SNAP * x_height), 3))
    if thin or (down.any() and not upright_alone):
        faint_across, faint_down = faint_rules(gray, x_height)
        if min(_found(faint_across, across), _found(faint_down, down)) < WHOLE:
            across, down = across | faint_across, down | faint_down
            return Rules(across.astype(bool), down.astype(bool), ink.astype(bool), gray)
    return Rules(across.astype(bool), down.astype(bool), ink.astype(bool))


def _is_prose(across: NDArray[np.uint8]) -> bool:
    """Tell whether there is nothing that could be a table."""
    return bool(np.count_nonzero(across.any(axis=1)) < FEWEST_RULES)


def _found(faint: NDArray[np.uint8], found: NDArray[np.uint8]) -> float:
    """Return the share of broken rules that were found as whole ones."""
    near = cv2.dilate(found, np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8)) > 0
    count = int(np.count_nonzero(faint))
    return int(np.count_nonzero((faint > 0) & near)) / count if count else 1.0


def _without_print(across: NDArray[np.uint8], ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Leave out the feet of letters that touch in heavy print: on one side, letters stand on them."""
    labels, stats = connected_parts(across)
    kept = np.ones(len(stats), np.uint8)
    kept[0] = 0
    for index in range(1, len(stats)):
        left, top, width, height = (int(value) for value in stats[index][:4])
        own = labels[top : top + height, left : left + width] == index
        columns = np.arange(left, left + width)
        above = top + np.argmax(own, axis=0)
        below = top + height - 1 - np.argmax(own[::-1], axis=0)
        for edge, step in ((above, -BESIDE), (below, BESIDE)):
            inked = float(ink[np.clip(edge + step, 0, len(ink) - 1), columns].mean())
            kept[index] &= not LETTERED[0] < inked < LETTERED[1]
    return np.asarray(kept[labels], dtype=np.uint8)


def _between_rules(pieces: NDArray[np.uint8], across: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """Keep the pieces that lead from one horizontal rule to another: a cell's side in a row of one line."""
    labels, stats = connected_parts(pieces)
    kept = np.zeros(len(stats), np.uint8)
    for index in range(1, len(stats)):
        left, top, width, height = (int(value) for value in stats[index][:4])
        ends = (across[max(end - reach, 0) : end + reach + 1, left : left + width] for end in (top, top + height - 1))
        kept[index] = width <= reach < height / 2 and all(end.any() for end in ends)
    return np.asarray(kept[labels], dtype=np.uint8)


def without_rules(gray: Gray, rules: Rules) -> Gray:
    """Return a page with its rules wiped, their grey soft edges too, and the specks that they have kept."""
    wiped = gray.copy()
    both = rules.both
    near = both.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            near |= np.roll(both, step, axis)
    wiped[near] = WHITE
    return without_specks(wiped, Parts.of(wiped), NEAR_LETTER)


def find_scan_grids(rules: Rules, x_height: float) -> list[ScanGrid]:
    """Find the tables of a page, top to bottom."""
    grids = [grid for area in _areas(rules, x_height) if (grid := _grid(rules, area, x_height)) is not None]
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def _closed(ink: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _opened(ink: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), dtype=np.uint8)


def _areas(rules: Rules, x_height: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right, bottom of what hangs together by rules."""
    reach = max(round(SNAP * x_height), 3)
    joined = cv2.dilate(rules.both.astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, stats = connected_parts(np.asarray(joined, np.uint8))
    for left, top, width, height, _ in stats[1:].tolist():
        if min(width, height) >= SMALLEST * x_height:
            yield left, top, left + width, top + height


def _grid(rules: Rules, area: tuple[int, int, int, int], x_height: float) -> ScanGrid | None:
    left, top, right, bottom = area
    across, down = rules.across[top:bottom, left:right], rules.down[top:bottom, left:right]
    snap = SNAP * x_height
    across_edges, down_edges = _edges(across, 0, snap), _edges(down, 1, snap)
    rows = _ruling(across_edges, [edge.at for edge in down_edges], 2 * snap)
    columns = _ruling(down_edges, [edge.at for edge in across_edges], 2 * snap)
    if len(rows) < FEWEST_RULES or len(columns) < FEWEST_RULES:
        return None
    if rules.broken is not None:
        keep_near(across, rows, snap)
        keep_near(down.T, columns, snap)
    least = 1 if rules.broken is None else TWO_RULES
    rows = _with_open_ends(rows, down, 0, 2 * x_height, least)
    columns = _with_open_ends(columns, across, 1, 2 * x_height, least)
    if rules.broken is None:
        ink = rules.ink[top:bottom, left:right]
        _mend_dotted(across, ink, rows, columns)
        _mend_dotted(down.T, ink.T, columns, rows)
    else:
        gray = rules.broken[top:bottom, left:right]
        redraw(across, gray, rows, columns, x_height)
        redraw(down.T, gray.T, columns, rows, x_height)
    cells = _cells(across, down, rows, columns, round(snap))
    if len(cells) < FEWEST_CELLS:
        return None
    moved = [
        ScanCell(
            row,
            column,
            row_end - row,
            column_end - column,
            Box(left + columns[column], top + rows[row], left + columns[column_end], top + rows[row_end]),
        )
        for row, column, row_end, column_end in cells
    ]
    return ScanGrid(Box(left + columns[0], top + rows[0], left + columns[-1], top + rows[-1]), tuple(moved))


class _Edge(NamedTuple):
    """The rules at one height (or one place across): their middle, their ends, how long they are together."""

    at: float
    start: float
    stop: float
    length: float


def _edges(mask: Mask, axis: int, snap: float) -> list[_Edge]:
    """Return the rules along an axis (0: horizontal ones), those whose middles are near taken together."""
    _, _, stats, centroids = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    rules = sorted(
        _Edge(float(centroids[index][1 - axis]), float(start), float(start + length), float(length))
        for index, (start, length) in enumerate(stats[:, axis : axis + 3 : 2].tolist())
        if index
    )
    groups: list[list[_Edge]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][-1].at <= snap:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [_joined(group) for group in groups]


def _joined(rules: Sequence[_Edge]) -> _Edge:
    length = sum(rule.length for rule in rules)
    at = sum(rule.at * rule.length for rule in rules) / length
    return _Edge(at, min(rule.start for rule in rules), max(rule.stop for rule in rules), length)


def _ruling(edges: Sequence[_Edge], crossing: Sequence[float], reach: float) -> list[float]:
    """Return where the rules of the table lie; a short one that ends between those that cross it is a pen's stroke."""
    if not edges or not crossing:
        return []
    half = LONG_RULE * (max(edge.stop for edge in edges) - min(edge.start for edge in edges))

    def ends(place: float) -> bool:
        return min(abs(place - other) for other in crossing) <= reach

    return [edge.at for edge in edges if edge.length >= half or (ends(edge.start) and ends(edge.stop))]


def _with_open_ends(edges: Sequence[float], crossing: Mask, axis: int, reach: float, least: int) -> list[float]:
    """Add an edge where so many pixels of the crossing rules run on beyond the outermost: there the sheet was cut."""
    along = np.flatnonzero(crossing.sum(axis=1 - axis) >= least)
    found = list(edges)
    if along.size and edges[0] - along[0] > reach:
        found.insert(0, float(along[0]))
    if along.size and along[-1] - edges[-1] > reach:
        found.append(float(along[-1]))
    return found


def _mend_dotted(rules: Mask, ink: Mask, edges: Sequence[float], crossing: Sequence[float]) -> None:
    """Draw between those that cross them what a fax or a copier has broken into dots of the rules at the edges."""
    for at, (start, stop) in itertools.product(map(round, edges), itertools.pairwise(map(round, crossing))):
        near, span = slice(max(at - NEAR, 0), at + NEAR + 1), slice(start + NEAR, stop - NEAR)
        drawn, seen = (mask[near, span].any(axis=0) for mask in (rules, ink))
        if seen.size and float(seen.mean()) >= max(DOTTED, float(drawn.mean())):
            rules[near, span] |= ink[near, span]


def _cells(
    across: Mask, down: Mask, rows: Sequence[float], columns: Sequence[float], reach: int
) -> list[tuple[int, int, int, int]]:
    """Join the places of the grid that no rule parts; return (row, column, row_end, column_end) of each cell."""
    height, width = len(rows) - 1, len(columns) - 1
    parent = {(row, column): (row, column) for row in range(height) for column in range(width)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            place = parent[place]
        return place

    for row, column in itertools.product(range(height), range(width)):
        if column + 1 < width and not _parted(
            down, columns[column + 1], (rows[row], rows[row + 1]), reach, vertical=True
        ):
            parent[root((row, column + 1))] = root((row, column))
        if row + 1 < height and not _parted(
            across, rows[row + 1], (columns[column], columns[column + 1]), reach, vertical=False
        ):
            parent[root((row + 1, column))] = root((row, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in parent:
        groups.setdefault(root(place), []).append(place)
    cells: list[tuple[int, int, int, int]] = []
    for places in groups.values():
        cells.extend(_rectangles(places))
    return sorted(cells)


def _parted(mask: Mask, at: float, span: tuple[float, float], reach: int, *, vertical: bool) -> bool:
    """Tell whether a rule lies at `at` over most of the span."""
    low, high = max(round(at) - reach, 0), round(at) + reach + 1
    start, stop = round(span[0]), round(span[1])
    margin = min(reach, (stop - start) // 4)
    start, stop = start + margin, stop - margin
    strip = mask[start:stop, low:high].any(axis=1) if vertical else mask[low:high, start:stop].any(axis=0)
    return bool(strip.size) and float(strip.mean()) >= COVERED


def _rectangles(places: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Return the rectangle that joined places fill; where they fill none, each place for itself."""
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(rows) * len(columns) == len(places):
        return [(min(rows), min(columns), max(rows) + 1, max(columns) + 1)]
    return [(row, column, row + 1, column + 1) for row, column in places]


def enlarged(gray: Gray, factor: float) -> Gray:
    """Bring small print to the size that Tesseract reads best; tables are printed smaller than prose."""
    if factor <= LEAST_ENLARGED:
        return gray
    return np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)

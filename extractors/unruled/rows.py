"""The rows of a table without rules: which line belongs to which running number.

A row's number may stand at its head, its middle or its foot. For each of the three the lines between two numbers are
parted at the place that leaves the fewest oddities (a cell not level with its number as the others are, a cell that
begins or ends within a sentence) and the most white; the way that fits the whole table best is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from extractors.unruled.runs import LEVEL, Run, levels

# What an oddity costs; one in a cell's place or wording is the unit.
ACROSS_LINES = 2.0  # parting lines that overlap
UNTOLD = 0.5  # a row of several lines, where no way to set rows is supposed
BEHEADED = 0.5  # lines above the first number that belong to a row of the page before
# In heights of a word: white beyond that within a cell that parts two rows for sure; lines that overlap by more.
CLEAR = 0.25
OVERLAPPING = -0.3
NEAR = 0.6
# Another way to set the rows whose cost is no more than this above the best one's leaves them in doubt.
MARGIN = 0.5


class Place(Enum):
    """Where a row's number stands beside cells of several lines."""

    HEAD = "head"
    MIDDLE = "middle"
    FOOT = "foot"
    UNTOLD = "untold"


class Header(Enum):
    """What stands above a table's rows on its page."""

    NONE = "none"
    PLAIN = "plain"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class Strip:
    """A run and the columns (first and last) that it stands in."""

    run: Run
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The height around which a row stands; `level` where its cells keep to it (a label of several lines need not)."""

    centre: float
    level: bool = True


@dataclass(frozen=True, slots=True)
class Parted:
    """Lines parted into rows: the first is what stands above the first number (the header; may be empty).

    `doubtful` are the positions of the rows that another way, hardly worse, would part otherwise.
    """

    rows: tuple[tuple[Strip, ...], ...]
    place: Place
    cost: float
    doubtful: frozenset[int] = frozenset()


def part_rows(
    strips: Sequence[Strip], anchors: Sequence[Anchor], height: float, header: Header, like: Place | None
) -> Parted:
    """Part strips into what stands above the first anchor, which is the rest of a header, and a row for each anchor.

    `like` is preferred where several ways fit equally.
    """
    order = sorted(Place, key=lambda place: (place is not like, list(Place).index(place)))
    ways = [_part(strips, anchors, height, header, place) for place in order]
    best = min(ways, key=lambda parted: parted.cost)
    rivals = [way for way in ways if way.place not in (best.place, Place.UNTOLD) and way.cost < best.cost + MARGIN]
    differing = (i for i, row in enumerate(best.rows) if any(set(row) != set(way.rows[i]) for way in rivals))
    return replace(best, doubtful=frozenset(differing))


def _part(strips: Sequence[Strip], anchors: Sequence[Anchor], height: float, header: Header, place: Place) -> Parted:
    between, beside = _slots(strips, anchors, height)
    usual = _usual_white(strips, height)

    def cut_cost(slot: int, cut: int) -> float:
        above = [s for group in between[slot][:cut] for s in group] + (beside[slot - 1] if slot else [])
        below = [s for group in between[slot][cut:] for s in group] + beside[slot]
        cost = 0.0
        if slot == 0:
            cost += (
                sum(not s.run.bold for s in above) + sum(s.run.bold for s in below) if header is Header.BOLD else 0.0
            )
            cost += BEHEADED if above and header is Header.NONE else 0.0
        if not above or not below:
            return cost
        white = min(s.run.box.y0 for s in below) - max(s.run.box.y1 for s in above)
        clear = (white - usual) / (CLEAR * height)
        return cost - min(max(clear, 0.0), 1.0) + (ACROSS_LINES if white < OVERLAPPING * height else 0.0)

    # The cheapest way to each cut below row i; `ways` keeps the cuts taken.
    ways: dict[int, tuple[float, tuple[int, ...]]] = {
        cut: (cut_cost(0, cut) + (_broken(between[0][:cut]) if header is Header.NONE else 0.0), (cut,))
        for cut in range(len(between[0]) + 1)
    }
    for i, anchor in enumerate(anchors):
        last = i + 1 == len(anchors)
        after = between[i + 1]
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for cut in [len(after)] if last else range(len(after) + 1):
            end = 0.0 if last else cut_cost(i + 1, cut)
            following[cut] = min(
                (
                    cost + end + _row_cost([*between[i][before:], beside[i], *after[:cut]], anchor, place, height),
                    (*cuts, cut),
                )
                for before, (cost, cuts) in ways.items()
            )
        ways = following
    cost, cuts = min(ways.values())
    rows = [[s for group in between[0][: cuts[0]] for s in group]]
    for i, (start, end_cut) in enumerate(pairwise(cuts)):
        groups = [*between[i][start:], beside[i], *between[i + 1][:end_cut]]
        rows.append([s for group in groups for s in group])
    return Parted(tuple(tuple(row) for row in rows), place, cost)


def _slots(
    strips: Sequence[Strip], anchors: Sequence[Anchor], height: float
) -> tuple[list[list[list[Strip]]], list[list[Strip]]]:
    """Return the levels of strips above, between and below the anchors, and the strips level with each anchor."""
    near = LEVEL * height
    slots: list[list[Strip]] = [[] for _ in range(len(anchors) + 1)]
    beside: list[list[Strip]] = [[] for _ in anchors]
    for strip in strips:
        centre = strip.run.centre
        closest = min(range(len(anchors)), key=lambda i: abs(anchors[i].centre - centre))
        if abs(anchors[closest].centre - centre) < near:
            beside[closest].append(strip)
        else:
            slots[sum(anchor.centre < centre for anchor in anchors)].append(strip)
    by_run = [{id(strip.run): strip for strip in slot} for slot in slots]
    between = [
        [[known[id(run)] for run in level] for level in levels([strip.run for strip in slot], height)]
        for slot, known in zip(slots, by_run, strict=True)
    ]
    return between, beside


def _usual_white(strips: Sequence[Strip], height: float) -> float:
    """Return the white between two lines of one cell: the least between lines of one column."""
    columns: dict[int, list[Run]] = {}
    for strip in strips:
        columns.setdefault(strip.first, []).append(strip.run)
    whites = (
        below.box.y0 - above.box.y1
        for runs in columns.values()
        for above, below in pairwise(sorted(runs, key=lambda run: run.centre))
        if below.centre - above.centre > NEAR * height
    )
    return max(min(whites, default=0.0), OVERLAPPING * height)


def _row_cost(groups: Sequence[Sequence[Strip]], anchor: Anchor, place: Place, height: float) -> float:
    cost = _broken(groups)
    cells = _cells(groups)
    if place is Place.UNTOLD:
        return cost + (UNTOLD if any(len(levels(cell, height)) > 1 for cell in cells) else 0.0)
    if anchor.level:
        near = LEVEL * height
        cost += sum(abs(PLACED[place](cell[0].centre, cell[-1].centre) - anchor.centre) > near for cell in cells)
    return cost


PLACED: dict[Place, Callable[[float, float], float]] = {
    Place.HEAD: lambda first, last: first,
    Place.MIDDLE: lambda first, last: (first + last) / 2,
    Place.FOOT: lambda first, last: last,
}


def _cells(groups: Sequence[Sequence[Strip]]) -> list[list[Run]]:
    cells: dict[int, list[Run]] = {}
    for group in groups:
        for strip in group:
            cells.setdefault(strip.first, []).append(strip.run)
    return [sorted(runs, key=lambda run: (run.centre, run.box.x0)) for runs in cells.values()]


def _broken(groups: Sequence[Sequence[Strip]]) -> float:
    """Count the cells that begin or end within a sentence, a list or brackets, or go on in other type."""
    count = 0
    for cell in _cells(groups):
        count += len({run.bold for run in cell}) > 1
        text = " ".join(run.text for run in cell)
        count += text[0].islower() or text[0] in ",;.)"
        count += text[-1] in ",-–("
        count += text.count("(") != text.count(")")
    return float(count)

"""How well rows were read: each paired with a row of the gold, right where every scored column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Indel

from reports.gold import Gold, Leave, Row, Scored, doubts, plain, scored_views

# Rows that share fewer of their columns are not two readings of one fact.
LEAST_SHARED, LEAST_SHARED_OPTIONAL = 0.5, 0.7
# A text that is a fair part of another says the same, more shortly.
FAIR_PART, SHORTEST_PART = 0.25, 8


@dataclass(frozen=True)
class ViewScore:
    """One view of one document; `gold` counts the rows that must be read, `rows` those that were.

    `silent` counts wrong values in rows without a flag, of `values` compared; `unflagged` rows too many without one;
    `doubted` rows with a finding of doubt.
    """

    gold: int
    rows: int
    right: int
    wrong: int
    missed: int
    extra: int
    cells: int
    cells_right: int
    values: int
    silent: int
    unflagged: int
    doubted: int

    @property
    def precision(self) -> float:
        read = self.right + self.wrong + self.extra
        return self.right / read if read else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def cell_share(self) -> float:
        return self.cells_right / self.cells if self.cells else 1.0


def score(gold: Gold, views: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, ViewScore]:
    """Score what the views give for the gold's document, view by view; views without gold are left out."""
    read = {view: [{name: plain(value) for name, value in row.items()} for row in rows] for view, rows in views.items()}
    wanted = {view: [dict(row) for row in rows] for view, rows in gold.views.items()}
    if "target_communes" in wanted:
        for tables in (read, wanted):
            _pass_on(tables.get("targets", []), tables.get("target_communes", []))
    scores = {}
    for view, rows in wanted.items():
        scored = _shared(scored_views()[view], rows)
        scores[view] = _score(read.get(view, []), rows, scored, gold.leave.get(view, Leave()))
    return scores


def _pass_on(targets: Sequence[Row], communes: Sequence[dict[str, str | None]]) -> None:
    """Give the communes that targets name the standard and the criterion that they are named for."""
    by_id = {row.get("target_id"): row for row in targets}
    for commune in communes:
        target = by_id.get(commune.get("target_id"), {})
        for name in ("standard", "criterion"):
            commune.setdefault(name, target.get(name))


def _shared(scored: Scored, rows: Sequence[Row]) -> Scored:
    """Leave out columns that the gold does not have."""
    present = {name for row in rows for name in row} if rows else {*scored.equal, *scored.alike}
    alike = {name: least for name, least in scored.alike.items() if name in present}
    return Scored(tuple(name for name in scored.equal if name in present), alike)


@dataclass(frozen=True)
class _Pairing:
    right: list[tuple[Row, Row]]
    wrong: list[tuple[Row, Row]]
    extra: list[Row]
    missed: list[Row]


def _score(rows: Sequence[Row], gold: Sequence[Row], scored: Scored, leave: Leave) -> ViewScore:
    required = [row for row in gold if not any(test(row) for test in leave.absent)]
    optional = [row for row in gold if any(test(row) for test in leave.absent)]
    alike = _Likeness(scored, leave)
    pairing = _paired(rows, required, alike, LEAST_SHARED)
    rest = _paired(pairing.extra, optional, alike, LEAST_SHARED_OPTIONAL).extra
    extra = [row for row in rest if not any(test(row) for test in leave.extra)]
    width = len(scored.equal) + len(scored.alike)
    hits = [(row, alike.hits(row, meant)) for row, meant in pairing.wrong]
    return ViewScore(
        gold=len(required),
        rows=len(rows),
        right=len(pairing.right),
        wrong=len(pairing.wrong),
        missed=len(pairing.missed),
        extra=len(extra),
        cells=width * len(required),
        cells_right=width * len(pairing.right) + sum(count for _, count in hits),
        values=width * (len(pairing.right) + len(pairing.wrong)),
        silent=sum(width - count for row, count in hits if not row.get("flags")),
        unflagged=sum(not row.get("flags") for row in extra),
        doubted=sum(not doubts().isdisjoint((row.get("flags") or "").split(",")) for row in rows),
    )


class _Likeness:
    """Counts the scored columns in which a row is right."""

    def __init__(self, scored: Scored, leave: Leave) -> None:
        self._scored, self._leave = scored, leave
        self.width = len(scored.equal) + len(scored.alike)

    def hits(self, row: Row, gold: Row) -> int:
        free = {name for test, names in self._leave.differing if test(gold) for name in names}
        count = sum(name in free or row.get(name) == gold.get(name) for name in self._scored.equal)
        near = self._scored.alike.items()
        return count + sum(name in free or likeness(row.get(name), gold.get(name)) >= least for name, least in near)

    def nearness(self, row: Row, gold: Row) -> float:
        return sum(likeness(row.get(name), gold.get(name)) for name in self._scored.alike)


def _paired(rows: Sequence[Row], gold: Sequence[Row], alike: _Likeness, least: float) -> _Pairing:
    """Pair each row of the gold with at most one row: what is wholly right first, then the most alike."""
    candidates = sorted(
        (
            (-hits, -alike.nearness(row, meant), i, j)
            for j, meant in enumerate(gold)
            for i, row in enumerate(rows)
            if (hits := alike.hits(row, meant)) >= least * alike.width
        ),
    )
    taken: dict[int, int] = {}
    met: set[int] = set()
    right: list[tuple[Row, Row]] = []
    wrong: list[tuple[Row, Row]] = []
    for missing, _, i, j in candidates:
        if i not in taken and j not in met:
            taken[i] = j
            met.add(j)
            (right if -missing == alike.width else wrong).append((rows[i], gold[j]))
    extra = [row for i, row in enumerate(rows) if i not in taken]
    return _Pairing(right, wrong, extra, [row for j, row in enumerate(gold) if j not in met])


def likeness(one: str | None, other: str | None) -> float:
    """Return how alike two texts are, 0 to 1; 1 where the shorter is a fair part of the longer."""
    if one is None or other is None:
        return float(one == other)
    short, long = sorted((one, other), key=len)
    if short in long and len(short) >= min(len(long), max(SHORTEST_PART, FAIR_PART * len(long))):
        return 1.0
    return Indel.normalized_similarity(one, other)

"""Time the gazetteer and tell how well misread names of communes are repaired: `make bench`."""

from __future__ import annotations

import statistics
import time
from collections import Counter

from normalizers.place_history import load_history
from normalizers.places import load_gazetteer
from tools.misread_places import DAY, draw, judged, tally

DRAWN, TIMED, SEED = 10_000, 2_000, 20201231


def main() -> None:
    """Print load times, the time of one name, and how a draw of misread names is told."""
    start = time.perf_counter()
    gazetteer = load_gazetteer()
    loaded = time.perf_counter()
    load_history(gazetteer)
    print(f"places load in {loaded - start:.3f} s, their changes in {time.perf_counter() - loaded:.3f} s")
    for label, district in (("district known", True), ("province alone", False)):
        seconds = []
        for misread in draw(gazetteer, TIMED, SEED):
            judged(misread, gazetteer, district=district)  # the first call makes the district ready
            start = time.perf_counter()
            judged(misread, gazetteer, district=district)
            seconds.append(time.perf_counter() - start)
        spread = statistics.quantiles(seconds, n=100)
        print(f"one misread name, {label}: median {spread[49] * 1e3:.2f} ms, 99th percentile {spread[98] * 1e3:.2f} ms")
    for group, outcomes in tally(gazetteer, DRAWN, SEED).items():
        print(f"{group:12} of {DRAWN} misread names of {DAY:%Y}: {_told(outcomes)}")


def _told(outcomes: Counter[str]) -> str:
    whole = outcomes.total() or 1
    return ", ".join(f"{count} {name} ({count / whole:.2%})" for name, count in outcomes.most_common())


if __name__ == "__main__":
    main()

"""Time comparisons over ten years in the store of two million facts of `bench/auditing.py`.

`python -m bench.compare`; SOLIEU_BENCH_COMMUNES asks for another size than 1,000 communes, 10000 for the whole country.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("SOLIEU_BENCH_COMMUNES", "1000")

from bench.auditing import YEARS, fill, server
from db.store import Store
from reports.year_table import View
from reports.year_views import YearViews

RUNS = 3


def timed(store: Store) -> None:
    """Print the best of some runs of each question."""
    years = tuple(YEARS)
    code = store.rows("documents", limit=1)[0]["place_code"]
    province = YearViews(store, (code, code), years, "vi", lambda *_: None)
    country = YearViews(store, None, years, "vi", lambda *_: None)
    asked: dict[str, Callable[[], object]] = {
        "a province by criterion, two years": lambda: YearViews(
            store, (code, code), years[:: len(years) - 1], "vi", lambda *_: None
        ).table(View.CRITERION),
        "a province by criterion, ten years": lambda: province.table(View.CRITERION),
        "a province by district, ten years": lambda: province.table(View.DISTRICT),
        "the country by criterion, ten years": lambda: country.table(View.CRITERION),
    }
    for name, ask in asked.items():
        took = []
        for _ in range(RUNS):
            begin = time.perf_counter()
            ask()
            took.append(time.perf_counter() - begin)
        print(f"{name}: {min(took):.2f} s, first {took[0]:.2f} s", flush=True)


def main() -> None:
    """Make the store on SQLite and, where pgserver is installed and `postgresql` is asked for, on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="solieu-bench-") as folder:
        Path(folder).chmod(0o755)
        wanted = sys.argv[1:] or ["sqlite"]
        if "sqlite" in wanted:
            _whole("SQLite", f"{folder}/bench.db")
        if "postgresql" in wanted:
            with server(Path(folder)) as url:
                if url is not None:
                    _whole("PostgreSQL", url)


def _whole(name: str, where: str) -> None:
    begin = time.perf_counter()
    print(f"{name}: {fill(where)} rows written in {time.perf_counter() - begin:.0f} s", flush=True)
    with Store.open(where) as store:
        timed(store)


if __name__ == "__main__":
    main()

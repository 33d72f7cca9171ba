"""Time how long the samples' born-digital PDFs take to become documents: `make bench`."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from extractors.reading import read_document

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RUNS = 5


def main() -> None:
    """Print the median of several runs, file by file; the first run, which imports libraries, is left out."""
    paths = sorted(path for path in SAMPLES.glob("*/*.pdf") if not path.name.endswith(".scan.pdf"))
    for path in paths:
        seconds = []
        for _ in range(RUNS + 1):
            start = time.perf_counter()
            document = read_document(path)
            seconds.append(time.perf_counter() - start)
        median = statistics.median(seconds[1:])
        pages = len(document.pages)
        print(f"{path.name:22} {pages:3} pages {median:7.3f} s {pages / median:7.1f} pages/s")


if __name__ == "__main__":
    main()

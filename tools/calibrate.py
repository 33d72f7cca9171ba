"""Measure what the confidences of scans mean, and write the curves and the report on them.

    python -m tools.calibrate

Scans of the samples are made at the settings `TRIED` of tools.sample_scan, read, and held against their prints; the
curves that come of it (isotonic, so a higher confidence never means less) are then tried at the settings `HELD_BACK`.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression

from extractors.confidence import RULES, confidences_as_read, stated
from extractors.reading import read_document
from schemas.document import Document, has_digit, squeeze
from tools.sample_scan import HELD_BACK, TRIED, Scanner, scan

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REPORT = Path(__file__).resolve().parents[1] / "docs" / "confidence.md"
KINDS = ("figures", "words")
# Two right readings and one wrong are taken for granted at each end, so that no curve says 0 or 1 of a few.
GRANTED = 3
BANDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0001)


@dataclass(frozen=True, slots=True)
class Reading:
    """A word or cell of a scan, its raw confidence, and whether the print has the same there."""

    text: str
    confidence: float
    right: bool


def main() -> None:
    """Measure, write the curves, and report on them."""
    with tempfile.TemporaryDirectory() as folder:
        tried = list(_readings(TRIED, Path(folder)))
        RULES.write_text(_rules({kind: _curve(_of_kind(tried, kind)) for kind in KINDS}), encoding="utf-8")
        held_back = list(_readings(HELD_BACK, Path(folder)))
    REPORT.write_text(_report(tried, held_back), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def _readings(scanners: Mapping[str, Scanner], folder: Path) -> Iterator[Reading]:
    jobs = [
        (source, name, scanner, folder)
        for source in sorted(SAMPLES.glob("*/*.pdf"))
        if not source.name.endswith(".scan.pdf")
        for name, scanner in scanners.items()
    ]
    with ProcessPoolExecutor(2) as pool:
        for readings in pool.map(_measured, *zip(*jobs, strict=True)):
            yield from readings


def _measured(source: Path, name: str, scanner: Scanner, folder: Path) -> list[Reading]:
    target = folder / f"{source.stem}.{name}.pdf"
    scan(source, target, scanner)
    with confidences_as_read():
        read = read_document(target)
    return [*_words(read_document(source), read), *_cells(read_document(source), read)]


def _words(printed: Document, read: Document) -> Iterator[Reading]:
    wanted = [paragraph.text[f.start : f.end] for paragraph in printed.paragraphs for f in paragraph.fragments]
    found = [
        (paragraph.text[f.start : f.end], f.confidence) for paragraph in read.paragraphs for f in paragraph.fragments
    ]
    matcher = difflib.SequenceMatcher(a=wanted, b=[text for text, _ in found], autojunk=False)
    for what, _, _, start, end in matcher.get_opcodes():
        yield from (Reading(text, confidence, what == "equal") for text, confidence in found[start:end])


def _cells(printed: Document, read: Document) -> Iterator[Reading]:
    for wanted, found in zip(printed.tables, read.tables, strict=False):
        texts = {(cell.row, cell.column): squeeze(cell.text) for cell in wanted.cells}
        for cell in found.cells:
            if cell.text:
                yield Reading(cell.text, cell.confidence, texts.get((cell.row, cell.column)) == squeeze(cell.text))


def _of_kind(readings: Iterable[Reading], kind: str) -> list[Reading]:
    return [reading for reading in readings if has_digit(reading.text) == (kind == "figures")]


def _curve(readings: Sequence[Reading]) -> list[tuple[float, float]]:
    """Return the corners of the rising line through raw confidence and share right."""
    raw = np.array([reading.confidence for reading in readings] + [0.0] * GRANTED + [1.0] * GRANTED)
    right = np.array([reading.right for reading in readings] + [False] * GRANTED + [True] * (GRANTED - 1) + [False])
    order = np.argsort(raw, kind="stable")
    places, starts, counts = np.unique(raw[order], return_index=True, return_counts=True)
    shares = np.add.reduceat(right[order].astype(float), starts) / counts
    points = list(zip(places.tolist(), isotonic_regression(shares, weights=counts).x.tolist(), strict=True))
    rounded = [(round(point, 3), round(share, 4)) for point, share in points]
    # Of a level stretch its two ends are enough.
    return [
        corner
        for at, corner in enumerate(rounded)
        if at in (0, len(rounded) - 1) or not rounded[at - 1][1] == corner[1] == rounded[at + 1][1]
    ]


def _rules(found: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    lines = [
        "# What the confidences of scanned words mean: raw confidence and the share of readings that were right.",
        f"# Written by tools/calibrate.py on {date.today():%Y-%m-%d} from scans of samples/; do not edit by hand.",
        "",
        "[curves]",
    ]
    for kind, corners in found.items():
        lines += [f"{kind} = [", *(f"  [{point}, {share}]," for point, share in corners), "]"]
    return "\n".join(lines) + "\n"


HEAD = """# What a confidence means

Written by `python -m tools.calibrate`; run it again after a change to the reading of scans. The curves were measured on
scans of the samples at the settings {tried}, and then tried on scans at other settings
({held_back}) on which nothing was improved. A word or cell counts as right where print and scan
have the same signs there; a mark too many beside a word counts as wrong. Rows whose figures are stated below 0.9 carry
`low_confidence`.

"""
COLUMNS = """| stated | tried: read | mean stated | right | held back: read | mean stated | right |
|---|---|---|---|---|---|---|
"""


def _report(tried: Sequence[Reading], held_back: Sequence[Reading]) -> str:
    report = HEAD.format(tried=", ".join(TRIED), held_back=", ".join(HELD_BACK))
    for kind in KINDS:
        report += f"## {kind.capitalize()}\n\n{COLUMNS}"
        for low, high in pairwise(BANDS):
            cells = [_band(_of_kind(readings, kind), low, high) for readings in (tried, held_back)]
            report += f"| {low:g} to {min(high, 1):g} | {cells[0]} | {cells[1]} |\n"
        report += "\n"
    return report.rstrip("\n") + "\n"


def _band(readings: Sequence[Reading], low: float, high: float) -> str:
    inside = [(stated(r.text, r.confidence), r.right) for r in readings if low <= stated(r.text, r.confidence) < high]
    if not inside:
        return "0 | – | –"
    mean, right = np.mean([value for value, _ in inside]), np.mean([right for _, right in inside])
    return f"{len(inside)} | {mean:.3f} | {right:.3f}"


if __name__ == "__main__":
    main()

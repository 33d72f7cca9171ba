"""Hold our table reader beside pdfplumber's and camelot's own on the same pages: `make bench`.

The truth is the Markdown of the same plans, whose tables were written down cell by cell. A cell is right if a reader
gives the same words for it, in whatever order. With SOLIEU_REFERENCE the plan of 2021 there counts too. The samples are
read a second time with their tables set without rules, by the ways that pdfplumber and camelot have for such.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from camelot.io import read_pdf

from extractors.reading import read_document
from tools.sample_print import TableSetting, print_sample
from tools.sample_source import read_source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def words(text: object) -> str:
    """Return a cell's words without blanks: a line's end in a cell may be one or none."""
    return re.sub(r"\s+", "", str(text or ""))


def counted(texts: list[str]) -> Counter[str]:
    """Count the cells that are not empty."""
    return Counter(text for text in map(words, texts) if text)


def ours(path: Path) -> Counter[str]:
    """Return the cells that our reader finds."""
    return counted([cell.text for table in read_document(path).tables for cell in table.cells])


def plumber(path: Path, strategy: str = "lines") -> Counter[str]:
    """Return the cells of pdfplumber's own table extraction, by rules ("lines") or by words ("text")."""
    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables(settings)]
    return counted([str(cell or "") for table in tables for row in table for cell in row])


def camelots(path: Path, flavor: str = "lattice") -> Counter[str]:
    """Return the cells of camelot, by rules ("lattice") or by words ("network")."""
    tables = read_pdf(str(path), pages="all", flavor=flavor)
    return counted([str(cell) for table in tables for row in table.df.to_numpy() for cell in row])


Readers = dict[str, Callable[[Path], Counter[str]]]
RULED: Readers = {"ours": ours, "pdfplumber": plumber, "camelot": camelots}
UNRULED: Readers = {
    "ours": ours,
    "pdfplumber": lambda path: plumber(path, "text"),
    "camelot": lambda path: camelots(path, "network"),
}
SETTINGS = {
    "head": TableSetting("none", "TOP"),
    "middle": TableSetting("none", "MIDDLE", "Arimo", 10, between=5, width=0.95),
    "foot": TableSetting("none", "BOTTOM", "Tinos", 12, between=12),
}


def plans() -> list[tuple[Path, Path]]:
    """Return the plans, born digital, beside the text that tells what stands in their tables."""
    found = [(path.with_suffix(".pdf"), path) for path in sorted(SAMPLES.glob("*/*.md"))]
    reference = Path(os.environ.get("SOLIEU_REFERENCE", "")) / "plans" / "lang-son-2021"
    if reference.with_suffix(".md").is_file():
        found.append((reference.with_suffix(".pdf"), reference.with_suffix(".md")))
    return found


def compare(pdf: Path, truth: Counter[str], readers: Readers) -> None:
    """Print the share of right cells and the time of each reader on one file."""
    for name, read in readers.items():
        start = time.perf_counter()
        found = read(pdf)
        seconds = time.perf_counter() - start
        right = (truth & found).total()
        print(f"{pdf.name:28} {name:11} {right:5}/{truth.total():<5} {right / truth.total():7.2%} {seconds:7.2f} s")


def main() -> None:
    """Compare the readers plan by plan, with rules and without."""
    for pdf, text in plans():
        compare(pdf, ours(text), RULED)
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(SAMPLES.glob("*/*.md")):
            for place, setting in SETTINGS.items():
                pdf = Path(folder) / f"{source.stem}.{place}.pdf"
                print_sample(read_source(source), pdf, source.stem, setting)
                compare(pdf, ours(source), UNRULED)


if __name__ == "__main__":
    main()

"""Hold our table reader beside pdfplumber's and camelot's own on the same pages: `make bench`.

The truth is the Markdown of the same plans, whose tables were written down cell by cell. A cell is right if a reader
gives the same words for it, in whatever order. With SOLIEU_REFERENCE the plan of 2021 there counts too.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from camelot.io import read_pdf

from extractors.reading import read_document

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


def plumber(path: Path) -> Counter[str]:
    """Return the cells of pdfplumber's own table extraction."""
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return counted([str(cell or "") for table in tables for row in table for cell in row])


def camelots(path: Path) -> Counter[str]:
    """Return the cells of camelot's lattice."""
    tables = read_pdf(str(path), pages="all", flavor="lattice")
    return counted([str(cell) for table in tables for row in table.df.to_numpy() for cell in row])


READERS: dict[str, Callable[[Path], Counter[str]]] = {"ours": ours, "pdfplumber": plumber, "camelot": camelots}


def plans() -> list[tuple[Path, Path]]:
    """Return the plans, born digital, beside the text that tells what stands in their tables."""
    found = [(path.with_suffix(".pdf"), path) for path in sorted(SAMPLES.glob("*/*.md"))]
    reference = Path(os.environ.get("SOLIEU_REFERENCE", "")) / "plans" / "lang-son-2021"
    if reference.with_suffix(".md").is_file():
        found.append((reference.with_suffix(".pdf"), reference.with_suffix(".md")))
    return found


def main() -> None:
    """Print the share of right cells and the time, plan by plan and reader by reader."""
    for pdf, text in plans():
        truth = ours(text)
        for name, read in READERS.items():
            start = time.perf_counter()
            found = read(pdf)
            seconds = time.perf_counter() - start
            right = (truth & found).total()
            print(f"{pdf.name:22} {name:11} {right:5}/{truth.total():<5} {right / truth.total():7.2%} {seconds:7.2f} s")


if __name__ == "__main__":
    main()

"""Learn which letters Tesseract confuses, from scans of the samples held against their born-digital twins.

Usage: python -m tools.learn_confusions

Each sample is scanned as it lies there, at the other settings of `tools.sample_scan` and worse, and read by both
models: raw, nothing that the project does to readings afterwards is in it. Words that stand against each other are
compared letter by letter. Writes `normalizers/lexicons/ocr_confusions.csv`; takes some ten minutes.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extractors.engines.ocr import Recognizer
from extractors.engines.ocr_models import Model
from extractors.engines.page_images import load_page_images
from extractors.engines.pdf_text import read_pdf_text
from extractors.engines.straighten import prepare
from tools.sample_scan import TRIED, Scanner, scan

HOUSE = Path(__file__).resolve().parent.parent
TARGET = HOUSE / "normalizers" / "lexicons" / "ocr_confusions.csv"
MODELS: tuple[Model, ...] = ("Vietnamese", "vie")
# Beside the settings that samples are tried at: pages so bad that each confusion is seen often enough to be counted.
WORN = {
    "tiny": Scanner(dpi=110, skew=0.3, blur=0.5, noise=3.0, jpeg_quality=55),
    "faint": Scanner(dpi=150, skew=0.8, blur=0.9, noise=20.0, ink=110, paper=225, jpeg_quality=35),
    "blotted": Scanner(dpi=130, skew=0.4, blur=0.7, noise=12.0, bilevel=150),
}
FARTHEST = 2  # letters by which a word and its reading may differ; beyond are other words, rules, specks
HEADER = """\
# How Tesseract misread letters: what was printed, what was read (an empty field: nothing), how often.
# Source: scans of the samples at many settings, read by the models Vietnamese and vie and held against the born-digital
# twins by tools/learn_confusions.py; Tesseract 5, 2026-11.
"""


def main() -> None:
    """Write the table."""
    confusions: Counter[tuple[str, str]] = Counter()
    letters = 0
    with Recognizer() as recognizer, tempfile.TemporaryDirectory() as folder:
        for source in sorted((HOUSE / "samples").glob("*/*.pdf")):
            if source.name.endswith(".scan.pdf"):
                continue
            printed = [[word.text for word in page.words] for page in read_pdf_text(source)]
            for name, scanner in (TRIED | WORN).items():
                target = Path(folder) / f"{name}.pdf"
                scan(source, target, scanner)
                for model in MODELS:
                    seen, found = compared(target, printed, recognizer, model)
                    letters += seen
                    confusions.update(found)
                    print(source.name, name, model, seen, sum(found.values()), file=sys.stderr)
    TARGET.write_text(rendered(confusions, letters), encoding="utf-8", newline="\n")
    print(f"{sum(confusions.values())} confusions of {letters} letters")


def compared(
    path: Path, printed: list[list[str]], recognizer: Recognizer, model: Model
) -> tuple[int, Counter[tuple[str, str]]]:
    """Return how many letters were held against their readings, and what was misread."""
    letters, found = 0, Counter[tuple[str, str]]()
    for image in load_page_images(path):
        page = prepare(image)
        read = [word.text for word in recognizer.page_words(page.gray, page.dpi, model=model)]
        for truth, reading in pairs(printed[image.number - 1], read):
            letters += len(truth)
            found.update(edits(truth, reading))
    return letters, found


def pairs(printed: list[str], read: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that stand against each other, those read right included."""
    for kind, i, j, k, m in SequenceMatcher(None, printed, read, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(printed[i:j], read[k:m], strict=True)
        elif kind == "replace" and j - i == m - k:
            for truth, reading in zip(printed[i:j], read[k:m], strict=True):
                if any(map(str.isalpha, truth)) and Levenshtein.distance(truth, reading) <= FARTHEST:
                    yield truth, reading


def edits(truth: str, reading: str) -> Iterator[tuple[str, str]]:
    """Yield the letters that were misread; one may be read as two ("rn" for "m") or two as one."""
    for code in Levenshtein.opcodes(truth, reading):
        pair = truth[code.src_start : code.src_end], reading[code.dest_start : code.dest_end]
        if code.tag != "equal" and sorted(map(len, pair)) in ([0, 1], [1, 1], [1, 2]) and "".join(pair).isalpha():
            yield pair


def rendered(confusions: Counter[tuple[str, str]], letters: int) -> str:
    """Return the text of the lexicon."""
    file = io.StringIO()
    file.write(HEADER + f"# {sum(confusions.values())} of {letters} letters were misread.\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("printed", "read", "count"))
    writer.writerows((*pair, count) for pair, count in sorted(confusions.items(), key=lambda item: (-item[1], item[0])))
    return file.getvalue()


if __name__ == "__main__":
    main()

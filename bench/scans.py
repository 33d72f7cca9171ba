"""Hold our reading of scans beside other programs' on the same pages, and time it: `make bench`.

`python -m bench.scans [accuracy] [ingest] [memory]` runs some parts alone. The truth is the born-digital PDF beside
each scan; with SOLIEU_REFERENCE the scans there count too. Prose is held against ocrmypdf, tables against img2table,
both in an environment of their own (`make peers`); without it they are left out. Seconds are of the clock and, in
brackets, of one processor, which other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue

import cv2
import numpy as np
import pikepdf
import tesserocr

from extractors.engines.ocr import Gray
from extractors.engines.ocr_models import WORDS, model_folder, model_name
from extractors.engines.page_images import PageImage, load_page_images
from extractors.engines.pdf_text import read_pdf_text
from extractors.lines import gather_lines
from extractors.page_threads import in_order, threads
from extractors.reading import read_document
from pipeline.evaluation import twin_of
from reports.readings import CellScore, TextScore, cells, score_cells, score_text
from schemas.document import Document, Page, Word

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "build" / "peers" / "bin"
PROSE_PLAN = "lang-son-2024.scan.pdf"
MEMORY_PAGES = (10, 100, 300)
READ_AND_TELL = """
import pathlib, resource, sys
from extractors.reading import read_document
read_document(pathlib.Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@dataclass
class Seconds:
    """How long something took: by the clock, and of processors, those of child processes included."""

    wall: float = 0.0
    cpu: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.cpu:.1f})"

    def per(self, count: int) -> str:
        """Return the seconds of one of so many."""
        return f"{self.wall / max(count, 1):.2f} s ({self.cpu / max(count, 1):.2f})"


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextmanager
def timed(seconds: Seconds) -> Iterator[None]:
    """Add what the block takes."""
    wall, cpu = time.perf_counter(), _cpu()
    yield
    seconds.wall += time.perf_counter() - wall
    seconds.cpu += _cpu() - cpu


def scans() -> list[Path]:
    """Return the scans that have a born-digital twin."""
    reference = Path(os.environ.get("SOLIEU_REFERENCE", "/nonexistent")) / "plans"
    found = [*sorted(ROOT.glob("samples/*/*.scan.pdf")), *sorted(reference.glob("*.scan.pdf"))]
    return [path for path in found if twin_of(path)]


def page_text(words: Iterable[Word]) -> str:
    """Return the words of a page line by line."""
    return " ".join(line.text for line in gather_lines(1, words))


def page_words(page: Page) -> list[Word]:
    """Return all words of a page but those of its tables."""
    return [word for line in (*page.lines, *page.furniture) for word in line.words]


def added(scores: Iterable[TextScore]) -> TextScore:
    """Add up the pages."""
    known = list(scores)
    return TextScore(sum(score.characters for score in known), sum(score.wrong for score in known))


def told_cells(score: CellScore) -> str:
    """Return the share of right cells, and of right numbers among them."""
    share, numbers = score.right / max(score.cells, 1), score.numbers_right / max(score.numbers, 1)
    return f"{share:8.2%} of {score.cells} cells, {numbers:.2%} of {score.numbers} numbers"


def accuracy() -> None:
    """Print characters and cells of each scan, ours and the others'."""
    for scan in scans():
        twin = twin_of(scan)
        assert twin is not None
        printed = read_document(twin)
        tabled = sorted({table.page for table in printed.tables})
        prose = [page.number for page in printed.pages if page.number not in tabled]
        meant = {page.number: page_text(page_words(page)) for page in printed.pages}
        print(f"{scan.name}: {len(prose)} pages of prose, {len(tabled)} with tables")
        print_ours(scan, printed, prose, tabled, meant)
        if not (PEERS / "python").exists():
            continue
        seconds = Seconds()
        with tempfile.TemporaryDirectory() as folder, timed(seconds):
            texts = ocrmypdf_pages(scan, Path(folder), prose, 1)
        text = added(score_text(texts[number], meant[number]) for number in prose)
        print(f"  ocrmypdf   {text.error:8.2%} of {text.characters} characters wrong, {seconds.per(len(prose))} a page")
        if tabled:
            with timed(seconds := Seconds()):
                found = img2table_cells(scan, tabled)
            print(f"  img2table  {told_cells(score_cells(found, cells(printed)))}, {seconds.per(len(tabled))} a page")


def print_ours(
    scan: Path, printed: Document, prose: Sequence[int], tabled: Sequence[int], meant: dict[int, str]
) -> None:
    """Print what we read of prose and of tables, which we read apart here to time them apart."""
    with tempfile.TemporaryDirectory() as folder:
        document, seconds = read_pages(scan, prose, Path(folder))
        pages = zip(prose, sorted(document.pages, key=lambda page: page.number), strict=True)
        text = added(score_text(page_text(page_words(page)), meant[number]) for number, page in pages)
        told = f"{text.error:8.2%} of {text.characters} characters wrong"
        print(f"  ours       {told}, {seconds.per(len(prose))} a page")
        if tabled:
            document, seconds = read_pages(scan, tabled, Path(folder))
            told = told_cells(score_cells(cells(document), cells(printed)))
            print(f"  ours       {told}, {seconds.per(len(tabled))} a page")


def read_pages(scan: Path, numbers: Sequence[int], folder: Path) -> tuple[Document, Seconds]:
    """Read some pages as a file of their own."""
    path = folder / "pages.pdf"
    with pikepdf.open(scan) as pdf, pikepdf.new() as part:
        for number in numbers:
            part.pages.append(pdf.pages[number - 1])
        part.save(path)
    with timed(seconds := Seconds()):
        return read_document(path), seconds


def ocrmypdf_pages(scan: Path, folder: Path, numbers: Sequence[int], jobs: int) -> dict[int, str]:
    """Return the text that ocrmypdf lays under each page."""
    target = folder / "ocrmypdf.pdf"
    pages = ",".join(map(str, numbers))
    options = ["-l", "Vietnamese", "--output-type", "pdf", "--optimize", "0", "--jobs", str(jobs), "--pages", pages]
    subprocess.run([PEERS / "ocrmypdf", *options, scan, target], check=True, capture_output=True)
    return {text.number: page_text(text.words) for text in read_pdf_text(target)}


def img2table_cells(scan: Path, numbers: Sequence[int]) -> list[str]:
    """Return the cells that img2table finds, without blanks."""
    script = ROOT / "bench" / "peers" / "tables.py"
    command = [str(part) for part in (PEERS / "python", script, scan, *numbers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages = json.loads(done.stdout.splitlines()[-1])
    texts = ("".join(text.split()) for page in pages.values() for text in page["cells"])
    return [text for text in texts if text]


def as_gray(image: PageImage) -> Gray:
    """Return the page as Tesseract takes it, otherwise as it was scanned."""
    return np.asarray(cv2.cvtColor(image.pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def bare_tesseract(pictures: Sequence[tuple[Gray, float]], count: int) -> Seconds:
    """Return how long so many Tesseracts, set as they come, take to read each page once and do nothing else."""
    folder = model_folder()
    model = model_name(folder, WORDS)
    with ExitStack() as stack:
        idle: LifoQueue[tesserocr.PyTessBaseAPI] = LifoQueue()
        for _ in range(count):
            idle.put(stack.enter_context(tesserocr.PyTessBaseAPI(path=str(folder), lang=model)))

        def read(picture: tuple[Gray, float]) -> None:
            gray, dpi = picture
            height, width = gray.shape
            api = idle.get()
            api.SetImageBytes(gray.tobytes(), width, height, 1, width)
            api.SetSourceResolution(round(dpi))
            api.Recognize()
            idle.put(api)

        with timed(seconds := Seconds()):
            list(in_order(read, pictures, count))
    return seconds


def ingest() -> None:
    """Print how long a scanned plan of prose takes to become rows, beside Tesseract alone and ocrmypdf."""
    plan = next((scan for scan in reversed(scans()) if scan.name == PROSE_PLAN), None)
    if plan is None:
        return
    pictures = [(as_gray(image), image.dpi) for image in load_page_images(plan)]
    bare = bare_tesseract(pictures, threads())
    print(f"{plan.name}: {len(pictures)} pages, {threads()} processors")
    print(f"  bare Tesseract               {bare}")
    with tempfile.TemporaryDirectory() as folder:
        with timed(ours := Seconds()):
            command = [sys.executable, "-m", "pipeline", "ingest", str(plan), "--db", f"{folder}/s.db"]
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        print(f"  whole ingest                 {ours}: {ours.wall / bare.wall:.2f} times ({ours.cpu / bare.cpu:.2f})")
        if (PEERS / "ocrmypdf").exists():
            with timed(theirs := Seconds()):
                ocrmypdf_pages(plan, Path(folder), range(1, len(pictures) + 1), 2)
            print(f"  ocrmypdf --jobs 2            {theirs}")


def memory() -> None:
    """Print the most memory that reading takes, for a few pages and for many."""
    (sample,) = ROOT.glob(f"samples/*/{PROSE_PLAN}")
    with tempfile.TemporaryDirectory() as folder:
        for count in MEMORY_PAGES:
            path = Path(folder) / f"{count}.pdf"
            with pikepdf.open(sample) as pdf, pikepdf.new() as long:
                for number in range(count):
                    long.pages.append(pdf.pages[number % len(pdf.pages)])
                long.save(path)
            command = [sys.executable, "-c", READ_AND_TELL, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            print(f"{count:4} pages: {done.stdout.strip()} MB at most")


PARTS: dict[str, Callable[[], None]] = {"accuracy": accuracy, "ingest": ingest, "memory": memory}


def main() -> None:
    """Run the parts that are named, or all."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    if not (PEERS / "python").exists():
        print(f"no {PEERS.parent.relative_to(ROOT)}: img2table and ocrmypdf are left out (make peers)")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()

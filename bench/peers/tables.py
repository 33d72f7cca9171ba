"""Tables of a scan by img2table with Tesseract, as JSON; runs in the peers' environment: tables.py SCAN PAGE..."""

from __future__ import annotations

import json
import sys
import time

from img2table.document import PDF
from img2table.ocr import TesseractOCR


def main() -> None:
    """Print, page by page (1-based), the cells row by row, a merged one once, and the seconds it took."""
    path, *numbers = sys.argv[1:]
    reader = TesseractOCR(n_threads=1, lang="vie")
    pages = {}
    for number in map(int, numbers):
        start = time.perf_counter()
        (tables,) = PDF(path, pages=[number - 1]).extract_tables(ocr=reader).values()
        seconds = time.perf_counter() - start
        cells = []
        for table in tables:
            seen = set()
            for row in table.content.values():
                for cell in row:
                    place = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                    if place not in seen:
                        seen.add(place)
                        cells.append(cell.value or "")
        pages[number] = {"cells": cells, "seconds": seconds}
    json.dump(pages, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()

"""Pages that went through the scanner from last to first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.sheets import PAGE_NUMBER, PageContents

COUNTRY = re.compile(r"C[ỘÔO]NG H\S+ X\S+ H\S+ CH\S+ NGH\S+", re.IGNORECASE)
CLOSING = re.compile(r"^\W*N[ơo]i nh[ậâa]n\b|\bL[ưu]u\s*:\s*VT\b", re.IGNORECASE)
UPPER_PART = 0.25


def in_reading_order(pages: Sequence[PageContents]) -> list[PageContents]:
    """Turn a document round that begins with its last page; pages keep the numbers they have in the file.

    It is one where the only letterhead stands on the last page that is not blank, and the printed page numbers before
    it run down to 2, or the recipients (Nơi nhận, Lưu: VT) stand on the first.
    """
    filled = [page for page in pages if page.lines or page.tables]
    letterheads = [page for page in filled if _has_letterhead(page)]
    if len(filled) < 2 or letterheads != filled[-1:]:
        return list(pages)
    numbers = [_printed_number(page) for page in filled[:-1]]
    known = [number for number in numbers if number is not None]
    descending = len(known) == len(numbers) and known[-1] == 2 and all(a == b + 1 for a, b in pairwise(known))
    if not descending and not _has_closing(filled[0]):
        return list(pages)
    return [*reversed(filled), *(page for page in pages if page not in filled)]


def _has_letterhead(page: PageContents) -> bool:
    return any(
        line.box is not None and line.box.y0 < UPPER_PART * page.height and COUNTRY.search(line.text)
        for line in page.lines
    )


def _has_closing(page: PageContents) -> bool:
    return any(CLOSING.search(line.text) for line in page.lines)


def _printed_number(page: PageContents) -> int | None:
    for line in (*page.lines[:2], *page.lines[-2:]):
        if PAGE_NUMBER.match(line.text):
            return int("".join(character for character in line.text.split("/")[0] if character.isdigit()))
    return None

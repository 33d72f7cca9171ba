"""Two readings of one plan held against each other: characters of the prose, cells of the tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Levenshtein

from schemas.document import Document, squeeze

NUMBER = re.compile(r"(?=.*\d)[\d.,/%()+\s–-]+")


@dataclass(frozen=True)
class TextScore:
    """`wrong` of `characters` would have to be put in, taken out or changed."""

    characters: int
    wrong: int

    @property
    def error(self) -> float:
        return self.wrong / self.characters if self.characters else 0.0


@dataclass(frozen=True)
class CellScore:
    """Filled cells of the truth that were read with the same words and in the same order; numbers among them apart."""

    cells: int
    right: int
    numbers: int
    numbers_right: int


def prose(document: Document) -> str:
    """Return the words outside tables, page numbers and running heads left aside, in reading order."""
    return _plain(" ".join(line.text for page in document.pages for line in page.lines))


def cells(document: Document) -> list[str]:
    """Return the words of the cells that are not empty, table by table and row by row, without blanks.

    Where a cell's words are parted into lines depends on the reader.
    """
    ordered = (
        cell for table in document.tables for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    )
    return [text for cell in ordered if (text := re.sub(r"\s+", "", _plain(cell.text)))]


def score_text(read: str, truth: str) -> TextScore:
    """Count the characters in which a text differs from the truth; runs of white space are one blank."""
    truth = _plain(truth)
    return TextScore(len(truth), Levenshtein.distance(_plain(read), truth))


def score_cells(read: Sequence[str], truth: Sequence[str]) -> CellScore:
    """Count the cells of the truth that are found in the reading, in their order."""
    kept = set(range(len(truth)))
    for edit in LCSseq.editops(truth, read):
        if edit.tag == "delete":
            kept.discard(edit.src_pos)
    numbers = {place for place, text in enumerate(truth) if NUMBER.fullmatch(text)}
    return CellScore(len(truth), len(kept), len(numbers), len(numbers & kept))


def _plain(text: str) -> str:
    return squeeze(unicodedata.normalize("NFC", text))

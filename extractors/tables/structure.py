"""The structure of a table: header rows as column paths, group rows, total rows, rows of data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise

from normalizers.text import fold
from schemas.document import UNREAD, Cell, has_digit, squeeze
from schemas.evidence import DOUBT, Evidence, Piece
from schemas.geometry import union
from schemas.vocabulary import Reader

ROMAN = re.compile(r"^[IVX]{1,5}\.?$")
LETTER = re.compile(r"^[A-H]\.?$")
ROMAN_HEAD = re.compile(r"^(?:[IVX]{1,5}|[A-H])[.)]?\s+\S")
ROW_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,2})*\.?$")
TOTAL = re.compile(
    r"^(?:(?:tổng|cộng|bình quân|trung bình|tỷ lệ|tỉ lệ|toàn (?:tỉnh|huyện|xã)|chung|lũy kế)\b"
    r"|số xã (?:đạt|hoàn thành)(?: chuẩn| tiêu chí)?$)"
)
COLUMN_NUMBER = re.compile(r"[A-D]|\(?(?P<number>\d{1,2})\)?(?: ?=.*)?")
QUARTERS = re.compile(r"^qu[ýí]\b", re.IGNORECASE)  # Roman numerals are figures too
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+[^\W\d]")
YEAR = re.compile(r"^(?:năm )?20[0-3]\d$", re.IGNORECASE)
VALUE = re.compile(r"^[\d\s.,;/%+x✓√-]*$", re.IGNORECASE)
PATH_MARK = " > "
MOST_HEADER_ROWS = 4
FEWEST_NUMBERS = 5  # that a row of headings counts on
FEWEST_OF_GROUPS, LONGEST_MARK = 4, 5  # columns of a table with such rows, letters of a numeral


class RowKind(Enum):
    """What a row below the header is."""

    DATA = auto()
    GROUP = auto()  # a label over the rows that follow: "I Kế hoạch …"
    TOTAL = auto()  # sums, averages and shares of the rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header; `cells` has one entry a column, None where a merged cell of another row covers it."""

    index: int
    kind: RowKind
    cells: tuple[Cell | None, ...]
    group: str | None

    def text(self, column: int | None) -> str:
        cell = self.cells[column] if column is not None else None
        return cell.text.strip() if cell else ""


def _counts_from_one(texts: Sequence[str]) -> bool:
    return len(texts) >= FEWEST_NUMBERS and list(texts) == [str(number) for number in range(1, len(texts) + 1)]


def _numbers_on(texts: Sequence[str]) -> bool:
    """Tell whether numbers follow each other: months in a row, or some criteria by their numbers."""
    if len(texts) < FEWEST_OF_GROUPS - 1 or not all(text.isdecimal() and len(text) < 3 for text in texts):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(texts)}
    return steps == {1} or (len(texts) >= FEWEST_NUMBERS and min(steps) > 0)


def _mixes_counts_and_words(texts: Sequence[str]) -> bool:
    """Tell whether a row has words and counts, as no heading has; the numbers of criteria are no counts."""
    numbers = [int(text) for text in texts if text.isdecimal() and not YEAR.match(text)]
    numbering = len(numbers) >= FEWEST_OF_GROUPS and all(after > before for before, after in pairwise(numbers))
    return len(numbers) > 1 and not numbering and any(_is_words(text) for text in texts)


def _is_words(text: str) -> bool:
    return len(text) > LONGEST_MARK and not VALUE.match(text)


@dataclass(frozen=True)
class Grid:
    """Cells of one table, whole or joined, addressed by row and column."""

    cells: tuple[Cell, ...]
    reader: Reader = Reader.TEXT_LAYER

    @cached_property
    def row_count(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @cached_property
    def column_count(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    @cached_property
    def _at(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place of the grid."""
        return self._at.get((row, column))

    def own(self, row: int) -> list[Cell]:
        """Return the cells that begin in a row, left to right."""
        return sorted((cell for cell in self.cells if cell.row == row), key=lambda cell: cell.column)

    @cached_property
    def header_rows(self) -> int:
        """The number of rows above the first row of data, group or total."""
        for row in range(1, min(self.row_count, MOST_HEADER_ROWS + 1)):
            if self._begins_body(row):
                return row + self._numbers_columns(row)
        rows = 1  # words alone below the headings: as many rows as go on with what the first row leaves open
        while rows < min(self.row_count, MOST_HEADER_ROWS) and self._goes_on(rows) and self._has_words(rows):
            rows += 1
        return min(rows, self.row_count)

    def _has_words(self, row: int) -> bool:
        return any(_is_words(squeeze(cell.text)) for cell in self.own(row))

    def _goes_on(self, row: int) -> bool:
        """Tell whether a row parts merged headings: nothing of its own in front, words below cells left empty."""
        first, own = self.at(row, 0), self.own(row)
        merged = {cell.column for cell in self.own(row - 1) if not cell.text.strip()}
        merged |= {c for cell in self.own(row - 1) for c in range(cell.column + 1, cell.column + cell.column_span)}
        in_front = first is not None and first.row == row and first.text.strip()
        return not in_front and any(cell.column in merged and squeeze(cell.text) for cell in own)

    def _begins_body(self, row: int) -> bool:
        texts = [squeeze(cell.text) for cell in self.own(row)]
        filled = [text for text in texts if text]
        first = squeeze(cell.text) if (cell := self.at(row, 0)) else ""
        if _counts_from_one(filled) or (filled and all(map(YEAR.match, filled))):
            return False  # criteria by their numbers under "Tiêu chí"; years under what they share
        if (_numbers_on(filled) and self._goes_on(row)) or ("A" in filled and self._numbers_columns(row)):
            return False  # some criteria by their numbers, months; letters and numbers of the columns
        if not filled:
            # An empty row is one of data where it stands below a header that is complete (a sheet cut in two).
            return self.at(row, 0) is not None and all(c.row_span == 1 for c in self.own(row - 1)) and row > 0
        if TOTAL.match(fold(filled[0])) and len(filled) > 1 and all(VALUE.match(text) for text in filled[1:]):
            return True
        if ROW_NUMBER.match(first) or NUMBERED.match(first) or (ROMAN.match(first) and len(filled) > 1):
            return True
        if len(filled) == 1 and ROMAN_HEAD.match(filled[0]):
            return True
        if len(filled) > 1 and LETTER.match(first) and _is_words(filled[1]):  # no row of column letters "A B 1 2"
            return True
        if self._is_label_of_group(self.own(row)) or _mixes_counts_and_words(filled):
            return True
        if self.column_count <= 2 or not first:
            return all(VALUE.match(text) for text in filled)
        labelled = not VALUE.match(first) or YEAR.match(first)
        return bool(len(filled) > 2 and labelled and all(VALUE.match(text) for text in filled[1:]))

    def _numbers_columns(self, row: int) -> bool:
        """Tell whether a row only numbers the columns: (1) (2) (3), A B 1 2 3=1+2."""
        texts = [squeeze(cell.text) for cell in self.own(row)]
        if not len(texts) == self.column_count > 2 or not all(map(COLUMN_NUMBER.fullmatch, texts)):
            return False
        numbers = [
            int(match["number"]) for text in texts if (match := COLUMN_NUMBER.fullmatch(text)) and match["number"]
        ]
        return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The header over each column, outermost first: "Kế hoạch năm 2021 > Số tiêu chí phấn đấu"."""
        return tuple(self._path(column) for column in range(self.column_count))

    def _path(self, column: int) -> str:
        parts: list[str] = []
        for row in range(self.header_rows):
            text = "" if self._numbers_columns(row) else self._header_text(row, column)
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        return PATH_MARK.join(parts)

    def _header_text(self, row: int, column: int) -> str:
        """Return a header's words; for the empty cells that Markdown leaves of a merged header, those on the left."""
        cell = self.at(row, column)
        text = squeeze(cell.text) if cell else ""
        if text or column == 0 or row + 1 >= self.header_rows:
            return text
        below = self.at(row + 1, column)
        merged = cell is not None and cell.row_span == cell.column_span == 1 and below is not None and below is not cell
        return self._header_text(row, column - 1) if merged and squeeze(below.text if below else "") else ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header, each with its kind and the group that it stands in."""
        rows: list[Row] = []
        group: str | None = None
        for index in range(self.header_rows, self.row_count):
            own = self.own(index)
            cells = tuple(self.at(index, column) for column in range(self.column_count))
            filled = [squeeze(cell.text) for cell in own if squeeze(cell.text)]
            kind = self._kind(filled, own)
            if kind is RowKind.GROUP:
                group = " ".join(filled)
            rows.append(Row(index, kind, cells, group))
        return tuple(rows)

    def _is_label_of_group(self, own: Sequence[Cell]) -> bool:
        """Tell whether a row is a mark, whatever it was read as ("Ï" for "I"), and words over all other columns."""
        if self.column_count < FEWEST_OF_GROUPS or len(own) != 2 or own[0].column_span > 1:
            return False
        mark, words = (squeeze(cell.text) for cell in own)
        across = own[1].column_span == self.column_count - 1 and own[0].row_span == own[1].row_span == 1
        return across and 0 < len(mark) <= LONGEST_MARK and not ROW_NUMBER.match(mark) and not VALUE.match(words)

    def _kind(self, filled: Sequence[str], own: Sequence[Cell]) -> RowKind:
        if filled and len(filled) <= 2 and (ROMAN.match(filled[0]) or ROMAN_HEAD.match(filled[0])):
            return RowKind.GROUP
        if len(filled) == 2 and LETTER.match(filled[0]) and _is_words(filled[1]) and self.column_count > 2:
            return RowKind.GROUP
        if self._is_label_of_group(own):
            return RowKind.GROUP
        words = [text for text in filled if not ROW_NUMBER.match(text)]
        numbered = bool(filled) and bool(ROW_NUMBER.match(filled[0])) and own and squeeze(own[0].text) == filled[0]
        if words and TOTAL.match(fold(words[0])) and not numbered:
            return RowKind.TOTAL
        if len(filled) == 1 and not numbered and not VALUE.match(filled[0]) and self.column_count > 2:
            return RowKind.GROUP
        return RowKind.DATA

    def evidence(self, cells: Sequence[Cell | None]) -> Evidence:
        """Return where cells stand: one piece a page, the words between cells parted by bars."""
        pages: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell is not None:
                pages.setdefault(cell.page, []).append(cell)
        pieces = []
        for page, group in sorted(pages.items()):
            box = union(cell.box for cell in group)
            quote = " | ".join(squeeze(cell.text) for cell in group).strip(" |") or squeeze(group[0].text)
            others = " | ".join(squeeze(cell.other or cell.text) for cell in group).strip(" |")
            other = others if any(cell.other for cell in group) else None
            pieces.append(Piece(page=page, box=box.rounded() if box else None, quote=quote, other=other))
        said = [cell for group in pages.values() for cell in group]
        figures = [cell for cell in said if has_digit(cell.text) or cell.text == UNREAD or QUARTERS.match(cell.text)]
        confidence = min((cell.confidence for cell in figures or said), default=1.0)
        readings = tuple((squeeze(cell.text), cell.other) for cell in figures if cell.other and cell.confidence < DOUBT)
        return Evidence(pieces=tuple(pieces), confidence=confidence, reader=self.reader, readings=readings)

    def data(self) -> Iterator[Row]:
        """Yield the rows of data."""
        return (row for row in self.rows if row.kind is RowKind.DATA)

"""Tables joined over pages (downwards) and over sheets that were cut in two (sideways).

Rows in are rows out: a join that would lose or double a row is not made, and why is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from extractors.tables.structure import TOTAL, Grid
from extractors.zones import ANNEX
from normalizers.text import fold
from schemas.document import Cell, Document, Paragraph, ParagraphRole, Table, squeeze
from schemas.evidence import Evidence, Piece
from schemas.geometry import Box

LABEL = re.compile(
    r"^(?P<label>(?:Phụ\s+)?(?:biểu(?:\s+mẫu)?|phụ lục|bảng)(?:\s+số)?\s*(?:\d+[a-z]?|[IVX]+\b)?)", re.IGNORECASE
)
ATTACHED = re.compile(r"^\(?\s*(?:Kèm theo|Ban hành kèm)", re.IGNORECASE)
NOTE = re.compile(r"^[\s*()-]*(?:Ghi chú|Chú thích|Lưu ý|Nguồn)\b(?! vốn)", re.IGNORECASE)
LINES_ABOVE = 2  # the title of a table and the unit of its figures
# Text of these between two tables keeps them apart; captions and page numbers do not.
RUNNING = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
# Column edges of two pages agree if they differ by less than this many points.
EDGE = 6.0
# So many rows of the shorter part of a cut sheet may have been lost (each loss multiplies the ways to align them).
MOST_LOST = 3
HEADER_ABOVE = 24.0  # points above a table in which words may be a header row without closed rules


@dataclass(frozen=True, slots=True)
class JoinFailure:
    """Two parts that may belong together and were not joined."""

    rows: str  # of the right part and of the left, "20/21"
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StitchedTable:
    """A whole table with its caption; `repairs` say what the joining rests on.

    `above`: the heading over it and the lines right before it; a table within the text has no caption.
    """

    grid: Grid
    label: str | None
    title: str | None
    caption: str
    pages: tuple[int, ...]
    repairs: tuple[str, ...] = ()
    failures: tuple[JoinFailure, ...] = ()
    title_evidence: Evidence | None = None
    above: str = ""


@dataclass(slots=True)
class _Part:
    grid: Grid
    table: Table
    caption: list[Paragraph]
    label: str | None
    title: list[str]
    pages: list[int]
    repairs: list[str]
    failures: list[JoinFailure]
    above: str


def stitch(document: Document) -> tuple[StitchedTable, ...]:
    """Return the document's tables, those that go on over a page or were cut in two joined."""
    wholes: list[_Part] = []
    text_since = False
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            text_since = text_since or (block.role in RUNNING and bool(block.text))
            continue
        part = _part(document, block, position)
        apart = part.label is not None or text_since
        text_since = False
        if wholes and not apart and _joined(wholes[-1], part):
            continue
        wholes.append(part)
    return tuple(_finished(whole) for whole in wholes)


def _part(document: Document, table: Table, position: int) -> _Part:
    caption = [block for index in table.caption if isinstance(block := document.blocks[index], Paragraph)]
    while caption and NOTE.match(caption[0].text):  # it stands under the table before
        del caption[0]
    cells, caption = _with_open_header(table, caption)
    text = squeeze(" ".join(paragraph.text for paragraph in caption))
    match = LABEL.match(text) if ANNEX.match(text) else None
    label = squeeze(match["label"]) if match else None
    near = (*table.path[-1:], *range(max(position - LINES_ABOVE, 0), position))
    lines = [block.text for index in dict.fromkeys(near) if isinstance(block := document.blocks[index], Paragraph)]
    title = _title(caption, label)
    return _Part(Grid(cells, table.reader), table, caption, label, title, [table.page], [], [], " ".join(lines))


def _title(caption: Sequence[Paragraph], label: str | None) -> list[str]:
    lines = []
    for paragraph in caption:
        text = paragraph.text
        if label and text.startswith(label):
            text = text[len(label) :].lstrip(" .:-–")
        text = re.split(r"\(\s*(?:Kèm theo|Ban hành)", text, maxsplit=1, flags=re.IGNORECASE)[0].strip()
        if text and not text.startswith("("):
            lines.append(text)
    return lines


def _with_open_header(table: Table, caption: list[Paragraph]) -> tuple[tuple[Cell, ...], list[Paragraph]]:
    """Take the words right above a table as its top row where a cut through the header left that without rules."""
    if not caption or table.box is None or any(ANNEX.match(paragraph.text) for paragraph in caption):
        return table.cells, caption
    last = caption[-1]
    box = last.evidence(0, len(last.text)).box
    if box is None or len(caption) < 2 or last.text.startswith("("):
        return table.cells, caption
    near = 0 <= table.box.y0 - box.y1 < HEADER_ABOVE and box.x0 >= table.box.x0 - EDGE and box.x1 <= table.box.x1 + EDGE
    if not near or len(last.text) > 60:
        return table.cells, caption
    shifted = [replace(cell, row=cell.row + 1) for cell in table.cells]
    above = Box(table.box.x0, box.y0, table.box.x1, table.box.y0)
    width = max(cell.column + cell.column_span for cell in table.cells)
    return (Cell(0, 0, last.text, table.page, above, 1, width, bold=True), *shifted), caption[:-1]


def _joined(whole: _Part, part: _Part) -> bool:
    """Join a part to the table before it where they belong together; tell a failure where they may."""
    if _goes_on_below(whole, part):
        _join_below(whole, part)
        return True
    if _was_cut(whole, part):
        return _join_beside(whole, part)
    return False


# --- downwards ------------------------------------------------------------------------------------------------------


def _goes_on_below(whole: _Part, part: _Part) -> bool:
    if part.title or whole.grid.column_count != part.grid.column_count:
        return False
    if part.grid.column_count < 2 or not (_same_edges(whole.table, part.table)):
        return False
    return _repeats_header(whole.grid, part.grid) or _continues_numbers(whole.grid, part.grid)


def _same_edges(above: Table, below: Table) -> bool:
    if above.box is None or below.box is None:
        return True
    return abs(above.box.x0 - below.box.x0) < EDGE and abs(above.box.x1 - below.box.x1) < EDGE


def _repeats_header(above: Grid, below: Grid) -> bool:
    """Tell whether the lower part begins with the header rows of the upper."""
    rows = range(above.header_rows)
    heads = [[squeeze(cell.text) for cell in grid.own(row)] for grid in (above, below) for row in rows]
    return any(map(any, heads)) and heads[: len(rows)] == heads[len(rows) :]


def _continues_numbers(above: Grid, below: Grid) -> bool:
    """Tell whether the first column counts on, or goes on with a new group or the sums, from one part to the other."""
    last = [text for row in above.rows if (text := row.text(0)).isdigit()]
    first = below.at(0, 0)
    text = squeeze(first.text) if first else ""
    if text.isdigit():
        return bool(last) and int(text) in (int(last[-1]) + 1, 1)
    label = next((words for cell in below.own(0) if (words := squeeze(cell.text))), "")
    return bool(re.match(r"^[IVX]{1,5}\b", text) or TOTAL.match(fold(label)))


def _join_below(whole: _Part, part: _Part) -> None:
    skipped = whole.grid.header_rows if _repeats_header(whole.grid, part.grid) else 0
    offset = whole.grid.row_count - skipped
    cells = [replace(cell, row=cell.row + offset) for cell in part.grid.cells if cell.row >= skipped]
    first = [squeeze(cell.text) for cell in part.grid.own(skipped)]
    joined = list(whole.grid.cells)
    if first and not first[0] and any(first) and not any(c.bold for c in part.grid.own(skipped) if squeeze(c.text)):
        joined, cells = _mend_cut_row(joined, cells, offset + skipped)
    whole.grid = Grid((*joined, *cells), whole.grid.reader)
    whole.table = part.table
    whole.pages.append(part.table.page)


def _mend_cut_row(above: list[Cell], below: list[Cell], row: int) -> tuple[list[Cell], list[Cell]]:
    """Put the rest of a row that the page's end cut onto its first part: a row without number that only goes on."""
    rest = {cell.column: cell for cell in below if cell.row == row}
    last = max(cell.row for cell in above)
    mended = [
        replace(cell, text=squeeze(f"{cell.text} {rest[cell.column].text}"))
        if cell.row == last and cell.column in rest and squeeze(rest[cell.column].text)
        else cell
        for cell in above
    ]
    return mended, [replace(cell, row=cell.row - 1) for cell in below if cell.row > row]


# --- sideways -------------------------------------------------------------------------------------------------------


def _was_cut(whole: _Part, part: _Part) -> bool:
    """Tell whether a part without label, number column and names looks like the right-hand side of the sheet before."""
    next_page = part.table.page == whole.table.page + 1 or part.table.box is None
    texts = [squeeze(cell.text) for cell in part.grid.cells if cell.column == 0 and cell.row >= part.grid.header_rows]
    numbered = [text for text in texts if text.isdigit()]
    counts_on = len(numbered) > 2 and numbered == [
        str(n) for n in range(int(numbered[0]), int(numbered[0]) + len(numbered))
    ]
    left_rows = whole.grid.row_count - whole.grid.header_rows
    right_rows = part.grid.row_count - part.grid.header_rows
    return next_page and not counts_on and 0 <= left_rows - right_rows <= MOST_LOST and left_rows > 1


def _join_beside(whole: _Part, part: _Part) -> bool:
    left, right = whole.grid, part.grid
    left_rows = list(range(left.header_rows, left.row_count))
    right_rows = list(range(right.header_rows, right.row_count))
    if len(left_rows) == len(right_rows):
        places = left_rows
    else:
        aligned = _align(left, left_rows, right, right_rows)
        if aligned is None:
            whole.failures.append(_failure(part, len(left_rows), len(right_rows)))
            return False
        places = aligned
        whole.repairs.append(f"rows_aligned:{len(right_rows)}/{len(left_rows)}")
    offset = left.column_count
    cells = _header_beside(left, right, offset)
    for place, row in zip(places, right_rows, strict=True):
        cells.extend(replace(cell, row=place, column=cell.column + offset, row_span=1) for cell in right.own(row))
    for lost in set(left_rows) - set(places):
        cells.append(Cell(lost, offset, "", part.table.page, None, 1, right.column_count))
    whole.grid = Grid(tuple(cells), left.reader)
    whole.title = [squeeze(_glued(" ".join(whole.title), " ".join(part.title)))]
    whole.caption = [*whole.caption, *part.caption]
    whole.pages.append(part.table.page)
    return True


def _header_beside(left: Grid, right: Grid, offset: int) -> list[Cell]:
    """Return the left part's cells and the right part's header at the foot of the left's header.

    A header that the cut went through ("K" | "Ế hoạch năm 2021") is written whole on both sides.
    """
    shift = left.header_rows - right.header_rows
    cells = list(left.cells)
    for cell in right.cells:
        if cell.row >= right.header_rows:
            continue
        row = max(cell.row + shift, 0)
        span = min(cell.row_span, max(left.header_rows - row, 1))
        text = cell.text
        neighbour = left.at(row, offset - 1)
        if cell.column == 0 and neighbour in cells and neighbour and _cut_within_word(neighbour.text, text):
            text = squeeze(_glued(neighbour.text, text))
            cells[cells.index(neighbour)] = replace(neighbour, text=text)
        cells.append(replace(cell, row=row, column=cell.column + offset, row_span=span, text=text))
    return cells


def _cut_within_word(left: str, right: str) -> bool:
    return len(left.strip()) <= 8 and bool(left.strip()) and len(right.strip()) > 1


def _glued(left: str, right: str) -> str:
    """Join words that a cut went through: "BIÊN G" | "IỚI", "K" | "Ế hoạch"; whole words are parted by a blank."""
    if not left or not right:
        return left or right
    last, first = left.split()[-1], right.split()[0]
    cut = len(last) <= 2 or not re.search(r"[aeiouyăâêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ]", last.lower()) or last == "K"
    starts_within = first[:1].lower() in "ạảãáàăâđêếềểễệơớờởỡợưứừửữựôốồổỗộiịỉĩíìụủũúù" and len(first) <= 5
    return f"{left}{right}" if cut and starts_within else f"{left} {right}"


def _align(left: Grid, left_rows: list[int], right: Grid, right_rows: list[int]) -> list[int] | None:
    """Find the rows beside which the right part's rows stand, where some of its empty rows were lost.

    The counts beside the lists tell: an alignment fits where each list has as many items as the number on its left.
    Several alignments that put the same lists beside the same rows are one. None where there is no single best one.
    """
    counts = [_last_number(left, row) for row in left_rows]
    lists = [" ".join(squeeze(cell.text) for cell in right.own(row)) for row in right_rows]
    best: dict[tuple[tuple[int, str], ...], list[int]] = {}
    least: int | None = None
    for lost in combinations(range(len(left_rows)), len(left_rows) - len(right_rows)):
        kept = [index for index in range(len(left_rows)) if index not in lost]
        misfit = sum(_misfit(counts[index], text) for index, text in zip(kept, lists, strict=True))
        misfit += sum(_misfit(counts[index], "") for index in lost)
        key = tuple((index, text) for index, text in zip(kept, lists, strict=True) if text)
        if least is None or misfit < least:
            least, best = misfit, {}
        if misfit == least:
            best.setdefault(key, [left_rows[index] for index in kept])
    return next(iter(best.values())) if len(best) == 1 else None


def _misfit(count: int | None, text: str) -> int:
    items = len(re.findall(r"\d+", text))
    return abs((count or 0) - items)


def _last_number(grid: Grid, row: int) -> int | None:
    for column in range(grid.column_count - 1, 0, -1):
        cell = grid.at(row, column)
        text = squeeze(cell.text) if cell else ""
        if text.isdigit():
            return int(text)
        if column == grid.column_count - 1:
            return None
    return None


def _failure(part: _Part, left: int, right: int) -> JoinFailure:
    box = part.table.box
    quote = squeeze(" ".join(part.title)) or squeeze(part.grid.cells[0].text)
    piece = Piece(page=part.table.page, box=box, quote=quote)
    return JoinFailure(f"{right}/{left}", Evidence(pieces=(piece,), reader=part.table.reader))


def _finished(whole: _Part) -> StitchedTable:
    title = squeeze(" ".join(whole.title))
    return StitchedTable(
        grid=whole.grid,
        label=whole.label,
        title=title or None,
        caption=squeeze(" ".join(paragraph.text for paragraph in whole.caption)),
        pages=tuple(whole.pages),
        repairs=tuple(whole.repairs),
        failures=tuple(whole.failures),
        title_evidence=_title_evidence(whole),
        above=whole.above,
    )


def _title_evidence(whole: _Part) -> Evidence | None:
    titles = [paragraph for paragraph in whole.caption if _title([paragraph], whole.label)]
    said = [paragraph.evidence(0, len(paragraph.text)) for paragraph in titles]
    if not said:
        return None
    pieces = tuple(piece for evidence in said for piece in evidence.pieces)
    return Evidence(pieces=pieces, confidence=min(e.confidence for e in said), reader=whole.grid.reader)

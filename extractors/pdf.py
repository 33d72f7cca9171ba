"""A PDF's text layer as pages of lines and ruled tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.engines.pdf_tables import Grid, find_grids
from extractors.engines.pdf_text import PageText, read_pdf_text
from extractors.lines import PrintedLine, describe_layout, gather_lines
from schemas.document import Cell, Line, Page, Table
from schemas.errors import UnreadableFile
from schemas.geometry import Box

# Letterheads draw two or three rules; the smallest table (two by two) needs six.
TABLE_RULES = 6
MARGIN_SHARE = 0.09
PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:Trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s]*$")
# Vietnamese text has a letter with a mark in nearly every word; a layer made by an English OCR has almost none.
MARKED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
LEAST_MARKED = 0.06

Item = PrintedLine | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with its lines and tables in reading order."""

    page: Page
    items: tuple[Item, ...]


def read_pdf(path: Path) -> list[Sheet]:
    """Read a born-digital PDF.

    Raises UnreadableFile for what is no sound PDF, and for a scan: a file whose pages are pictures without words.
    """
    texts = read_pdf_text(path)
    _require_text(path, texts)
    grids: dict[int, list[Grid]] = {}
    for grid in find_grids(path, [text.number for text in texts if text.rule_count >= TABLE_RULES and text.words]):
        grids.setdefault(grid.page, []).append(grid)
    pages = [_lines_and_tables(text, grids.get(text.number, [])) for text in texts]
    heads = _running_heads([lines for lines, _ in pages], texts)
    return [_sheet(text, lines, tables, heads) for text, (lines, tables) in zip(texts, pages, strict=True)]


def _require_text(path: Path, texts: Sequence[PageText]) -> None:
    words = [word.text for text in texts for word in text.words]
    scanned = [text.number for text in texts if not text.words and text.image_count]
    if not words and scanned:
        raise UnreadableFile(
            path.name,
            f"a scan: its {len(texts)} pages are pictures without text",
            "this version reads PDF files with a text layer; give it the born-digital file or a text rendition",
        )
    if not words:
        raise UnreadableFile(path.name, "no text on any page", "check that the file is the right one")
    letters = sum(character.isalpha() for word in words for character in word)
    marked = sum(len(MARKED.findall(word)) for word in words)
    if letters > 200 and marked < LEAST_MARKED * letters:
        raise UnreadableFile(
            path.name,
            "its text layer is not Vietnamese in Unicode (a foreign OCR or an old font)",
            "give it a sound text layer or a text rendition",
        )


def _lines_and_tables(text: PageText, grids: Sequence[Grid]) -> tuple[list[Line], list[Table]]:
    rest = list(text.words)
    tables = []
    for grid in grids:
        inside = [word for word in rest if word.box and grid.box.contains_point(*word.box.centre)]
        cells = []
        for cell in grid.cells:
            words = [word for word in inside if word.box and cell.box.contains_point(*word.box.centre)]
            lines = gather_lines(text.number, words)
            cells.append(
                Cell(
                    row=cell.row,
                    column=cell.column,
                    text=" ".join(line.text for line in lines),
                    page=text.number,
                    box=cell.box,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    bold=bool(lines) and all(line.bold for line in lines),
                )
            )
        taken = {id(word) for word in inside if any(word.box and _within(cell.box, word.box) for cell in cells)}
        rest = [word for word in rest if id(word) not in taken]
        tables.append(Table(page=text.number, box=grid.box, cells=tuple(cells)))
    return gather_lines(text.number, rest), tables


def _within(cell: Box | None, word: Box) -> bool:
    return cell is not None and cell.contains_point(*word.centre)


def _sheet(text: PageText, lines: Sequence[Line], tables: Sequence[Table], heads: set[str]) -> Sheet:
    furniture = [line for line in lines if _is_furniture(line, text, heads)]
    body = [line for line in lines if line not in furniture]
    trouble = None
    if not text.words:
        trouble = "a picture without text" if text.image_count else "no words"
    page = Page(text.number, text.width, text.height, tuple(body), tuple(furniture), trouble=trouble)
    items: list[Item] = [*describe_layout(body, text.width), *tables]
    items.sort(key=lambda item: item.box.y0 if item.box else 0.0)
    return Sheet(page, tuple(items))


def _in_margin(line: Line, text: PageText) -> bool:
    box = line.box
    return box is not None and (box.y1 < MARGIN_SHARE * text.height or box.y0 > (1 - MARGIN_SHARE) * text.height)


def _is_furniture(line: Line, text: PageText, heads: set[str]) -> bool:
    return _in_margin(line, text) and bool(PAGE_NUMBER.match(line.text) or _numberless(line) in heads)


def _running_heads(pages: Sequence[Sequence[Line]], texts: Sequence[PageText]) -> set[str]:
    """Return the lines that recur in the margins of at least three pages and a third of them all."""
    counts = Counter(
        key
        for lines, text in zip(pages, texts, strict=True)
        for key in {_numberless(line) for line in lines if _in_margin(line, text)}
    )
    return {key for key, count in counts.items() if count >= 3 and count * 3 >= len(texts)}


def _numberless(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)

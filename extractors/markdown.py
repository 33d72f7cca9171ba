"""Markdown renditions by markdown-it: headings, emphasis, lists, pipe tables with inline HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extractors.lines import PrintedLine
from extractors.plain_text import load_text
from extractors.sheets import Item, Sheet
from extractors.side_columns import is_closing, is_letterhead
from schemas.document import Cell, Line, Page, Table, Word

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Bold after bold, or italics after bold, without a blank: "**Biểu số 1****KẾ HOẠCH …***(Kèm theo …)*".
TOUCHING = re.compile(r"(?<=\w)\*\*(\*{1,2})(?=[\w(])")


def read_markdown(path: Path) -> list[Sheet]:
    """Read a rendition in Markdown as one page; list marks ("-", "+", "1.") stay in the text as printed."""
    tokens = MarkdownIt("commonmark").enable("table").disable("code").parse(TOUCHING.sub(r"** \1", load_text(path)))
    items = tuple(_items(tokens))
    lines = tuple(item.line for item in items if isinstance(item, PrintedLine))
    return [Sheet(Page(1, None, None, lines), items)]


def _items(tokens: Sequence[Token]) -> Iterator[Item]:
    heading: int | None = None
    mark = ""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            table = _table(tokens[position:end])
            cells = [cell.text for cell in table.cells]
            if is_letterhead(cells) or is_closing(cells):
                yield from _columns(tokens[position:end], table)
            else:
                yield table
            position = end
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = None
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else f"{token.markup} "
        elif token.type == "inline":
            yield from _lines(token, mark, heading)
            mark = ""
        elif token.type in ("html_block", "fence") and (words := _strip_tags(token.content).split()):
            yield PrintedLine(Line(1, tuple(Word(word) for word in words)), gap=True)
        position += 1


def _columns(tokens: Sequence[Token], table: Table) -> Iterator[PrintedLine]:
    """Yield the lines of a table that only sets two columns side by side, one column after the other."""
    inlines = [token for token in tokens if token.type == "inline"]
    for _, token in sorted(zip(table.cells, inlines, strict=True), key=lambda pair: pair[0].column):
        yield from _lines(token, "", None)


def _lines(token: Token, mark: str, heading: int | None) -> Iterator[PrintedLine]:
    rows: list[list[tuple[str, bool, bool]]] = [[(mark, False, False)]]
    for run in _runs(token):
        if run[0] == "\n":
            rows.append([])
        else:
            rows[-1].append(run)
    first = True
    for row in rows:
        if words := _words(row):
            yield PrintedLine(Line(1, words), gap=first, heading=heading if first else None)
            first = False


def _words(runs: Sequence[tuple[str, bool, bool]]) -> tuple[Word, ...]:
    """Part styled runs at blanks; a word's style is that of its first character."""
    text = "".join(run for run, _, _ in runs)
    styles = [(bold, italic) for run, bold, italic in runs for _ in run]
    words = []
    for match in re.finditer(r"\S+", text):
        bold, italic = styles[match.start()]
        words.append(Word(match.group(), bold=bold, italic=italic))
    return tuple(words)


def _runs(token: Token) -> Iterator[tuple[str, bool, bool]]:
    """Yield (text, bold, italic) runs; a line break is the run "\\n"."""
    bold = italic = 0
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type in ("em_open", "em_close"):
            italic += child.nesting
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and LINE_BREAK.fullmatch(child.content)
        ):
            yield "\n", False, False
        elif child.type in ("text", "code_inline"):
            yield child.content, bold > 0, italic > 0


def _strip_tags(html: str) -> str:
    return re.sub(r"<!--.*?-->|<[^>]+>", " ", html, flags=re.DOTALL)


def _table(tokens: Sequence[Token]) -> Table:
    cells: list[Cell] = []
    row = column = -1
    for token in tokens:
        if token.type == "tr_open":
            row, column = row + 1, -1
        elif token.type in ("th_open", "td_open"):
            column += 1
        elif token.type == "inline":
            runs = list(_runs(token))
            text = "".join(" " if text == "\n" else text for text, _, _ in runs)
            strong = [bold for text, bold, _ in runs if text.strip()]
            html_bold = "<b>" in token.content
            cells.append(
                Cell(
                    row,
                    column,
                    " ".join(text.split()),
                    page=1,
                    box=None,
                    bold=html_bold or (bool(strong) and all(strong)),
                )
            )
    return Table(page=1, box=None, cells=tuple(cells))

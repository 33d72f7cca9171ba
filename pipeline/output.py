"""What commands print: tables that read well in a terminal, plain TSV where the output is piped, JSON for programs.

Whatever came out of a document is data: control characters in it never reach the terminal, and brackets mean nothing.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.languages import said

DASH = "–"  # what no plan prints
ID_DIGITS = 10  # of an id in a table; enough to name it to another verb


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a line's end in the heading counts in a terminal, `right` is where figures stand."""

    heading: str
    right: bool = False
    least: int | None = None  # characters below which the column is not narrowed; None: it is never narrowed


def in_language(columns: Iterable[Column], lang: str) -> list[Column]:
    """Return the columns with their headings in the language."""
    return [replace(column, heading=said(column.heading, lang)) for column in columns]


def console(*, stderr: bool = False) -> Console:
    """Return a console that takes text as it is; NO_COLOR and TERM are heeded by Rich itself."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say(line: str, *, style: str | None = None) -> None:
    """Print a line about the run, which is no part of the answer, on stderr."""
    console(stderr=True).print(Text(printable(line), style=style or ""))


def terminal_width() -> int | None:
    """Return how many characters a line of the terminal holds; None where the output is piped."""
    return console().width if sys.stdout.isatty() else None


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Print the rows as a table in a terminal, else as tab-separated values under a header.

    A line's end in a cell counts in a terminal. Where the terminal is too narrow for the table, each row is a block of
    lines.
    """
    width = terminal_width()
    if width is None:
        for row in ([column.heading for column in columns], *rows):
            print("\t".join(printable(cell) for cell in row))
        return
    cells = [["\n".join(map(printable, str(cell or "").split("\n"))) for cell in row] for row in rows]
    if _least_width(columns, cells) > width:
        _show_blocks(columns, cells)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.right else "left"
        table.add_column(Text(column.heading), justify=justify, no_wrap=column.least is None, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    console().print(table, soft_wrap=False)


def _least_width(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """Return the width below which a column would be cut; the cells are printable."""
    gaps = 3 * len(columns)
    wholes = (
        max(cell_len(line) for text in (column.heading, *(row[place] for row in rows)) for line in text.split("\n"))
        for place, column in enumerate(columns)
    )
    return gaps + sum(min(whole, column.least or whole) for whole, column in zip(wholes, columns, strict=True))


def _show_blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    headings = [printable(column.heading) for column in columns]
    longest = max(map(len, headings))
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            if cell:
                console().print(Text(f"{heading:<{longest}}  {printable(cell)}"))
        console().print()


def show_lines(lines: Iterable[str]) -> None:
    """Print lines that go with a table; piped, they begin with "#" so that programs can leave them out."""
    mark = "" if sys.stdout.isatty() else "# "
    for line in lines:
        console().print(Text(mark + printable(line)))


def show_json(value: Any) -> None:
    """Print a value as JSON, dates as ISO 8601 texts."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def day_of_issue(start: date | None, end: date | None) -> str:
    """Return the day as Vietnam writes it; the month alone where the day was left blank."""
    if start is None:
        return DASH
    return f"{start:%d/%m/%Y}" if start == end else f"{start:%m/%Y}"


def printable(value: object) -> str:
    """Return the value's text in one line, without what could steer a terminal; empty for None."""
    text = "" if value is None else str(value)
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    # Cc steers terminals, Cf turns the direction of what follows, Cs cannot be encoded.
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character

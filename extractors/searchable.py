"""A scan with the words that were read on it as an invisible layer, so that a viewer can search and copy them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.engines.pdf_text import read_pdf_text
from extractors.engines.text_layer import TextLayer, write_with_text
from extractors.lines import gather_lines
from extractors.pdf import is_trusted
from extractors.reading import bytes_of
from extractors.scan import read_scanned_pages
from extractors.scan_tables import read_tables
from extractors.sheets import Motion, PageContents, aside, line_moved
from extractors.suffixes import PICTURES
from schemas.document import Cell, Line, Word
from schemas.errors import UnreadableFile
from schemas.geometry import union


@dataclass(frozen=True, slots=True)
class SearchableCopy:
    """What became of a scan's pages (1-based).

    `layered` got a new layer, `troubles` tells why others got none; the rest had a sound one. `signed` says that the
    file bears a digital signature, which does not hold for the copy.
    """

    layered: tuple[int, ...]
    troubles: Mapping[int, str]
    signed: bool


def write_searchable(source: Path, target: Path, done: Callable[[int], None] = lambda _: None) -> SearchableCopy:
    """Read a scan (PDF, PNG, JPEG, TIFF) and write it as a PDF with the words that were read.

    Pages whose text layer can be trusted are left as they are; `done` is told of each page read. Raises UnreadableFile
    where no page has words, MissingProgram without Tesseract.
    """
    bytes_of(source, (".pdf", *PICTURES))
    texts = read_pdf_text(source) if source.suffix.lower() == ".pdf" else []
    wanted = {text.number for text in texts if not is_trusted(text)} if texts else None
    layers, troubles = {}, {}
    for page in read_scanned_pages(source, read_tables, wanted):
        layers[page.number] = text_layer(page)
        if page.trouble is not None:
            troubles[page.number] = page.trouble
        done(page.number)
    layered = tuple(number for number, layer in layers.items() if layer.lines)
    if not layered and not any(text.words for text in texts):
        told = "; ".join(f"page {number}: {trouble}" for number, trouble in list(troubles.items())[:5])
        raise UnreadableFile(source.name, f"nothing can be read ({told or 'no words'})", "scan the pages again")
    replaced = [text.number for text in texts if text.number in layered and text.words]
    signed = write_with_text(source, target, layers, replaced)
    return SearchableCopy(layered, troubles, signed)


def text_layer(page: PageContents) -> TextLayer:
    """Return the lines of a page and of its tables' cells in reading order, numbers as they were mended."""
    placed = [
        ((page.is_beyond(line.box), line.box.y0 if line.box else 0.0), [_in_frame(line, page)]) for line in page.lines
    ]
    for table in page.tables:
        cells = sorted(table.table.cells, key=lambda cell: (cell.row, cell.column))
        lines = [line for cell in cells for line in _cell_lines(cell, page.to_shown)]
        placed.append(((page.is_beyond(table.box), table.box.y0), lines))
    placed.sort(key=lambda pair: pair[0])
    width, height = page.shown_size or (page.width, page.height)
    return TextLayer(tuple(line for _, lines in placed for line in lines), width, height, page.to_shown)


def _in_frame(line: Line, page: PageContents) -> Line:
    """Take a line of the right one of two pages, which has a frame of its own, to that of the left one."""
    motion = page.motion_of(line)
    if motion is page.to_shown or motion is None:
        return line
    shown = line_moved(line, motion).words
    frame = page.to_shown or aside(0.0)
    return Line(line.page, tuple(replace(word, box=frame.undone(word.box)) if word.box else word for word in shown))


def _cell_lines(cell: Cell, to_shown: Motion | None) -> Iterator[Line]:
    words = [
        replace(word, box=to_shown.undone(word.box)) if to_shown is not None and word.box else word
        for word in _words(cell)
    ]
    yield from gather_lines(cell.page, words)


def _words(cell: Cell) -> tuple[Word, ...]:
    """Return the cell's words in their boxes; where its text was mended since, the words of the text in these boxes."""
    texts = cell.text.split()
    if texts == [word.text for word in cell.words]:
        return cell.words
    if len(texts) == len(cell.words):
        return tuple(replace(word, text=text) for word, text in zip(cell.words, texts, strict=True))
    box = union(word.box for word in cell.words) or cell.box
    return (Word(cell.text, box),) if texts else ()

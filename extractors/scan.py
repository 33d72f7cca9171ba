"""Scanned pages as lines and tables: pictures made ready, read by OCR, digits and doubtful words read twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from queue import LifoQueue
from statistics import fmean, median

import numpy as np

from extractors.confidence import stated
from extractors.doubt import Paper, read_doubtful_again
from extractors.engines.columns import runs_in_one_column
from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.page_images import POINTS_PER_INCH, PageImage, load_page_images
from extractors.engines.straighten import PreparedPage, prepare
from extractors.grid_tables import with_unruled_tables
from extractors.handwriting import add_handwriting
from extractors.lines import gather_lines
from extractors.margins import add_page_number
from extractors.marks import mend_comparisons, mend_counts, mend_labels, mend_stops, mend_tokens
from extractors.number_marks import join_numbers
from extractors.page_order import in_reading_order
from extractors.page_threads import in_order, threads
from extractors.pieces import is_set_in_columns, read_pieces
from extractors.roman import mend_numerals
from extractors.sheets import Motion, PageContents, PlacedTable, Sheet, lay_out
from extractors.spelling import mend_spelling
from extractors.spreads import find_gutter, halves, side_by_side
from extractors.strokes import bold_words
from extractors.unread import read_passed_over
from schemas.document import Table, Word
from schemas.errors import UnreadableFile
from schemas.geometry import Box
from schemas.vocabulary import Reader

# What is made of punctuation alone and less sure than this is a speck, a rule or a stroke of a pen.
SPECK = 0.8
DASHES = frozenset("-–+")
NARROWEST_DASH = 0.3  # x-heights
STOPS = frozenset({".", ",", "'"})  # they touch the word before them; alone they are specks
# A line as unsure as this, without a word above the other bound, is a stamp, a signature or a picture.
NOISE, UNREADABLE = 0.35, 0.5
FEWEST_WORDS = 3
FEW_WORDS, UNSURE_OF_FEW = 10, 0.75
# Of 45 pages, scanned well and badly, each was read more surely than 0.93 as it stood, turned over less than 0.75.
UPRIGHT = 0.85


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that a table reader has found and read.

    The boxes of `table` are in points of the page as the file shows it; `area` is where it stands in the prepared
    page, in its pixels: no words are read there.
    """

    table: Table
    area: Box


TableReader = Callable[[PreparedPage, Recognizer], Sequence[FoundTable]]


def read_scan(path: Path, tables: TableReader | None = None) -> list[Sheet]:
    """Read a scan: an image-only PDF, PNG, JPEG or TIFF.

    Raises UnreadableFile where the file cannot be opened or no page of it can be read, and MissingProgram without
    Tesseract.
    """
    pages = list(read_scanned_pages(path, tables))
    if not any(page.lines or page.tables for page in pages):
        troubles = "; ".join(f"page {page.number}: {page.trouble}" for page in pages[:5])
        raise UnreadableFile(path.name, f"a scan on which nothing can be read ({troubles})", "scan the pages again")
    return lay_out(in_reading_order(with_unruled_tables(pages)))


def read_scanned_pages(
    path: Path, tables: TableReader | None = None, pages: Collection[int] | None = None
) -> Iterator[PageContents]:
    """Yield the contents of the given pages (1-based; all where `pages` is None), with few pictures in memory."""
    count = threads()
    idle: LifoQueue[Recognizer] = LifoQueue()

    def read(image: PageImage) -> PageContents:
        recognizer = idle.get()
        try:
            return read_image(image, recognizer, tables)
        finally:
            idle.put(recognizer)

    with ExitStack() as stack:
        for _ in range(count):
            idle.put(stack.enter_context(Recognizer()))
        yield from in_order(read, load_page_images(path, pages=pages), count)


def read_image(image: PageImage, recognizer: Recognizer, tables: TableReader | None = None) -> PageContents:
    """Make a picture ready and read it; two pages on it, which lie askew each in its own way, one after the other.

    What reads badly is read once more if it stands on its head.
    """

    def read(part: PageImage) -> PageContents:
        page = prepare(part)
        contents = read_page(page, recognizer, tables)
        if page.trouble is not None or _reads_well(contents):
            return contents
        turned = prepare(part, lambda line, dpi: recognizer.read_lines([line], dpi=dpi)[0][1])
        return contents if turned.angle == page.angle else read_page(turned, recognizer, tables)

    whole = read(image)
    if whole.gutter is None or whole.to_shown is None or whole.to_shown.a <= abs(whole.to_shown.b):  # scanned turned
        return whole
    gutter, _ = whole.to_shown.point(whole.gutter, whole.height / 2)
    at = round(gutter / image.width * image.pixels.shape[1])
    left, right = (
        read(replace(image, pixels=np.ascontiguousarray(image.pixels[:, columns]), width=width))
        for columns, width in ((slice(None, at), gutter), (slice(at, None), image.width - gutter))
    )
    return side_by_side(left, right) if left.lines and right.lines else whole


def read_page(page: PreparedPage, recognizer: Recognizer, tables: TableReader | None = None) -> PageContents:
    """Read a prepared page: first its tables, then the words outside them."""
    if page.trouble is not None:
        size = (page.width, page.height)
        return PageContents(page.number, *size, reader=Reader.OCR, trouble=page.trouble)
    one_column = runs_in_one_column(page.gray, page.x_height)  # then there is no table
    found = tables(page, recognizer) if tables and not one_column else []
    prose = _without(page, [table.area for table in found])
    read = mend_tokens(recognizer.page_words(prose.gray, page.dpi, one_column=one_column))
    read = join_numbers(prose.gray, read, page.x_height)
    read = _without_specks(read, page.x_height)
    read = _without_noise(read_passed_over(prose, read, recognizer))
    read = mend_numerals(prose.gray, read)
    paper = Paper(prose.gray, prose.x_height, prose.dpi, recognizer)
    words = mend_spelling(read_doubtful_again(paper, read), paper)
    words = mend_comparisons(prose, mend_counts(mend_labels(mend_stops(words))))
    words = add_page_number(prose, add_handwriting(prose, words, recognizer), recognizer)
    trouble = page.damage
    if not found and _is_unreadable(words):
        words, trouble = [], "a picture on which nothing can be read"
    scale = POINTS_PER_INCH / page.dpi
    height, width = (side * scale for side in page.gray.shape)
    placed = list(_worded(_of_one_height(words), bold_words(prose.gray, words), scale))
    placed_tables = tuple(PlacedTable(item.table, _scaled(item.area, scale)) for item in found)
    gutter = find_gutter(placed, [item.box for item in placed_tables], width, height)
    in_columns = gutter is None and all(_runs_one_way(item.table) for item in found)
    in_columns = in_columns and (bool(found) or is_set_in_columns(words, page.x_height))
    pieces = read_pieces(page, recognizer) if in_columns else []
    return PageContents(
        number=page.number,
        width=width,
        height=height,
        lines=tuple(line for half in halves(placed, gutter) for line in gather_lines(page.number, half)),
        tables=placed_tables,
        gutter=gutter,
        reader=Reader.OCR,
        trouble=trouble,
        to_shown=_to_shown(page, scale),
        shown_size=(page.width, page.height),
        pieces=tuple(_worded(pieces, bold_words(page.gray, pieces), scale)),
    )


def _runs_one_way(table: Table) -> bool:
    """Tell whether rules part only a table's columns, or its rows."""
    return table.row_count == 1 or table.column_count == 1


def _reads_well(contents: PageContents) -> bool:
    sure = [word.confidence for line in contents.lines for word in line.words]
    sure += [word.confidence for placed in contents.tables for cell in placed.table.cells for word in cell.words]
    return bool(sure) and fmean(sure) > UPRIGHT


def _is_unreadable(words: Sequence[OcrWord]) -> bool:
    """Tell whether a page holds no text: on a blank one the paper's dirt makes a few unsure words."""
    if len(words) < FEWEST_WORDS:
        return True
    return fmean(word.confidence for word in words) < (UNREADABLE if len(words) > FEW_WORDS else UNSURE_OF_FEW)


def _to_shown(page: PreparedPage, scale: float) -> Motion:
    (a, b, c), (d, e, f) = page.to_page.tolist()
    return Motion(a / scale, b / scale, c, d / scale, e / scale, f)


def _without(page: PreparedPage, areas: Sequence[Box]) -> PreparedPage:
    if not areas:
        return page
    gray = page.gray.copy()
    for area in areas:
        gray[max(int(area.y0), 0) : int(area.y1) + 1, max(int(area.x0), 0) : int(area.x1) + 1] = 255
    return replace(page, gray=gray)


def _without_specks(words: Sequence[OcrWord], x_height: float) -> list[OcrWord]:
    return [word for word in words if not _is_speck(word, x_height)]


def _without_noise(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Leave out lines that are none."""
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line_id, []).append(word)
    noise = {line for line, members in lines.items() if _is_noise([word.confidence for word in members])}
    return [word for word in words if word.line_id not in noise]


def _is_noise(confidences: Sequence[float]) -> bool:
    return fmean(confidences) < NOISE and max(confidences) < UNREADABLE


def _is_speck(word: OcrWord, x_height: float) -> bool:
    if any(character.isalnum() for character in word.text):
        return False
    if set(word.text) <= DASHES:
        return word.box.width < NARROWEST_DASH * x_height
    return word.confidence < SPECK or word.text in STOPS


def _of_one_height(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Give the words of a line one height, so that marks and capitals do not part them."""
    lines: dict[int, list[Box]] = {}
    for word in words:
        lines.setdefault(word.line_id, []).append(word.box)
    extents = {line: _extent(boxes) for line, boxes in lines.items()}
    placed = []
    for word in words:
        top, bottom = extents[word.line_id]
        box = Box(word.box.x0, min(top, word.box.y0), word.box.x1, max(bottom, word.box.y1))
        if abs(box.height - (bottom - top)) > 0.5 * (bottom - top):  # a stamp or a pen has run into the word
            box = Box(word.box.x0, top, word.box.x1, bottom)
        placed.append(replace(word, box=box))
    return placed


def _worded(words: Sequence[OcrWord], bold: Sequence[bool], scale: float) -> Iterator[Word]:
    for word, is_bold in zip(words, bold, strict=True):
        box = _scaled(word.box, scale)
        yield Word(word.text, box, stated(word.text, word.confidence), bold=is_bold, other=word.other)


def _extent(boxes: Sequence[Box]) -> tuple[float, float]:
    """Return the usual top and bottom of a line's words, dashes and stops left aside."""
    usual = median(box.height for box in boxes)
    tall = [box for box in boxes if box.height >= 0.5 * usual]
    return median(box.y0 for box in tall), median(box.y1 for box in tall)


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)

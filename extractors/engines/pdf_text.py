"""The text layer of a PDF by pypdfium2: words with boxes, and which pages carry rules.

Text in an encoding from before Unicode is decoded here, run by run of one font.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from normalizers.encoding_choice import Run, read_runs
from schemas.document import Word
from schemas.errors import UnreadableFile
from schemas.geometry import Box, union

# pdfium gives a hyphen at a line's end as U+0002, in its text ranges as U+FFFE. A soft hyphen is ư in old fonts.
HYPHENS = ("\x02", "\ufffe")
SOFT_HYPHEN = "\u00ad"
BOLD_WEIGHT = 600
# A gap wider than this share of the font size parts two words even where no blank was written.
WORD_GAP = 0.28
# Two characters stand on one baseline if their vertical middles differ by less than this share of the font size.
SAME_BASELINE = 0.5


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of the text layer: size in points after /Rotate, words in content order."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rule_count: int  # drawn paths: a table has many, a letterhead two or three
    image_count: int
    image_share: float  # of the page, covered by its largest picture
    hidden: bool  # no word of it can be seen


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a page's user space (origin bottom left, unrotated) lies in the page as it is shown."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        if self.rotation == 90:
            return Box(y0, x0, y1, x1)
        if self.rotation == 180:
            return Box(self.width - x1, y0, self.width - x0, y1)
        if self.rotation == 270:
            return Box(self.height - y1, self.width - x1, self.height - y0, self.width - x0)
        return Box(x0, self.height - y1, x1, self.height - y0)


def read_pdf_text(path: Path) -> list[PageText]:
    """Read every page's words; a page that pdfium cannot load comes back without words.

    Raises UnreadableFile as `open_pdf` does.
    """
    document = open_pdf(path)
    try:
        read = [_read_page(document, index) for index in range(len(document))]
    finally:
        document.close()
    decoded = _decoded([words for _, words in read])
    return [replace(page, words=words) for (page, _), words in zip(read, decoded, strict=True)]


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Open a PDF that has pages.

    Raises UnreadableFile for a file that is no PDF, is damaged beyond opening, or asks for a password.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _unreadable(path, error) from error
    if len(document) == 0:
        document.close()
        raise UnreadableFile(path.name, "the PDF has no pages", "get a sound copy of the file")
    return document


def _unreadable(path: Path, error: pdfium.PdfiumError) -> UnreadableFile:
    if "password" in str(error).lower():
        return UnreadableFile(path.name, "the PDF is encrypted", "remove its password and try again")
    head = path.open("rb").read(1024)
    if b"%PDF" not in head:
        return UnreadableFile(path.name, "no PDF despite its name", "check what the file is and rename it")
    return UnreadableFile(path.name, "the PDF is damaged or truncated", "get a sound copy of the file")


def _read_page(document: pdfium.PdfDocument, index: int) -> tuple[PageText, list[_SetWord]]:
    try:
        page = document[index]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return PageText(index + 1, 0.0, 0.0, (), 0, 0, 0.0, False), []
    left, bottom, right, top = page.get_cropbox()
    frame = _Frame(left, bottom, right - left, top - bottom, page.get_rotation())
    items = list(page.get_objects(max_depth=3))
    kinds = [item.type for item in items]
    pictures = [_extent(item) for item in items if item.type == raw.FPDF_PAGEOBJ_IMAGE]
    words = _words(text_page, frame)
    modes = [raw.FPDFTextObj_GetTextRenderMode(item.raw) for item in items if item.type == raw.FPDF_PAGEOBJ_TEXT]
    width, height = page.get_size()
    text_page.close()
    page.close()
    text = PageText(
        number=index + 1,
        width=width,
        height=height,
        words=(),
        rule_count=kinds.count(raw.FPDF_PAGEOBJ_PATH),
        image_count=len(pictures),
        image_share=max(pictures, default=0.0) / max(width * height, 1.0),
        hidden=bool(modes) and all(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes),
    )
    return text, words


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    bold: bool
    italic: bool


def _extent(item: pdfium.PdfObject) -> float:
    try:
        left, bottom, right, top = item.get_bounds()
    except pdfium.PdfiumError:
        return 0.0
    return float((right - left) * (top - bottom))


@dataclass(slots=True)
class _Letter:
    text: str
    box: Box
    size: float
    style: _Style


@dataclass(frozen=True, slots=True)
class _SetWord:
    """A word as its font encodes it."""

    word: Word
    font: str


def _words(text_page: pdfium.PdfTextPage, frame: _Frame) -> list[_SetWord]:
    words: list[_SetWord] = []
    letters: list[_Letter] = []

    def close_word() -> None:
        if letters:
            words.append(_word(letters))
            letters.clear()

    fonts: dict[tuple[str, int], _Style] = {}
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        # Characters that pdfium made up are blanks and line ends; gaps are measured below instead.
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            close_word()
            continue
        character = HYPHENS[0] if chr(code) in HYPHENS else chr(code)
        if character.isspace() or not (character.isprintable() or character in (HYPHENS[0], SOFT_HYPHEN)):
            close_word()
            continue
        box = frame.shown(*text_page.get_charbox(index, loose=True))
        size = float(raw.FPDFText_GetFontSize(text_page, index)) or box.height or 1.0
        letter = _Letter(character, box, size, _style(text_page, index, fonts))
        if letters and _apart(letters[-1], letter):
            close_word()
        letters.append(letter)
    close_word()
    return words


def _apart(before: _Letter, after: _Letter) -> bool:
    gap = after.box.x0 - before.box.x1
    rise = abs(after.box.y1 - before.box.y1)
    return gap > WORD_GAP * before.size or gap < -2 * before.size or rise > SAME_BASELINE * before.size


def _word(letters: list[_Letter]) -> _SetWord:
    box = union(letter.box for letter in letters)
    word = Word(
        text=unicodedata.normalize("NFC", "".join(letter.text for letter in letters)),
        box=box.rounded() if box else None,
        bold=sum(letter.style.bold for letter in letters) * 2 > len(letters),
        italic=sum(letter.style.italic for letter in letters) * 2 > len(letters),
    )
    return _SetWord(word, letters[0].style.font)


def _decoded(pages: Sequence[Sequence[_SetWord]]) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each page in Unicode; a font is judged by the whole document."""
    runs = [run for words in pages for run in _runs(words)]
    texts = read_runs([Run(tuple(set_word.word.text for set_word in run), run[0].font) for run in runs])
    read = iter([text for words in texts for text in words])
    for words in pages:
        shown = ((set_word.word, _without_soft_hyphens(next(read))) for set_word in words)
        yield tuple(word if word.text == text else replace(word, text=text) for word, text in shown if text)


def _runs(words: Sequence[_SetWord]) -> list[list[_SetWord]]:
    """Part the words of a page where the font or the line changes."""
    runs: list[list[_SetWord]] = []
    for set_word in words:
        last = runs[-1][-1] if runs else None
        if last is None or last.font != set_word.font or _line_of(last) != _line_of(set_word):
            runs.append([])
        runs[-1].append(set_word)
    return runs


def _line_of(set_word: _SetWord) -> int | None:
    return round(set_word.word.box.y1) if set_word.word.box else None


def _without_soft_hyphens(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "").replace(HYPHENS[0], "-")


def _style(text_page: pdfium.PdfTextPage, index: int, seen: dict[tuple[str, int], _Style]) -> _Style:
    """Return the font's name, and bold and italic by name and weight; many producers set only one of the two."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), ctypes.byref(flags))
    name = buffer.value.decode("utf-8", "replace") if 0 < length <= len(buffer) else ""
    weight = raw.FPDFText_GetFontWeight(text_page, index)
    key = (name, weight)
    if key not in seen:
        low = name.lower()
        seen[key] = _Style(name, "bold" in low or weight >= BOLD_WEIGHT, "italic" in low or "oblique" in low)
    return seen[key]

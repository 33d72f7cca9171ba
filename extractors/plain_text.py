"""Plain-text renditions: hard-wrapped lines, with or without blank lines between them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from statistics import quantiles

from extractors.lines import PrintedLine
from extractors.sheets import Sheet
from extractors.side_columns import apart
from normalizers.encoding_choice import read_text
from schemas.document import Line, Page, Word
from schemas.errors import UnreadableFile

PAGE_NUMBER = re.compile(r"^\d{1,3}$")
FULL_SHARE = 0.82


def load_text(path: Path) -> str:
    """Load a text file as NFC; text in TCVN3, VNI or VIQR is decoded.

    Raises UnreadableFile where it is empty, binary, or in no encoding of Unicode or of Vietnamese before it.
    """
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = read_text(data.decode(encoding))
    except UnicodeDecodeError as error:
        single = data.decode("latin-1")
        text = read_text(single)
        if text == single:
            advice = "save it as UTF-8 and try again"
            raise UnreadableFile(path.name, f"not text in {encoding.upper()}", advice) from error
    if "\0" in text:
        raise UnreadableFile(path.name, "not text: it has NUL characters", "check what the file is")
    if not text.strip():
        raise UnreadableFile(path.name, "the file is empty", "get a copy that has content")
    return unicodedata.normalize("NFC", text)


def text_line(page: int, text: str) -> Line:
    """Make a line of words without boxes."""
    return Line(page, tuple(Word(word) for word in text.split()))


def read_plain_text(path: Path) -> list[Sheet]:
    """Read a rendition in plain text; a form feed begins a page, without one all is page 1."""
    text = load_text(path)
    lengths = [len(line.strip()) for line in text.splitlines() if line.strip()]
    width = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else float(lengths[0])
    blanks = len(re.findall(r"\n[ \t]*\n", text))
    # Where nearly every line is followed by a blank one, only two blank ones part anything.
    spaced = blanks > 0.6 * len(lengths)
    return [_sheet(number, page, width, 2 if spaced else 1) for number, page in enumerate(text.split("\f"), 1)]


def _sheet(number: int, text: str, width: float, parting: int) -> Sheet:
    printed: list[PrintedLine] = []
    furniture: list[Line] = []
    blank = 0
    for raw in apart(text.splitlines()):
        if not raw.strip():
            blank += 1
            continue
        line = text_line(number, raw)
        if PAGE_NUMBER.match(line.text) and blank:
            furniture.append(line)
            blank = 0
            continue
        full = len(raw.strip()) >= FULL_SHARE * width
        printed.append(PrintedLine(line, full=full, gap=blank >= parting, new_page=not printed))
        blank = 0
    page = Page(number, None, None, tuple(item.line for item in printed), tuple(furniture))
    return Sheet(page, tuple(printed))

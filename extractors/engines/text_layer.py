"""Words as an invisible layer on the pages of a PDF, by pikepdf: what viewers search and copy."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Operator
from pikepdf.canvas import ContentStreamBuilder

from extractors.engines.page_images import is_pdf
from extractors.engines.picture_pdf import picture_pdf
from extractors.sheets import Motion
from schemas.document import Line, Word
from schemas.errors import UnreadableFile

FONT = "SolieuText"
FONT_NAME = Name(f"/{FONT}")
EM = 1000
ADVANCE = 500  # of every character, in thousandths of the size; words are stretched to their width
INVISIBLE = 3  # text rendering mode
MOST_CODE, UNKNOWN = 0xFFFF, "\N{REPLACEMENT CHARACTER}"
SHOWING = frozenset(map(Operator, ("Tj", "TJ", "'", '"')))
DEEPEST = 3  # forms within forms
LOOK_DPI = 60
# Codes are UTF-16 units and stand for themselves.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The lines of one page in reading order; boxes in the frame in which they run straight (see `Motion`).

    `width` and `height` are those of the page as shown.
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    to_shown: Motion | None = None


def write_with_text(source: Path, target: Path, layers: Mapping[int, TextLayer], replaced: Iterable[int] = ()) -> bool:
    """Write a PDF, or a picture as a PDF, with the layers of its pages (1-based).

    Of pages in `replaced` the text that cannot be seen is taken off first. The pictures stay as they are encoded.
    Returns whether the file bears a digital signature, which does not hold for the copy. Raises UnreadableFile.
    """
    try:
        with _opened(source, layers) as pdf:
            _drop_text_layers(pdf, replaced)
            _add_text_layers(pdf, layers)
            signed = bool(int(pdf.Root.get("/AcroForm", Dictionary()).get("/SigFlags", 0)) & 1)
            pdf.save(target, encryption=pdf.is_encrypted)
            return signed
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        raise UnreadableFile(source.name, "the PDF is damaged", "get a sound copy of the file") from error


def _opened(source: Path, layers: Mapping[int, TextLayer]) -> pikepdf.Pdf:
    if is_pdf(source):
        return pikepdf.open(source)
    return picture_pdf(source, {number: (layer.width, layer.height) for number, layer in layers.items()})


def _add_text_layers(pdf: pikepdf.Pdf, layers: Mapping[int, TextLayer]) -> None:
    font = None
    for number, layer in layers.items():
        if not layer.lines:
            continue
        page = pdf.pages[number - 1]
        font = font or pdf.make_indirect(_font(pdf))
        page.add_resource(font, Name.Font, name=FONT_NAME, replace_existing=True)
        # Before what the page draws: whatever that leaves behind in the graphics state cannot move the words.
        page.contents_add(pdf.make_stream(_content(layer, _from_shown(page))), prepend=True)


def _drop_text_layers(pdf: pikepdf.Pdf, pages: Iterable[int]) -> None:
    """Take the text off pages that look the same without it; of the others, what is set to be invisible."""
    for number in pages:
        with pikepdf.new() as alone:
            alone.pages.append(pdf.pages[number - 1])
            before = _look(alone)
            _drop_text(alone, alone.pages[0].obj, hidden_only=False)
            unseen = np.array_equal(before, _look(alone))
        _drop_text(pdf, pdf.pages[number - 1].obj, hidden_only=not unseen)


def _look(pdf: pikepdf.Pdf) -> NDArray[np.uint8]:
    data = io.BytesIO()
    pdf.save(data)
    document = pdfium.PdfDocument(data.getvalue())
    try:
        pixels: NDArray[np.uint8] = document[0].render(scale=LOOK_DPI / 72).to_numpy().copy()
        return pixels
    finally:
        document.close()


def _drop_text(pdf: pikepdf.Pdf, holder: pikepdf.Object, *, hidden_only: bool, depth: int = 0) -> None:
    """Drop what shows text from a page or a form; `hidden_only` leaves what is not set to be invisible."""
    mode, outer, kept = 0, [], []
    instructions = pikepdf.parse_content_stream(holder)
    for instruction in instructions:
        operator = instruction.operator
        if operator == Operator("q"):
            outer.append(mode)
        elif operator == Operator("Q") and outer:
            mode = outer.pop()
        elif operator == Operator("Tr"):
            mode = int(instruction.operands[0])
        if operator not in SHOWING or (hidden_only and mode != INVISIBLE):
            kept.append(instruction)
    if len(kept) < len(instructions):
        content = pikepdf.unparse_content_stream(kept)
        if isinstance(holder, pikepdf.Stream):
            holder.write(content)
        else:
            holder.Contents = pdf.make_stream(content)
    forms = holder.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    for form in forms.values():
        if form.get("/Subtype") == Name.Form and depth < DEEPEST:
            _drop_text(pdf, form, hidden_only=hidden_only, depth=depth + 1)


def _from_shown(page: pikepdf.Page) -> Motion:
    """Return the motion from the page as shown (points, origin top left) to its user space."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if turned == 90:
        return Motion(0, 1, left, 1, 0, bottom)
    if turned == 180:
        return Motion(-1, 0, right, 0, 1, bottom)
    if turned == 270:
        return Motion(0, -1, right, -1, 0, top)
    return Motion(1, 0, left, 0, -1, top)


def _content(layer: TextLayer, from_shown: Motion) -> bytes:
    motion = from_shown if layer.to_shown is None else from_shown.after(layer.to_shown)
    content = ContentStreamBuilder().push().begin_text().set_text_rendering(INVISIBLE)
    for line in layer.lines:
        _show(content, [word for word in line.words if word.box and word.text], motion)
    return bytes(content.end_text().pop().build())


def _show(content: ContentStreamBuilder, words: Sequence[Word], motion: Motion) -> None:
    """Show a line's words on one base line, each as wide as its box, with a blank after it."""
    boxes = [word.box for word in words if word.box]
    if not boxes:
        return
    size = max(median(box.height for box in boxes), 1.0)
    bottom = median(box.y1 for box in boxes)
    scale = math.hypot(motion.a, motion.d)
    content.set_text_font(FONT_NAME, round(size * scale, 2))
    # Text grows upwards, the frame downwards.
    turn = (motion.a / scale, motion.d / scale, -motion.b / scale, -motion.e / scale)
    for word, box in zip(words, boxes, strict=True):
        content.set_text_matrix(pikepdf.Matrix(*turn, *motion.point(box.x0, bottom)))
        natural = len(word.text) * size * ADVANCE / EM
        content.set_text_horizontal_scaling(round(100 * max(box.width, 1.0) / natural, 2))
        codes = "".join(sign if ord(sign) <= MOST_CODE else UNKNOWN for sign in word.text)
        content.show_text(f"{codes} ".encode("utf-16-be"))


def _font(pdf: pikepdf.Pdf) -> Dictionary:
    program = pdf.make_stream(_glyphless(), Length1=len(_glyphless()))
    described = Dictionary(
        Type=Name.FontDescriptor,
        FontName=FONT_NAME,
        FontFile2=program,
        Flags=5,  # of one width, with signs beyond Latin
        FontBBox=Array([0, 0, ADVANCE, EM]),
        ItalicAngle=0,
        Ascent=EM,
        Descent=0,
        CapHeight=EM,
        StemV=80,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=FONT_NAME,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(described),
        DW=ADVANCE,
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 0x10000),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=FONT_NAME,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(TO_UNICODE),
    )


@cache
def _glyphless() -> bytes:
    """Return a TrueType font of one glyph, a line without breadth from corner to corner of its place.

    It draws nothing, yet has an extent: pdfium passes over words that have none on pages that are shown turned.
    """
    names = [".notdef", "blank"]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((ADVANCE, EM))
    pen.closePath()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupNameTable({"familyName": FONT, "styleName": "Regular", "psName": FONT})
    builder.setupOS2(sTypoAscender=EM, usWinAscent=EM, usWinDescent=0)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    data = io.BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(data)
    return data.getvalue()

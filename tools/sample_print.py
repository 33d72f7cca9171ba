"""Set a sample as an office would print it: A4, Tinos, the layout that Decree 30/2020/NĐ-CP prescribes.

The same source gives the same bytes with the same ReportLab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    XPreformatted,
)

from tools.sample_source import Part

FONTS = Path("/usr/share/fonts/truetype/croscore")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 18 * mm, 20 * mm, 20 * mm
HAIRLINE = 0.6


def have_fonts() -> bool:
    """Tell whether the fonts of Debian's fonts-croscore are there."""
    return all((FONTS / f"Tinos-{face}.ttf").is_file() for face in FACES)


def style(name: str, **changes: Any) -> ParagraphStyle:
    """Return a style of the plans' body text with some changes."""
    basics: dict[str, Any] = {"fontName": "Tinos", "fontSize": 13, "leading": 15.6, "spaceAfter": 4}
    return ParagraphStyle(name, **{**basics, **changes})


BODY = style("body", alignment=TA_JUSTIFY, firstLineIndent=12.7 * mm)
HEADING = style("heading", fontName="Tinos-Bold", firstLineIndent=12.7 * mm, spaceBefore=2, keepWithNext=1)
TITLE = style("title", fontName="Tinos-Bold", fontSize=14, leading=18, alignment=TA_CENTER, spaceAfter=0)
CENTRED = style("centred", fontSize=12.5, leading=15.5, alignment=TA_CENTER, spaceAfter=0)
SMALL = style("small", fontSize=11, leading=13, alignment=TA_LEFT, spaceAfter=0)
SIGNED = style("signed", alignment=TA_CENTER, spaceAfter=0)


@dataclass(frozen=True)
class TableSetting:
    """How the annexes' tables are set: which rules are drawn, where words stand in their cells; sizes in points.

    `rules` is one of RULES; `place` is "TOP", "MIDDLE" or "BOTTOM"; `family` is one of Debian's fonts-croscore; `width`
    stretches the columns.
    """

    rules: str = "grid"
    place: str = "MIDDLE"
    family: str = "Tinos"
    size: float = 11
    between: float = 3  # points of white between two rows
    width: float = 1.0
    repeat_header: bool = True


RULES = {
    "grid": ("GRID",),
    "across": ("LINEBELOW",),
    "upright": ("LINEBEFORE", "BOX"),
    "frame": ("BOX",),
    "frame and across": ("BOX", "LINEBELOW"),
    "inner": ("INNERGRID",),
    "open sides": ("INNERGRID", "LINEABOVE", "LINEBELOW"),
    "none": (),
}
PRINTED = TableSetting()


def print_sample(parts: list[Part], target: Path, title: str, tables: TableSetting = PRINTED) -> None:
    """Write the parts of a source as a PDF."""
    _register_fonts("Tinos")
    _register_fonts(tables.family)
    rl_config.useA85 = 0
    width, height = A4
    upright = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0)
    wide = Frame(LEFT / 2, BOTTOM, height - LEFT / 2 - RIGHT, width - TOP - BOTTOM, 0, 0, 0, 0)
    document = BaseDocTemplate(
        str(target), pagesize=A4, invariant=1, title=title, author="Solieu", creator="Solieu samples", lang="vi"
    )
    document.addPageTemplates(
        [
            PageTemplate("upright", [upright], onPage=_page_number, pagesize=A4),
            PageTemplate("wide", [wide], onPage=_page_number, pagesize=landscape(A4)),
        ]
    )
    document.build([flowable for part in parts for flowable in _set(part, tables)])


def _register_fonts(family: str) -> None:
    if family in pdfmetrics.getRegisteredFontNames():
        return
    plain, bold, italic, both = names = [family, f"{family}-Bold", f"{family}-Italic", f"{family}-BoldItalic"]
    for name, face in zip(names, FACES, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{family}-{face}.ttf")))
    pdfmetrics.registerFontFamily(family, plain, bold, italic, both)
    # A bold paragraph may hold italics and the other way round.
    pdfmetrics.registerFontFamily(bold, bold, bold, both, both)


def _page_number(canvas: Any, document: Any) -> None:
    if document.page > 1:
        canvas.setFont("Tinos", 13)
        canvas.drawCentredString(canvas._pagesize[0] / 2, canvas._pagesize[1] - 12 * mm, str(document.page))


def _set(part: Part, tables: TableSetting) -> Iterator[Flowable]:
    if part.name == "letterhead":
        yield from _letterhead(part)
    elif part.name == "closing":
        yield from _closing(part)
    elif part.name == "annex":
        yield from _annex(part, tables)
    else:
        for kind, text in part.blocks:
            yield from _body(kind, text)


def _letterhead(part: Part) -> Iterator[Flowable]:
    issuer, number, motto, dated = (text for _, text in part.blocks)
    left = [Paragraph(_marked(issuer), CENTRED), _Rule(25 * mm), _blanks(number)]
    right = [Paragraph(_marked(motto), CENTRED), _Rule(52 * mm), _blanks(dated)]
    yield Table(
        [[left, right]], colWidths=[62 * mm, 100 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *NO_PADDING]
    )
    yield Spacer(1, 9 * mm)


NO_PADDING = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


class _Rule(Flowable):
    """A short line in the middle of the column, as under the issuer, the motto and the title."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, 8

    def draw(self) -> None:
        self.canv.setLineWidth(HAIRLINE)
        self.canv.line((self.width - self.length) / 2, 4, (self.width + self.length) / 2, 4)


def _blanks(text: str) -> Flowable:
    """Set a line whose blanks were left for a pen: runs of spaces keep their width."""
    return XPreformatted(_marked(text), CENTRED)


def _body(kind: str, text: str) -> Iterator[Flowable]:
    if kind == "h1":
        yield Paragraph(_marked(text), TITLE)
    elif kind == "h2":
        yield Paragraph(_marked(text), TITLE)
        yield _Rule(35 * mm)
        yield Spacer(1, 4 * mm)
    elif kind in ("h3", "h4"):
        yield Paragraph(_marked(text), HEADING)
    else:
        yield Paragraph(_marked(text), BODY)


def _closing(part: Part) -> Iterator[Flowable]:
    (_, to), *items, (_, role), (_, signer) = part.blocks
    left: list[Flowable] = [Paragraph(f"<i>{_marked(to)}</i>", style("to", fontSize=12, leading=15, spaceAfter=0))]
    left += [Paragraph(_marked(text), SMALL) for _, text in items]
    right = [Paragraph(_marked(role), SIGNED), Spacer(1, 21 * mm), Paragraph(_marked(signer), SIGNED)]
    columns = Table(
        [[left, right]], colWidths=[81 * mm, 81 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *NO_PADDING]
    )
    yield KeepTogether([Spacer(1, 3 * mm), columns])


def _annex(part: Part, tables: TableSetting) -> Iterator[Flowable]:
    yield NextPageTemplate("wide")
    yield PageBreak()
    for _, text in part.blocks:
        yield XPreformatted(_marked(text), style("caption", alignment=TA_CENTER, spaceAfter=1))
    yield Spacer(1, 4 * mm)
    widths = [width * tables.width * mm for width in part.numbers("widths")]
    head = int(part.options["header"])
    cells = [[_cell(text, row < head, column in part.numbers("left"), tables) for column, text in enumerate(texts)]
             for row, texts in enumerate(part.rows)]  # fmt: skip
    lines = [
        *((command, (0, 0), (-1, -1), HAIRLINE, "black") for command in RULES[tables.rules]),
        ("VALIGN", (0, 0), (-1, -1), tables.place),
        ("TOPPADDING", (0, 0), (-1, -1), tables.between / 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), tables.between * 2 / 3),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    repeated = head if tables.repeat_header else 0
    yield Table(cells, colWidths=widths, repeatRows=repeated, style=[*lines, *_spans(part.rows, head)])


def _cell(text: str, head: bool, left: bool, tables: TableSetting) -> Paragraph:
    if head and text:
        text = f"**{text}**"
    alignment = TA_LEFT if left and not head else TA_CENTER
    leading = tables.size * 13 / 11
    look = style(
        "cell", fontName=tables.family, fontSize=tables.size, leading=leading, spaceAfter=0, alignment=alignment
    )
    return Paragraph(_marked(text), look)


def _spans(rows: list[list[str]], head: int) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Yield ReportLab's SPAN commands: merged cells of the head, and the lines that name a group of rows."""
    for column, text in enumerate(rows[0]):
        if not text:
            continue
        right = column
        while right + 1 < len(rows[0]) and not rows[0][right + 1]:
            right += 1
        below = 0
        while right == column and below + 1 < head and not rows[below + 1][column]:
            below += 1
        if (right, below) != (column, 0):
            yield "SPAN", (column, 0), (right, below)
    for number, texts in enumerate(rows[head:], head):
        if texts[0].startswith("**") and not any(texts[2:]):
            yield "SPAN", (1, number), (-1, number)


def _marked(text: str) -> str:
    """Turn the source's emphasis into ReportLab's."""
    text = text.replace("&", "&amp;")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text).replace("<br>", "<br/>")

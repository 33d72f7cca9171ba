"""Lines joined into paragraphs over line and page ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.lines import INDENT, PrintedLine
from extractors.outline import find_marker, is_heading
from schemas.document import Fragment, Paragraph, ParagraphRole
from schemas.vocabulary import Reader

SENTENCE_END = (".", ";", ":", "!", "?", "…", "/.")
CLOSERS = "”\"’')»"
# The share of lines that a page sets in from its left margin where paragraphs begin with an indent.
INDENTED_SHARE = (0.02, 0.7)


def join_lines(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Group the lines of running text into paragraphs."""
    indented = uses_indents(lines)
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, indented):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def uses_indents(lines: Sequence[PrintedLine]) -> bool:
    """Tell whether the text marks the beginning of paragraphs by an indent."""
    placed = [line.indent for line in lines if line.indent is not None and not line.centred]
    if not placed:
        return False
    share = sum(indent > INDENT for indent in placed) / len(placed)
    return INDENTED_SHARE[0] < share < INDENTED_SHARE[1]


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends where a sentence or an item may end."""
    return text.rstrip(CLOSERS + " ").endswith(SENTENCE_END) or text.endswith(SENTENCE_END)


def _begins(paragraph: Sequence[PrintedLine], line: PrintedLine, indented: bool) -> bool:
    """Tell whether `line` begins a new paragraph after the lines in `paragraph`."""
    first, above = paragraph[0], paragraph[-1]
    marker = find_marker(line.text)
    if line.heading is not None or above.heading is not None:
        return True
    if line.indent is None:
        return _begins_in_text(paragraph, line)
    if line.centred or above.centred:
        return line.centred != above.centred or line.line.bold != above.line.bold or line.gap
    if line.gap and ends_sentence(above.text):
        return True
    if indented:
        if line.indent <= INDENT:
            # At the margin a paragraph goes on, unless the line above was left short on purpose.
            return not above.full and (ends_sentence(above.text) or _heads(paragraph)) and not line.new_page
        hanging = marker is None and above.full and (above is not first or (first.indent or 0) < line.indent)
        return not (hanging and above.indent is not None and above.indent > INDENT and not ends_sentence(above.text))
    if marker is not None and (ends_sentence(above.text) or not above.full or _heads(paragraph)):
        return True
    return not above.full and (ends_sentence(above.text) or _heads(paragraph))


def _begins_in_text(paragraph: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """The same without layout: by marks, sentence ends and short lines.

    A dash that begins a hard-wrapped line ("Y tế - Văn hóa" | "- Giáo dục") is no item where the line above breaks off.
    """
    above = paragraph[-1]
    if _heads(paragraph):
        return not (above.full and _goes_on(line.text))
    if find_marker(line.text) is not None:
        return line.gap or ends_sentence(above.text) or not above.full
    if ends_sentence(above.text):
        return line.gap or not above.full
    # A paragraph cut by a page's end breaks off without a stop.
    return line.gap and not above.full and not _goes_on(line.text)


def _goes_on(text: str) -> bool:
    return (text[:1].islower() or text[:1].isdigit()) and find_marker(text) is None


def _heads(paragraph: Sequence[PrintedLine]) -> bool:
    text = " ".join(line.text for line in paragraph)
    bold = all(line.line.bold for line in paragraph)
    return is_heading(text, find_marker(text), bold)


def build_paragraph(
    lines: Iterable[PrintedLine], role: ParagraphRole | None = None, reader: Reader = Reader.TEXT_LAYER
) -> Paragraph:
    """Join lines into one paragraph; without a role it is told by the numbering and the form."""
    text = ""
    fragments: list[Fragment] = []
    bold = True
    for printed in lines:
        bold = bold and printed.line.bold
        for index, word in enumerate(printed.line.words):
            if text and not (index == 0 and _glued(text, word.text)):
                text += " "
            start = len(text)
            text += word.text
            fragments.append(
                Fragment(
                    start, len(text), printed.page, word.box, word.confidence, word.bold, word.italic, word.otherwise
                )
            )
    marker = find_marker(text)
    if role is None:
        heading = is_heading(text, marker, bold)
        role = ParagraphRole.HEADING if heading else ParagraphRole.ITEM if marker else ParagraphRole.BODY
    numbered = role in (ParagraphRole.HEADING, ParagraphRole.ITEM) and marker is not None
    return Paragraph(
        text=text,
        fragments=tuple(fragments),
        role=role,
        marker=marker.text if marker and numbered else None,
        reader=reader,
    )


def _glued(text: str, word: str) -> bool:
    """A hyphen at a line's end that touches the word before it goes on without a blank: 06- | NQ/TU, 2021- | 2025."""
    return bool(re.search(r"\w[-/]$", text)) and word[:1].isalnum()

"""The numbering in front of paragraphs and the outline that it spells: I., 1., 1.2.1., a), (1), -, +."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.document import Block, Paragraph, ParagraphRole

# Depths of the outline, outermost first. Decree 30/2020/NĐ-CP (annex I) prescribes Part, Chapter, Section, Article,
# Clause (1.), Point (a)); plans use Roman numerals, decimal numbers, and dashes within them.
ROMAN, DECIMAL, LETTER, BRACKET, DASH, PLUS = 1, 2, 6, 7, 8, 9

PARTS = r"(?:PHẦN|Phần|CHƯƠNG|Chương) (?:[IVX]+|\d+|THỨ (?:NHẤT|HAI|BA|TƯ)|[Tt]hứ (?:nhất|hai|ba|tư))"
MARKERS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"{PARTS}[.:]?(?= |$)"), 0),
    (re.compile(r"(?:[IVX]{1,5}|[A-H])[./](?= |$)"), ROMAN),
    (re.compile(r"Điều \d+\.(?= |$)"), DECIMAL),
    (re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?(?= [^\W\d_]| [“\"*])"), DECIMAL),
    (re.compile(r"\d{1,2}[.)](?= |$)"), DECIMAL),
    (re.compile(r"[a-zđ]\)(?= |$)"), LETTER),
    (re.compile(r"\(\d{1,2}\)\.?(?= |$)"), BRACKET),
    (re.compile(r"\([a-z]\)(?= |$)"), BRACKET),
    (re.compile(r"[-–•](?= )"), DASH),
    (re.compile(r"[-–](?=[^\W\d_])"), DASH),
    (re.compile(r"[+*](?= ?\S)"), PLUS),
)
TERMINAL = (".", ";", ":", "!", "?", "…", "./.", ",")
LONGEST_HEADING = 220
CLOSING = (ParagraphRole.RECIPIENTS, ParagraphRole.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbering of a paragraph as printed, and its depth."""

    text: str
    level: int


def find_marker(text: str) -> Marker | None:
    """Return the numbering that a line or paragraph begins with.

    >>> find_marker("1.2.1. Thực hiện Bộ tiêu chí")
    Marker(text='1.2.1.', level=4)
    >>> find_marker("1.000 lao động nông thôn")
    """
    for pattern, level in MARKERS:
        if match := pattern.match(text):
            marker = match.group()
            if level == DECIMAL and marker[0].isdigit():
                level += marker.rstrip(".").count(".")
            return Marker(marker, level)
    return None


def is_heading(text: str, marker: Marker | None, bold: bool) -> bool:
    """Tell whether a numbered paragraph is a heading: bold throughout, or short and no sentence."""
    if marker is None or marker.level >= DASH or len(text) > LONGEST_HEADING:
        return False
    if marker.level == ROMAN:
        return True
    if marker.level >= LETTER:
        return bold
    return bold or (len(text) < 140 and not text.endswith(TERMINAL))


def with_outline(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give every block its level and the headings and items that it stands under."""
    closed = max((at for at, b in enumerate(blocks) if isinstance(b, Paragraph) and b.role in CLOSING), default=-1)
    stack: list[tuple[int, int]] = []  # (level, position)
    placed: list[Block] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role in (ParagraphRole.HEADING, ParagraphRole.ITEM) and block.marker:
            marker = find_marker(block.text)
            level = marker.level if marker else DASH
            while stack and stack[-1][0] >= level:
                stack.pop()
            path = tuple(index for _, index in stack)
            stack.append((level, position))
            placed.append(replace(block, level=level, path=path))
        elif isinstance(block, Paragraph) and block.role is ParagraphRole.CAPTION:
            if position > closed:  # an annex stands outside the outline of the text, a table's caption in it does not
                stack.clear()
            placed.append(block)
        else:
            placed.append(replace(block, path=tuple(index for _, index in stack)))
    return tuple(placed)

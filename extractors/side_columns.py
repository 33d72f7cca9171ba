"""Letterheads and closings whose two columns a rendition sets side by side: by runs of blanks, or as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.zones import ANNEX, MOTTO, RECIPIENTS, SIGNATURE, names_kind

# No gap is the blank left for a pen: "Số:      /KH-UBND", "ngày     tháng".
GAP = re.compile(r"(?<=\S)(?<!Số:)(?<!Số)(?<!ngày)(?<!tháng)(?:\s{4,}|\t+)(?=[^\s/])(?!tháng|năm)")
RULE = re.compile(r"[\s\-–—_=*.]+")  # a line drawn with dashes
MOST_LINES = 40  # of a letterhead or closing
SHORTEST_ANNEX_TITLE = 30


def is_letterhead(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a table are those of a letterhead."""
    return any(MOTTO.search(cell) for cell in cells)


def is_closing(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a table are recipients and signature."""
    return any(RECIPIENTS.match(cell) for cell in cells) and any(SIGNATURE.search(cell) for cell in cells)


def apart(lines: Sequence[str]) -> list[str]:
    """Set the columns of a letterhead and of a closing one below the other, the left one first."""
    title = next((i for i, line in enumerate(lines[:MOST_LINES]) if names_kind(line.strip())), 0)
    head = lines[:title]
    closing = next((i for i, line in enumerate(lines[title:], title) if RECIPIENTS.match(line.strip())), len(lines))
    after = (i for i, line in enumerate(lines[closing:], closing) if _ends(line))
    end = min(next(after, len(lines)), closing + MOST_LINES)
    return [
        *(_columns(head) if any(MOTTO.search(line) for line in head) else head),
        *lines[title:closing],
        *_columns(lines[closing:end]),
        *lines[end:],
    ]


def _ends(line: str) -> bool:
    """Tell whether a line below the recipients opens what is attached: a label, a kind, or a title in capitals."""
    text = line.strip()
    titled = text.isupper() and len(text) >= SHORTEST_ANNEX_TITLE and not (SIGNATURE.search(text) or GAP.search(text))
    return bool(titled or ANNEX.match(text) or names_kind(text) or "|" in text)


def _columns(lines: Sequence[str]) -> Iterable[str]:
    """Part lines at a run of blanks; one that begins where right-hand parts do is of the right column."""
    gaps = [GAP.search(line) for line in lines]
    edges = [gap.end() for gap in gaps if gap]
    if not edges:
        return lines
    edge = min(edges)
    left: list[str] = []
    right: list[str] = []
    for line, gap in zip(lines, gaps, strict=True):
        if gap:
            left.append(line[: gap.start()])
            right.append(line[gap.end() :])
        else:
            own = len(line) - len(line.lstrip()) >= edge - (edge // 4)
            (right if own else left).append(line)
    return [*_kept(left), *_kept(right)]


def _kept(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if not RULE.fullmatch(line))

"""The sources of the samples: Markdown in which comments say what is letterhead, body, closing and annex.

One block a paragraph, blank lines between them. `<!-- annex header=2 widths=9,42 left=1 -->` opens a landscape page:
rows that make the table's head, widths of the columns in millimetres, columns set flush left (the others are centred).
In a head an empty cell belongs to the one on its left (first row) or above it (rows below).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DIRECTIVE = re.compile(r"<!--\s*(\w+)\s*(.*?)\s*-->")
PARTS = ("letterhead", "body", "closing", "annex")


@dataclass(frozen=True)
class Part:
    """A stretch of the source: its blocks as (kind, text) and, of an annex, its options and the rows of its table."""

    name: str
    options: dict[str, str]
    blocks: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def numbers(self, option: str) -> list[int]:
        """Return the numbers that an option lists, none where it is not given."""
        return [int(number) for number in self.options.get(option, "").split(",") if number]


def read_source(path: Path) -> list[Part]:
    """Read a sample's source; raises ValueError that names the file and what is wrong with it."""
    parts: list[Part] = []
    for block in re.split(r"\n{2,}", path.read_text(encoding="utf-8").strip()):
        if directive := DIRECTIVE.fullmatch(block):
            name, options = directive.groups()
            if name not in PARTS:
                raise ValueError(f"{path.name}: unknown part {name!r}")
            parts.append(Part(name, dict(option.split("=", 1) for option in options.split())))
        elif not parts:
            raise ValueError(f"{path.name}: text before the first part")
        elif block.startswith("|"):
            parts[-1].rows.extend(_rows(block))
        else:
            parts[-1].blocks.extend(_blocks(block))
    return parts


def _rows(block: str) -> Iterator[list[str]]:
    for line in block.splitlines():
        if not re.fullmatch(r"[|:\- ]+", line) or "---" not in line:
            yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def _blocks(block: str) -> Iterator[tuple[str, str]]:
    if heading := re.fullmatch(r"(#+) (.+)", block):
        yield f"h{len(heading[1])}", heading[2]
    elif block.startswith("- "):
        yield from (("item", line) for line in block.splitlines())
    else:
        yield "paragraph", " ".join(block.splitlines())


def unmarked(text: str) -> str:
    """Return the words of a source: without comments, emphasis, heading marks; single spaces."""
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"<br>|\*+|^#+ ", " ", text, flags=re.MULTILINE)
    return re.sub(r"\s+([,;.:)])", r"\1", re.sub(r"\(\s+", "(", re.sub(r"\s+", " ", text))).strip()

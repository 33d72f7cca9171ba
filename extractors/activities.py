"""Who does what by when: blocks of labelled items, and duties in running text."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.activity_blocks import BlockFinder
from extractors.activity_duties import DutyFinder
from extractors.activity_words import stripped
from extractors.analysis import Analysis
from extractors.context import Context
from extractors.outline import LETTER, ROMAN
from schemas.document import Block, Document, Paragraph, ParagraphRole
from schemas.mentions import ActivityMention

LONGEST_TITLE = 220


def find_activities(
    document: Document, analyses: Sequence[Analysis | None], contexts: Sequence[Context]
) -> list[ActivityMention]:
    """Find the work that a document's text plans, in reading order; schedules in tables are read elsewhere."""
    blocks = document.blocks
    in_blocks = BlockFinder(blocks, analyses, contexts)
    found = list(in_blocks.find())
    found.extend(DutyFinder(blocks, analyses, in_blocks.used).find())
    found.sort(key=lambda row: row[0])
    return [mention.model_copy(update={"section": section_of(blocks, index)}) for index, mention in found]


def section_of(blocks: Sequence[Block], index: int) -> str | None:
    """Return the heading that a block stands under with the numbers above it: "IV.1. Sở Tài chính".

    An item that begins with its own title ("7.3. Chương trình …: …") is a section too.
    """
    block = blocks[index]
    numbers: list[str] = []
    title = None
    for position in (*block.path, index):
        above = blocks[position]
        if not isinstance(above, Paragraph) or above.marker is None or not ROMAN <= above.level <= LETTER:
            continue
        text = above.text[len(above.marker) :]
        head = text.split(":", 1)[0]
        if above.role is ParagraphRole.HEADING or (position != index and len(text) < LONGEST_TITLE):
            head = text
        elif ":" not in text or len(head) > LONGEST_TITLE or ". " in head:  # "… vốn đối ứng. Thời gian: …"
            continue
        if above.role is not ParagraphRole.HEADING and above.level == LETTER:  # an item of a list, no section
            continue
        number = above.marker.rstrip("./")
        if numbers and number.startswith(f"{numbers[-1]}."):
            numbers.pop()
        numbers.append(number)
        title = stripped(head)
    if title is None:
        return None
    number = ".".join(numbers)
    return f"{number} {title}" if number.endswith(")") else f"{number}. {title}"

"""The parts of an official document: letterhead, title, text, closing, annexes.

Their order and form are those of Decree 30/2020/NĐ-CP, annex I (before it Circular 01/2011/TT-BNV).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.lines import PrintedLine, split_at, split_runs
from extractors.outline import find_marker
from extractors.paragraphs import build_paragraph, join_lines
from extractors.sheets import Item
from normalizers.text import bare, old_style
from schemas.document import Block, Line, Paragraph, ParagraphRole, Table

# Compared without diacritics and marks, which a scan loses first.
KIND_LINE = re.compile(
    r"(?:du thao )?(?:ke hoach|quyet dinh|bao cao|nghi quyet|chi thi|chuong trinh|de an|to trinh|thong bao|huong dan|"
    r"ket luan|phuong an|du an|quy dinh|thong tri)(?: hanh dong)?"
)
MARKS = re.compile(r"[^\w\s]")
ADDRESSEE = re.compile(r"^Kính gửi\b")
MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM")
BASIS = re.compile(r"^Căn cứ\b")
LEGAL_BASIS = re.compile(
    r"^(?:Căn cứ|Thực hiện (?:Nghị quyết|Quyết định|Kế hoạch|Công văn|Chỉ thị|Luật)|Xét|Theo đề nghị|Để |I\.|1\.)"
)
NUMBER = re.compile(r"^S[ốôóoỐỔỒổồ]\b\s*[:.,]?\s*(?P<number>.*)$", re.IGNORECASE)
PLACE_AND_DATE = re.compile(r"\bngày\b.*\btháng\b.*\b20\d\d$|\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
# Below the title of a decision or a resolution stands who makes it.
AUTHORITY = re.compile(
    r"^(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|(?:PHÓ )?CHỦ TỊCH|GIÁM ĐỐC|(?:THỨ|BỘ) TRƯỞNG|"
    r"TRƯỞNG (?:BAN|PHÒNG)|THỦ TƯỚNG|CHÁNH VĂN PHÒNG|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG) "
)
RECIPIENTS = re.compile(r"^N[ơo]i nhận\b", re.IGNORECASE)
SIGNATURE = re.compile(
    r"\b(?:TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M\b|K/T\b|T/L\b)"
    r"|^(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG (?:PHÒNG|BAN)|BỘ TRƯỞNG|THỨ TRƯỞNG|BÍ THƯ)"
)
SIGNING = re.compile(r"(?:TM|KT|TL|TUQ)\.|(?:T/M|K/T|T/L)\b")
LONGEST_SIGNATURE = 60  # letters of a line of it
ANNEX = re.compile(
    r"^(?:Phụ\s+)?(?:[Bb]iểu(?:\s+mẫu)?|[Pp]hụ lục|[Bb]ảng|BIỂU|PHỤ LỤC|PHỤ BIỂU)(?:\s+số)?\s*"
    r"(?:\d|[IVX]+\b|:|[.\u2013-]\s*[A-ZĐ][^a-z])"
    r"|^(?:Phụ [Ll]ục|PHỤ LỤC|PHỤ BIỂU)$"
)
ATTACHED_TO = re.compile(r"^\(.*kèm theo\b", re.IGNORECASE)
LETTERHEAD_LINES = 40
HEAD_LINES = 12  # within which the country's name, number and date of a document stand
CAPTION_LENGTH = 500
SHORTEST_TITLE = 20
UNDER_TITLE = re.compile(r"\(|(?:ĐVT|Đơn vị(?: tính)?)\s*:", re.IGNORECASE)
MOST_CAPTION_LINES = 4
OPENS_TEXT = re.compile(r"^(?:I\.|1\.|PHẦN|Phần|A\.)")  # the first heading of a plan's text
TITLE_LINES = 7
# The signature stands on the right: what begins beyond this share of the page's width, apart from the words before it.
RIGHT_HALF = 0.4
COLUMN_GAP = 9.0
LONGEST_SCRIBBLE = 7


@dataclass(frozen=True, slots=True)
class _Parts:
    letterhead: list[PrintedLine]
    title: list[PrintedLine]
    text: list[Item]
    closing: list[PrintedLine]
    annexes: list[Item]


def build_blocks(items: Sequence[Item], page_width: float | None) -> tuple[Block, ...]:
    """Group lines and tables into paragraphs with their roles, in reading order (without outline)."""
    attached = _attached(items)
    parts = _part(items[:attached])
    blocks: list[Block] = []
    blocks.extend(_letterhead(parts.letterhead, page_width))
    blocks.extend(_title(parts.title))
    blocks.extend(_running_text(parts.text, len(blocks)))
    blocks.extend(_closing(parts.closing, page_width))
    blocks.extend(_annexes(parts.annexes, len(blocks)))
    if attached is not None:
        own = _part(items[attached:])
        blocks.extend(build_paragraph(group, ParagraphRole.CAPTION) for group in _caption_groups(own.title))
        blocks.extend(_running_text(own.text, len(blocks)))
        blocks.extend(_closing(own.closing, page_width))
        blocks.extend(_annexes(own.annexes, len(blocks)))
    return tuple(blocks)


def _attached(items: Sequence[Item]) -> int | None:
    """Return where the plan begins that is attached to a decision: its kind, below the decision's closing."""
    closing = next((i for i, item in enumerate(items) if isinstance(item, PrintedLine) and _closes(item)), None)
    if closing is None:
        return None
    first = next((i for i in range(closing, len(items)) if _labelled(items[i])), len(items))
    for index in range(closing, first):
        item = items[index]
        if isinstance(item, PrintedLine) and names_kind(item.text):
            below = itertools.takewhile(lambda each: isinstance(each, PrintedLine), items[index + 1 :])
            texts = any(OPENS_TEXT.match(line.text) for line in below if isinstance(line, PrintedLine))
            return index if texts else None
    return None


def _labelled(item: Item) -> bool:
    return isinstance(item, Table) or (bool(ANNEX.match(item.text)) and len(item.text) < CAPTION_LENGTH)


def _part(items: Sequence[Item]) -> _Parts:
    start, title_end = _title_span(items)
    closing = next(
        (i for i, item in enumerate(items) if isinstance(item, PrintedLine) and i >= title_end and _closes(item)), None
    )
    if closing is None:
        closing = _signed(items, title_end)
    annex = _annex_start(items, title_end if closing is None else closing + 1, closing is not None)
    text_end = annex if closing is None else closing
    return _Parts(
        letterhead=[item for item in items[:start] if isinstance(item, PrintedLine)],
        title=[item for item in items[start:title_end] if isinstance(item, PrintedLine)],
        text=list(items[title_end:text_end]),
        closing=[item for item in items[text_end:annex] if isinstance(item, PrintedLine)],
        annexes=list(items[annex:]),
    )


def _signed(items: Sequence[Item], start: int) -> int | None:
    """Return where the signature begins that no list of recipients precedes: "T/M BAN THƯỜNG VỤ" over its lines."""
    for index in range(start, len(items)):
        item = items[index]
        if isinstance(item, PrintedLine) and SIGNING.match(item.text) and item.text.isupper():
            below = [each for each in items[index : index + 3] if isinstance(each, PrintedLine)]
            return index if all(len(line.text) < LONGEST_SIGNATURE for line in below) else None
    return None


def _closes(line: PrintedLine) -> bool:
    return bool(RECIPIENTS.match(line.text))


def names_kind(text: str) -> bool:
    """Tell whether a line is the name of a kind of document, as it stands above the title; "QUYẾT ĐỊNH:" is none."""
    return text.isupper() and not text.endswith(":") and bool(KIND_LINE.fullmatch(bare(MARKS.sub(" ", text))))


def _title_span(items: Sequence[Item]) -> tuple[int, int]:
    """Return [start, end) of the title: the line that names the kind, and the lines that say what it is about.

    Where no known kind is named, the title is what stands below the number and the date of a letterhead.
    """
    below = 0
    country = False
    for index, item in enumerate(items[:LETTERHEAD_LINES]):
        if isinstance(item, Table) or BASIS.match(item.text):
            break
        if any(names_kind(run.text) for run in _runs(item)):
            return index, _title_end(items, index + 1)
        if ADDRESSEE.match(item.text):
            return index, index
        if index < HEAD_LINES:
            country = country or bool(MOTTO.search(item.text))
            if country and (PLACE_AND_DATE.search(item.text) or NUMBER.match(item.text)):
                below = index + 1
    return (below, _title_end(items, below)) if below else (0, 0)


def _runs(printed: PrintedLine) -> list[Line]:
    """Return the words of a line that stand together: a stamp may stand on the height of the title."""
    return split_runs(printed.line, COLUMN_GAP) if printed.box is not None else [printed.line]


def _title_end(items: Sequence[Item], first: int) -> int:
    end = first
    while end < len(items) and end - first < TITLE_LINES:
        item = items[end]
        if isinstance(item, Table) or LEGAL_BASIS.match(item.text):
            break
        if end > first and item.text.isupper() and AUTHORITY.match(old_style(item.text)):
            break
        if item.indent is not None and not item.centred and not (end > first and _goes_on(items[end - 1])):
            break
        if end > first and ATTACHED_TO.match(item.text):
            return end + 1
        if end > first and item.gap and item.indent is None:
            break
        end += 1
    return end


def _goes_on(above: Item) -> bool:
    """Tell whether a title goes on below; what a pen wrote beside it may be all that is off centre there."""
    return isinstance(above, PrintedLine) and above.text.endswith(",")


def _annex_start(items: Sequence[Item], first: int, closed: bool) -> int:
    """Return where the annexes begin: after the closing at the first label or table, else at a label above a table."""
    for index in range(first, len(items)):
        item = items[index]
        if isinstance(item, Table):
            if closed:
                return _title_above(items, first, index)
            continue
        labelled = ANNEX.match(item.text) and len(item.text) < CAPTION_LENGTH
        if labelled and (closed or item.new_page or item.centred):
            return index
        if closed and item.new_page:
            return index
    return len(items)


def _title_above(items: Sequence[Item], first: int, table: int) -> int:
    """Return where the title of a table without a label begins: lines in capitals or in brackets right above it."""
    start = table
    while start > first:
        above = items[start - 1]
        if isinstance(above, Table) or SIGNATURE.search(above.text):
            break
        titled = above.text.isupper() and len(above.text) >= SHORTEST_TITLE
        if not titled and not UNDER_TITLE.match(above.text):
            break
        start -= 1
    return start


def _letterhead(lines: Sequence[PrintedLine], page_width: float | None) -> list[Block]:
    if page_width is None or any(line.box is None for line in lines):
        return [build_paragraph([line], ParagraphRole.LETTERHEAD) for line in lines]
    left, right = _columns(lines, _motto_edge(lines) or 0.45 * page_width)
    return [build_paragraph([line], ParagraphRole.LETTERHEAD) for line in (*left, *right)]


def _motto_edge(lines: Iterable[PrintedLine]) -> float | None:
    """Return the left edge of the country's name, which begins the right-hand column of a letterhead."""
    edges = [
        word.box.x0
        for line in lines
        if MOTTO.search(line.text)
        for word in line.line.words
        if word.box and word.text in ("CỘNG", "Độc", "ĐẢNG")
    ]
    return min(edges) - 2 if edges else None


def _columns(lines: Iterable[PrintedLine], edge: float) -> tuple[list[PrintedLine], list[PrintedLine]]:
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for printed in lines:
        for side, part in zip((left, right), split_at(printed.line, edge), strict=True):
            if part is not None:
                side.append(replace(printed, line=part))
    return left, right


def _title(lines: Sequence[PrintedLine]) -> list[Block]:
    if not lines:
        return []
    named = [run for run in _runs(lines[0]) if names_kind(run.text)]
    kind, about = [replace(lines[0], line=named[0]) if named else lines[0]], [_unscribbled(line) for line in lines[1:]]
    blocks: list[Block] = [build_paragraph(kind, ParagraphRole.TITLE)]
    if about:
        blocks.append(build_paragraph(about, ParagraphRole.TITLE))
    return blocks


def _unscribbled(printed: PrintedLine) -> PrintedLine:
    """Leave out the few signs of a pen or a stamp far beside a line of the title, which they put off its centre."""
    if printed.centred:
        return printed
    longest = max(_runs(printed), key=lambda run: len(run.text))
    left = len(printed.text) - len(longest.text)
    return replace(printed, line=longest) if left <= LONGEST_SCRIBBLE else printed


def _running_text(items: Sequence[Item], before: int) -> list[Block]:
    """Join lines into paragraphs; a label right above a table and its title are the table's caption.

    `before` blocks precede them.
    """
    blocks: list[Block] = []
    lines: list[PrintedLine] = []

    def flush() -> None:
        blocks.extend(_paragraph(group) for group in join_lines(lines))
        lines.clear()

    for item in items:
        if isinstance(item, Table):
            caption = _label_above(lines)
            del lines[len(lines) - len(caption) :]
            flush()
            first = before + len(blocks)
            blocks.extend(build_paragraph(group, ParagraphRole.CAPTION) for group in _caption_groups(caption))
            blocks.append(replace(item, caption=tuple(range(first, before + len(blocks)))))
        else:
            lines.append(item)
    flush()
    return blocks


def _label_above(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a caption that end a text: a label ("Bảng 1. …") and a few lines under it."""
    for count in range(1, min(len(lines), MOST_CAPTION_LINES) + 1):
        line = lines[-count]
        if ANNEX.match(line.text) and line.heading is None:
            return list(lines[-count:])
        if find_marker(line.text) or line.text.endswith((".", ";", ":")):
            break
    return []


def _paragraph(group: Sequence[PrintedLine]) -> Paragraph:
    role = ParagraphRole.HEADING if group[0].heading is not None else None
    return build_paragraph(group, role)


def _closing(lines: Sequence[PrintedLine], page_width: float | None) -> list[Block]:
    if not lines:
        return []
    if page_width is None or any(line.box is None for line in lines):
        signed = next((i for i, line in enumerate(lines) if SIGNATURE.search(line.text)), len(lines))
        left, right = list(lines[:signed]), list(lines[signed:])
    else:
        left, right = _closing_columns(lines, RIGHT_HALF * page_width)
    blocks: list[Block] = [build_paragraph([line], ParagraphRole.RECIPIENTS) for line in left]
    blocks.extend(build_paragraph([line], ParagraphRole.SIGNATURE) for line in right)
    return blocks


def _closing_columns(lines: Sequence[PrintedLine], edge: float) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Part recipients from signature: a run of words belongs to the side on which it begins."""
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for printed in lines:
        for run in split_runs(printed.line, COLUMN_GAP):
            side = right if run.box and run.box.x0 >= edge else left
            side.append(replace(printed, line=run))
    return left, right


def _annexes(items: Sequence[Item], before: int) -> list[Block]:
    """Group annex lines: those right above a table are its caption, others are text; `before` blocks precede them."""
    blocks: list[Block] = []
    lines: list[PrintedLine] = []

    def flush(above_table: bool) -> tuple[int, ...]:
        length = sum(len(line.text) for line in lines)
        first = len(blocks)
        if above_table and length < CAPTION_LENGTH:
            blocks.extend(build_paragraph(group, ParagraphRole.CAPTION) for group in _caption_groups(lines))
        else:
            blocks.extend(
                build_paragraph(group, ParagraphRole.CAPTION if ANNEX.match(group[0].text) else None)
                for group in join_lines(lines)
            )
        lines.clear()
        return tuple(range(before + first, before + len(blocks))) if above_table else ()

    for item in items:
        if isinstance(item, Table):
            caption = flush(above_table=True)
            blocks.append(replace(item, caption=caption))
        else:
            if lines and item.new_page:
                flush(above_table=False)
            lines.append(item)
    flush(above_table=False)
    return blocks


def _caption_groups(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Part a caption into its label, its title and the words in brackets under it."""
    groups: list[list[PrintedLine]] = []
    for line in lines:
        above = groups[-1] if groups else None
        ended = above and (ANNEX.match(above[0].text) or above[-1].text.endswith(")"))
        if above is None or ended or ANNEX.match(line.text) or line.text.startswith("("):
            groups.append([line])
        else:
            above.append(line)
    return groups

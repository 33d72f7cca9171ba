"""Blocks of labelled items under a criterion or a task: Thời gian, Đơn vị chủ trì, Đơn vị phối hợp."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.activity_duties import Clause
from extractors.activity_words import activity_words, first_verb, strip_span, stripped
from extractors.analysis import Analysis
from extractors.context import Context, heading_criterion
from extractors.outline import DASH
from normalizers.text import fold_char_safe
from normalizers.times import TimeUnit, TimeWords, find_times
from schemas.document import Block, Paragraph, ParagraphRole
from schemas.mentions import ActivityMention, CriterionMention
from schemas.vocabulary import Standard

READ = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
# "Các tiêu chí Môi trường, …:", "Tiêu chí số 17 và 18:", "Tiêu chí số 5, 14:".
SEVERAL = re.compile(r"\W*(?:(?:các|nhóm(?: các)?) tiêu chí|tiêu chí (?:số )?\d+ ?(?:,|và|-|–|;) ?(?:số )?\d+)")
CRITERION_HEAD = re.compile(r"\W*(?:(?:các|nhóm(?: các)?) )?tiêu chí [^:;]{,160}:")
CLAUSE_END = re.compile(r";|[.](?=\s|$)")
PARTS_OF_LEAD = ("lead", "executor")
STARTS, ENDS = re.compile(r"(?:^|[.;,:]) ?$"), re.compile(r" ?(?:$|[.;,:)])")
FINISHED = re.compile(
    r"[.;] ?(?=(?:hoàn thành|hoàn thành xong|thực hiện|xong) "
    r"(?:trước|trong|vào|chậm nhất|tháng|quý|năm|ngày|từ|đến)(?!\w))"
)
COUNTED = re.compile(r"\d[\d.,/]* (?:xã|thôn|bản|ấp|xóm|huyện)(?!\w)")
LONGEST_TIME = 120
LONGEST_REST = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """The characters [start, end) of the paragraph at a position of `Document.blocks`."""

    index: int
    start: int
    end: int


@dataclass(slots=True)
class LabelledBlock:
    """What the items of one block say, part by part; `owner` is what they are said of."""

    owner: Stretch | None
    parts: dict[str, list[Stretch]] = field(default_factory=dict)
    last: str = ""


class BlockFinder:
    """Finds the labelled blocks of a document; `used` holds the positions of their paragraphs."""

    def __init__(
        self, blocks: Sequence[Block], analyses: Sequence[Analysis | None], contexts: Sequence[Context]
    ) -> None:
        self._blocks, self._analyses, self._contexts = blocks, analyses, contexts
        self.used: set[int] = set()

    def find(self) -> Iterator[tuple[int, ActivityMention]]:
        """Yield the rows of all blocks with the position of the paragraph that each stands in; `section` is unset."""
        for block in self._collect():
            if block.parts.keys() == {"content"}:  # what follows it says neither who nor when
                self.used -= {stretch.index for stretch in block.parts["content"]}
                continue
            yield from self._rows(block)

    def _collect(self) -> Iterator[LabelledBlock]:
        open_block: LabelledBlock | None = None
        since: list[int] = []  # what stands between the last block and here
        for index, block in enumerate(self._blocks):
            if not isinstance(block, Paragraph) or block.role not in READ:
                if open_block:
                    yield open_block
                open_block, since = None, []
                continue
            labels = list(_labels(block))
            if labels:
                self.used.add(index)
                lead_in = Stretch(index, *strip_span(block.text, _body_start(block), labels[0][1]))
                if lead_in.end > lead_in.start:
                    owner: Stretch | None = lead_in
                    if open_block:
                        yield open_block
                    open_block = None
                elif open_block and not since:
                    owner = open_block.owner
                else:
                    owner = self._owner(block, since)
                since = []
                for part, _, start, end in labels:
                    if open_block and part in open_block.parts:
                        yield open_block
                        open_block = None
                    if open_block is None:
                        open_block = LabelledBlock(owner)
                    open_block.parts[part] = [Stretch(index, start, end)]
                    open_block.last = part
            elif open_block and self._continues(open_block, index, block):
                self.used.add(index)
                goes_on = open_block.last != "time" and self._said(open_block.parts[open_block.last][0])
                start = 0 if goes_on else _body_start(block)
                open_block.parts[open_block.last].append(Stretch(index, start, len(block.text)))
            else:
                if open_block:
                    yield open_block
                open_block = None
                since.append(index)
        if open_block:
            yield open_block

    def _owner(self, paragraph: Paragraph, since: Sequence[int]) -> Stretch | None:
        """Return what a block is said of: the item that it hangs on, else the last criterion, else the last text."""
        if paragraph.path and paragraph.path[-1] in since and not self._is_heading(paragraph.path[-1]):
            return self._whole(paragraph.path[-1])
        named = [index for index in since if self._names_criterion(index)]
        if named and not any(self._is_heading(index) for index in since[since.index(named[-1]) + 1 :]):
            return self._whole(named[-1])
        texts = [index for index in since if not self._text(index).startswith("(")]
        return self._whole(texts[-1]) if texts else None

    def _continues(self, block: LabelledBlock, index: int, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph without a label goes on with the item above it."""
        if paragraph.role is ParagraphRole.HEADING or paragraph.text.startswith("(") or self._names_criterion(index):
            return False
        stretches = block.parts[block.last]
        if not any(self._said(stretch) for stretch in stretches):
            return True
        if block.last != "time":
            return paragraph.level == DASH and self._is_rest_of_name(self._said(stretches[-1]), paragraph.text)
        under = stretches[0].index in paragraph.path
        return under and any(True for _ in _times(paragraph.text, 0, len(paragraph.text)))

    @staticmethod
    def _is_rest_of_name(before: str, text: str) -> bool:
        """Tell whether a dash at a line's beginning is one within a name: "phòng Lao động, Xã hội" | "- Dân tộc,"."""
        whole = len(text) <= LONGEST_REST and first_verb(text, 0) == len(text)
        return whole and text[2:3].isupper() and not before.endswith(".")

    def _rows(self, block: LabelledBlock) -> Iterator[tuple[int, ActivityMention]]:
        parts = {part: self._join(stretches) for part, stretches in block.parts.items()}
        lead = parts.get("lead") or parts.get("executor")
        coordinating = parts.get("coordinating")
        if parts.get("lead") and parts.get("executor"):
            coordinating = "; ".join(filter(None, (parts["executor"], coordinating)))
        criterion, standard = self._criterion(block.owner)
        duty = self._duty(block.owner) if lead is None else None
        if duty:
            lead, coordinating = duty.lead, coordinating or duty.coordinating
        rows = list(self._timed(block))
        if not rows and lead and "time" in block.parts and len(parts["time"]) <= LONGEST_TIME:
            rows = [(stretch, "", parts["time"]) for stretch in block.parts["time"][:1]]
        elif not rows and lead:
            part = next(part for part in PARTS_OF_LEAD if part in block.parts)
            rows = [(stretch, "", "") for stretch in block.parts[part][:1]]
        for stretch, content, time in rows:
            content = content or parts.get("content") or (duty.content if duty else self._first_clause(block.owner))
            if not content or COUNTED.match(content):  # "Lộ trình: năm 2023: 01 xã (A)"
                continue
            paragraph = self._paragraph(stretch.index)
            yield (
                stretch.index,
                ActivityMention(
                    criterion=criterion,
                    standard=standard,
                    content=content,
                    lead=lead or None,
                    coordinating=coordinating or None,
                    direction=parts.get("direction") or None,
                    time=time or None,
                    evidence=paragraph.evidence(stretch.start, max(stretch.end, stretch.start + 1)),
                ),
            )

    def _timed(self, block: LabelledBlock) -> Iterator[tuple[Stretch, str, str]]:
        """Yield the stretch, content and time of every expression of time; the content is the words before it."""
        words = activity_words()
        pending = ""
        for stretch in block.parts.get("time", ()):
            text = self._text(stretch.index)
            folded = fold_char_safe(text)
            times = list(_times(text, stretch.start, stretch.end))
            position = stretch.start
            for number, time in enumerate(times):
                start, end = strip_span(text, position, time.start)
                said_from, time_from = (start if start < end else time.start), time.start
                if finishing := words.finishing.search(folded[start:end]):
                    if finishing.start() == 0:  # "Hoàn thành trước tháng 6": all of it says when
                        time_from = start
                    start, end = strip_span(text, start, start + finishing.start())
                content = " ".join(filter(None, (pending, text[start:end])))
                position, pending = time.end, ""
                if not content and words.following.match(folded, time.end):
                    limit = times[number + 1].start if number + 1 < len(times) else stretch.end
                    stop = CLAUSE_END.search(text, time.end, limit)
                    start, position = strip_span(text, time.end, stop.start() if stop else limit)
                    content = text[start:position]
                last = max(time.end, position)
                yield Stretch(stretch.index, said_from, last), content, text[time_from : time.end]
            rest = stripped(text[position : stretch.end])
            if rest and not times:
                pending = " ".join(filter(None, (pending, rest)))

    def _duty(self, owner: Stretch | None) -> ActivityMention | None:
        """Read who leads where the words that a time is said of tell it: "Sở A chủ trì … Thời gian: …"."""
        if owner is None:
            return None
        stop = CLAUSE_END.search(self._text(owner.index), owner.start, owner.end)
        clause = Clause(self._paragraph(owner.index), owner.start, stop.start() if stop else owner.end)
        return clause.led(clause.subject, "")

    def _first_clause(self, owner: Stretch | None) -> str:
        if owner is None:
            return ""
        text = self._text(owner.index)
        start = owner.start
        head = CRITERION_HEAD.match(fold_char_safe(text), start, owner.end)
        if head and stripped(text[head.end() : owner.end]):
            start = head.end()
        stop = CLAUSE_END.search(text, start, owner.end)
        return stripped(text[start : stop.start() if stop else owner.end])

    def _criterion(self, owner: Stretch | None) -> tuple[CriterionMention | None, Standard | None]:
        """Return the criterion that a block serves and whose it is; a block of several serves none."""
        if owner is None or SEVERAL.match(fold_char_safe(self._text(owner.index))):
            return None, None
        context = self._contexts[owner.index]
        if context.criterion is None:
            return None, context.standard
        return context.criterion, context.standard or Standard.COMMUNE

    def _join(self, stretches: Sequence[Stretch]) -> str:
        return stripped(" ".join(self._text(stretch.index)[stretch.start : stretch.end] for stretch in stretches))

    def _said(self, stretch: Stretch) -> str:
        return stripped(self._text(stretch.index)[stretch.start : stretch.end])

    def _whole(self, index: int) -> Stretch:
        paragraph = self._paragraph(index)
        return Stretch(index, _body_start(paragraph), len(paragraph.text))

    def _names_criterion(self, index: int) -> bool:
        analysis = self._analyses[index]
        several = SEVERAL.match(fold_char_safe(self._text(index))) is not None
        return several or (analysis is not None and heading_criterion(analysis) is not None)

    def _is_heading(self, index: int) -> bool:
        return self._paragraph(index).role is ParagraphRole.HEADING

    def _paragraph(self, index: int) -> Paragraph:
        block = self._blocks[index]
        assert isinstance(block, Paragraph)  # only paragraphs are put into stretches
        return block

    def _text(self, index: int) -> str:
        return self._paragraph(index).text


def _labels(paragraph: Paragraph) -> Iterator[tuple[str, int, int, int]]:
    """Yield (part, start of the label, start and end of what it says)."""
    text = paragraph.text
    found = list(activity_words().labels.finditer(fold_char_safe(text), _body_start(paragraph)))
    for number, match in enumerate(found, 1):
        limit = found[number].start() if number < len(found) else len(text)
        part = match.lastgroup or ""
        finished = FINISHED.search(fold_char_safe(text), match.end(), limit) if part != "time" else None
        start, end = strip_span(text, match.end(), finished.start() if finished else limit)
        yield part, match.start(), start, max(start, end)
        if finished:  # "Phụ trách: Ông A. Hoàn thành trước 30/6/2023": a label left out
            start, end = strip_span(text, finished.end(), limit)
            yield "time", finished.start(), start, end


def _body_start(paragraph: Paragraph) -> int:
    start = len(paragraph.marker or "")
    return start + (paragraph.text[start : start + 1] == " ")


def _times(text: str, start: int, end: int) -> Iterator[TimeWords]:
    """Yield the expressions of time that say when work is done, not those within the words on the work.

    A bare year and a word of recurrence may belong to the words ("danh hiệu văn hóa năm 2024"), a day to a citation.
    """
    for time in find_times(text):
        if time.start < start or time.end > end:
            continue
        before = text[start : time.start]
        at_start = not before or STARTS.search(before) is not None
        at_end = ENDS.match(text, time.end) is not None
        if time.unit is TimeUnit.DAY:
            finishing = activity_words().finishing.search(fold_char_safe(before).rstrip())
            fits = time.limited or at_start or finishing is not None
        elif time.unit is TimeUnit.YEAR or time.unit is None:
            fits = (at_end and (at_start or time.limited or time.recurs)) or (at_start and time.recurs)
        else:
            fits = True
        if fits:
            yield time

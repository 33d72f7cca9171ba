"""Duties in running text: a body that takes the lead ("Chủ trì, phối hợp …"), or work with a time or a recurrence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from extractors.activity_words import activity_words, body_at, first_verb, strip_span, stripped, without_giving
from extractors.analysis import Analysis
from extractors.outline import DASH
from normalizers.text import fold_char_safe
from normalizers.times import TimeUnit, TimeWords, find_times
from schemas.document import Block, Paragraph, ParagraphRole
from schemas.mentions import ActivityMention

READ = (ParagraphRole.BODY, ParagraphRole.ITEM)
COORDINATING = re.compile(
    r"(?:chủ động )?phối hợp(?: chặt chẽ| thường xuyên)?(?: cùng với| với| cùng)? "
    r"|cùng(?: với)? (?=(?:các|sở|phòng|ban)(?!\w))"
)
GIVEN_BY = re.compile(r"(?:^|[ ,(])do (?P<bodies>[^,;:]+(?:, [^,;:]+)*)$")
COUNT = re.compile(r"(?<![\w/.,])(?<!số )\d{1,3}(?![\w/]|[.,]\d) [^\W\d_]")
LONGEST_INTRODUCTION = 160
LEADING_BRACKET = re.compile(r"^\s*\([^()]*\)[\s,]*")  # "Định kỳ hằng tháng (trước ngày 20), …"
LEAST_CONTENT = 7
FINISHED_TAIL = re.compile(
    r",? (?:xong|(?:thời gian |dự kiến )?(?:hoàn thành|thực hiện)(?: xong)?)$"
)  # "…, xong trước"
OTHERS = re.compile(r"(?:ubnd (?:các )?(?:xã|huyện)|(?:các )?(?:xã|huyện|thôn|phòng|sở)(?:,| (?!hội|viên|này|có)))")
GIVEN_TAIL = re.compile(  # "… thực hiện một số nội dung sau"
    r"(?: (?:tập trung|triển khai|thực hiện))*(?: một số| các)?(?: nội dung| nhiệm vụ| công việc)?(?: sau(?: đây)?)?$"
)
# "có 152 xã đạt …", "lên 92%": what a goal counts, with its date.
# Words enough for work of its own, between two times; no "và", "đến" or whom the first is said of.
NEW_WORK = re.compile(
    r" (?!(?:và|đến|của|cho|để|theo|đối với|tại|hoặc|gồm|là|hằng|hàng)(?!\w))[^\W\d_]+(?: [^\W\d_]+){2,}$"
)
COUNTED_GOAL = re.compile(
    r"(?:(?<!\w)(?:có|còn|lên|đạt|là) (?:trên |ít nhất |tối thiểu |khoảng )?\d[\d.,/]*"
    r"(?: ?%| (?:xã|thôn|bản|ấp|xóm|hộ|huyện|tiêu chí))"
    r"|năm 20\d\d ?:? \d[\d.,/]* (?:xã|thôn|bản|ấp|xóm|huyện)(?!\w))"  # "năm 2023: 01 xã (…)"
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the clauses of a paragraph share: the body above them and where its own words begin."""

    body: str | None
    start: int


class DutyFinder:
    """Finds duties in the paragraphs that no labelled block has used."""

    def __init__(self, blocks: Sequence[Block], analyses: Sequence[Analysis | None], used: Set[int]) -> None:
        self._blocks, self._analyses, self._used = blocks, analyses, used
        self._given: str | None = None  # the bodies to which the introduction above gives the items below it

    def find(self) -> Iterator[tuple[int, ActivityMention]]:
        """Yield the rows with the position of the paragraph that each stands in; `section` is unset."""
        headings = (i for i, block in enumerate(self._blocks) if _is_heading(block))
        items = (i for i, block in enumerate(self._blocks) if isinstance(block, Paragraph) and block.marker)
        first = next(headings, next(items, len(self._blocks)))  # letters have no headings
        self._given = self._given_before(first)
        for index in range(first, len(self._blocks)):
            block, analysis = self._blocks[index], self._analyses[index]
            if not isinstance(block, Paragraph) or analysis is None or block.role not in READ:
                continue
            if _is_heading(block):
                self._given = None
            elif block.marker is None:
                self._given = _given_bodies(block.text)
            if index in self._used:
                continue
            if not self._of_goals(block):
                for mention in self._duties(block, analysis):
                    yield index, mention

    def _given_before(self, first: int) -> str | None:
        above = self._blocks[first - 1] if first else None
        return _given_bodies(above.text) if isinstance(above, Paragraph) and above.role in READ else None

    def _of_goals(self, paragraph: Paragraph) -> bool:
        return any(activity_words().goals.match(fold_char_safe(title)) for _, title in self._titles(paragraph))

    def _titles(self, paragraph: Paragraph) -> Iterator[tuple[int, str]]:
        """Yield the headings and introductions above a paragraph, the nearest first."""
        for position in reversed(paragraph.path):
            above = self._blocks[position]
            if isinstance(above, Paragraph):
                title = above.text[len(above.marker or "") :].strip()
                if above.role is not ParagraphRole.HEADING:
                    title = title.split(":", 1)[0] if ":" in title else ""
                if title and len(title) < LONGEST_INTRODUCTION:
                    yield above.level, title

    def _setting(self, paragraph: Paragraph) -> _Setting:
        text = paragraph.text
        start = len(paragraph.marker or "")
        start += text[start : start + 1] == " "
        colon = text.find(":", start, start + LONGEST_INTRODUCTION)
        if colon >= 0:
            own = body_at(text[start:colon])
            if own and len(own) >= len(stripped(text[start:colon])) - len("trách nhiệm của "):
                return _Setting(own, colon + 1)
        for level, title in self._titles(paragraph):
            if body_at(title):  # all of it: "Các sở, ngành phụ trách tiêu chí"
                return _Setting(stripped(without_giving(title)), start)
            if level < DASH:
                break
        return _Setting(self._given if paragraph.marker else None, start)

    def _duties(self, paragraph: Paragraph, analysis: Analysis) -> Iterator[ActivityMention]:
        setting = self._setting(paragraph)
        subject: str | None = None
        above = ""  # the clause before, which "Hoàn thành trong quý II" is said of
        led: ActivityMention | None = None  # a duty without a time, which the next clause may tell
        for first, last in analysis.sentences:
            year: str | None = None  # "Năm 2024 …; …": the time of all clauses of the sentence
            spans = [analysis.offsets(*clause) for clause in analysis.clauses(first, last) if clause[0] < clause[1]]
            parts = [part for span in spans for part in _of_one_time(paragraph.text, *span)]
            for number, (from_, to) in enumerate(parts):
                from_, to = strip_span(paragraph.text, max(from_, setting.start), to)
                if from_ >= to:
                    continue
                clause = Clause(paragraph, from_, to)
                subject = (clause.subject if number == 0 or clause.of_others else None) or subject
                following = paragraph.text[to : analysis.offsets(first, last)[1]]
                if mention := clause.led(subject or setting.body, following):
                    if led:
                        yield led
                    led = mention
                    continue
                year = clause.opening_year() or year
                if mention := clause.timed(subject or setting.body, year):
                    finished = activity_words().finishing.fullmatch(fold_char_safe(mention.content))
                    if finished and led and led.time is None:
                        led = led.model_copy(update={"time": mention.time})
                        continue
                    if led:
                        yield led
                        led = None
                    yield mention.model_copy(update={"content": above}) if finished and above else mention
                else:
                    above = stripped(clause.text)
        if led:
            yield led


class Clause:
    """The characters [start, end) of a paragraph, between two semicolons."""

    def __init__(self, paragraph: Paragraph, start: int, end: int) -> None:
        self._paragraph, self._start = paragraph, start
        self.text = paragraph.text[start:end]
        self._folded = fold_char_safe(self.text)
        self._times = list(find_times(self.text))

    @property
    def subject(self) -> str | None:
        """Return the bodies that the clause begins with, where a verb follows them."""
        body = body_at(self.text)
        return body if body and len(body) < len(stripped(self.text)) else None

    @property
    def of_others(self) -> bool:
        """Tell whether the clause begins with bodies of their own: "…; các xã báo cáo trước ngày 20"."""
        return OTHERS.match(fold_char_safe(self.text)) is not None

    def led(self, body: str | None, following: str) -> ActivityMention | None:
        """Return the duty of a clause in which a body takes the lead; `following` is the rest of its sentence."""
        words = activity_words()
        match = words.leading.search(self._folded)
        if match is None:
            return None
        before = self.text[: match.start()]
        lead, content_before = self._lead(before, body)
        if lead is None:
            return None
        coordinating, rest = _coordinating(self.text[match.end() :])
        if coordinating is None:
            coordinating = _coordinating(following.lstrip("; "))[0]
        content = content_before or stripped(words.charged.sub("", rest, count=1))
        time = next((time for time in self._times if _says_when(time, self.text)), None)
        if time and content in self.text:
            content = self._without(time, self.text.rfind(content), len(content)) or content
        if len(content) < LEAST_CONTENT:
            return None
        return self._mention(content, lead, coordinating, self._words(time) if time else None)

    def _lead(self, before: str, body: str | None) -> tuple[str | None, str]:
        """Return who leads, and the work where it is told before him ("… do Sở Y tế chủ trì")."""
        words = activity_words()
        folded = fold_char_safe(before).rstrip(" ,")
        if (given := GIVEN_BY.search(before.rstrip())) and (bodies := body_at(given["bodies"])):
            return bodies, stripped(before[: given.start()])
        if words.not_leading.search(folded):
            return None, ""
        kept = words.fillers.sub("", folded).rstrip(" ,")
        named = before[: len(kept)]
        for giving in reversed(list(words.giving.finditer(kept))):
            if bodies := body_at(named[giving.end() :]):
                return bodies, ""
        if not kept or kept.startswith("là ") or (kept != folded and not words.body.match(kept)):
            return body, ""
        own = body_at(named)
        if own and len(own) == len(stripped(named)):
            return own, ""
        return (body, "") if before.rstrip().endswith(",") and not own else (None, "")

    def opening_year(self) -> str | None:
        """Return the bare year that the clause opens with: "Năm 2024 xây dựng 02 mô hình"."""
        if self._times and self._times[0].start == 0 and self._times[0].unit is TimeUnit.YEAR:
            return self._words(self._times[0])
        return None

    def timed(self, body: str | None, year: str | None) -> ActivityMention | None:
        """Return the work of a clause that says when, or how often; under an opening year only work that is counted."""
        words = activity_words()
        time = next((time for time in self._times if _says_when(time, self.text)), None)
        goal = words.goal_words.search(self._folded) or COUNTED_GOAL.search(self._folded)
        if time and not time.recurs and goal:
            return None
        if time:
            start = len(self.subject) if body and self.subject and self.text.startswith(body) else 0
            content = self._without(time, start, len(self.text) - start)
            return self._mention(content, body, None, self._words(time)) if content else None
        if year is None or goal:
            return None
        start = len(year) if self.opening_year() else 0
        content = stripped(self.text[start:])
        if not COUNT.search(content):
            return None
        return self._mention(content, body, None, year)

    def _without(self, time: TimeWords, start: int, length: int) -> str:
        """Return the words before the time; those after it where it opens its part of the clause."""
        before = stripped(self.text[start : max(time.start, start)])
        bracket = before.rfind("(")
        if bracket > before.rfind(")"):  # "… kế hoạch (hoàn thành trong tháng 3/2024)"
            before = stripped(before[:bracket])
        after = stripped(LEADING_BRACKET.sub("", self.text[max(time.end, start) : start + length]))
        opens = self.text[: time.start].rstrip().endswith(",")  # "theo dõi, hằng quý tổng hợp báo cáo"
        before = stripped(FINISHED_TAIL.sub("", before))
        chosen = after if (opens or len(before) < LEAST_CONTENT) and len(after) >= LEAST_CONTENT else before
        return chosen if len(chosen) >= LEAST_CONTENT else ""

    def _words(self, time: TimeWords) -> str:
        return self.text[time.start : time.end]

    def _mention(self, content: str, lead: str | None, coordinating: str | None, time: str | None) -> ActivityMention:
        return ActivityMention(
            content=content,
            lead=lead,
            coordinating=coordinating,
            time=time,
            evidence=self._paragraph.evidence(self._start, self._start + len(self.text)),
        )


def _given_bodies(text: str) -> str | None:
    """Return the bodies to which an introduction gives what is listed below it: "… đề nghị UBND các huyện:"."""
    text = text.rstrip()
    giving = list(activity_words().giving.finditer(fold_char_safe(text))) if text.endswith(":") else []
    bodies = GIVEN_TAIL.sub("", stripped(text[giving[-1].end() :])) if giving else ""
    own = body_at(bodies)
    return own if own and len(own) == len(bodies) else None


def _of_one_time(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a clause with two times at the comma after the first, where a verb follows.

    >>> text = "rà soát trước 30/4/2020, trình phê duyệt trước 30/6/2020"
    >>> [text[start:end] for start, end in _of_one_time(text, 0, len(text))]
    ['rà soát trước 30/4/2020', 'trình phê duyệt trước 30/6/2020']
    """
    folded = fold_char_safe(text)
    limited = [time for time in find_times(text[start:end]) if time.limited and time.unit is not TimeUnit.YEAR]
    for time, following in pairwise(limited):
        comma = re.compile(r"\s?,\s(?:và )?").match(folded, start + time.end)
        if comma and comma.end() < start + following.start and first_verb(text, comma.end()) == comma.end():
            yield start, comma.start()
            yield from _of_one_time(text, comma.end(), end)
            return
        # "… trước ngày 15/7 tổ chức tổng kết trước 20/12": the comma left out
        between = folded[start + time.end : start + following.start].rstrip()
        if time.unit is TimeUnit.DAY and following.unit is TimeUnit.DAY and NEW_WORK.match(between):
            yield start, start + time.end
            yield from _of_one_time(text, start + time.end, end)
            return
    yield start, end


def _coordinating(text: str) -> tuple[str | None, str]:
    """Split "phối hợp với các sở, ngành hướng dẫn …" into the bodies and the work."""
    match = COORDINATING.match(fold_char_safe(text))
    if match is None:
        return None, text
    verb = first_verb(text, match.end())
    if verb >= len(text):
        return None, text[match.end() :]
    return stripped(text[match.end() : verb]) or None, text[verb:]


def _says_when(time: TimeWords, clause: str) -> bool:
    """Tell whether an expression says when or how often work is done, outside of blocks and schedules."""
    words = fold_char_safe(clause[time.start : time.end])
    if time.unit is None:
        often = re.search(r"\d|lần|(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý)", words)
        return bool(often) or (time.start == 0 and words.startswith("định kỳ"))
    if time.unit is TimeUnit.YEAR:
        return False
    return time.limited or time.start == 0


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is ParagraphRole.HEADING

"""The events of a sentence that make one target: which go together, and which begin another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.analysis import Analysis, Span
from extractors.event_bounds import Event, TargetEvent
from extractors.name_lists import Piece, list_in_brackets
from extractors.said import named_criterion, opening_criterion, year_said
from extractors.target_events import STANDING
from schemas.vocabulary import Role, Standard

COMMUNE_STANDARDS = ("commune", "commune_advanced", "commune_model", "commune_modern")
TASKS, LONGEST_TASK = (("nhiệm", "vụ"), ("chương", "trình")), 12
LONGEST_TOPIC = 14  # tokens before the colon
MAINTAINED = (Event.KEPT, Event.KEPT_SHARE, Event.KEPT_CRITERIA)
PLANNED = ("kế", "chỉ", "mục", "nghị")  # so với kế hoạch, chỉ tiêu, mục tiêu, nghị quyết
RAISING = ("nâng", "đưa", "lũy")  # after these a whole number is the outcome, not where a list of counts begins


@dataclass(frozen=True, slots=True)
class Frame:
    """The events that make one target, in order; tokens [start, end) are its words."""

    events: tuple[TargetEvent, ...]
    sentence: tuple[int, int]
    clause: tuple[int, int]
    names: tuple[tuple[Piece, Role], ...] = ()
    standard: Standard | None = None  # where it is not told by the words of the events
    place: str | None = None  # of a part: "trong đó huyện A 02 xã"
    whole: int | None = None  # position of the frame that it is a part of, which tells its standard

    @property
    def start(self) -> int:
        return min((event.start for event in self.events), default=self.clause[0])

    @property
    def end(self) -> int:
        return max((event.end for event in self.events), default=self.clause[1])

    def get(self, *kinds: Event) -> TargetEvent | None:
        return next((event for event in self.events if event.kind in kinds), None)


def programme(analysis: Analysis, span: Span) -> bool:
    """ "quy hoạch xây dựng nông thôn mới": the programme's name, not what is met."""
    before, first = analysis.tokens[max(span.start - 1, 0)].norm, analysis.tokens[span.start].norm
    meets = analysis.within("MEET", max(span.start - LONGEST_TASK, 0), span.start)
    if meets and tuple(token.norm for token in analysis.tokens[meets[-1].end : meets[-1].end + 2]) in TASKS:
        return False  # "24 xã hoàn thành chương trình mục tiêu quốc gia xây dựng nông thôn mới"
    return span.key == "commune" and before in ("dựng", "hóa") and first in ("nông", "ntm")


def topic_of(analysis: Analysis) -> Standard | None:
    """Return the standard that a paragraph's first words announce: "Đối với xã nông thôn mới nâng cao: thêm 02 xã"."""
    colon = next((at for at, token in enumerate(analysis.tokens[:LONGEST_TOPIC]) if token.text == ":"), None)
    if colon is None or any(token.kind == "ratio" for token in analysis.tokens[:colon]):
        return None
    named = [span for span in analysis.within("STANDARD", 0, colon) if span.end == colon]
    nouns = analysis.within("COUNTED", 0, colon)
    meets = analysis.within("MEET", 0, colon)
    told = named and nouns and not meets and named[0].key in COMMUNE_STANDARDS
    return Standard(named[0].key) if told else None


def standards(analysis: Analysis, start: int, end: int) -> set[str]:
    """Return the standards that the tokens [start, end) name."""
    return {span.key for span in analysis.within("STANDARD", start, end)}


def belongs(analysis: Analysis, frame: Frame, event: TargetEvent, clause: tuple[int, int]) -> bool:
    """Tell whether an event goes on with a frame rather than beginning another."""
    if not frame.events or frame.events[0].counted is not event.counted:
        return False
    same_clause = frame.clause == clause
    if event.step:
        grown = frame.get(Event.REACHED, Event.KEPT) is not None and frame.get(Event.ADDED) is None
        return same_clause and grown and _of_one_year(analysis, frame, event)
    if event.kind is Event.SHARE:
        whole = _whole_of(frame, event)
        shared = whole is not None and whole.kind in (Event.REACHED, Event.KEPT, Event.ADDED)
        return shared and frame.get(Event.SHARE) is None
    if event.kind is Event.REACHED:
        # "… tại 04 xã. Nâng tổng số …": the whole number may come in the next sentence.
        other, met = standards(analysis, event.start, event.end), standards(analysis, frame.start, frame.end)
        later = event.start >= frame.sentence[1]
        if later and event.quantity.total is None and not analysis.within("SUM", event.start, event.end):
            return False
        if (other and met and other != met) or _of_another_criterion(analysis, frame, event, clause):
            return False
        if same_clause and not later and _of_later_year(analysis, frame, event):
            return False
        of_all = frame.get(Event.ALL_SHARE, Event.KEPT_SHARE)
        if of_all and same_clause and analysis.norm_before(event.quantity.start) == "(":
            return frame.get(Event.REACHED) is None  # "20% số xã … (19 xã)"
        if _titled_step(analysis, frame, event):
            return True
        return frame.get(Event.REACHED, *MAINTAINED, Event.ALREADY, Event.TOWARDS) is None
    if event.kind is Event.ADDED and same_clause:
        return _part_is_new(analysis, frame, event)
    if event.kind is Event.CONSOLIDATED:
        return same_clause and frame.get(Event.ADDED) is not None and len(frame.events) == 1
    return False


def _of_later_year(analysis: Analysis, frame: Frame, event: TargetEvent) -> bool:
    """ "thêm 06 xã …, đến năm 2025 đạt chuẩn 38 xã": the whole number is that of a year that the first has not."""
    between = (frame.end, event.quantity.start)
    own = analysis.within("YEAR", *between)
    said = year_said(analysis, frame.sentence, frame.start, frame.end)
    summed = analysis.within("SUM", event.start, event.end) or analysis.within("SUM", *between)
    return bool(own) and not summed and analysis.tokens[own[-1].end - 1].text != said


def _of_another_criterion(analysis: Analysis, frame: Frame, event: TargetEvent, clause: tuple[int, int]) -> bool:
    """ "tiêu chí Điện: thêm 03 xã; tiêu chí Y tế 90/98 xã": each clause counts for a criterion of its own."""
    if frame.clause == clause:
        return False
    named = named_criterion(analysis, event.start, event.end) or opening_criterion(analysis, clause)
    before = named_criterion(analysis, frame.start, frame.end) or opening_criterion(analysis, frame.clause)
    return named is not None and before is not None and (named.number, named.name) != (before.number, before.name)


def _titled_step(analysis: Analysis, frame: Frame, event: TargetEvent) -> bool:
    """ "Số thôn đạt chuẩn …: 08 thôn; lũy kế 30 thôn": what stood behind the title comes on top."""
    first = frame.events[0]
    bare = len(frame.events) == 1 and first.kind is Event.REACHED and first.quantity.total is None
    titled = bare and analysis.norm_before(first.quantity.start) == ":"
    return titled and analysis.tokens[event.start].norm in RAISING


def _part_is_new(analysis: Analysis, frame: Frame, event: TargetEvent) -> bool:
    """ "số xã đạt chuẩn …: 20 xã, trong đó công nhận mới 05 xã": how many of the whole number are new."""
    whole = frame.get(Event.REACHED)
    if whole is None or frame.get(Event.ADDED) or not analysis.ending("MORE", event.quantity.start):
        return False
    between = [token.norm for token in analysis.tokens[whole.quantity.end : event.quantity.start]]
    return "đó" in between and not standards(analysis, event.quantity.start, event.end)


def _of_one_year(analysis: Analysis, frame: Frame, event: TargetEvent) -> bool:
    """Tell whether a growth is that of the year: "tăng 61 xã so với cuối năm 2021" in 2023 is that of two."""
    after = analysis.tokens[event.quantity.end : event.quantity.end + 4]
    if [token.norm for token in after][:3] in (["so", "với", plan] for plan in PLANNED):
        return False  # "tăng 4 xã so với kế hoạch"
    said = year_said(analysis, frame.sentence, frame.start, frame.end)
    years = analysis.within("YEAR", event.quantity.end, min(event.quantity.end + 8, frame.sentence[1]))
    compared = analysis.tokens[years[0].end - 1].text if years else None
    return not (said and compared and int(said) - int(compared) != 1)


def joined(analysis: Analysis, frame: Frame, event: TargetEvent) -> Frame:
    """Add an event to its frame; "có 12 xã về đích, đạt 60%": what has a share of the whole is a whole number."""
    events = list(frame.events)
    if event.kind is Event.REACHED and _titled_step(analysis, frame, event):
        events = [replace(frame.events[0], kind=Event.ADDED)]
    whole = _whole_of(frame, event)
    if whole and whole.kind is Event.ADDED and analysis.norm_before(whole.quantity.start) in ("có", ",", ";"):
        events[events.index(whole)] = replace(whole, kind=Event.REACHED)
    return replace(frame, events=(*events, event))


def _whole_of(frame: Frame, share: TargetEvent) -> TargetEvent | None:
    return next((event for event in frame.events if event.quantity.number == share.of), None)


def _cumulated(analysis: Analysis, frame: Frame) -> bool:
    """ "…, lũy kế có 14 xã nâng cao, 04 xã kiểu mẫu": counts of what stands, or their continuation, go on."""
    counts = [event for event in frame.events if event.kind is not Event.SHARE]
    if not counts or counts[-1].kind is not Event.REACHED:
        return False
    cue = analysis.tokens[counts[-1].start : counts[-1].quantity.start]
    return len(counts) > 1 and [token.norm for token in cue][:1] == ["lũy"] and cue[-1].norm in STANDING


def continued(analysis: Analysis, frame: Frame, event: TargetEvent) -> TargetEvent:
    """Give a count without words of its own those of the count before: "Duy trì 15 xã đạt chuẩn, 03 xã nâng cao"."""
    uncued = event.kind is Event.ADDED and event.start == event.quantity.start and not event.step
    named = bool(list_in_brackets(analysis, event.quantity.end, event.end))
    if uncued and not named and _cumulated(analysis, frame):
        return replace(event, kind=Event.REACHED, stands=True)
    if not uncued or not frame.events or any(e.kind is Event.ADDED and not e.step for e in frame.events):
        return event
    first = frame.events[0]
    if first.counted is not event.counted or any(t.text == ";" for t in analysis.tokens[first.end : event.start]):
        stands = first.stands or analysis.norm_before(first.quantity.start) in STANDING
        goes_on = first.kind is Event.REACHED and stands and not frame.names and not named
        return replace(event, kind=Event.REACHED, stands=True) if goes_on else event
    raised = any(token.norm in RAISING for token in analysis.tokens[first.start : first.quantity.start])
    if first.kind is Event.KEPT or (first.kind is Event.REACHED and not raised and not named):
        return replace(
            event, kind=first.kind, stands=first.stands or analysis.norm_before(first.quantity.start) in STANDING
        )
    return event

"""Counts and shares behind their subject: "tỷ lệ xã đạt chuẩn … 80% (16 xã)", "các xã đã đạt chuẩn (12/20 xã)"."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from extractors.analysis import Analysis
from extractors.event_bounds import Event, TargetEvent
from extractors.quantities import Quantity
from schemas.vocabulary import Counted

# "xã đã được công nhận", "xã phấn đấu đạt chuẩn": words between the noun and what is met.
BEFORE_VERB = ("đã", "được", "sẽ", "phấn", "đấu", "dự", "kiến", "đăng", "ký", "kế", "hoạch", "hiện", "cơ", "bản")
PLANNED = ("phấn", "dự", "đăng", "kế", "sẽ")
LONGEST_PREDICATE = 14  # tokens between the noun and its number
ANOTHER_THOUGHT = ("có", "được", "còn", "và", "tại", "của", "cho", "do")  # no part of what is met
WITHIN_PHRASE = ("(", "-", "–", "/", ",")
RATE = "lệ"  # tỷ lệ, tỉ lệ
UNTIL = (("đến", "năm"), ("đến", "hết"), ("đến", "cuối"))
TITLE_VERBS = ("chuẩn", "đích")  # đạt chuẩn, về đích
CLOSING = (")", ",", ";", ":", "-", "–")


@dataclass(frozen=True, slots=True)
class Subject:
    """Places and what they meet, tokens [start, end): "các xã đã đạt chuẩn nông thôn mới"."""

    counted: Counted
    noun: int
    verb: int  # position of what is met
    start: int
    end: int


def subject_before(analysis: Analysis, lower: int, position: int) -> Subject | None:
    """Return the places with what they meet that the tokens before a position name; no other number stands between."""
    for noun in reversed(analysis.within("COUNTED", lower, position)):
        verb = noun.end
        while verb < position and analysis.tokens[verb].norm in BEFORE_VERB and not analysis.starting("MEET", verb):
            verb += 1
        meet = analysis.starting("MEET", verb)
        named = next((s for s in analysis.within("STANDARD", noun.start, position) if s.start <= verb < s.end), None)
        if named is None and verb == noun.end:
            named = analysis.starting("STANDARD", noun.start) or analysis.starting("STANDARD", noun.end)
        end = max((span.end for span in (meet, named) if span), default=None)
        if end is None or position - noun.end > LONGEST_PREDICATE:
            continue
        standards = [span.end for span in analysis.within("STANDARD", end - 1, position)]
        end = max([end, *standards])
        if not _apart(analysis, end, position):
            return Subject(Counted(noun.key), noun.start, verb, noun.start, end)
    return None


def _apart(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether another thought, or a number that is no year, stands in the tokens [start, end)."""
    up_to = analysis.ending("UP_TO", end)
    for at in range(start, up_to.start if up_to else end):
        token = analysis.tokens[at]
        if token.kind in ("num", "ratio") and not analysis.covers("NO_QUANTITY", at):
            return True
        if token.norm in ANOTHER_THOUGHT or (token.kind == "mark" and token.text not in WITHIN_PHRASE):
            return True
    return False


def share_of_subject(analysis: Analysis, quantity: Quantity, lower: int) -> TargetEvent | None:
    """Read "tỷ lệ xã đạt chuẩn nông thôn mới đạt 80%", "số xã đạt chuẩn … chiếm 50%"."""
    subject = subject_before(analysis, lower, quantity.start)
    if subject is None or not quantity.exact or "," in _texts(analysis, subject.end, quantity.start):
        return None
    before = [token.norm for token in analysis.tokens[max(subject.start - 2, 0) : subject.start]]
    rated = before[-1:] == [RATE] or before == [RATE, "số"]
    cue = analysis.ending("SHARE", quantity.start)
    taken = cue is not None and analysis.tokens[cue.start].norm == "chiếm" and before[-1:] == ["số"]
    if not (rated or taken):
        return None
    opening = subject.start - (3 if before == [RATE, "số"] else 2 if rated else 1)
    if subject.counted is Counted.COMMUNE and not _whole_standard(analysis, subject, quantity):
        return None
    kept = analysis.within("KEEP", lower, subject.start)
    kind = Event.KEPT_SHARE if kept else Event.ALL_SHARE
    return TargetEvent(kind, quantity, subject.counted, max(opening, 0), quantity.end)


def _texts(analysis: Analysis, start: int, end: int) -> list[str]:
    return [token.text for token in analysis.tokens[start:end]]


def _whole_standard(analysis: Analysis, subject: Subject, quantity: Quantity) -> bool:
    """Tell whether the subject meets a standard or a criterion, rather than "chuẩn phổ cập giáo dục"."""
    named = analysis.within("STANDARD", subject.start, quantity.start)
    return bool(named or analysis.within("CRITERIA", subject.verb, quantity.start))


def count_of_subject(analysis: Analysis, quantity: Quantity, counted: Counted, lower: int) -> TargetEvent | None:
    """Read "các xã đã đạt chuẩn (12/20 xã)", "xã phấn đấu đạt chuẩn năm 2018, gồm 02 xã"."""
    tokens = analysis.tokens
    at = quantity.start - 1
    closed = quantity.end >= len(tokens) or tokens[quantity.end].text in CLOSING
    if at < lower:
        return None
    bracketed = tokens[at].text == "("
    if bracketed and not closed:
        return None
    if not bracketed:
        if tokens[at].norm != "gồm":
            return None
        at -= at > lower and tokens[at - 1].norm == "bao"
        at -= at > lower and tokens[at - 1].text in (",", "(")
    subject = subject_before(analysis, lower, at)
    if subject is None or subject.counted is not counted:
        return None
    words = [token.norm for token in tokens[subject.noun : subject.verb + 1]]
    kind = Event.REACHED
    if analysis.within("KEEP", lower, subject.start):
        kind = Event.KEPT
    elif analysis.starting("ALREADY", subject.verb - 1) or "đã" in words:
        kind = Event.ALREADY
    elif any(word in PLANNED for word in words) or analysis.ending("STRIVE", subject.verb):
        kind = Event.ADDED
    end = quantity.end + (bracketed and quantity.end < len(tokens) and tokens[quantity.end].text == ")")
    return TargetEvent(kind, quantity, counted, subject.start, end)


def met_before(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> Event | None:
    """ "đến năm 2025 đạt chuẩn 38 xã", "phấn đấu đạt chuẩn nông thôn mới 02 xã": the verb stands before the count."""
    named = analysis.ending("STANDARD", quantity.start)
    verbs = analysis.within("MEET", clause[0], quantity.start)
    behind = verbs[-1].end if verbs else clause[1]
    closes = quantity.end >= clause[1] or analysis.tokens[quantity.end].text in ",.;("
    if quantity.unit != "commune" or not closes or behind > quantity.start:
        return None
    if behind < (named.start if named else quantity.start) or analysis.tokens[behind - 1].norm not in TITLE_VERBS:
        return None
    if until(analysis, clause[0], quantity):
        return Event.REACHED
    aimed = any(analysis.ending(label, verbs[-1].start) for label in ("STRIVE", "MORE"))
    return Event.ADDED if aimed else None


def until(analysis: Analysis, start: int, quantity: Quantity) -> bool:
    """ "Đến năm 2025 có 20 xã …": where things stand by then."""
    norms = [token.norm for token in analysis.tokens[start : quantity.start]]
    return quantity.unit == "commune" and any(pair in UNTIL for pair in itertools.pairwise(norms))

"""What a quantity can do in a sentence on targets, and where the words that say so begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from extractors.analysis import Analysis, Span
from extractors.name_lists import list_after
from extractors.quantities import Quantity
from schemas.vocabulary import Counted

LONGEST_OBJECT = 8  # tokens of "nhiệm vụ xây dựng nông thôn mới"
# "40 thôn của các xã đặc biệt khó khăn đạt chuẩn": words before whose the places are, and how far those go.
OF_AREA = ("của", "thuộc", "trên", "ở", "tại", "vùng", "các", "miền", "khu")
AREAS = ("khu", "vùng", "xã", "bãi", "ven", "miền", "đặc")  # "các xã đặc biệt khó khăn, khu vực biên giới"
LONGEST_OWNER = 12
BEHIND_NOUN = ("còn", "lại", "khác")  # "05 xã còn lại (A, B) đạt chuẩn"


class Event(Enum):
    """What a quantity does in a sentence on targets."""

    ADDED = auto()
    CONSOLIDATED = auto()
    REACHED = auto()  # a whole number, with or without its total
    KEPT = auto()  # reached, governed by duy trì
    KEPT_CRITERIA = auto()  # criteria to be kept or completed at so many places
    ALREADY = auto()  # places said to have reached the standard
    TOWARDS = auto()  # places that are to take a step, without reaching anything
    SHARE = auto()  # of the whole number right before it
    ALL_SHARE = auto()  # "100% xã đạt tiêu chí"
    KEPT_SHARE = auto()  # "duy trì 100% xã đạt tiêu chí"


@dataclass(frozen=True, slots=True)
class TargetEvent:
    """A quantity that belongs to a target; tokens [start, end) are the words that say so."""

    kind: Event
    quantity: Quantity
    counted: Counted
    start: int
    end: int
    of: int | None = None  # of a share: the number of the quantity that it is a share of
    stands: bool = False  # it goes on with a list of what stands: "có 62 xã …; 12 xã …"
    step: bool = False  # by how much a whole number just said has grown: "74/127 xã đạt, tăng 06 xã"


def after_names(analysis: Analysis, position: int, end: int) -> int:
    """Return the position after the names that begin here, in brackets or after a colon ("04 xã: A, B về đích …")."""
    while position < end and analysis.tokens[position].norm in BEHIND_NOUN:
        position += 1
    position = _after_counted(analysis, position, end)
    position = skip_brackets(analysis, position, end)
    if position >= end or analysis.tokens[position].text != ":":
        return position
    meets = analysis.within("MEET", position, end)
    if not meets or any(token.kind in ("num", "ratio") for token in analysis.tokens[position : meets[0].start]):
        return position
    return meets[0].start


def _after_counted(analysis: Analysis, position: int, end: int) -> int:
    """Return the position after as many names as the number right before them: "02 xã A và B đạt chuẩn"."""
    number = [token.text.lstrip("0") for token in analysis.tokens[max(position - 2, 0) : position]]
    if number[1:] != ["xã"] or analysis.covers("STANDARD", position):
        return position
    pieces, reached = list_after(analysis, position, min(end, len(analysis.tokens)))
    return reached if number[0] == str(len(pieces)) else position


def after_area(analysis: Analysis, position: int, end: int) -> int:
    """Return the position after whose the places are: "40 thôn của các xã khó khăn được công nhận đạt chuẩn"."""
    words = [token.norm for token in analysis.tokens[position : min(position + 2, end)]]
    whole = words[:1] == ["trong"] and words[1:] in (["toàn"], ["tỉnh"], ["huyện"])  # "25% số xã trong toàn tỉnh đạt"
    if words[:1] == ["được"] and analysis.starting("MEET", position) is None:
        area = range(position, min(position + LONGEST_OWNER, end))
        stop = next((at for at in area if analysis.tokens[at].kind == "mark"), area.stop)
        meets = [span.start for span in analysis.within("MEET", position, stop)]
        return meets[0] if meets else position  # "được UBND tỉnh công nhận đạt chuẩn"
    if not words or (words[0] not in OF_AREA and not whole):
        return position
    end = min(end, len(analysis.tokens))
    area = range(position, min(position + LONGEST_OWNER, end))
    marks = (at for at in area if analysis.tokens[at].kind == "mark")
    stop = next((at for at in marks if at + 1 >= end or analysis.tokens[at + 1].norm not in AREAS), area.stop)
    meet = next((span.start for span in analysis.within("MEET", position, stop + 2) if span.start < stop), position)
    has = any(token.norm == "có" for token in analysis.tokens[position:meet])  # "các xã có nhà văn hóa đạt chuẩn"
    return position if has else meet


def skip_brackets(analysis: Analysis, position: int, end: int) -> int:
    """Return the position after a list in brackets that begins here, else the position itself."""
    tokens = analysis.tokens
    while position < end and tokens[position].text == "(":
        close = next((at for at in range(position, end) if tokens[at].text == ")"), None)
        if close is None:
            return position
        position = close + 1
    return position


def start_of(
    analysis: Analysis, kind: Event, quantity: Quantity, before: tuple[int, int], clause: tuple[int, int]
) -> int:
    """Return where the words of an event begin: at its cue, else at the number."""
    labels = {
        Event.ADDED: ("MORE", "AIM", "STRIVE"),
        Event.REACHED: ("SUM",),
        Event.KEPT: ("KEEP",),
        Event.KEPT_SHARE: ("KEEP",),
    }.get(kind, ())
    for label in labels:
        lower = clause[0] if label == "SUM" and not _counted_between(analysis, before, clause) else before[0]
        spans = [span for span in analysis.within(label, lower, quantity.start) if not _passive(analysis, span)]
        if spans:
            return spans[-1].start
    return quantity.start


def _passive(analysis: Analysis, span: Span) -> bool:
    """ "được công nhận đạt chuẩn": what has been done to the places, no cue of more."""
    return analysis.norm_before(span.start) == "được"


def _counted_between(analysis: Analysis, before: tuple[int, int], clause: tuple[int, int]) -> bool:
    """Tell whether the sum that opens a clause has its number already: "toàn tỉnh có 91 xã …, trong đó có 10 xã"."""
    sums = analysis.within("SUM", clause[0], before[0])
    return bool(sums) and any(token.norm == "đó" for token in analysis.tokens[before[0] : before[1]])


def _met_twice(analysis: Analysis, start: int, comma: int, end: int) -> bool:
    """ "đã hoàn thành nhiệm vụ, đạt chuẩn nông thôn mới": the standard comes with the second verb."""
    verb = analysis.starting("MEET", comma + 1)
    if verb is None or not analysis.within("MEET", start, comma) or analysis.within("STANDARD", start, comma):
        return False
    return bool(analysis.within("STANDARD", verb.start, min(verb.end + LONGEST_OBJECT, end)))


def predicate_end(analysis: Analysis, start: int, end: int) -> int:
    """Return where the words end that say what the places meet: at the next comma or full stop outside brackets."""
    depth = 0
    for at in range(start, end):
        text = analysis.tokens[at].text
        depth += (text == "(") - (text == ")")
        if depth <= 0 and text in (",", ".", ";", ":") and not _met_twice(analysis, start, at, end):
            return at
    return end

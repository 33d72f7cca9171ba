"""Shares of places that meet a standard, and what is counted where its noun is left out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.analysis import Analysis, Span
from extractors.event_bounds import Event, TargetEvent, after_area, predicate_end, skip_brackets
from extractors.quantities import Quantity, in_brackets, is_share
from extractors.target_subjects import share_of_subject
from schemas.vocabulary import Counted

COUNTED_UNITS = {
    "commune": Counted.COMMUNE,
    "village": Counted.VILLAGE,
    "residential_area": Counted.RESIDENTIAL_AREA,
    "garden": Counted.GARDEN,
    "district": Counted.DISTRICT,
}
# What stands after the number where the noun itself is left out: "120 khu", "05 đơn vị", "lên 120."
NOUNS_LEFT_OUT = ("khu", "đơn", "vườn", ".", ",", ";", "(")
PREDICATES = ("có", "được", "đều", "phải", "tiếp", "thực")  # "100% xã đạt chuẩn NTM có …" says this of them
# "nâng tổng số xã toàn tỉnh lên …": nothing but the noun and the area between the sum and its number.
LONGEST_AREA = 4
LONGEST_OPENING = 6  # tokens before the standard of a title: "2. Xã đạt chuẩn …"
LONGEST_TITLE = 12  # … of one that opens with what is counted: "Xã hoàn thành và được công nhận đạt chuẩn …"


def share_of(
    analysis: Analysis,
    quantities: Sequence[Quantity],
    index: int,
    before: tuple[int, int],
    after: tuple[int, int],
    clause: tuple[int, int],
) -> TargetEvent | None:
    """Tell what a percentage says of places: the share of the count before it, or of all that meet a standard."""
    quantity = quantities[index]
    previous = quantities[index - 1] if index else None
    aside = previous and in_brackets(analysis, quantity) and not in_brackets(analysis, previous)
    if previous and aside and previous.unit in COUNTED_UNITS and is_share(analysis, previous, quantity):
        return _share_event(previous, quantity, COUNTED_UNITS[previous.unit])  # "152 xã (100% số xã) đạt chuẩn"
    if rate := share_of_subject(analysis, quantity, before[0]):
        return rate
    cue = analysis.ending("SHARE", quantity.start)
    taken = cue is not None and analysis.tokens[cue.start].norm == "chiếm"
    if previous and taken and previous.unit in COUNTED_UNITS and is_share(analysis, previous, quantity):
        return _share_event(
            previous, quantity, COUNTED_UNITS[previous.unit]
        )  # "22 xã nâng cao, chiếm 30,5% số xã đạt chuẩn"
    noun = next((s for s in analysis.within("COUNTED", *after) if s.start <= quantity.end + 1), None)
    said = skip_brackets(analysis, noun.end, len(analysis.tokens)) if noun else 0
    said = after_area(analysis, said, len(analysis.tokens)) if noun else 0
    meets = analysis.within("MEET", said, min(said + 3, len(analysis.tokens)))
    keeps = analysis.starting("KEEP", said)
    named = [span.end for span in analysis.within("STANDARD", said, after[1])][:1]
    goes_on = named and named[0] < after[1] and analysis.tokens[named[0]].norm in PREDICATES
    already = analysis.starting("ALREADY", said)
    # "100% các xã đã đạt chuẩn giữ vững …", "100% số xã đã đạt chuẩn NTM tiếp tục duy trì các tiêu chí"
    kept_on = (already and analysis.within("KEEP", already.end, min(already.end + 4, after[1]))) or (
        goes_on and analysis.within("KEEP", named[0], min(named[0] + 5, after[1]))
    )
    if noun and quantity.exact and kept_on:
        return TargetEvent(Event.KEPT_SHARE, quantity, Counted(noun.key), quantity.start, after[1])
    if noun and quantity.exact and (meets or keeps) and not goes_on:
        kept = keeps or analysis.within("KEEP", *before) or kept_before(analysis, before[0])
        kind = Event.KEPT_SHARE if kept else Event.ALL_SHARE
        end = predicate_end(analysis, said, len(analysis.tokens)) if said > noun.end else after[1]
        return TargetEvent(kind, quantity, Counted(noun.key), quantity.start, end)
    if not in_brackets(analysis, quantity):
        outside = [other for other in quantities[:index] if not bracketed(analysis, other, quantity.start)]
        previous = outside[-1] if outside else None
    if previous is None or previous.end <= clause[0]:
        return None
    counted = COUNTED_UNITS.get(previous.unit or "") or noun_left_out(analysis, previous, clause)
    if counted is None:
        return None
    whole = previous.total is not None or analysis.ending("UP_TO", previous.start) is not None
    if cue and analysis.norm_before(cue.start) == "," and _closes(analysis, quantity, after[1]):
        whole = True  # "09 xã đạt tiêu chí, đạt 69,2%"
    if is_share(analysis, previous, quantity) and (whole or in_brackets(analysis, quantity)):
        return _share_event(previous, quantity, counted)
    return None


def _closes(analysis: Analysis, share: Quantity, end: int) -> bool:
    return share.end >= min(end, len(analysis.tokens)) or analysis.tokens[share.end].text in ".,;)"


def _share_event(whole: Quantity, share: Quantity, counted: Counted) -> TargetEvent:
    return TargetEvent(Event.SHARE, share, counted, share.start, share.end, whole.number)


def bracketed(analysis: Analysis, quantity: Quantity, before: int) -> bool:
    """Tell whether a quantity stands in a bracket that closes before a position."""
    depth = 0
    for token in analysis.tokens[quantity.start : before]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            return True
    return False


def noun_left_out(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> Counted | None:
    """ "nâng tổng số khu dân cư kiểu mẫu lên 120 khu": the sum has said what is counted."""
    sums = analysis.within("SUM", clause[0], quantity.start)
    follows = analysis.tokens[quantity.end].norm if quantity.end < clause[1] else "."
    title = title_of(analysis, quantity, clause)
    if quantity.unit or follows not in NOUNS_LEFT_OUT or not (sums or title):
        return None
    if title:  # "Khu dân cư kiểu mẫu: 12 khu"
        return next((Counted(span.key) for span in analysis.within("COUNTED", clause[0], quantity.start)), None)
    nouns = [span for span in analysis.within("COUNTED", sums[-1].start, quantity.start) if span.end >= sums[-1].end]
    if not nouns and analysis.tokens[sums[-1].start].norm == "lũy":  # "Khu dân cư kiểu mẫu: thêm 12 khu, lũy kế 40 khu"
        nouns = analysis.within("COUNTED", clause[0], sums[-1].start)
    return Counted(nouns[0].key) if nouns else None


def title_of(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> Span | None:
    """Return the standard that opens a clause as its title: "Xã nông thôn mới nâng cao: 06 xã"."""
    if analysis.norm_before(quantity.start) != ":" or quantity.total is not None:
        return None
    spans = analysis.within("STANDARD", clause[0], quantity.start - 1)
    opens = analysis.starting("COUNTED", clause[0]) or analysis.starting("COUNTED", clause[0] + 1)  # behind a dash
    longest = LONGEST_TITLE if opens else LONGEST_OPENING
    near = spans and spans[0].start - clause[0] <= longest and quantity.start - spans[-1].end <= LONGEST_AREA
    return spans[0] if near else None


def kept_before(analysis: Analysis, position: int) -> bool:
    """ "Duy trì 100% các xã …, 100% các xã …": the second share is kept too."""
    spans = analysis.within("KEEP", 0, position)
    return bool(spans) and not any(token.text in ";." for token in analysis.tokens[spans[-1].end : position])

"""What each count of places in a sentence says: more places, all places, kept, consolidated, a share."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractors.analysis import Analysis
from extractors.context import find_places
from extractors.criterion_classes import class_in_bracket, whole_set_met
from extractors.event_bounds import (
    OF_AREA,
    Event,
    TargetEvent,
    after_area,
    after_names,
    predicate_end,
    skip_brackets,
    start_of,
)
from extractors.name_lists import list_in_brackets
from extractors.quantities import Quantity, in_brackets
from extractors.said import named_criterion
from extractors.target_shares import COUNTED_UNITS, LONGEST_AREA, kept_before, noun_left_out, share_of, title_of
from extractors.target_subjects import count_of_subject, met_before, until

SMALLER_THAN_COMMUNES = ("village", "residential_area", "garden")
# Words between a sum ("nâng tổng số xã …") and its number that make it a count of something else than a standard.
OTHER_PREDICATES = ("có", "được")
# "có 61 xã đạt chuẩn" tells where things stand, "thêm 61 xã" what comes on top.
STANDING = ("có", "còn")
LISTED = ("gồm", "là", "thể", ":")
# "xây dựng 02 xã nông thôn mới": these make a count of what is named right after it.
MAKING = ("xây dựng", "ra mắt", "công nhận", "hoàn thành")
# What may stand between the name of a criterion and its ratio: verbs, or the rest of a name that goes on.
BEHIND_NAME = (":", "đạt", "là", "có", ",", "và", "attp", "atvstp", "an", "toàn", "thực", "phẩm")
COMMUNE_STEPS = ("commune_advanced", "commune_model", "commune_modern")
PAPERWORK = ("hồ", "thủ", "đề")  # "hoàn thành hồ sơ", "thủ tục", "đề án": no standard is met by these
DENIED = ("chưa", "không")
BACK = ("này", "nói", "nêu")  # "số tiêu chí còn thiếu để 08 xã này đạt chuẩn": counted before


def classify(
    analysis: Analysis, quantities: Sequence[Quantity], index: int, clause: tuple[int, int], *, under: bool = False
) -> TargetEvent | None:
    """Tell what a quantity says of a target; None where it is a measure of something else.

    `under` a criterion a bare ratio counts the places that meet it: "Trường học: 12/19 xã".
    """
    quantity = quantities[index]
    before_from = quantities[index - 1].end if index and quantities[index - 1].end > clause[0] else clause[0]
    before = (before_from, quantity.start)
    following = [q.start for q in quantities[index + 1 :] if not in_brackets(analysis, q)]
    after = (quantity.end, min([clause[1], *following]))
    if quantity.unit == "%":
        return share_of(analysis, quantities, index, before, after, clause)
    counted = COUNTED_UNITS.get(quantity.unit or "") or noun_left_out(analysis, quantity, clause)
    if counted is None and quantity.unit is None and index and _is_step(analysis, quantity):
        counted = COUNTED_UNITS.get(quantities[index - 1].unit or "")  # "700 khu dân cư … (tăng 250 khu …)"
    if _among(analysis, quantity) or class_in_bracket(analysis, quantity) or _counted_before(analysis, quantity):
        return None
    if counted is None or not quantity.exact or (quantity.total is None and _each(analysis, quantity, clause)):
        return None
    if _is_step(analysis, quantity):
        return TargetEvent(Event.ADDED, quantity, counted, quantity.start, quantity.end, step=True)
    kind = _whole(analysis, quantity, before, clause) or _count(analysis, quantity, before, after, clause)
    if kind in (None, Event.ADDED) and (paired := _paired(analysis, quantities, index, clause)):
        start = start_of(analysis, kind, quantity, before, clause) if kind else quantity.start
        return replace(paired, kind=kind or paired.kind, quantity=quantity, counted=counted, start=start)
    if under:
        kind = _under_criterion(analysis, quantity, clause, kind)
    if kind is None and quantity.total is not None and _of_criterion(analysis, quantity, before):
        return TargetEvent(Event.REACHED, quantity, counted, before[0], quantity.end)
    if kind is None and index and _restates(analysis, quantities[index - 1], quantity):
        kind = Event.REACHED
    if kind is None and (said := count_of_subject(analysis, quantity, counted, before[0])):
        return said
    if kind is None:
        return None
    tail = after_area(analysis, after_names(analysis, quantity.end, after[1]), after[1])
    end = predicate_end(analysis, tail, after[1])
    start = start_of(analysis, kind, quantity, before, clause)
    if kind in (Event.ADDED, Event.REACHED) and not analysis.within("STANDARD", start, end):
        # "Xã đạt chuẩn nông thôn mới: 12/15 xã": the number follows what is met.
        meets = analysis.within("MEET", before[0], start)
        if meets and meets[-1].end == start:
            meets = meets[-1:]  # "thêm 06 xã về đích, đến năm 2025 đạt chuẩn 38 xã"
        apart = meets and any(token.text == "," for token in analysis.tokens[meets[0].start : start])
        title = title_of(analysis, quantity, clause)
        start = title.start if title else meets[0].start if meets and not apart else start
        sums = analysis.within("SUM", clause[0], quantity.start)
        if (
            sums
            and analysis.within("MORE", sums[-1].end, quantity.start)
            and analysis.within("STANDARD", sums[-1].start, start)
        ):
            start = sums[-1].start
    return TargetEvent(kind, quantity, counted, start, end)


def _of_criterion(analysis: Analysis, quantity: Quantity, before: tuple[int, int]) -> bool:
    """ "…; tiêu chí Môi trường 22/22 xã": a ratio of communes behind nothing but the name of a criterion."""
    first = next((at for at in range(*before) if analysis.tokens[at].kind == "word"), before[1])
    named = analysis.starting("CRITERIA", first)
    said = named_criterion(analysis, first, quantity.start) if named and quantity.unit == "commune" else None
    if said is None or said.name is None:
        return False
    last = max(span.end for span in analysis.within("CRITERION_NAME", first, quantity.start))
    return all(token.norm in BEHIND_NAME for token in analysis.tokens[last : quantity.start])


def _among(analysis: Analysis, quantity: Quantity) -> bool:
    """ "12 xã (trong 71 xã đã đạt chuẩn) …", "trong số 71 xã": those out of which others are counted."""
    norms = [token.norm for token in analysis.tokens[max(quantity.start - 3, 0) : quantity.start]]
    return norms[-1:] == ["trong"] or norms[-2:] == ["trong", "số"] or norms == ["trong", "tổng", "số"]


def _counted_before(analysis: Analysis, quantity: Quantity) -> bool:
    return quantity.end < len(analysis.tokens) and analysis.tokens[quantity.end].norm in BACK


def _paired(
    analysis: Analysis, quantities: Sequence[Quantity], index: int, clause: tuple[int, int]
) -> TargetEvent | None:
    """ "12 thôn, 02 khu dân cư kiểu mẫu": what is smaller than a commune shares the standard of the count behind it."""
    quantity, following = quantities[index], quantities[index + 1] if index + 1 < len(quantities) else None
    if following is None or following.start != quantity.end + 1 or following.total is not None:
        return None
    joined = analysis.tokens[quantity.end].norm in (",", "và")
    unlike = quantity.unit != following.unit and {quantity.unit, following.unit} <= set(COUNTED_UNITS)
    lying = analysis.norm_before(quantity.start) in OF_AREA
    if not joined or lying or not (unlike or {quantity.unit, following.unit} <= set(SMALLER_THAN_COMMUNES)):
        return None
    event = classify(analysis, quantities, index + 1, clause)
    return event if event and analysis.within("STANDARD", event.start, event.end) else None


def _is_step(analysis: Analysis, quantity: Quantity) -> bool:
    """ "…, tăng 06 xã so với năm 2021", "(tăng thêm 17 xã)": after a comma or bracket, no verb of the subject."""
    words = [token.norm for token in analysis.tokens[max(quantity.start - 3, 0) : quantity.start]]
    return words[-2:] in ([",", "tăng"], ["(", "tăng"]) or words in ([",", "tăng", "thêm"], ["(", "tăng", "thêm"])


def _under_criterion(
    analysis: Analysis, quantity: Quantity, clause: tuple[int, int], kind: Event | None
) -> Event | None:
    """Read a count under a criterion that says less: "Trường học: 12/19 xã", "Điện: 90 xã đạt", "duy trì 15 xã"."""
    bare = analysis.norm_before(quantity.start) == ":"
    if kind is None and analysis.ending("KEEP", quantity.start) and quantity.unit == "commune":
        return Event.KEPT
    stepping = analysis.ending("MORE", quantity.start) or analysis.norm_before(quantity.start) == "tăng"
    aimed = any(analysis.ending(label, quantity.start) for label in ("AIM", "STRIVE"))
    if kind is None and aimed and quantity.unit == "commune" and quantity.total is None:
        return Event.ADDED  # "phấn đấu 01 xã (xã A)"
    if kind is None and stepping and quantity.unit == "commune" and quantity.total is None:
        return Event.ADDED  # "phấn đấu công nhận mới 9 xã", ": tăng 6 xã"
    if kind is None and _bare_ratio(analysis, quantity, clause):
        return Event.REACHED
    named = list_in_brackets(analysis, quantity.end, clause[1]) or _sum_follows(analysis, quantity.end, clause[1])
    return Event.REACHED if kind is Event.ADDED and bare and not named else kind


def _restates(analysis: Analysis, share: Quantity, quantity: Quantity) -> bool:
    """ "20% số xã đạt chuẩn nông thôn mới (19 xã)", "100% số xã (8/8 xã)": the share again as a count."""
    opens = analysis.norm_before(quantity.start) == "("
    closes = quantity.end < len(analysis.tokens) and analysis.tokens[quantity.end].text in "),;"
    return bool(opens and closes and share.unit == "%" and share.exact and not in_brackets(analysis, share))


def _bare_ratio(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell whether a ratio of communes stands by itself, right after a colon."""
    opens = analysis.norm_before(quantity.start) == ":"
    ends = quantity.end >= clause[1] or analysis.tokens[quantity.end].text in ",.;=("
    return bool(opens and ends and quantity.total is not None and quantity.unit == "commune")


def _each(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """ "mỗi huyện lựa chọn 01 xã …": so many for each are no count of the whole."""
    eaches = analysis.within("EACH", clause[0], quantity.start)
    if not eaches or find_places(analysis, eaches[-1].end, quantity.start):
        return False  # "cụ thể từng huyện: huyện A có 02 xã …"
    numbers = [at for at in range(eaches[-1].end, quantity.start) if analysis.tokens[at].kind in ("num", "ratio")]
    if not numbers:
        return True
    # "mỗi xã xây dựng 01 khu dân cư …, 02 vườn mẫu": it goes on, until a word begins another thought.
    begun = any(analysis.within(label, numbers[0], quantity.start) for label in ("SUM", "STRIVE", "AIM", "MORE"))
    return eaches[-1].key == "commune" and quantity.unit in SMALLER_THAN_COMMUNES and not begun


def _already_kept(analysis: Analysis, quantity: Quantity) -> Event:
    """ "giữ vững và nâng cao chất lượng [tiêu chí của] 09 xã đã đạt chuẩn": places kept, or criteria kept at them."""
    if not kept_before(analysis, quantity.start):
        return Event.ALREADY
    kept = analysis.within("KEEP", 0, quantity.start)[-1]
    return Event.KEPT_CRITERIA if analysis.within("CRITERIA", kept.end, quantity.start) else Event.KEPT


def _whole(analysis: Analysis, quantity: Quantity, before: tuple[int, int], clause: tuple[int, int]) -> Event | None:
    """Recognise a whole number: after "nâng tổng số xã đạt … lên" or "xã đạt chuẩn tiêu chí là"."""
    up = analysis.ending("UP_TO", quantity.start)
    sums = analysis.within("SUM", clause[0], quantity.start)
    if sums and _denied(analysis, sums[-1].end, quantity.start):
        return None
    summed = sums and sums[-1].end == quantity.start and analysis.tokens[sums[-1].start].norm
    if summed == "lũy" or (summed in ("nâng", "đưa") and quantity.total is not None):
        return Event.REACHED  # "lũy kế 12 xã", "nâng tổng số 3/13 xã"
    if up and sums and analysis.within("MORE", sums[-1].end, up.start) and _meets(analysis, sums[-1].end, up.end):
        return Event.ADDED  # "số xã đạt chuẩn tăng thêm: 08 xã"
    if up and sums and _in_the_year(analysis, sums[-1].end, up.start) and _meets(analysis, sums[-1].end, up.end):
        return Event.ADDED  # "số xã được công nhận đạt chuẩn trong năm: 04 xã"
    more = analysis.ending("MORE", quantity.start)
    if more and sums and analysis.within("STANDARD", sums[-1].start, more.start):
        return Event.ADDED  # "số thôn kiểu mẫu tăng thêm 10 thôn"
    if up and sums:
        words = analysis.tokens[sums[-1].end : up.start]
        meets = _meets(analysis, sums[-1].end, up.end) and not _distribution(analysis, before)
        named = analysis.within("STANDARD", sums[-1].start, up.start) and not any(
            w.norm in OTHER_PREDICATES for w in words
        )
        return Event.REACHED if meets or named or len(words) <= LONGEST_AREA else None
    if up and quantity.total and analysis.within("MEET", before[0], up.start) and not _distribution(analysis, before):
        return Event.REACHED
    return None


def _denied(analysis: Analysis, start: int, end: int) -> bool:
    """ "số xã chưa đạt chuẩn là 37 xã": these have not reached it."""
    return any(analysis.norm_before(span.start) in DENIED for span in analysis.within("MEET", start, end))


def _in_the_year(analysis: Analysis, start: int, end: int) -> bool:
    norms = [token.norm for token in analysis.tokens[start:end]]
    return ("trong", "năm") in itertools.pairwise(norms)


def _meets(analysis: Analysis, start: int, end: int) -> bool:
    meets = analysis.within("MEET", start, end)
    norms = [token.norm for token in analysis.tokens[start:end]]
    other = [
        at for at in range(start, end) if norms[at - start] in OTHER_PREDICATES and not analysis.covers("MEET", at)
    ]
    return bool(meets) and (not other or bool(analysis.within("STANDARD", start, end)) or "tiêu" in norms)


def _distribution(analysis: Analysis, before: tuple[int, int]) -> bool:
    """ "Số xã đạt 15-18 tiêu chí có …": a class of communes, no standard."""
    norms = [token.norm for token in analysis.tokens[before[0] - 4 if before[0] >= 4 else 0 : before[1]]]
    text = " ".join(norms)
    return "tiêu chí có" in text and "chuẩn" not in norms


def _count(
    analysis: Analysis, quantity: Quantity, before: tuple[int, int], after: tuple[int, int], clause: tuple[int, int]
) -> Event | None:
    tail = after_names(analysis, quantity.end, clause[1])
    if _follows(analysis, "CONSOLIDATE", tail, 2):
        return Event.CONSOLIDATED
    if _follows(analysis, "NOT_YET", tail, 1):
        return Event.TOWARDS
    more = analysis.ending("MORE", quantity.start) or analysis.within(
        "MORE", max(before[0], quantity.start - 4), quantity.start
    )
    keeps = analysis.within("KEEP", *before)
    # "duy trì các tiêu chí đã đạt, phấn đấu có 17 xã đạt chuẩn": these are not kept
    kept = bool(keeps) and not any(analysis.within(cue, keeps[-1].end, quantity.start) for cue in ("STRIVE", "MORE"))
    at_places = analysis.tokens[quantity.start - 1].norm == "tại" if quantity.start else False
    if at_places:
        return _at_places(analysis, quantity, clause, kept)
    already = _follows(analysis, "ALREADY", tail, 0)
    if already and analysis.ending("KEEP", quantity.start):
        return Event.KEPT
    if already and not more:
        return _already_kept(analysis, quantity)
    said = after_area(analysis, tail, after[1])
    spans = [span for at in range(said, said + 4) if (span := analysis.starting("MEET", at))]
    if spans and analysis.norm_before(spans[0].start) in DENIED:
        return Event.TOWARDS  # "42 xã vùng cao chưa đạt chuẩn"
    meets = bool(spans) and analysis.tokens[min(spans[0].end, len(analysis.tokens) - 1)].norm not in PAPERWORK
    if quantity.total is not None:
        registered = [token.norm for token in analysis.tokens[tail : tail + 2]] == ["đăng", "ký"]
        bears = analysis.starting(
            "STANDARD", quantity.end - _noun_length(analysis, quantity)
        )  # "8/9 huyện nông thôn mới"
        if not (meets or bears) or registered or _distribution(analysis, before):
            return None
        return Event.KEPT if kept else Event.REACHED
    if kept and meets:
        return Event.KEPT
    if not meets and (told := met_before(analysis, quantity, clause)):
        return told
    if meets and _steps(analysis, tail, after[1]):
        return Event.TOWARDS
    if whole_set_met(analysis, quantity) and not more:
        return None  # a class of communes
    standing = not more and _standing(analysis, quantity, after[1], clause)
    if standing and (meets or (until(analysis, clause[0], quantity) and _named_alone(analysis, quantity))):
        return Event.REACHED
    if title_of(analysis, quantity, clause):
        return Event.ADDED
    named = analysis.starting("STANDARD", quantity.end - _noun_length(analysis, quantity))
    made = any(analysis.words(s.start, s.end).lower() in MAKING for s in [analysis.ending("AIM", quantity.start)] if s)
    if made and _sum_follows(analysis, quantity.end, min(quantity.end + 4, clause[1])):
        return Event.ADDED  # "công nhận 10 xã (lũy kế 35 xã)"
    if meets or (more and _sum_follows(analysis, quantity.end, clause[1])):
        return Event.ADDED
    if _sum_follows(analysis, quantity.end, clause[1]) and _first_in_clause(analysis, quantity, clause):
        return Event.ADDED
    if named and (made or named.key not in ("commune", "district") or _listed_behind(analysis, named.end, clause[1])):
        return Event.ADDED
    return None


def _listed_behind(analysis: Analysis, position: int, end: int) -> bool:
    """ "có 04 xã nông thôn mới (NTM), gồm Thanh Mỹ, Mỹ Đông": what stands is named."""
    at = skip_brackets(analysis, position, end)
    at += at < end and analysis.tokens[at].text == ","
    return at < end and analysis.tokens[at].norm in ("gồm", "là") and _begins_list(analysis, at + 1)


def _named_alone(analysis: Analysis, quantity: Quantity) -> bool:
    named = analysis.starting("STANDARD", quantity.end - _noun_length(analysis, quantity))
    return bool(named and named.key in COMMUNE_STEPS)


def _standing(analysis: Analysis, quantity: Quantity, following: int, clause: tuple[int, int]) -> bool:
    """Tell whether a count says where things stand: "có 61 xã đạt chuẩn", without names and without a sum after it."""
    if analysis.norm_before(quantity.start) not in STANDING:
        return False
    end = clause[1]
    listed = any(
        token.norm in LISTED and _begins_list(analysis, at + 1)
        for at, token in enumerate(analysis.tokens[quantity.end : end - 1], quantity.end)
    )
    return not (
        listed
        or list_in_brackets(analysis, quantity.end, min(end, following), districts=True)
        or _sum_follows(analysis, quantity.end, end)
    )


def _begins_list(analysis: Analysis, position: int) -> bool:
    """Tell whether names begin here, behind a noun of their own or a colon: "gồm các xã A", "đó là: xã A"."""
    while position < len(analysis.tokens) and analysis.tokens[position].norm in ("xã", "các", ":", ","):
        position += 1
    return position < len(analysis.tokens) and analysis.tokens[position].text[:1].isupper()


def _noun_length(analysis: Analysis, quantity: Quantity) -> int:
    return quantity.end - quantity.number - 1


def _steps(analysis: Analysis, start: int, end: int) -> bool:
    """ "02 xã đạt chuẩn … (…) mỗi xã đạt thêm": the places take a step beyond what they have."""
    eaches = [span for span in analysis.within("EACH", start, end) if span.key == "commune"]
    averaged = any(token.norm == "quân" for token in analysis.tokens[start : eaches[0].start]) if eaches else False
    return bool(eaches) and not averaged


def _at_places(analysis: Analysis, quantity: Quantity, clause: tuple[int, int], kept: bool) -> Event | None:
    """ "hoàn thành tiêu chí … tại 04 xã": places at which a criterion is to be completed or kept."""
    start, end = clause[0], quantity.start
    criteria = analysis.within("CRITERIA", start, end)
    if not criteria:
        return None
    if kept or analysis.within("KEEP", start, end):
        return Event.KEPT_CRITERIA
    done = [span for span in analysis.within("MEET", start, criteria[-1].start) if span.end >= criteria[-1].start - 3]
    return Event.ADDED if done and quantity.total is None else None


def _follows(analysis: Analysis, label: str, position: int, slack: int) -> bool:
    return any(analysis.starting(label, at) for at in range(position, position + slack + 1))


def _sum_follows(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether a sum follows; "chiếm 25% tổng số xã" sums up nothing."""
    return any(analysis.norm_before(span.start) != "%" for span in analysis.within("SUM", start, end))


def _first_in_clause(analysis: Analysis, quantity: Quantity, clause: tuple[int, int]) -> bool:
    return quantity.start - clause[0] <= 3

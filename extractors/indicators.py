"""Measured goals: every quantity with a unit that counts no places meeting a standard."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.analysis import Analysis, Span
from extractors.context import Context, find_places
from extractors.criterion_classes import class_counted, names_class
from extractors.indicator_changes import PLACE_UNITS, MeasureClause, averages, change_of
from extractors.indicator_places import place_announced, place_of, scope_of, told_of_several
from extractors.no_goals import aside, describes, national, whole_set
from extractors.quantities import Quantity, from_to_starts, is_share, of_plan
from extractors.rulebook import indicator_rules
from extractors.said import named_criterion, status_said, strives, year_said
from extractors.target_shares import noun_left_out
from normalizers.text import fold
from schemas.document import Paragraph
from schemas.mentions import CriterionMention, IndicatorMention
from schemas.vocabulary import Change, Comparator, Standard, Status

MONEY = "VND"
LENGTHS = ("m", "km")
# So many of these for each stay so behind a semicolon: "mỗi huyện có 01 xã …; công nhận 01 vườn mẫu".
SHARED_OUT = ("commune", "village", "residential_area", "garden")
INCOME_UNIT = "VND/person/year"
INCOME = re.compile(r"\bthu nhập bình quân\b")
TOWN = re.compile(r"\b(?:TP|TX)\.? ?(?:[A-ZĐ]\w*\s?)+")  # "TP Tuy Hòa"
SAYS_NOTHING = ("có", "xã", "huyện", "đạt", "đã", "chiếm", "tỷ", "lệ", "hiện", "còn", "đó", "là")
LONGEST_LABEL = 240
LONGEST_PHRASE = 22  # tokens before the number
SHORTEST_PHRASE = 4


def find_indicators(
    paragraph: Paragraph, analysis: Analysis, quantities: Sequence[Quantity], used: set[int], context: Context
) -> list[IndicatorMention]:
    """Return the paragraph's indicators in order; `used` are the numbers that targets have claimed."""
    steps = {quantity.number for quantity in from_to_starts(analysis, list(quantities))}
    found = []
    for sentence in analysis.sentences:
        for start, end in analysis.clauses(*sentence):
            inside = [q for q in quantities if start <= q.number < end and q.number not in steps]
            for quantity in inside:
                if quantity.number in used:
                    continue
                if quantity.unit is None:
                    noun = noun_left_out(analysis, quantity, (start, end))
                    if noun is None or quantity.exact:
                        continue
                    # "số huyện, thị xã đạt chuẩn: ít nhất 03 đơn vị"
                    whole = replace(quantity, unit=noun.value)
                    inside[inside.index(quantity)], quantity = whole, whole
                clause = MeasureClause(sentence, start, end)
                if not _measures(analysis, quantity, inside, clause):
                    continue
                found.append(_mention(paragraph, analysis, quantity, inside, clause, context))
            for span in analysis.within("NONE_BELOW", start, end):
                found.append(_none_below(paragraph, analysis, span, MeasureClause(sentence, start, end), context))
    return found


def _none_below(
    paragraph: Paragraph, analysis: Analysis, span: Span, clause: MeasureClause, context: Context
) -> IndicatorMention:
    """ "không còn xã dưới 9 tiêu chí": a count of none, which is a number."""
    return IndicatorMention(
        status=status_said(analysis, clause.sentence[0], span.end, context),
        label=analysis.words(span.start, span.end),
        key=key_of(analysis.words(span.start, span.end), span.key, Change.LEVEL),
        comparator=Comparator.EQUAL,
        low="0",
        high="0",
        unit=span.key,
        change=Change.LEVEL,
        standard=context.standard or Standard.COMMUNE,
        criterion=context.criterion,
        place=context.place,
        year=year_said(analysis, clause.sentence, span.start, clause.end) or context.year,
        evidence=paragraph.evidence(*analysis.offsets(span.start, span.end)),
    )


def _measures(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity], clause: MeasureClause) -> bool:
    """Tell whether a quantity is a goal, rather than money, a share of a count, or words that only name its subject."""
    if quantity.unit == MONEY:
        return _income(analysis, quantity, clause)
    if of_plan(analysis, quantity) or _names_nothing(analysis, quantity, inside, clause):
        return False
    if quantity.unit in ("criterion", "sub_criterion") and analysis.starting("NOT_YET", quantity.end):
        return False  # "13 chỉ tiêu chưa đạt"
    if quantity.unit == "criterion" and told_of_several(analysis, quantity, inside):
        return False
    if quantity.unit == "%" and (_share_of_count(analysis, quantity, inside) or _share_of_money(analysis, clause)):
        return False
    if aside(analysis, quantity, clause.start) or describes(analysis, quantity):
        return False
    if national(analysis, quantity, clause.start):
        return False
    if whole_set(analysis, quantity) or (quantity.unit == "criterion" and names_class(analysis, quantity, inside)):
        return False
    if class_counted(analysis, quantity, inside):
        return True
    if quantity.unit in PLACE_UNITS and quantity.total is None and quantity.exact:
        owing = any(other.unit == MONEY for other in inside)  # "nợ đọng 2,5 tỷ đồng tại 02 xã"
        return not owing and _work_at(analysis, quantity, clause)
    return True


def _share_of_count(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity]) -> bool:
    before = [other for other in inside if other.number < quantity.number]
    if any(_own_share(analysis, other, inside) is quantity for other in before):
        return True
    return bool(before) and before[-1].total is not None and is_share(analysis, before[-1], quantity)


def _share_of_money(analysis: Analysis, clause: MeasureClause) -> bool:
    sentence, own = (
        " ".join(token.norm for token in analysis.tokens[start:end])
        for start, end in (clause.sentence, (clause.start, clause.end))
    )
    if re.search(r"\bgiải ngân\b|\bngân sách\b.*\bđối ứng\b|\bđối ứng\b.*\bngân sách\b", own):
        return True
    money = re.search(r"\b(?:tỷ|tỉ|triệu|nghìn) đồng\b(?! / người)", own) and not INCOME.search(own)
    return bool(money) or "kinh phí" in sentence


def _names_nothing(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity], clause: MeasureClause) -> bool:
    """ "có 6/8 xã đạt (75%)": nothing says what it is that is measured."""
    start, end = _phrase(analysis, quantity, inside, clause)
    label = TOWN.sub("", _label(analysis, quantity, start, end))
    for place in find_places(analysis, start, end):
        label = label.replace(place.text, "")  # "huyện A có 8/8 xã"
    measured = quantity.unit in ("commune", "district") and not class_counted(analysis, quantity, inside)
    return measured and all(word in SAYS_NOTHING for word in label.lower().split())


def _income(analysis: Analysis, quantity: Quantity, clause: MeasureClause) -> bool:
    """ "thu nhập bình quân đầu người đạt 55 triệu đồng": money that a person earns is a measure."""
    words = " ".join(token.norm for token in analysis.tokens[clause.start : quantity.start])
    return bool(INCOME.search(words)) and "tăng" not in words[-12:]


def _work_at(analysis: Analysis, quantity: Quantity, clause: MeasureClause) -> bool:
    """Tell whether a plain number of places measures work: done at them ("… tại 20 xã"), or so many for each."""
    before = analysis.tokens[quantity.start - 1].norm if quantity.start else ""
    each = any(span.end <= quantity.start for span in analysis.within("EACH", clause.start, quantity.start))
    model = any(token.norm == "hình" for token in analysis.tokens[quantity.number : quantity.end])
    if analysis.within("ALREADY", quantity.end, min(quantity.end + 2, clause.end)) and not each:
        return False
    if quantity.unit == "village" or quantity.unit == "district":
        return model or each or (before == "tại" and quantity.unit == "village")
    border = analysis.tokens[quantity.end].norm if quantity.end < len(analysis.tokens) else ""
    return model or each or (before == "tại" and border not in ("biên", "đặc", "khu"))


def _mention(
    paragraph: Paragraph,
    analysis: Analysis,
    quantity: Quantity,
    inside: Sequence[Quantity],
    clause: MeasureClause,
    context: Context,
) -> IndicatorMention:
    start, end = _phrase(analysis, quantity, inside, clause)
    label = _label(analysis, quantity, start, end)
    unit, scope = _unit(analysis, quantity, clause)
    if scope is None and (area := scope_of(analysis, quantity, clause.start)):
        # "riêng xã A": one place alone is the place that the goal is for
        scope = None if find_places(analysis, *area) else analysis.words(*area)
        start = min(start, area[0])
    low, high = _bounds(quantity)
    share = _own_share(analysis, quantity, inside)
    standard, criterion = _criterion(analysis, context, clause, start, quantity)
    begin, stop = analysis.offsets(start, max(end, share.end if share else end))
    change = change_of(analysis, quantity, clause, unit)
    if class_counted(analysis, quantity, inside) and analysis.norm_before(quantity.start) != "giảm":
        change = Change.LEVEL
    kept = _kept(analysis, start, quantity.start)
    status = Status.MAINTAIN if kept else status_said(analysis, clause.sentence[0], end, context)
    stands = unit in PLACE_UNITS or unit in ("criterion", "product", "school")
    if status is Status.RESULT and stands and change is Change.INCREASE:
        grown = analysis.within("MORE", clause.start, quantity.start) or "tăng" in label.lower()
        change = change if grown else Change.LEVEL
    return IndicatorMention(
        status=status,
        strives=strives(analysis, clause.sentence[0], end),
        label=label,
        key=key_of(f"{analysis.words(start, end)}", unit, change, scope),
        comparator=quantity.comparator,
        low=low,
        high=high,
        total=quantity.total,
        percent=share.low if share else None,
        unit=unit,
        multiple=quantity.multiple,
        change=change,
        standard=standard,
        criterion=criterion,
        place=place_of(analysis, quantity, inside, (clause.start, clause.end))
        or place_announced(analysis, clause.sentence)
        or context.place,
        scope=scope,
        year=year_said(analysis, clause.sentence, quantity.start, clause.end) or context.year,
        evidence=paragraph.evidence(begin, stop),
    )


def _kept(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether "duy trì" governs the number: no other verb between."""
    keeps = analysis.within("KEEP", start, end)
    return bool(keeps) and not any(analysis.within(label, keeps[-1].end, end) for label in ("AIM", "STRIVE", "MORE"))


def _bounds(quantity: Quantity) -> tuple[str | None, str | None]:
    if quantity.comparator is Comparator.RANGE:
        return quantity.low, quantity.high
    if quantity.comparator in (Comparator.AT_LEAST, Comparator.MORE):
        return quantity.low, None
    if quantity.comparator in (Comparator.AT_MOST, Comparator.LESS):
        return None, quantity.low
    return quantity.low, quantity.low


def _own_share(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity]) -> Quantity | None:
    subject = class_counted(analysis, quantity, inside)
    bounded = quantity.unit in PLACE_UNITS and not quantity.exact  # "lên trên 210 xã, chiếm 80%"
    if quantity.total is None and subject is None and not bounded:
        return None
    whole = subject if subject and subject.number > quantity.number else quantity
    later = next((other for other in inside if other.number > whole.number), None)
    return later if later and is_share(analysis, whole, later) else None


def _phrase(
    analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity], clause: MeasureClause
) -> tuple[int, int]:
    """Return the tokens that say the goal: from the last comma between goals to the end of the words after it."""
    subject = class_counted(analysis, quantity, inside)
    first = min(subject.start, quantity.start) if subject else quantity.start
    before = [other.end for other in inside if other.end <= first]
    start = max([clause.start, *before])
    start = _after_preamble(analysis, start, first)
    if before and start + 1 < first and analysis.tokens[start + 1].norm == "sao":
        start += 2  # "152 sản phẩm 4 sao và 24 sản phẩm 3 sao": the stars of those before
    while start < quantity.start and analysis.tokens[start].text in (",", ".", ":", "(", ")", "-", "–", "+", "và"):
        start += 1
    last = max(subject.end, quantity.end) if subject else quantity.end
    after = [other.start for other in inside if other.start >= last]
    end = min([clause.end, *after])
    stops = (at for at in range(last, end) if analysis.tokens[at].text in ",.:()")
    stop = next((at for at in stops if not _goes_on(analysis, at)), end)
    return start, max(stop, last)


def _goes_on(analysis: Analysis, comma: int) -> bool:
    """ "100% huyện, thành phố …": several kinds of place behind one number."""
    norms = [token.norm for token in analysis.tokens[comma : comma + 3]]
    return norms in ([",", "thành", "phố"], [",", "thị", "xã"], [",", "thị", "trấn"])


def _after_preamble(analysis: Analysis, start: int, end: int) -> int:
    """Skip what stands before a colon, and of a long run of work all but the part that the number belongs to."""
    texts = [token.text for token in analysis.tokens[start:end]]
    if ":" in texts:
        start = end - texts[::-1].index(":")
    commas = [at for at in range(start, end - SHORTEST_PHRASE) if analysis.tokens[at].text == ","]
    if end - start > LONGEST_PHRASE and commas:
        return commas[-1] + 1
    return start


def _label(analysis: Analysis, quantity: Quantity, start: int, end: int) -> str:
    """Return the words of the phrase without its number and bounds."""
    left = analysis.words(start, quantity.start)
    noun_from = quantity.number + 1
    if quantity.high is not None:
        noun_from += 2
    right = analysis.words(min(noun_from, end), end) if quantity.unit != "%" else analysis.words(quantity.end, end)
    words = f"{left} {right}".split()
    return " ".join(words)[:LONGEST_LABEL].strip(" ,;:-–+")


def _unit(analysis: Analysis, quantity: Quantity, clause: MeasureClause) -> tuple[str, str | None]:
    """Return the unit, with "per commune" or "per district" where the words before say so, and those words."""
    unit = INCOME_UNIT if quantity.unit == MONEY else quantity.unit or ""
    each = _each(analysis, quantity, clause, unit)
    near = analysis.tokens[max(quantity.start - 3, 0) : quantity.start]
    if unit in LENGTHS and any(token.norm == "dài" for token in near):
        each = None  # "mỗi xã 01 tuyến đường dài từ 500 m": how long each of them is
    if unit == "criterion":
        norms = [token.norm for token in analysis.tokens[clause.start : quantity.start]]
        others = " ".join(norms).rfind("còn lại") > " ".join(norms).rfind("bình quân")
        per_commune = (averages(norms) and not others) or (each and each[0] == "commune")
        return ("criterion/commune" if per_commune else unit), None
    if each and each[0] != unit and unit != "%" and "/" not in unit:
        return f"{unit}/{each[0]}", each[1]
    return unit, None


def _each(analysis: Analysis, quantity: Quantity, clause: MeasureClause, unit: str) -> tuple[str, str] | None:
    spans = list(analysis.within("EACH", clause.sentence[0], quantity.start))
    if not spans or quantity.total is not None:
        return None
    last = spans[-1]
    if last.key == "district" and find_places(analysis, last.end, quantity.start):
        return None  # "cụ thể từng huyện: huyện A có 02 xã …"
    between = analysis.tokens[last.end : quantity.start]
    norms = [token.norm for token in between]
    if norms[:3] == ["một", "sản", "phẩm"]:  # the programme OCOP, "mỗi xã một sản phẩm"
        return None
    # Another subject ends what "each" governs; so does another number of places.
    for first, second in itertools.pairwise(norms):
        if first in ("các", "toàn") and second in ("huyện", "xã", "tỉnh", "thôn"):
            return None
    anew = any(token.text == ";" and other.kind == "word" for token, other in itertools.pairwise(between))
    if (
        (anew and unit not in SHARED_OUT)
        or any(token.text == "." for token in between)
        or "riêng" in norms
        or "chương" in norms
    ):
        return None
    return last.key, analysis.words(last.start, last.end).lower()


def _criterion(
    analysis: Analysis, context: Context, clause: MeasureClause, start: int, quantity: Quantity
) -> tuple[Standard | None, CriterionMention | None]:
    criterion = named_criterion(analysis, start, quantity.start) or context.criterion
    numbers = (at for at in range(quantity.end, clause.end) if analysis.tokens[at].kind in ("num", "ratio"))
    following = list(numbers)[:1]
    of_sets = quantity.unit in ("commune", "criterion", "criterion/commune")
    own = analysis.within("STANDARD", start, min([clause.end, *following])) if of_sets else ()
    spans = own or analysis.within("STANDARD", clause.start, clause.end)
    standard = context.standard
    if standard is None:
        bare = quantity.unit == "commune" and bool(
            analysis.within("MEET", quantity.end, min(quantity.end + 8, clause.end))
        )
        shared = not own and (bare or any(span.key == "commune" for span in spans))
        special = (
            []
            if shared
            else [span.key for span in spans if span.key in ("district", "district_advanced", "commune_advanced")]
        )
        standard = Standard(special[0]) if special else Standard.COMMUNE
    return standard, None if (quantity.unit or "").startswith("criterion") else criterion


def key_of(words: str, unit: str, change: Change, scope: str | None = None) -> str | None:
    """Return the key of the project's list whose words, unit and change fit; the first that does."""
    text = fold(f"{words} {scope or ''}")
    for rule in indicator_rules():
        if rule.unit != unit or (rule.change is not None and rule.change != change):
            continue
        if all(re.search(pattern, text) for pattern in rule.words):
            return rule.key
    return None

"""Numbers with what they count: bounds, ranges, ratios and units."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.analysis import Analysis, Span, Token
from extractors.rulebook import Rule, unit_rules
from schemas.vocabulary import Comparator

RANGE_MARKS = ("-", "–", "—", "đến", "tới")
# "đạt thêm 1 đến 2 tiêu chí": after these a range needs no "từ".
STEPPING = ("thêm", "tăng", "giảm", "đạt", "khoảng")
# "giảm từ 5% xuống còn 3%": the first number is where things stand, the second where they are to be.
STEP_MARKS = ("xuống", "lên", "còn")
# Spans whose numbers measure nothing: years, acts, grades, "mỗi 01 xã".
NO_FIGURES = ("NO_QUANTITY", "EACH", "NONE_BELOW")
YEAR = re.compile(r"(?:19|20)\d\d")
VERB_ENDS = ("trang", "hạng", "loại", "mức")  # chỉnh trang, nâng hạng, phân loại, ở mức
LONGEST_BEFORE_END = 7  # tokens between a count and its "trở lên"
# So many words may stand between a count and its share.
NEAR, FAR = 9, 14
PLANNED = (("kế", "hoạch"), ("chỉ", "tiêu"), ("nhiệm", "vụ"), ("mục", "tiêu"))
AREAS = ("khu", "vùng", "bãi", "ven", "miền")  # "180/448 xóm các xã khó khăn, khu vực biên giới đạt chuẩn (40%)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: tokens [start, end) with its bounds and unit, as printed strings.

    `high` is the upper end of a range; `total` stands after the slash of a ratio; `unit` is None where no known noun
    follows. `number` is the position of the (first) number itself.
    """

    start: int
    number: int
    end: int
    low: str
    high: str | None
    total: str | None
    comparator: Comparator
    unit: str | None
    multiple: int

    @property
    def exact(self) -> bool:
        return self.comparator is Comparator.EQUAL


def unit_patterns() -> tuple[Rule, ...]:
    """Return the units as span rules; the key is the position in `unit_rules()`."""
    return tuple(Rule("UNIT", str(index), rule.patterns) for index, rule in enumerate(unit_rules()))


def find_quantities(analysis: Analysis) -> list[Quantity]:
    """Find the quantities of a text in order; years, dates, and numbers of acts, criteria and grades are none."""
    found: list[Quantity] = []
    position = 0
    while position < len(analysis.tokens):
        quantity = _quantity(analysis, position)
        if quantity is None:
            position += 1
        else:
            if not _owns(analysis, quantity):
                found.append(quantity)
            position = max(quantity.end, position + 1)
    return found


def _owns(analysis: Analysis, quantity: Quantity) -> bool:
    """ "100/189 thôn của 18 xã biên giới": in how many communes the villages lie, no count of its own."""
    at = quantity.start
    norms = [token.norm for token in analysis.tokens[max(at - 3, 0) : at]]
    length = 3 if norms == ["trên", "địa", "bàn"] else 1 if norms[-1:] in (["của"], ["thuộc"], ["ở"]) else 0
    places = analysis.ending("COUNTED", at - length) if length else None
    return places is not None and places.key != "commune" and quantity.unit == "commune"


def _quantity(analysis: Analysis, position: int) -> Quantity | None:
    tokens = analysis.tokens
    token = tokens[position]
    if token.kind not in ("num", "ratio") or _no_quantity(analysis, position):
        return None
    if position and tokens[position - 1].text == "/":
        return None
    low, high, total = token.text, None, None
    after = position + 1
    if token.kind == "ratio":
        low, total = token.text.split("/")
    else:
        high_at = _range_end(analysis, position)
        if high_at is not None:
            high, after = tokens[high_at].text, high_at + 1
    unit, multiple, end = _unit(analysis, after)
    if total is None and high is None and (whole_at := _whole_behind(analysis, unit, end)):
        total = tokens[whole_at].text
        unit, multiple, end = _unit(analysis, whole_at + 1)
    bound = analysis.ending("BOUND", position)
    start = bound.start if bound else position
    opened = analysis.starting("OPEN_END", end) or _later_open_end(analysis, end)
    comparator = _comparator(bound, opened, high is not None)
    if opened and opened.start == end:
        end = opened.end
    return Quantity(start, position, end, low, high, total, comparator, unit, multiple)


def _whole_behind(analysis: Analysis, unit: str | None, position: int) -> int | None:
    """Find the whole of a ratio in words ("89 xã/129 xã", "89 trên tổng số 129 xã"): its unit may stand twice."""
    out_of = analysis.starting("OUT_OF", position)
    if out_of is None or out_of.end >= len(analysis.tokens) or analysis.tokens[out_of.end].kind != "num":
        return None
    of_whole = _unit(analysis, out_of.end + 1)[0]
    return out_of.end if of_whole and unit in (None, of_whole) else None


def _no_quantity(analysis: Analysis, position: int) -> bool:
    spans = [span for label in NO_FIGURES if (span := analysis.covers(label, position))]
    return any(not (_after_year_word(analysis, span) or _after_verb(analysis, span)) for span in spans)


def _after_year_word(analysis: Analysis, span: Span) -> bool:
    """ "mỗi năm 2,5%", "trong năm 950 hộ": a number behind "năm" that is no year."""
    words = analysis.tokens[span.start : span.end]
    return len(words) > 1 and words[0].norm == "năm" and not YEAR.fullmatch(words[1].text)


def _after_verb(analysis: Analysis, span: Span) -> bool:
    """ "chỉnh trang 300 vườn", "nâng hạng 05 sản phẩm": a count behind a verb that ends like a label of numbers."""
    counts = span.end - span.start == 2 and analysis.tokens[span.start].norm in VERB_ENDS
    return counts and analysis.starting("UNIT", span.end) is not None


def _range_end(analysis: Analysis, position: int) -> int | None:
    tokens = analysis.tokens
    at = position + 1
    # "từ 2,0% – 3,0%", "từ 01 tiêu chí đến 02 tiêu chí": the unit may stand after both numbers
    unit = analysis.starting("UNIT", at)
    for mark in (at, unit.end if unit else at):
        if mark + 1 < len(tokens) and tokens[mark].norm in RANGE_MARKS and tokens[mark + 1].kind == "num":
            spoken = tokens[mark].norm in ("đến", "tới") and analysis.ending("BOUND", position) is None
            if spoken and (position == 0 or tokens[position - 1].norm not in STEPPING):
                return None
            return mark + 1
    return None


def _unit(analysis: Analysis, position: int) -> tuple[str | None, int, int]:
    span = analysis.starting("UNIT", position)
    if span is None:
        return None, 1, position
    rule = unit_rules()[int(span.key)]
    return rule.unit, rule.multiple, span.end


def _later_open_end(analysis: Analysis, position: int) -> Span | None:
    """Find "trở lên" some words later in the same phrase ("22 tổ chức, cá nhân trở lên", "01 vườn mẫu trở lên")."""
    for at in range(position, min(position + LONGEST_BEFORE_END, len(analysis.tokens))):
        token = analysis.tokens[at]
        if (token.kind != "word" and token.text != ",") or token.norm == "sao":
            return None
        if span := analysis.starting("OPEN_END", at):
            return span
    return None


def _comparator(bound: Span | None, opened: Span | None, ranged: bool) -> Comparator:
    if ranged:
        return Comparator.RANGE
    if opened:
        return Comparator(opened.key)
    return Comparator(bound.key) if bound else Comparator.EQUAL


def from_to_starts(analysis: Analysis, quantities: list[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities that only say where a change starts ("từ 5% xuống còn 3%")."""
    for first, second in itertools.pairwise(quantities):
        words = list(outside_brackets(analysis.tokens[first.end : second.start]))
        between = [token.norm for token in words]  # "từ 23,15% (năm 2017) xuống còn 18,5%"
        if between[:1] == ["năm"]:
            between = between[2:]  # "từ 23,15% năm 2017 xuống còn 18,5%"
        if analysis.tokens[first.start].norm == "từ" and between and len(between) <= 3 and between[0] in STEP_MARKS:
            yield first


def is_share(analysis: Analysis, whole: Quantity, share: Quantity) -> bool:
    """Tell whether a percentage is printed as the share of the count before it.

    A few words may stand between ("xã đạt tiêu chí, chiếm tỷ lệ"), any number of them before a comma ("19/20 xã đạt
    chuẩn tiêu chí … theo bộ tiêu chí nông thôn mới, đạt 95%").
    """
    between = analysis.tokens[whole.end : share.start]
    if share.unit != "%" or any(token.text == ";" for token in between) or of_plan(analysis, share):
        return False
    if share.comparator in (Comparator.MORE, Comparator.LESS):
        return False  # "76 xã, chiếm trên 50%": how much it is, is not said
    if not in_brackets(analysis, share):
        between = tuple(outside_brackets(between))
    if in_brackets(analysis, share) and not any(token.text == "," or token.kind == "ratio" for token in between):
        return len(between) <= FAR or whole.total is not None
    if in_brackets(analysis, share):
        commas = any(token.text == "," and after.norm not in AREAS for token, after in itertools.pairwise(between))
        apart = whole.total is None or commas or any(token.kind == "ratio" for token in between)
        return len(between) <= NEAR or not apart
    cue = analysis.ending("SHARE", share.start)
    if cue is None:
        return False
    if analysis.starting("SUM", share.end) and analysis.norm_before(cue.start) == ",":
        return True  # "…, chiếm 25% tổng số xã"
    far = FAR if cue.end - cue.start > 1 else NEAR  # "592 thôn miền núi đạt chuẩn nông thôn mới, đạt tỷ lệ …"
    return len(between) <= far or (whole.total is not None and analysis.tokens[cue.start - 1].text == ",")


def of_plan(analysis: Analysis, share: Quantity) -> bool:
    """Tell whether a share is of what was planned: "đạt 100% kế hoạch", "vượt 8% so với mục tiêu"."""
    norms = [token.norm for token in analysis.tokens[share.end : share.end + 4]]
    return tuple(norms[2:4] if norms[:2] == ["so", "với"] else norms[:2]) in PLANNED


def outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that stand in no bracket."""
    depth = 0
    for token in tokens:
        depth += token.text == "("
        if depth <= 0:
            yield token
        depth -= token.text == ")"


def in_brackets(analysis: Analysis, quantity: Quantity) -> bool:
    """Tell whether a bracket opens right before a quantity, or one word before ("(đạt 41,4%)")."""
    return any(token.text == "(" for token in analysis.tokens[max(quantity.start - 2, 0) : quantity.start])

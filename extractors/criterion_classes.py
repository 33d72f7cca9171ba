"""Classes of communes by the criteria that they meet: "Số xã đạt từ 15-18 tiêu chí: 45 xã"."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.analysis import Analysis
from extractors.quantities import Quantity, outside_brackets

# "Số xã đạt 19 tiêu chí có …", "…: 30 xã": between a class of communes and their count.
CLASS_MARKS = ("có", ":", "là", "còn", "xuống còn", "xuống", "giảm", "giảm còn", "giảm xuống còn")
STEPPED = (", còn", ", chỉ còn", "còn", "chỉ còn", "xuống còn", ", xuống còn")
CLASS_ENDS = {mark.split()[0] for mark in CLASS_MARKS} | {"phấn", "mỗi", "tăng", "thì", "không", "dưới", "trên", "ít"}
LONGEST_CLASS = 8  # tokens between a count and the bracket that tells its class
FILLERS = ("cơ", "bản", "phấn", "đấu", "đủ", "đã", "được")
# Of which set the criteria are: "hoàn thành 19 tiêu chí xây dựng nông thôn mới là …".
OF_SET = ("xây", "dựng", "về", "nông", "thôn", "mới", "ntm", "xã")
WHOLE_SET = (["19"], ["19/19"])
AREAS = ("thuộc", "vùng", "của", "miền", "khu")
LONGEST_AREA = 14  # tokens of "thuộc vùng dân tộc thiểu số và miền núi đạt"
# "05 xã đạt dưới 10 tiêu chí", "09 xã dưới 10 tiêu chí": between a count and the class.
BEFORE_CLASS = ("", ",", ";", ":", ".", "-", "–", "+")
REACHING: tuple[list[str], ...] = (["đạt"], ["có"], ["hoàn", "thành"], [])


def is_class(analysis: Analysis, quantity: Quantity) -> bool:
    """ "các xã thuộc nhóm đạt từ 5-9 tiêu chí", "Số xã đạt 19 tiêu chí có …": which communes are meant."""
    norms = [token.norm for token in analysis.tokens[max(quantity.start - 5, 0) : quantity.start]]
    end = _after_set(analysis, quantity.end)
    after = [token.norm for token in analysis.tokens[end : end + 1]]
    norms = [norm for norm in norms if norm not in FILLERS]
    alone = norms[-1:] == ["đạt"] and (norms[:-1] or [""])[-1] in BEFORE_CLASS  # "…; đạt từ 15-18 tiêu chí có 14 xã"
    named = alone or norms[-2:] in (["xã", "đạt"], ["đạt", "từ"]) or ("số" in norms and "xã" in norms)
    return "nhóm" in norms or (named and bool(after) and after[0] in CLASS_ENDS)


def _after_set(analysis: Analysis, position: int) -> int:
    while position < len(analysis.tokens) and analysis.tokens[position].norm in OF_SET:
        position += 1
    return position


def names_class(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity]) -> bool:
    """Tell whether a number of criteria is the bound of a class rather than a goal."""
    counted = any(class_counted(analysis, other, inside) is quantity for other in inside)
    return counted or is_class(analysis, quantity)


def class_counted(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity]) -> Quantity | None:
    """Return the bounds of the class that a number of communes counts.

    They stand before it ("Các xã đạt từ 15 tiêu chí trở lên: 08 xã") or after ("30 xã đạt từ 15 - 18 tiêu chí").
    """
    at = inside.index(quantity)
    before, after = inside[at - 1] if at else None, inside[at + 1] if at + 1 < len(inside) else None
    if quantity.unit != "commune":
        return None
    if before and before.unit == "criterion":
        between = " ".join(token.norm for token in analysis.tokens[_after_set(analysis, before.end) : quantity.start])
        if between in (":", "(") or (is_class(analysis, before) and between in ("", *CLASS_MARKS)):
            return before
    if before and before.unit == "commune":
        # "Số xã dưới 7 tiêu chí giảm 52 xã, chỉ còn 38 xã"
        left = " ".join(token.norm for token in analysis.tokens[before.end : quantity.start]) in STEPPED
        if left and analysis.norm_before(before.start) == "giảm":
            return class_counted(analysis, before, inside)
    reached = after and (_reached_by(analysis, quantity, after) or class_in_bracket(analysis, quantity))
    if after and before and before.unit == after.unit == "criterion" and after.start == quantity.end:
        reached = True  # "33 xã đạt từ 11 - 12 tiêu chí và 01 xã 10 tiêu chí"
    return after if reached else None


def class_in_bracket(analysis: Analysis, quantity: Quantity) -> bool:
    """ "20 xã cơ bản đạt chuẩn (đạt từ 15-18 tiêu chí)": a bracket tells which class of communes is counted."""
    tokens = analysis.tokens
    near = range(quantity.end, min(quantity.end + LONGEST_CLASS, len(tokens)))
    opening = next((at for at in near if tokens[at].text == "("), None)
    if quantity.unit != "commune" or opening is None:
        return False
    inside = tokens[opening + 1 : opening + 8]
    number = next((at for at, token in enumerate(inside) if token.norm not in ("đạt", "từ", "có")), len(inside))
    words = [token.norm for token in inside[number : number + 5]]
    ranged = len(words) > 3 and inside[number].kind == "num" and words[1] in ("-", "–", "đến")
    return ranged and words[3:5] == ["tiêu", "chí"]


def _reached_by(analysis: Analysis, quantity: Quantity, after: Quantity) -> bool:
    tokens = outside_brackets(analysis.tokens[quantity.end : after.start])
    between = [token.norm for token in tokens if token.norm not in FILLERS]
    if between[:1] and between[0] in AREAS and len(between) <= LONGEST_AREA and "," not in between:
        between = between[-1:]
    return after.unit == "criterion" and between in REACHING and (bool(between) or not after.exact)


def whole_set_met(analysis: Analysis, quantity: Quantity) -> bool:
    """ "có thêm 13 xã đạt 19/19 tiêu chí": communes that meet all the criteria, by their number."""
    words = [token for token in analysis.tokens[quantity.end : quantity.end + 6] if token.norm not in FILLERS]
    verb = 1 if words and words[0].norm == "đạt" else 2 if [w.norm for w in words[:2]] == ["hoàn", "thành"] else 0
    said = [token.text for token in words[verb : verb + 1]]
    noun = [token.norm for token in words[verb + 1 : verb + 3]]
    return verb > 0 and quantity.unit == "commune" and said in WHOLE_SET and noun == ["tiêu", "chí"]

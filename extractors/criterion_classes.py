"""Classes of communes by the criteria that they meet: "Số xã đạt từ 15-18 tiêu chí: 45 xã"."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.analysis import Analysis
from extractors.quantities import Quantity, outside_brackets

# "Số xã đạt 19 tiêu chí có …", "…: 30 xã": between a class of communes and their count.
CLASS_MARKS = ("có", ":", "là", "còn", "xuống còn", "xuống", "giảm còn", "giảm xuống còn")
CLASS_ENDS = {mark.split()[0] for mark in CLASS_MARKS} | {"phấn", "mỗi", "tăng", "thì", "không", "dưới", "trên", "ít"}
FILLERS = ("cơ", "bản", "phấn", "đấu")
# "05 xã đạt dưới 10 tiêu chí", "09 xã dưới 10 tiêu chí": between a count and the class.
REACHING: tuple[list[str], ...] = (["đạt"], ["có"], ["hoàn", "thành"], [])


def is_class(analysis: Analysis, quantity: Quantity) -> bool:
    """ "các xã thuộc nhóm đạt từ 5-9 tiêu chí", "Số xã đạt 19 tiêu chí có …": which communes are meant."""
    norms = [token.norm for token in analysis.tokens[max(quantity.start - 5, 0) : quantity.start]]
    after = [token.norm for token in analysis.tokens[quantity.end : quantity.end + 1]]
    named = norms[-2:] in (["xã", "đạt"], ["đạt", "từ"]) or ("số" in norms and "xã" in norms)
    return "nhóm" in norms or (named and bool(after) and after[0] in CLASS_ENDS)


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
        between = " ".join(token.norm for token in analysis.tokens[before.end : quantity.start])
        if between in (":", "(") or (is_class(analysis, before) and between in ("", *CLASS_MARKS)):
            return before
    return after if after and _reached_by(analysis, quantity, after) else None


def _reached_by(analysis: Analysis, quantity: Quantity, after: Quantity) -> bool:
    tokens = outside_brackets(analysis.tokens[quantity.end : after.start])
    between = [token.norm for token in tokens if token.norm not in FILLERS]
    return after.unit == "criterion" and between in REACHING and (bool(between) or not after.exact)

"""Whether a measured goal is a level to be at, a step up or a step down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.analysis import Analysis
from extractors.quantities import Quantity
from schemas.vocabulary import Change

LEVEL_WORDS = ("đạt", "lên", "còn", "có", "là", "lệ", "≥", "≤", "dưới", "trì")
STEP_WORDS = ("thêm", "mới", "tăng")
# Words that go between the verb and the number without changing what it says.
FILLERS = (
    "cho",
    "từ",
    "trên",
    "khoảng",
    "ít",
    "nhất",
    "tối",
    "thiểu",
    "là",
    "ở",
    "mức",
    "hơn",
    "quá",
    "gần",
    "được",
    ":",
    "≥",
    "≤",
)
LOOK_BACK = 9
# Units of places: without "at so many places" or a ratio such a number only says which places are meant.
PLACE_UNITS = ("commune", "district", "town", "village")


@dataclass(frozen=True, slots=True)
class MeasureClause:
    """The sentence and the clause, as ranges of tokens, in which a measure stands."""

    sentence: tuple[int, int]
    start: int
    end: int


def change_of(analysis: Analysis, quantity: Quantity, clause: MeasureClause, unit: str) -> Change:
    """Tell by the words before a number whether it is a level, a step up (or work to be done) or a step down."""
    tokens = analysis.tokens
    from_ = max(clause.start, quantity.start - LOOK_BACK)
    # the "mới" of "nông thôn mới" is no step
    norms = ["" if analysis.covers("STANDARD", at) else tokens[at].norm for at in range(from_, quantity.start)]
    lowered = next((at for at in reversed(range(len(norms))) if norms[at] == "giảm"), None)
    if lowered is not None and not any(word in norms[lowered:] for word in ("còn", "xuống")):
        return Change.DECREASE
    if quantity.total is not None:
        return Change.LEVEL
    if "tổng số" in " ".join(norms) or "lũy kế" in " ".join(norms[-3:]):
        return Change.LEVEL
    at = quantity.start - 1
    while at >= clause.start and tokens[at].norm in FILLERS:
        at -= 1
    governor = tokens[at].norm if at >= clause.start and not analysis.covers("STANDARD", at) else ""
    if (
        tokens[quantity.start].norm in ("không", "dưới")
        or any(token.norm == "có" for token in tokens[quantity.start : quantity.number])  # "tối thiểu có 03 xã"
        or norms[-2:] in (["tương", "đương"], ["tương", "ứng"])
        or _stands(analysis, quantity, clause, norms)
    ):
        return Change.LEVEL
    if governor in STEP_WORDS and not (unit == "%" and governor == "mới"):
        return Change.INCREASE
    if norms[-3:] == ["tăng", "bình", "quân"]:
        return Change.INCREASE
    if unit == "%" or unit in ("ha", "m2/person", "VND/person/year"):
        return Change.LEVEL
    after = [token.norm for token in tokens[quantity.end : quantity.end + 6]]
    if "công nhận mới" in " ".join(after):
        return Change.INCREASE
    if "thêm" in norms[-4:] or "mới" in norms[-3:]:
        return Change.INCREASE
    if unit == "criterion/commune" and averages([token.norm for token in tokens[clause.start : quantity.start]]):
        return Change.INCREASE if governor == "tăng" else Change.LEVEL
    return Change.LEVEL if governor in LEVEL_WORDS or averages(norms) else Change.INCREASE


def _stands(analysis: Analysis, quantity: Quantity, clause: MeasureClause, norms: Sequence[str]) -> bool:
    """Tell whether a number says where things are to stand: "số xã …: 60 xã", "có 9/9 xã, trong đó ít nhất 04 xã"."""
    if analysis.within("MORE", clause.start, quantity.start):
        return False
    opening = [token.norm for token in analysis.tokens[clause.start : quantity.start] if token.kind == "word"][:3]
    places = quantity.unit in PLACE_UNITS
    if analysis.norm_before(quantity.start) == "là" and opening[:1] == ["số"]:
        return True  # "Số trường đạt chuẩn quốc gia là 300 trường"
    titled = (
        places and analysis.norm_before(quantity.start) == ":" and any(word in ("số", "tổng", "tỷ") for word in opening)
    )
    part = places and "đó" in norms and not any(word in STEP_WORDS for word in norms)
    if quantity.start == clause.start or norms[-1:] in (
        [","],
        ["và"],
    ):  # "Có 01 sản phẩm …, 03 sản phẩm …; 01 hợp tác xã …"
        first = [token.norm for token in analysis.tokens[clause.sentence[0] : clause.sentence[0] + 6]]
        words = [word for word in first if word.isalpha()]
        begun = analysis.within("MORE", clause.sentence[0], quantity.start)
        return words[:1] == ["có"] and not begun
    return titled or part


def averages(norms: Sequence[str]) -> bool:
    """Tell whether the words speak of an average."""
    return "bình quân" in " ".join(norms)

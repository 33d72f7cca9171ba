"""Numbers with units that are no goals: the size of a set or place, what a bracket compares with."""

from __future__ import annotations

import itertools

from extractors.analysis import Analysis
from extractors.context import find_places
from extractors.quantities import Quantity

COUNTRY = (("cả", "nước"), ("toàn", "quốc"))
STRIVING = (["phấn"], ["có"], ["đã"], ["hiện"], ["đạt"], ["sẽ"])  # "cả nước phấn đấu …"
OURS = (("toàn", "tỉnh"), ("toàn", "huyện"), ("toàn", "xã"), ("tỉnh", "ta"), ("tỉnh", "phấn"), ("tỉnh", "có"))
SET_WORDS = ("soát", "vững", "trì", "hiện", "bộ", "sơ", "các", "theo", "về", "gồm", "của")
SIZE_WORDS = ("với", "soát", "gồm")
ASIDE = ("giao", "hỗ trợ", "cao hơn", "thấp hơn", "so với", "năm trước", "bằng")


def national(analysis: Analysis, quantity: Quantity, start: int) -> bool:
    """ "đến năm 2025 cả nước có 80% số xã …": the country's goal, no goal of the plan's.

    What the country strives for goes on over semicolons, until places of the plan's own are named.
    """
    sentence = next((first for first, end in analysis.sentences if first <= quantity.start < end), start)
    norms = [token.norm for token in analysis.tokens[sentence : quantity.start]]
    pairs = list(itertools.pairwise(norms))
    named = [at for at, pair in enumerate(pairs) if pair in COUNTRY and norms[max(at - 1, 0)] not in ("cùng", "với")]
    # "cùng cả nước chung sức" names it as a companion, "phong trào Cả nước chung sức; …" in a slogan
    held = [at + 2 for at in named if sentence + at + 2 > start or norms[at + 2 : at + 3] in STRIVING]
    if not held:
        return False
    behind = held[-1]
    ours = any(pair in OURS for pair in pairs[behind:]) or find_places(analysis, sentence + behind, quantity.start)
    return not ours


def describes(analysis: Analysis, quantity: Quantity) -> bool:
    """ "Xã có 17 thôn, 2.350 hộ, 9.870 khẩu": what the place is, no goal."""
    words = [token.norm for token in analysis.tokens[quantity.number + 1 : quantity.end + 3]]
    before = [token.norm for token in analysis.tokens[max(quantity.start - 3, 0) : quantity.start]]
    if "từ chỗ" in " ".join(before):
        return True  # "từ chỗ có 134 xã dưới 5 tiêu chí đến nay …": where it began
    if quantity.unit != "%" and ("dân", "số") in itertools.pairwise(before):
        return True  # "dân số 195.000 người"
    return words[:1] in (["khẩu"], ["nhân"]) or (
        quantity.unit == "household" and bool({"khẩu", "nhân"} & set(words[1:]))
    )


def whole_set(analysis: Analysis, quantity: Quantity) -> bool:
    """ "thực hiện 19 tiêu chí", "rà soát 19 tiêu chí và 57 chỉ tiêu", "với 5 nội dung": a set by its size, no goal."""
    norms = [token.norm for token in analysis.tokens[max(quantity.start - 4, 0) : quantity.start]]
    if quantity.unit == "sub_criterion" and quantity.total == quantity.low and norms[-3:-1] == ["tiêu", "chí"]:
        return True  # "đạt 19/19 tiêu chí, 57/57 chỉ tiêu"
    if not norms or quantity.total is not None or not quantity.exact:
        return False
    after = [token.norm for token in analysis.tokens[quantity.end : quantity.end + 2]]
    if quantity.unit == "criterion" and after in (["phụ", "trách"], ["được", "giao"], ["được", "phân"]):
        return True
    if norms[-2:] == ["chuẩn", "("] and quantity.unit == "criterion":
        return True  # "Số xã đạt chuẩn (19 tiêu chí)"
    if quantity.unit in ("sub_criterion", "content"):
        return norms[-1] in SIZE_WORDS or (norms[-1] == "và" and norms[-3:-1] == ["tiêu", "chí"])
    return quantity.unit == "criterion" and quantity.low == "19" and norms[-1] in SET_WORDS


def aside(analysis: Analysis, quantity: Quantity, start: int) -> bool:
    """Tell whether the number stands in brackets that compare it ("cao hơn chỉ tiêu … giao là 01 xã")."""
    tokens = analysis.tokens
    opening = next((at for at in range(quantity.start - 1, start - 1, -1) if tokens[at].text in "()"), None)
    if opening is None or tokens[opening].text != "(":
        return False
    words = " ".join(token.norm for token in tokens[opening + 1 : quantity.start])
    return any(phrase in words for phrase in ASIDE)

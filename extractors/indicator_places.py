"""The place that a measured goal is for, and the part of the place that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.analysis import Analysis
from extractors.context import find_places
from extractors.name_lists import list_after, list_in_brackets, numbers_name
from extractors.quantities import Quantity, in_brackets

# xã biên giới, huyện nghèo, xã đặc biệt khó khăn, vùng khó khăn
SPECIAL_AREAS = ("biên", "nghèo", "đặc", "khó")
INCOME = "VND/person/year"
SAYING = ("đạt", "có", "đã", "hiện", "cơ", "bản", "hoàn", "thành", "được", "đều")
LEAVING_OUT = ("tính", "trừ", "kể")  # "(không tính huyện Trường Sa)"
SCOPE_ENDS = ("giảm", "đạt", "tăng", "phấn", "có", "còn")


def scope_of(analysis: Analysis, quantity: Quantity, start: int) -> tuple[int, int] | None:
    """Return the tokens that name the part of the place the goal is about: "20 xã biên giới", "riêng huyện nghèo"."""
    tokens = analysis.tokens
    for at in range(quantity.start - 1, max(start, quantity.start - 14) - 1, -1):
        norms = [token.norm for token in tokens[at : at + 3]]
        if norms[:1] == ["riêng"]:
            verbs = (k for k in range(at + 1, quantity.start) if tokens[k].norm in SCOPE_ENDS)
            end = next(verbs, quantity.start)
            return (at + 1, end) if end > at + 1 else None
        if len(norms) > 1 and norms[0] in ("xã", "huyện", "vùng") and norms[1] in SPECIAL_AREAS:
            return (at - 1 if at and tokens[at - 1].kind == "num" else at), min(at + 3, quantity.start)
    return None


def place_of(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity], clause: tuple[int, int]) -> str | None:
    """Return the one place that the goal is for: its subject, or where the work is done."""
    bracketed = list_in_brackets(analysis, quantity.end, clause[1])
    if bracketed and bracketed[0][0] - quantity.end <= 3:
        single = len(bracketed) == 1 and quantity.unit not in ("commune", "%")
        return f"xã {analysis.words(*bracketed[0]).removeprefix('xã ')}" if single else None
    before = [other for other in inside if other.end <= quantity.start and not numbers_name(analysis, other.number)]
    start = max([clause[0], *(other.end for other in before)])
    end = min([clause[1], *(other.start for other in inside if other.start >= quantity.end)])
    if quantity.unit == "criterion" and (commune := _named_before(analysis, quantity, start)):
        return commune
    if quantity.unit == INCOME and (name := _opening_name(analysis, quantity, start)):
        return name
    if before and before[-1].unit == quantity.unit and in_brackets(analysis, quantity):
        return place_of(analysis, before[-1], inside, clause)  # "xã A tăng 03 tiêu chí (đạt 14 tiêu chí)"
    found = find_places(analysis, start, end)
    # "…, riêng xã A …": what is said of one place alone is not said of the others before it
    own = next((at for at in range(quantity.end, end) if analysis.tokens[at].norm == "riêng"), end)
    found = [place for place in found if place.start < own]
    places = [p for p in found if p.kind != "tỉnh" and analysis.norm_before(p.start) not in LEAVING_OUT]
    places = [p for p in places if analysis.words(max(p.start - 2, 0), p.start).lower() != "cùng với"]
    outside = [place for place in places if not _closed(analysis, place.end, quantity.start)]
    inner = [place for place in places if place not in outside]
    places = outside  # "Xã A (sau khi sáp nhập với xã B) đã đạt 19/19 tiêu chí"
    if inner and not outside:
        opening = find_places(analysis, clause[0], start)
        places = [place for place in opening if place.start == clause[0] and place.kind == "huyện"]
    district = [place.kind for place in places[:2]] == ["xã", "huyện"]
    if district and analysis.words(places[0].end, places[1].start) in (",", "-", "–", "thuộc", "của", ""):
        return places[0].text if len(places) == 2 else None  # "xã A, huyện B đạt 18/19 tiêu chí"
    for place in places:
        several = len(list_after(analysis, place.start, end)[0]) > 1
        # "02 thị trấn Đình Lập và …", "xã Cao Lâu, Thạch Đạn": several places after one kind word
        if several or (place.start and analysis.tokens[place.start - 1].kind == "num"):
            return None
    if not places and "toàn huyện" in analysis.words(start, quantity.start).lower():
        # "Huyện A có 02 xã đạt chuẩn và bình quân toàn huyện mỗi xã đạt 13 tiêu chí"
        places = [place for place in find_places(analysis, clause[0], start) if place.kind == "huyện"][-1:]
    named = {place.text for place in places}
    return named.pop() if len(named) == 1 else None


def place_announced(analysis: Analysis, sentence: tuple[int, int]) -> str | None:
    """Return the place that a sentence's first words announce: "Xã A: hoàn thành 04 tiêu chí để đạt 19/19"."""
    first = next((at for at in range(*sentence) if analysis.tokens[at].kind == "word"), sentence[1])
    places = find_places(analysis, first, sentence[1])[:1]
    told = [p for p in places if p.start == first and p.end < sentence[1] and analysis.tokens[p.end].text == ":"]
    return told[0].text if told and told[0].kind != "tỉnh" else None


def _named_before(analysis: Analysis, quantity: Quantity, start: int) -> str | None:
    """Return the commune that a number of criteria is said of: "Vụ Bổn đạt 17/19 tiêu chí", "xã Trà Tân đạt 8 …"."""
    tokens = analysis.tokens
    last = quantity.start - 1
    while last > start and tokens[last].norm in ("đấu", "phấn", "đạt", "có", "hiện", "đã"):
        last -= 1
    first = last if numbers_name(analysis, last) else last + 1  # "xã Xuân Thọ 2 đạt 16/19 tiêu chí"
    while first > start and tokens[first - 1].kind == "word" and tokens[first - 1].text[:1].isupper():
        first -= 1
    if last > start and tokens[last].text == "(" and (owner := _owner_of_bracket(analysis, last, start)):
        return owner
    kinds = [token.norm for token in tokens[max(first - 2, start) : first + 1]]
    kind = next((kind for kind in ("huyện", "phố", "tỉnh", "trấn") if kind in kinds), None)
    own = first - 1 if first > start and tokens[first - 1].norm == "xã" else first
    behind = own > start + 1 and tokens[own - 1].norm in (",", "và") and tokens[own - 2].text[:1].isupper()
    listed = behind or (
        first > start + 1 and tokens[first - 1].norm in (",", "và") and tokens[first - 2].text[:1].isupper()
    )
    opens = first > 0 and (tokens[first - 1].text in ":;" or (first - 1 == start and quantity.total is not None))
    bare = last + 1 == quantity.start and not opens
    if last - first < 1 or bare or kind or listed:
        return None
    return f"xã {analysis.words(first, last + 1).removeprefix('Xã ')}"


def _closed(analysis: Analysis, position: int, end: int) -> bool:
    texts = [token.text for token in analysis.tokens[position:end]]
    return texts.count(")") > texts.count("(")


def _opening_name(analysis: Analysis, quantity: Quantity, start: int) -> str | None:
    """Return the place that alone opens a phrase on incomes: "…; Khánh Đông đạt 46 triệu đồng/người/năm"."""
    words = [token for token in analysis.tokens[start : quantity.start] if token.kind == "word" or token.text != ";"]
    words = words[1:] if words and words[0].text in ",;/" else words
    name, verb = words[:-1], words[-1:]
    if not name or verb[0].norm not in ("đạt", "là") or not all(token.text[:1].isupper() for token in name):
        return None
    return " ".join(token.text for token in name)


def told_of_several(analysis: Analysis, quantity: Quantity, inside: Sequence[Quantity]) -> bool:
    """ "xã A 14/19 tiêu chí, B, C 8/19 tiêu chí": what several communes have alike is no figure of the whole place."""
    start = max([0, *(other.end for other in inside if other.end <= quantity.start)])
    words = [token for token in analysis.tokens[start : quantity.start] if token.text != ","]
    names = all(token.kind == "word" and token.text[:1].isupper() for token in words)
    commas = sum(token.text == "," for token in analysis.tokens[start + 1 : quantity.start])
    if quantity.total is None:
        return False
    if words and names and commas > 0:
        return True
    verb = quantity.start
    while verb > start and analysis.tokens[verb - 1].norm in SAYING:
        verb -= 1
    return any(_listed_to(analysis, at, verb) for at in range(start, verb))


def _listed_to(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether several names fill the tokens [start, end): "xã A và B" before "đạt 15/19 tiêu chí"."""
    if not analysis.tokens[start].text[:1].isupper() and analysis.tokens[start].norm != "xã":
        return False
    pieces, reached = list_after(analysis, start, end)
    return len(pieces) > 1 and reached == end


def _owner_of_bracket(analysis: Analysis, bracket: int, start: int) -> str | None:
    """Return the commune of a list that a bracket is about: "Cao Lâu (hiện đạt 16 tiêu chí), Xuất Lễ (…)"."""
    tokens = analysis.tokens
    first = bracket
    while first > start and tokens[first - 1].kind == "word" and tokens[first - 1].text[:1].isupper():
        first -= 1
    if first == bracket:
        return None
    return f"xã {analysis.words(first, bracket).removeprefix('Xã ')}"

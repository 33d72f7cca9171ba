"""Lists of places by name: in brackets after a count, after "là:", or after "các xã"."""

from __future__ import annotations

from extractors.analysis import Analysis
from extractors.context import PLACE_KINDS, TWO_WORD_KINDS, joined_name

DISTRICT_WORDS = ("huyện", "thành phố", "thị xã", "tp", "quận")

PARTERS = (",", ";", "và")
DASHES = ("-", "–", "—")
SMALLER = ("thôn", "kdc", "khu", "xóm", "bản", "ấp", "buôn")

LONGEST_ASIDE = 12  # tokens in brackets behind one name of a list

Piece = tuple[int, int]


def list_in_brackets(analysis: Analysis, start: int, end: int, *, districts: bool = False) -> list[Piece]:
    """Return the pieces of the first bracket in tokens [start, end) that holds nothing but names; else none.

    A bracket with nothing but districts, in which the names before it lie, counts with `districts` only.
    """
    tokens = analysis.tokens
    position = start
    while position < end:
        if tokens[position].text == "(":
            close = next((at for at in range(position, end) if tokens[at].text == ")"), None)
            if close is None:
                return []
            pieces = _pieces(analysis, position + 1, close)
            names = pieces and all(_is_name(analysis, piece) for piece in pieces)
            if names and len(pieces) == 1 and _behind_name(analysis, position):
                names = False  # "là xã Cao Lâu (Cao Lộc)": the district of the commune before it
            if names and (districts or not all(of_district(analysis, piece) for piece in pieces)):
                return _communes_only(analysis, pieces)
            position = close
        position += 1
    return []


def _behind_name(analysis: Analysis, bracket: int) -> bool:
    """Tell whether a bracket stands right behind the name of a commune, rather than of the district of its names."""
    first = bracket
    while first and _of_name(analysis, first - 1) and not _kind_at(analysis, first - 1):
        first -= 1
    name = analysis.tokens[first:bracket]
    if not name or name[0].text.isupper() or analysis.covers("STANDARD", first):
        return False
    kind = [token.norm for token in analysis.tokens[max(first - 2, 0) : first]]
    return kind[-1:] not in (["huyện"], ["phố"]) and kind != ["thị", "xã"]


def list_after(analysis: Analysis, start: int, end: int) -> tuple[list[Piece], int]:
    """Return the names that begin at a token and the position after them; the list may run over semicolons."""
    tokens = analysis.tokens
    pieces: list[Piece] = []
    position = reached = start
    while position < end:
        last = position
        while last < end and _of_name(analysis, last):
            last += 1
        while last > position and tokens[last - 1].text in DASHES:
            last -= 1
        if last == position or not _is_name(analysis, (position, last)):
            break
        if of_district(analysis, (position, last)) and last < end and tokens[last].text == ":":
            position = last + 1  # "huyện Hòa Bình: xã Minh Diệu, …": the district of the names behind it
            continue
        if counted_in(analysis, last):  # "Đức Trọng (10 xã), Lâm Hà (07 xã)": districts with their counts
            return [], start
        behind = _after_district(analysis, last, end)
        if not (pieces and of_district(analysis, (position, last))):  # "xã Vân Thủy, huyện Chi Lăng và xã …"
            pieces.append((position, last if _is_aside(analysis, last, behind) else behind))
        position = reached = behind
        if position >= end or tokens[position].norm not in PARTERS:
            break
        following = position + 1
        if following >= end or not (_kind_at(analysis, following) or tokens[following].text[:1].isupper()):
            break
        position = following
    return pieces, reached


def counted_in(analysis: Analysis, position: int) -> bool:
    """Tell whether a bracket begins here that holds nothing but a count of communes."""
    inside = analysis.tokens[position : position + 4]
    kinds = [token.kind for token in inside]
    return kinds[1:2] == ["num"] and [token.norm for token in inside][::2] == ["(", "xã"] and inside[-1].text == ")"


def _after_district(analysis: Analysis, position: int, end: int) -> int:
    """Return the position after a district in brackets that begins here: "Gia Phú (huyện Bảo Thắng)"."""
    if position >= end or analysis.tokens[position].text != "(":
        return position
    close = next((at for at in range(position, end) if analysis.tokens[at].text == ")"), None)
    if close is None:
        return position
    pieces = _pieces(analysis, position + 1, close)
    district = len(pieces) == 1 and _is_name(analysis, pieces[0])
    told = close + 2 < end and analysis.tokens[close + 1].text == "," and analysis.tokens[close + 2].text[:1].isupper()
    aside = told and close - position <= LONGEST_ASIDE  # "A (hiện đạt 16 tiêu chí), B"
    return close + 1 if district or aside else position


def _is_aside(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether a bracket behind a name holds no district: "(hiện đạt 16 tiêu chí)"."""
    return end > start and any(token.kind in ("num", "ratio") for token in analysis.tokens[start:end])


def of_district(analysis: Analysis, piece: Piece) -> bool:
    """Tell whether a piece is the name of a district by its kind word."""
    words = " ".join(token.norm for token in analysis.tokens[piece[0] : piece[1]])
    return words.startswith(DISTRICT_WORDS)


def _communes_only(analysis: Analysis, pieces: list[Piece]) -> list[Piece]:
    """Of "KDC thôn Nà Soong, xã Yên Trạch; …" keep the communes."""
    firsts = [analysis.tokens[piece[0]].norm for piece in pieces]
    if any(first in SMALLER for first in firsts):
        return [piece for piece, first in zip(pieces, firsts, strict=True) if first == "xã"]
    return pieces


def _pieces(analysis: Analysis, start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    first = start
    for position in range(start, end + 1):
        if position == end or analysis.tokens[position].norm in PARTERS:
            piece = (first, position)
            if position > first and pieces and of_district(analysis, piece) and not of_district(analysis, pieces[-1]):
                pieces[-1] = (pieces[-1][0], position)  # "Lâm Sơn, huyện Ninh Sơn"
            elif position > first:
                pieces.append(piece)
            first = position + 1
    return pieces


def _kind_at(analysis: Analysis, position: int) -> bool:
    norms = tuple(token.norm for token in analysis.tokens[position : position + 2])
    return norms[:1] != () and (norms[0] in PLACE_KINDS or norms in TWO_WORD_KINDS)


def numbers_name(analysis: Analysis, position: int) -> bool:
    """Tell whether a numeral ends a name: "Gia Hòa 2", "Tân Phước 1,"; "Cao Lâu 2 tiêu chí" counts something."""
    token = analysis.tokens[position]
    if (
        token.kind != "num"
        or len(token.text) > 1
        or not position
        or not analysis.tokens[position - 1].text[:1].isupper()
    ):
        return False
    return analysis.starting("UNIT", position + 1) is None


def _of_name(analysis: Analysis, position: int) -> bool:
    token = analysis.tokens[position]
    if numbers_name(analysis, position) or joined_name(analysis.tokens, position):
        return True
    if token.text in DASHES or (token.kind == "word" and token.text[:1].isupper()):
        return True
    if _kind_at(analysis, position):
        return True
    return position > 0 and _kind_at(analysis, position - 1) and token.norm in ("phố", "xã", "trấn")


def _is_name(analysis: Analysis, piece: Piece) -> bool:
    """Tell whether a piece is a name: capitals throughout, but for words of kind ("xã", "thôn")."""
    tokens = analysis.tokens[piece[0] : piece[1]]
    if len(tokens) == 1 and analysis.covers("STANDARD", piece[0]):
        return False  # "(NTM)"
    if len(tokens) > 1 and numbers_name(analysis, piece[1] - 1):
        tokens = tokens[:-1]
    capitals = [token for token in tokens if token.text[:1].isupper()]
    others = [
        token
        for at, token in enumerate(tokens, piece[0])
        if not token.text[:1].isupper()
        and not joined_name(analysis.tokens, at)
        and token.text not in DASHES
        and token.norm
        not in (*PLACE_KINDS, *SMALLER, ",", "các", "thuộc", "thành", "phố", "thị", "trấn", "dân", "cư", ".")
    ]
    return bool(capitals) and not others and len(tokens) <= 14

"""How far a misread name is from a known one, and which known one it must be: letters are repaired, digits never."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from math import log2
from typing import NamedTuple
from unicodedata import normalize

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers import lexicon
from normalizers.text import arabic, bare, bare_char, nfc

_FAR_LETTERS = 3  # wrong letters, diacritics aside, beyond which no repair is thought of
_WHOLE = 1.0  # cost of a wrong letter that nothing explains
_BARE = 0.3  # cost of a name written without any diacritics
_SPELLING = 0.1  # cost of Mĩ for Mỹ
_SAME_TONE = dict(zip("iíìỉĩịyýỳỷỹỵ", "yýỳỷỹỵiíìỉĩị", strict=True))
_COSTS = {(row["a"], row["b"]): float(row["cost"]) for row in lexicon.read_rows("letter_confusions.csv")}
_MARK, _BLANK, _LAST = (_COSTS.pop((word, "")) for word in ("mark", "blank", "last"))
_COSTS |= {(b, a): cost for (a, b), cost in _COSTS.items()}
_COMMON, _LEAST = 8.0, 0.7  # how often a confusion was seen that counts as common, and what that costs
_OFTEN = (70, 5)  # of 420,000 letters, as often a small one or a capital was misread that may be so in any print
_FEW = 60  # names among which a name is looked up: those of a district
_SHORT, _LONG, _VERY_LONG = 5, 7, 14  # letters of a name
# The second nearest must be further off by this: less than the cost of one more wrong letter.
_MARGIN = 0.15


class Near(NamedTuple):
    """A known name that a misread one may be; `cost` counts wrong letters, `score` goes from 0 to 1 (the same)."""

    name: str
    cost: float
    score: float


class Nearest(NamedTuple):
    """The known names that a misread one may be, the nearest first: more than one where no one is clearly nearer."""

    names: tuple[str, ...]
    score: float


class KnownNames:
    """Folded names, made ready so that a misread one is looked up among hundreds within a millisecond."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._bare = [bare(name) for name in self.names]

    def near(self, read: str, among: Collection[str] | None = None) -> list[Near]:
        """Return the names within reach of a misread one, the nearest first; of `among` alone where it is given.

        A name with other digits is never meant.
        """
        digits, numeral = _digits(read), _digits(arabic(read))
        limit = _limit(read, len(self.names))
        found = []
        for _, _, place in process.extract(
            bare(read), self._bare, scorer=Levenshtein.distance, score_cutoff=_FAR_LETTERS, limit=None
        ):
            name = self.names[place]
            if _digits(name) not in ("", digits) or (among is not None and name not in among):
                continue
            if numeral and _digits(arabic(name)) not in ("", numeral):
                continue  # "Sơn Kim 2" is no misread "Sơn Kim I"
            if (cost := distance(read, name)) <= min(limit, _limit(name, len(self.names))):
                found.append(Near(name, cost, round(max(1 - cost / max(len(read), 1), 0.0), 3)))
        return sorted(found, key=lambda near: (near.cost, near.name))


def clear(near: Iterable[Near]) -> tuple[Near, ...]:
    """Return the nearest names, those left out that are clearly further off than the first."""
    ranked = tuple(near)
    return tuple(each for each in ranked if each.cost < ranked[0].cost + _MARGIN)


def nearest(read: str, known: Iterable[str]) -> Nearest | None:
    """Return the known names that `read` may stand for, more than one where no one is clearly nearer; None if none is.

    All are folded texts. A name with other digits is never meant.

    >>> nearest("trảng định", ["tràng định", "bình gia"]).names
    ('tràng định',)
    >>> nearest("tân hoa", ["tân hòa", "tân hóa"]).names
    ('tân hòa', 'tân hóa')
    """
    best = clear(KnownNames(known).near(read))
    return Nearest(tuple(near.name for near in best), best[0].score) if best else None


def distance(read: str, known: str) -> float:
    """Return the cost of reading `known` as `read`, both folded; one wrong letter that nothing explains is 1.

    >>> distance("tân hòa", "tân hòa"), distance("hoang dong", "hoàng đồng")
    (0.0, 0.3)
    >>> distance("chi lãng", "chi lăng") < distance("chi lung", "chi lăng")
    True
    """
    if read == bare(known):
        return _BARE if read != known else 0.0
    above = [0.0]
    for char in known:
        above.append(above[-1] + _single(char))
    for row, char in enumerate(read, start=1):
        line = [above[0] + _single(char)]
        for column, other in enumerate(known, start=1):
            lost = _LAST if column == len(known) and row == len(read) else _single(other)
            line.append(
                min(above[column - 1] + _swap(char, other), above[column] + _single(char), line[column - 1] + lost)
            )
        above = line
    return round(above[-1], 3)


def often_misread(printed: str, read: str) -> bool:
    """Tell whether two words differ by a letter that was misread so very often, or are not letter for letter.

    Marks of capitals are small and easily lost; the dot of an i passes for a mark.

    >>> often_misread("thể", "thế"), often_misread("TỔ", "TỐ"), often_misread("kiện", "kiến"), often_misread("Đ", "D")
    (True, True, False, False)
    >>> often_misread("KẾ", "KÊ"), often_misread("PHẤN", "PHẦN")
    (True, False)
    """
    if len(printed) != len(read) or printed == read:
        return True
    return any(
        _seen_in_case().get((meant, seen), 0) >= _OFTEN[meant.isupper()]
        or meant == "i"
        or (meant.isupper() and set(normalize("NFD", seen)) < set(normalize("NFD", meant)))
        for meant, seen in zip(printed, read, strict=True)
        if meant != seen
    )


def _limit(name: str, rivals: int) -> float:
    """Return how much may be wrong: the more the longer the name, the less the more names there are to take it for."""
    letters = sum(char.isalnum() for char in name)
    few = rivals <= _FEW
    if letters < _SHORT:
        return 1.0 if few else 0.6
    if letters < _LONG:
        return 1.2 if few else 1.0
    return (2.0 if few else 1.8) + max(letters - _VERY_LONG, 0) / 10


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())


def _single(char: str) -> float:
    return _BLANK if char == " " else _WHOLE


@cache
def _swap(read: str, known: str) -> float:
    if read == known:
        return 0.0
    if read == _SAME_TONE.get(known):
        return _SPELLING
    a, b = bare_char(read), bare_char(known)
    usual = _MARK if a == b else _COSTS.get((a, b), _WHOLE)
    return min(usual, _seen_cost(_seen().get((known, read), 0)))


def _seen_cost(count: int) -> float:
    """Return what a confusion costs that was seen so often: common ones less than an unexplained letter."""
    return _WHOLE - (_WHOLE - _LEAST) * min(log2(1 + count) / log2(1 + _COMMON), 1.0)


@cache
def _seen() -> Mapping[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for (printed, read), count in _seen_in_case().items():
        counts[printed.lower(), read.lower()] += count
    return counts


@cache
def _seen_in_case() -> Mapping[tuple[str, str], int]:
    rows = lexicon.read_rows("ocr_confusions.csv")
    single = (row for row in rows if len(row["printed"]) == len(row["read"]) == 1)
    return {(nfc(row["printed"]), nfc(row["read"])): int(row["count"]) for row in single}

"""How far a misread name is from a known one, and which known one it must be: letters are repaired, digits never."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from normalizers import lexicon
from normalizers.text import bare, bare_char

_FAR_LETTERS = 3  # wrong letters beyond which no repair is thought of
_SHORT, _LONG = 5, 7  # letters of a name
_LIMITS = (0.3, 0.7, 1.1)  # how much may be wrong in a short, a middling and a long name
_MARGIN, _MARGIN_SHARE = 0.3, 0.75  # by how much the second must be further off: at least, and per cost of the first

_COSTS = {(row["a"], row["b"]): float(row["cost"]) for row in lexicon.read_rows("letter_confusions.csv")}
_MARK, _BLANK, _LAST = (_COSTS.pop((word, "")) for word in ("mark", "blank", "last"))
_COSTS |= {(b, a): cost for (a, b), cost in _COSTS.items()}


class Nearest(NamedTuple):
    """The known names that a misread one may be, the nearest first, and how likely the first is (0 to 1)."""

    names: tuple[str, ...]
    score: float


def nearest(read: str, known: Iterable[str]) -> Nearest | None:
    """Return the known names that `read` may stand for, more than one where no one is clearly nearer; None if none is.

    All are folded texts. A name with other digits is never meant.

    >>> nearest("trảng định", ["tràng định", "bình gia"])
    Nearest(names=('tràng định',), score=0.985)
    >>> nearest("tân hoa", ["tân hòa", "tân hóa"]).names
    ('tân hòa', 'tân hóa')
    """
    letters, digits = bare(read), _digits(read)
    costs = sorted(
        (distance(read, name), name)
        for name in known
        if _digits(name) in ("", digits)
        and Levenshtein.distance(letters, bare(name), score_cutoff=_FAR_LETTERS) <= _FAR_LETTERS
    )
    if not costs or costs[0][0] > min(_limit(read), _limit(costs[0][1])):
        return None
    best = costs[0][0]
    reach = best + max(_MARGIN, _MARGIN_SHARE * best)
    return Nearest(tuple(name for cost, name in costs if cost < reach), round(1 - best / len(read), 3))


def distance(read: str, known: str) -> float:
    """Return the cost of reading `known` as `read`, both folded; one wrong letter is 1.

    >>> distance("trảng định", "tràng định"), distance("thanh lò", "thanh lòa"), distance("tân hòa", "tân hòa")
    (0.15, 0.5, 0.0)
    """
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


def _limit(name: str) -> float:
    letters = sum(char.isalnum() for char in name)
    return _LIMITS[(letters >= _SHORT) + (letters >= _LONG)]


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())


def _single(char: str) -> float:
    return _BLANK if char == " " else 1.0


@cache
def _swap(read: str, known: str) -> float:
    if read == known:
        return 0.0
    a, b = bare_char(read), bare_char(known)
    return _MARK if a == b else _COSTS.get((a, b), 1.0)

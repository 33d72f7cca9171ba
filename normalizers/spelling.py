"""Words whose tone marks were misread: written as the one word that their neighbours leave."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from normalizers.text import bare, fold

_ENDS = ".,;:()[]\"“”'‘’!?…/"
_CLOSED = re.compile(r"[.,;:)\]!?…/”]$")
_OPENED = re.compile(r"^[(\[“\"]")
# Words before a name: what stands beside it is no compound.
_KINDS = frozenset(
    (
        "xã",
        "huyện",
        "tỉnh",
        "thôn",
        "bản",
        "phường",
        "quận",
        "phố",
        "trấn",
        "h",
        "x",
        "tp",
        "tt",
        "tính",
        "tình",
        "huyên",
        "huyền",
    )
)
_STOPPED = frozenset(("xã.", "huyện.", "tỉnh."))
_BEFORE_NAMES = {"tinh": "tỉnh", "huyen": "huyện"}
_SHORTEST = 4  # letters in capitals that may be an abbreviation misread; NĂM is a word
_WHOLE = 5  # letters of one that is told inside a number ("UBTVQH14"), where many others are in use

Pair = tuple[str, str]


class Speller:
    """Knows which words stand beside each other.

    `phrases` are written as they are wherever one letter of them bears another mark, or where a word of them was read
    in doubt; so are `names` of places of two words in capitals, but for those that differ from others by their marks
    alone; `words` (compounds of a dictionary) only where both hold. A word that is no syllable of any of these is the
    one of `alone` that has its letters.
    """

    def __init__(
        self,
        phrases: Iterable[str],
        words: Iterable[str] = (),
        names: Iterable[str] = (),
        abbreviations: Collection[str] = frozenset(),
        alone: Iterable[str] = (),
    ) -> None:
        self._abbreviations = tuple(abbreviations)
        self._fixed: dict[Pair, Pair] = {}
        self._known: dict[Pair, set[Pair]] = defaultdict(set)
        for pair in _pairs(phrases):
            self._fixed[_bare(pair)] = pair
            self._known[_bare(pair)].add(pair)
        for pair in _pairs(words):
            self._known[_bare(pair)].add(pair)
        self._syllables = {syllable for pairs in self._known.values() for pair in pairs for syllable in pair}
        self._alone = {bare(word): fold(word) for word in alone}
        alike: dict[Pair, set[Pair]] = defaultdict(set)
        for pair in _pairs(name for name in names if name.count(" ") == 1):
            alike[_bare(pair)].add(pair)
        self._all_names = frozenset(pair for pairs in alike.values() for pair in pairs)
        self._words = self._syllables | {word for pair in self._all_names for word in pair}
        self._names = {letters: pair for letters, (pair, *others) in alike.items() if not others}

    def repaired(self, words: Sequence[str], doubtful: Sequence[bool]) -> Mapping[int, str]:
        """Return how words are written, by their index, where that is another way than they were read.

        Case and marks of punctuation are kept. Words with digits are never touched, but for the letters of an
        abbreviation in the number of a document.

        >>> speller = Speller(["củng cố"], ["thực phẩm", "phẩm chất"])
        >>> dict(speller.repaired(["Cùng", "cố", "thực", "phấm;"], [False, False, False, True]))
        {0: 'Củng', 3: 'phẩm;'}
        """
        cores = [core(word) for word in words]
        linked = [
            a.isalpha() and b.isalpha() and not _CLOSED.search(words[at]) and not _OPENED.match(words[at + 1])
            for at, (a, b) in enumerate(itertools.pairwise(cores))
        ]
        written: dict[int, str] = {}
        held: set[int] = set()
        for at, (a, b) in enumerate(itertools.pairwise(cores)):
            if (kind := _BEFORE_NAMES.get(bare(a))) and linked[at] and self._begins_name(words, cores, at + 1):
                written[at] = kind
            fixed = self._fixed_pair(words, cores, at) if linked[at] else None
            if fixed and (_differing((a, b), fixed) <= 1 or doubtful[at] or doubtful[at + 1]):
                written |= dict(zip((at, at + 1), fixed, strict=True))
            elif linked[at] and ((a, b) in self._known.get((bare(a), bare(b)), ()) or _is_name(words, cores, at)):
                held |= {at, at + 1}
        for at, (a, b) in enumerate(itertools.pairwise(cores)):
            free = [doubtful[place] and place not in held and place not in written for place in (at, at + 1)]
            apart = {at, at + 1} & held  # a word of another compound
            if linked[at] and any(free) and not apart and (pair := self._nearest((written.get(at, a), b), free)):
                written |= {place: word for place, word, own in zip((at, at + 1), pair, free, strict=True) if own}
        for at, each in enumerate(cores):
            if each.isalpha() and each not in self._syllables and (alone := self._alone.get(bare(each))):
                written.setdefault(at, alone)
        for at, doubt in enumerate(doubtful):
            if abbreviation := self._abbreviation(words[at], doubt=doubt):
                written[at] = abbreviation
        repaired = {at: _as_printed(words[at], word) for at, word in written.items()}
        for at, word in enumerate(words):
            if word.lower() in _STOPPED and self._begins_name(words, cores, at + 1):
                repaired[at] = word[:-1]  # a speck: "xã. Bằng Mạc"
        return {at: word for at, word in repaired.items() if word != words[at]}

    def may_be_printed(self, word: str, meant: str) -> bool:
        """Tell whether a word is one, or meant as an abbreviation: others were misread."""
        return core(word) in self._words or meant.strip(_ENDS) in self._abbreviations

    def _fixed_pair(self, words: Sequence[str], cores: Sequence[str], at: int) -> Pair | None:
        letters = bare(cores[at]), bare(cores[at + 1])
        if letters in self._names and _is_whole_name(words, cores, at):
            return self._names[letters]
        return self._fixed.get(letters)

    def _begins_name(self, words: Sequence[str], cores: Sequence[str], at: int) -> bool:
        return tuple(cores[at : at + 2]) in self._all_names and _is_whole_name(words, cores, at)

    def _nearest(self, read: Pair, free: Sequence[bool]) -> Pair | None:
        """Return the one known pair that differs from the read one by the marks of one letter."""
        fitting = [
            pair
            for pair in self._known.get(_bare(read), ())
            if all(mine == other or may for mine, other, may in zip(read, pair, free, strict=True))
            and _differing(read, pair) == 1
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _abbreviation(self, word: str, *, doubt: bool) -> str | None:
        for part in re.findall(r"[^\W\d_][^\W_&]*(?:&[^\W\d_]+)?", word):
            letters = part.rstrip("0123456789")
            least = _SHORTEST if doubt and letters == word.strip(_ENDS) else _WHOLE
            if letters.isupper() and len(letters) >= least and letters not in self._abbreviations:
                near = [
                    known
                    for known in self._abbreviations
                    if len(known) >= min(least, len(letters) - 1)
                    and Levenshtein.distance(letters, known, score_cutoff=1) == 1
                ]
                if len(near) == 1:
                    return word.replace(letters, near[0])
        return None


def core(word: str) -> str:
    """Return a word in small letters, without the marks of punctuation at its ends."""
    return fold(word.strip(_ENDS))


def _pairs(phrases: Iterable[str]) -> Iterable[Pair]:
    for phrase in phrases:
        yield from itertools.pairwise(map(fold, phrase.split()))


def _differing(read: Pair, pair: Pair) -> int:
    """Count the letters with other marks; both have the same letters without them."""
    return sum(x != y for mine, other in zip(read, pair, strict=True) for x, y in zip(mine, other, strict=True))


def _bare(pair: Pair) -> Pair:
    return bare(pair[0]), bare(pair[1])


def _is_capital(word: str) -> bool:
    return word.lstrip(_ENDS)[:1].isupper()


def _is_name(words: Sequence[str], cores: Sequence[str], at: int) -> bool:
    """Tell whether two neighbours are a kind of place and its name, or two words of a name."""
    second = words[at + 1].strip(_ENDS)
    if not _is_capital(second) or (second.isupper() and len(second) > 1 and cores[at] not in _KINDS):
        return False
    return cores[at] in _KINDS or _is_capital(words[at])


def _is_whole_name(words: Sequence[str], cores: Sequence[str], at: int) -> bool:
    """Tell whether two neighbours in capitals are no part of a longer name, of a person mostly."""
    if not (_is_capital(words[at]) and _is_capital(words[at + 1])):
        return False
    before = at > 0 and _is_capital(words[at - 1]) and not _CLOSED.search(words[at - 1]) and cores[at - 1] not in _KINDS
    ends = at + 2 == len(words) or bool(_CLOSED.search(words[at + 1])) or not _is_capital(words[at + 2])
    return not before and ends


def _as_printed(read: str, word: str) -> str:
    """Give the word the case and the punctuation of what was read.

    >>> _as_printed("(Tống", "tổng"), _as_printed("TỐ", "tổ"), _as_printed("Y", "y")
    ('(Tổng', 'TỔ', 'Y')
    """
    letters = read.strip(_ENDS)
    if not letters or word == letters or fold(letters) == word or not word.islower():
        return read if not word or word.islower() else word
    if letters.isupper() and len(letters) > 1:
        word = word.upper()
    elif letters[0].isupper():
        word = word.capitalize()
    return read.replace(letters, word)

"""Which encoding each run of text is in, decided by what its characters spell; a font's name only breaks ties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from normalizers.legacy_encodings import ENCODINGS, Encoding, decode, letters_of
from normalizers.syllables import is_syllable

_FONT = re.compile(r"(?:^|\+)(?:(?P<tcvn3>\.?Vn)|(?P<vni>VNI\b))")
_CAPITALS_FONT = re.compile(r"(?:^|\+)\.?Vn[A-Za-z]*H\b")
_TOKEN = re.compile(r"[^\W\d_]+")
# Letters that only Unicode has: a run with one of them is sound.
_UNICODE_ONLY = re.compile(r"[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0306\u0309\u0323\u0302\u031b]")
_VIQR_MARK = re.compile(r"[aeoAEO]\^|[aA]\(|[ouOU]\+|[dD][dD]|[aeiouyAEIOUY][`'?~.](?=[a-z])")
# Words in VIQR of a font or file that tell it: English has apostrophes and a few "dd" too.
_FEWEST_VIQR, _VIQR_SHARE = 3, 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were set in one go, and the font that they are set in, if one is known."""

    words: tuple[str, ...]
    font: str = ""


@dataclass(slots=True)
class _Score:
    """How many words an encoding makes syllables of, less those that it does not; None is Unicode."""

    of: dict[Encoding | None, int] = field(default_factory=lambda: defaultdict(int))
    words: int = 0

    def add(self, other: _Score) -> None:
        for encoding, score in other.of.items():
            self.of[encoding] += score
        self.words += other.words

    def best(self) -> Encoding | None:
        """Return the encoding that spells clearly more than Unicode does."""
        encoding = max(ENCODINGS, key=lambda each: self.of[each])
        score = self.of[encoding]
        if encoding == "viqr" and (score < _FEWEST_VIQR or score < _VIQR_SHARE * self.words):
            return None
        return encoding if score > 0 and score > self.of[None] + (self.of[None] > 0) else None

    def allows(self, encoding: Encoding) -> bool:
        """Tell whether a run may be in the encoding of its font: Unicode spells no more of it."""
        return self.of[encoding] >= self.of[None]


def read_runs(runs: Sequence[Run]) -> list[tuple[str, ...]]:
    """Return the words of each run in Unicode.

    A run is decided by its own words; where they do not tell, by all runs of its font, then by the font's name.
    """
    if not any(_suspicious(word) for run in runs for word in run.words):
        return [run.words for run in runs]
    scores = [_scored(run) for run in runs]
    fonts: dict[str, _Score] = defaultdict(_Score)
    for run, score in zip(runs, scores, strict=True):
        fonts[run.font].add(score)
    chosen = {font: score.best() for font, score in fonts.items()}
    result = []
    for run, score in zip(runs, scores, strict=True):
        encoding = _encoding(run, score, chosen[run.font], fonts[run.font])
        result.append(_decoded(run, encoding) if encoding else run.words)
    return result


def read_text(text: str) -> str:
    """Return a text in Unicode, line by line.

    >>> read_text("KÕ ho¹ch x©y dùng n«ng th«n míi n¨m 2024")
    'Kế hoạch xây dựng nông thôn mới năm 2024'
    >>> read_text("the naïve café, 10−5 = 5; hoà bình")
    'the naïve café, 10−5 = 5; hoà bình'
    """
    lines = text.split("\n")
    pieces = [re.split(r"(\s+)", line) for line in lines]
    read = read_runs([Run(tuple(line[::2])) for line in pieces])
    return "\n".join(
        "".join(part for pair in zip(words, [*line[1::2], ""], strict=True) for part in pair)
        for line, words in zip(pieces, read, strict=True)
    )


def _encoding(run: Run, score: _Score, of_font: Encoding | None, font: _Score) -> Encoding | None:
    own = score.best() if score.of[None] < 0 or of_font else None
    if own and own != "viqr" and not (of_font and score.of[of_font] >= score.of[own]):
        return own
    if of_font and score.allows(of_font):
        return of_font
    hint = _FONT.search(run.font)
    named: Encoding | None = ("tcvn3" if hint["tcvn3"] else "vni") if hint else None
    if named and score.allows(named) and font.of[named] > 0 and font.of[named] >= font.of[None]:
        return named
    return None


def _scored(run: Run) -> _Score:
    score = _Score()
    for word in run.words:
        score.words += any(map(str.isalpha, word))
        for encoding, spelled in _spelled(word):
            score.of[encoding] += spelled
    return score


@cache
def _suspicious(word: str) -> bool:
    """Tell whether a word may be in an old encoding: it is not sound, and one of them makes a syllable of it."""
    return any(encoding and spelled > 0 for encoding, spelled in _spelled(word)) and dict(_spelled(word))[None] <= 0


@cache
def _spelled(word: str) -> tuple[tuple[Encoding | None, int], ...]:
    """Return for each encoding 1 where it makes syllables of the word, -1 where not; nothing of a plain word."""
    if word.isascii():
        if not _VIQR_MARK.search(word):
            return ()
        decoded = _viqr_word(word, ending=False)
        return ((None, 0), ("viqr", 1 if decoded != word else -1))
    if _UNICODE_ONLY.search(word):
        return ((None, 2),)
    if not any(char in letters_of(encoding) for char in word for encoding in ("tcvn3", "vni")):
        return ()
    if not any(char.isalpha() and char.isascii() for char in word) and len(word) < 2:
        return ()
    legacy: list[Encoding] = ["tcvn3", "vni"]
    return ((None, 1 if _sound(word) else -1), *((each, 1 if _sound(decode(word, each)) else -1) for each in legacy))


def _sound(word: str) -> bool:
    """Tell whether a word is made of syllables, numbers and marks that stand outside of letters."""
    tokens = _TOKEN.findall(word.lower())
    strange = any(char in letters_of("tcvn3") and not char.isalpha() for char in word)
    return bool(tokens) and not strange and all(map(is_syllable, tokens))


def _decoded(run: Run, encoding: Encoding) -> tuple[str, ...]:
    if encoding == "viqr":
        following = (*run.words[1:], "A")
        return tuple(_viqr_word(raw, next_[:1].isupper()) for raw, next_ in zip(run.words, following, strict=True))
    decoded = decode(" ".join(run.words), encoding).split(" ")
    words = [raw if _UNICODE_ONLY.search(raw) else read for raw, read in zip(run.words, decoded, strict=True)]
    if encoding == "tcvn3":
        shown = bool(_CAPITALS_FONT.search(run.font)) or _in_capitals(run.words)
        words = [
            read.upper() if shown or _is_capital(raw) else read for raw, read in zip(run.words, words, strict=True)
        ]
    return tuple(words)


def _viqr_word(word: str, ending: bool) -> str:
    """Decode a word of VIQR, whose last stop or question mark may be a tone; as it is where it spells no syllables.

    `ending`: a sentence may end here, so that a stop behind what is a syllable without it is a stop.
    """
    if word[-1:] in ".?" and word[-1:]:
        without = decode(word[:-1], "viqr")
        if _sound(without) and (ending or not _sound(decode(word, "viqr"))):
            return without + word[-1]
    read = decode(word, "viqr")
    return read if _sound(read) else word


def _in_capitals(words: Iterable[str]) -> bool:
    """Tell whether a run is all capitals, so that the marked letters, which are coded small, are shown as such."""
    words = tuple(words)
    plain = "".join(char for word in words for char in word if char.isascii() and char.isalpha())
    return not any(map(str.islower, plain)) and any(map(_is_capital, words))


def _is_capital(word: str) -> bool:
    """Tell whether a word has several plain letters, all capitals, beside marked ones; "Sè" may be Số or SỐ."""
    plain = "".join(char for char in word if char.isascii() and char.isalpha())
    return len(plain) > 1 and plain.isupper() and not word.isascii()

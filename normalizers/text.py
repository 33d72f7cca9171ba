"""One spelling for comparing: lower case, NFC, one place for the tone mark, single blanks.

The tone mark stands where most of the country writes it ("kiểu cũ": hòa, khỏe, thủy), because the statistics office's
list of places does so too. A syllable that is not Vietnamese is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words and paragraphs whose folded forms are kept: the same few thousand words come again and again.
WORDS_KEPT = 8192

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng

# For character classes of regular expressions: the capitals of Vietnamese.
CAPITALS = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha())

_PLAIN_VOWELS = "aăâeêioôơuưy"
_SPLIT: dict[str, tuple[str, str]] = {  # á -> (a, ́), and a -> (a, "")
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in _PLAIN_VOWELS for tone in ("", *TONES)
}
_JOIN = {pair: char for char, pair in _SPLIT.items()}
_VOWELS = "".join(_SPLIT)
_LOOSE_SYLLABLE = re.compile(  # at least two vowels, else there is nothing to move
    rf"(?<![^\W\d_])(?P<onset>[bcdđghklmnpqrstvx]*)(?P<vowels>[{_VOWELS}]{{2,4}})(?P<coda>c|ch|m|n|ng|nh|p|t|)(?![^\W\d_])"
)
_MARKED = frozenset("ăâêôơư")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMERALS = {roman: str(at) for at, roman in enumerate(_ROMAN, 1)}
_NUMERAL = re.compile(rf"(?<=\w )(?:{'|'.join(_NUMERALS)})$")  # the last word of "tam xuân ii"


def nfc(text: str) -> str:
    """Return the text in Unicode NFC.

    >>> nfc("Lo\\u0323\\u0302c") == "Lộc"
    True
    """
    return unicodedata.normalize("NFC", text)


def fold_char_safe(text: str) -> str:
    """Fold case and tone marks character by character; of NFC text, so that offsets stay valid.

    >>> fold_char_safe("Thanh  Hoà, Thuỷ lợi, QUÝ")
    'thanh  hòa, thủy lợi, quý'
    """
    lower = text.lower()
    if len(lower) != len(text):  # İ and its like become two characters
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return _LOOSE_SYLLABLE.sub(_retone, lower)


@lru_cache(WORDS_KEPT)
def fold(text: str) -> str:
    """Return the text as it is compared: NFC, lower case, old-style tone marks, single blanks, none at the ends.

    >>> fold("  Xã\\u00a0Hoà  Bình ")
    'xã hòa bình'
    """
    return " ".join(fold_char_safe(nfc(text)).split())


def old_style(text: str) -> str:
    """Move the tone marks of NFC text to their old-style place, letter case kept.

    >>> old_style("Thanh Hoà, THUỶ LỢI")
    'Thanh Hòa, THỦY LỢI'
    """
    return "".join(
        char if small == char.lower() else small.upper() if char.isupper() else small
        for char, small in zip(text, fold_char_safe(text), strict=True)
    )


@lru_cache(WORDS_KEPT)
def bare(text: str) -> str:
    """Return the folded text without diacritics.

    >>> bare("Đình Lập, Thuỷ Hùng")
    'dinh lap, thuy hung'
    """
    return "".join(map(bare_char, fold(text)))


def bare_char(char: str) -> str:
    """Return a lower-case letter without its diacritics.

    >>> bare_char("ậ"), bare_char("đ")
    ('a', 'd')
    """
    return "d" if char == "đ" else unicodedata.normalize("NFD", char)[0]


def tone_of(char: str) -> tuple[str, str]:
    """Split a lower-case vowel into itself without tone and the tone mark ('' where it has none).

    >>> tone_of("ậ") == ("â", "\\u0323")
    True
    """
    return _SPLIT.get(char, (char, ""))


def _retone(match: re.Match[str]) -> str:
    return _retoned(match["onset"], match["vowels"], match["coda"])


@lru_cache(WORDS_KEPT)
def _retoned(onset: str, toned: str, coda: str) -> str:
    split = [tone_of(char) for char in toned]
    tones = [tone for _, tone in split if tone]
    if len(tones) != 1:
        return onset + toned + coda
    vowels = "".join(vowel for vowel, _ in split)
    glide = 1 if (onset, vowels[0]) in (("q", "u"), ("g", "i")) else 0  # qu and gi are onsets
    place = glide + _place(vowels[glide:], coda)
    return onset + "".join(_JOIN[vowel, tones[0] if at == place else ""] for at, vowel in enumerate(vowels)) + coda


def _place(vowels: str, coda: str) -> int:
    """Return which of the vowels bears the tone."""
    marked = [index for index, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        return marked[-1]  # ươ: on the second
    if coda:
        return len(vowels) - 1
    return 1 if len(vowels) > 2 else 0


def arabic(folded: str) -> str:
    """Return a folded name with its last word in digits where that is a Roman numeral.

    >>> arabic("tam xuân ii"), arabic("nà i"), arabic("v")
    ('tam xuân 2', 'nà 1', 'v')
    """
    return _NUMERAL.sub(lambda match: _NUMERALS[match[0]], folded)

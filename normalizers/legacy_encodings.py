"""Vietnamese from before Unicode: TCVN3 (.VnTime), VNI, VIQR, from the characters that a reader gives for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from typing import Literal

from normalizers import lexicon
from normalizers.syllables import is_syllable
from normalizers.text import nfc

Encoding = Literal["tcvn3", "vni", "viqr"]
ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni", "viqr")

_HYPHENS = frozenset("-\u00ad\u2212\x02")  # pdfium gives a hyphen at a line's end as U+0002
_SECTION, _BULLETS = "§", "·\u2219"


def decode(text: str, encoding: Encoding) -> str:
    """Decode a text; what the encoding does not know stays as it is.

    >>> decode("KÕ ho¹ch x©y dùng n«ng th«n míi", "tcvn3"), decode("Keá hoaïch ñöôïc", "vni")
    ('Kế hoạch xây dựng nông thôn mới', 'Kế hoạch được')
    >>> decode("Ke^' hoa.ch ddu+o+.c", "viqr")
    'Kế hoạch được'
    """
    if encoding == "tcvn3":
        return nfc("".join(_tcvn3_words(text)))
    table, pattern = _table(encoding), _pattern(encoding)
    decoded = nfc(pattern.sub(lambda match: table[match[0]], text))
    return decoded.replace("\\", "") if encoding == "viqr" else decoded


def letters_of(encoding: Encoding) -> frozenset[str]:
    """Return the characters beside ASCII letters that an encoding writes letters with."""
    return frozenset("".join(_table(encoding))) - frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@cache
def _table(encoding: Encoding) -> Mapping[str, str]:
    """Return what each character or group of characters stands for, capitals too."""
    data = lexicon.read_toml("legacy_encodings.toml")
    small = dict(zip(data[encoding]["small"], data["letters"], strict=True))
    if encoding == "tcvn3":
        capitals = dict(zip(data[encoding]["capitals"], data[encoding]["capital_letters"], strict=True))
        return small | capitals | {code: letter for code, letter in data[encoding]["also"].items() if code != "-"}
    table = {}
    for code, letter in small.items():
        for form in _orders(code) if encoding == "viqr" else (code,):
            table[form] = letter
            table[form[0].upper() + form[1:]] = table[form.upper()] = letter.upper()
    return table


def _orders(code: str) -> Iterator[str]:
    """Yield the orders in which marks are typed: "a^'" and "a'^"."""
    for marks in permutations(code[1:]):
        yield code[0] + "".join(marks)


@cache
def _pattern(encoding: Encoding) -> re.Pattern[str]:
    escaped = r"\\[`?~'.^(+dD]|" if encoding == "viqr" else ""
    codes = sorted(_table(encoding), key=lambda code: (-len(code), code))
    return re.compile((f"(?!{escaped[:-1]})" if escaped else "") + "|".join(map(re.escape, codes)))


def _tcvn3_words(text: str) -> Iterator[str]:
    """Decode word by word: some of the characters are letters only where they stand among letters."""
    first = True
    pieces = re.split(r"(\s+)", text)
    for place, piece in enumerate(pieces):
        if not piece or piece.isspace():
            first = first or "\n" in piece
            yield piece
        else:
            following = pieces[place + 2][:1] if place + 2 < len(pieces) else ""
            looks_like_itself = (piece in _SECTION and following.isdecimal()) or (piece in _BULLETS and first)
            yield piece if looks_like_itself or piece in "-\u2212" else _tcvn3_word(piece)
            first = False


def _tcvn3_word(word: str) -> str:
    table = _table("tcvn3")
    decoded = ""
    for place, char in enumerate(word):
        if char in _HYPHENS:
            decoded += "ư" if _is_horned_u(word, place, table) else char
        elif char == _SECTION and word[place + 1 : place + 2].isdecimal():
            decoded += char
        else:
            decoded += table.get(char, char)
    return decoded


def _is_horned_u(word: str, place: int, table: Mapping[str, str]) -> bool:
    """Tell whether a kind of hyphen is ư: a plain one where only that makes syllables of the letters around it."""
    before = _run(word[:place][::-1], table)[::-1]
    after = _run(word[place + 1 :], table)
    if word[place + 1 : place + 2].isdecimal() or word[max(place - 1, 0) : place].isdecimal():
        return False
    if word[place] == "\u00ad" or (word[place] == "\u2212" and (before or after)):
        return True
    whole = nfc("".join(table.get(char, "ư" if char in _HYPHENS else char) for char in before + "-" + after))
    sound = [is_syllable(nfc("".join(table.get(char, char) for char in part)).lower()) for part in (before, after)]
    return is_syllable(whole.lower()) and not all(sound[: 1 + bool(after)] if before else sound[1:])


def _run(text: str, table: Mapping[str, str]) -> str:
    """Return the letters at the beginning, other hyphens that may be letters among them."""
    run = ""
    for char in text:
        if not (char.isalpha() or char in table or char in _HYPHENS):
            break
        run += char
    return run

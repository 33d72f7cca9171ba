"""Whether letters spell a Vietnamese syllable: what tells a decoded text from one that was decoded wrongly."""

from __future__ import annotations

from functools import cache

from normalizers import lexicon
from normalizers.text import TONES, tone_of

_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (TONES[1], TONES[4])  # sắc, nặng


@cache
def is_syllable(letters: str) -> bool:
    """Tell whether lower-case NFC letters are a Vietnamese syllable; the tone mark may stand on either vowel.

    >>> [is_syllable(word) for word in ("nghiêng", "hoà", "hòa", "quyết", "kõ", "ho¹ch", "thị")]
    [True, True, True, True, False, False, True]
    """
    split = [tone_of(char) for char in letters]
    tones = [tone for _, tone in split if tone]
    if len(tones) > 1:
        return False
    plain = "".join(char for char, _ in split)
    return any(
        plain[len(onset) :] in rhymes
        for onset, rhymes in _parts().items()
        if plain.startswith(onset) and _may_bear(plain, tones)
    )


def _may_bear(plain: str, tones: list[str]) -> bool:
    return not plain.endswith(_STOPS) or (bool(tones) and tones[0] in _STOP_TONES)


@cache
def _parts() -> dict[str, frozenset[str]]:
    """Return the rhymes that each onset may have; the empty onset among them."""
    table = lexicon.read_toml("syllables.toml")
    rhymes = frozenset(table["rhymes"].split())
    parts = {onset: rhymes for onset in ("", *table["onsets"].split()) if onset != "qu"}
    parts["qu"] = frozenset(table["behind_qu"].split())
    parts["gi"] |= frozenset(table["behind_gi"].split())
    front = frozenset(rhyme for rhyme in rhymes if rhyme[0] in "eêiy")
    for onset in ("k", "gh", "ngh"):
        parts[onset] = front
    for onset in ("c", "g", "ng"):
        parts[onset] = rhymes - front | (frozenset({"i", "in"}) if onset == "g" else frozenset())
    return parts

"""Bodies that issue documents, in full: abbreviations written out, the place added that only the context tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers import lexicon
from normalizers.place_names import KINDS
from normalizers.place_units import Unit
from normalizers.text import CAPITALS, fold, nfc, old_style

_LEXICON = lexicon.read_toml("issuing_bodies.toml")
_NAMES = {short: body["name"] for body in _LEXICON["body"] for short in body["short"]}
_SHORT = re.compile(
    rf"(?<![\w&-])(?:{'|'.join(re.escape(short) for short in sorted(_NAMES, key=len, reverse=True))})(?![\w&-])",
    re.IGNORECASE,
)
_KIND_WORDS = {row["kind"]: row["word"] for row in KINDS}
_TERM = re.compile(r"\s*,?\s+(?:khóa|nhiệm kỳ)\s.*$", re.IGNORECASE)


def full_body(raw: str, homes: Iterable[Unit]) -> str:
    """Return the name of a body in full; `homes` are the unit that names it so, then what that lies in, upwards.

    A term of office ("khóa XVII") is left off. A level that none of the homes has stays without a place.
    """
    text = old_style(" ".join(nfc(raw).split()))
    if text.isupper() and " " in text:  # of a line in capitals
        text = text.lower()
    text = _SHORT.sub(lambda match: _NAMES[fold(match[0])], text)
    text = _TERM.sub("", text).strip(" ,;.")
    for home in homes:
        text, placed = _placed(text, home)
        if placed:
            break
    return text[:1].upper() + text[1:]


def _placed(text: str, home: Unit) -> tuple[str, bool]:
    """Add the name of a unit behind its kind word or its committee, where the text has that without a name."""
    word = _KIND_WORDS[home.kind]
    committee = _LEXICON["committees"].get(word)
    for spelled in filter(None, (committee, word)):
        bare = re.compile(rf"(?<!\w)(?i:{re.escape(spelled)})(?!\w)(?!\s+(?:[{CAPITALS}\d]|ủy\b))")
        if match := bare.search(text):
            return f"{text[: match.start()]}{spelled} {home.name}{text[match.end() :]}", True
    return text, False

"""Text and samples as they were set before Unicode: in TCVN3, VNI or VIQR, for tests of reading them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from normalizers import lexicon
from normalizers.legacy_encodings import Encoding
from tools.sample_print import print_sample
from tools.sample_source import read_source

_MARKUP = re.compile(r"(<!--.*?-->|<br>)", re.DOTALL)
_VOWEL_AND_MARK = re.compile(r"(?<=[aeiouydAEIOUYD])(?=[`?~'.^(+])")


def encode(text: str, encoding: Encoding) -> str:
    """Encode NFC text; in VIQR stops behind a vowel are escaped, in TCVN3 capitals with a tone become small letters.

    >>> encode("Kế hoạch được", "tcvn3"), encode("Kế hoạch được", "vni")
    ('KÕ ho¹ch ®\\xad\\xeec', 'Keá hoaïch ñöôïc')
    >>> encode("Kế hoạch đâu?", "viqr")
    "Ke^' hoa.ch dda^u\\\\?"
    """
    if encoding == "viqr":
        text = _VOWEL_AND_MARK.sub(r"\\", text)
        text = re.sub(r"(?<=[^\W\d_])(?=[`?~'.])", lambda match: "\\" if _is_marked(text, match.start()) else "", text)
    table = _codes(encoding)
    return "".join(table.get(char) or table.get(char.lower(), char) for char in text)


def _is_marked(text: str, end: int) -> bool:
    return not text[end - 1].isascii()


@cache
def _codes(encoding: Encoding) -> Mapping[str, str]:
    data = lexicon.read_toml("legacy_encodings.toml")
    small = dict(zip(data["letters"], data[encoding]["small"], strict=True))
    if encoding == "tcvn3":
        return small | dict(zip(data[encoding]["capital_letters"], data[encoding]["capitals"], strict=True))
    return small | {letter.upper(): code.upper() for letter, code in small.items()}


def print_legacy(source: Path, target: Path, encoding: Encoding) -> None:
    """Print a sample's source with every letter as the old encoding's font has it in the text layer.

    ư comes as U+2212 and ã as U+2219, as in real files; what is seen on the page are these characters.
    """
    coded = target.with_suffix(".md")
    pieces = _MARKUP.split(source.read_text(encoding="utf-8"))
    pieces[::2] = [encode(piece, encoding) for piece in pieces[::2]]
    text = "".join(pieces)
    if encoding == "tcvn3":
        text = text.translate({0xAD: 0x2212, 0xB7: 0x2219})
    coded.write_text(text, encoding="utf-8")
    print_sample(read_source(coded), target, source.stem)

"""The genre's fixed words written as printed where OCR has lost their tone marks."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from extractors.engines.ocr import OcrWord
from normalizers.text import bare

RULES = Path(__file__).parent / "rules" / "formulas.toml"
MENDED = 0.85
PUNCTUATION = ".,;:()"


@cache
def phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the phrases by their words without marks, longest first."""
    found: list[str] = tomllib.loads(RULES.read_text("utf-8"))["phrases"]
    ordered = sorted(found, key=lambda phrase: -len(phrase.split()))
    return {tuple(bare(word) for word in phrase.split()): tuple(phrase.split()) for phrase in ordered}


def mend_formulas(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Give words that make a known phrase but for their marks the marks of the phrase."""
    mended = list(words)
    folded = [bare(word.text.strip(PUNCTUATION)) for word in words]
    for at in range(len(words)):
        for key, phrase in phrases().items():
            if tuple(folded[at : at + len(key)]) == key:
                for offset, printed in enumerate(phrase):
                    mended[at + offset] = _written(mended[at + offset], printed)
                break
    return mended


def _written(word: OcrWord, printed: str) -> OcrWord:
    core = word.text.strip(PUNCTUATION)
    if core.lower() == printed:
        return word
    if core.isupper() and len(core) > 1:
        printed = printed.upper()
    elif core[:1].isupper():
        printed = printed.capitalize()
    return replace(word, text=word.text.replace(core, printed), confidence=min(word.confidence, MENDED))

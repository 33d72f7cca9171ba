"""The words of a scan, spelt: what their neighbours, the genre's wording and a dictionary leave of a misread word."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock

from extractors.doubt import Paper
from extractors.engines.ocr import OcrWord
from extractors.misprints import is_printed_so
from normalizers.places import load_gazetteer
from normalizers.spelling import Speller

RULES = Path(__file__).parent / "rules" / "spelling.toml"
# Of the words of print at 200 dpi that a dictionary would write otherwise, those read more surely were right.
DOUBTFUL = 0.93
MENDED = 0.85


_building = Lock()


def speller() -> Speller:
    """Return the speller of plans, built once, by whichever thread asks first."""
    with _building:
        return _speller()


@cache
def _speller() -> Speller:
    # Imported here because pages can be read while the language libraries are still being loaded.
    from extractors.engines.nlp import compound_words

    rules: dict[str, list[str]] = tomllib.loads(RULES.read_text("utf-8"))
    names = {unit.name for unit in load_gazetteer().units}
    return Speller(rules["phrases"], compound_words(), names, rules["abbreviations"], rules["alone"])


def mend_spelling(words: Sequence[OcrWord], paper: Paper) -> list[OcrWord]:
    """Write misread words as they are printed; each keeps what was read. Misprinted ones are left as they are."""
    mended = list(words)
    for run in _runs(words):
        texts = [words[at].text for at in run]
        doubtful = [words[at].confidence < DOUBTFUL for at in run]
        for place, text in speller().repaired(texts, doubtful).items():
            word = words[run[place]]
            if speller().may_be_printed(word.text, text) and is_printed_so(paper, words, run[place], text):
                continue
            other, confidence = word.other or word.text, min(word.confidence, MENDED)
            mended[run[place]] = replace(word, text=text, other=other, confidence=confidence)
    return mended


def _runs(words: Sequence[OcrWord]) -> Iterator[Sequence[int]]:
    """Yield the places of words that follow each other: no column and no blank line lies between them."""
    start = line = 0
    for at, (word, follower) in enumerate(itertools.pairwise(words), start=1):
        height = word.box.height
        if word.line_id == follower.line_id:
            follows = follower.box.x0 - word.box.x1 < 1.5 * height
        else:
            back = abs(follower.box.x0 - words[max(line, start)].box.x0) < 4 * height
            follows = back and 0 < follower.box.y0 - word.box.y0 < 2.5 * height
            line = at
        if not follows:
            yield range(start, at)
            start = at
    yield range(start, len(words))

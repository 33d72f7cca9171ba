"""Words that a lexicon would write otherwise and that stand so on the paper: they are left as they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.doubt import Paper
from extractors.engines.cleaning import resized
from extractors.engines.ocr import Gray, OcrWord
from extractors.engines.ocr_models import DIGITS, WORDS, Model
from normalizers.misreading import often_misread
from normalizers.spelling import core
from normalizers.text import bare
from schemas.geometry import union

# Further readings, at other sizes. On 47 scans all three, as sure as this, gave again 65 of the 74 words that the print
# misspells or that the lexicon does not know, and none of the 418 that had been misread (`docs/scans.md`).
READINGS: tuple[tuple[Model, float], ...] = ((DIGITS, 1.0), (WORDS, 1.6), (DIGITS, 0.8))
SURE = 0.8


def is_printed_so(paper: Paper, words: Sequence[OcrWord], at: int, meant: str) -> bool:
    """Tell whether a word that seems to be meant otherwise was printed as it was read.

    Of letters that Tesseract takes for each other every day ("ổ" read as "ố") agreeing readings tell nothing.
    """
    word = words[at]
    if word.other is not None or often_misread(meant, word.text):
        return False
    line = [place for place, other in enumerate(words) if other.line_id == word.line_id]
    near = union(words[place].box for place in line if abs(line.index(place) - line.index(at)) <= 1)
    assert near is not None
    picture = paper.cut_out(near, [words[place].box for place in line])
    return all(_agrees(paper, picture, core(word.text), *reading) for reading in READINGS)


def _agrees(paper: Paper, picture: Gray, read: str, model: Model, size: float) -> bool:
    again = resized(picture, size) if size != 1 else picture
    (found,) = paper.recognizer.read_words([again], model=model, dpi=size * paper.dpi)
    alike = [word for word in found if bare(core(word.text)) == bare(read)]
    return bool(alike) and all(core(word.text) == read and word.confidence > SURE for word in alike)

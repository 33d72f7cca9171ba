"""What was read in doubt is read again from its own cut-out; digits always are, by the other model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.engines.cleaning import resized
from extractors.engines.ocr import Gray, OcrWord, Recognizer
from extractors.engines.ocr_models import DIGITS, WORDS
from extractors.marks import mend_token
from schemas.geometry import Box, union

# Of 18,800 words on scans of the samples nine of the 18,400 that were surer than this were wrong.
SURE = 0.93
AGREED = 0.99
OUTVOTED = LIKELY = 0.85
DIFFERING = 0.5
MARGIN = 0.35  # of the x-height, left and right of a cut-out
# A word of letters is read again with its neighbours, at another size: so it mends nine words for each that it spoils;
# alone, or by the other model, it mends two.
ENLARGED = 1.25
NUMBER = re.compile(r"[^0-9.,/%]+")
ENDS = ".,/-"
# A number with marks after it; what stands for a digit in a number that the first model has misread.
WHOLE_NUMBER = re.compile(r"\d[\d.,/%-]*[;:)]?")
NO_DIGIT = re.compile(r"(?<=\d)[\]\[|\\⁄!lI]")
# A number of up to four digits of which some were taken for letters or strokes.
LOOK_ALIKE = re.compile(r"(?=[^\d]*\d)(?=\d*[lIíÍ¡|\]!†O])[\dlIíÍ¡|\]!†O]{2,4}[.,;:)]?")
AS_DIGITS = str.maketrans("lIíÍ¡|]!†O", "1111111110")
DIGIT = re.compile(r"\d")
# A second reading with as many digits that is as sure as this may be the right one, whatever the third is.
SURE_OTHER = 0.7
# Of bad scans' numbers that two readings agree on, one in nine is wrong where either is less sure than this.
UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Paper:
    """The picture in whose pixels words have their boxes, and who can read it again."""

    gray: Gray
    x_height: float
    dpi: float
    recognizer: Recognizer

    def cut_out(self, box: Box, line: Sequence[Box]) -> Gray:
        """Cut out a box as high as its line, so that letters are told from capitals; not where the line runs wild."""
        margin = round(MARGIN * self.x_height)
        top = max(min(other.y0 for other in line), box.y0 - 2 * self.x_height) - 3
        bottom = min(max(other.y1 for other in line), box.y1 + 1.5 * self.x_height) + 3
        left, right = box.x0 - margin, box.x1 + margin
        return np.ascontiguousarray(self.gray[max(int(top), 0) : int(bottom), max(int(left), 0) : int(right)])


@dataclass(frozen=True, slots=True)
class _CutOut:
    """A picture of neighbouring words, and which of them are in doubt."""

    picture: Gray
    words: tuple[int, ...]
    doubtful: tuple[int, ...]


def read_doubtful_again(paper: Paper, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Read every token with digits and every unsure word a second time; words of letters take the surer reading."""
    again = read_numbers_again(paper, words)
    cuts = list(_letters(paper, words))
    pictures = (resized(cut.picture, ENLARGED) for cut in cuts)
    for cut, read in zip(cuts, paper.recognizer.read_words(pictures, dpi=ENLARGED * paper.dpi), strict=True):
        if len(read) == len(cut.words):
            for index, second in zip(cut.words, read, strict=True):
                if index in cut.doubtful:
                    again[index] = _surer(words[index], second)
    return again


def read_numbers_again(paper: Paper, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Read every token with digits a second time; it keeps the first reading.

    Where the second is the same its confidence rises; where it differs and a third does not side with the first, it
    falls to 0.5 or below.
    """
    again = list(words)
    cuts = list(_numbers(paper, words))
    readings = paper.recognizer.read_lines((cut.picture for cut in cuts), model=DIGITS, dpi=paper.dpi)
    for cut, reading in zip(cuts, readings, strict=True):
        (index,) = cut.words
        again[index] = _weighed(words[index], reading, cut.picture, paper)
    return again


def digits_of(text: str) -> str:
    """Return the digits of a token with the marks between them: what two readings of a number must share.

    >>> digits_of("03⁄4"), digits_of("(1.271/QĐ-UBND;")
    ('03/4', '1.271')
    """
    return NUMBER.sub("", text.replace("⁄", "/")).strip(ENDS)


def _weighed(word: OcrWord, reading: tuple[str, float], picture: Gray, paper: Paper) -> OcrWord:
    second, sure = reading
    if NO_DIGIT.search(word.text) and WHOLE_NUMBER.fullmatch(second):
        return replace(word, text=second, other=word.text, confidence=LIKELY)
    if word.other is not None:  # it was read in two parts
        return replace(word, confidence=min(word.confidence, DIFFERING))
    if LOOK_ALIKE.fullmatch(word.text):
        number = word.text.translate(AS_DIGITS)
        agreed = second.translate(AS_DIGITS).strip(ENDS) == number.strip(ENDS)
        return replace(word, text=number, other=word.text, confidence=LIKELY if agreed else DIFFERING)
    if digits_of(second) == digits_of(word.text):
        doubtful = min(word.confidence, sure) < UNSURE
        return replace(word, confidence=DIFFERING if doubtful else max(word.confidence, AGREED))
    ((third, sure_third),) = paper.recognizer.read_lines([picture], model=WORDS, dpi=paper.dpi)
    marks_alone = digits_of(third) == digits_of(second) and bare_digits(third) == bare_digits(word.text)
    if marks_alone and min(sure, sure_third) >= SURE_OTHER:  # a mark is lost more easily than made up twice
        return replace(word, text=third, other=word.text, confidence=LIKELY)
    other_digits = len(bare_digits(second)) == len(bare_digits(word.text)) and sure >= SURE_OTHER
    if digits_of(third) == digits_of(word.text) and not other_digits:
        return replace(word, confidence=min(word.confidence, OUTVOTED))
    return replace(word, confidence=min(word.confidence, DIFFERING), other=second or third)


def bare_digits(text: str) -> str:
    """Return the digits of a text without the marks between them."""
    return "".join(DIGIT.findall(text))


def _surer(first: OcrWord, second: OcrWord) -> OcrWord:
    text = mend_token(second.text)
    if text == first.text:
        return replace(first, confidence=max(first.confidence, second.confidence))
    if second.confidence > first.confidence and not _has_digit(text):
        return replace(first, text=text, other=first.text, confidence=min(second.confidence, OUTVOTED))
    return replace(first, confidence=min(first.confidence, OUTVOTED))


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _numbers(paper: Paper, words: Sequence[OcrWord]) -> Iterator[_CutOut]:
    for line in _lines(words):
        boxes = [words[index].box for index in line]
        for index in line:
            if _has_digit(words[index].text):
                yield _CutOut(paper.cut_out(words[index].box, boxes), (index,), (index,))


def _letters(paper: Paper, words: Sequence[OcrWord]) -> Iterator[_CutOut]:
    """Cut out unsure words with their neighbours, those that stand together in one piece."""
    for line in _lines(words):
        groups: list[list[int]] = []
        for place, index in enumerate(line):
            if _is_doubtful(words[index]):
                if groups and place - groups[-1][-1] <= 2:
                    groups[-1].append(place)
                else:
                    groups.append([place])
        boxes = [words[index].box for index in line]
        for group in groups:
            near = range(max(group[0] - 1, 0), min(group[-1] + 2, len(line)))
            around = union(boxes[place] for place in near)
            assert around is not None
            yield _CutOut(
                paper.cut_out(around, boxes),
                tuple(line[place] for place in near),
                tuple(line[place] for place in group),
            )


def _is_doubtful(word: OcrWord) -> bool:
    """Tell whether a word of letters is unsure; abbreviations, capitals without marks, are less sure, and right."""
    if word.confidence >= SURE or _has_digit(word.text):
        return False
    return any(letter.islower() or unicodedata.decomposition(letter) for letter in word.text)


def _lines(words: Sequence[OcrWord]) -> list[list[int]]:
    lines: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        lines.setdefault(word.line_id, []).append(index)
    return list(lines.values())

"""What the print misspells is left as it is printed; what was misread is written as it is meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from extractors.doubt import Paper
from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.ocr_models import WORDS
from extractors.spelling import mend_spelling
from normalizers.text import bare
from tests.extractors.test_numerals import written
from tests.ocr import needs_tesseract
from tools.sample_print import have_fonts

pytestmark = pytest.mark.skipif(not have_fonts(), reason="the fonts of Debian's fonts-croscore are not installed")


@pytest.fixture(scope="module")
def recognizer() -> Iterator[Recognizer]:
    with Recognizer() as built:
        yield built


def mended(recognizer: Recognizer, printed: str, read: str) -> str:
    """Return what becomes of a line of print if Tesseract reads its words so."""
    gray = np.ascontiguousarray(written(printed))
    (words,) = recognizer.read_words([gray], model=WORDS)
    assert bare(" ".join(word.text for word in words)) == bare(read)
    taken = [OcrWord(text, word.box, 0.96, 0) for text, word in zip(read.split(), words, strict=True)]
    return " ".join(word.text for word in mend_spelling(taken, Paper(gray, 16.0, 200, recognizer)))


@needs_tesseract
@pytest.mark.parametrize(
    "printed",
    [
        "Kiến toàn bộ máy",
        "phân đấu hoàn thành",
        "UBND, BCD tỉnh",
        "nhà tắm hợp vệ sinh",
        "Xã Tân Tiến huyện Trảng Định",
    ],
)
def test_a_word_is_left_as_it_is_printed_where_a_lexicon_has_another(recognizer: Recognizer, printed: str) -> None:
    assert mended(recognizer, printed, printed) == printed


@needs_tesseract
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Kiện toàn bộ máy", "Kiến toàn bộ máy"),
        ("phấn đấu hoàn thành", "phân đấu hoàn thành"),
        ("UBND, BCĐ tỉnh", "UBND, BCD tỉnh"),
        ("phân bổ vốn", "phân bố vốn"),
        ("củng cố tiêu chí", "củng cố tiệu chí"),
    ],
)
def test_a_misread_word_is_written_as_it_is_printed(recognizer: Recognizer, printed: str, read: str) -> None:
    assert mended(recognizer, printed, read) == printed


@needs_tesseract
def test_letters_that_are_always_taken_for_each_other_are_read_as_they_are_meant(recognizer: Recognizer) -> None:
    assert mended(recognizer, "cụ thế các tiêu chí", "cụ thế các tiêu chí") == "cụ thể các tiêu chí"

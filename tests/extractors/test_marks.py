"""Specks beside words, in labels and behind counts are no part of what is printed."""

from __future__ import annotations

import pytest

from extractors.engines.ocr import OcrWord
from extractors.marks import mend_counts, mend_labels, mend_tokens
from schemas.geometry import Box


def line(*texts: str, confidence: float = 0.6) -> list[OcrWord]:
    return [OcrWord(text, Box(50 * at, 0, 50 * at + 45, 20), confidence, 0) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("Biểu", "sối"), "Biểu số 1"),
        (("iểu", "số", "2"), "Biểu số 2"),
        (("l", "¡H", "iBiểu", "số", "3"), "Biểu số 3"),
        (("theo", "biểu", "số", "2"), "theo biểu số 2"),
        (("biểu", "số", "2"), "biểu số 2"),
        (("kiểu", "số", "hóa"), "kiểu số hóa"),
    ],
)
def test_a_label_is_read_through_specks(read: tuple[str, ...], meant: str) -> None:
    assert " ".join(word.text for word in mend_labels(line(*read))) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("có", "01,", "xã"), "có 01 xã"),
        (("05,xã",), "05 xã"),
        (("số", "5,", "xã"), "số 5, xã"),
        (("năm", "2024,", "xã"), "năm 2024, xã"),
    ],
)
def test_a_speck_between_a_count_and_what_is_counted_is_dropped(read: tuple[str, ...], meant: str) -> None:
    assert " ".join(word.text for word in mend_counts(line(*read))) == meant


def test_the_short_kind_of_a_district_ends_with_a_stop() -> None:
    read = mend_tokens(line("Thái", "Bình", "-", "H,", "Đình", "Lập"))
    assert " ".join(word.text for word in read) == "Thái Bình - H. Đình Lập"
    assert [word.text for word in mend_tokens(line("A", "H,", "Đình"))] == ["A", "H,", "Đình"]

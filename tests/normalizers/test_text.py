import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.text import bare, fold, fold_char_safe, nfc, old_style

VIETNAMESE = st.text(
    alphabet=" .,0123456789-/abcdđeêghiklmnoôơpqrstuưvxyàáảãạăằắâầấèéẻẽẹềếìíòóỏõọồốờớùúủũụừứỳýĐÀÁÔƠƯ", max_size=30
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hoà", "hòa"),
        ("KHOẺ", "khỏe"),
        ("Thuỷ lợi", "thủy lợi"),
        ("Thuỵ", "thụy"),
        ("qúy", "quý"),
        ("gìa", "già"),
    ],
)
def test_both_spellings_of_a_tone_mark_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "syllable", ["quý", "quả", "giá", "gìn", "hoàng", "thuyền", "khuỷu", "mía", "của", "xoài", "nghĩa"]
)
def test_syllables_that_have_one_spelling_only_stay(syllable: str) -> None:
    assert fold(syllable) == syllable


@given(VIETNAMESE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_char_safe(fold_char_safe(text)) == fold_char_safe(text)


@given(st.text(max_size=40))
def test_the_safe_fold_keeps_every_offset(text: str) -> None:
    assert len(fold_char_safe(text)) == len(text)


@given(VIETNAMESE)
def test_decomposed_text_folds_like_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(VIETNAMESE)
def test_bare_text_has_no_diacritics(text: str) -> None:
    assert bare(text).isascii()


@given(VIETNAMESE)
def test_old_style_changes_nothing_but_the_place_of_tones(text: str) -> None:
    composed = nfc(text)
    assert fold(old_style(composed)) == fold(composed)
    assert [char.isupper() for char in old_style(composed)] == [char.isupper() for char in composed]

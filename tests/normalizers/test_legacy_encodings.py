from importlib.resources import files

import pytest

from normalizers.encoding_choice import Run, read_runs, read_text
from normalizers.legacy_encodings import Encoding, decode
from normalizers.syllables import is_syllable
from normalizers.text import nfc
from tools.legacy_print import encode

PLAN = "Kế hoạch xây dựng nông thôn mới tỉnh Lạng Sơn năm 2024: 11 xã đạt chuẩn, như đã được giao ở các huyện"


@pytest.fixture(scope="module")
def words() -> list[str]:
    """The word list that underthesea carries."""
    text = (files("underthesea") / "corpus" / "data" / "Viet74K.txt").read_text(encoding="utf-8")
    return sorted({nfc(line.strip()) for line in text.splitlines() if line.strip()})


@pytest.mark.parametrize("encoding", ["vni", "viqr"])
def test_every_word_goes_there_and_back_unchanged(words: list[str], encoding: Encoding) -> None:
    assert len(words) > 70_000
    assert [word for word in words if decode(encode(word, encoding), encoding) != word] == []


def test_every_word_goes_through_tcvn3_and_back_but_for_toned_capitals_which_it_lacks(words: list[str]) -> None:
    for word in words:
        back = decode(encode(word, "tcvn3"), "tcvn3")
        assert back.lower() == word.lower()
        if word == word.lower():
            assert back == word


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viqr"])
def test_a_plan_is_told_from_its_characters(encoding: Encoding) -> None:
    assert read_text(encode(PLAN, encoding)) == PLAN


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("®\u00adîc nh\u00ad ng\u00adêi ­u tiªn", "được như người ưu tiên"),
        ("®\u2212îc nh\u2212 ng\u2212êi \u2212u tiªn", "được như người ưu tiên"),
        ("®-îc nh- ng-êi th«n - b¶n", "được như người thôn - bản"),
        ("x\u2219 h·ng cã 10\u22125 th«n", "xã hãng có 10\u22125 thôn"),
        ("UBND tØnh KÕ HO¹CH x©y dùng", "UBND tỉnh Kế HOẠCH xây dựng"),
        ("KÕ HO¹CH X¢Y DùNG N¤NG TH¤N MíI", "KẾ HOẠCH XÂY DỰNG NÔNG THÔN MỚI"),
    ],
)
def test_tcvn3_is_read_as_real_text_layers_give_it(read: str, meant: str) -> None:
    assert read_text(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "The naïve café of São Paulo: 10−5 = 5, §5, · bullet, ® and ©",
        "Don't add the oddly named file; it's daddy's job, isn't it? A.B.C. (a) x^2 o+1",
        "Số: 42/KH-UBND – 109/181 xã; 60,02%; 10−5; hoà bình",
        "",
    ],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert read_text(text) == text


def test_decomposed_letters_are_composed() -> None:
    assert nfc("Lo\u0323\u0302c bi\u0300nh o\u031b\u0309") == "Lộc bình ở"


def test_each_run_is_decided_by_its_own_characters_whatever_its_font_is_called() -> None:
    runs = [
        Run(("héi", "nghÞ", "L¹ng", "S¬n"), ".VnTime"),
        Run(("cã", "5"), ".VnTime"),
        Run(("hội", "nghị", "mới"), ".VnTime"),
        Run(("Keá", "hoaïch", "môùi"), ".VnTime"),
        Run(("kÕ", "ho¹ch"), "ABCDEF+.VnTimeH"),
        Run(("xã", "hội"), "VNI-Times"),
        Run(("cã",), "Arial"),
    ]
    read = [" ".join(words) for words in read_runs(runs)]
    assert read == ["hội nghị Lạng Sơn", "có 5", "hội nghị mới", "Kế hoạch mới", "KẾ HOẠCH", "xã hội", "cã"]


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "giếng", "gì", "khuỷu", "hoà", "hòa", "ươm", "yêu", "thuở"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["kõ", "ngi", "ceo", "hát́", "tạnǵ", "add", "file", "mạc̉", "hạcp", "bụṕ"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(nfc(word))

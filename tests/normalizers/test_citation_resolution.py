from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.citation_resolution import resolve_citation
from normalizers.document_resolution import Setting
from normalizers.issuing_bodies import full_body
from normalizers.places import Gazetteer
from schemas.evidence import Evidence, Piece
from schemas.mentions import CitationMention
from schemas.vocabulary import CitationKind

EVIDENCE = Evidence(pieces=(Piece(page=1, box=None, quote="…"),))
ON = date(2024, 3, 1)
WORDS = ["UBND", "tỉnh", "Tỉnh uỷ", "khóa XVII", "Lạng", "Sơn", "HĐND", "BTV", ",", "Bộ", "TW", "của"]


@pytest.fixture
def setting(gazetteer: Gazetteer) -> Setting:
    """A district's plan: Cao Lộc in Lạng Sơn."""
    return Setting(gazetteer.unit("183", ON), ON, 2024, ())


@pytest.mark.parametrize(
    ("kind_word", "number", "kind"),
    [
        ("Thông tư liên tịch", "26/2011/TTLT-BNNPTNT-BTC", CitationKind.CIRCULAR),
        ("NGHỊ QUYẾT", "25/2021/QH15", CitationKind.RESOLUTION),
        ("Bộ luật", None, CitationKind.LAW),
        ("Văn bản", "88/SNN-VPĐP", CitationKind.OFFICIAL_LETTER),
        ("Chương trình hành động", "12-CTr/TU", CitationKind.OTHER),
        ("Chỉ thị", "5/CT-TTg", CitationKind.OTHER),
        (None, "318/QĐ-TTg", CitationKind.DECISION),
        (None, None, CitationKind.OTHER),
    ],
)
def test_the_kind_is_told_by_the_word_before_the_number_else_by_the_number(
    kind_word: str | None, number: str | None, kind: CitationKind, setting: Setting, gazetteer: Gazetteer
) -> None:
    mention = CitationMention(kind_word=kind_word, number=number, evidence=EVIDENCE)
    assert resolve_citation(mention, setting, gazetteer).kind is kind


@pytest.mark.parametrize(
    ("printed", "number"),
    [("06- NQ/TU", "06-NQ/TU"), ("42 /KH-UBND", "42/KH-UBND"), ("13/2020/TT- BGDĐT", "13/2020/TT-BGDĐT")],
)
def test_blanks_in_a_number_are_dropped(printed: str, number: str, setting: Setting, gazetteer: Gazetteer) -> None:
    mention = CitationMention(number=printed, evidence=EVIDENCE)
    assert resolve_citation(mention, setting, gazetteer).number == number


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("ngày 08/9/2021", date(2021, 9, 8)),
        ("NGÀY 08 THÁNG 9 NĂM 2021", date(2021, 9, 8)),
        ("ngày 31/11/2021", None),
        ("ngày   tháng 3 năm 2024", None),
    ],
)
def test_only_whole_and_possible_days_are_dates(
    printed: str, day: date | None, setting: Setting, gazetteer: Gazetteer
) -> None:
    mention = CitationMention(number="1/QĐ-TTg", date=printed, evidence=EVIDENCE)
    assert resolve_citation(mention, setting, gazetteer).issued_on == day


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("UBND huyện", "Ủy ban nhân dân huyện Cao Lộc"),
        ("Uỷ ban nhân dân tỉnh Bắc Kạn", "Ủy ban nhân dân tỉnh Bắc Kạn"),
        ("HĐND tỉnh khoá XVII", "Hội đồng nhân dân tỉnh Lạng Sơn"),
        ("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", "Ban chấp hành đảng bộ tỉnh Lạng Sơn"),
        ("Ban Thường vụ Huyện ủy", "Ban Thường vụ Huyện ủy Cao Lộc"),
        ("BTV Tỉnh uỷ", "Ban Thường vụ Tỉnh ủy Lạng Sơn"),
        ("Đại hội Đảng bộ tỉnh lần thứ XVII", "Đại hội Đảng bộ tỉnh Lạng Sơn lần thứ XVII"),
        ("UBND thành phố", "Ủy ban nhân dân thành phố"),
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Bộ VH,TT&DL", "Bộ Văn hóa, Thể thao và Du lịch"),
    ],
)
def test_issuers_are_written_in_full_with_the_place_that_the_document_means(
    printed: str, full: str, setting: Setting, gazetteer: Gazetteer
) -> None:
    mention = CitationMention(number="1/QĐ-UBND", issuer=printed, evidence=EVIDENCE)
    assert resolve_citation(mention, setting, gazetteer).issuer == full


def test_without_a_place_of_its_own_a_document_gives_issuers_none(gazetteer: Gazetteer) -> None:
    mention = CitationMention(issuer="UBND tỉnh", evidence=EVIDENCE)
    assert resolve_citation(mention, Setting(None, ON, 2024, ()), gazetteer).issuer == "Ủy ban nhân dân tỉnh"


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_a_full_name_stays_as_it_is(words: list[str]) -> None:
    once = full_body(" ".join(words), ())
    assert full_body(once, ()) == once

import pytest

from normalizers.document_resolution import resolve_document
from normalizers.places import Gazetteer
from schemas.evidence import Evidence, Piece
from schemas.mentions import LetterheadMention, Mentions
from schemas.vocabulary import Reader


def mentions(issuer: str, *places_named: str) -> Mentions:
    head = LetterheadMention(
        kind="KẾ HOẠCH",
        issuer=("ỦY BAN NHÂN DÂN", issuer),
        place_and_date="ngày 01 tháng 3 năm 2024",
        title="Xây dựng nông thôn mới năm 2024",
        places_named=places_named,
        evidence=Evidence(pieces=(Piece(page=1, box=None, quote=issuer),)),
    )
    return Mentions(
        document_id="0", file_name="a.pdf", page_count=1, reader="ocr", mean_confidence=0.9, letterhead=head
    )


@pytest.mark.parametrize(
    ("issuer", "named", "code", "doubt"),
    [
        ("HUYỆN CAO LỘC", (), "183", None),
        ("XÃ CAO LÂU", ("huyện Cao Lộc",), "06196", None),
        ("XÃ TÂN THÀNH", ("huyện Cao Lộc",), "06250", None),
        ("HUYỆN CAO LÔC", (), "183", "unknown_place"),
        ("XÃ TÂN LIỄN", ("huyện Cao Lộc",), "06244", "unknown_place"),
        ("XÃ TÂN THANH", ("huyện Cao Lộc",), "06250", "unknown_place"),
    ],
)
def test_the_issuers_place_is_told_and_a_guess_says_so(
    gazetteer: Gazetteer, issuer: str, named: tuple[str, ...], code: str, doubt: str | None
) -> None:
    document, _, doubts = resolve_document(mentions(issuer, *named), gazetteer)
    assert document.place_code == code
    assert [each.code for each in doubts] == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("lines", "issuer", "code"),
    [
        (("UBND TỈNH LẠNG SƠN", "SỞ NÔNG NGHIỆP VÀ PTNT"), "Sở nông nghiệp và ptnt tỉnh Lạng Sơn", "20"),
        (("UBND TĨNH LẠNG SƠN", "SƠ Y TẾ,"), "Sở y tế tỉnh Lạng Sơn", "20"),
        (("UỶ BAN NHÂN DÂN", "TINH LẠNG SƠN"), "Ủy ban nhân dân tỉnh Lạng Sơn", "20"),
    ],
)
def test_departments_and_lost_marks_of_a_letterhead(
    gazetteer: Gazetteer, lines: tuple[str, ...], issuer: str, code: str
) -> None:
    head = mentions("").letterhead.model_copy(update={"issuer": lines})
    document, _, _ = resolve_document(mentions("").model_copy(update={"letterhead": head}), gazetteer)
    assert (document.issuer, document.place_code) == (issuer, code)


def test_a_day_that_a_pen_has_written_leaves_the_month(gazetteer: Gazetteer) -> None:
    seen = Evidence(pieces=(Piece(page=1, box=None, quote="ngày"),), reader=Reader.OCR)
    update = {"place_and_date": "Cao Lộc, ngày 40 tháng 3 năm 2024", "date_evidence": seen}
    head = mentions("HUYỆN CAO LỘC").letterhead.model_copy(update=update)
    document, _, doubts = resolve_document(mentions("").model_copy(update={"letterhead": head}), gazetteer)
    assert (str(document.issued_from), str(document.issued_to)) == ("2024-03-01", "2024-03-31")
    assert not doubts

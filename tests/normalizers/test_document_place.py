import pytest

from normalizers.document_resolution import resolve_document
from normalizers.places import Gazetteer
from schemas.evidence import Evidence, Piece
from schemas.mentions import LetterheadMention, Mentions


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

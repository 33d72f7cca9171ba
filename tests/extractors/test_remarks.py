from __future__ import annotations

from pathlib import Path

import pytest

from extractors.reading import read_document
from extractors.remarks import find_remarks, find_years_of_plan
from extractors.stated_lists import find_lists
from schemas.document import Document, Line, Page, Word
from schemas.evidence import Evidence, Piece
from schemas.geometry import Box
from schemas.vocabulary import Reader


def plan(tmp_path: Path, *paragraphs: str) -> Document:
    """A plan of 2024 as Markdown, with these paragraphs in its first section."""
    head = "KẾ HOẠCH\n\nXây dựng nông thôn mới năm 2024\n\nI. MỤC TIÊU\n\n"
    path = tmp_path / "plan.md"
    path.write_text(head + "\n\n".join(paragraphs), encoding="utf-8")
    return read_document(path)


def pages(*printed: str | None, confidence: float = 1.0) -> Document:
    """Pages that bear nothing but these numbers in their margin."""
    made = [
        Page(at, 595, 842, (), (Line(at, (Word(text, Box(290, 800, 300, 812), confidence),)),) if text else ())
        for at, text in enumerate(printed, start=1)
    ]
    return Document("0" * 64, "plan.pdf", tuple(made))


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ((None, "2", "3", "4"), []),
        ((None, "2", "3", "5"), [("page_missing", "5", "4")]),
        ((None, "- 2 -", "4/9"), [("page_missing", "4/9", "3")]),
        ((None, "2", "4", "3"), [("page_missing", "4", "3"), ("page_order", "3", "5")]),
        ((None, "2", None, None, "3"), []),  # an annex without numbers stands between
        ((None, "2", "3", None, "2", "3"), []),  # an annex with numbers of its own
        ((None, "2", None, "4"), []),
    ],
)
def test_a_gap_or_break_in_the_printed_page_numbers_is_told(
    printed: tuple[str | None, ...], found: list[tuple[str, str, str]]
) -> None:
    remarks = find_remarks(pages(*printed), ())
    assert [(remark.code, remark.stated, remark.expected) for remark in remarks] == found


def test_a_page_number_that_was_not_read_surely_tells_nothing() -> None:
    assert not list(find_remarks(pages(None, "2", "9", confidence=0.4), ()))


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Có thêm 05 xã đạt chuẩn. (Chi tiết tại Biểu số 01, biểu số 02 kèm theo)", ["Biểu số 01", "biểu số 02"]),
        ("Nguồn vốn phân bổ cho các xã (chi tiết theo Phụ lục II).", ["Phụ lục II"]),
        ("Danh sách các xã theo biểu 3 kèm theo Kế hoạch này.", ["biểu 3"]),
        ("Thực hiện theo Phụ lục I Nghị định số 30/2020/NĐ-CP.", []),
        ("Tổ chức 02 lớp tập huấn về xây dựng nông thôn mới.", []),
    ],
)
def test_an_annex_that_the_text_names_and_the_file_lacks_is_told(
    tmp_path: Path, sentence: str, missing: list[str]
) -> None:
    found = [remark for remark in find_remarks(plan(tmp_path, sentence), ()) if remark.code == "annex_missing"]
    assert [remark.stated for remark in found] == missing


def test_a_number_written_by_hand_is_told() -> None:
    pen = Evidence(pieces=(Piece(page=1, box=None, quote="Số: 42/KH-UBND"),), confidence=0.3, reader=Reader.OCR)
    print_ = pen.model_copy(update={"confidence": 0.9})
    assert [remark.code for remark in find_remarks(pages(None), (pen, print_, None))] == ["handwritten"]


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ("Số: 2®//KH-UBND", ["handwritten"]),
        ("Cao Lộc, ngày 2Ö] tháng 3 năm 2018", ["handwritten"]),
        ("Số: /KH-UBND", []),
        ("Cao Lộc, ngày 20 tháng 3 năm 2018.", []),
    ],
)
def test_a_number_or_date_that_a_scan_shows_and_nobody_can_read_is_told(quote: str, codes: list[str]) -> None:
    seen = Evidence(pieces=(Piece(page=1, box=None, quote=quote),), confidence=0.95, reader=Reader.OCR)
    assert [remark.code for remark in find_remarks(pages(None), (seen,))] == codes


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("Trên đây là Kế hoạch thực hiện Chương trình xây dựng nông thôn mới năm 2023 của huyện.", ["2023"]),
        ("Để hoàn thành các mục tiêu, nhiệm vụ kế hoạch năm 2023, các xã tập trung thực hiện.", ["2023"]),
        ("Để hoàn thành các mục tiêu giai đoạn 2021-2025, các xã tập trung thực hiện.", []),
        ("Đánh giá kết quả thực hiện kế hoạch năm 2023.", []),
        ("Theo Luật Hợp tác xã năm 2023, các hợp tác xã đăng ký lại.", []),
        ("Hoàn thiện hồ sơ thẩm định công nhận vào năm 2025.", []),
    ],
)
def test_sentences_that_speak_of_this_plan_tell_its_year(tmp_path: Path, sentence: str, years: list[str]) -> None:
    assert [mention.year for mention in find_years_of_plan(plan(tmp_path, sentence))] == years


@pytest.mark.parametrize(
    ("sentence", "lists"),
    [
        ("có thêm 03 xã (Yên Trạch, Hồng Phong, Tân Thành) đạt chuẩn", [("xã", "03", 3)]),
        ("07 xã đã đạt chuẩn giai đoạn 2017 - 2023 (Yên Trạch, xã Hồng Phong và Bảo Lâm)", [("xã", "07", 3)]),
        ("hoàn thành 05 tiêu chí huyện NTM (gồm: Tiêu chí số 2 về Giao thông; Tiêu chí 5)", [("tiêu chí", "05", 2)]),
        ("phấn đấu hoàn thành 03 tiêu chí (2, 5, 17)", [("tiêu chí", "03", 3)]),
        ("mỗi huyện, thành phố chọn 01 xã (Mai Pha, Hoàng Đồng) làm điểm", []),
        ("ít nhất 02 xã (Mai Pha, Hoàng Đồng)", []),
        ("có thêm 11 xã đạt chuẩn (cao hơn chỉ tiêu tỉnh giao là 01 xã)", []),
        ("05 xã (Yên Trạch, Hồng Phong, …)", []),
        ("tại 20 xã; phấn đấu hoàn thành tiêu chí tại 04 xã", []),
    ],
)
def test_a_list_goes_with_the_number_that_stands_before_it(
    tmp_path: Path, sentence: str, lists: list[tuple[str, str, int]]
) -> None:
    found = find_lists(plan(tmp_path, f"Năm 2024 {sentence}."))
    assert [(each.noun, each.stated, len(each.items)) for each in found] == lists

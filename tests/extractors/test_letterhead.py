"""The letterhead is read as printed, and what is blank is said to be."""

from collections.abc import Callable

import pytest

from extractors.letterhead import find_blanks, read_letterhead
from normalizers.document_numbers import kind_by_name
from schemas.document import Document

Read = Callable[..., Document]

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN CAO LỘC
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cao Lộc, ngày {day} tháng 3 năm 2024

KẾ HOẠCH
Xây dựng nông thôn mới huyện Cao Lộc năm 2024


I. MỤC TIÊU

Nội dung chi tiết tại các biểu kèm theo.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Văn Bình
"""


def test_number_issuer_date_title_and_signer_are_read(read_text: Read) -> None:
    head = read_letterhead(read_text(PLAN.format(number="42", day="08")))
    assert head.number == "42/KH-UBND"
    assert head.issuer == ("ỦY BAN NHÂN DÂN", "HUYỆN CAO LỘC")
    assert head.place_and_date == "Cao Lộc, ngày 08 tháng 3 năm 2024"
    assert (head.kind, head.title) == ("KẾ HOẠCH", "Xây dựng nông thôn mới huyện Cao Lộc năm 2024")
    assert (head.signer, head.signer_role) == ("Nguyễn Văn Bình", "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize(
    ("number", "day", "blanks"), [("42", "08", 0), ("    ", "08", 1), ("42", "   ", 1), ("  ", "  ", 2)]
)
def test_blank_numbers_and_dates_are_reported(read_text: Read, number: str, day: str, blanks: int) -> None:
    assert len(find_blanks(read_text(PLAN.format(number=number, day=day)))) == blanks


def test_an_annex_tells_number_and_date_where_the_letterhead_is_missing(read_text: Read) -> None:
    text = (
        PLAN[PLAN.index("KẾ HOẠCH") :]
        + "\nBiểu số 1\n(Kèm theo Kế hoạch số: 42 /KH-UBND ngày 17/02/2021 của UBND huyện)\n"
    )
    head = read_letterhead(read_text(text))
    assert (head.number, head.place_and_date) == ("42 /KH-UBND", "17/02/2021")


LICENCE = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 31/GP-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày 23 tháng 4 năm 2021
GIẤY PHÉP KHAI THÁC NƯỚC
Suối Nà Mằn, xã Cao Lâu

Căn cứ Luật Tổ chức chính quyền địa phương;

QUYẾT ĐỊNH:
Điều 1. Cho phép lấy nước tại suối.
"""


def test_a_letterhead_is_found_above_a_kind_that_is_not_known(read_text: Read) -> None:
    head = read_letterhead(read_text(LICENCE))
    assert head.number == "31/GP-UBND"
    assert head.kind is None
    assert head.title == "GIẤY PHÉP KHAI THÁC NƯỚC Suối Nà Mằn, xã Cao Lâu"


@pytest.mark.parametrize("line", ["KẾ HOẠCH", "KÊ HOẠCH", "–KẾ-HOẠCH", "KẾ HOẠCH."])
def test_the_line_of_the_kind_is_known_through_specks_and_lost_marks(read_text: Read, line: str) -> None:
    head = read_letterhead(read_text(PLAN.format(number="42", day="08").replace("KẾ HOẠCH", line, 1)))
    assert head.title == "Xây dựng nông thôn mới huyện Cao Lộc năm 2024"
    assert head.kind is not None
    assert kind_by_name(head.kind) == "plan"


def test_who_decides_is_no_part_of_the_title(read_text: Read) -> None:
    text = PLAN.format(number="42", day="08").replace("KẾ HOẠCH", "QUYẾT ĐỊNH", 1)
    text = text.replace("\n\n\nI. MỤC TIÊU", "\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LỘC\nCăn cứ Luật;\n\nI. MỤC TIÊU")
    assert read_letterhead(read_text(text)).title == "Xây dựng nông thôn mới huyện Cao Lộc năm 2024"


def test_scraps_of_a_stamp_are_no_part_of_the_signer(read_text: Read) -> None:
    text = PLAN.format(number="42", day="08").replace("Nguyễn Văn Bình", "` Nguyễn Văn Bình –")
    assert read_letterhead(read_text(text)).signer == "Nguyễn Văn Bình"


PARTY = """ĐẢNG BỘ TỈNH LẠNG SƠN                     ĐẢNG CỘNG SẢN VIỆT NAM
   HUYỆN ỦY CAO LỘC
          *                             Cao Lộc, ngày 12 tháng 4 năm 2021
     Số 08-NQ/HU

                            NGHỊ QUYẾT
          về xây dựng nông thôn mới giai đoạn 2021 - 2025

I. TÌNH HÌNH

Nông thôn trong huyện có nhiều đổi mới.

Nơi nhận:                                       T/M BAN CHẤP HÀNH
- Thường trực Tỉnh ủy;                               BÍ THƯ
- Lưu.

                                              Nguyễn Văn Thông
"""


def test_columns_set_side_by_side_by_blanks_are_read_one_after_the_other(read_text: Read) -> None:
    head = read_letterhead(read_text(PARTY))
    assert (head.number, head.issuer) == ("08-NQ/HU", ("ĐẢNG BỘ TỈNH LẠNG SƠN", "HUYỆN ỦY CAO LỘC"))
    assert head.place_and_date == "Cao Lộc, ngày 12 tháng 4 năm 2021"
    assert (head.signer, head.signer_role) == ("Nguyễn Văn Thông", "BÍ THƯ")


SIDE_BY_SIDE = """
| UBND HUYỆN CAO LỘC<br>**BAN CHỈ ĐẠO** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>Độc lập - Tự do |
|---|---|
| Số: 09/KH-BCĐ | *Cao Lộc, ngày 3 tháng 3 năm 2023* |

**KẾ HOẠCH**

**Xây dựng nông thôn mới năm 2023**

**I. MỤC TIÊU**

Nội dung tại biểu kèm theo.

| Nơi nhận:<br>- Lưu: VT. | **TRƯỞNG BAN**<br>**Nguyễn Văn Bình** |
|---|---|
"""


def test_tables_that_set_letterhead_and_closing_side_by_side_are_read_as_such(read_text: Read) -> None:
    document = read_text(SIDE_BY_SIDE, ".md")
    head = read_letterhead(document)
    assert (head.number, head.issuer) == ("09/KH-BCĐ", ("UBND HUYỆN CAO LỘC", "BAN CHỈ ĐẠO"))
    assert (head.signer, head.signer_role) == ("Nguyễn Văn Bình", "TRƯỞNG BAN")


def test_who_registers_a_document_below_its_signature_has_not_signed_it(read_text: Read) -> None:
    text = PLAN.format(number="42", day="08") + "Số đăng ký: 13/ĐKTD\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nHồ Công Khánh\n"
    head = read_letterhead(read_text(text))
    assert (head.signer, head.signer_role) == ("Nguyễn Văn Bình", "PHÓ CHỦ TỊCH")

"""Hard-wrapped text and Markdown come out as the paragraphs that were printed."""

from collections.abc import Callable

from schemas.document import Document, ParagraphRole

Read = Callable[..., Document]

WRAPPED = """ KẾ HOẠCH

Thực hiện Chương trình mục tiêu quốc gia

xây dựng nông thôn mới năm 2023



Căn cứ tình hình thực tế của địa phương trong năm qua, Ủy ban nhân dân huyện

ban hành kế hoạch như sau:

I. MỤC TIÊU

- Tập trung các tiêu chí khó đạt, gồm: Tiêu chí 5 về Y tế - Văn hóa

- Giáo dục; Tiêu chí 6 về Kinh tế; Tiêu chí 7 về Môi trường trong giai đoạn 2021-

2025 theo lộ trình.



6



- Xây dựng 02 khu dân cư kiểu mẫu.

Nơi nhận:
- UBND các xã;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn Bình
"""


def test_a_dash_at_a_wrapped_line_is_no_new_item(read_text: Read) -> None:
    items = [p.text for p in read_text(WRAPPED).paragraphs if p.role is ParagraphRole.ITEM]
    assert items == [
        "- Tập trung các tiêu chí khó đạt, gồm: Tiêu chí 5 về Y tế - Văn hóa - Giáo dục; Tiêu chí 6 về Kinh tế; "
        "Tiêu chí 7 về Môi trường trong giai đoạn 2021-2025 theo lộ trình.",
        "- Xây dựng 02 khu dân cư kiểu mẫu.",
    ]


def test_the_parts_of_a_plan_are_told_apart(read_text: Read) -> None:
    roles = {p.role: p.text for p in read_text(WRAPPED).paragraphs}
    assert roles[ParagraphRole.TITLE] == "Thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới năm 2023"
    assert roles[ParagraphRole.RECIPIENTS] == "- Lưu: VT."
    assert roles[ParagraphRole.SIGNATURE] == "Nguyễn Văn Bình"


def test_a_lone_page_number_is_furniture(read_text: Read) -> None:
    page = read_text(WRAPPED).pages[0]
    assert [line.text for line in page.furniture] == ["6"]


def test_a_form_feed_begins_a_page(read_text: Read) -> None:
    document = read_text("I. MỤC TIÊU\n\fNăm 2023 phấn đấu.\n")
    assert [page.number for page in document.pages] == [1, 2]
    assert [p.page for p in document.paragraphs] == [1, 2]


def test_markdown_marks_are_taken_off_and_list_marks_kept(read_text: Read) -> None:
    document = read_text(
        "## **KẾ HOẠCH**\n\n### **Xây dựng nông thôn mới năm 2023**\n\nCăn cứ tình hình;\n\n#### **I. MỤC TIÊU**\n\n"
        "- *Tiêu chí số 1 - Quy hoạch*: rà soát (*xã Cao Lâu*).\n\n1. Vốn trực tiếp 643 tỷ đồng.\n2. Vốn lồng ghép.\n",
        ".md",
    )
    assert [p.text for p in document.paragraphs] == [
        "KẾ HOẠCH",
        "Xây dựng nông thôn mới năm 2023",
        "Căn cứ tình hình;",
        "I. MỤC TIÊU",
        "- Tiêu chí số 1 - Quy hoạch: rà soát (xã Cao Lâu).",
        "1. Vốn trực tiếp 643 tỷ đồng.",
        "2. Vốn lồng ghép.",
    ]


def test_a_paragraph_cut_by_a_page_end_is_joined(read_text: Read) -> None:
    document = read_text(
        "I. MỤC TIÊU\n\nNâng tổng số xã đạt chuẩn lên 11/20 xã, đạt\n\n55%; tiếp tục tuyên truyền.\n", ".md"
    )
    assert [p.text for p in document.paragraphs][1] == (
        "Nâng tổng số xã đạt chuẩn lên 11/20 xã, đạt 55%; tiếp tục tuyên truyền."
    )


def test_a_pipe_table_gives_cells_with_their_caption(read_text: Read) -> None:
    document = read_text(
        "I. MỤC TIÊU\n\nNội dung.\n\nNơi nhận:\n\n- Lưu: VT.\n\n**Biểu số 1****KẾ HOẠCH XÃ***(Kèm theo Kế hoạch)*\n\n"
        "| TT | Xã | Tiêu chí<br>đạt |\n|---|---|---|\n| <b>1</b> | **Cao Lâu** | 1,3,4 |\n",
        ".md",
    )
    (table,) = document.tables
    assert [(cell.row, cell.column, cell.text, cell.bold) for cell in table.cells] == [
        (0, 0, "TT", False),
        (0, 1, "Xã", False),
        (0, 2, "Tiêu chí đạt", False),
        (1, 0, "1", True),
        (1, 1, "Cao Lâu", True),
        (1, 2, "1,3,4", False),
    ]
    captions = [document.blocks[index] for index in table.caption]
    assert " ".join(block.text for block in captions if not hasattr(block, "cells")).startswith("Biểu số 1 KẾ HOẠCH XÃ")

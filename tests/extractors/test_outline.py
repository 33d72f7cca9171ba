"""The numbering of paragraphs spells the outline."""

from collections.abc import Callable

import pytest

from extractors.outline import find_marker
from schemas.document import Document, Paragraph, ParagraphRole


@pytest.mark.parametrize(
    ("line", "marker", "level"),
    [
        ("I. MỤC TIÊU", "I.", 1),
        ("1. Mục tiêu chung", "1.", 2),
        ("1.1. Mục tiêu", "1.1.", 3),
        ("1.2.1. Thực hiện Bộ tiêu chí", "1.2.1.", 4),
        ("a) Nội dung", "a)", 6),
        ("(1) Tiêu chí số 2", "(1)", 7),
        ("(2). Xã Gia Cát", "(2).", 7),
        ("- Tiêu chí số 1", "-", 8),
        ("+ Thời gian: Quý I", "+", 9),
        ("Điều 2. Tổ chức thực hiện", "Điều 2.", 2),
    ],
)
def test_numbering_gives_its_depth(line: str, marker: str, level: int) -> None:
    found = find_marker(line)
    assert found is not None
    assert (found.text, found.level) == (marker, level)


@pytest.mark.parametrize(
    "line",
    [
        "1.000 lao động nông thôn",
        "2025; Nghị quyết số 11",
        "15,2 – 16,2 tiêu chí/xã",
        "(OCOP) phấn đấu",
        "Xây dựng xã",
        "35.800 ha",
    ],
)
def test_a_number_that_only_begins_a_line_is_no_numbering(line: str) -> None:
    assert find_marker(line) is None


def test_items_stand_under_the_headings_above_them(read_text: Callable[..., Document]) -> None:
    document = read_text(
        "I. MỤC TIÊU\n\n2. Mục tiêu cụ thể\n\n- Tiêu chí số 1 về Quy hoạch: rà soát.\n\n+ Thời gian: Quý I.\n\n"
        "- Tiêu chí số 2 về Giao thông: làm đường.\n\nII. GIẢI PHÁP\n\nCác ngành phối hợp thực hiện.\n",
        ".md",
    )
    paragraphs = list(document.paragraphs)
    above = {p.text[:20]: [paragraphs[index].marker for index in p.path] for p in paragraphs}
    assert above["- Tiêu chí số 1 về Q"] == ["I.", "2."]
    assert above["+ Thời gian: Quý I."] == ["I.", "2.", "-"]
    assert above["- Tiêu chí số 2 về G"] == ["I.", "2."]
    assert above["Các ngành phối hợp t"] == ["II."]
    assert [p.marker for p in paragraphs if p.role is ParagraphRole.HEADING] == ["I.", "2.", "II."]


def test_every_paragraph_says_where_its_words_stand(read_text: Callable[..., Document]) -> None:
    document = read_text("I. MỤC TIÊU\n\n\nNăm 2023 có thêm 05 xã đạt chuẩn\nnông thôn mới trên địa bàn.\n")
    body = next(p for p in document.paragraphs if p.role is ParagraphRole.BODY)
    start = body.text.index("05 xã")
    evidence = body.evidence(start, start + len("05 xã đạt chuẩn nông"))
    assert isinstance(body, Paragraph)
    assert (evidence.page, evidence.box, evidence.quote) == (1, None, "05 xã đạt chuẩn nông")

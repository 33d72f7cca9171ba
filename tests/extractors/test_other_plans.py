"""Headings, attachments and years of plans that are laid out otherwise tell what their sentences are about."""

from collections.abc import Callable

import pytest

from extractors.finding import Finder
from normalizers.criteria import load_criteria
from normalizers.places import load_gazetteer
from normalizers.resolution import resolve
from schemas.document import Document
from schemas.facts import Facts
from schemas.vocabulary import Level, Status

Resolve = Callable[[str], Facts]
HEAD = """{issuer}

Số: 15/{code}

{day}

# {kind}

## {title}

"""
END = """

**Nơi nhận:**

- Lưu: VT.

**CHỦ TỊCH**

**Nguyễn Văn Mẫu**
"""


@pytest.fixture
def facts_of(finder: Finder, read_text: Callable[..., Document]) -> Resolve:
    def read(text: str) -> Facts:
        return resolve(finder.find(read_text(text, ".md")), load_gazetteer(), load_criteria())

    return read


def plan(
    body: str,
    *,
    issuer: str = "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
    day: str = "Lạng Sơn, ngày 18 tháng 01 năm 2023",
    title: str = "Xây dựng nông thôn mới năm 2023",
    kind: str = "KẾ HOẠCH",
    code: str = "KH-UBND",
) -> str:
    return HEAD.format(issuer=issuer, day=day, title=title, kind=kind, code=code) + body + END


def test_under_a_heading_on_results_sentences_tell_of_results(facts_of: Resolve) -> None:
    facts = facts_of(
        plan(
            "### I. KẾT QUẢ THỰC HIỆN NĂM 2022\n\n1. Toàn tỉnh có 62 xã đạt chuẩn nông thôn mới.\n\n"
            "2. Tỷ lệ hộ nghèo còn 10,2%.\n\n### II. MỤC TIÊU NĂM 2023\n\n"
            "- Toàn tỉnh có 68 xã đạt chuẩn nông thôn mới.\n"
        )
    )
    assert [(row.reached, row.year, row.status) for row in facts.targets] == [
        (62, 2022, Status.RESULT),
        (68, 2023, Status.TARGET),
    ]
    assert [(row.year, row.status) for row in facts.indicators] == [(2022, Status.RESULT)]


@pytest.mark.parametrize("heading", ["I. KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2022", "I. THỰC TRẠNG", "I. TỒN TẠI, HẠN CHẾ"])
def test_headings_on_what_has_been_are_many(facts_of: Resolve, heading: str) -> None:
    facts = facts_of(plan(f"### {heading}\n\n1. Toàn tỉnh có 62 xã đạt chuẩn nông thôn mới.\n"))
    assert [(row.year, row.status) for row in facts.targets] == [(2022, Status.RESULT)]


@pytest.mark.parametrize(
    "heading",
    ["I. MỤC TIÊU", "I. KẾT QUẢ DỰ KIẾN NĂM 2023", "I. CÔNG TÁC BÁO CÁO KẾT QUẢ", "I. HẠN CHẾ Ô NHIỄM MÔI TRƯỜNG"],
)
def test_other_headings_make_no_result(facts_of: Resolve, heading: str) -> None:
    facts = facts_of(plan(f"### {heading}\n\n1. Toàn tỉnh có 62 xã đạt chuẩn nông thôn mới.\n"))
    assert [(row.year, row.status) for row in facts.targets] == [(2023, Status.TARGET)]


def test_what_was_so_at_the_end_of_the_year_before_is_a_result_without_a_deadline(facts_of: Resolve) -> None:
    facts = facts_of(plan("### I. MỤC TIÊU\n\n1. Đến hết năm 2022, toàn tỉnh có 62/181 xã đạt chuẩn nông thôn mới.\n"))
    assert [(row.year, row.status, row.deadline) for row in facts.targets] == [(2022, Status.RESULT, None)]


def test_what_is_kept_is_kept_in_the_plan_s_year(facts_of: Resolve) -> None:
    facts = facts_of(
        plan("### I. MỤC TIÊU\n\n1. Duy trì 31 xã đã được công nhận đạt chuẩn nông thôn mới đến cuối năm 2022.\n")
    )
    assert [(row.year, row.status, row.reached, row.deadline) for row in facts.targets] == [
        (2023, Status.MAINTAIN, 31, None)
    ]


def test_the_years_of_a_plan_over_several_years_are_goals(facts_of: Resolve) -> None:
    facts = facts_of(
        plan(
            "### I. THỰC TRẠNG\n\nBình quân đạt 13,5 tiêu chí/xã.\n\n### II. MỤC TIÊU\n\n1. Năm 2022\n\n"
            "Có thêm 05 xã đạt chuẩn nông thôn mới.\n\n2. Đến năm 2025, toàn tỉnh có 120 xã đạt chuẩn nông thôn mới.\n",
            title="Xây dựng nông thôn mới giai đoạn 2021 - 2025",
            day="Lạng Sơn, ngày 18 tháng 02 năm 2021",
        )
    )
    assert [(row.year, row.status) for row in facts.indicators] == [(2020, Status.RESULT)]
    assert [(row.year, row.status, row.added, row.reached) for row in facts.targets] == [
        (2022, Status.TARGET, 5, None),
        (2025, Status.TARGET, None, 120),
    ]


def test_a_plan_attached_to_a_decision_is_read(facts_of: Resolve) -> None:
    decision = plan(
        "**Điều 1.** Ban hành kèm theo Quyết định này Kế hoạch xây dựng nông thôn mới năm 2023.\n",
        kind="QUYẾT ĐỊNH",
        title="Về việc ban hành Kế hoạch xây dựng nông thôn mới năm 2023",
        code="QĐ-UBND",
    )
    facts = facts_of(
        f"{decision}\n# KẾ HOẠCH\n\n## Xây dựng nông thôn mới năm 2023\n\n"
        "*(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 18/01/2023 của UBND tỉnh Lạng Sơn)*\n\n### I. MỤC TIÊU\n\n"
        "- Có thêm 05 xã đạt chuẩn nông thôn mới, nâng tổng số lên 68/181 xã.\n\n**Biểu 1. Chỉ tiêu năm 2023**\n\n"
        "| STT | Chỉ tiêu | ĐVT | Kế hoạch 2023 |\n|---|---|---|---|\n| 1 | Tỷ lệ hộ nghèo | % | 7,5 |\n"
    )
    assert (facts.document.number, facts.document.signer) == ("15/QĐ-UBND", "Nguyễn Văn Mẫu")
    assert [(row.added, row.reached, row.total) for row in facts.targets] == [(5, 68, 181)]
    assert [(row.table_label, row.indicator) for row in facts.indicators] == [("Biểu 1", "poverty_rate")]
    assert not facts.citations


def test_districts_by_criteria_are_counted_by_place(facts_of: Resolve) -> None:
    table = (
        "\n**Biểu 1. Số xã đạt theo tiêu chí và theo huyện năm 2023**\n\n| TT | Huyện | Số xã | TC1 | TC2 | TC3 |\n"
        "|---|---|---|---|---|---|\n| 1 | Cao Lộc | 20 | 20 | 12 | 19 |\n| 2 | Bắc Sơn | 17 | 17 | 9 | 16 |\n"
        "| | Toàn tỉnh | 37 | 37 | 21 | 35 |\n"
    )
    facts = facts_of(plan("### I. MỤC TIÊU\n\nLàm tốt hơn.\n") + table)
    assert [(row.place_code, row.criterion, row.count) for row in facts.criterion_counts] == [
        ("183", 1, 20),
        ("183", 2, 12),
        ("183", 3, 19),
        ("185", 1, 17),
        ("185", 2, 9),
        ("185", 3, 16),
        ("20", 1, 37),
        ("20", 2, 21),
        ("20", 3, 35),
    ]


@pytest.mark.parametrize(
    ("issuer", "level", "place"),
    [
        ("UBND HUYỆN LẠNG GIANG\n\nBAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MTQG", Level.DISTRICT, "217"),
        ("UBND TỈNH BẾN TRE\n\nBAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI", Level.PROVINCE, "83"),
    ],
)
def test_a_body_below_a_committee_is_of_the_committee_s_place(
    facts_of: Resolve, issuer: str, level: Level, place: str
) -> None:
    document = facts_of(plan("### I. MỤC TIÊU\n\nLàm tốt hơn.\n", issuer=issuer, code="KH-BCĐ")).document
    assert (document.issuer_level, document.place_code) == (level, place)
    assert document.issuer is not None
    assert document.issuer.startswith("Ban chỉ đạo")


def test_a_goal_for_a_year_before_the_plan_is_a_slip_and_what_is_told_of_it_a_result(facts_of: Resolve) -> None:
    facts = facts_of(
        plan(
            "### I. MỤC TIÊU\n\n- Năm 2022, có 62 xã đạt chuẩn nông thôn mới.\n\n"
            "- Phấn đấu năm 2022 có thêm 06 xã đạt chuẩn nông thôn mới.\n"
        )
    )
    assert [(row.reached, row.added, row.year, row.status) for row in facts.targets] == [
        (62, None, 2022, Status.RESULT),
        (None, 6, 2022, Status.TARGET),
    ]


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Xây dựng nông thôn mới giai đoạn 2021 - 2025, định hướng đến năm 2030", 2021, 2025),
        ("Xây dựng nông thôn mới năm 2023 và định hướng đến năm 2025", 2023, 2023),
        ("Xây dựng nông thôn mới đến năm 2025", 2023, 2025),
        ("Xây dựng nông thôn mới năm 2023 thuộc giai đoạn 2021 - 2025", 2023, 2023),
    ],
)
def test_years_of_an_outlook_are_none_of_the_plans(facts_of: Resolve, title: str, first: int, last: int) -> None:
    document = facts_of(plan("### I. MỤC TIÊU\n\n1. Phấn đấu.\n", title=title)).document
    assert (document.period_from, document.plan_year) == (first, last)


def test_goals_above_the_first_heading_of_a_resolution_are_read(facts_of: Resolve) -> None:
    body = (
        "Căn cứ Luật Tổ chức chính quyền địa phương;\n\n**Điều 1.** Thống nhất mục tiêu như sau:\n\n"
        "1. Có thêm 05 xã đạt chuẩn nông thôn mới.\n\n### 2. Các chỉ tiêu khác\n\n- Tỷ lệ hộ nghèo còn 3%.\n"
    )
    assert [target.added for target in facts_of(plan(body, kind="NGHỊ QUYẾT", code="NQ-HĐND")).targets] == [5]


def test_a_signature_without_recipients_is_read(finder: Finder, read_text: Callable[..., Document]) -> None:
    text = plan("### I. MỤC TIÊU\n\n1. Phấn đấu.\n").split("**Nơi nhận:**")[0]
    signed = f"{text}**T/M BAN THƯỜNG VỤ**\n\n**BÍ THƯ**\n\n**Nguyễn Văn Mẫu**\n"
    letterhead = finder.find(read_text(signed, ".md")).letterhead
    assert (letterhead.signer, letterhead.signer_role) == ("Nguyễn Văn Mẫu", "BÍ THƯ")

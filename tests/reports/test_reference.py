from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.reference import KINDS, Style, reference
from schemas.vocabulary import DocumentKind

FACT: dict[str, Any] = {
    "fact_id": "0123456789abcdef0123",
    "page": 3,
    "pieces": [{"page": 3, "quote": "nâng tổng số"}, {"page": 4, "quote": "lên 109/181 xã, đạt 60,02%"}],
    "quote": "nâng tổng số lên 109/181 xã, đạt 60,02%",
}
PLAN: dict[str, Any] = {
    "document_id": "ab" * 32,
    "file_name": "đình-lập.pdf",
    "kind": "plan",
    "number": "42/KH-UBND",
    "issuer": "Ủy ban nhân dân huyện Đình Lập",
    "title": "Xây dựng nông thôn mới năm 2024",
    "issued_from": date(2024, 3, 5),
    "issued_to": date(2024, 3, 5),
    "plan_year": 2024,
}


def test_a_reference_says_who_what_when_where_and_in_which_words() -> None:
    assert reference(FACT, PLAN, "vi") == (
        "Ủy ban nhân dân huyện Đình Lập, Kế hoạch số 42/KH-UBND ngày 05/03/2024, “Xây dựng nông thôn mới năm 2024”,"
        " tr. 3–4: “nâng tổng số lên 109/181 xã, đạt 60,02%”."
    )
    assert reference(FACT, PLAN, "en") == (
        "Ủy ban nhân dân huyện Đình Lập, Plan No. 42/KH-UBND of 5 March 2024, “Xây dựng nông thôn mới năm 2024”,"
        " p. 3–4: “nâng tổng số lên 109/181 xã, đạt 60,02%”."
    )


@pytest.mark.parametrize(
    ("known", "vi", "en"),
    [
        ({"number": None}, "Kế hoạch (không ghi số) ngày 05/03/2024", "Plan (without number) of 5 March 2024"),
        (
            {"issued_from": date(2024, 3, 1), "issued_to": date(2024, 3, 31)},
            "42/KH-UBND tháng 3 năm 2024",
            "42/KH-UBND of March 2024",
        ),
        ({"issued_from": None, "issued_to": None}, "42/KH-UBND (năm 2024)", "42/KH-UBND (2024)"),
        ({"issued_from": None, "issued_to": None, "plan_year": None}, "số 42/KH-UBND, “", "No. 42/KH-UBND, “"),
        ({"issuer": None}, "đình-lập.pdf, Kế hoạch", "đình-lập.pdf, Plan"),
        ({"title": None}, "05/03/2024, tr. 3–4", "5 March 2024, p. 3–4"),
    ],
)
def test_what_is_not_printed_is_not_made_up(known: dict[str, Any], vi: str, en: str) -> None:
    assert vi in reference(FACT, PLAN | known, "vi")
    assert en in reference(FACT, PLAN | known, "en")


def test_every_kind_of_document_has_a_name() -> None:
    assert set(KINDS) == set(DocumentKind)


def test_a_bibtex_entry_is_escaped_and_names_the_file() -> None:
    lines = reference(FACT | {"quote": "60,02% {x} A&B \\input"}, PLAN, "vi", Style.BIBTEX).splitlines()
    assert lines[0] == "@misc{42-kh-ubnd-0123456789abcdef0123,"
    assert "  author = {{Ủy ban nhân dân huyện Đình Lập}}," in lines
    assert "  pages = {3--4}," in lines
    assert lines[-2] == (
        rf"  note = {{“60,02\% \{{x\}} A\&B \textbackslash{{}}input”; đình-lập.pdf, SHA-256 {'ab' * 32}}},"
    )
    assert lines[-1] == "}"


def test_a_key_is_made_of_plain_letters() -> None:
    entry = reference(FACT, PLAN | {"number": None}, "vi", Style.BIBTEX)
    assert entry.startswith("@misc{dinh-lap-pdf-0123456789abcdef0123,")

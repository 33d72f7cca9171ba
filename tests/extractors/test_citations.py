"""Sentences that cite other documents give the citations that the case file says, and no others."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.citations import Found, cited_in, find_citations
from normalizers.dates import format_date
from schemas.document import Document

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "citations.toml").read_text("utf-8"))[
    "case"
]
PLAN = """UỶ BAN NHÂN DÂN
TỈNH YÊN BÁI

Số: 12/KH-UBND

Yên Bái, ngày 03 tháng 02 năm 2023

KẾ HOẠCH

Triển khai thực hiện Nghị quyết số 9-NQ/TU
ngày 04/5/2022 của Ban Chấp hành Đảng bộ tỉnh

I. MỤC TIÊU

- Thực hiện Kế hoạch số 34/KH-UBND ngày 05/6/2022 của UBND tỉnh.

| TT | Nội dung | Căn cứ |
|---|---|---|
| 1 | Đường thôn | Quyết định số 56/QĐ-UBND ngày 07/8/2022 |

(Kèm theo Kế hoạch số: 12 /KH-UBND ngày 03/02/2023 của Ủy ban nhân dân tỉnh Yên Bái)
"""
WORDS = [
    "Luật",
    "Luật Đất đai",
    "Nghị quyết",
    "số",
    "12/QĐ-UBND",
    "3-NQ/TU",
    "ngày",
    "02/3/2022",
    "của",
    "UBND",
    "tỉnh",
    "và",
    ",",
    ";",
    ".",
    "(",
    ")",
    "về",
    "“",
    "”",
    "Đại hội",
    "lần thứ X",
    "năm 2012",
    "/",
]


def row(found: Found) -> dict[str, str]:
    columns = {"kind": found.kind_word, "number": found.number, "date": found.date}
    columns |= {"issuer": found.issuer, "subject": found.subject}
    return {key: " ".join(value.split()) for key, value in columns.items() if value}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_sentence_gives_just_these_citations(case: dict[str, Any]) -> None:
    assert [row(found) for found in cited_in(case["text"])] == case["cited"]


def test_title_text_and_tables_cite_and_the_documents_own_number_does_not(read_text: Callable[..., Document]) -> None:
    mentions = find_citations(read_text(PLAN, ".md"))
    assert [mention.number for mention in mentions] == ["9-NQ/TU", "34/KH-UBND", "56/QĐ-UBND"]
    assert mentions[0].date == "ngày 04/5/2022"


def test_evidence_runs_from_the_kind_to_the_issuer(read_text: Callable[..., Document]) -> None:
    quotes = [mention.evidence.quote for mention in find_citations(read_text(PLAN, ".md"))]
    assert quotes == [
        "Nghị quyết số 9-NQ/TU ngày 04/5/2022 của Ban Chấp hành Đảng bộ tỉnh",
        "Kế hoạch số 34/KH-UBND ngày 05/6/2022 của UBND tỉnh",
        "Quyết định số 56/QĐ-UBND ngày 07/8/2022",
    ]


@given(
    running=st.integers(min_value=1, max_value=9999),
    code=st.sampled_from(["/QĐ-TTg", "/2021/NĐ-CP", "-NQ/TU", "/KH-UBND", "/2020/TT-BTC", "/NQ-HĐND"]),
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)),
    before=st.sampled_from(["Căn cứ ", "theo các ", "tại xã A; ", ""]),
)
def test_a_written_citation_reads_back(running: int, code: str, day: date, before: str) -> None:
    (found,) = cited_in(f"{before}Quyết định số {running}{code} ngày {format_date(day)} của UBND tỉnh.")
    assert (found.number, found.date, found.issuer) == (f"{running}{code}", f"ngày {format_date(day)}", "UBND tỉnh")


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ).map(" ".join)
)
def test_citations_of_any_words_lie_in_order_within_the_text(text: str) -> None:
    ends = 0
    for found in cited_in(text):
        assert ends <= found.start < found.end <= len(text)
        assert found.number is None or found.number in text[found.start : found.end]
        ends = found.end

"""Sections on money give the trees that the case file says, and nothing else."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.funding import find_funding
from extractors.funding_tree import pieces_of
from extractors.funding_wording import tell_source
from extractors.tables.stitching import stitch
from normalizers.money import format_money, parse_money
from schemas.document import Document
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "funding.toml").read_text("utf-8"))[
    "case"
]
FRAME = "KẾ HOẠCH\n\n\nXây dựng nông thôn mới năm 2023\n\n\nI. MỤC TIÊU\n\n\nLàm tốt hơn.\n\n\n{}\n"
WORDS = [
    "Tổng vốn",
    "12,5 tỷ đồng",
    "3 triệu",
    "trong đó:",
    "ngân sách tỉnh",
    "(",
    ")",
    ";",
    ",",
    ".",
    "và",
    "chiếm 5%",
    "mỗi xã",
    "5 -",
    "năm 2023",
    "vốn vay",
    "/ha",
    "gồm",
]


def row(mention: FundingMention) -> str:
    share = f" share {mention.percent}" if mention.percent else ""
    year = f" year {mention.year}" if mention.year else ""
    return f"{mention.path} {mention.source.value} {mention.amount}{share}{year}"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_section_gives_just_this_tree(case: dict[str, Any], read_text: Callable[..., Document]) -> None:
    suffix = case.get("suffix", ".txt")
    text = case["text"].strip() if suffix == ".md" else re.sub(r"\n\n", "\n\n\n", case["text"].strip())
    document = read_text(FRAME.format(text), suffix)
    mentions = find_funding(document, stitch(document))
    assert [row(mention) for mention in mentions] == case["rows"]
    if "parts" in case:
        assert {each.path: each.part_count for each in mentions if each.part_count is not None} == case["parts"]
    assert [mention.label for mention in mentions] == case.get("labels", [mention.label for mention in mentions])


def test_evidence_runs_from_the_label_to_the_share(read_text: Callable[..., Document]) -> None:
    document = read_text(FRAME.format("II. NGUỒN VỐN\n\n\n1. Vốn tín dụng là: 30 tỷ đồng, chiếm 67,3% tổng vốn."))
    (mention,) = find_funding(document)
    assert mention.evidence.quote == "Vốn tín dụng là: 30 tỷ đồng, chiếm 67,3% tổng vốn"


@pytest.mark.parametrize(
    ("label", "above", "source"),
    [
        ("Vốn đầu tư phát triển nguồn ngân sách trung ương", None, FundingSource.DEVELOPMENT_INVESTMENT),
        (
            "Vốn đầu tư phát triển nguồn ngân sách trung ương",
            FundingSource.DEVELOPMENT_INVESTMENT,
            FundingSource.CENTRAL_BUDGET,
        ),
        ("Ngân sách trung ương lồng ghép", None, FundingSource.INTEGRATED),
        ("Ngân sách trung ương, ngân sách tỉnh hỗ trợ trực tiếp", None, FundingSource.DIRECT),
        ("Ngân sách tỉnh và ngân sách huyện", None, FundingSource.OTHER),
        ("Ngân sách tỉnh hỗ trợ hợp tác xã", None, FundingSource.PROVINCE_BUDGET),
        ("Ủy ban nhân dân tự cân đối", None, FundingSource.OTHER),
        ("Vốn đầu tư trực tiếp", None, FundingSource.DIRECT),
        ("Vốn đầu tư", FundingSource.CENTRAL_BUDGET, FundingSource.DEVELOPMENT_INVESTMENT),
        ("Tổng vốn đầu tư toàn xã hội", None, FundingSource.TOTAL),
        ("Năm 2022", FundingSource.CENTRAL_BUDGET, FundingSource.CENTRAL_BUDGET),
    ],
)
def test_the_words_of_a_label_tell_its_source(label: str, above: FundingSource | None, source: FundingSource) -> None:
    assert tell_source(label, above) is source


@given(st.lists(st.integers(min_value=1_000_000, max_value=10**14), min_size=1, max_size=6))
def test_every_written_amount_of_a_list_reads_back(amounts: list[int]) -> None:
    text = "; ".join(f"khoản mục {'abcdef'[i]}: {format_money(amount)}" for i, amount in enumerate(amounts)) + "."
    assert [parse_money(piece.amount) for piece in pieces_of(text, 0)] == amounts


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ).map(" ".join)
)
def test_pieces_of_any_words_lie_in_order_within_the_text(text: str) -> None:
    ends = 0
    for piece in pieces_of(text, 0):
        assert ends <= piece.start < piece.end <= len(text)
        assert piece.amount in text
        ends = piece.end

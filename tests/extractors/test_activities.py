"""Passages of the genre give the rows of work that the case file says, and no others."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.activities import find_activities
from extractors.context import contexts
from extractors.engines.nlp import Analyser
from extractors.finding import READ
from extractors.quantities import unit_patterns
from extractors.reading import read_document
from extractors.rulebook import entity_rules, slips
from normalizers.criteria import load_criteria
from schemas.document import Document, Paragraph
from schemas.mentions import ActivityMention

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "activities.toml").read_text("utf-8"))[
    "case"
]
PLAN = "KẾ HOẠCH\n\n\nThực hiện Chương trình xây dựng nông thôn mới năm 2023\n\n\nI. NHIỆM VỤ\n\n\n{text}\n"
REFERENCE = os.environ.get("SOLIEU_REFERENCE")
IN_FRAME = "I. NHIỆM VỤ"


@pytest.fixture(scope="module")
def find_activities_in() -> Callable[[Document], list[ActivityMention]]:
    """Find the work that a document's text plans; its tables are left alone."""
    analyser = Analyser((*entity_rules(), *unit_patterns()), slips(), {"CRITERION_NAME": load_criteria().names()})

    def find(document: Document) -> list[ActivityMention]:
        analyses = [
            analyser.analyse(block.text) if isinstance(block, Paragraph) and block.role in READ and block.text else None
            for block in document.blocks
        ]
        return find_activities(document, analyses, contexts(document.blocks, analyses))

    return find


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_passage_gives_just_these_rows(
    case: dict[str, Any],
    read_text: Callable[..., Document],
    find_activities_in: Callable[[Document], list[ActivityMention]],
) -> None:
    text = "\n\n\n".join(case["text"].strip().split("\n\n"))
    rows = find_activities_in(read_text(PLAN.format(text=text)))
    assert [row_of(mention) for mention in rows] == case["rows"]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_both_text_renditions_give_the_same_rows(
    suffix: str,
    read_text: Callable[..., Document],
    find_activities_in: Callable[[Document], list[ActivityMention]],
) -> None:
    text = CASES[0]["text"].strip().replace("\n\n", "\n\n\n")
    rows = find_activities_in(read_text(PLAN.format(text=text), suffix))
    assert [row_of(mention) for mention in rows] == CASES[0]["rows"]


@pytest.mark.skipif(REFERENCE is None, reason="SOLIEU_REFERENCE names no folder of reference plans")
@pytest.mark.parametrize("suffix", ["pdf", "md"])
def test_no_block_under_a_criterion_is_lost(
    suffix: str, find_activities_in: Callable[[Document], list[ActivityMention]]
) -> None:
    document = read_document(Path(REFERENCE or "") / "plans" / f"cao-loc-2024.{suffix}")
    rows = find_activities_in(document)
    labelled = [paragraph for paragraph in document.paragraphs if paragraph.text.startswith("+ Thời gian")]
    of_blocks = [row for row in rows if row.criterion or row.standard or (row.section or "").startswith("II.1.2.1.")]
    criteria = {(row.standard, row.criterion) for row in of_blocks if row.criterion}
    assert len(criteria) == 22  # 20 of communes, 2 of gardens; the block of several criteria has none
    assert len(labelled) == 25
    assert len(of_blocks) == 44
    assert all(row.lead and row.coordinating and row.time for row in of_blocks)


def row_of(mention: ActivityMention) -> dict[str, Any]:
    criterion = mention.criterion
    row = {
        "section": mention.section if mention.section != IN_FRAME else None,
        "criterion": " ".join(filter(None, (criterion.number, criterion.name))) if criterion else None,
        **mention.model_dump(include={"content", "lead", "coordinating", "direction", "time"}),
    }
    return {key: value for key, value in row.items() if value}

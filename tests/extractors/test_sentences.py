"""Sentences of the genre give the rows that the case file says, and no others."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.mentions import IndicatorMention, Mentions, TargetMention

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "sentences.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_sentence_gives_just_these_rows(case: dict[str, Any], find_in: Callable[[str], Mentions]) -> None:
    mentions = find_in(case["text"])
    assert [target_row(target) for target in mentions.targets] == [
        {"status": "target", "counted": "commune", **row} for row in case.get("targets", [])
    ]
    told = {column for row in case.get("indicators", []) for column in ("year", "place") if column in row}
    assert [indicator_row(indicator, told) for indicator in mentions.indicators] == [
        {"status": "target", "comparator": "=", **row} for row in case.get("indicators", [])
    ]


def target_row(target: TargetMention) -> dict[str, Any]:
    criterion = target.criterion
    row = {
        "status": target.status.value,
        "standard": target.standard.value,
        "counted": target.counted.value,
        "criterion": " ".join(filter(None, (criterion.number, criterion.name))) if criterion else None,
        **target.model_dump(
            include={"added", "consolidated", "reached", "total", "percent", "place", "year", "deadline"}
        ),
        "communes": [f"{commune.role.value} {commune.raw}" for commune in target.communes],
    }
    return {key: value for key, value in row.items() if value}


def indicator_row(indicator: IndicatorMention, told: set[str]) -> dict[str, Any]:
    row = indicator.model_dump(include={"low", "high", "total", "percent", "unit", *told})
    row |= {
        "status": indicator.status.value,
        "comparator": indicator.comparator.value,
        "change": indicator.change.value,
    }
    return {key: value for key, value in row.items() if value}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(case=st.sampled_from(CASES), start=st.integers(0, 60), length=st.integers(1, 60))
def test_sentence_cut_anywhere_is_read(
    case: dict[str, Any], start: int, length: int, find_in: Callable[[str], Mentions]
) -> None:
    words = case["text"].split()
    first = start % len(words)
    assert find_in(" ".join(words[first : first + length])).document_id

"""The figures of a plan do not hang on how its typist spelt: the same plan spelt otherwise gives the same rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.stages import Stages, load_stages, run_stages

SAMPLES = Path(__file__).parents[1] / "samples"
FIGURES = {
    "targets": ("year", "status", "standard", "criterion", "added", "reached", "total", "percent"),
    "indicators": ("year", "status", "comparator", "low", "high", "unit"),
}
RATIO = re.compile(r"(\d{2,3})/(\d{2,3}) xã")
OTHERWISE: dict[str, Callable[[str], str]] = {
    "marks apart from their letters": lambda text: unicodedata.normalize("NFD", text),
    "tone marks in their new place": lambda text: text.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ"),
    "i for y": lambda text: text.replace("tỷ", "tỉ").replace("Tỷ", "Tỉ"),
    "blanks that do not break": lambda text: re.sub(r"(?<=\d) (?=\w)", "\N{NO-BREAK SPACE}", text),
    "a blank before the percent sign": lambda text: text.replace("%", " %"),
    "a point in decimals": lambda text: re.sub(r"(?<=\d),(?=\d{1,2}%)", ".", text),
    "a blank at the stroke": lambda text: RATIO.sub(r"\1/ \2 xã", text),
    "the whole in words": lambda text: RATIO.sub(r"\1 xã trên tổng số \2 xã", text),
    "the share in brackets": lambda text: re.sub(r",? chiếm tỷ lệ (\d[\d,]*%)", r" (\1)", text),
    "a unit without its blank": lambda text: re.sub(r"(?<=\d) xã\b", "xã", text),
    "the programme by its initials": lambda text: text.replace("nông thôn mới", "NTM"),
}


@pytest.fixture(scope="module")
def stages() -> Stages:
    return load_stages()


def figures(path: Path, stages: Stages) -> list[tuple[object, ...]]:
    facts = run_stages(path, stages).facts
    return [
        (view, *(getattr(row, column) for column in columns))
        for view, columns in FIGURES.items()
        for row in getattr(facts, view)
    ]


@pytest.mark.parametrize("sample", ["cao-loc-2024", "lang-son-2024"])
def test_a_plan_spelt_otherwise_gives_the_same_figures(sample: str, stages: Stages, tmp_path: Path) -> None:
    path = SAMPLES / sample / f"{sample}.md"
    text = path.read_text(encoding="utf-8")
    expected = figures(path, stages)
    assert len(expected) > 20
    changed = tmp_path / path.name
    differing = {}
    for name, spelt in OTHERWISE.items():
        changed.write_text(spelt(text), encoding="utf-8")
        if (found := figures(changed, stages)) != expected:
            differing[name] = set(found) ^ set(expected)
    assert differing == {}

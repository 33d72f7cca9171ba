"""What the program says in English it says in Vietnamese too: found by reading where errors are raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from normalizers.places import load_gazetteer
from pipeline.commands import audit, leftovers
from pipeline.ingest import Outcome
from schemas.languages import catalogue, said
from schemas.vocabulary import Severity

ROOT = Path(__file__).parents[2]
FOLDERS = ("schemas", "normalizers", "extractors", "auditors", "db", "reports", "pipeline")
# What is told by verbs of which every word is Vietnamese under --lang vi, and by what they call.
TOLD = {
    "UnreadableFile",
    "SolieuError",
    "NotFound",
    "StoreError",
    "MissingProgram",
    "Failure",
    "Candidate",
    "_troubled",
}
# Verbs for those who develop the program, or that print what programs read.
ELSEWHERE = {"criteria.py", "evaluate.py", "places.py", "connect.py"}


def words_of(node: ast.expr) -> str | None:
    """Return the words of a string, each thing put into it as "7"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def told() -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
                    values = [*node.args, *(keyword.value for keyword in node.keywords)]
                    if path.name not in ELSEWHERE:
                        yield from filter(None, map(words_of, values))


@pytest.mark.parametrize("line", sorted(set(told())))
def test_every_error_is_told_in_vietnamese(line: str) -> None:
    english = [part for clause in line.split("; ") for part in clause.split(": ") if part.strip("7 .{}")]
    for part in english:
        assert said(part, "vi") != part, part


@pytest.mark.parametrize("heading", [column.heading for verb in (audit, leftovers) for column in verb.COLUMNS])
def test_every_heading_is_told_in_vietnamese(heading: str) -> None:
    assert said(heading, "vi") != heading


@pytest.mark.parametrize("word", [*Outcome, *Severity, *(f"{severity}s" for severity in Severity)])
def test_every_outcome_and_severity_is_told_in_vietnamese(word: str) -> None:
    assert said(word, "vi") != word


@pytest.mark.parametrize("kind", sorted({unit.kind for unit in load_gazetteer().units}))
def test_every_kind_of_place_is_told_in_vietnamese(kind: str) -> None:
    assert said(kind, "vi") != kind


def test_english_stays_english() -> None:
    assert all(said(english, "en") == english for english in catalogue())


def test_a_line_is_taken_by_its_parts() -> None:
    line = (
        "a.tif: a scan on which nothing can be read (page 1: a black page; page 2: a blank page); scan the pages again"
    )
    assert said(line, "vi") == (
        "a.tif: bản quét không đọc được chữ nào (trang 1: trang đen; trang 2: trang trắng); hãy quét lại các trang"
    )
    large = "a picture of 20,000 x 20,000 pixels is too large to be read"
    assert said(large, "vi") == "ảnh 20.000 x 20.000 điểm ảnh quá lớn, không đọc được"


def test_the_name_of_a_file_is_no_word_of_ours() -> None:
    assert (
        said("error: there is no such file; check the path", "vi")
        == "error: không có tệp như vậy; hãy kiểm tra đường dẫn"
    )


def test_what_nobody_has_put_into_vietnamese_stays_as_it_is() -> None:
    assert said("kế hoạch.pdf: [Errno 2] no such thing; ask again", "vi") == (
        "kế hoạch.pdf: [Errno 2] no such thing; ask again"
    )

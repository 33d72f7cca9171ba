"""The samples give just the rows that stand beside them, printed and as text; so do the reference plans.

What is compared follows the reference scorer: the columns that say what a fact is, not where it stands.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from extractors.engines.pdf_text import read_pdf_text
from pipeline.stages import Reading, Stages, load_stages, run_stages
from schemas.facts import FACT_TYPES

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REFERENCE = Path(os.environ.get("SOLIEU_REFERENCE", "/nonexistent"))
COLUMNS = {
    "targets": (
        *("place_code", "year", "status", "standard", "framework", "criterion", "counted"),
        *("added", "consolidated", "reached", "total", "percent", "deadline"),
    ),
    "target_communes": ("place_code", "role", "raw"),
    "indicators": ("place_code", "year", "status", "comparator", "low", "high", "total", "percent", "unit", "change"),
    "commune_criteria": ("table_label", "place_code", "standard", "framework", "criterion", "state", "status", "year"),
    "commune_progress": (
        *(
            "table_label",
            "group_label",
            "row_number",
            "place_code",
            "standard",
            "framework",
            "met_stated",
            "met_listed",
        ),
        *("planned_stated", "planned_listed", "met_year", "planned_year", "reach_year"),
    ),
    "funding": ("year", "path", "source", "amount_vnd", "percent"),
    "criterion_counts": ("table_label", "framework", "criterion", "place_code", "count", "percent", "year", "status"),
}
LETTERHEAD = ("kind", "number", "issuer", "issuer_level", "place_code", "title", "plan_year", "signer", "signer_role")
LETTERHEAD = ("kind", "number", "issuer", "issuer_level", "place_code", "title", "plan_year", "signer", "signer_role")


@pytest.fixture(scope="module")
def stages() -> Stages:
    return load_stages()


@pytest.fixture(scope="module", params=["pdf", "md"])
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir()))
def sample(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def reading(sample: str, suffix: str, stages: Stages) -> Reading:
    return run_stages(SAMPLES / sample / f"{sample}.{suffix}", stages)


@pytest.mark.parametrize("view", list(COLUMNS))
def test_a_sample_gives_just_its_expected_rows(reading: Reading, sample: str, view: str) -> None:
    path = SAMPLES / sample / "expected" / f"{view}.csv"
    if not path.is_file():
        assert getattr(reading.facts, view) == ()
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = Counter(tuple(plain(row.get(column)) for column in COLUMNS[view]) for row in rows)
    facts = getattr(reading.facts, view)
    found = Counter(tuple(plain(getattr(fact, column)) for column in COLUMNS[view]) for fact in facts)
    assert found == expected


def plain(value: object) -> str | None:
    if value is None or value == "":
        return None
    text = str(value)
    try:
        return format(float(text), "g") if text.replace(".", "", 1).isdigit() and not text.startswith("0") else text
    except ValueError:
        return text


def test_the_letterhead_of_a_sample_is_read(reading: Reading, sample: str) -> None:
    with (SAMPLES / sample / "expected" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        (expected,) = csv.DictReader(file)
    document = reading.facts.document
    for column in LETTERHEAD:
        assert plain(getattr(document, column)) == plain(expected[column]), column


def test_every_row_of_a_pdf_stands_in_words_on_its_page(sample: str, stages: Stages) -> None:
    """Boxes hold the words that they are said to hold: the quote is found in what is read back from inside them."""
    path = SAMPLES / sample / f"{sample}.pdf"
    words = {page.number: page.words for page in read_pdf_text(path)}
    facts = run_stages(path, stages).facts
    rows = [row for kind in FACT_TYPES for row in getattr(facts, kind.view)]
    assert rows
    for row in rows:
        for piece in row.evidence.pieces:
            assert piece.box is not None
            inside = {
                word.text for word in words[piece.page] if word.box and piece.box.contains_point(*word.box.centre)
            }
            # The first and last word may be cut: a quote ends within "60,02%." where the page has no blank.
            assert set(piece.quote.replace(" | ", " ").split()[1:-1]) <= inside, piece.quote


TABLES = {"commune_criteria": 0.99, "commune_progress": 0.99, "criterion_counts": 0.99}
REST = {"funding": 0.99, "citations": 0.97, "activities": 0.95}
PLANS = [
    (
        "lang-son-2021.pdf",
        {"documents": 1.0, "targets": 0.99, "target_communes": 0.99, "indicators": 0.95, **TABLES, **REST},
    ),
    ("lang-son-2021.md", {"targets": 0.97, "target_communes": 0.97, "indicators": 0.9, **TABLES, **REST}),
    ("lang-son-2024.pdf", {"documents": 1.0, "targets": 0.99, "indicators": 0.95, **REST}),
    ("lang-son-2024.txt", {"targets": 0.97, "indicators": 0.9, **REST}),
]


@pytest.mark.skipif(not (REFERENCE / "plans").is_dir(), reason="SOLIEU_REFERENCE names no folder with reference plans")
@pytest.mark.parametrize(("name", "bars"), PLANS, ids=[name for name, _ in PLANS])
def test_reference_plans_are_read_up_to_the_bar(name: str, bars: dict[str, float], tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    command = [sys.executable, "-m", "pipeline", "ingest", str(REFERENCE / "plans" / name), "--db", str(store)]
    subprocess.run(command, check=True, capture_output=True, cwd=SAMPLES.parent)
    scorer, gold = REFERENCE / "check" / "score.py", REFERENCE / "gold" / Path(name).stem
    command = [sys.executable, str(scorer), str(store), str(gold), "--document", name, "--json"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    scores = json.loads(result.stdout)
    assert {view: scores[view]["f1"] for view in bars if scores[view]["f1"] < bars[view]} == {}
    assert sum(score.get("alarms") or 0 for score in scores.values()) == 0

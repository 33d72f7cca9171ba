"""`solieu evaluate` finds the plans beside their gold, reads them, and says how well; or asks a store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.evaluation import plans_beside, twin_of
from reports.gold import find_gold
from schemas.errors import ExitCode

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def solieu(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOLIEU_DB", raising=False)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with the gold of a sample and its text rendition."""
    folder = tmp_path / "gold"
    shutil.copytree(SAMPLES / "cao-lau-2024" / "expected", folder)
    shutil.copy(SAMPLES / "cao-lau-2024" / "cao-lau-2024.md", folder)
    return folder


def test_a_plan_beside_its_gold_is_read_and_scored(gold: Path) -> None:
    result = solieu("evaluate", gold, "--json")
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.stdout)
    assert Path(told["document"]).name == "cao-lau-2024.md"
    assert told["views"]["targets"] | {"right": 3, "f1": 1.0, "silent": 0} == told["views"]["targets"]
    assert told["text"] is None


def test_a_text_in_the_gold_gives_the_character_error(gold: Path) -> None:
    (gold / "text.txt").write_text("KẾ HOẠCH", encoding="utf-8")
    result = solieu("evaluate", gold, "--json")
    (told,) = json.loads(result.stdout)
    assert told["text"]["characters"] == 8
    assert told["text"]["wrong"] > 1000


def test_rows_of_a_store_are_scored_without_reading_anew(gold: Path) -> None:
    assert solieu("ingest", gold / "cao-lau-2024.md", "--db", "s.db").exit_code == 0
    result = solieu("evaluate", gold, "--db", "s.db", "--document", "cao-lau")
    assert result.exit_code == 0, result.output
    assert "cao-lau-2024.md\ttargets\t3\t3\t3\t1.000\t1.000\t1.000\t1.000\t0\t0\t0.00%" in result.stdout
    assert "# silent errors: 0 of" in result.stdout
    gone = solieu("evaluate", gold, "--db", "s.db", "--document", "lang-son")
    assert gone.exit_code == ExitCode.NOT_FOUND
    assert "lang-son: one document of s.db must be called so, not none" in gone.stderr


def test_the_renditions_of_a_plan_belong_to_its_gold() -> None:
    sets = {gold.folder.parent.name: gold for gold in find_gold(SAMPLES)}
    assert set(sets) == {"cao-lau-2024", "cao-loc-2024", "lang-son-2021", "lang-son-2024"}
    names = [path.name for path in plans_beside(sets["lang-son-2021"], (".pdf", ".md"))]
    assert names == ["lang-son-2021.md", "lang-son-2021.pdf", "lang-son-2021.scan.pdf"]


def test_a_scan_is_held_against_the_print_beside_it() -> None:
    folder = SAMPLES / "lang-son-2021"
    assert twin_of(folder / "lang-son-2021.scan.pdf") == folder / "lang-son-2021.pdf"
    assert twin_of(folder / "lang-son-2021.pdf") is None


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("no/such",), ExitCode.NOT_FOUND, "there is no such folder"),
        ((".",), ExitCode.USAGE, "no file here is named after a view"),
        (("gold", "--document", "gone.pdf"), ExitCode.NOT_FOUND, "gone.pdf: there is no such file"),
    ],
)
def test_paths_that_lead_nowhere_are_told(gold: Path, words: tuple[str, ...], code: ExitCode, told: str) -> None:
    if words == (".",):
        shutil.rmtree(gold)
    result = solieu("evaluate", *words)
    assert result.exit_code == code, result.output
    assert told in result.stderr

"""The notebook answers its questions from the samples' store, as its kept outputs say."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

from pipeline.cli import app

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "three-questions.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    folder = tmp_path_factory.mktemp("store")
    plans = sorted(str(path) for path in ROOT.glob("samples/*/*.pdf") if not path.stem.endswith(".scan"))
    result = CliRunner().invoke(app, ["ingest", *plans, "--jobs", "1", "--db", str(folder / "solieu.db")])
    assert result.exit_code == 0, result.output
    notebook: nbformat.NotebookNode = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, record_timing=False, resources={"metadata": {"path": str(folder)}}).execute()
    if os.environ.get("SOLIEU_GOLDEN") == "rewrite":
        nbformat.write(notebook, NOTEBOOK)
    return notebook


def said(notebook: nbformat.NotebookNode) -> list[str]:
    """What the cells show, as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.text if output.output_type == "stream" else output.data["text/plain"] for output in outputs]


def test_the_kept_outputs_are_what_the_store_answers(executed: nbformat.NotebookNode) -> None:
    assert said(executed) == said(nbformat.read(NOTEBOOK, as_version=4))


def test_its_three_questions_are_answered_with_the_figures_of_the_plans(executed: nbformat.NotebookNode) -> None:
    criteria, communes, _, _, sums, found = said(executed)
    assert any(line.split()[:4] == ["4", "121", "157", "36"] for line in criteria.splitlines())
    assert "Khánh Xuân" in communes
    assert "4766.0" in sums
    assert "4,766 billion" in found

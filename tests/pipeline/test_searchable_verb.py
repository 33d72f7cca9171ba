"""`solieu searchable` writes one file, whole or not at all, and over nothing that it was not told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from extractors.engines.ocr_models import ocr_version
from pipeline.cli import app
from schemas.errors import ExitCode, MissingProgram
from tests.pipeline import pdfs


def solieu(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    try:
        ocr_version()
    except MissingProgram as missing:
        pytest.skip(str(missing))
    return pdfs.scanned(tmp_path / "scan.pdf")


def test_a_scan_is_written_and_not_written_over_without_being_told(tmp_path: Path, scan: Path) -> None:
    target = tmp_path / "copy.pdf"
    result = solieu("searchable", scan, target)
    assert result.exit_code == 0, result.output
    assert "1 page made searchable" in result.stderr
    first = target.read_bytes()
    again = solieu("searchable", scan, target)
    assert again.exit_code == ExitCode.USAGE
    assert "copy.pdf: is there already; name another file or write over it with --force" in again.stderr
    assert target.read_bytes() == first
    assert solieu("searchable", scan, target, "--force").exit_code == 0


def test_the_scan_itself_is_never_written_over(scan: Path) -> None:
    before = scan.read_bytes()
    result = solieu("searchable", scan, scan, "--force")
    assert result.exit_code == ExitCode.USAGE
    assert "is the scan itself" in result.stderr
    assert scan.read_bytes() == before


def test_nothing_is_left_behind_where_nothing_can_be_read(tmp_path: Path, scan: Path) -> None:
    Image.new("L", (900, 1200), 255).save(tmp_path / "plan.png")
    scan.unlink()
    result = solieu("searchable", tmp_path / "plan.png", tmp_path / "copy.pdf")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    assert result.stderr.startswith("solieu: plan.png: nothing can be read (page 1: a blank page)")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.png"]


@pytest.mark.parametrize(
    ("source", "target", "code", "told"),
    [
        ("gone.pdf", "copy.pdf", ExitCode.NOT_FOUND, "there is no such file"),
        ("here.pdf", "no/such/folder/copy.pdf", ExitCode.FAILURE, "cannot be written: No such file or directory"),
    ],
)
def test_paths_that_lead_nowhere_are_told(tmp_path: Path, source: str, target: str, code: ExitCode, told: str) -> None:
    pdfs.written(tmp_path / "here.pdf")
    result = solieu("searchable", tmp_path / source, tmp_path / target)
    assert result.exit_code == code
    assert told in result.stderr

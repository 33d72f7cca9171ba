from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from db.store import Store
from pipeline.cli import app
from schemas.errors import ExitCode
from tests.reports import made_years


def compare(filled: Path, *words: str | Path) -> Result:
    place = () if "--place" in words else ("--place", "Lạng Sơn")
    return CliRunner().invoke(app, ["compare", *map(str, words), *place, "--db", str(filled)])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with everything that two plans may tell; no test changes it."""
    path = tmp_path_factory.mktemp("store") / "solieu.db"
    with Store.open(str(path)) as store:
        made_years.fill(store)
    return path


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOLIEU_DB", raising=False)


def test_another_view_is_chosen_and_speaks_vietnamese(filled: Path) -> None:
    lines = compare(filled, "2021", "2024", "--by", "funding", "--lang", "vi").stdout.splitlines()
    assert lines[:5] == [
        "# Nguồn vốn. Lạng Sơn: so sánh 2021, 2024",
        "# Số liệu trong kế hoạch là mục tiêu, không phải kết quả; mỗi tiêu đề cột ghi rõ là loại nào.",
        "tên\tmục tiêu 2021\tmục tiêu 2024\tđơn vị\tchênh lệch\tso sánh được",
        "Tổng nhu cầu vốn\t4.756\t6.424\ttỷ đồng\t+1.668\tnhư cũ",
        "Vốn tín dụng\t4.113\t4.500\ttỷ đồng\t+387\tnhư cũ",
    ]
    assert lines[-1] == "# Nguồn 2024: 24/KH-UBND, 17/02/2024, Ủy ban nhân dân tỉnh Lạng Sơn (lang-son-2024.pdf)"


def test_districts_are_shown_by_their_sums_or_by_one_criterion(filled: Path) -> None:
    sums = compare(filled, "2021", "2024", "--by", "district").stdout
    assert "183\tCao Lộc\t39\t42\tcommunes × criteria\t+3\tchanged a" in sums
    assert "2\t189\tĐình Lập\t8\t8\tcommunes\t0" in compare(
        filled, "2021", "2024", "--by", "district", "--criterion", "2"
    ).stdout  # fmt: skip


def test_criteria_of_one_year_named_twice_or_alone_are_no_comparison(filled: Path) -> None:
    for years in (("2021",), ("2021", "2021")):
        result = compare(filled, *years)
        assert result.exit_code == ExitCode.USAGE
        assert "two years or more" in result.stderr


def test_the_form_of_the_file_follows_from_its_name(filled: Path, tmp_path: Path) -> None:
    for ending in ("csv", "json", "xlsx", "html"):
        assert compare(filled, "2021", "2024", "-o", f"c.{ending}").exit_code == 0
    assert json.loads((tmp_path / "c.json").read_text())["criteria"][1]["difference"] == 13
    assert len(openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames) == 8
    assert (tmp_path / "c.html").read_text().startswith("<!doctype html>")
    compare(filled, "2021", "2024", "--by", "district", "-o", "d.json")
    assert json.loads((tmp_path / "d.json").read_text())["view"] == "district"
    told = compare(filled, "2021", "2024", "-o", "c.doc")
    assert told.exit_code == ExitCode.USAGE
    assert "c.doc" in told.stderr


@pytest.mark.parametrize("chart", ["dumbbell", "heatmap", "funding"])
def test_pictures_are_written_as_png_and_svg(filled: Path, tmp_path: Path, chart: str) -> None:
    assert compare(filled, "2021", "2024", "--chart", chart, "-o", "p.svg").exit_code == 0
    assert "<svg" in (tmp_path / "p.svg").read_text()
    assert compare(filled, "2021", "2024", "--chart", chart, "-o", "p.png").exit_code == 0
    assert Image.open(tmp_path / "p.png").width > 800


def test_a_commune_s_picture_needs_a_commune(filled: Path, tmp_path: Path) -> None:
    words = ("2020", "2021", "2024", "--chart", "commune", "-o", "p.svg")
    assert compare(filled, *words, "--place", "06196").exit_code == 0
    assert "Cao Lâu" in (tmp_path / "p.svg").read_text()
    assert compare(filled, *words).exit_code == ExitCode.NOT_FOUND


def test_a_picture_needs_a_fitting_file(filled: Path) -> None:
    for words in (("--chart", "funding"), ("--chart", "funding", "-o", "c.csv"), ("-o", "c.png")):
        assert compare(filled, "2021", "2024", *words).exit_code == ExitCode.USAGE

"""Files that cannot be read, taken through the real command with the real readers."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from db.store import Store
from extractors.engines.page_images import load_page_images
from tests.ocr import needs_tesseract
from tests.pipeline import pdfs

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300


def solieu(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a folder of its own."""
    command = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(
        command,
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(cwd), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad")


@pytest.fixture(scope="module")
def plans(folder: Path) -> list[Path]:
    """Every kind of bad file between two good ones."""
    good = pdfs.written(folder / "a-good.pdf")
    encrypted = pdfs.written(folder / "encrypted.pdf", password="secret")
    scan = pdfs.scanned(folder / "scan.pdf")
    truncated = pdfs.truncated(folder / "truncated.pdf")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "empty.txt").write_text(" \n\n")
    (folder / "letter.pdf").write_text("Kính gửi: không phải là tệp PDF", encoding="utf-8")
    (folder / "letter.docx").write_bytes(b"PK\x03\x04")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 4)
    last = folder / "z-good.txt"
    last.write_text("KẾ HOẠCH\n\nPhấn đấu có 110/181 xã đạt chuẩn nông thôn mới.\n", encoding="utf-8")
    named = ["empty.pdf", "empty.txt", "letter.pdf", "letter.docx", "binary.txt"]
    return [good, encrypted, scan, truncated, *(folder / name for name in named), folder / "gone.pdf", last]


@pytest.fixture(scope="module")
def run(folder: Path, plans: list[Path]) -> subprocess.CompletedProcess[str]:
    return solieu("ingest", *plans, "--db", "bad.db", cwd=folder)


def test_some_files_failed_is_the_exit_code(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 3, run.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("empty.pdf", "empty"),
        ("empty.txt", "empty"),
        ("encrypted.pdf", "encrypted"),
        ("truncated.pdf", "truncated"),
        ("letter.pdf", "no PDF despite its name"),
        ("letter.docx", "unknown kind of file"),
        ("binary.txt", "text"),
        ("gone.pdf", "there is no such file"),
    ],
)
def test_each_bad_file_has_one_clear_line(run: subprocess.CompletedProcess[str], name: str, told: str) -> None:
    (line,) = (line for line in run.stderr.splitlines() if name in line)
    assert line.startswith("failed")
    assert told in line


def test_no_traceback_is_shown(run: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in run.stderr + run.stdout
    assert len(run.stderr.splitlines()) == 8


def test_only_the_good_files_are_in_the_store(folder: Path, run: subprocess.CompletedProcess[str]) -> None:
    with Store.open(str(folder / "bad.db")) as store:
        documents = store.rows("documents")
    assert {row["file_name"] for row in documents} == {"a-good.pdf", "scan.pdf", "z-good.txt"}
    assert len(list((folder / "bad.db.files").iterdir())) == 3


def page_of_a_sample() -> Image.Image:
    name = "cao-lau-2024"
    page = next(iter(load_page_images(ROOT / "samples" / name / f"{name}.scan.pdf", pages=[1])))
    return Image.fromarray(page.pixels[:900, :, 0])


def troubles(store: Path) -> dict[int, tuple[str, str]]:
    """Return the reasons by page, in both languages."""
    with Store.open(str(store)) as opened:
        rows = opened.rows("findings", where={"code": "page_unreadable"})
    return {
        row["page"]: tuple(row[name].partition("(")[2][:-2] for name in ("message_en", "message_vi")) for row in rows
    }


@needs_tesseract
def test_bad_pages_are_noted_one_by_one_and_the_rest_is_read(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    photo = Image.fromarray(chance.integers(0, 255, (1200, 900)).astype(np.uint8))
    sheets = [Image.new("L", (900, 1200), 5), photo, Image.new("L", (900, 1200), 255), page_of_a_sample()]
    path = tmp_path / "plan.tif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(200, 200), compression="tiff_deflate")
    with Image.open(path) as picture:
        picture.seek(2)
        start, length = picture.tag_v2[273][0], picture.tag_v2[279][0]  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[start : start + length] = b"\xff" * length
    path.write_bytes(data)
    run = solieu("ingest", path, "--db", "s.db", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert troubles(tmp_path / "s.db") == {
        1: ("a black page", "trang đen"),
        2: ("a photo or a drawing, no text", "ảnh chụp hoặc hình vẽ, không có chữ"),
        3: ("the page's picture is damaged", "ảnh của trang bị hỏng"),
    }
    with Store.open(str(tmp_path / "s.db")) as store:
        (document,) = store.rows("documents")
    assert document["page_count"] == 4
    assert document["issuer"] == "Ủy ban nhân dân xã Cao Lâu"


@needs_tesseract
def test_a_page_of_twenty_thousand_pixels_a_side_takes_neither_hours_nor_all_memory(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    with pikepdf.new() as pdf:
        for side in (20_000, 600):
            pdf.add_blank_page(page_size=(595, 842))
            gray = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8, "Width": side, "Height": side}
            image = pdf.make_stream(zlib.compress(b"\xff" * side * side, 1), Subtype=pikepdf.Name.Image, **gray)
            image.Filter = pikepdf.Name.FlateDecode
            name = pdf.pages[-1].add_resource(image, pikepdf.Name.XObject)
            pdf.pages[-1].contents_add(pdf.make_stream(f"q 595 0 0 842 0 0 cm {name} Do Q".encode()))
        pdf.save(path)
    run = solieu("ingest", path, cwd=tmp_path)
    assert run.returncode == 3
    assert "page 1: a picture of 20,000 x 20,000 pixels is too large to be read" in run.stderr
    assert "page 2: a blank page" in run.stderr


def test_a_document_without_any_target_is_stored_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi các xã.\n\nĐề nghị báo cáo.\n", encoding="utf-8")
    run = solieu("ingest", "letter.txt", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    with Store.open(str(tmp_path / "solieu.db")) as store:
        (document,) = store.rows("documents")
    assert document["notes"] == "no_target"


def test_a_folder_is_read_and_what_is_no_plan_in_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "plans" / "2024").mkdir(parents=True)
    pdfs.written(tmp_path / "plans" / "2024" / "a.pdf")
    (tmp_path / "plans" / "notes.docx").write_bytes(b"PK")
    first = solieu("ingest", "plans", "--json", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    files = json.loads(first.stdout)["files"]
    assert [(Path(file["path"]).name, file["outcome"]) for file in files] == [
        ("notes.docx", "skipped"),
        ("a.pdf", "ingested"),
    ]
    again = solieu("ingest", ".", cwd=tmp_path)
    assert again.returncode == 0
    assert "nothing was read anew" in again.stdout


def test_a_figure_that_is_no_number_is_a_doubt_about_no_row(tmp_path: Path) -> None:
    text = "UBND TỈNH LẠNG SƠN\n\nKẾ HOẠCH\nXây dựng nông thôn mới năm 2024\n\nTheo Mục 3.2.1 cơ sở phân chia.\n"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    done = solieu("ingest", "plan.txt", "--db", "s.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 ingested" in done.stdout + done.stderr

"""Files that cannot be read, taken through the real command with the real readers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db.store import Store
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

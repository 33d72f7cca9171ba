from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.gather import gather

KNOWN = {".pdf", ".txt"}


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_a_folder_gives_the_files_below_it_by_name(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "a/z.txt", "a/c/x.PDF", "a/b.pdf")
    found = [candidate.path.relative_to(tmp_path).as_posix() for candidate in gather([tmp_path], KNOWN)]
    assert found == ["b.pdf", "a/b.pdf", "a/z.txt", "a/c/x.PDF"]


def test_unknown_kinds_in_a_folder_are_passed_over_and_told(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "b.docx")
    plan, other = gather([tmp_path], KNOWN)
    assert (plan.problem, plan.passed_over) == (None, False)
    assert (other.problem, other.passed_over) == ("unknown kind of file (.docx)", True)


def test_a_file_of_unknown_kind_that_is_named_is_a_candidate(tmp_path: Path) -> None:
    make(tmp_path, "b.docx")
    (candidate,) = gather([tmp_path / "b.docx"], KNOWN)
    assert candidate.problem is None


def test_each_file_is_listed_once(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf")
    assert len(gather([tmp_path, tmp_path / "a.pdf", tmp_path / "." / "a.pdf"], KNOWN)) == 1


@pytest.mark.parametrize("names", [(), ("a.docx",), (".hidden.pdf",)])
def test_a_folder_without_plans_is_a_problem(tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path, *names)
    assert "no plans in this folder" in (gather([tmp_path], KNOWN)[-1].problem or "")


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (candidate,) = gather([tmp_path / "gone"], KNOWN)
    assert "there is no such file or folder" in (candidate.problem or "")
    assert not candidate.passed_over


def test_what_is_neither_file_nor_folder_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (candidate,) = gather([tmp_path / "pipe"], KNOWN)
    assert "neither a file nor a folder" in (candidate.problem or "")


def test_the_program_s_own_files_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "solieu.db", "solieu.db.files/0.pdf")
    found = gather([tmp_path], KNOWN, [tmp_path / "solieu.db", tmp_path / "solieu.db.files"])
    assert [candidate.path.name for candidate in found] == ["a.pdf"]


def test_folders_that_lead_back_to_themselves_end(tmp_path: Path) -> None:
    make(tmp_path, "a/a.pdf")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [candidate.path.name for candidate in gather([tmp_path], KNOWN) if not candidate.problem] == ["a.pdf"]

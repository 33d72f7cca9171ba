from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from pipeline.gather import Candidate, gather
from pipeline.ingest import FileOutcome, Outcome, Summary, ingest
from pipeline.settings import LimitSettings
from schemas.errors import ExitCode
from tests.pipeline import fakes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "solieu.db")) as opened:
        yield opened


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    return folder


def run(store: Store, *paths: Path, code: str = "code-1", limits: LimitSettings | None = None) -> Summary:
    candidates = gather(paths, {".txt"})
    return ingest(candidates, store, code, load=fakes.load, jobs=1, limits=limits or LimitSettings())


def outcomes(summary: Summary) -> list[tuple[str, Outcome]]:
    return [(Path(file.path).name, file.outcome) for file in summary.files]


def test_each_file_is_read_and_counted(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("109/181 182/181")
    (plans / "b.txt").write_text("nothing")
    summary = run(store, plans)
    assert outcomes(summary) == [("a.txt", Outcome.INGESTED), ("b.txt", Outcome.INGESTED)]
    first, second = summary.files
    assert first.facts["targets"] == 2
    assert first.findings == {"error": 1, "warning": 0, "note": 0}
    assert second.findings == {"error": 0, "warning": 0, "note": 1}
    assert summary.exit_code == 0
    assert len(store.rows("documents")) == 2
    assert store.original(first.document_id or "").read_bytes() == (plans / "a.txt").read_bytes()


def test_the_same_file_again_changes_nothing(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("109/181")
    run(store, plans)
    before = store.rows("documents"), store.rows("targets")
    assert outcomes(run(store, plans)) == [("a.txt", Outcome.UNCHANGED)]
    assert (store.rows("documents"), store.rows("targets")) == before


def test_newer_code_replaces_the_rows(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("109/181")
    run(store, plans)
    assert outcomes(run(store, plans, code="code-2")) == [("a.txt", Outcome.REPLACED)]
    assert len(store.rows("targets")) == 1


def test_bad_files_are_told_leave_nothing_behind_and_stop_no_other(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("1/2")
    (plans / "b.txt").write_text(fakes.BAD)
    (plans / "c.txt").write_text(fakes.BROKEN)
    (plans / "d.txt").write_text(fakes.KILLED)
    (plans / "e.txt").write_text("3/4")
    summary = run(store, plans)
    failed, read = Outcome.FAILED, Outcome.INGESTED
    assert [file.outcome for file in summary.files] == [read, failed, failed, failed, read]
    assert all(file.reason and "\n" not in file.reason for file in summary.of(failed))
    assert summary.exit_code == 3
    assert {row["file_name"] for row in store.rows("documents")} == {"a.txt", "e.txt"}
    assert {file.stem for file in Path(f"{store.name}.files").iterdir()} == {
        hashlib.sha256(text).hexdigest() for text in (b"1/2", b"3/4")
    }


def test_the_same_bytes_under_two_names_are_read_once(store: Store, plans: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (plans / name).write_text("109/181")
    summary = run(store, plans)
    assert outcomes(summary) == [("a.txt", Outcome.INGESTED), ("b.txt", Outcome.SKIPPED)]
    assert "the same bytes as" in (summary.files[1].reason or "")
    assert len(store.rows("documents")) == 1


def test_a_file_that_vanished_is_told(store: Store, plans: Path) -> None:
    gone = Candidate(plans / "gone.txt")
    summary = ingest([gone], store, "code-1", load=fakes.load, jobs=1, limits=LimitSettings())
    assert "cannot be opened: No such file" in (summary.files[0].reason or "")


def test_a_file_above_the_limit_is_told(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("109/181 " * 100)
    summary = run(store, plans, limits=LimitSettings(largest_file_megabytes=0.0001))
    assert "is more than 0.0001 MB" in (summary.files[0].reason or "")
    assert store.rows("documents") == []


def test_ctrl_c_keeps_what_was_done_and_a_second_run_goes_on(store: Store, plans: Path) -> None:
    for number in range(4):
        (plans / f"{number}.txt").write_text(f"{number}/181")

    def interrupt(outcome: FileOutcome) -> None:
        if outcome.path.endswith("1.txt"):
            raise KeyboardInterrupt

    candidates = gather([plans], {".txt"})
    summary = ingest(candidates, store, "code-1", load=fakes.load, jobs=1, limits=LimitSettings(), done=interrupt)
    assert (summary.interrupted, summary.left, summary.exit_code) == (True, 2, ExitCode.INTERRUPTED)
    assert {row["file_name"] for row in store.rows("documents")} == {"0.txt", "1.txt"}
    read, unchanged = Outcome.INGESTED, Outcome.UNCHANGED
    assert [file.outcome for file in run(store, plans).files] == [unchanged, unchanged, read, read]


def test_a_file_that_changes_while_it_is_read_is_not_stored(store: Store, plans: Path) -> None:
    path = plans / "a.txt"
    path.write_text("1/2")
    candidates = [Candidate(path)]
    summary = ingest(candidates, store, "code-1", load=fakes.load_another_content, jobs=1, limits=LimitSettings())
    assert "changed while it was read" in (summary.files[0].reason or "")
    assert store.rows("documents") == []


def test_two_workers_store_what_one_does(tmp_path: Path, plans: Path) -> None:
    for number in range(5):
        (plans / f"{number}.txt").write_text(f"{number}/181")
    rows = []
    for jobs in (1, 2):
        with Store.open(str(tmp_path / f"{jobs}.db")) as store:
            candidates = gather([plans], {".txt"})
            summary = ingest(candidates, store, "code-1", load=fakes.load, jobs=jobs, limits=LimitSettings())
            rows.append((summary, store.rows("targets"), store.rows("findings")))
    assert rows[0] == rows[1]


def test_the_summary_survives_json(store: Store, plans: Path) -> None:
    (plans / "a.txt").write_text("109/181")
    summary = run(store, plans)
    assert Summary.model_validate_json(summary.model_dump_json()) == summary

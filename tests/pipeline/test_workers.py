from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import workers
from pipeline.stages import Reading
from pipeline.workers import AHEAD, CannotRead, Failure, Workers
from tests.pipeline import fakes

PATIENCE = 60.0  # seconds; never reached unless something hangs


def write(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_answers_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    paths = write(tmp_path, **{f"{number}": f"{number}/181" for number in range(6)})
    with Workers(fakes.load_slowly_for_long_files, 2, PATIENCE) as reading:
        answers = list(reading.read(paths))
    assert [path for path, _ in answers] == paths
    assert [answer.facts.targets[0].reached for _, answer in answers if isinstance(answer, Reading)] == list(range(6))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (fakes.KILLED, "its reader was killed by SIGKILL"),
        (fakes.EXITS, "its reader stopped with exit code 7"),
        (fakes.BROKEN, "unforeseen RuntimeError in stage read: it went"),
        (fakes.HUGE, "needs more memory"),
        (fakes.BAD, "bad; get a good one"),
    ],
)
def test_a_file_that_breaks_its_reader_is_told_in_one_line_and_the_others_are_read(
    tmp_path: Path, text: str, told: str
) -> None:
    paths = write(tmp_path, first="1/2", bad=text, last="3/4")
    with Workers(fakes.load, 1, PATIENCE) as reading:
        first, bad, last = (answer for _, answer in reading.read(paths))
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert isinstance(bad, Failure)
    assert told in bad.message
    assert bad.message.startswith("bad.txt: ")
    assert "\n" not in bad.message
    assert (bad.details is not None) == (text == fakes.BROKEN)


def test_a_file_that_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    paths = write(tmp_path, slow=fakes.HANGS, last="3/4")
    with Workers(fakes.load, 1, 1.0) as reading:
        slow, last = (answer for _, answer in reading.read(paths))
    assert isinstance(slow, Failure)
    assert "longer than 1 s" in slow.message
    assert isinstance(last, Reading)


def test_stages_that_cannot_be_loaded_stop_the_run_with_the_reason(tmp_path: Path) -> None:
    paths = write(tmp_path, one="1/2")
    with (
        Workers(fakes.cannot_load, 1, PATIENCE) as reading,
        pytest.raises(CannotRead, match="the models are not installed"),
    ):
        list(reading.read(paths))


def test_paths_are_asked_for_only_as_they_are_needed(tmp_path: Path) -> None:
    (path,) = write(tmp_path, one="1/2")
    asked = 0

    def endless() -> Iterator[Path]:
        nonlocal asked
        while True:
            asked += 1
            yield path

    with Workers(fakes.load, 1, PATIENCE) as reading:
        answers = reading.read(endless())
        for _ in range(3):
            next(answers)
        assert asked <= 3 + AHEAD + 1


def test_no_paths_start_no_worker() -> None:
    with Workers(fakes.cannot_load, 2, PATIENCE) as reading:
        assert list(reading.read([])) == []


def test_a_process_started_ahead_does_no_harm_without_files_and_reads_the_first_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "OF_READING", ())
    workers.start_ahead()
    with Workers(fakes.cannot_load, 1, PATIENCE) as reading:
        assert list(reading.read([])) == []
    with Workers(fakes.load, 1, PATIENCE) as reading:
        ((_, answer),) = reading.read(write(tmp_path, one="1/2"))
    assert isinstance(answer, Reading)


def test_a_process_started_before_the_command_is_known_becomes_the_first_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "OF_READING", ())
    workers.start_ahead()
    ((ahead,), paths) = workers._ahead, write(tmp_path, one="1/2", two="3/4")
    with Workers(fakes.load, 1, PATIENCE) as reading:
        answers = [answer for _, answer in reading.read(paths)]
        assert all(isinstance(answer, Reading) for answer in answers)
        assert ahead.process.is_alive()
    assert not ahead.process.is_alive()
    assert not workers._ahead


def test_other_work_is_done_once_while_the_first_files_are_read(tmp_path: Path) -> None:
    order: list[str] = []

    def source() -> Iterator[Path]:
        for name in ("a", "b"):
            order.append(f"{name} handed out")
            yield tmp_path / name

    with Workers(fakes.load, 1, PATIENCE) as reading:
        for path, _ in reading.read(source(), lambda: order.append("meanwhile")):
            order.append(f"{path.name} read")
    assert order[0] == "a handed out"
    assert order.count("meanwhile") == 1
    assert order.index("meanwhile") < order.index("a read")

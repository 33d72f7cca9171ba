"""Reading in worker processes, so that a file that kills or hangs its reader ends in a message about that file.

Engines written in C read what strangers made; a crash there takes its process along. So each worker is a process of
its own that the parent can lose, stop, and start again. Workers only read; the parent alone writes the store.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

from pipeline.garbage import look_seldom
from schemas.errors import ExitCode, SolieuError

if TYPE_CHECKING:  # imported by the workers themselves, so that the first can be started before all else
    from pipeline.stages import Reading, Stages

# Files read ahead of the one whose turn it is, per worker; bounds what waits in memory and is lost by Ctrl-C.
AHEAD = 4
# How long a worker that was told to end may take.
GOODBYE_SECONDS = 2.0
# What a process that is started ahead imports before it knows what it is to do; it takes most of a second. What
# understanding needs takes as long again, and follows while it waits and while it reads the first pages.
OF_READING = ("pipeline.stages", "extractors.reading")
OF_UNDERSTANDING = ("extractors.finding", "normalizers.resolution")
# A fresh interpreter: a forked one would inherit the store's connection and the progress bar's thread.
CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gave nothing; `details` is the traceback where the fault is ours."""

    message: str
    details: str | None = None


class CannotRead(SolieuError):
    """The stages themselves cannot be loaded, so that no file can be read."""

    exit_code = ExitCode.MISSING_PROGRAM


class _Told(Enum):
    """What a worker says beside its answers."""

    LOADED = auto()  # its stages are there
    PAGES_READ = auto()  # the first stage is done; the others need one processor


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    turn: int | None = None  # of the file that it reads
    path: Path = Path()
    since: float | None = None  # when it began to read; None while its models are being loaded
    loaded: bool = False


_ahead: list[_Worker] = []


def start_ahead() -> None:
    """Start a process that imports what reading needs, for the first worker to be."""
    _ahead.append(_start(ahead=True))


def _start(*, ahead: bool = False) -> _Worker:
    mine, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_serve, args=(theirs, ahead), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, mine)


class Workers:
    """So many reading processes, each with models of its own, started when there is something to read.

    `load` is called once in each process; it and the stages that it returns must be importable there by name.
    """

    def __init__(self, load: Callable[[], Stages], count: int, longest_seconds: float) -> None:
        self._load, self._count, self._longest_seconds = load, count, longest_seconds
        self._workers: list[_Worker] = []
        self._pages_read = False  # of any file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(GOODBYE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
        self._workers.clear()

    def read(
        self, paths: Iterable[Path], meanwhile: Callable[[], object] = lambda: None
    ) -> Iterator[tuple[Path, Reading | Failure]]:
        """Yield each path with what it gives, in the order of the paths, which are asked for only as they are needed.

        `meanwhile` is called once, before the first answer is yielded, and while a worker leaves a processor idle.
        Raises CannotRead.
        """
        source = iter(paths)
        handed: dict[int, Path] = {}
        results: dict[int, Reading | Failure] = {}
        turn, count = 0, 0  # whose turn it is to be yielded; how many were handed out
        begun = False
        while True:
            while count <= turn + AHEAD * self._count and (worker := self._idle()):
                path = next(source, None)
                if path is None:
                    break
                self._hand_out(worker, count, path)
                handed[count] = path
                count += 1
            if not begun and (self._pages_read or turn in results or turn == count):
                meanwhile()
                begun = True
            if turn in results:
                yield handed.pop(turn), results.pop(turn)
                turn += 1
            elif turn == count:
                return
            else:
                results.update(self._collect())

    def _idle(self) -> _Worker | None:
        """Return a worker without a task, a new one where one more may be."""
        for worker in self._workers:
            if worker.turn is None:
                return worker
        if len(self._workers) >= self._count:
            return None
        worker = _ahead.pop() if _ahead else _start()
        self._workers.append(worker)
        with contextlib.suppress(OSError):  # it died; noticed when its answer is collected
            worker.pipe.send(self._load)
        return worker

    def _hand_out(self, worker: _Worker, turn: int, path: Path) -> None:
        worker.turn, worker.path, worker.since = turn, path, time.monotonic() if worker.loaded else None
        with contextlib.suppress(OSError):  # as above
            worker.pipe.send(path)

    def _collect(self) -> dict[int, Reading | Failure]:
        """Wait for the next answer or the next file that takes too long."""
        busy = [worker for worker in self._workers if worker.turn is not None]
        deadlines = [worker.since + self._longest_seconds for worker in busy if worker.since is not None]
        patience = max(min(deadlines) - time.monotonic(), 0) if deadlines else None
        ready = wait([worker.pipe for worker in busy], timeout=patience)
        results: dict[int, Reading | Failure] = {}
        for worker in busy:
            assert worker.turn is not None
            if worker.pipe in ready:
                answer = self._answer(worker)
                if answer is not None:
                    results[worker.turn], worker.turn = answer, None
            elif worker.since is not None and time.monotonic() - worker.since >= self._longest_seconds:
                limit = f"reading took longer than {self._longest_seconds:g} s"
                results[worker.turn] = Failure(f"{worker.path.name}: {limit}; raise limits.longest_read_seconds")
                self._drop(worker)
        return results

    def _answer(self, worker: _Worker) -> Reading | Failure | None:
        """Return what a worker says of its file; None where it says something else."""
        try:
            answer: Reading | Failure | CannotRead | _Told = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(GOODBYE_SECONDS)
            how = _ending(worker.process.exitcode)
            self._drop(worker)
            return Failure(f"{worker.path.name}: its reader {how}; look whether the file is sound")
        if isinstance(answer, CannotRead):
            raise answer
        if isinstance(answer, _Told):
            if answer is _Told.LOADED:
                worker.loaded, worker.since = True, time.monotonic()
            else:
                self._pages_read = True
            return None
        return answer

    def _drop(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join(GOODBYE_SECONDS)
        self._workers.remove(worker)


def _read_safely(path: Path, stages: Stages, first_done: Callable[[], None]) -> Reading | Failure:
    """Take one file through the stages and turn whatever stops it into a line about it."""
    from pipeline.stages import run_stages

    try:
        return run_stages(path, stages, first_done)
    except SolieuError as error:
        return Failure(str(error))
    except MemoryError:
        return Failure(f"{path.name}: needs more memory than there is; split the file")
    except Exception as error:
        return Failure(f"{path.name}: {error}; run with --debug and report it", traceback.format_exc())


def _import(names: tuple[str, ...]) -> None:
    with contextlib.suppress(ImportError):  # loading the stages will tell
        for name in names:
            import_module(name)


def _serve(pipe: Connection, ahead: bool) -> None:
    # Ctrl-C reaches the whole process group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_seldom()
    if ahead:
        _import(OF_READING)
        Thread(target=_import, args=(OF_UNDERSTANDING,), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        try:
            load: Callable[[], Stages] = pipe.recv()
            stages = load()
        except EOFError:
            return
        except Exception as error:
            problem = str(error) if isinstance(error, SolieuError) else f"{type(error).__name__}: {error}"
            pipe.send(CannotRead(f"nothing can be read: {problem}; ask solieu doctor"))
            return
        pipe.send(_Told.LOADED)
        while True:
            path: Path = pipe.recv()
            pipe.send(_read_safely(path, stages, partial(pipe.send, _Told.PAGES_READ)))


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"stopped with exit code {exit_code}"

"""Many files into the store: each once, each in one transaction, whatever becomes of the others."""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from auditors.across import audit_group
from db.store import Ingest, Store
from pipeline.gather import Candidate
from pipeline.settings import LimitSettings
from pipeline.stages import Reading, Stages
from pipeline.workers import Failure, Workers
from schemas.errors import ExitCode, SolieuError
from schemas.evidence import Frozen
from schemas.facts import FACT_TYPES
from schemas.vocabulary import Severity

MEGABYTE = 1_000_000


class Outcome(StrEnum):
    """What became of a file."""

    INGESTED = "ingested"
    REPLACED = "replaced"  # it was there, read by other code or engines
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"  # of an unknown kind in a folder, or the same bytes as another file of this run


class FileOutcome(Frozen):
    """One file of a run; `facts` counts rows by view, `findings` by severity."""

    path: str
    outcome: Outcome
    reason: Annotated[str | None, Field(description="why it is not in the store, in one line")] = None
    document_id: str | None = None
    facts: Annotated[dict[str, int], Field(default_factory=dict)]
    findings: Annotated[dict[str, int], Field(default_factory=dict)]
    details: Annotated[str | None, Field(exclude=True, description="traceback where the fault is ours")] = None


class Summary(Frozen):
    """What a run did, in the order of the files."""

    files: tuple[FileOutcome, ...]
    interrupted: bool = False
    left: Annotated[int, Field(ge=0, description="files that Ctrl-C left unread")] = 0

    def of(self, *outcomes: Outcome) -> tuple[FileOutcome, ...]:
        """Return the files with one of these outcomes."""
        return tuple(file for file in self.files if file.outcome in outcomes)

    @property
    def exit_code(self) -> int:
        if self.interrupted:
            return ExitCode.INTERRUPTED
        return ExitCode.SOME_FILES_FAILED if self.of(Outcome.FAILED) else ExitCode.OK


def ingest(
    candidates: Sequence[Candidate],
    store: Store,
    settings_hash: str,
    *,
    load: Callable[[], Stages],
    jobs: int,
    limits: LimitSettings,
    done: Callable[[FileOutcome], None] = lambda _: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Summary:
    """Read the candidates that the store does not hold as this code reads them, and write each as it is read.

    `load` makes the stages in each worker; `done` is told of every file. `meanwhile` is called once while the
    first files are being read, before any is written. Ctrl-C ends the run between two files.
    """
    run = _Run(candidates, store, settings_hash, limits, done)
    interrupted = False
    try:
        with Workers(load, jobs, limits.longest_read_seconds) as workers:
            for _, result in workers.read(run.to_read(), meanwhile):
                run.write(result)
    except KeyboardInterrupt:
        interrupted = True
    outcomes = tuple(run.outcomes[position] for position in sorted(run.outcomes))
    return Summary(files=outcomes, interrupted=interrupted, left=len(candidates) - len(outcomes))


class _Run:
    def __init__(
        self,
        candidates: Sequence[Candidate],
        store: Store,
        settings_hash: str,
        limits: LimitSettings,
        done: Callable[[FileOutcome], None],
    ) -> None:
        self._candidates, self._store, self._settings_hash = candidates, store, settings_hash
        self._limits, self._done = limits, done
        self._known = {row["document_id"] for row in store.rows("documents")}
        self._reading: list[tuple[int, Path, str]] = []  # handed out, in order: position, path, hash
        self._written = 0
        self.outcomes: dict[int, FileOutcome] = {}

    def to_read(self) -> Iterator[Path]:
        """Yield the paths that must be read; what is told without reading is settled on the way."""
        first: dict[str, Path] = {}
        for position, candidate in enumerate(self._candidates):
            path = candidate.path
            if candidate.problem:
                outcome = Outcome.SKIPPED if candidate.passed_over else Outcome.FAILED
                self._settle(position, path, outcome, reason=candidate.problem)
                continue
            try:
                document_id = self._hash(path)
            except SolieuError as error:
                self._settle(position, path, Outcome.FAILED, reason=str(error))
                continue
            if document_id in first:
                self._settle(position, path, Outcome.SKIPPED, reason=f"the same bytes as {first[document_id]}")
                continue
            first[document_id] = path
            if self._store.is_current(document_id, self._settings_hash):
                self._settle(position, path, Outcome.UNCHANGED, document_id=document_id)
                continue
            self._reading.append((position, path, document_id))
            yield path

    def write(self, result: Reading | Failure) -> None:
        """Store what the next of the paths handed out gave."""
        position, path, document_id = self._reading[self._written]
        self._written += 1
        if isinstance(result, Failure):
            # A reader knows the file's name alone; in a tree of folders the user needs the path.
            reason = f"{path}: {result.message.removeprefix(f'{path.name}: ')}"
            self._settle(position, path, Outcome.FAILED, reason=reason, details=result.details)
            return
        if result.facts.document.document_id != document_id:
            self._settle(position, path, Outcome.FAILED, reason=f"{path}: changed while it was read; ingest it again")
            return
        try:
            self._store.keep_original(path, document_id)
            subjects = self._store.subjects_of(document_id)
            entry = Ingest(str(path), self._settings_hash, datetime.now(UTC))
            self._store.put(result.facts, result.findings, entry)
            self._store.audit_across(subjects | self._store.subjects_of(document_id), audit_group)
        except (SolieuError, OSError) as error:
            self._settle(position, path, Outcome.FAILED, reason=f"{path}: cannot be stored: {error}")
            return
        except Exception as error:
            reason = f"{path}: cannot be stored: unforeseen {type(error).__name__}; run with --debug and report it"
            self._settle(position, path, Outcome.FAILED, reason=reason, details=traceback.format_exc())
            return
        severities = Counter(finding.severity for finding in result.findings)
        self._settle(
            position,
            path,
            Outcome.REPLACED if document_id in self._known else Outcome.INGESTED,
            document_id=document_id,
            facts={kind.view: len(getattr(result.facts, kind.view)) for kind in FACT_TYPES},
            findings={severity.value: severities[severity] for severity in Severity},
        )

    def _hash(self, path: Path) -> str:
        """Return the SHA-256 of a file that is not too large; SolieuError where it cannot be had."""
        try:
            megabytes = path.stat().st_size / MEGABYTE
            if megabytes > self._limits.largest_file_megabytes:
                limit = f"{self._limits.largest_file_megabytes:g} MB"
                advice = "split it or raise limits.largest_file_megabytes"
                raise SolieuError(f"{path}: {megabytes:.0f} MB is more than {limit}; {advice}")
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise SolieuError(f"{path}: cannot be opened: {error.strerror}; check the path and the rights") from error

    def _settle(
        self,
        position: int,
        path: Path,
        outcome: Outcome,
        *,
        reason: str | None = None,
        document_id: str | None = None,
        facts: dict[str, int] | None = None,
        findings: dict[str, int] | None = None,
        details: str | None = None,
    ) -> None:
        settled = FileOutcome(
            path=str(path),
            outcome=outcome,
            reason=reason,
            document_id=document_id,
            facts=facts or {},
            findings=findings or {},
            details=details,
        )
        self.outcomes[position] = settled
        self._done(settled)

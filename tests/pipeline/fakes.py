"""Stages that need no models and break on request; workers import them by name."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

from auditors.checks import audit
from pipeline.stages import Reading, Stage, Stages
from schemas.errors import MissingProgram, UnreadableFile
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Facts, Target, with_ids
from schemas.geometry import Box
from schemas.vocabulary import Counted, DocumentKind, Reader, Standard, Status

# The first word of a file says what its reading does; any other file is read, one target a line ("109/181").
KILLED, EXITS, HANGS, BROKEN, HUGE, BAD = "KILLED", "EXITS", "HANGS", "BROKEN", "HUGE", "BAD"


def read(path: Path) -> Facts:
    text = path.read_text(encoding="utf-8")
    if text.startswith(KILLED):
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith(EXITS):
        os._exit(7)
    if text.startswith(HANGS):
        time.sleep(600)
    if text.startswith(BROKEN):
        raise RuntimeError("it went\nwrong")
    if text.startswith(HUGE):
        raise MemoryError
    if text.startswith(BAD):
        raise UnreadableFile(path.name, "bad", "get a good one")
    return facts(path.name, path.read_bytes())


def facts(file_name: str, data: bytes) -> Facts:
    document = DocumentFact(
        document_id=hashlib.sha256(data).hexdigest(),
        file_name=file_name,
        kind=DocumentKind.PLAN,
        page_count=1,
        reader=Reader.TEXT_LAYER,
    )
    rows = [line.split("/") for line in data.decode().split() if "/" in line]
    return Facts(document=document, targets=tuple(_target(int(count), int(total)) for count, total in rows))


def _target(reached: int, total: int) -> Target:
    words = Piece(page=1, box=Box(10, 20, 30, 40), quote=f"{reached}/{total} xã")
    return Target(
        year=2024,
        status=Status.TARGET,
        standard=Standard.COMMUNE,
        counted=Counted.COMMUNE,
        reached=reached,
        total=total,
        evidence=Evidence(pieces=(words,)),
    )


def finish(made: Facts) -> Reading:
    numbered = with_ids(made)
    return Reading(facts=numbered, findings=audit(numbered))


def load(*_: object) -> Stages:
    return (Stage("read", read), Stage("finish", finish))


def load_slowly_for_long_files() -> Stages:
    """Stages whose first file is the slowest, so that answers come out of order."""
    return (Stage("read", _slow_read), Stage("finish", finish))


def _slow_read(path: Path) -> Facts:
    time.sleep(0.3 if path.name.startswith("0") else 0)
    return read(path)


def cannot_load(*_: object) -> Stages:
    raise MissingProgram("the models are not installed")


def load_another_content() -> Stages:
    """Stages that see other bytes than the parent hashed."""
    return (Stage("read", _read_another), Stage("finish", finish))


def _read_another(path: Path) -> Facts:
    return facts(path.name, path.read_bytes() + b"\n")

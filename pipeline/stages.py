"""The way of a plan through the house: an ordered tuple of named functions, each taking what the one before returns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from auditors.checks import audit
from schemas.document import Document
from schemas.errors import SolieuError
from schemas.evidence import Frozen
from schemas.facts import Facts
from schemas.findings import Finding
from schemas.mentions import Mentions


class Reading(Frozen):
    """What one file gave."""

    facts: Facts
    findings: tuple[Finding, ...]


class Stage(NamedTuple):
    """A step with the word that names it to the user when it fails."""

    name: str
    run: Callable[[Any], Any]


Stages = tuple[Stage, ...]


def load_stages(own_criteria: tuple[str, ...] = (), processors: int | None = None) -> Stages:
    """Return the stages: path in, `Reading` out.

    The language models and lexicons, which take seconds to load, are loaded while the first file is being read.
    `own_criteria` are the texts of a user's own files of criteria; `processors` are those that this process may read
    the pages of a scan on, None: all.
    """
    # Imported here and below because only a worker that reads needs these libraries; the other verbs start without.
    from extractors.page_threads import grant
    from extractors.reading import read_document

    if processors:
        grant(processors)

    @cache
    def understanding() -> Future[_Understanding]:
        loader = ThreadPoolExecutor(1, "language models")
        future = loader.submit(_load_understanding, own_criteria)
        loader.shutdown(wait=False)
        return future

    def read(path: Path) -> Document:
        understanding()
        return read_document(path)

    return (
        Stage("read", read),
        Stage("find", lambda document: understanding().result().find(document)),
        Stage("resolve", lambda mentions: understanding().result().resolve(mentions)),
        Stage("audit", with_findings),
    )


class _Understanding(NamedTuple):
    find: Callable[[Document], Mentions]
    resolve: Callable[[Mentions], Facts]


def _load_understanding(own_criteria: tuple[str, ...]) -> _Understanding:
    from extractors.finding import Finder
    from normalizers.criteria import load_criteria
    from normalizers.places import load_gazetteer
    from normalizers.resolution import resolve

    book = load_criteria(own_criteria)
    finder, gazetteer = Finder(book.names()), load_gazetteer()
    return _Understanding(finder.find, lambda mentions: resolve(mentions, gazetteer, book))


def with_findings(facts: Facts) -> Reading:
    """Return the facts together with what does not add up in them."""
    return Reading(facts=facts, findings=audit(facts))


class StageFailure(Exception):
    """An error that no stage foresaw; `stage` names where it happened, `__cause__` is the error."""

    def __init__(self, stage: str, error: Exception) -> None:
        self.stage = stage
        first_line = (str(error).strip() or "no message").splitlines()[0]
        super().__init__(f"unforeseen {type(error).__name__} in stage {stage}: {first_line}")


def run_stages(path: Path, stages: Stages, first_done: Callable[[], None] = lambda: None) -> Reading:
    """Take one file all the way; `first_done` is called when the first stage has read it.

    Raises SolieuError or MemoryError for what is wrong with the file, and StageFailure for what is wrong with us.
    """
    value: Any = path
    for number, stage in enumerate(stages, 1):
        try:
            value = stage.run(value)
        except (SolieuError, MemoryError):
            raise
        except Exception as error:
            raise StageFailure(stage.name, error) from error
        if number == 1:
            first_done()
    if not isinstance(value, Reading):
        raise TypeError(f"the last stage returned {type(value).__name__}, not Reading")
    return value

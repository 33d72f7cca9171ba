"""`solieu ingest`: files and folders into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from extractors.page_threads import processors
from extractors.suffixes import KNOWN
from pipeline.commands.options import AsJson, Db, Lang, Originals, open_store
from pipeline.fingerprint import settings_hash
from pipeline.gather import gather
from pipeline.ingest import FileOutcome, Outcome, Summary, ingest
from pipeline.output import Column, console, in_language, printable, say, show_json, show_lines, show_table
from pipeline.own_criteria import read_own_criteria
from pipeline.reference import load_reference
from pipeline.settings import Settings, load_settings
from pipeline.stages import load_stages
from schemas.languages import said
from schemas.vocabulary import Severity

# Loading the language models costs a worker seconds, so that a second one pays only for more files than these.
FEW_FILES = 3
# How the names of a store's files end: the store, SQLite's own files beside it, the originals.
STORE_FILES = ("", "-wal", "-shm", "-journal", ".files")

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders; folders with all below them.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="How many files are read at once.")]


def ingest_command(
    context: typer.Context,
    paths: Paths,
    db: Db = None,
    originals: Originals = None,
    jobs: Jobs = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Read plans into the store: each file once, whatever becomes of the others."""
    settings = load_settings({"db": db, "jobs": jobs, "lang": lang, "originals": str(originals) if originals else None})
    own = read_own_criteria(settings.criteria)
    with open_store(settings, new=True) as store:
        candidates = gather(paths, KNOWN, _own_files(settings))
        jobs = settings.jobs or _jobs(sum(candidate.problem is None for candidate in candidates))
        with _progress(len(candidates), settings.lang) as done:
            summary = ingest(
                candidates,
                store,
                settings_hash(own),
                load=partial(load_stages, own, max(processors() // jobs, 1)),
                jobs=jobs,
                limits=settings.limits,
                done=done,
                meanwhile=partial(load_reference, store, own),
            )
        if as_json:
            show_json(summary.model_dump(mode="json"))
        else:
            _print(summary, store.name, settings.lang)
    for file in summary.files:
        if file.details and context.find_root().params["debug"]:
            say(f"--- {file.path}")
            for line in file.details.splitlines():
                say(line)
    raise typer.Exit(summary.exit_code)


def _own_files(settings: Settings) -> list[Path]:
    """Return the store's own files, which are not to be ingested when they lie in the folder that is."""
    own = [Path(settings.originals)] if settings.originals else []
    return own if "://" in settings.db else [*own, *(Path(settings.db + end) for end in STORE_FILES)]


def _jobs(files: int) -> int:
    return 1 if files <= FEW_FILES else processors()


@contextmanager
def _progress(total: int, lang: str) -> Iterator[Callable[[FileOutcome], None]]:
    """Show a bar on stderr where that is a terminal, and yield what moves it."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
        disable=not console(stderr=True).is_terminal,
    )
    with bar:
        task = bar.add_task(said("reading", lang), total=total)

        def done(outcome: FileOutcome) -> None:
            bar.update(task, advance=1, description=printable(Path(outcome.path).name))

        yield done


def _print(summary: Summary, store_name: str, lang: str) -> None:
    read = summary.of(Outcome.INGESTED, Outcome.REPLACED)
    if read:
        columns = [
            Column("file", least=24),
            Column("outcome"),
            Column("targets", right=True),
            Column("indicators", right=True),
            *(Column(f"{severity.value}s", right=True) for severity in Severity),
        ]
        show_table(in_language(columns, lang), (_row(file, lang) for file in read))
    outcome_words = {outcome: said(outcome.value, lang) for outcome in Outcome}
    show_lines(f"{file.path}: {outcome_words[file.outcome]}" for file in summary.of(Outcome.UNCHANGED))
    for file in summary.of(Outcome.SKIPPED):
        say(f"{outcome_words[file.outcome]} {file.path}: {said(file.reason or '', lang)}", style="dim")
    for file in summary.of(Outcome.FAILED):
        say(f"{outcome_words[file.outcome]}  {said(file.reason or '', lang)}", style="red")
    counts = Counter(file.outcome for file in summary.files)
    told = ", ".join(f"{counts[outcome]} {words}" for outcome, words in outcome_words.items() if counts[outcome])
    line = f"{store_name}: {told or 'no files'}"
    if not read and not summary.interrupted:
        line += "; nothing was read anew"
    if summary.interrupted:
        line += f"; interrupted, {summary.left} left: ingest the same paths again to go on"
    show_lines([said(line, lang)])


def _row(file: FileOutcome, lang: str) -> Sequence[object]:
    counts = (file.facts.get("targets"), file.facts.get("indicators"))
    return (
        file.path,
        said(file.outcome.value, lang),
        *counts,
        *(file.findings.get(severity.value, 0) for severity in Severity),
    )

"""`solieu searchable`: a scan with the words that were read on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from pipeline.output import console, say
from schemas.errors import ExitCode, NotFound, SolieuError

Source = Annotated[Path, typer.Argument(metavar="IN", help="A scan: PDF, PNG, JPEG or TIFF.")]
Target = Annotated[Path, typer.Argument(metavar="OUT.pdf", help="The PDF to write.")]
Force = Annotated[bool, typer.Option("--force", help="Write over OUT.pdf if it is there.")]


class InTheWay(SolieuError):
    """A file is there that would be written over."""

    exit_code = ExitCode.USAGE


def searchable_command(source: Source, target: Target, force: Force = False) -> None:
    """Write a scan with the words read on it as an invisible layer, so that a viewer can search and copy them.

    The pictures stay as they are; pages that have a sound text layer are left alone.
    """
    from extractors.searchable import write_searchable

    if not source.is_file():
        raise NotFound(f"{source}: there is no such file; check the path")
    if target.exists() and source.samefile(target):
        raise InTheWay(f"{target}: is the scan itself; name another file to write")
    if target.exists() and not force:
        raise InTheWay(f"{target}: is there already; name another file or write over it with --force")
    with _replacing(target) as draft, _progress() as progress:
        task = progress.add_task("reading", total=None, page="")
        copy = write_searchable(source, draft, lambda page: progress.update(task, page=f"page {page}"))
    for page, trouble in copy.troubles.items():
        say(f"{source}, page {page}: {trouble}{'' if page in copy.layered else '; it has got no text'}", style="dim")
    if copy.signed:
        say(f"{source} is signed digitally; the signature does not hold for the copy", style="dim")
    pages = len(copy.layered)
    say(f"{target}: {pages} page{'s' * (pages != 1)} made searchable")


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Yield the path of a draft beside the target, which takes its place once it is whole."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise SolieuError(f"{target}: cannot be written: {error.strerror}; name another file") from error
    draft = Path(name)
    try:
        yield draft
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)  # a draft is its owner's alone, the file is not
        draft.replace(target)
    except OSError as error:
        raise SolieuError(f"{target}: cannot be written: {error.strerror}; name another file") from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    bar = Progress(
        TextColumn("{task.description} {task.fields[page]}", markup=False),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
        disable=not console(stderr=True).is_terminal,
    )
    with bar:
        yield bar

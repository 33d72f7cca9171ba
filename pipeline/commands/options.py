"""The flags that several verbs share, and how a verb gets its store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditors.doubts import duplicate_document
from db.store import Store
from pipeline.settings import Settings
from schemas.errors import StoreError

Db = Annotated[
    str | None,
    typer.Option("--db", metavar="PATH|URL", help="The store; else SOLIEU_DB, else solieu.db."),
]
Originals = Annotated[
    Path | None,
    typer.Option("--originals", metavar="FOLDER", help="Where read files are kept; else beside the store."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _speak(ctx: typer.Context, lang: str | None) -> str | None:
    """Leave the language where an error of the verb will find it."""
    ctx.find_root().obj = lang
    return lang


Lang = Annotated[
    str | None, typer.Option("--lang", metavar="vi|en", callback=_speak, help="Language of what is told; else English.")
]


def open_store(settings: Settings, *, new: bool = False) -> Store:
    """Open the store of the settings; only `new` makes one where there is none.

    Raises StoreError.
    """
    if not new and "://" not in settings.db and not Path(settings.db).expanduser().exists():
        raise StoreError(f"{settings.db}: there is no such store; solieu ingest makes it, --db names another")
    originals = Path(settings.originals).expanduser() if settings.originals else None
    return Store.open(settings.db, originals=originals, duplicate_note=duplicate_document)

"""`solieu export`: a view as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Db, open_store
from pipeline.output import say
from pipeline.settings import load_settings
from reports.export import Format, export
from schemas.errors import SolieuError

View = Annotated[str, typer.Argument(metavar="VIEW", help="documents, targets, indicators, findings, …")]
Form = Annotated[Format, typer.Option("--format", "-f", help="Kind of file.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output, texts only.")]


def export_command(view: View, form: Form = Format.CSV, output: Output = None, db: Db = None) -> None:
    """Write all rows of a view as CSV, JSON Lines, Excel or Parquet."""
    if output is None and not form.is_text:
        raise typer.BadParameter(f"{form.value} is no text: name a file with --output", param_hint="--output")
    with open_store(load_settings({"db": db})) as store:
        columns, rows = store.columns(view), store.rows(view)
    data = export(rows, columns, view, form)
    if output is None:
        sys.stdout.write(data.decode())
        return
    write_file(output, data)
    say(f"{output}: {len(rows)} rows of {view}")


def write_file(path: Path, data: bytes) -> None:
    """Write a file that the user named.

    Raises SolieuError where it cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SolieuError(f"{path}: cannot be written: {error.strerror}; name another --output") from error

"""`solieu query`: a question in one's own SQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.commands.export import write_file
from pipeline.commands.options import AsJson, Db, open_store
from pipeline.output import Column, say, show_json, show_table
from pipeline.settings import load_settings
from reports.export import Format, as_json, export

Sql = Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the views; - reads it from standard input.")]
Timeout = Annotated[float, typer.Option("--timeout", min=0.001, max=86_400, help="Seconds to wait for the answer.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="Rows to take at most.")]
Form = Annotated[Format | None, typer.Option("--format", "-f", help="Kind of file; else a table.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output, texts only.")]


def query_command(
    sql: Sql,
    timeout: Timeout = 30,
    limit: Limit = 100_000,
    form: Form = None,
    output: Output = None,
    db: Db = None,
    json_output: AsJson = False,
) -> None:
    """Answer one question in SQL over the views; nothing can be written."""
    if output is not None and form is None:
        raise typer.BadParameter("say with --format what kind of file", param_hint="--output")
    if output is None and form is not None and not form.is_text:
        raise typer.BadParameter(f"{form.value} is no text: name a file with --output", param_hint="--output")
    with open_store(load_settings({"db": db})) as store:
        answer = store.ask(sys.stdin.read() if sql == "-" else sql, seconds=timeout, most_rows=limit)
    if form is not None:
        data = export(answer.dicts, answer.columns, "query", form)
        if output is None:
            sys.stdout.write(data.decode())
        else:
            write_file(output, data)
            say(f"{output}: {len(answer.rows)} rows")
    elif json_output:
        show_json([as_json(row) for row in answer.dicts])
    else:
        columns = [_column(name, [row[at] for row in answer.rows]) for at, name in enumerate(answer.columns)]
        show_table(columns, answer.rows)
    if not answer.is_whole:
        say(f"cut after {limit} rows; --limit takes more")


def _column(name: str, values: list[Any]) -> Column:
    stated = [value for value in values if value is not None]
    figures = bool(stated) and all(isinstance(value, int | float) for value in stated)
    return Column(name, right=True) if figures else Column(name, least=12)

"""`solieu documents`: what the store holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pipeline.commands.options import AsJson, Db, open_store
from pipeline.output import DASH, ID_DIGITS, Column, day_of_issue, show_json, show_table
from pipeline.settings import load_settings
from reports.export import as_json as row_as_json

COLUMNS = (
    Column("id"),
    Column("number"),
    Column("issued"),
    Column("year", right=True),
    Column("issuer", least=16),
    Column("file", least=16),
    Column("pages", right=True),
    Column("same as"),
    Column("flags", least=12),
)


COVERAGE = (
    Column("file", least=16),
    Column("sentences", right=True),
    Column("to facts", right=True),
    Column("left over", right=True),
    Column("cells", right=True),
    Column("to facts", right=True),
    Column("left over", right=True),
)

Coverage = Annotated[bool, typer.Option("--coverage", help="How much of each document became facts.")]


def documents_command(coverage: Coverage = False, db: Db = None, as_json: AsJson = False) -> None:
    """List the documents of the store.

    Of sentences and cells, the rest has no figures. What is left over has some that became no fact: solieu leftovers.
    """
    with open_store(load_settings({"db": db})) as store:
        rows = store.rows("documents")
    if as_json:
        show_json([row_as_json(row) for row in rows])
    elif coverage:
        show_table(COVERAGE, (_coverage(row) for row in rows))
    else:
        show_table(COLUMNS, (_row(row) for row in rows))


def _row(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        row["document_id"][:ID_DIGITS],
        row["number"] or DASH,
        day_of_issue(row["issued_from"], row["issued_to"]),
        row["plan_year"] or DASH,
        row["issuer"] or DASH,
        row["file_name"],
        row["page_count"],
        (row["same_as"] or "")[:ID_DIGITS],
        ", ".join((row["flags"] or "").split(",")),
    )


def _coverage(row: Mapping[str, Any]) -> tuple[object, ...]:
    shown: list[object] = [row["file_name"]]
    for unit in ("sentences", "cells"):
        shown.append(row[unit])
        shown += [_share(row[f"{unit}_{state}"], row[unit]) for state in ("claimed", "left")]
    return tuple(shown)


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)} %)" if whole else DASH

"""`solieu audit`: what does not add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from db.queries import find_documents
from db.store import Store
from pipeline.commands.options import AsJson, Db, Lang, open_store
from pipeline.output import DASH, ID_DIGITS, Column, show_json, show_lines, show_table
from pipeline.settings import load_settings
from reports.export import as_json as row_as_json
from schemas.errors import NotFound
from schemas.findings import Code
from schemas.vocabulary import Severity

COLUMNS = (
    Column("document", least=12),
    Column("page", right=True),
    Column("severity"),
    Column("code"),
    Column("printed", right=True, least=10),
    Column("expected", right=True, least=10),
    Column("message", least=30),
    Column("fact"),
)

DocumentFilter = Annotated[
    str | None,
    typer.Option("--document", metavar="TEXT", help="Only documents with this in file name, number, title or id."),
]
CodeFilter = Annotated[Code | None, typer.Option("--code", help="Only findings of this code.")]
SeverityFilter = Annotated[Severity | None, typer.Option("--severity", help="Only findings of this severity.")]


def audit_command(
    document: DocumentFilter = None,
    code: CodeFilter = None,
    severity: SeverityFilter = None,
    lang: Lang = None,
    db: Db = None,
    as_json: AsJson = False,
) -> None:
    """List what does not add up, each finding with its page; finding something is no failure (exit code 0).

    Of a plan that is there in several files the best one speaks, the others only say that they are the same plan;
    --document asks for another.
    """
    settings = load_settings({"db": db, "lang": lang})
    with open_store(settings) as store:
        documents = {row["document_id"]: row for row in _documents(store, document)}
        asked = {"document_id": list(documents), "code": code, "severity": severity}
        found = store.rows("findings", where={name: value for name, value in asked.items() if value is not None})
    if document is None:
        found = [row for row in found if _speaks(documents[row["document_id"]], row)]
    order = list(documents)
    found.sort(key=lambda row: order.index(row["document_id"]))
    if as_json:
        show_json([row_as_json(row) for row in found])
    elif found:
        show_table(COLUMNS, (_row(row, documents[row["document_id"]], settings.lang) for row in found))
    else:
        best = [row for row in documents.values() if document is not None or row["same_as"] is None]
        show_lines([f"no findings in {len(best)} document{'s' * (len(best) != 1)}"])


def _documents(store: Store, text: str | None) -> list[dict[str, Any]]:
    if text is None:
        return store.rows("documents")
    found = find_documents(store, text)
    if not found:
        raise NotFound(f"{text}: no document in {store.name} is called so; solieu documents lists them")
    return found


def _speaks(document: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    return document["same_as"] is None or finding["code"] == Code.DUPLICATE_DOCUMENT


def _row(row: Mapping[str, Any], document: Mapping[str, Any], lang: str) -> tuple[object, ...]:
    return (
        document["file_name"],
        row["page"],
        row["severity"],
        row["code"],
        row["stated"] or DASH,
        row["expected"] or DASH,
        row[f"message_{lang}"],
        (row["related"] or "").partition(",")[0][:ID_DIGITS],
    )

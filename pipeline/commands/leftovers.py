"""`solieu leftovers`: what has figures and became no fact."""

from __future__ import annotations

from typing import Annotated

import typer

from db.queries import find_documents
from pipeline.commands.options import AsJson, Db, open_store
from pipeline.output import Column, show_json, show_lines, show_table
from pipeline.settings import load_settings
from reports.export import as_json as row_as_json
from schemas.errors import NotFound

COLUMNS = (Column("document", least=12), Column("page", right=True), Column("kind"), Column("words", least=40))

Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Part of a file name, number or title, or an id.")]


def leftovers_command(document: Document, db: Db = None, as_json: AsJson = False) -> None:
    """List the sentences and cells of a document that have figures and became no fact."""
    with open_store(load_settings({"db": db})) as store:
        documents = {row["document_id"]: row["file_name"] for row in find_documents(store, document)}
        if not documents:
            raise NotFound(f"{document}: no document in {store.name} is called so; solieu documents lists them")
        rows = store.rows("leftovers", where={"document_id": list(documents)})
    if as_json:
        show_json([row_as_json(row) for row in rows])
    elif rows:
        show_table(COLUMNS, ((documents[r["document_id"]], r["page"], r["kind"], r["quote"]) for r in rows))
    else:
        show_lines(["nothing is left over"])

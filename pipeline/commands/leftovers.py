"""`solieu leftovers`: what has figures and became no fact."""

from __future__ import annotations

from typing import Annotated

import typer

from db.queries import find_documents
from pipeline.commands.options import AsJson, Db, Lang, open_store
from pipeline.output import Column, in_language, show_json, show_lines, show_table
from pipeline.settings import load_settings
from reports.export import as_json as row_as_json
from schemas.errors import NotFound
from schemas.languages import said

COLUMNS = (Column("document", least=12), Column("page", right=True), Column("kind"), Column("words", least=40))

Document = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Part of a file name, number or title, or an id.")]


def leftovers_command(document: Document, lang: Lang = None, db: Db = None, as_json: AsJson = False) -> None:
    """List the sentences and cells of a document that have figures and became no fact."""
    settings = load_settings({"db": db, "lang": lang})
    with open_store(settings) as store:
        documents = {row["document_id"]: row["file_name"] for row in find_documents(store, document)}
        if not documents:
            raise NotFound(f"{document}: no document in {store.name} is called so; solieu documents lists them")
        rows = store.rows("leftovers", where={"document_id": list(documents)})
    if as_json:
        show_json([row_as_json(row) for row in rows])
    elif rows:
        kinds = {row["kind"]: said(row["kind"], settings.lang) for row in rows}
        cells = ((documents[r["document_id"]], r["page"], kinds[r["kind"]], r["quote"]) for r in rows)
        show_table(in_language(COLUMNS, settings.lang), cells)
    else:
        show_lines([said("nothing is left over", settings.lang)])

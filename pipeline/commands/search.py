"""`solieu search`: words in all that was read."""

from __future__ import annotations

from typing import Annotated

import typer

from db.queries import find_documents
from db.search import search, unsearched
from pipeline.commands.options import AsJson, Db, open_store
from pipeline.output import ID_DIGITS, Column, say, show_json, show_lines, show_table
from pipeline.settings import load_settings
from schemas.errors import NotFound

COLUMNS = (Column("document", least=12), Column("page", right=True), Column("words", least=40), Column("id"))

Words = Annotated[
    list[str], typer.Argument(metavar="WORDS…", help="Typed without diacritics they match every spelling.")
]
Document = Annotated[
    str | None, typer.Option("--document", metavar="TEXT", help="Part of a file name, number or title, or an id.")
]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many passages to list.")]


def search_command(
    words: Words, document: Document = None, limit: Limit = 50, db: Db = None, as_json: AsJson = False
) -> None:
    """List the paragraphs and cells that have all the words, those with the words side by side first."""
    text = " ".join(words)
    with open_store(load_settings({"db": db})) as store:
        chosen = None
        if document is not None:
            chosen = [row["document_id"] for row in find_documents(store, document)]
            if not chosen:
                raise NotFound(f"{document}: no document in {store.name} is called so; solieu documents lists them")
        hits = search(store, text, document_ids=chosen, limit=limit + 1)
        if left_out := unsearched(store):
            say(f"{left_out} documents hold no words to search: blank, or read by an older version; ingest those again")
    shown = hits[:limit]
    if as_json:
        show_json(shown)
    elif shown:
        show_table(
            COLUMNS,
            (
                (hit["file_name"], hit["page"], hit["snippet"], (*hit["facts"], hit["fact_id"])[0][:ID_DIGITS])
                for hit in shown
            ),
        )
    else:
        show_lines([f"“{text}” stands nowhere; words typed without diacritics match every spelling"])
    if len(hits) > limit:
        say(f"there are more than {limit}; --limit lists more")

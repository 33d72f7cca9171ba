"""`solieu show`: a fact as it stands on its page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from db.views import id_column
from pipeline.commands.export import write_file
from pipeline.commands.options import Db, Lang, Originals, open_store
from pipeline.output import console, printable
from pipeline.settings import load_settings
from reports.cutout import cut_out
from schemas.languages import said

FactId = Annotated[str, typer.Argument(metavar="FACT_ID", help="The id of a fact; its first six digits may do.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="PNG", help="File to write; else FACT_ID.png.")]


def show_command(
    fact_id: FactId, output: Output = None, lang: Lang = None, db: Db = None, originals: Originals = None
) -> None:
    """Write a picture of the page's piece where a fact stands, its words framed."""
    from extractors.engines.rendering import render_page

    settings = load_settings({"db": db, "lang": lang, "originals": str(originals) if originals else None})
    with open_store(settings) as store:
        view, fact = store.fact(fact_id)
        document = store.rows("documents", where={"document_id": fact["document_id"]})[0]
        dpi, margin = settings.picture.dpi, settings.picture.margin_points
        picture = cut_out(
            fact,
            lambda page: render_page(store.original(fact["document_id"]), page, dpi),
            dpi=dpi,
            margin_points=margin,
        )
    path = output or Path(f"{fact[id_column(view)]}.png")
    data = BytesIO()
    picture.save(data, "PNG", dpi=(dpi, dpi))
    write_file(path, data.getvalue())
    page = said(f"page {fact['page']}", settings.lang)
    lines = (f"{path}: {view}, {document['file_name']}, {page}", f"“{fact['quote']}”")
    for line in lines:
        console().print(printable(line))

"""`solieu cite`: a fact as a reference."""

from __future__ import annotations

from typing import Annotated

import typer

from db.queries import findings_on
from db.views import id_column
from pipeline.commands.options import Db, Lang, open_store
from pipeline.output import console, printable, say
from pipeline.settings import load_settings
from reports.reference import Style, reference

FactId = Annotated[str, typer.Argument(metavar="FACT_ID", help="The id of a fact; its first six digits may do.")]
Form = Annotated[Style, typer.Option("--format", "-f", help="A line of text, or an entry for BibTeX.")]


def cite_command(fact_id: FactId, form: Form = Style.TEXT, lang: Lang = None, db: Db = None) -> None:
    """Print a reference to a fact: issuer, kind, number, date, page, and the words.

    What does not add up in the fact is told on standard error.
    """
    settings = load_settings({"db": db, "lang": lang})
    with open_store(settings) as store:
        view, fact = store.fact(fact_id)
        (document,) = store.rows("documents", where={"document_id": fact["document_id"]})
        findings = findings_on(store, fact[id_column(view)])
    for line in reference(fact, document, settings.lang, form).splitlines():
        console().print(printable(line))
    for finding in findings:
        say(f"{finding['code']}: {finding[f'message_{settings.lang}']}", style="yellow")

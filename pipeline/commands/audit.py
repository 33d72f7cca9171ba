"""`solieu audit`: what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from auditors.across import audit_group
from db.queries import find_documents, findings_about
from db.store import Store
from pipeline.commands.export import write_file
from pipeline.commands.options import AsJson, Db, Lang, Originals, open_store
from pipeline.output import DASH, ID_DIGITS, Column, console, in_language, show_json, show_lines, show_table
from pipeline.placing import find_place
from pipeline.settings import Settings, load_settings
from reports.export import as_json as row_as_json
from reports.findings import Told, by_cause, in_order
from schemas.errors import NotFound, NotRecognized
from schemas.findings import Code
from schemas.languages import said
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
DEFAULT_YEAR = 2024  # whose names of places hold where no document tells a year
FOLLOWS = "↳ "  # before the code of what follows from the finding above it


class Form(StrEnum):
    """What the findings can be written as, by the end of the file's name."""

    HTML = ".html"
    XLSX = ".xlsx"
    JSON = ".json"


DocumentFilter = Annotated[
    str | None,
    typer.Option("--document", metavar="TEXT", help="Only documents with this in file name, number, title or id."),
]
PlaceFilter = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="Only what is about this place, by name or code.")
]
CodeFilter = Annotated[list[Code] | None, typer.Option("--code", help="Only findings of this code; may be repeated.")]
SeverityFilter = Annotated[
    list[Severity] | None, typer.Option("--severity", help="Only findings of this severity; may be repeated.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write a report: .html with pictures, .xlsx or .json."),
]
Everything = Annotated[
    bool, typer.Option("--all", help="First hold all documents against each other anew; ingest does it for its own.")
]


def audit_command(
    document: DocumentFilter = None,
    place: PlaceFilter = None,
    code: CodeFilter = None,
    severity: SeverityFilter = None,
    output: Output = None,
    everything: Everything = False,
    lang: Lang = None,
    db: Db = None,
    originals: Originals = None,
    as_json: AsJson = False,
) -> None:
    """List what does not add up, each finding with its page; finding something is no failure (exit code 0).

    Of a plan that is there in several files the best one speaks, the others only say that they are the same plan;
    --document asks for another. What follows from a finding stands below it.
    """
    form = _form(output)
    settings = load_settings({"db": db, "lang": lang, "originals": str(originals) if originals else None})
    with open_store(settings) as store:
        if everything:
            store.audit_across(None, audit_group)
        documents = {row["document_id"]: row for row in _documents(store, document)}
        asked = {"document_id": list(documents), "code": code, "severity": severity}
        found = store.rows("findings", where={name: value for name, value in asked.items() if value})
        if document is None:
            found = [row for row in found if _speaks(documents[row["document_id"]], row)]
        if place is not None:
            about = findings_about(store, _code_of(place, documents.values()))
            found = [row for row in found if row["finding_id"] in about]
        causes = by_cause(found, documents)
        if output is not None and form is not None:
            words = ", ".join(map(str, (document, place, *(code or ()), *(severity or ()))))
            _write(store, settings, causes, documents, output, form, words.replace("None, ", "").removesuffix("None"))
    if output is not None:
        console().print(f"{output}: {said(_counted(len(found), 'finding'), settings.lang)}")
    elif as_json:
        show_json([row_as_json(told.finding) for _, told in in_order(causes)])
    elif found:
        show_table(
            in_language(COLUMNS, settings.lang), (_row(told, depth, settings.lang) for depth, told in in_order(causes))
        )
    else:
        best = [row for row in documents.values() if document is not None or row["same_as"] is None]
        show_lines([said(f"no findings in {_counted(len(best), 'document')}", settings.lang)])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _form(output: Path | None) -> Form | None:
    if output is None:
        return None
    try:
        return Form(output.suffix.lower())
    except ValueError:
        known = ", ".join(Form)
        raise typer.BadParameter(f"{output}: end the name with one of {known}", param_hint="--output") from None


def _documents(store: Store, text: str | None) -> list[dict[str, Any]]:
    if text is None:
        return store.rows("documents")
    found = find_documents(store, text)
    if not found:
        raise NotFound(f"{text}: no document in {store.name} is called so; solieu documents lists them")
    return found


def _speaks(document: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    return document["same_as"] is None or finding["code"] == Code.DUPLICATE_DOCUMENT


def _code_of(place: str, documents: Iterable[Mapping[str, Any]]) -> str:
    """Return the code of a place: of homonyms the one within the places that the store has documents of."""
    from normalizers.places import load_gazetteer

    gazetteer, meant, years = load_gazetteer(), set(), set()
    for code, year in sorted({(row["place_code"], row["plan_year"]) for row in documents if row["place_code"]}):
        years.add(year or DEFAULT_YEAR)
        with suppress(NotRecognized):
            day = date(year or DEFAULT_YEAR, 1, 1)
            meant.add(gazetteer.resolve(place, on=day, within=code).unit.code)
    return meant.pop() if len(meant) == 1 else find_place(place, years or {DEFAULT_YEAR}, gazetteer).code


def _write(
    store: Store,
    settings: Settings,
    causes: Sequence[Told],
    documents: Mapping[str, Mapping[str, Any]],
    output: Path,
    form: Form,
    asked: str,
) -> None:
    if form is Form.XLSX:
        from reports.audit_workbook import audit_workbook

        write_file(output, audit_workbook(causes, settings.lang))
    elif form is Form.HTML:
        write_file(output, _page(store, settings, causes, documents, asked).encode())
    else:
        import json

        rows = [row_as_json(told.finding) for _, told in in_order(causes)]
        write_file(output, json.dumps(rows, ensure_ascii=False, indent=2, default=str).encode())


def _page(
    store: Store, settings: Settings, causes: Sequence[Told], documents: Mapping[str, Mapping[str, Any]], asked: str
) -> str:
    from extractors.engines.rendering import render_page
    from reports.audit_page import all_related, audit_page

    stands = store.stands(set(all_related(causes)))
    others = {stand["document_id"] for stand in stands.values()} - documents.keys()
    held_against = store.rows("documents", where={"document_id": others})
    known = dict(documents) | {row["document_id"]: row for row in held_against}
    dpi = settings.picture.dpi
    return audit_page(
        causes,
        stands,
        lambda document_id, page: render_page(store.original(document_id), page, dpi),
        known,
        lang=settings.lang,
        asked=asked,
        dpi=dpi,
        margin_points=settings.picture.margin_points,
    )


def _row(told: Told, depth: int, lang: str) -> tuple[object, ...]:
    row = told.finding
    return (
        told.document["file_name"],
        row["page"],
        said(row["severity"], lang),
        FOLLOWS * bool(depth) + row["code"],
        row["stated"] or DASH,
        row["expected"] or DASH,
        told.message(lang),
        (row["related"] or "").partition(",")[0][:ID_DIGITS],
    )

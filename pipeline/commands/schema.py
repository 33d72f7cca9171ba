"""`solieu schema`: the types that the stages exchange, as JSON Schema."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from pipeline.commands.options import Db
from pipeline.output import show_json
from pipeline.settings import load_settings
from reports.datasette import datasette_metadata
from schemas.document import Document
from schemas.facts import Facts
from schemas.findings import Finding


class SchemaName(StrEnum):
    """The types that are published."""

    DOCUMENT = "Document"
    FACTS = "Facts"
    FINDING = "Finding"


TYPES: dict[SchemaName, type[Any]] = {
    SchemaName.DOCUMENT: Document,
    SchemaName.FACTS: Facts,
    SchemaName.FINDING: Finding,
}

Name = Annotated[SchemaName | None, typer.Option("--name", help="One type alone.")]


Datasette = Annotated[bool, typer.Option("--datasette", help="The metadata to open an SQLite store in Datasette with.")]


def schema_command(name: Name = None, datasette: Datasette = False, db: Db = None) -> None:
    """Print the JSON Schema of the document model, the facts and the findings.

    With --datasette print titles, meanings and units, facets and first questions instead:
    datasette solieu.db --metadata FILE
    """
    if datasette:
        where = load_settings({"db": db}).db
        if "://" in where:
            raise typer.BadParameter("Datasette opens SQLite files; name one", param_hint="--db")
        show_json(datasette_metadata(Path(where).stem))
        return
    schemas = {known.value: TypeAdapter(kind).json_schema() for known, kind in TYPES.items()}
    show_json(schemas[name.value] if name else schemas)

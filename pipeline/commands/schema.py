"""`solieu schema`: the types that the stages exchange, as JSON Schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from pipeline.output import show_json
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


def schema_command(name: Name = None) -> None:
    """Print the JSON Schema of the document model, the facts and the findings."""
    schemas = {known.value: TypeAdapter(kind).json_schema() for known, kind in TYPES.items()}
    show_json(schemas[name.value] if name else schemas)

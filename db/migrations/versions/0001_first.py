"""The first version: documents, facts, findings and reference data.

Written by hand because it makes eleven tables of one pattern. It tells the tables as they were then and never changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# A name is a text that may be null; :whole, :number, :date, :json tell other types, ! what must not be null.
EVIDENCE = "page:whole x0:number y0:number x1:number y1:number quote confidence:number pieces:json"
MARKS = "flags notes"
PLACE = "place_code place_name district_name province_name"
FACTS = {
    "targets": f"""{PLACE} year:whole status! standard! framework criterion:whole counted! added:whole
        consolidated:whole reached:whole total:whole percent:number percent_text deadline:date""",
    "target_communes": f"{PLACE} target_id raw role!",
    "indicators": f"""{PLACE} year:whole status! framework criterion:whole indicator label comparator! low:number
        high:number low_text high_text total:number percent:number percent_text unit change! scope""",
    "commune_criteria": f"""{PLACE} table_label row_number raw_name standard! framework criterion:whole! state! status!
        year:whole""",
    "commune_progress": f"""{PLACE} table_label group_label row_number raw_name standard! framework met_stated:whole
        met_listed:whole planned_stated:whole planned_listed:whole met_year:whole planned_year:whole
        reach_year:whole""",
    "criterion_counts": f"""{PLACE} table_label framework criterion:whole count:whole percent:number percent_text
        year:whole status!""",
    "funding": f"{PLACE} year:whole path label source! amount_vnd:whole! percent:number percent_text",
    "activities": f"""{PLACE} criterion:whole framework section content lead coordinating direction time_raw
        time_from:date time_to:date""",
    "citations": "kind! number issued_on:date issuer subject",
}
DOCUMENT = f"""file_name kind! number issuer issuer_level place_code place_name issued_from:date issued_to:date title
    plan_year:whole period_from:whole period_to:whole signer signer_role page_count:whole! reader!
    mean_confidence:number same_as source_path settings_hash! ingested_at! fact_count:whole! has_boxes:flag!
    as_of:date issuer_key {EVIDENCE} {MARKS}"""
FINDING = f"""code! severity! message_vi! message_en! document_id! {EVIDENCE} reader! stated expected related cause_id
    position:whole!"""
REFERENCES = {
    "places": """place_code! name! kind level parent_code district_name province_name valid_from:date valid_to:date
        successor_codes""",
    "criteria": "framework! criterion:whole name valid_from_year:whole valid_to_year:whole decision",
    "criterion_links": "framework_a! criterion_a:whole framework_b! criterion_b:whole comparable! note",
}
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "": sa.Text(),
    "whole": sa.BigInteger(),
    "number": sa.Double(),
    "date": sa.Date(),
    "flag": sa.Boolean(),
    "json": sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
}


def upgrade() -> None:
    """Make the tables."""
    _create("read_documents", "document_id!", DOCUMENT, key="document_id", indexes=["issuer_key"])
    for view, own in FACTS.items():
        tail = f"position:whole! document_id! {EVIDENCE} reader! {MARKS}"
        placed = ["place_code year" if "year:whole" in own.split() else "place_code"] if PLACE in own else []
        linked = ["target_id"] if view == "target_communes" else []
        _create(
            f"read_{view}",
            f"fact_id! {own}",
            tail,
            key="fact_id",
            indexes=["document_id position", *placed, *linked],
            owner=("document_id", "read_documents"),
        )
    _create(
        "audit_findings",
        "finding_id!",
        FINDING,
        key="finding_id",
        indexes=["code", "document_id position"],
        owner=("document_id", "read_documents"),
    )
    _create(
        "audit_finding_facts",
        "finding_id! fact_id!",
        key="finding_id fact_id",
        indexes=["fact_id"],
        owner=("finding_id", "audit_findings"),
    )
    for kind, columns in REFERENCES.items():
        by_code = ["place_code"] if kind == "places" else []
        _create(f"reference_{kind}", f"position:whole! {columns}", key="position", indexes=by_code)
    _create("store_info", "key! value!", key="key")


def _create(
    name: str, *columns: str, key: str, indexes: list[str] | None = None, owner: tuple[str, str] | None = None
) -> None:
    constraints: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}")]
    if owner:
        column, table = owner
        reference = f"{table}.{column}"
        constraints.append(
            sa.ForeignKeyConstraint([column], [reference], name=f"fk_{name}_{column}", ondelete="CASCADE")
        )
    op.create_table(name, *_columns(" ".join(columns)), *constraints)
    for index in indexes or []:
        op.create_index(f"ix_{name}_{index.replace(' ', '_')}", name, index.split())


def _columns(told: str) -> Iterator[sa.Column[Any]]:
    for word in told.split():
        name, _, kind = word.rstrip("!").partition(":")
        yield sa.Column(name, TYPES[kind], nullable=not word.endswith("!"), autoincrement=False)

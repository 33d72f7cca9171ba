"""Places, criteria and the links between sets of criteria, from the lexicons into the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from db.store import Store
from normalizers.criteria import load_criteria
from normalizers.places import load_gazetteer


def load_reference(store: Store) -> None:
    """Bring the store's reference views to the lexicons of this version; costs nothing where they are there already."""
    version = _version()
    store.set_reference("places", _places(), version)
    store.set_reference("criteria", _criteria(), version)
    store.set_reference("criterion_links", _links(), version)


def _places() -> Iterator[Mapping[str, Any]]:
    for unit in load_gazetteer().units:
        yield {
            "place_code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "level": unit.level,
            "parent_code": unit.parent_code,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "successor_codes": unit.successor_codes,
        }


def _criteria() -> Iterator[Mapping[str, Any]]:
    for framework in load_criteria().frameworks:
        for criterion in framework.criteria:
            yield {
                "framework": framework.id,
                "criterion": criterion.number,
                "name": criterion.name,
                "valid_from_year": framework.valid_from_year,
                "valid_to_year": framework.valid_to_year,
                "decision": framework.decision,
            }


def _links() -> Iterator[Mapping[str, Any]]:
    for link in load_criteria().links:
        yield {
            "framework_a": link.framework_a,
            "criterion_a": link.criterion_a,
            "framework_b": link.framework_b,
            "criterion_b": link.criterion_b,
            "comparable": link.comparable,
            "note": link.note_en,
        }


def _version() -> str:
    """Return the hash of the lexicons and of this module, which says how they become rows."""
    digest = hashlib.sha256()
    lexicons = files("normalizers") / "lexicons"
    sources = sorted((entry for entry in lexicons.iterdir() if entry.is_file()), key=lambda entry: entry.name)
    for source in (*sources, files("pipeline") / "reference.py"):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()

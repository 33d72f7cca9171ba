"""Places, criteria and the links between sets of criteria, from the lexicons into the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from db.store import Store
from normalizers.criteria import CriteriaBook, load_criteria
from normalizers.place_history import PlaceHistory, Step, load_history, weakest
from normalizers.places import load_gazetteer


def load_reference(store: Store, own_criteria: tuple[str, ...] = ()) -> None:
    """Bring the store's reference views to the lexicons of this version; costs nothing where they are there already.

    `own_criteria` are the texts of a user's own files of criteria.
    """
    version = _version()
    book = load_criteria(own_criteria)
    of_criteria = hashlib.sha256("\0".join((version, *own_criteria)).encode()).hexdigest()
    store.set_reference("places", _places(), version)
    store.set_reference("place_changes", _place_changes(), version)
    store.set_reference("criteria", _criteria(book), of_criteria)
    store.set_reference("criterion_links", _links(book), of_criteria)


def _places() -> Iterator[Mapping[str, Any]]:
    history = _history()
    for unit in history.gazetteer.units:
        successors, predecessors = history.successors(unit), history.preceding(unit)
        yield {
            "place_code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "level": unit.level,
            "parent_code": unit.parent_code,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "successor_codes": [step.new.code for step in successors],
            "successor_basis": weakest(successors),
            "predecessor_codes": [step.old.code for step in predecessors],
            "acts": _acts(predecessors),
        }


def _place_changes() -> Iterator[Mapping[str, Any]]:
    for change in _history().changes:
        yield {
            "changed_on": change.on,
            "old_code": change.old_code,
            "new_code": change.new_code,
            "change": change.kinds,
            "extent": change.extent,
            "basis": change.basis,
            "acts": change.acts,
        }


@cache
def _history() -> PlaceHistory:
    return load_history(load_gazetteer())


def _acts(steps: Iterable[Step]) -> list[str]:
    return list(dict.fromkeys(act for step in steps for act in step.change.acts))


def _criteria(book: CriteriaBook) -> Iterator[Mapping[str, Any]]:
    for framework in book.frameworks:
        for criterion in framework.criteria:
            yield {
                "framework": framework.id,
                "criterion": criterion.number,
                "name": criterion.name,
                "valid_from_year": framework.valid_from_year,
                "valid_to_year": framework.valid_to_year,
                "decision": framework.decision,
            }


def _links(book: CriteriaBook) -> Iterator[Mapping[str, Any]]:
    for link in book.links:
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

"""Where the set of criteria changed between the years of a comparison, and how far a criterion compares over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from db.queries import link
from db.store import Store
from schemas.evidence import Frozen

WORST_FIRST = ("none", None, "changed", "same")
NoteOf = Callable[[str, int, str], str | None]  # set, criterion, later set: the note in one's language


class SetChange(Frozen):
    """Two years that count one criterion by two sets, with no other set between."""

    year: int
    later_year: int
    framework: str
    later_framework: str
    comparable: Annotated[str | None, Field(description="changed, none; null where nobody has said")]
    note: Annotated[str | None, Field(description="in English")]


def set_changes(
    store: Store, criterion: int, years: Sequence[int], sets: Sequence[str | None]
) -> tuple[SetChange, ...]:
    """Return the changes in the order of the years; years whose set is not known are passed over."""
    known = [(year, each) for year, each in zip(years, sets, strict=True) if each]
    changes = []
    for (year, one), (later_year, two) in pairwise(known):
        if one != two:
            tie = link(store, one, criterion, two, criterion) or {"comparable": None, "note": None}
            pair = {"framework": one, "later_framework": two, "comparable": tie["comparable"], "note": tie["note"]}
            changes.append(SetChange(year=year, later_year=later_year, **pair))
    return tuple(changes)


def comparable_over(changes: Sequence[SetChange], sets: Sequence[str | None]) -> str | None:
    """Return how far a criterion compares over all the years: the worst of its changes."""
    if sum(each is not None for each in sets) < 2:
        return None
    return min((change.comparable for change in changes), key=WORST_FIRST.index, default="same")


def change_note(
    criterion: int, changes: Sequence[SetChange], years: Sequence[int], note_of: NoteOf = lambda *_: None
) -> str | None:
    """Return what changed; of more than two years between which ones, and from which set to which."""
    told = []
    for change in changes:
        note = note_of(change.framework, criterion, change.later_framework) or change.note
        if len(years) > 2:
            note = f"{steps([change])}{f'. {note}' if note else '.'}"
        told.append(note)
    return " ".join(filter(None, told)) or None


def steps(changes: Sequence[SetChange]) -> str:
    """Return between which years, and from which set to which."""
    return "; ".join(f"{each.year} → {each.later_year}: {each.framework} → {each.later_framework}" for each in changes)

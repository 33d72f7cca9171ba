"""Findings as a person reads them: causes with what follows from them, the rule behind each, and where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Row = Mapping[str, Any]
SEVERITIES = ("error", "warning", "note")
SEVERITY_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {"error": "error", "warning": "warning", "note": "note"},
    "vi": {"error": "lỗi", "warning": "cần xem", "note": "lưu ý"},
}


@dataclass(slots=True)
class Told:
    """A finding with its document, and the findings that follow from it."""

    finding: Row
    document: Row
    follows: list[Told] = field(default_factory=list)

    def title(self, lang: str) -> str:
        return wording(self.finding["code"], "title", lang)

    def why(self, lang: str) -> str:
        return wording(self.finding["code"], "why", lang)

    def message(self, lang: str) -> str:
        text: str = self.finding[f"message_{lang}"]
        return text

    @property
    def has_rival(self) -> bool:
        """Whether what the figure is held against is another statement, and not what it should be."""
        return bool(_codes()[self.finding["code"]].get("rival"))

    @property
    def related(self) -> list[str]:
        return [fact_id for fact_id in (self.finding["related"] or "").split(",") if fact_id]


@cache
def _codes() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("reports") / "codes.toml").read_text(encoding="utf-8"))


def wording(code: str, what: str, lang: str) -> str:
    """Return the `title` of a code, or `why` it is a finding."""
    text: str = _codes()[code][what][lang]
    return text


def by_cause(findings: Iterable[Row], documents: Mapping[str, Row]) -> list[Told]:
    """Return the causes, by document in the order of these, severity and page, each with what follows from it.

    A consequence whose cause is not among the findings stands for itself.
    """
    order = {document_id: place for place, document_id in enumerate(documents)}
    told = {row["finding_id"]: Told(row, documents[row["document_id"]]) for row in findings}
    causes: list[Told] = []
    for each in told.values():
        cause = told.get(each.finding["cause_id"] or "")
        (causes if cause is None else cause.follows).append(each)
    for each in (*told.values(),):
        each.follows.sort(key=_place)
    return sorted(causes, key=lambda each: (order[each.finding["document_id"]], _place(each)))


def in_order(causes: Sequence[Told], depth: int = 0) -> Iterable[tuple[int, Told]]:
    """Yield each cause and, right below it, what follows from it, with its depth."""
    for each in causes:
        yield depth, each
        yield from in_order(each.follows, depth + 1)


def _place(told: Told) -> tuple[int, int, int]:
    row = told.finding
    return SEVERITIES.index(row["severity"]), row["page"] or 0, row["position"]

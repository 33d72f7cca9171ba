"""The only opener of the rule files in `extractors/rules/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """Token patterns that mark a span with a label and a key; their notation is explained in `entities.toml`."""

    label: str
    key: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRule:
    """A noun after a number and the unit that it stands for; `per` for units of each place ("mỗi huyện")."""

    unit: str
    patterns: tuple[str, ...]
    multiple: int = 1


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """A key of the project's list of indicators: what it is called, and the words and unit that tell it."""

    key: str
    name: str
    unit: str
    words: tuple[str, ...]
    change: str | None


@cache
def entity_rules() -> tuple[Rule, ...]:
    """Load the labelled word patterns."""
    return tuple(
        Rule(entry["label"], entry.get("key", ""), tuple(entry["patterns"]))
        for entry in load_rules("entities.toml")["entity"]
    )


@cache
def slips() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Load the words that earlier readers misread: syllables as read, syllables as meant."""
    return {
        tuple(read.split()): tuple(entry["meant"].split())
        for entry in load_rules("slips.toml")["slip"]
        for read in entry["read"]
    }


def mend_slips(folded: str) -> str:
    """Write the words of a folded text as they were meant; for headings, whose words are not tokenised."""
    for read, meant in slips().items():
        folded = folded.replace(" ".join(read), " ".join(meant))
    return folded


@cache
def unit_rules() -> tuple[UnitRule, ...]:
    """Load the units, by the nouns that follow a number."""
    return tuple(
        UnitRule(entry["unit"], tuple(entry["patterns"]), entry.get("multiple", 1))
        for entry in load_rules("units.toml")["unit"]
    )


@cache
def indicator_rules() -> tuple[IndicatorRule, ...]:
    """Load the list of indicators, the more special first."""
    return tuple(
        IndicatorRule(e["key"], e["name"], e["unit"], tuple(e["words"]), e.get("change"))
        for e in load_rules("indicators.toml")["indicator"]
    )


def load_rules(name: str) -> dict[str, Any]:
    """Load a rule file by its name."""
    """Load a rule file by its name."""
    text = files("extractors.rules").joinpath(name).read_text("utf-8")
    return tomllib.loads(text)

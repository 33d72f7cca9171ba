"""What findings say and which words checks heed: the only opener of `messages.toml` and `rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple

from auditors.rounding import vietnamese
from schemas.findings import Code


class Printed(NamedTuple):
    """Figures with words or signs around them, which each language writes its own way."""

    vi: str
    en: str


Value = str | int | Decimal | Printed | None


@cache
def templates() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the templates by code, variant and language (`vi`, `en`)."""
    return _read("messages.toml")


@cache
def rules() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the words that checks heed, by code and purpose."""
    return _read("rules.toml")


def says(code: str, purpose: str, text: str) -> bool:
    """Tell whether a text has one of the words that a check heeds."""
    folded = text.casefold()
    return any(word in folded for word in rules()[code][purpose])


def message(code: Code, variant: str, values: Mapping[str, Value]) -> tuple[str, str]:
    """Return the Vietnamese and the English message; KeyError for a variant that the code lacks."""
    pair = templates()[code][variant]
    return (
        pair["vi"].format_map({key: _vietnamese(value) for key, value in values.items()}),
        pair["en"].format_map({key: _english(value) for key, value in values.items()}),
    )


def phrase(key: str, variant: str, language: str, **values: str) -> str:
    """Return words that go with findings of several codes."""
    return templates()[key][variant][language].format_map(values)


def fields(template: str) -> set[str]:
    """Return the names in braces of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _vietnamese(value: Value) -> str:
    if isinstance(value, Printed):
        return value.vi
    return vietnamese(value) if isinstance(value, (int, Decimal)) else value or ""


def _english(value: Value) -> str:
    if isinstance(value, Printed):
        return value.en
    return f"{Decimal(value):,f}" if isinstance(value, (int, Decimal)) else value or ""


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("auditors") / name).read_text(encoding="utf-8"))

"""The only opener of lexicon files. Every file begins with `#` lines that name its source and date."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


def read_text(name: str) -> str:
    """Return the file `name` of `normalizers/lexicons/`."""
    return (files("normalizers.lexicons") / name).read_text(encoding="utf-8")


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a CSV file, the first being the names of its columns."""
    lines = read_text(name).splitlines()
    start = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    return tuple(tuple(row) for row in csv.reader(lines[start:]))


@cache
def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a CSV file by the names of its columns."""
    header, *rows = read_table(name)
    return tuple(MappingProxyType(dict(zip(header, row, strict=True))) for row in rows)


@cache
def read_toml(name: str) -> Mapping[str, Any]:
    """Return a TOML file, its tables read-only and its arrays tuples."""
    frozen: Mapping[str, Any] = _frozen(tomllib.loads(read_text(name)))
    return frozen


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value

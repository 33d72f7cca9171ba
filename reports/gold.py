"""Rows written down by hand, which what was read is held against: a folder of CSV files named after views.

Beside them may lie `text.txt`, the plan's words without its tables, and `optional.csv`, which says of some rows that
they `may_be_absent`, that columns `may_differ`, or that rows `may_be_extra`. Its `match` is `*` or conditions joined by
`;`: `column=value`, `column~pattern`.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from schemas.document import squeeze
from schemas.errors import ExitCode, SolieuError

TEXT, OPTIONAL = "text.txt", "optional.csv"
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[t ]00:00:00")
CONDITION = re.compile(r"(?P<column>\w+)(?P<operator>[=~])(?P<wanted>.*)", re.DOTALL)

Row = Mapping[str, str | None]
Test = Callable[[Row], bool]


class BadGold(SolieuError):
    """A gold folder that cannot be used; the message says what is wrong with which file."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True)
class Scored:
    """The columns of a view that are scored, and how alike the texts in some of them must be."""

    equal: tuple[str, ...]
    alike: Mapping[str, float]


@dataclass(frozen=True)
class Leave:
    """What optional.csv says of one view."""

    absent: tuple[Test, ...] = ()
    extra: tuple[Test, ...] = ()
    differing: tuple[tuple[Test, frozenset[str]], ...] = ()


@dataclass(frozen=True)
class Gold:
    """A gold folder: its rows by view, spelt alike, and what they leave open."""

    folder: Path
    views: Mapping[str, tuple[Row, ...]]
    leave: Mapping[str, Leave] = field(default_factory=dict)
    text: str | None = None

    @property
    def file_name(self) -> str | None:
        """The file that the folder's documents.csv names."""
        rows = self.views.get("documents", ())
        return rows[0].get("file_name") if rows else None


@cache
def scored_views() -> Mapping[str, Scored]:
    """Return the views that are scored."""
    views = _rules()["views"]
    return {view: Scored(tuple(told["equal"]), told.get("alike", {})) for view, told in views.items()}


@cache
def doubts() -> frozenset[str]:
    """Return the codes of findings that say that a value is in doubt."""
    return frozenset(_rules()["doubts"])


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((files("reports") / "scored_columns.toml").read_text(encoding="utf-8"))


def find_gold(folder: Path) -> list[Gold]:
    """Return the gold in a folder, or in the folders below it.

    Raises BadGold where there is none, or one cannot be read.
    """
    places = sorted({path.parent for path in folder.rglob("*.csv") if path.stem in scored_views()})
    if folder in places:
        places = [folder]
    if not places:
        raise BadGold(f"{folder}: no file here is named after a view ({', '.join(scored_views())})")
    return [_read(place) for place in places]


def _read(folder: Path) -> Gold:
    paths = {view: folder / f"{view}.csv" for view in scored_views()}
    views = {view: tuple(_rows(path)) for view, path in paths.items() if path.is_file()}
    text = folder / TEXT
    return Gold(folder, views, _leave(folder), text.read_text(encoding="utf-8") if text.is_file() else None)


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            return [{name: plain(value) for name, value in row.items() if name} for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadGold(f"{path}: cannot be read as CSV: {error}; correct it") from error


def plain(value: object) -> str | None:
    """Spell a value as it is compared: NFC, single blanks, small letters, no needless zeros; no text is None."""
    if value is None:
        return None
    text = squeeze(unicodedata.normalize("NFC", str(value))).casefold()
    if text in ("", "none", "null"):
        return None
    if midnight := MIDNIGHT.fullmatch(text):
        return midnight[1]
    if re.fullmatch(r"[\d.]+(, ?[\d.]+)+", text):
        return text.replace(" ", "")  # a list of criteria
    if NUMBER.fullmatch(text):
        try:
            return format(Decimal(text).normalize(), "f")
        except InvalidOperation:
            return text
    return text


def _leave(folder: Path) -> dict[str, Leave]:
    path = folder / OPTIONAL
    if not path.is_file():
        return {}
    leave: dict[str, Leave] = {}
    for number, row in enumerate(_rows(path), 2):
        view = (row.get("file") or "").removesuffix(".csv")
        known = leave.get(view, Leave())
        test = _test(row.get("match") or "", f"{path}, line {number}")
        columns = frozenset((row.get("columns") or "").split())
        kind = row.get("kind")
        if kind == "may_be_absent" or (kind == "may_differ" and not columns):
            leave[view] = Leave((*known.absent, test), known.extra, known.differing)
        elif kind == "may_be_extra":
            leave[view] = Leave(known.absent, (*known.extra, test), known.differing)
        elif kind == "may_differ":
            leave[view] = Leave(known.absent, known.extra, (*known.differing, (test, columns)))
        else:
            raise BadGold(f"{path}, line {number}: unknown kind {kind!r}; may_be_absent, may_be_extra or may_differ")
    return leave


def _test(match: str, where: str) -> Test:
    if match == "*":
        return lambda _: True
    found = [CONDITION.fullmatch(part) for part in match.split(";")]
    conditions = [part for part in found if part is not None]
    if not match or len(conditions) < len(found):
        raise BadGold(f"{where}: no condition: {match!r}; write column=value or column~pattern")
    return lambda row: all(_holds(row.get(part["column"]), part["operator"], part["wanted"]) for part in conditions)


def _holds(value: str | None, operator: str, wanted: str) -> bool:
    if operator == "=":
        return value == plain(wanted)
    return re.search(wanted, value or "", re.IGNORECASE) is not None

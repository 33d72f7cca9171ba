"""The published lists of administrative units as dated records in one spelling."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from normalizers import lexicon
from normalizers.text import fold, nfc, old_style

REFORM = "2025-07-01"  # two levels from here on
FIRST_STATE = "2004-08-31"
LATER = Path(__file__).parent / "changes_since_2025-07.csv"
CORRECTED_CODES = {"06978": "06970"}  # Ba Chẽ: so its publisher's v5.0.0, and the crosswalk


@dataclass(frozen=True)
class Record:
    """A code within its dates; an open end is an empty text."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str
    valid_from: str
    valid_to: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        return self.code, self.name, self.kind, self.parent_code

    def holds(self, day: str) -> bool:
        return self.valid_from <= day and (not self.valid_to or day < self.valid_to)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a source file; lines that begin with # are none of its rows."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def old_records(source: Path) -> list[Record]:
    """Return the units of before the reform, those that still held on its eve open-ended.

    Codes of the list before 2004 are left out: they ended when the data begin and collide with later districts.
    """
    return joined(record_of(row) for row in rows_of(source / "units_to_2025-06.csv") if row["valid_from"])


def new_records(source: Path) -> list[Record]:
    """Return the units since the reform, those that were raised since then by the kind of their time."""
    later = {row["code"]: row for row in rows_of(LATER)}
    records = []
    for row in rows_of(source / "units_from_2025-07.csv"):
        record = record_of(row | {"code": CORRECTED_CODES.get(row["code"], row["code"])})
        if raised := later.get(record.code):
            records.append(replace(record, kind=raised["old_kind"], valid_to=raised["on"]))
            record = replace(record, kind=raised["new_kind"], valid_from=raised["on"])
        records.append(record)
    return records


def record_of(row: dict[str, str]) -> Record:
    """Take the kind from the word in front of the name: where the list's own column disagrees the name is right."""
    kind, name = parted(row["name"], row["level"])
    return Record(row["code"], name, kind, row["level"], row["parent_code"], row["valid_from"], row["valid_to"])


def parted(full: str, level: str) -> tuple[str, str]:
    """Split "Xã Cao Lâu" into ("commune", "Cao Lâu"), tone marks in their one place."""
    text = " ".join(old_style(nfc(full)).split())
    for kind in lexicon.read_rows("place_kinds.csv"):
        if kind["level"] == level and fold(text).startswith(kind["word"] + " "):
            return kind["kind"], text[len(kind["word"]) + 1 :]
    raise SystemExit(f"no kind word of a {level} in front of {full!r}")


def joined(records: Iterable[Record]) -> list[Record]:
    """Join records that follow one another and differ in nothing but their dates."""
    result: list[Record] = []
    for record in sorted(records, key=lambda r: (len(r.code), r.code, r.valid_from)):
        last = result[-1] if result else None
        if last and last.identity == record.identity and last.valid_to == record.valid_from:
            result[-1] = replace(last, valid_to=record.valid_to)
        else:
            result.append(record)
    return result

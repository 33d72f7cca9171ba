"""What became of each unit: links from what ended to what followed, each saying what it rests on.

For 1 July 2025 there is a published crosswalk. For the changes before it the lists tell only which records ended and
began on a day; who went where is derived from codes, names and the district, and says so in `basis`:

    crosswalk   published for 2025-07-01
    act         named in the act (since then)
    code        the code goes on
    name        the name goes on with another code in the same province, and only there
    name_part   the new name is put together from old ones ("Bắc Quỳnh" of Bắc Sơn and Quỳnh Sơn)
    communes    of a district or province: where its communes went
    district    the district went on without communes (islands), and as one special zone from 2025-07-01
    guess       none of these: of the units of the same district that got a name on that day, else of all, the one whose
                code is nearest (codes follow the map); docs/gazetteer.md says how often that is right
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from normalizers.text import bare, fold
from tools.gazetteer_records import FIRST_STATE, LATER, REFORM, Record, rows_of

LATE = timedelta(days=62)  # a code that is back within two states of the list was left out by mistake
RANKS = (("commune", "town", "ward"), ("district", "town_district", "city"), ("province", "municipality"))


@dataclass(frozen=True)
class Change:
    """One step from a unit to what followed it on a day; `change` names what happened, separated by semicolons."""

    on: str
    old_code: str
    new_code: str
    change: str
    extent: str  # full, partial; empty where no source tells
    basis: str
    acts: str = ""


@dataclass(frozen=True)
class Link:
    """A step between two records, before it is named."""

    on: str
    old: Record
    new: Record
    basis: str
    extent: str = ""


class History:
    """The records of a time, by code and by the day on which they begin and end."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_code: dict[str, list[Record]] = defaultdict(list)
        self.ended: dict[str, dict[str, Record]] = defaultdict(dict)
        self.begun: dict[str, dict[str, Record]] = defaultdict(dict)
        self.by_parent: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            self.by_code[record.code].append(record)
            self.by_parent[record.parent_code].append(record)
            if record.valid_to:
                self.ended[record.valid_to][record.code] = record
            if record.valid_from > FIRST_STATE:
                self.begun[record.valid_from][record.code] = record

    def at(self, code: str, day: str) -> Record | None:
        return next((record for record in self.by_code.get(code, ()) if record.holds(day)), None)

    def children(self, code: str, day: str) -> list[Record]:
        return [record for record in self.by_parent.get(code, ()) if record.holds(day)]

    def province(self, record: Record) -> str:
        while record.level != "province":
            above = self.at(record.parent_code, record.valid_from)
            if above is None:
                raise SystemExit(f"{record} has no parent")
            record = above
        return record.code

    def days(self) -> list[str]:
        return sorted(set(self.ended) | set(self.begun))


def derived(records: Iterable[Record]) -> list[Link]:
    """Return the steps before the reform, day by day, communes before the districts that hang on them."""
    history = History(records)
    links: list[Link] = []
    for day in history.days():
        communes = _communes(history, day)
        links += communes + _above(history, day, communes, links)
    return links


def _communes(history: History, day: str) -> list[Link]:
    eve = _before(day)
    ended = _of_level(history.ended[day], "commune")
    begun = _of_level(history.begun[day], "commune")
    links = [Link(day, ended[code], begun[code], "code") for code in sorted(ended.keys() & begun.keys())]
    for code, old in sorted(ended.items()):
        if code not in begun:
            again = _late(history, old, day)
            links.append(Link(day, old, again, "code") if again else _into(history, day, old, ended, begun))
    told = {link.new.code for link in links}
    for code, new in sorted(begun.items()):
        if code not in told and not _was_late(history, new, day):
            links.append(_out_of(history, day, eve, new, ended))
    return links


def _into(history: History, day: str, old: Record, ended: Mapping[str, Record], begun: Mapping[str, Record]) -> Link:
    """Find what a unit whose code ended went into."""
    parents = _parents_after(history, old, day)
    near = [new for new in begun.values() if new.parent_code in parents]
    province = history.province(old)
    same = [new for new in near if fold(new.name) == fold(old.name)]
    if not same:
        same = [n for n in begun.values() if fold(n.name) == fold(old.name) and history.province(n) == province]
    if len(same) == 1:
        return Link(day, old, same[0], "name")
    parts = [new for new in near if _is_part(old, new, ended)]
    if len(parts) == 1:
        return Link(day, old, parts[0], "name_part")
    guessed = guess(history, day, old)
    if guessed:
        return Link(day, old, guessed, "guess")
    island = history.at(old.parent_code, day)
    if island is None:
        raise SystemExit(f"{old} ended on {day} with its district")
    return Link(day, old, island, "district")


def guess(history: History, day: str, old: Record) -> Record | None:
    """Return what a unit most likely went into when no name tells; None where its district has no communes left."""
    parents = _parents_after(history, old, day)
    there = [record for parent in parents for record in history.children(parent, day)]
    begun = [record for record in there if record.valid_from == day]
    fresh = [new for new in begun if (e := history.ended[day].get(new.code)) is None or fold(e.name) != fold(new.name)]
    return _nearest(old, fresh or begun or there) if there else None


def _out_of(history: History, day: str, eve: str, new: Record, ended: Mapping[str, Record]) -> Link:
    """Find what a unit with a new code was made of."""
    parents = {new.parent_code} | {
        before.parent_code
        for record in history.children(new.parent_code, day)
        if (before := history.at(record.code, eve))
    }
    near = [old for old in ended.values() if old.parent_code in parents]
    same = [old for old in near if fold(old.name) == fold(new.name)]
    if len(same) == 1:
        return Link(day, same[0], new, "name")
    there = [record for parent in sorted(parents) for record in history.children(parent, eve)]
    province = history.province(new)
    wider = (d for d in history.children(province, eve) if not there)
    there += [record for district in wider for record in history.children(district.code, eve)]
    return Link(day, _nearest(new, there), new, "guess")


def _is_part(old: Record, new: Record, ended: Mapping[str, Record]) -> bool:
    """Tell whether the new name took a word from the old one, and not from the record whose code it goes on with."""
    own = ended.get(new.code)
    fresh = set(fold(new.name).split()) - (set(fold(own.name).split()) if own else set())
    return bool(fresh & set(fold(old.name).split()))


def _parents_after(history: History, old: Record, day: str) -> list[str]:
    """Return the districts that a unit's district went on in, its own first."""
    siblings = [record for record in history.by_parent[old.parent_code] if record.holds(_before(day))]
    after = {now.parent_code for record in siblings if (now := history.at(record.code, day))}
    return sorted(after, key=lambda code: (code != old.parent_code, code))


def _nearest(record: Record, others: Iterable[Record]) -> Record:
    return min(others, key=lambda other: (abs(int(other.code) - int(record.code)), other.code))


def _late(history: History, old: Record, day: str) -> Record | None:
    """Return the record with which the same code is back soon after it was missing."""
    for record in history.by_code[old.code]:
        gap = date.fromisoformat(record.valid_from) - date.fromisoformat(day)
        if timedelta(0) < gap <= LATE:
            return record
    return None


def _was_late(history: History, new: Record, day: str) -> bool:
    return any(
        old.valid_to and new.code not in history.begun[old.valid_to] and _late(history, old, old.valid_to) == new
        for old in history.by_code[new.code]
    )


def _above(history: History, day: str, communes: Iterable[Link], earlier: Iterable[Link]) -> list[Link]:
    """Link districts and provinces: by code, else by where their communes went, that day or not long before."""
    links: list[Link] = []
    moves = {(link.old.parent_code, link.new.parent_code) for link in communes if link.basis != "guess"}
    for level in ("district", "province"):
        ended, begun = _of_level(history.ended[day], level), _of_level(history.begun[day], level)
        links += [Link(day, ended[code], begun[code], "code") for code in sorted(ended.keys() & begun.keys())]
        empty = ended.keys() - begun.keys() - {old for old, _ in moves}
        recent = [link for link in earlier if date.fromisoformat(day) - date.fromisoformat(link.on) <= LATE]
        moves |= {
            (link.old.parent_code, link.new.parent_code)
            for link in recent
            if link.old.parent_code in empty and link.new.parent_code not in empty and link.basis != "guess"
        }
        for old_code, new_code in sorted(moves):
            old, new = history.at(old_code, _before(day)), history.at(new_code, day)
            fresh = old_code in ended.keys() - begun.keys() or new_code in begun.keys() - ended.keys()
            if fresh and old and new:
                links.append(Link(day, old, new, "communes"))
        moves = {(link.old.parent_code, link.new.parent_code) for link in links if link.old.level == "district"}
    return links


def crosswalk(source: Path, old: Iterable[Record], new: Iterable[Record]) -> list[Link]:
    """Return the steps of 1 July 2025: of communes as published, of provinces those of their communes."""
    before = {record.code: record for record in old if not record.valid_to}
    new = [record for record in new if record.valid_from == REFORM]
    after = {record.code: record for record in new}
    by_name = {(record.parent_code, record.kind, fold(record.name)): record for record in new}
    province_after = _provinces_after(source, after)
    links: dict[tuple[str, str], Link] = {}
    for row in rows_of(source / "crosswalk_2025-07-01.csv"):
        if row["old_code"] not in before:
            raise SystemExit(f"the crosswalk starts from an unknown unit {row['old_code']}")
        found = after.get(row["new_code"])
        if found is None:  # two codes of the crosswalk are not the list's: go by the name
            kind_word, name = fold(row["new_name"]).split(" ", 1)
            kind = {"xã": "commune", "phường": "ward"}[kind_word]
            found = by_name[province_after[row["old_province_code"]], kind, name]
        origin = before[row["old_code"]]
        links[origin.code, found.code] = Link(REFORM, origin, found, "crosswalk", row["extent"])
        above = before[row["old_province_code"]], after[found.parent_code]
        links.setdefault((above[0].code, above[1].code), Link(REFORM, *above, "crosswalk", "full"))
    parents = {record.parent_code for record in before.values()}
    for island in (record for record in before.values() if record.level == "district" and record.code not in parents):
        zone = by_name[province_after[island.parent_code], "special_zone", fold(island.name)]
        links[island.code, zone.code] = Link(REFORM, island, zone, "district", "full")
    return [links[key] for key in sorted(links)]


def since(new: Iterable[Record]) -> list[Link]:
    """Return the steps after the reform."""
    before = {record.code: record for record in new if record.valid_to}
    return [Link(r.valid_from, before[r.code], r, "act") for r in new if r.valid_from > REFORM]


def _provinces_after(source: Path, after: Mapping[str, Record]) -> dict[str, str]:
    rows = rows_of(source / "crosswalk_2025-07-01.csv")
    return {row["old_province_code"]: after[row["new_code"]].parent_code for row in rows if row["new_code"] in after}


def named(links: Iterable[Link], acts: Mapping[tuple[str, str, str], str]) -> list[Change]:
    """Name what happened in each step, and put the acts beside it; steps that change nothing are left out."""
    links = list(links)
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    targets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in links:
        sources[link.on, link.new.code].add(link.old.code)
        targets[link.on, link.old.code].add(link.new.code)
        if link.old.code != link.new.code and link.new.valid_from < link.on:  # it was there before and goes on
            sources[link.on, link.new.code].add(link.new.code)
        if link.old.code != link.new.code and link.on != REFORM and link.old.holds(link.on):
            targets[link.on, link.old.code].add(link.old.code)
    changes = []
    for link in links:
        said = []
        if len(sources[link.on, link.new.code]) > 1:
            said.append("merged")
        if len(targets[link.on, link.old.code]) > 1:
            said.append("split")
        if fold(link.old.name) != fold(link.new.name):
            said.append("renamed")
        said += _rank(link.old.kind, link.new.kind)
        if link.old.parent_code != link.new.parent_code:
            said.append("moved")
        if link.old.valid_to and link.old.valid_to < link.new.valid_from and link.basis == "code":
            said.append("resumed")
        if said or link.old.code != link.new.code:
            told = acts.get((link.on, link.old.code, link.new.code), "")
            text = ";".join(said) or "recoded"
            changes.append(Change(link.on, link.old.code, link.new.code, text, link.extent, link.basis, told))
    return sorted(changes, key=lambda c: (c.on, len(c.old_code), c.old_code, c.new_code))


def _rank(old: str, new: str) -> list[str]:
    for ranks in RANKS:
        if old in ranks and new in ranks and old != new:
            return ["raised" if ranks.index(new) > ranks.index(old) else "lowered"]
    return ["kind"] if old != new else []


def acts_of(
    links: Iterable[Link], records: Iterable[Record], acts: Iterable[Mapping[str, str]], reform: Mapping[str, str]
) -> dict[tuple[str, str, str], str]:
    """Return the numbers of the acts of each step: of that day's acts those that name its province.

    Where they name none, its district; else the only act of the day; else none. `reform`: numbers by province code.
    """
    history = History(records)
    by_day: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for act in acts:
        number, _, title = act["act"].partition(": ")
        by_day[act["date"]].append((number, f" {bare(title).replace('-', ' ')} "))
    later = {row["code"]: row["act"] for row in rows_of(LATER)}
    found = {}
    for link in links:
        if link.on > REFORM:
            found[link.on, link.old.code, link.new.code] = later[link.new.code]
            continue
        if link.on == REFORM:
            code = link.new.parent_code if link.new.level == "commune" else ""
            found[link.on, link.old.code, link.new.code] = reform[code]
            continue
        chosen = by_day[link.on]
        for outer in (_names(history, link, "province"), _names(history, link, "district")):
            naming = [act for act in chosen if any(name in act[1] for name in outer)]
            if naming:
                chosen = naming
        numbers = dict.fromkeys(number for number, _ in chosen)
        named_there = any(any(n in title for n in _names(history, link, "province")) for _, title in chosen)
        told = named_there or len(numbers) == 1
        found[link.on, link.old.code, link.new.code] = ";".join(numbers) if told else ""
    return found


def _names(history: History, link: Link, level: str) -> set[str]:
    """Return how an act's title would name the units of that level that a step lies in."""
    found = set()
    for record, day in ((link.old, _before(link.on)), (link.new, link.on)):
        at: Record | None = record
        while at is not None:
            if at.level == level:
                found.add(f" {bare(at.name).replace('-', ' ')} ")
            at = history.at(at.parent_code, max(day, at.valid_from)) if at.parent_code else None
    return {" ".join(("", *name.split(), "")) for name in found}


def _of_level(records: Mapping[str, Record], level: str) -> dict[str, Record]:
    return {code: record for code, record in records.items() if record.level == level}


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()

"""The programme's sets of criteria (bộ tiêu chí): which set a plan is read by, which criterion a name means in it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from normalizers import lexicon
from normalizers.misreading import nearest
from normalizers.text import fold
from schemas.errors import Ambiguous, UnknownName
from schemas.evidence import Frozen
from schemas.vocabulary import Standard

Comparable = Literal["same", "changed", "none"]
Numbering = Literal["national", "province", "none"]

_LABEL = re.compile(r"(?:[-+*•] )?(?:các )?(?:tiêu chí )?(?:số )?(?P<number>[0-9]{1,2})?(?:[ .:;)–-]+|$)?(?:về )?")
_MARKS = re.compile(r"[^\w]+")
_ALLOWED = 30  # no province numbers more criteria than this


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of one set; `name` is the act's, `other_names` are as plans write them."""

    framework: str
    number: int
    name: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """One set of criteria; `criteria` is empty where provinces number their own or where it has no numbers."""

    id: str
    standard: Standard
    decision: str | None
    amended_by: tuple[str, ...]
    in_force: date
    valid_from_year: int
    valid_to_year: int
    numbering: Numbering
    criteria: tuple[Criterion, ...]
    province: str | None = None  # code of the province whose own set it is


@dataclass(frozen=True, slots=True)
class CriterionLink:
    """Whether figures on two criteria may be compared, and why not."""

    framework_a: str
    criterion_a: int
    framework_b: str
    criterion_b: int
    comparable: Comparable
    note_vi: str = ""
    note_en: str = ""


class CriteriaBook:
    """All sets of criteria and what links them."""

    def __init__(self, frameworks: Iterable[Framework], links: Iterable[CriterionLink]) -> None:
        self.frameworks = tuple(frameworks)
        self.links = tuple(links)
        self._by_id = {framework.id: framework for framework in self.frameworks}
        self._names = {framework.id: _names(framework) for framework in self.frameworks}
        self._links = {(x.framework_a, x.criterion_a, x.framework_b, x.criterion_b): x for x in self.links}
        self._links |= {(x.framework_b, x.criterion_b, x.framework_a, x.criterion_a): x for x in self.links}

    def names(self) -> tuple[str, ...]:
        """Return all names of criteria of all sets, in all their forms, sorted."""
        criteria = [criterion for framework in self.frameworks for criterion in framework.criteria]
        return tuple(sorted({name for each in criteria for name in (each.name, *each.other_names)}))

    def framework(self, framework_id: str) -> Framework:
        """Return a set by its id; raises UnknownName."""
        if framework_id not in self._by_id:
            raise UnknownName(f"no set of criteria is called {framework_id!r}")
        return self._by_id[framework_id]

    def framework_for(
        self,
        standard: Standard | str,
        on: date | None = None,
        plan_year: int | None = None,
        province: str | None = None,
    ) -> Framework | None:
        """Return the set of that standard in force when a plan was issued, whatever year it is for.

        Where no day is known, that of the middle of the plan's year. A province's own set goes before the national one
        that it came after. None where the standard has no set.
        """
        day = on or (date(plan_year, 6, 30) if plan_year else None)
        if day is None:
            return None
        sets = [
            each
            for each in self.frameworks
            if each.standard == standard and each.in_force <= day and each.province in (None, province)
        ]
        return max(sets, key=lambda each: (each.in_force, each.province is not None), default=None)

    def frameworks_by_decision(self, number: str, province: str | None = None) -> tuple[Framework, ...]:
        """Return the sets that an act ("318/QĐ-TTg") made or amended, of provinces only that one's own."""
        wanted = fold(number)
        known = [each for each in self.frameworks if each.province in (None, province)]
        return tuple(f for f in known if wanted in map(fold, (f.decision or "", *f.amended_by)))

    def criterion(self, framework_id: str, number: int) -> Criterion | None:
        """Return a criterion by its number; None where the set has none of that number or no list."""
        return next((each for each in self.framework(framework_id).criteria if each.number == number), None)

    def number_valid(self, framework_id: str, number: int) -> bool:
        """Tell whether the set may have a criterion of that number; where provinces number their own, any small one."""
        framework = self.framework(framework_id)
        if framework.numbering == "province" and not framework.criteria:
            return 1 <= number <= _ALLOWED
        return 1 <= number <= len(framework.criteria)

    def resolve_name(self, text: str, framework_id: str, *, leading: bool = False) -> Criterion:
        """Return the criterion that a full, shortened or misread name means; "tiêu chí số 2 về" may stand in front.

        With `leading` other words may follow the name, the longest known name counts and nothing is repaired.
        A number without a name counts as one. Raises UnknownName or Ambiguous.
        """
        names = self._names[self.framework(framework_id).id]
        label = _LABEL.match(fold(text))
        number = int(label["number"]) if label and label["number"] else None
        key = criterion_key(fold(text)[label.end() :] if label else text)
        if not key and number is not None and (numbered := self.criterion(framework_id, number)):
            return numbered
        words = key.split()
        for length in range(len(words), 0 if leading else len(words) - 1, -1):
            if found := names.get(" ".join(words[:length])):
                return _only(text, found)
        if not leading and (near := nearest(key, names)):
            return _only(text, {each.number: each for name in near.names for each in names[name]}.values())
        raise UnknownName(f"{framework_id} has no criterion called {text!r}")

    def link(self, framework_a: str, criterion_a: int, framework_b: str, criterion_b: int) -> CriterionLink:
        """Return whether figures on the two may be compared; in whichever order they are given."""
        known = self._links.get((framework_a, criterion_a, framework_b, criterion_b))
        if known:
            return known
        same = framework_a == framework_b and criterion_a == criterion_b
        return CriterionLink(framework_a, criterion_a, framework_b, criterion_b, "same" if same else "none")


@cache
def criterion_key(name: str) -> str:
    """Return what two ways to write a criterion's name share: abbreviations written out, no "và", no punctuation.

    >>> criterion_key("CSVC văn hóa"), criterion_key("Thông tin & Truyền thông")
    ('cơ sở vật chất văn hóa', 'thông tin truyền thông')
    """
    written_out = lexicon.read_toml("criteria.toml")["abbreviations"]
    words = [word for word in _MARKS.sub(" ", fold(name)).split() if word != "và"]
    result, place = [], 0
    while place < len(words):
        pair = " ".join(words[place : place + 2])
        taken = 2 if " " in pair and pair in written_out else 1
        word = pair if taken == 2 else words[place]
        result.append(written_out.get(word, word))
        place += taken
    return " ".join(result)


class FrameworkTable(Frozen):
    """A set of criteria as its file writes it."""

    id: str
    standard: Standard
    decision: str | None = None
    amended_by: tuple[str, ...] = ()
    in_force: date
    years: tuple[int, int]
    numbering: Numbering = "province"
    province: str | None = None
    criteria: tuple[str, ...] = ()


class PairTable(Frozen):
    """Which figures on the criteria of two sets may be compared, as its file writes it; notes by number."""

    a: str
    b: str
    comparable: Comparable
    note_vi: str
    note_en: str
    notes: Mapping[str, Mapping[str, str]] = {}
    changed: tuple[int, ...] = ()  # numbers that are "changed" though the others are "none"


class CriteriaFile(Frozen):
    """A file of sets of criteria: the project's own, or a province's that a user adds."""

    framework: tuple[FrameworkTable, ...] = ()
    other_names: Mapping[str, tuple[str, ...]] = {}
    pair: tuple[PairTable, ...] = ()


@cache
def load_criteria(own: tuple[str, ...] = ()) -> CriteriaBook:
    """Read the sets and their links from the lexicons, and from the texts of a user's own files (TOML).

    Raises ValueError (of pydantic or tomllib) for a text of another form.
    """
    texts = (lexicon.read_text("criteria.toml"), lexicon.read_text("criterion_links.toml"), *own)
    files = [CriteriaFile.model_validate(_without_abbreviations(tomllib.loads(text))) for text in texts]
    other_names = {name: others for file in files for name, others in file.other_names.items()}
    frameworks = [_framework(table, other_names) for file in files for table in file.framework]
    count = {framework.id: len(framework.criteria) for framework in frameworks}
    if len(count) < len(frameworks):
        raise ValueError("two sets of criteria have one id")
    links = [link for file in files for pair in file.pair for link in _links(pair, count)]
    return CriteriaBook(frameworks, links)


def _without_abbreviations(file: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in file.items() if key != "abbreviations"}


def _links(pair: PairTable, count: Mapping[str, int]) -> Iterator[CriterionLink]:
    unknown = [name for name in (pair.a, pair.b) if name not in count]
    if unknown:
        raise ValueError(f"no set of criteria is called {unknown[0]!r}")
    for number in range(1, min(count[pair.a], count[pair.b]) + 1):
        note = pair.notes.get(str(number), {})
        comparable: Comparable = "changed" if number in pair.changed else pair.comparable
        notes = note.get("vi", pair.note_vi), note.get("en", pair.note_en)
        yield CriterionLink(pair.a, number, pair.b, number, comparable, *notes)


def _framework(table: FrameworkTable, other_names: Mapping[str, tuple[str, ...]]) -> Framework:
    first, last = table.years
    criteria = tuple(
        Criterion(table.id, number, name, other_names.get(name, ()))
        for number, name in enumerate(table.criteria, start=1)
    )
    return Framework(
        id=table.id,
        standard=table.standard,
        decision=table.decision,
        amended_by=table.amended_by,
        in_force=table.in_force,
        valid_from_year=first,
        valid_to_year=last,
        numbering=table.numbering,
        criteria=criteria,
        province=table.province,
    )


def _names(framework: Framework) -> Mapping[str, tuple[Criterion, ...]]:
    """Return the criteria by the key of each of their names; the act's own names go before other names."""
    names: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in framework.criteria:
        names[criterion_key(criterion.name)].append(criterion)
    own = frozenset(names)
    for criterion in framework.criteria:
        for key in {criterion_key(name) for name in criterion.other_names} - own:
            names[key].append(criterion)
    return {key: tuple(criteria) for key, criteria in names.items()}


def _only(text: str, found: Iterable[Criterion]) -> Criterion:
    criteria = tuple(found)
    if len(criteria) > 1:
        told = tuple(f"{each.number} {each.name}" for each in criteria)
        raise Ambiguous(f"{text!r} may be criterion {', '.join(told)}", told)
    return criteria[0]

"""Names of communes as Tesseract would misread them, one edit each, and what the gazetteer makes of them.

The edits are drawn from the counted confusions of `normalizers/lexicons/ocr_confusions.csv`, each as often as it was
seen. What cannot be told by anybody is set apart: a misreading that is the name of another unit of the district, or as
near to one as to its own. It must be flagged; all others must be told rightly.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from normalizers import lexicon
from normalizers.place_names import KINDS
from normalizers.place_units import AmbiguousPlace, Unit
from normalizers.places import Gazetteer
from normalizers.text import fold
from schemas.errors import NotRecognized

DAY = date(2020, 6, 1)
WORD = {row["kind"]: row["word"].capitalize() for row in KINDS}
Outcome = str  # "silent" is wrong and without a flag


@dataclass(frozen=True)
class Misread:
    """A unit and its name as read, kind word kept."""

    unit: Unit
    text: str

    @property
    def name(self) -> str:
        return self.text.removeprefix(WORD[self.unit.kind] + " ")


def draw(gazetteer: Gazetteer, count: int, seed: int, on: date = DAY) -> Iterator[Misread]:
    """Yield misread names of xã and thị trấn drawn over the country."""
    chance = random.Random(seed)
    units = [unit for unit in gazetteer.units if unit.kind in ("commune", "town") and unit.holds(on)]
    confusions = [(row["printed"], row["read"], int(row["count"])) for row in lexicon.read_rows("ocr_confusions.csv")]
    made = 0
    while made < count:
        unit = chance.choice(units)
        name = _misread(unit.name, confusions, chance)
        if name is not None and fold(name) != fold(unit.name):
            made += 1
            yield Misread(unit, f"{WORD[unit.kind]} {name}")


def _misread(name: str, confusions: Sequence[tuple[str, str, int]], chance: random.Random) -> str | None:
    """Apply one confusion, chosen by how often it is seen among those that the name has room for."""
    places: list[tuple[int, str, str, float]] = []
    for printed, read, count in confusions:
        if any(map(str.isdigit, read)):
            continue
        starts = [i for i in range(len(name)) if printed and name.startswith(printed, i)]
        places += [(start, printed, read, count) for start in starts]
        if not printed:  # a letter that nobody printed: rarely, anywhere
            places += [(i, printed, read, count / 20) for i in range(1, len(name) + 1)]
    if not places:
        return None
    start, printed, read, _ = chance.choices(places, weights=[place[3] for place in places])[0]
    misread = " ".join((name[:start] + read + name[start + len(printed) :]).split())
    return misread or None


def undecidable(misread: Misread, gazetteer: Gazetteer, on: date = DAY) -> bool:
    """Tell whether the text is, or is as near to, another unit of the district."""
    others = [unit for unit in gazetteer.children(misread.unit.parent_code, on) if unit != misread.unit]
    text = fold(misread.name)
    own = Levenshtein.distance(text, fold(misread.unit.name))
    return any(Levenshtein.distance(text, fold(unit.name)) <= own for unit in others)


def judged(misread: Misread, gazetteer: Gazetteer, *, district: bool = True, on: date = DAY) -> Outcome:
    """Tell what the gazetteer makes of it, the district known or the province alone."""
    within = misread.unit.parent_code
    if not district and within:
        within = gazetteer.unit(within, on).parent_code  # type: ignore[union-attr]
    try:
        match = gazetteer.resolve(misread.text, on=on, within=within, level="commune", widen=False, doubtful=True)
    except AmbiguousPlace:
        return "ambiguous"
    except NotRecognized:
        return "unknown"
    flagged = match.repaired or bool(match.rivals)
    if match.unit.code == misread.unit.code:
        return "right, flagged" if flagged else "right"
    return "wrong, flagged" if flagged else "silent"


def tally(gazetteer: Gazetteer, count: int, seed: int) -> dict[str, Counter[Outcome]]:
    """Return how the draw is judged: `told` and `undecidable` with the district, `province` without it."""
    result: dict[str, Counter[Outcome]] = {"told": Counter(), "undecidable": Counter(), "province": Counter()}
    for misread in draw(gazetteer, count, seed):
        group = "undecidable" if undecidable(misread, gazetteer) else "told"
        result[group][judged(misread, gazetteer)] += 1
        result["province"][judged(misread, gazetteer, district=False)] += 1
    return result

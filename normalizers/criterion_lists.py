"""Lists of criteria as tables print them: "1,3,4, 9,12", "2.11" (2 and 11), "5-9", "18.9"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from schemas.errors import WrongFormat

BROKEN = re.compile(r"(?<!\d)1\s(?=\d(?!\d))")  # "9, 1 0": a number broken over two lines of a narrow cell
NUMBERS = re.compile(r"\d+(?:\s*[-–]\s*\d+)?")
ALLOWED = re.compile(r"^[\d\s,;.&+–-]*(?:và[\d\s,;.&+–-]*)*$")
LONGEST_RANGE = 30
MOST_CRITERIA = 30  # where a province numbers its own set
LED = re.compile(
    r"^\d{1,2}\s*(?:tiêu chí|tc)\s*(?::|\(|gồm:?)\s*(?P<list>[^()]+)\)?$", re.IGNORECASE
)  # "05 TC (2, 5, 6)"
NAMING = re.compile(r"(?<!\w)(?:các )?(?:tiêu chí|tc)\s?(?:số)?(?=\s?\d)|(?<=\d)\s?\([^()\d]+\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CriterionList:
    """The criteria of a list in the order printed.

    `repairs` name what the reading rests on beyond commas: point_as_comma ("2.11"), range ("5-9"), range_as_two ("5-9"
    beside the number 2), split ("1214"), whole ("2.11" beside the number 1 is the sub-criterion of 2). `doubtful` tells
    that another reading is as good.
    """

    numbers: tuple[int, ...]
    repairs: tuple[str, ...] = ()
    doubtful: bool = False


def parse_criterion_list(text: str, *, highest: int, stated: int | None = None) -> CriterionList:
    """Read a list of criteria; `stated` is the number beside it, which decides between readings.

    Raises WrongFormat for words ("Đã đạt chuẩn") and for a list in which a number can be no criterion.

    >>> parse_criterion_list("2.11", highest=14, stated=2)
    CriterionList(numbers=(2, 11), repairs=('point_as_comma',), doubtful=False)
    >>> parse_criterion_list("5-9", highest=19, stated=5).numbers
    (5, 6, 7, 8, 9)
    >>> parse_criterion_list("TC2, TC17", highest=19).numbers, parse_criterion_list("2 TC (2, 17)", highest=19).numbers
    ((2, 17), (2, 17))
    >>> parse_criterion_list("8,9,1 0,1 1", highest=19, stated=4).numbers
    (8, 9, 10, 11)
    """
    if led := LED.match(text.strip()):
        text = led["list"]
    folded = NAMING.sub("", text).strip().strip(",;. ")
    if not folded:
        return CriterionList(())
    if not ALLOWED.match(folded.lower()):
        raise WrongFormat(f"not a list of criteria: {text!r}")
    mended = tuple(map(int, re.findall(r"\d+", BROKEN.sub("1", folded)))) if BROKEN.search(folded) else ()
    if mended and len(mended) == stated and list(mended) == sorted(set(mended)) and mended[-1] <= highest:
        return CriterionList(mended, ("broken_number",))
    pieces = [_readings(match.group(), highest) for match in NUMBERS.finditer(folded)]
    if not pieces or not all(pieces):
        raise WrongFormat(f"a number in the list is no criterion: {text!r}")
    repairs = ("point_as_comma",) if re.search(r"\d\.\d", folded) else ()
    readings = [_joined(choice, repairs) for choice in product(*pieces)] if len(pieces) < 40 else []
    readings = readings or [_joined([piece[0] for piece in pieces], repairs)]
    fitting = [reading for reading in readings if len(reading.numbers) == stated]
    wholes = _as_sub_criteria(folded, highest) if repairs and stated is not None and not fitting else ()
    if wholes and len(wholes) == stated:
        return CriterionList(wholes, ("whole",), doubtful=True)
    best = fitting or readings
    unsure = best[0].repairs and best[0].repairs != ("range",) and not fitting
    doubtful = len({reading.numbers for reading in best}) > 1 or bool(unsure)
    return CriterionList(best[0].numbers, best[0].repairs, doubtful)


def _readings(piece: str, highest: int) -> list[tuple[tuple[int, ...], str | None]]:
    """Return the ways to read one piece of a list, the likeliest first."""
    ends = [int(number) for number in re.findall(r"\d+", piece)]
    if len(ends) == 2:
        first, last = ends
        if not (1 <= first <= highest and 1 <= last <= highest):
            return []
        two: tuple[tuple[int, ...], str | None] = ((first, last), "range_as_two")
        if first < last <= first + LONGEST_RANGE:
            return [(tuple(range(first, last + 1)), "range"), two]
        return [two]
    if 1 <= ends[0] <= highest:
        return [((ends[0],), None)]
    digits = piece.strip()
    splits = [(int(digits[:cut]), int(digits[cut:])) for cut in range(1, len(digits)) if digits[cut] != "0"]
    return [((a, b), "split") for a, b in splits if 1 <= a < b <= highest]


def _joined(
    choice: list[tuple[tuple[int, ...], str | None]] | tuple[tuple[tuple[int, ...], str | None], ...],
    repairs: tuple[str, ...],
) -> CriterionList:
    numbers = tuple(number for group, _ in choice for number in group)
    named = tuple(dict.fromkeys([*repairs, *(repair for _, repair in choice if repair)]))
    return CriterionList(numbers, named)


def _as_sub_criteria(text: str, highest: int) -> tuple[int, ...]:
    """Read "2.11" as the sub-criterion 11 of 2: the criteria alone."""
    wholes = [int(match) for match in re.findall(r"(?<![\d.])(\d+)(?:\.\d+)?(?![\d.])", text)]
    return tuple(wholes) if all(1 <= whole <= highest for whole in wholes) else ()

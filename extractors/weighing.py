"""Numbers of a scanned table whose two readings differ, weighed against the arithmetic around them.

A figure is never computed: of the two readings the one is taken that alone fits what other rows of the table show to
hold (a column that sums up others, a list as long as the count beside it), or that alone is a list of criteria in a
column of such lists; where both or none fit, the cell stays in doubt. What both readings agree on is printed so, right
or wrong, and is left alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.document import Cell

DOUBT = 0.5
WEIGHED = 0.85
# A relation is believed that holds in so many rows, and in such a share of those that can tell.
FEWEST_ROWS, LEAST_SHARE = 3, 0.7
NUMBER = re.compile(r"\d{1,6}")
LIST = re.compile(r"\d{1,2}(?:\s*[,;.]\s*\d{1,2})+[,;.]?")
HIGHEST_CRITERION = 20

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Sum:
    """The whole at the end of a row (or a column) and its parts, by their indices."""

    whole: int
    parts: tuple[int, ...]


def weigh(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells, those in doubt settled that the arithmetic of the table settles."""
    doubtful = {(cell.row, cell.column): cell for cell in cells if cell.other is not None and cell.confidence <= DOUBT}
    if not doubtful:
        return list(cells)
    sure = {
        (cell.row, cell.column): cell.text
        for cell in cells
        if (cell.row, cell.column) not in doubtful and cell.row_span == cell.column_span == 1
    }
    numbers = {place: int(text) for place, text in sure.items() if NUMBER.fullmatch(text)}
    turned = {(column, row): number for (row, column), number in numbers.items()}
    across, down = list(_sums(numbers)), list(_sums(turned))
    counted = list(_counted_lists(sure))
    listing = set(_columns_of_lists(sure))
    settled = {}
    for place, cell in doubtful.items():
        assert cell.other is not None
        fitting = []
        for text, other in ((cell.text, cell.other), (cell.other, cell.text)):
            told = [
                *_told_by_sums(place, text, numbers, across),
                *_told_by_sums((place[1], place[0]), text, turned, down),
                *_told_by_lists(place, text, sure, counted),
            ]
            if told and all(told):
                fitting.append((text, other))
        if not fitting and place[1] in listing and _items(cell.text) != _items(cell.other):
            pairs = ((cell.text, cell.other), (cell.other, cell.text))
            fitting = [(text, other) for text, other in pairs if _is_list(text)]
        if len(fitting) == 1:
            text, other = fitting[0]
            settled[place] = replace(cell, text=text, other=other, confidence=WEIGHED)
    return [settled.get((cell.row, cell.column), cell) for cell in cells]


def _sums(numbers: Mapping[Place, int]) -> Iterator[_Sum]:
    """Yield the columns that are the sum of neighbouring ones in most rows."""
    columns = sorted({column for _, column in numbers})
    rows = sorted({row for row, _ in numbers})
    for whole, first in itertools.product(columns, columns):
        for last in (whole - 1, columns[-1]):
            parts = tuple(column for column in columns if first <= column <= last and column != whole)
            if len(parts) < 2 or first <= whole <= last:
                continue
            told = [
                numbers[row, whole] == sum(numbers[row, part] for part in parts)
                for row in rows
                if all((row, column) in numbers for column in (whole, *parts))
            ]
            if sum(told) >= FEWEST_ROWS and sum(told) >= LEAST_SHARE * len(told):
                yield _Sum(whole, parts)


def _counted_lists(sure: Mapping[Place, str]) -> Iterator[tuple[int, int]]:
    """Yield the columns of counts and of lists beside them that are as long in most rows."""
    width = max((column for _, column in sure), default=0)
    rows = {row for row, _ in sure}
    for count, listed in itertools.pairwise(range(width + 1)):
        pairs = [(sure.get((row, count), ""), sure.get((row, listed), "")) for row in rows]
        told = [
            int(number) == len(_items(text)) for number, text in pairs if NUMBER.fullmatch(number) and LIST.match(text)
        ]
        if sum(told) >= FEWEST_ROWS and sum(told) >= LEAST_SHARE * len(told):
            yield count, listed


def _columns_of_lists(sure: Mapping[Place, str]) -> Iterator[int]:
    """Yield the columns whose cells are lists of criteria, some of them of a single one."""
    columns: dict[int, list[str]] = {}
    for (_, column), text in sure.items():
        if text[:1].isdigit():
            columns.setdefault(column, []).append(text)
    for column, texts in columns.items():
        lists = sum(bool(LIST.fullmatch(text)) for text in texts)
        if lists >= FEWEST_ROWS and sum(_is_list(text) for text in texts) >= LEAST_SHARE * len(texts):
            yield column


def _told_by_sums(place: Place, text: str, numbers: Mapping[Place, int], sums: Sequence[_Sum]) -> Iterator[bool]:
    row, column = place
    for relation in sums:
        if column != relation.whole and column not in relation.parts:
            continue
        if not NUMBER.fullmatch(text):
            yield False
            continue
        row_numbers = {other: numbers.get((row, other)) for other in (relation.whole, *relation.parts)}
        row_numbers[column] = int(text)
        parts = [row_numbers[part] for part in relation.parts]
        whole = row_numbers[relation.whole]
        if whole is not None and None not in parts:
            yield whole == sum(part for part in parts if part is not None)


def _told_by_lists(
    place: Place, text: str, sure: Mapping[Place, str], counted: Sequence[tuple[int, int]]
) -> Iterator[bool]:
    row, column = place
    for count, listed in counted:
        if column == count and LIST.fullmatch(sure.get((row, listed), "")):
            yield text == str(len(_items(sure[row, listed])))
        if column == listed and NUMBER.fullmatch(sure.get((row, count), "")):
            yield _is_list(text) and len(_items(text)) == int(sure[row, count])


def _items(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _is_list(text: str) -> bool:
    """Tell whether a text is a list of criteria as plans print it: ascending, none twice, none beyond the last."""
    items = _items(text)
    read = LIST.fullmatch(text) or NUMBER.fullmatch(text)
    return bool(read) and items == sorted(set(items)) and items[-1] <= HIGHEST_CRITERION

"""Of two readings that differ the arithmetic of the table chooses; what it does not settle stays in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.weighing import weigh
from schemas.document import Cell

COUNTS = [
    ["Tiêu chí", "A", "B", "C", "Cộng"],
    ["1", "7", "8", "9", "24"],
    ["2", "5", "6", "1", "12"],
    ["3", "4", "0", "2", "6"],
]
LISTS = [
    ["1", "Xã A", "3", "1,4,9"],
    ["2", "Xã B", "2", "2,11"],
    ["3", "Xã C", "4", "1,2,3,19"],
]


def table(rows: Sequence[Sequence[str]], doubtful: dict[tuple[int, int], tuple[str, str]]) -> list[Cell]:
    """Make cells; those in doubt are told by place, with the text read first and the other reading."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            read, other = doubtful.get((row, column), (text, None))
            cells.append(Cell(row, column, read, 1, None, confidence=0.99 if other is None else 0.4, other=other))
    return cells


def at(cells: Sequence[Cell], row: int, column: int) -> Cell:
    return next(cell for cell in cells if (cell.row, cell.column) == (row, column))


@pytest.mark.parametrize("readings", [("185", "5"), ("5", "185")])
def test_a_number_is_the_reading_that_its_row_sums_up(readings: tuple[str, str]) -> None:
    rows = [*COUNTS, ["4", "5", "5", "2", "12"]]
    cell = at(weigh(table(rows, {(4, 2): readings})), 4, 2)
    assert (cell.text, cell.other) == ("5", "185")
    assert cell.confidence > 0.5


def test_a_column_is_summed_up_as_well_as_a_row() -> None:
    turned = [list(column) for column in zip(*[*COUNTS, ["4", "5", "5", "2", "12"]], strict=True)]
    assert at(weigh(table(turned, {(2, 4): ("3", "5")})), 2, 4).text == "5"


@pytest.mark.parametrize(
    ("place", "readings", "right"),
    [
        ((3, 3), ("24", "2.4"), "2.4"),
        ((3, 3), ("1,7", "17"), "1,7"),
        ((3, 3), ("9,2", "2,9"), "2,9"),  # ascending
        ((3, 2), ("3", "2"), "2"),
    ],
)
def test_a_list_is_as_long_as_the_count_beside_it(
    place: tuple[int, int], readings: tuple[str, str], right: str
) -> None:
    rows = [*LISTS, ["4", "Xã D", "2", "2,4"]]
    assert at(weigh(table(rows, {place: readings})), *place).text == right


@pytest.mark.parametrize("readings", [("24", "2.4"), ("13,4,12", "1,3,4,12")])
def test_in_a_column_of_lists_a_list_ascends_and_no_criterion_is_beyond_the_last(readings: tuple[str, str]) -> None:
    lists = [[row[-1]] for row in LISTS]
    cell = at(weigh(table([*lists, [""]], {(3, 0): readings})), 3, 0)
    assert (cell.text, cell.other) == (readings[1], readings[0])


def test_what_both_readings_fit_or_neither_stays_in_doubt() -> None:
    rows = [*LISTS, ["4", "Xã D", "2", "2,4"]]
    for readings in (("2,4", "2,9"), ("2,4,6", "2,4,9")):
        cell = at(weigh(table(rows, {(3, 3): readings})), 3, 3)
        assert (cell.text, cell.other, cell.confidence) == (*readings, 0.4)


def test_what_both_readers_read_is_printed_so_even_where_the_sum_is_wrong() -> None:
    rows = [*COUNTS, ["4", "5", "5", "2", "13"]]
    assert weigh(table(rows, {})) == table(rows, {})


def test_without_a_relation_that_other_rows_show_nothing_is_settled() -> None:
    rows = [["1", "7", "8"], ["2", "5", "6"], ["3", "4", "0"]]
    assert at(weigh(table(rows, {(2, 2): ("0", "6")})), 2, 2).text == "0"

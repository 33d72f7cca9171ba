"""Two pages on one picture are told from a wide page, and read one after the other."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from extractors.lines import gather_lines
from extractors.sheets import Motion, PageContents, PlacedTable, as_shown, lay_out
from extractors.spreads import find_gutter, halves, side_by_side
from extractors.zones import build_blocks
from schemas.document import Cell, Paragraph, Table, Word
from schemas.geometry import Box
from schemas.vocabulary import Reader

A3 = (1191.0, 842.0)


def prose(left: float, name: str, count: int = 12, words: int = 8, width: float = 420.0) -> list[Word]:
    """Return lines of words of one width, which tell their page, line and place."""
    step = width / words
    return [
        Word(
            f"{name}{row}.{place}",
            Box(left + step * place, 80 + 20 * row, left + step * (place + 1) - 4, 94 + 20 * row),
        )
        for row in range(count)
        for place in range(words)
    ]


SPREAD = [*prose(90, "left"), *prose(680, "right")]


def test_two_pages_of_prose_meet_between_their_margins() -> None:
    gutter = find_gutter(SPREAD, [], *A3)
    assert gutter is not None
    assert 510 < gutter < 680


@pytest.mark.parametrize(
    ("words", "tables"),
    [
        (prose(90, "wide", width=1000), []),  # lines over the whole sheet
        ([*SPREAD, *prose(500, "across", count=1, words=6, width=200)], []),  # a heading over the middle
        (SPREAD, [Box(90, 400, 1100, 700)]),  # a table over it
        ([*prose(90, "name", words=3), *prose(680, "list", words=2)], []),  # columns of a table without rules
        (prose(90, "left"), []),  # a single page on a large sheet
        ([*prose(90, "left"), *prose(680, "right", count=2)], []),
    ],
)
def test_a_wide_sheet_is_one_page(words: list[Word], tables: list[Box]) -> None:
    assert find_gutter(words, tables, *A3) is None


def test_an_upright_page_is_never_parted() -> None:
    assert find_gutter(SPREAD, [], 1191.0, 1684.0) is None


def test_a_page_that_is_a_table_is_a_page_too() -> None:
    assert find_gutter(prose(90, "left"), [Box(660, 80, 1120, 700)], *A3) is not None


def contents(words: Iterable[Word], gutter: float | None, tables: tuple[PlacedTable, ...] = ()) -> PageContents:
    lines = tuple(line for half in halves(list(words), gutter) for line in gather_lines(1, half))
    quarter = Motion(1, 0, 5, 0, 1, -3)
    return PageContents(1, *A3, lines, tables, Reader.OCR, to_shown=quarter, shown_size=A3, gutter=gutter)


def test_the_left_page_is_read_before_the_right_one_and_boxes_are_those_of_the_picture() -> None:
    box = Box(680, 60, 1100, 76)
    table = Table(page=1, box=box, cells=(Cell(0, 0, "A", 1, box),), reader=Reader.OCR)
    sheets = lay_out([contents(SPREAD, 600.0, (PlacedTable(table, box),))])
    (sheet,) = sheets
    texts = [item if isinstance(item, Table) else item.text.split()[0] for item in sheet.items]
    assert texts == [*(f"left{row}.0" for row in range(12)), table, *(f"right{row}.0" for row in range(12))]
    fragments = [
        (paragraph.text[fragment.start : fragment.end], fragment.box)
        for paragraph in as_shown(sheets, build_blocks(list(sheet.items), sheet.width))
        if isinstance(paragraph, Paragraph)
        for fragment in paragraph.fragments
    ]
    printed = {word.text: word.box for word in SPREAD}
    assert len(fragments) == len(SPREAD)
    for text, shown in fragments:
        meant = printed[text]
        assert meant is not None
        assert shown == Box(meant.x0 + 5, meant.y0 - 3, meant.x1 + 5, meant.y1 - 3)


def test_halves_read_each_for_itself_stand_side_by_side_as_the_picture_shows_them() -> None:
    box = Box(60, 700, 400, 740)
    table = Table(page=1, box=box, cells=(Cell(0, 0, "A", 1, box, words=(Word("A", box),)),), reader=Reader.OCR)
    motion = Motion(1, 0, 5, 0, 1, -3)
    left, right = (
        PageContents(
            1, 600, 842, tuple(gather_lines(1, prose(90, name))), (PlacedTable(table, box),), Reader.OCR,
            to_shown=motion, shown_size=(595.5, 842.0),
        )
        for name in ("left", "right")
    )  # fmt: skip
    both = side_by_side(left, right)
    assert (both.width, both.gutter, both.shown_size) == (1200, 600, (1191.0, 842.0))
    (sheet,) = lay_out([both])
    assert [line.words[0].box for line in (sheet.page.lines[0], sheet.page.lines[12])] == [
        Box(95, 77, 143.5, 91),
        Box(690.5, 77, 739, 91),
    ]
    shown = [placed.table for placed in both.tables]
    assert [each.box for each in shown] == [box, Box(655.5, 700, 995.5, 740)]
    assert [cell.words[0].box for each in shown for cell in each.cells] == [each.box for each in shown]
    assert [item for item in sheet.items if isinstance(item, Table)] == shown
    assert sheet.items.index(shown[0]) == 12

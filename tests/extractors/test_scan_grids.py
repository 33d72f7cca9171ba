"""The rules of a scanned table are told from pens and from heavy print, and their gaps are mended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.engines.scan_grids import ScanGrid, find_rules, find_scan_grids
from tools.sample_print import FONTS

X_HEIGHT = 20.0
FACE = str(FONTS / "Tinos-Bold.ttf")
ROWS, COLUMNS = range(60, 361, 60), (40, 140, 460, 800)


def table(text: str = "Xã Cao Lâu") -> Image.Image:
    picture = Image.new("L", (860, 420), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FACE, 38)
    for y in ROWS:
        draw.line((COLUMNS[0], y, COLUMNS[-1], y), fill=0, width=2)
    for x in COLUMNS:
        draw.line((x, ROWS[0], x, ROWS[-1]), fill=0, width=2)
    for y in ROWS[:-1]:
        draw.text((COLUMNS[1] + 12, y + 8), text, font=font, fill=0)
    return picture


def grid(gray: NDArray[np.uint8]) -> ScanGrid:
    (found,) = find_scan_grids(find_rules(gray, X_HEIGHT), X_HEIGHT)
    return found


def shape(found: ScanGrid) -> tuple[int, int, int]:
    rows = max(cell.row + cell.row_span for cell in found.cells)
    return rows, max(cell.column + cell.column_span for cell in found.cells), len(found.cells)


def test_a_stroke_of_a_pen_across_a_cell_is_no_rule() -> None:
    picture = table()
    ImageDraw.Draw(picture).line((520, 150, 700, 152), fill=0, width=3)
    assert shape(grid(np.asarray(picture))) == (5, 3, 15)


def test_the_feet_of_heavy_letters_are_no_rule() -> None:
    picture = table("HHIHIH")
    ImageDraw.Draw(picture).line((152, 153, 280, 153), fill=0, width=2)  # the serifs at their feet touch
    assert shape(grid(np.asarray(picture))) == (5, 3, 15)


def test_a_rule_broken_into_dots_parts_cells() -> None:
    gray = np.asarray(table()).copy()
    for x in range(470, 790, 12):  # what is left of the rule is shorter than a stroke of a letter
        gray[178:184, x : x + 2] = 255
    assert shape(grid(gray)) == (5, 3, 15)


def worn(picture: Image.Image, share: float = 0.3) -> NDArray[np.uint8]:
    """Break rules and print into pieces of a pixel or two."""
    gray = np.asarray(picture).copy()
    lost = np.random.default_rng(5).random((gray.shape[0] // 2, gray.shape[1] // 2)) < share
    gray[np.kron(lost, np.ones((2, 2), np.bool_))] = 255
    return gray


def test_a_table_whose_rules_are_nothing_but_dots_has_its_cells() -> None:
    gray = worn(table())
    assert find_scan_grids(find_rules(gray, X_HEIGHT), X_HEIGHT) == []
    (found,) = find_scan_grids(find_rules(gray, X_HEIGHT, thin=True), X_HEIGHT)
    assert shape(found) == (5, 3, 15)


def test_a_cell_through_which_no_dots_run_is_not_parted_by_the_letters_in_it() -> None:
    picture = table("Xã HHHH HHHH HHHH HHHH")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((462, 122, 798, 178), fill=255)
    draw.rectangle((455, 124, 465, 177), fill=255)
    draw.text((160, 128), "II Kế hoạch HHHHHHHHHHHHHH HHHH", font=ImageFont.truetype(FACE, 38), fill=0)
    (found,) = find_scan_grids(find_rules(worn(picture), X_HEIGHT, thin=True), X_HEIGHT)
    assert shape(found) == (5, 3, 14)


def test_print_that_is_broken_is_no_table() -> None:
    picture = Image.new("L", (860, 420), 255)
    for row in range(7):
        text = "1, 3, 4, 7, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19"
        ImageDraw.Draw(picture).text((40, 20 + 55 * row), text, font=ImageFont.truetype(FACE, 36), fill=0)
    assert find_scan_grids(find_rules(worn(picture), X_HEIGHT, thin=True), X_HEIGHT) == []


def test_cells_that_no_rule_parts_are_one() -> None:
    gray = np.asarray(table()).copy()
    gray[178:184, 470:790] = 255
    assert shape(grid(gray)) == (5, 3, 14)

"""Numbers of cells are doubted where their picture or their table speaks against two readings that agree."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.cell_numbers import distrusted
from extractors.number_marks import is_as_wide
from schemas.document import Cell
from schemas.geometry import Box
from tools.sample_print import FONTS


def picture(text: str, face: str = "Regular") -> np.ndarray:
    sheet = Image.new("L", (220, 70), 255)
    font = ImageFont.truetype(str(FONTS / f"Tinos-{face}.ttf"), 42)
    ImageDraw.Draw(sheet).text((20, 10), text, font=font, fill=0)
    return np.asarray(sheet)


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic"])
@pytest.mark.parametrize("text", ["1", "7", "11", "82", "181", "111", "2528"])
def test_as_many_digits_as_are_printed_fill_their_place(text: str, face: str) -> None:
    assert is_as_wide(picture(text, face), len(text))


@pytest.mark.parametrize(("text", "read"), [("82", 1), ("181", 2), ("11", 3), ("3", 2)])
def test_a_digit_too_few_or_too_many_is_seen_where_they_touch(text: str, read: int) -> None:
    touching = np.minimum(picture(text), np.roll(picture(text), 3, axis=1))
    assert not is_as_wide(touching, read)


def cells(doubtful: int, sure: int) -> list[Cell]:
    box = Box(0, 0, 10, 10)
    numbers = [
        Cell(row, 1, str(row), 1, box, confidence=0.5 if row < doubtful else 0.99) for row in range(doubtful + sure)
    ]
    return [Cell(0, 0, "Tiêu chí 1", 1, box, confidence=0.99), *numbers]


def test_where_many_numbers_are_read_differently_twice_none_is_sure() -> None:
    words, *numbers = distrusted(cells(10, 20))
    assert words.confidence == 0.99
    assert max(cell.confidence for cell in numbers) == 0.5


def test_a_few_numbers_in_doubt_leave_the_others_sure() -> None:
    assert distrusted(cells(3, 27)) == cells(3, 27)

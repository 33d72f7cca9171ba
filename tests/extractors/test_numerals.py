"""Roman numerals and stops told by their form, where Tesseract makes letters of them or loses them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.engines.ocr import OcrWord
from extractors.number_marks import join_numbers, with_marks
from extractors.roman import mend_numerals, mend_quarter_of_year, spell_numerals, tell_numeral
from extractors.row_numbers import in_sequence, numbered
from schemas.document import Cell
from schemas.geometry import Box
from tools.sample_print import FONTS

NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VIII", "IX", "XI", "I, II", "II, III", "II, III, IV", "I, II, III"]


def written(
    text: str, size: int = 34, *, bold: bool = False, blur: float = 0.6, family: str = "Tinos"
) -> NDArray[np.uint8]:
    picture = Image.new("L", (40 + size * len(text), 3 * size), 255)
    font = ImageFont.truetype(str(FONTS / f"{family}-{'Bold' if bold else 'Regular'}.ttf"), size)
    ImageDraw.Draw(picture).text((20, size // 2), text, font=font, fill=0)
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(blur)))


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [28, 40])
@pytest.mark.parametrize(
    "text",
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "XI", "I, II", "II, III", "II, III, IV", "I, II, III"],
)
def test_numerals_are_spelt_from_their_picture(text: str, size: int, *, bold: bool) -> None:
    read = spell_numerals(written(text, size, bold=bold))
    assert read == text or (bold and read is None)  # bold letters may touch: no guess then


@pytest.mark.parametrize("text", ["NTM", "Quý", "2024", "a", "-"])
def test_other_signs_are_no_numerals(text: str) -> None:
    assert spell_numerals(written(text)) is None


@pytest.mark.parametrize(
    ("printed", "read"),
    [("2.4", "24"), ("1,3,19", "1319"), ("1,3,19", "1,319"), ("2.528", "2528"), ("13,44", "1344"), ("2,3,", "23,")],
)
def test_stops_and_commas_that_were_not_read_are_seen_between_the_digits(printed: str, read: str) -> None:
    assert with_marks(written(printed, blur=0), read) == printed


def test_a_number_is_left_as_read_where_its_picture_shows_no_more_marks_or_other_digits() -> None:
    assert with_marks(written("181"), "181") == "181"
    assert with_marks(written("24"), "214") == "214"
    assert with_marks(written("2.11"), "2.1") is None
    assert with_marks(written("24"), "2.4") == "2.4"


def column(*texts: str) -> list[Cell]:
    return [Cell(row, 0, text, 1, None) for row, text in enumerate(texts)]


def test_a_running_number_is_mended_only_between_its_neighbours() -> None:
    assert [cell.text for cell in in_sequence(column("10", "1", "12", "I", "1", "2."))] == [
        "10",
        "11",
        "12",
        "I",
        "1",
        "2.",
    ]
    assert [cell.text for cell in in_sequence(column("¡", "2", "3"))] == ["1", "2", "3"]
    assert [cell.text for cell in in_sequence(column("1", "II", "1", "3"))] == ["1", "II", "1", "3"]


def test_numerals_of_groups_count_on_where_one_cannot_be_read() -> None:
    blank = np.full((40, 40), 255, np.uint8)
    cells = column("V", "1", "2", "VI", "1", "VvH", "1", "VIII")
    pictures = {(cell.row, 0): blank for cell in cells}
    cells += [Cell(cell.row, 2, "Quý II", 1, None) for cell in cells if cell.text.isdigit()]
    mended = [cell.text for cell in numbered(cells, pictures) if cell.column == 0]
    assert mended == ["V", "1", "2", "VI", "1", "VII", "1", "VIII"]


def test_a_numeral_before_a_line_is_told_from_the_digit_and_the_letter() -> None:
    def mended(printed: str, read: str, line: int = 0) -> str:
        picture = written(printed, 34, bold=True)
        (word,) = mend_numerals(picture, [OcrWord(read, Box(0, 0, picture.shape[1], picture.shape[0]), 0.9, line)])
        return word.text

    assert [mended("I.", "1."), mended("1.", "1."), mended("H.", "H.")] == ["I.", "1.", "H."]
    assert [mended("II.", "H."), mended("III.", "IH,")] == ["II.", "III."]


def test_the_parts_of_a_number_are_joined_with_the_mark_between_them() -> None:
    def joined(printed: str, first: str, second: str, gap: float = 2) -> list[str]:
        picture = written(printed, blur=0)
        words = [OcrWord(first, Box(20, 0, 60, 100), 0.9, 0), OcrWord(second, Box(60 + gap, 0, 400, 100), 0.9, 0)]
        return [word.text for word in join_numbers(picture, words, 16)]

    assert joined("4.756", "4.", "756") == ["4.756"]
    assert joined("5,7", "5", "7") == ["5,7"]
    assert joined("10 20", "10", "20", gap=9) == ["10", "20"]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("printed", ["I/2022", "1/2022"])
def test_the_first_quarter_of_a_year_is_written_as_it_is_printed(printed: str, *, bold: bool) -> None:
    picture = written(printed, bold=bold)
    words = [OcrWord("Quý", Box(0, 0, 1, 1), 0.97, 0), OcrWord("1/2022", Box(0, 0, *picture.shape[::-1]), 0.7, 0)]
    assert [word.text for word in mend_quarter_of_year(picture, words)] == ["Quý", printed]


@pytest.mark.parametrize("family", ["Tinos", "Arimo"])
@pytest.mark.parametrize("size", [24, 30, 36])
@pytest.mark.parametrize("printed", ["I", "1", "II", "11", "III", "111"])
def test_a_lone_numeral_is_told_from_a_number_with_serifs_and_without(printed: str, size: int, family: str) -> None:
    for bold in (False, True):
        picture = written(printed, size, bold=bold, family=family)
        word = OcrWord(printed.replace("I", "1"), Box(0, 0, *picture.shape[::-1]), 0.9, 0)
        assert tell_numeral(picture, word).text == printed

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reports.cutout import BAR, RED, cut_out
from schemas.errors import NotFound

DPI = 72  # so that a pixel is a point
WIDTH, HEIGHT = 200, 300
INK = (10, 20, 30)


def page(number: int) -> Image.Image:
    """A page all in ink, so that whatever is drawn on it shows."""
    return Image.new("RGB", (WIDTH, HEIGHT), INK)


def fact(*pieces: tuple[int, list[float] | None]) -> dict[str, Any]:
    return {"pieces": [{"page": number, "box": box, "quote": "xã"} for number, box in pieces], "quote": "109/181 xã"}


def pixels(picture: Image.Image) -> set[tuple[int, int]]:
    """The places where something is drawn."""
    return {(x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y)) == RED}


def test_the_words_are_framed_and_nothing_is_drawn_over_them() -> None:
    picture = cut_out(fact((1, [50, 60, 90, 72])), page, dpi=DPI, margin_points=20)
    assert picture.size == (40 + 2 * 20, 12 + 2 * 20)
    drawn = pixels(picture)
    assert drawn
    assert not any(20 <= x <= 60 and 20 <= y <= 32 for x, y in drawn)
    assert min(x for x, _ in drawn) < 20 < 60 < max(x for x, _ in drawn)


def test_the_cut_out_ends_at_the_page_s_edge() -> None:
    picture = cut_out(fact((1, [0, 0, WIDTH, HEIGHT])), page, dpi=DPI, margin_points=50)
    assert picture.size == (WIDTH, HEIGHT)


def test_pieces_of_one_page_share_a_cut_out_and_those_of_two_stand_below_each_other() -> None:
    one = cut_out(fact((1, [50, 60, 90, 72]), (1, [50, 80, 90, 92])), page, dpi=DPI, margin_points=0)
    assert one.size == (40, 32)
    two = cut_out(fact((2, [50, 10, 90, 22]), (1, [50, 280, 90, 292])), page, dpi=DPI, margin_points=0)
    assert two.size == (40, 12 + BAR + 12)


@given(st.integers(0, 190), st.integers(0, 290), st.integers(1, 10), st.integers(1, 10), st.integers(0, 500))
def test_wherever_the_words_stand_they_are_in_the_picture(x: int, y: int, width: int, height: int, margin: int) -> None:
    picture = cut_out(fact((1, [x, y, x + width, y + height])), page, dpi=DPI, margin_points=margin)
    assert picture.width >= width
    assert picture.height >= height


def test_a_fact_of_plain_text_is_told_to_have_no_picture() -> None:
    with pytest.raises(NotFound, match="plain text, which has no picture of a page; its words are “109/181 xã”"):
        cut_out(fact((1, None)), page, dpi=DPI, margin_points=20)

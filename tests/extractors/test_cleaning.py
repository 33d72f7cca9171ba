"""What lies over, behind and across the print of a page is wiped, and the print stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from extractors.engines.cleaning import (
    even,
    thickened,
    without_bleeding,
    without_colours,
    without_edges,
    without_streaks,
)
from tools.sample_print import FONTS

LINES = ["Xây dựng 10 xã đạt chuẩn nông thôn mới,", "nâng tổng số lên 75/181 xã, chiếm 41,4%."] * 6
Picture = Image.Image


def sheet(paper: int = 245, ink: int = 45) -> Picture:
    picture = Image.new("L", (900, 800), paper)
    font = ImageFont.truetype(str(FONTS / "Tinos-Regular.ttf"), 36)
    for number, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((110, 80 + 54 * number), line, font=font, fill=ink)
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def dark(gray: np.ndarray) -> np.ndarray:
    return gray < 120


def test_print_under_a_red_stamp_keeps_its_strokes() -> None:
    plain = sheet().convert("RGB")
    stamp = Image.new("RGB", plain.size, "white")
    ImageDraw.Draw(stamp).ellipse((250, 150, 650, 550), outline=(205, 40, 50), width=40)
    covered = np.asarray(ImageChops.multiply(plain, stamp.filter(ImageFilter.GaussianBlur(1))))[:, :, ::-1]
    gray, mask = without_colours(np.ascontiguousarray(covered))
    assert mask is not None
    printed, read = dark(np.asarray(plain.convert("L"))), dark(gray)
    assert np.count_nonzero(printed & read) > 0.97 * np.count_nonzero(printed)
    assert np.count_nonzero(read & ~printed) < 0.03 * np.count_nonzero(printed)


def test_what_shines_through_from_the_other_side_is_wiped() -> None:
    front = np.asarray(sheet(), dtype=np.int16)
    back = np.asarray(sheet().transpose(Image.Transpose.FLIP_LEFT_RIGHT), dtype=np.int16)
    through = np.clip(front - np.roll(245 - back, 27, axis=0) // 3, 0, 255).astype(np.uint8)
    alone, clean = even(front.astype(np.uint8)), without_bleeding(even(through))
    paper = alone > 250
    assert np.count_nonzero(paper & (clean < 215)) < 0.2 * np.count_nonzero(paper & (even(through) < 215))
    assert np.count_nonzero(dark(clean) & dark(alone)) > 0.97 * np.count_nonzero(dark(alone))


def test_a_page_through_which_nothing_shines_is_left_as_it_is() -> None:
    gray = even(np.asarray(sheet()))
    assert without_bleeding(gray) is gray


def thin_sheet() -> np.ndarray:
    """Return a sheet of thin toner: strokes worn off at their edges, so that hairlines are all but gone."""
    wide = np.asarray(sheet().resize((1800, 1600), Image.Resampling.BICUBIC))
    worn = Image.fromarray(cv2.dilate(wide, np.ones((5, 5), np.uint8))).resize((900, 800), Image.Resampling.BOX)
    return np.asarray(worn.filter(ImageFilter.GaussianBlur(0.5)))


def test_the_hairlines_of_thin_toner_are_not_held_for_the_other_side() -> None:
    gray = even(thin_sheet())
    assert without_bleeding(gray) is gray


def test_the_strokes_of_thin_toner_grow_and_those_of_sound_print_do_not() -> None:
    sound, thin = even(np.asarray(sheet())), even(thin_sheet())
    assert thickened(sound, 200) is sound
    grown = thickened(thin, 200)
    assert np.count_nonzero(dark(grown)) > 1.2 * np.count_nonzero(dark(thin))
    assert np.count_nonzero(dark(grown)) < 1.2 * np.count_nonzero(dark(sound))


@pytest.mark.parametrize("axis", [0, 1])
def test_streaks_from_edge_to_edge_are_wiped_and_rules_of_tables_are_not(axis: int) -> None:
    gray = np.asarray(sheet(paper=255, ink=0)).copy()
    whole = gray if axis == 0 else gray.T
    whole[:, 420:423] = 60
    whole[100:600, 700:702] = 0
    clean = without_streaks(gray)
    lines = clean if axis == 0 else clean.T
    assert lines[:70, 415:428].min() > 200
    assert lines[100:600, 700:702].max() == 0


def test_a_dark_frame_of_two_sides_is_wiped() -> None:
    gray = np.asarray(sheet(paper=255, ink=0)).copy()
    gray[:, :26] = 0
    gray[-20:] = 0
    clean = without_edges(gray)
    assert clean[200:500, :24].min() == 255
    assert np.count_nonzero(dark(clean[60:720, 100:])) == np.count_nonzero(dark(gray[60:720, 100:]))


def test_the_grain_of_a_copy_is_paper() -> None:
    rough = np.asarray(sheet(paper=225, ink=80), dtype=np.float64) + np.random.default_rng(1).normal(0, 12, (800, 900))
    evened = even(np.clip(rough, 0, 255).astype(np.uint8))
    assert float((evened[720:] < 240).mean()) < 0.06

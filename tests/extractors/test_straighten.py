"""Pages made ready to be read: upright, straight, clean; what holds no text is said to hold none."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from extractors.engines.columns import runs_in_one_column
from extractors.engines.page_images import PageImage, load_page_images
from extractors.engines.straighten import PreparedPage, prepare

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "cao-loc-2024" / "cao-loc-2024.pdf"
Pixels = NDArray[np.uint8]


@cache
def printed(number: int = 2, dpi: int = 200) -> Pixels:
    return next(iter(load_page_images(SAMPLE, dpi, [number]))).pixels


def page(pixels: Pixels, dpi: float = 200) -> PageImage:
    return PageImage(1, pixels, dpi, pixels.shape[1] * 72 / dpi, pixels.shape[0] * 72 / dpi)


def turned(pixels: Pixels, degrees: float) -> Pixels:
    picture = Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return np.asarray(picture)


def drawn(pixels: Pixels, *shapes: tuple[str, tuple[int, int, int, int], tuple[int, int, int]]) -> Pixels:
    picture = Image.fromarray(pixels)
    draw = ImageDraw.Draw(picture)
    for kind, box, colour in shapes:
        if kind == "ring":
            draw.ellipse(box, outline=colour, width=8)
        elif kind == "disc":
            draw.ellipse(box, fill=colour)
        else:
            draw.rectangle(box, fill=colour)
    return np.asarray(picture)


def share_at_home(prepared: PreparedPage, image: PageImage) -> float:
    """Return the share of the prepared page's ink that `to_page` takes to ink of the page as shown."""
    y, x = np.nonzero(prepared.gray < 60)
    chosen = np.linspace(0, len(x) - 1, 400).astype(int)
    points = np.stack([x[chosen] + 0.5, y[chosen] + 0.5, np.ones(400)])
    shown = prepared.to_page @ points * image.pixels.shape[1] / image.width
    columns = np.clip(shown[0].astype(int), 2, image.pixels.shape[1] - 3)
    rows = np.clip(shown[1].astype(int), 2, image.pixels.shape[0] - 3)
    near = np.min([image.pixels[rows + i, columns + j].min(axis=1) for i in (-2, 0, 2) for j in (-2, 0, 2)], axis=0)
    return float(np.mean(near < 160))


@pytest.mark.parametrize("degrees", [-4.6, -1.3, 0.7, 3.25])
def test_a_skewed_page_is_straightened(degrees: float) -> None:
    image = page(turned(printed(), degrees))
    prepared = prepare(image)
    assert prepared.trouble is None
    assert prepared.angle == pytest.approx(-degrees, abs=0.1)
    assert share_at_home(prepared, image) > 0.97


def test_a_straight_page_is_left_as_it_is() -> None:
    prepared = prepare(page(printed()))
    assert prepared.angle == 0
    assert prepared.gray.shape == printed().shape[:2]
    assert prepared.x_height == pytest.approx(17, abs=2)


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_page_on_its_side_is_turned(quarters: int) -> None:
    image = page(np.ascontiguousarray(np.rot90(printed(), quarters)))
    prepared = prepare(image)
    assert prepared.gray.shape == printed().shape[:2]
    assert share_at_home(prepared, image) > 0.97


def test_a_page_on_its_head_is_turned_where_its_lines_read_better_so() -> None:
    lines: list[int] = []

    def confidence(line: NDArray[np.uint8], dpi: float) -> float:
        lines.append(line.shape[1])
        return 0.3 if len(lines) <= 3 else 0.9

    image = page(np.ascontiguousarray(np.rot90(printed(), 2)))
    prepared = prepare(image, confidence)
    assert prepared.angle == pytest.approx(180, abs=0.1)
    assert share_at_home(prepared, image) > 0.97
    assert prepared.box_on_page(0, 0, 10, 10).x1 == pytest.approx(image.width, abs=0.1)


def test_small_print_is_enlarged_and_large_print_made_smaller() -> None:
    assert prepare(page(printed(dpi=100), 100)).x_height == pytest.approx(23, abs=3)
    assert prepare(page(printed(dpi=500), 500)).x_height == pytest.approx(23, abs=3)


def test_stamps_and_pens_are_wiped_and_their_places_kept() -> None:
    red, blue = (60, 50, 215), (190, 70, 40)
    stamped = drawn(printed(), ("ring", (700, 900, 1000, 1200), red), ("bar", (300, 500, 480, 506), blue))
    prepared = prepare(page(stamped))
    plain = prepare(page(printed()))
    assert np.mean((prepared.gray < 150) != (plain.gray < 150)) < 0.002
    assert any(box.contains_point(850, 904) for box in prepared.coloured)
    assert prepared.with_colours is not None
    assert prepared.with_colours[503, 390] < 200


def test_a_page_printed_in_colour_keeps_its_print() -> None:
    blue = printed().copy()
    blue[:, :, 0] = np.maximum(blue[:, :, 0], 170)
    assert (prepare(page(blue)).gray < 100).sum() > 0.5 * (prepare(page(printed())).gray < 100).sum()


def test_uneven_light_and_thin_toner_are_evened_out() -> None:
    light = np.linspace(0.5, 1.0, printed().shape[1])[None, :, None]
    faint = (255 - (255 - printed().astype(float)) * 0.35) * light
    prepared = prepare(page(faint.astype(np.uint8)))
    plain = prepare(page(printed()))
    assert np.mean((prepared.gray < 150) != (plain.gray < 150)) < 0.01


def test_punch_holes_copier_edges_and_specks_are_wiped() -> None:
    black = (20, 20, 20)
    marked = drawn(
        printed(),
        ("disc", (40, 700, 92, 752), black),
        ("bar", (0, 0, 1700, 30), black),
        ("bar", (60, 2200, 63, 2203), black),
    )
    gray = prepare(page(marked)).gray
    assert gray[726, 66] > 230
    assert gray[10, 800] > 230
    assert gray[2201, 61] > 230


def test_heavy_capitals_at_the_upper_edge_are_no_punch_holes() -> None:
    pixels = printed().copy()
    pixels[60:100, 600:1000] = 255
    for x in range(620, 960, 60):  # an H whose strokes have run together
        pixels[62:98, x : x + 36] = 0
        pixels[62:76, x + 14 : x + 22] = pixels[84:98, x + 14 : x + 22] = 255
    gray = prepare(page(pixels)).gray
    assert np.count_nonzero(gray[62:98, 620:960] < 100) > 0.9 * np.count_nonzero(pixels[62:98, 620:960, 0] < 100)


def test_dots_beside_letters_stay() -> None:
    plain = prepare(page(printed()))
    assert np.mean((printed().max(axis=2) < 100) & (plain.gray > 200)) < 0.0005


@pytest.mark.parametrize(
    ("pixels", "trouble"),
    [
        (np.full((800, 600, 3), 250, np.uint8), "a blank page"),
        (np.full((800, 600, 3), 8, np.uint8), "a black page"),
        (np.random.default_rng(1).integers(0, 255, (800, 600, 3), np.uint8), "a photo"),
    ],
    ids=["blank", "black", "noise"],
)
def test_what_holds_no_text_is_said_to_hold_none(pixels: Pixels, trouble: str) -> None:
    prepared = prepare(page(pixels))
    assert prepared.trouble is not None
    assert trouble in prepared.trouble
    assert prepared.gray.size == 0


def test_a_photo_is_told_from_a_page() -> None:
    y, x = np.mgrid[0:900, 0:700]
    waves = 128 + 60 * np.sin(x / 37) * np.cos(y / 53) + np.random.default_rng(2).normal(0, 6, (900, 700))
    photo = np.repeat(np.clip(waves, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
    assert prepare(page(photo)).trouble is not None


def test_the_trouble_of_a_picture_is_passed_on() -> None:
    broken = PageImage(4, np.zeros((0, 0, 3), np.uint8), 200, 595, 842, "the page is damaged")
    assert prepare(broken).trouble == "the page is damaged"
    assert prepare(broken).number == 4


def one_column(pixels: Pixels) -> bool:
    prepared = prepare(page(pixels))
    return runs_in_one_column(prepared.gray, prepared.x_height)


def test_a_page_of_one_column_is_told_from_letterheads_signatures_and_tables() -> None:
    assert all(one_column(printed(number)) for number in (2, 3))
    letterhead, signatures, table = 1, 4, 5
    assert not any(one_column(printed(number)) for number in (letterhead, signatures, table))


def test_what_is_no_line_makes_a_page_more_than_one_column() -> None:
    bottom = len(printed()) - 260
    assert not one_column(drawn(printed(), ("disc", (700, bottom, 860, bottom + 160), (90, 90, 90))))

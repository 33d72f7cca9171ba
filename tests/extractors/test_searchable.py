"""A scan comes back as a PDF whose words can be searched, its pictures untouched, whatever kind of file it was."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from extractors.engines.page_images import load_page_images
from extractors.engines.pdf_text import read_pdf_text
from extractors.engines.picture_pdf import picture_pdf
from extractors.searchable import text_layer, write_searchable
from extractors.sheets import PageContents, PlacedTable
from schemas.document import Cell, Table, Word
from schemas.errors import UnreadableFile
from schemas.geometry import Box
from tests.ocr import needs_tesseract

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "cao-lau-2024" / "cao-lau-2024"
POINTS = 72 / 200


@cache
def letterhead() -> Image.Image:
    """The upper part of the first page."""
    page = next(iter(load_page_images(SAMPLE.with_suffix(".scan.pdf"), pages=[1])))
    return Image.fromarray(page.pixels[:560, :, 0])


def words(path: Path, number: int = 1) -> list[str]:
    return [word.text for word in read_pdf_text(path)[number - 1].words]


@needs_tesseract
def test_a_table_of_a_scan_can_be_searched_and_its_pages_with_a_sound_layer_are_left_alone(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.pdf"
    with pikepdf.open(SAMPLE.with_suffix(".scan.pdf")) as scan, pikepdf.open(SAMPLE.with_suffix(".pdf")) as print_:
        scan.pages[0] = print_.pages[0]
        del scan.pages[1]
        scan.save(mixed)
    copy = write_searchable(mixed, tmp_path / "copy.pdf")
    assert copy.layered == (2,)
    assert not copy.troubles
    assert words(tmp_path / "copy.pdf", 1) == words(mixed, 1)
    printed = read_pdf_text(SAMPLE.with_suffix(".pdf"))[2].words
    read = read_pdf_text(tmp_path / "copy.pdf")[1].words
    meant = [word.text for word in printed]
    assert Levenshtein.normalized_similarity([word.text for word in read], meant) > 0.97
    once = {word.text: word.box for word in printed if meant.count(word.text) == 1}
    for word in read:
        place = once.get(word.text)
        if place is not None and word.box is not None:
            # The page lies up to 0.7 degrees askew in the picture.
            assert abs(word.box.centre[0] - place.centre[0]) < 8
            assert abs(word.box.centre[1] - place.centre[1]) < 8


@needs_tesseract
def test_a_fax_of_several_pages_becomes_a_pdf_and_its_empty_page_is_told(tmp_path: Path) -> None:
    sheet = letterhead().point(lambda level: 255 * (level > 150)).convert("1")
    blank = Image.new("1", sheet.size, 1)
    path = tmp_path / "plan.tif"
    sheet.save(path, save_all=True, append_images=[blank], compression="group4", dpi=(200, 200))
    copy = write_searchable(path, tmp_path / "copy.pdf")
    assert copy.layered == (1,)
    assert copy.troubles == {2: "a blank page"}
    assert {"CỘNG", "HÒA", "Độc"} <= set(words(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").stat().st_size < path.stat().st_size + 6_000


@needs_tesseract
def test_nothing_is_written_where_nothing_can_be_read(tmp_path: Path) -> None:
    Image.new("L", (900, 1200), 255).save(tmp_path / "plan.png")
    with pytest.raises(UnreadableFile, match=r"plan\.png: nothing can be read \(page 1: a blank page\)"):
        write_searchable(tmp_path / "plan.png", tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def test_a_text_is_no_scan(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("KẾ HOẠCH")
    with pytest.raises(UnreadableFile, match=r"unknown kind of file \(\.txt\); known are \.jpeg, \.jpg, \.pdf"):
        write_searchable(tmp_path / "plan.txt", tmp_path / "copy.pdf")


def corner(mode: str) -> Image.Image:
    """Noise with black in the top left corner."""
    levels = np.random.default_rng(3).integers(150, 255, (120, 80, 3)).astype(np.uint8)
    levels[:20, :20] = 0
    return Image.fromarray(levels).convert(mode)


@pytest.mark.parametrize(
    ("mode", "suffix", "options"),
    [
        ("L", ".png", {}),
        ("RGB", ".png", {}),
        ("1", ".png", {}),
        ("P", ".png", {}),
        ("RGBA", ".png", {}),
        ("L", ".tif", {"compression": "tiff_lzw"}),
        ("RGB", ".tif", {"compression": "tiff_deflate"}),
        ("1", ".tif", {"compression": "group4"}),
        ("CMYK", ".tif", {}),
    ],
)
def test_pictures_lose_nothing_on_the_way_into_a_pdf(
    tmp_path: Path, mode: str, suffix: str, options: dict[str, str]
) -> None:
    path = tmp_path / f"a{suffix}"
    corner(mode).save(path, **options)
    with picture_pdf(path, {1: (80 * POINTS, 120 * POINTS)}) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert shown.tobytes() == Image.open(path).convert("RGB").tobytes()


@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 8])
def test_a_jpeg_is_embedded_as_it_is_and_shown_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.jpg"
    corner("RGB").save(path, exif=exif, quality=95, dpi=(200, 200))
    (page,) = load_page_images(path)
    with picture_pdf(path, {1: (page.width, page.height)}) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert (image.read_raw_bytes() == path.read_bytes()) is (orientation != 2)
        pdf.save(tmp_path / "a.pdf")
    (shown,) = load_page_images(tmp_path / "a.pdf")
    assert shown.pixels.shape == page.pixels.shape
    assert np.abs(shown.pixels.astype(int) - page.pixels).mean() < 8


def test_a_broken_page_of_a_tiff_stays_empty_and_the_others_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    corner("L").save(path, save_all=True, append_images=[corner("L")] * 2, compression="tiff_deflate")
    with Image.open(path) as picture:
        picture.seek(1)
        start, length = picture.tag_v2[273][0], picture.tag_v2[279][0]  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[start : start + length] = b"\xff" * length
    path.write_bytes(data)
    with picture_pdf(path, dict.fromkeys((1, 2, 3), (28.8, 43.2))) as pdf:
        assert [len(page.get_images()) for page in pdf.pages] == [1, 0, 1]


def test_the_layer_has_the_number_of_a_cell_as_it_was_mended() -> None:
    places = [Box(10, 10, 20, 20), Box(25, 10, 60, 20)]
    read = tuple(Word(text, box) for text, box in zip(("1", "c7"), places, strict=True))
    cell = Cell(0, 0, "1 47", 1, Box(0, 0, 80, 30), words=read)
    table = PlacedTable(Table(1, Box(0, 0, 80, 30), (cell, replace(cell, text="147"))), Box(0, 0, 80, 30))
    layer = text_layer(PageContents(1, 100, 100, tables=(table,)))
    assert [[word.text for word in line.words] for line in layer.lines] == [["1", "47"], ["147"]]
    assert layer.lines[0].words[1].box == places[1]

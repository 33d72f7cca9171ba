"""Pages as pictures: whatever the file is, in points of the page as shown, and never without bound."""

import struct
import zlib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.engines.page_images import PageImage, load_page_images
from extractors.engines.picture_pdf import picture_pdf
from schemas.errors import UnreadableFile

A4 = (595.0, 842.0)


def corner_picture(size: tuple[int, int] = (400, 600), mode: str = "L") -> Image.Image:
    """White, with black in the top left corner."""
    picture = Image.new("L", size, 255)
    picture.paste(0, (0, 0, size[0] // 4, size[1] // 6))
    return picture.convert(mode)


def pages(path: Path, dpi: int = 200) -> list[PageImage]:
    return list(load_page_images(path, dpi))


def is_dark(page: PageImage, across: float, down: float) -> bool:
    height, width = page.pixels.shape[:2]
    return bool(page.pixels[int(down * height), int(across * width)].max() < 100)


def scan_pdf(path: Path, *pictures: Image.Image) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return path


def test_a_pdf_is_drawn_at_the_resolution_asked_for(tmp_path: Path) -> None:
    (page,) = pages(scan_pdf(tmp_path / "a.pdf", corner_picture()), dpi=100)
    assert page.pixels.dtype == np.uint8
    assert page.pixels.shape == (pytest.approx(1169, abs=1), pytest.approx(826, abs=1), 3)
    assert (page.width, page.height) == A4
    assert page.dpi == pytest.approx(100, rel=0.01)
    assert is_dark(page, 0.02, 0.02)
    assert not is_dark(page, 0.9, 0.9)


def test_a_rotated_pdf_page_is_given_as_it_is_shown(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(scan_pdf(tmp_path / "upright.pdf", corner_picture()))
    document[0].set_rotation(90)
    document.save(tmp_path / "a.pdf")
    document.close()
    (page,) = pages(tmp_path / "a.pdf", dpi=50)
    assert (page.width, page.height) == A4[::-1]
    assert is_dark(page, 0.98, 0.02)


def test_a_grey_png_without_resolution_counts_as_200_dpi(tmp_path: Path) -> None:
    corner_picture((400, 600)).save(tmp_path / "a.png")
    (page,) = pages(tmp_path / "a.png")
    assert page.pixels.shape == (600, 400, 3)
    assert (page.width, page.height, page.dpi) == (144, 216, 200)


def test_transparent_parts_of_a_png_are_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert pages(tmp_path / "a.png")[0].pixels.min() == 255


def test_deep_grey_is_brought_to_eight_bits(tmp_path: Path) -> None:
    Image.fromarray(np.full((40, 40), 65535, np.uint16)).save(tmp_path / "a.png")
    assert pages(tmp_path / "a.png")[0].pixels.min() == 255


def test_a_jpeg_that_says_how_it_is_to_be_turned_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the first row is the right-hand side
    corner_picture((400, 600)).save(tmp_path / "a.jpg", exif=exif, dpi=(200, 200))
    (page,) = pages(tmp_path / "a.jpg")
    assert page.pixels.shape == (400, 600, 3)
    assert (page.width, page.height) == (216, 144)
    assert is_dark(page, 0.98, 0.02)


def test_resolution_above_what_is_asked_for_is_scaled_down(tmp_path: Path) -> None:
    corner_picture((1200, 1800)).save(tmp_path / "a.png", dpi=(600, 600))
    (page,) = pages(tmp_path / "a.png")
    assert page.pixels.shape == (600, 400, 3)
    assert page.width == pytest.approx(144, abs=0.1)


def test_every_page_of_a_fax_tiff_is_read(tmp_path: Path) -> None:
    sheets = [corner_picture((408, 294), "1"), Image.new("1", (408, 294), 1)]
    sheets[0].save(tmp_path / "a.tif", save_all=True, append_images=sheets[1:], compression="group4", dpi=(204, 98))
    first, second = pages(tmp_path / "a.tif")
    assert (first.number, second.number) == (1, 2)
    assert first.width == pytest.approx(144, abs=0.1)
    assert first.height == pytest.approx(216, abs=0.1)
    assert first.pixels.shape[0] > first.pixels.shape[1]
    assert second.pixels.min() == 255


def test_a_broken_tiff_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    sheets = [corner_picture((400, 600)) for _ in range(3)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], compression="tiff_deflate")
    with Image.open(path) as picture:
        picture.seek(1)
        start, length = picture.tag_v2[273][0], picture.tag_v2[279][0]  # type: ignore[attr-defined]
    data = bytearray(path.read_bytes())
    data[start : start + length] = b"\xff" * length
    path.write_bytes(data)
    first, second, third = pages(path)
    assert (first.trouble, third.trouble) == (None, None)
    assert second.trouble == "the page's picture is damaged"
    assert second.pixels.size == 0


def test_only_the_pages_asked_for_are_drawn(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", *[corner_picture()] * 3)
    assert [page.number for page in load_page_images(path, 50, pages=[3])] == [3]


def test_a_huge_jpeg_is_scaled_down_while_it_is_read(tmp_path: Path) -> None:
    Image.new("L", (16000, 16000), 255).save(tmp_path / "a.jpg", quality=1)
    (page,) = pages(tmp_path / "a.jpg")
    assert page.trouble is None
    assert page.pixels.shape[0] * page.pixels.shape[1] <= 20_100_000
    assert page.width == pytest.approx(16000 * 72 / 200)


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header
    chunk += struct.pack(">I", zlib.crc32(b"IHDR" + header))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 10) + b"IDAT" + b"\0" * 14)
    (page,) = pages(tmp_path / "a.png")
    assert page.trouble is not None
    assert "20,000 x 20,000 pixels is too large" in page.trouble


def test_a_huge_pdf_page_is_drawn_smaller(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(14_000, 14_000))
    canvas.showPage()
    canvas.save()
    (page,) = pages(tmp_path / "a.pdf")
    assert page.pixels.shape[0] * page.pixels.shape[1] <= 20_100_000
    assert page.dpi < 30


@pytest.mark.parametrize("data", [b"", b"\xff\xd8" + b"no picture" * 100])
def test_a_pdf_page_whose_picture_is_broken_is_told_and_not_taken_for_a_blank_one(tmp_path: Path, data: bytes) -> None:
    path = scan_pdf(tmp_path / "a.pdf", corner_picture(), corner_picture())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        image.write(data, filter=pikepdf.Name.DCTDecode)
        # Two pictures alike are one in the file.
        pdf.pages[1].Resources.XObject = pikepdf.Dictionary({})
        pdf.pages[1].Contents = pdf.make_stream(b"")
        pdf.save()
    first, second = pages(path)
    assert first.trouble == "the page's picture is damaged"
    assert second.trouble is None


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_picture_cut_short_is_read_as_far_as_it_goes_and_told(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (600, 400)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / f"a{suffix}")
    with picture_pdf(tmp_path / f"a{suffix}", {1: A4}) as pdf:
        pdf.save(tmp_path / "whole.pdf")
        (image,) = pdf.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        packed = image.read_raw_bytes()
        coding, parameters = image.Filter, image.get("/DecodeParms")
        assert isinstance(coding, pikepdf.Name)
        assert parameters is None or isinstance(parameters, pikepdf.Dictionary)
        image.write(packed[: len(packed) // 2], filter=coding, decode_parms=parameters)
        pdf.save(tmp_path / "half.pdf")
    assert pages(tmp_path / "whole.pdf")[0].damage is None
    (page,) = pages(tmp_path / "half.pdf")
    assert page.damage == "the page's picture is cut short"
    assert page.pixels.size


@pytest.mark.parametrize("size", [(0, 0), (595, 0.001), (1e30, 1e30)])
def test_a_page_of_no_size_ends_nothing(tmp_path: Path, size: tuple[float, float]) -> None:
    path = scan_pdf(tmp_path / "a.pdf", corner_picture(), corner_picture())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, *map(Decimal, size)])
        pdf.save()
    first, second = pages(path)
    assert first.pixels.shape[0] * first.pixels.shape[1] <= 20_100_000
    assert is_dark(second, 0.02, 0.02)


def test_what_is_no_picture_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture at all")
    with pytest.raises(UnreadableFile, match=r"a\.png: no picture that can be opened"):
        pages(tmp_path / "a.png")

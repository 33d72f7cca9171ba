"""Pictures of pages to read from: image-only PDF by pypdfium2, PNG, JPEG and TIFF by Pillow, one page at a time."""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from extractors.engines.pdf_text import open_pdf
from schemas.errors import UnreadableFile

PIXELS_PER_INCH = 200
POINTS_PER_INCH = 72
# A3 at 300 dpi has 17 million pixels; what is larger is scaled down while it is read.
MOST_PIXELS = 20_000_000
LONGEST_EDGE = 10_000
# What a picture may take in memory before it is scaled down: A3 at 600 dpi in colour takes 209 million bytes.
MOST_BYTES = 300_000_000
# Values that cameras and drawing programs write where no scanner has told the resolution.
SCREEN_DPI = 96
CUT_SHORT = "the page's picture is cut short"
JPEG_END, JPEG_TAIL = b"\xff\xd9", 4096  # some writers pad their files
TROUBLES = (OSError, ValueError, ArithmeticError, SyntaxError, LookupError, TypeError, struct.error, MemoryError)


@dataclass(frozen=True)
class PageImage:
    """One page as the file shows it, after /Rotate or the EXIF orientation.

    `pixels` are blue, green, red; `width` and `height` are in points, whatever the resolution. A page with `trouble`
    (in words for the user) has no pixels; one with `damage` may lack a part of them.
    """

    number: int
    pixels: NDArray[np.uint8]
    dpi: float
    width: float
    height: float
    trouble: str | None = None
    damage: str | None = None


def load_page_images(
    path: Path, dpi: int = PIXELS_PER_INCH, pages: Collection[int] | None = None
) -> Iterator[PageImage]:
    """Yield the pages (1-based; all where `pages` is None) at no more than the given resolution.

    A page that cannot be drawn is yielded with its trouble. Raises UnreadableFile where the file is of no known kind.
    """
    return _pdf_pages(path, dpi, pages) if is_pdf(path) else _picture_pages(path, dpi, pages)


def is_pdf(path: Path) -> bool:
    """Tell whether a file is a PDF by its first bytes or its name."""
    with path.open("rb") as stream:
        return b"%PDF" in stream.read(1024) or path.suffix.lower() == ".pdf"


def _troubled(number: int, trouble: str, width: float = 0.0, height: float = 0.0) -> PageImage:
    return PageImage(number, np.zeros((0, 0, 3), np.uint8), PIXELS_PER_INCH, width, height, trouble)


def _within_bounds(width: float, height: float) -> float:
    """Return the factor, at most 1, by which a picture of so many pixels has to shrink."""
    return min(1.0, math.sqrt(MOST_PIXELS / max(width * height, 1.0)), LONGEST_EDGE / max(width, height, 1.0))


def _too_large(width: int, height: int) -> str:
    return f"a picture of {width:,} x {height:,} pixels is too large to be read; scan it at a lower resolution"


def _pdf_pages(path: Path, dpi: int, pages: Collection[int] | None) -> Iterator[PageImage]:
    document = open_pdf(path)
    try:
        for index in range(len(document)):
            if pages is None or index + 1 in pages:
                yield _pdf_page(document, index, dpi)
    finally:
        document.close()


def _pdf_page(document: pdfium.PdfDocument, index: int, dpi: int) -> PageImage:
    number = index + 1
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return _troubled(number, "the page is damaged")
    width, height = page.get_size()
    try:
        items = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        for item in items:
            across, down = item.get_px_size()
            if _bytes(item) > MOST_BYTES:
                return _troubled(number, _too_large(across, down), width, height)
        damage = CUT_SHORT if any(_is_cut_short(item) for item in items) else None
        scale = dpi / POINTS_PER_INCH
        scale *= _within_bounds(width * scale, height * scale)
        # pdfium rounds up: kept just below whole pixels, a scan at this very resolution is not drawn anew between them.
        scale = (max(round(width * scale), 1) - 0.01) / width
        bitmap = page.render(scale=scale, may_draw_forms=False)
        pixels = _as_bgr(bitmap.to_numpy())
        bitmap.close()
        if pixels.min() == pixels.max():
            for item in items:
                item.get_bitmap()  # raises where the picture is not merely white
    except (pdfium.PdfiumError, *TROUBLES):
        return _troubled(number, "the page's picture is damaged", width, height)
    finally:
        page.close()
    return PageImage(number, pixels, pixels.shape[1] * POINTS_PER_INCH / width, width, height, damage=damage)


def _bytes(item: pdfium.PdfImage) -> float:
    across, down = item.get_px_size()
    return float(across * down * (item.get_metadata().bits_per_pixel or 24) / 8)


def _is_cut_short(item: pdfium.PdfImage) -> bool:
    """Tell whether a picture's data end before it does: pdfium draws what there is and says nothing."""
    coding = item.get_filters(skip_simple=True)
    if coding == ["DCTDecode"]:
        return JPEG_END not in bytes(item.get_data(decode_simple=True))[-JPEG_TAIL:]
    return not coding and len(item.get_data(decode_simple=True)) < math.floor(_bytes(item))


def _as_bgr(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.shape[2] == 1:
        pixels = np.repeat(pixels, 3, axis=2)
    return np.array(pixels[:, :, :3], dtype=np.uint8, order="C")


@contextmanager
def _own_bounds() -> Iterator[None]:
    """Lift Pillow's bound on pixels, which ends the whole file, while a header is read; ours stand in `_scaled`."""
    bound = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = bound


def _picture_pages(path: Path, dpi: int, pages: Collection[int] | None) -> Iterator[PageImage]:
    for number, picture in open_pictures(path):
        if picture is None:
            yield _troubled(number, "the page is damaged, and with it the way to those after it")
        elif pages is None or number in pages:
            yield _picture_page(picture, number, dpi)


def open_pictures(path: Path) -> Iterator[tuple[int, Image.Image | None]]:
    """Yield the pages of a PNG, JPEG or TIFF with their numbers, not yet decoded; the last is None where it is damaged.

    Raises UnreadableFile for what is no such picture.
    """
    try:
        with _own_bounds():
            picture = Image.open(path, formats=("PNG", "JPEG", "TIFF"))
    except (UnidentifiedImageError, *TROUBLES) as error:
        raise UnreadableFile(path.name, "no picture that can be opened", "get a sound copy of the file") from error
    with picture:
        for number in count(1):
            try:
                with _own_bounds():
                    picture.seek(number - 1)
            except EOFError:
                return
            except TROUBLES:
                yield number, None
                return
            yield number, picture


def _picture_page(picture: Image.Image, number: int, dpi: int) -> PageImage:
    across, down = picture.size
    told_x, told_y = _told_resolution(picture)
    width, height = across * POINTS_PER_INCH / told_x, down * POINTS_PER_INCH / told_y
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scaled = _scaled(picture, (told_x, told_y), dpi)
            if scaled is None:
                return _troubled(number, _too_large(across, down), width, height)
        pixels = np.ascontiguousarray(np.asarray(scaled.convert("RGB"))[:, :, ::-1])
    except TROUBLES:
        return _troubled(number, "the page's picture is damaged", width, height)
    if (pixels.shape[1] > pixels.shape[0]) != (width > height):
        width, height = height, width
    return PageImage(number, pixels, pixels.shape[1] * POINTS_PER_INCH / width, width, height)


def _told_resolution(picture: Image.Image) -> tuple[float, float]:
    try:
        x, y = (float(value) for value in picture.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return PIXELS_PER_INCH, PIXELS_PER_INCH
    # A fax has 204 x 98, so that only both values together tell a screen's.
    known = math.isfinite(x) and math.isfinite(y) and max(x, y) > SCREEN_DPI and min(x, y) > SCREEN_DPI / 2
    return (x, y) if known else (PIXELS_PER_INCH, PIXELS_PER_INCH)


def _scaled(picture: Image.Image, told: tuple[float, float], dpi: int) -> Image.Image | None:
    """Return the picture in square pixels at the wanted resolution or below; None where it cannot be opened safely."""
    finest = max(told)
    size = (picture.width * finest / told[0], picture.height * finest / told[1])
    factor = min(1.0, dpi / finest)
    factor *= _within_bounds(size[0] * factor, size[1] * factor)
    wanted = (max(round(size[0] * factor), 1), max(round(size[1] * factor), 1))
    picture.draft(None, wanted)  # a JPEG is decoded at an eighth of its size, or a quarter, or a half
    if picture.width * picture.height * len(picture.getbands()) > MOST_BYTES:
        return None
    upright = picture.size
    picture.load()  # Pillow turns a TIFF here
    plain = ImageOps.exif_transpose(eight_bits(picture))
    if (plain.width > plain.height) != (upright[0] > upright[1]):
        wanted = wanted[::-1]
    return plain if plain.size == wanted else plain.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)


def eight_bits(picture: Image.Image) -> Image.Image:
    """Return grey or colours of eight bits, transparent parts as white paper."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith(("I", "F")):
        levels = np.asarray(picture, dtype=np.float32)
        top = 65535.0 if picture.mode.startswith("I") else max(float(levels.max()), 1.0)
        return Image.fromarray((np.clip(levels / top, 0, 1) * 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        above = picture.convert("RGBA")
        paper = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(paper, above).convert("RGB")
    return picture.convert("RGB")

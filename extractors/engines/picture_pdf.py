"""Pictures of pages as a PDF by pikepdf, no picture encoded anew with loss."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from extractors.engines.page_images import MOST_BYTES, TROUBLES, eight_bits, open_pictures

ORIENTATION = 0x0112  # the EXIF tag
# EXIF orientations that a page's /Rotate can say; the others are mirrored.
ROTATIONS = {1: 0, 3: 180, 6: 90, 8: 270}
PNG_HEADER = ">IIBBBBB"
GRAY, COLOURS = 0, 2  # PNG colour types


def picture_pdf(path: Path, sizes: Mapping[int, tuple[float, float]]) -> pikepdf.Pdf:
    """Return a PDF whose pages are the pages of a PNG, JPEG or TIFF; `sizes` are theirs in points, as shown.

    A page whose picture cannot be decoded stays empty. Raises UnreadableFile where the file is no picture.
    """
    pdf = pikepdf.Pdf.new()
    for number, picture in open_pictures(path):
        width, height = sizes[number]
        pdf.add_blank_page(page_size=(max(width, 3.0), max(height, 3.0)))
        if picture is None:
            continue
        try:
            image, turned = _image(pdf, path, picture)
        except TROUBLES:
            continue
        page = pdf.pages[-1]
        if turned in (90, 270):
            width, height = height, width
            page.mediabox = Array([0, 0, width, height])
        if turned:
            page.rotate(turned, relative=False)
        name = page.add_resource(image, Name.XObject, prefix="Page")
        drawn = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm {name} Do Q"
        page.contents_add(pdf.make_stream(drawn.encode()))
    return pdf


def _image(pdf: pikepdf.Pdf, path: Path, picture: Image.Image) -> tuple[pikepdf.Object, int]:
    """Return the picture as an image of the PDF, and by how many degrees clockwise it is shown turned."""
    turned = ROTATIONS.get(picture.getexif().get(ORIENTATION, 1))
    if turned is not None and picture.format == "JPEG" and picture.mode in ("L", "RGB"):
        return _stream(pdf, path.read_bytes(), picture.size, picture.mode, Filter=Name.DCTDecode), turned
    if turned == 0 and picture.format == "PNG":
        data = path.read_bytes()
        if _embeddable(data):
            return _png_stream(pdf, data), 0
    if picture.width * picture.height * len(picture.getbands()) > MOST_BYTES:
        raise MemoryError
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "1":
        return _fax_stream(pdf, upright), 0
    saved = io.BytesIO()
    eight_bits(upright).save(saved, "PNG")
    return _png_stream(pdf, saved.getvalue()), 0


def _stream(
    pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], mode: str, bits: int = 8, **more: pikepdf.Object
) -> pikepdf.Object:
    space = Name.DeviceRGB if mode == "RGB" else Name.DeviceGray
    described = {"Width": size[0], "Height": size[1], "ColorSpace": space, "BitsPerComponent": bits}
    return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, **described, **more)


def _header(png: bytes) -> tuple[int, ...]:
    return struct.unpack_from(PNG_HEADER, png, 16)


def _embeddable(png: bytes) -> bool:
    """Tell whether a PDF can hold the very data of a PNG: grey or colours, not transparent, not interlaced."""
    _, _, depth, colour, _, _, interlaced = _header(png)
    return depth <= 8 and colour in (GRAY, COLOURS) and not interlaced and b"tRNS" not in png[: png.find(b"IDAT")]


def _png_stream(pdf: pikepdf.Pdf, png: bytes) -> pikepdf.Object:
    width, height, depth, colour, *_ = _header(png)
    pieces, at = [], 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            pieces.append(png[at + 8 : at + 8 + length])
        at += length + 12
    mode, colours = ("RGB", 3) if colour == COLOURS else ("L", 1)
    coding = Dictionary(Predictor=15, Colors=colours, BitsPerComponent=depth, Columns=width)
    return _stream(pdf, b"".join(pieces), (width, height), mode, depth, Filter=Name.FlateDecode, DecodeParms=coding)


def _fax_stream(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    """Pillow writes black and white into a PDF by the code of fax group 4, which loses nothing."""
    written = io.BytesIO()
    picture.save(written, "PDF")
    with pikepdf.open(written) as made:
        (image,) = made.pages[0].get_images().values()
        return pdf.copy_foreign(image)

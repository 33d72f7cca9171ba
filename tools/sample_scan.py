"""Make a scan of a PDF: grey pictures of its pages, a little askew, blurred, noisy. Synthetic, from no real scanner."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner wears the pages: `skew` in degrees to either side, `blur` in pixels, `noise` in levels of grey.

    `ink` and `paper` are the grey of print and sheet; `bilevel` sheets are black and white, cut at that grey, and kept
    as PNG instead of JPEG. Of `thin` toner strokes have lost up to half a pixel at either side.
    """

    dpi: int = 200
    skew: float = 0.7
    blur: float = 0.6
    noise: float = 4.0
    ink: int = 45
    paper: int = 246
    light: float = 8.0
    specks: tuple[int, int] = (20, 50)
    jpeg_quality: int = 38
    bilevel: int | None = None
    thin: float = 0.0


OFFICE = Scanner()
# What the reading of scans was improved on, and what it was only measured on.
TRIED = {
    "office": OFFICE,
    "fine": Scanner(dpi=300, skew=1.5, blur=0.9, noise=7.0, jpeg_quality=30),
    "coarse": Scanner(dpi=150, skew=0.4, blur=0.4, noise=3.0, jpeg_quality=60),
    "copied": Scanner(
        skew=1.0, blur=1.0, noise=12.0, ink=80, paper=225, light=25.0, specks=(150, 250), jpeg_quality=30
    ),
    "bilevel": Scanner(skew=0.5, blur=0.5, noise=10.0, bilevel=150),
}
HELD_BACK = {
    "archive": Scanner(dpi=240, skew=1.2, blur=0.8, noise=6.0, ink=60, paper=235, light=15.0, jpeg_quality=45),
    "pale": Scanner(skew=0.8, blur=0.7, noise=5.0, ink=110, paper=240, jpeg_quality=50),
    "small": Scanner(dpi=160, skew=0.6, blur=0.5, noise=4.0, jpeg_quality=45),
    "fax": Scanner(dpi=204, skew=0.3, blur=0.6, noise=14.0, bilevel=165),
}

# Scans so bad that no confidence is measured on them.
WORN = {
    "thin": Scanner(skew=0.6, noise=5.0, ink=60, thin=0.6),
    "thinner": Scanner(skew=0.6, noise=7.0, ink=70, thin=0.9),
    "thin fax": Scanner(dpi=204, skew=0.4, noise=9.0, ink=60, bilevel=175, thin=0.6),
}


def scan(source: Path, target: Path, scanner: Scanner = OFFICE) -> None:
    """Write the scan of a PDF; the seed is the PDF's own hash, which the scan also names as its subject."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    chance = np.random.default_rng(int(digest[:16], 16))
    rl_config.useA85 = 0
    canvas = Canvas(str(target), invariant=1, pageCompression=1)
    canvas.setTitle(source.stem)
    canvas.setSubject(scan_of(digest))
    canvas.setCreator("Solieu samples")
    document = pypdfium2.PdfDocument(source)
    try:
        for page in document:
            picture = _drawn(page, scanner)
            size = page.get_size()
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(_file(_worn(picture, chance, scanner), scanner)), 0, 0, *size)
            canvas.showPage()
    finally:
        document.close()
    canvas.save()


def scan_of(digest: str) -> str:
    """Return the words by which a scan names the PDF that it was made of."""
    return f"Scan of the PDF with SHA-256 {digest}"


def _file(picture: Image.Image, scanner: Scanner) -> io.BytesIO:
    file = io.BytesIO()
    if scanner.bilevel is None:
        picture.save(file, "JPEG", quality=scanner.jpeg_quality, dpi=(scanner.dpi, scanner.dpi))
    else:
        picture.save(file, "PNG", dpi=(scanner.dpi, scanner.dpi))
    file.seek(0)
    return file


def _drawn(page: pypdfium2.PdfPage, scanner: Scanner) -> Image.Image:
    picture: Image.Image = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil().convert("L")
    if not scanner.thin:
        return picture
    wide = page.render(scale=2 * scanner.dpi / 72, grayscale=True).to_pil().convert("L")
    thin = Image.blend(wide, wide.filter(ImageFilter.MaxFilter(3)), scanner.thin)
    worn: Image.Image = thin.resize(picture.size, Image.Resampling.BOX)
    return worn


def _worn(picture: Image.Image, chance: np.random.Generator, scanner: Scanner) -> Image.Image:
    angle = float(chance.uniform(-scanner.skew, scanner.skew))
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(scanner.blur)), dtype=np.float32) / 255
    height, width = soft.shape
    edge = float(chance.uniform(-scanner.light, scanner.light))
    light: NDArray[np.float32] = np.linspace(0, edge, width, dtype=np.float32)[None, :]
    grey = scanner.ink + soft * (scanner.paper - scanner.ink + light)
    grey += chance.normal(0, scanner.noise, (height, width)).astype(np.float32)
    for _ in range(int(chance.integers(*scanner.specks))):
        y, x = int(chance.integers(0, height - 3)), int(chance.integers(0, width - 3))
        grey[y : y + int(chance.integers(1, 4)), x : x + int(chance.integers(1, 4))] -= 90
    worn = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if scanner.bilevel is None:
        return worn
    cut = scanner.bilevel
    return worn.point(lambda level: 255 if level >= cut else 0).convert("1")

"""Make a scan of a PDF: grey pictures of its pages, a little askew, blurred, noisy. Synthetic, from no real scanner."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 200
JPEG_QUALITY = 38
SKEW = 0.7  # degrees, to either side
PAPER = 246
NOISE = 4.0  # standard deviation in levels of grey


def scan(source: Path, target: Path) -> None:
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
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            jpeg = io.BytesIO()
            _worn(picture, chance).save(jpeg, "JPEG", quality=JPEG_QUALITY, dpi=(DPI, DPI))
            size = page.get_size()
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(io.BytesIO(jpeg.getvalue())), 0, 0, *size)
            canvas.showPage()
    finally:
        document.close()
    canvas.save()


def scan_of(digest: str) -> str:
    """Return the words by which a scan names the PDF that it was made of."""
    return f"Scan of the PDF with SHA-256 {digest}"


def _worn(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    angle = float(chance.uniform(-SKEW, SKEW))
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    ink = np.asarray(turned, dtype=np.float32) / 255
    height, width = ink.shape
    light: NDArray[np.float32] = np.linspace(0, float(chance.uniform(-8, 8)), width, dtype=np.float32)[None, :]
    grey = 45 + ink * (PAPER - 45 + light)
    grey += chance.normal(0, NOISE, (height, width)).astype(np.float32)
    for _ in range(int(chance.integers(20, 50))):
        y, x = int(chance.integers(0, height - 3)), int(chance.integers(0, width - 3))
        grey[y : y + int(chance.integers(1, 4)), x : x + int(chance.integers(1, 4))] -= 90
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))

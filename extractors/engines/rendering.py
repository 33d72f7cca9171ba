"""Pictures of a PDF's pages by pypdfium2."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from schemas.errors import NotFound, UnreadableFile


def render_page(path: Path, page: int, dpi: int = 150) -> Image.Image:
    """Render one page (1-based) as the file shows it; one point is dpi / 72 pixels."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(path.name, "no picture can be made of it", "only PDF files have page pictures") from error
    try:
        if not 1 <= page <= len(document):
            raise NotFound(f"{path.name} has {len(document)} pages, not {page}")
        image: Image.Image = document[page - 1].render(scale=dpi / 72).to_pil()
        return image
    finally:
        document.close()

"""Small PDF files, good and bad, drawn for the tests."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LINES = ("KE HOACH", "Xay dung nong thon moi nam 2024", "1. Muc tieu", "Phan dau co 109/181 xa dat chuan")


def written(path: Path, *, pages: int = 1, password: str | None = None) -> Path:
    """A PDF with a text layer, locked where a password is given."""
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(str(path), pagesize=A4, encrypt=lock)
    for _ in range(pages):
        for place, line in enumerate(LINES):
            canvas.drawString(72, A4[1] - 72 - 20 * place, line)
        canvas.showPage()
    canvas.save()
    return path


def scanned(path: Path) -> Path:
    """A PDF whose only page is a picture."""
    picture = Image.new("L", (400, 560), "white")
    ImageDraw.Draw(picture).text((40, 40), "\n".join(LINES), fill="black")
    data = BytesIO()
    picture.save(data, "PNG")
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(data), 0, 0, *A4)
    canvas.save()
    return path


def truncated(path: Path) -> Path:
    """A PDF that a broken download left half of."""
    whole = written(path, pages=3).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    return path

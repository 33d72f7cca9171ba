"""Other programs find an invisible layer: the same words, in order, where they stand; nothing else moves."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.engines.pdf_text import read_pdf_text
from extractors.engines.text_layer import TextLayer, write_with_text
from extractors.sheets import Motion
from schemas.document import Line, Word
from schemas.geometry import Box

A4 = (595, 842)
WORDS = (
    ("Phấn", Box(60, 100, 95, 114)),
    ("đấu", Box(99, 100, 122, 114)),
    ("–", Box(127, 100, 133, 114)),
    ("60,02%", Box(138, 100, 180, 114)),
    ("ở", Box(185, 100, 191, 114)),
    ("Đường", Box(60, 120, 100, 134)),
    ("ỨNG", Box(104, 120, 130, 134)),
)
LINES = (
    Line(1, tuple(Word(text, box) for text, box in WORDS[:5])),
    Line(1, tuple(Word(text, box) for text, box in WORDS[5:])),
)


def picture(level: int = 230) -> Image.Image:
    image = Image.new("L", (300, 420), level)
    image.paste(0, (20, 20, 60, 90))
    return image


def scan(path: Path, *, hidden: str = "", behind: str = "", seen: str = "") -> Path:
    """A page that is a JPEG, with words set to be invisible, behind the picture, or on it."""
    jpeg = io.BytesIO()
    picture().save(jpeg, "JPEG")
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle("Kế hoạch 12")
    canvas.drawString(72, 700, behind)
    canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
    canvas.saveState()
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textOut(hidden)
    canvas.drawText(text)
    canvas.restoreState()
    canvas.drawString(72, 500, seen)
    canvas.save()
    return path


def layer(to_shown: Motion | None = None, size: tuple[int, int] = A4) -> TextLayer:
    return TextLayer(LINES, *size, to_shown)


def close(box: Box | None, meant: Box, points: float) -> bool:
    return box is not None and all(abs(a - b) <= points for a, b in zip(box, meant, strict=True))


def test_words_come_back_in_order_and_in_their_places(tmp_path: Path) -> None:
    write_with_text(scan(tmp_path / "a.pdf"), tmp_path / "b.pdf", {1: layer()})
    (page,) = read_pdf_text(tmp_path / "b.pdf")
    assert [word.text for word in page.words] == [text for text, _ in WORDS]
    for word, (_, meant) in zip(page.words, WORDS, strict=True):
        assert close(word.box, meant, 1.0), word
    with pdfplumber.open(tmp_path / "b.pdf") as pdf:
        found = pdf.pages[0].extract_words()
    assert [word["text"] for word in found] == [text for text, _ in WORDS]
    for seen, (_, meant) in zip(found, WORDS, strict=True):
        assert close(Box(seen["x0"], seen["top"], seen["x1"], seen["bottom"]), meant, 1.0), seen


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (Poppler) is not installed")
def test_poppler_reads_the_same_words(tmp_path: Path) -> None:
    write_with_text(scan(tmp_path / "a.pdf"), tmp_path / "b.pdf", {1: layer()})
    run = subprocess.run(["pdftotext", tmp_path / "b.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split() == [text for text, _ in WORDS]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_stand_right_on_pages_that_are_shown_turned_and_cropped(tmp_path: Path, turned: int) -> None:
    path = scan(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        # All are inherited from the tree of pages, as some scanners write them.
        del pdf.pages[0].obj["/MediaBox"], pdf.pages[0].obj["/Rotate"]
        pdf.Root.Pages["/MediaBox"] = pikepdf.Array([-50, -20, 700, 900])
        pdf.Root.Pages["/CropBox"] = pikepdf.Array([10, 30, 605, 872])
        pdf.Root.Pages["/Rotate"] = turned
        pdf.save()
    write_with_text(path, tmp_path / "b.pdf", {1: layer()})
    (page,) = read_pdf_text(tmp_path / "b.pdf")
    assert (page.width, page.height) == (A4 if turned in (0, 180) else A4[::-1])
    assert [word.text for word in page.words] == [text for text, _ in WORDS]
    for word, (_, meant) in zip(page.words, WORDS, strict=True):
        assert close(word.box, meant, 1.0), word


def test_words_follow_the_lines_of_a_skewed_page(tmp_path: Path) -> None:
    angle = math.radians(3)
    skew = Motion(math.cos(angle), -math.sin(angle), 30, math.sin(angle), math.cos(angle), -10)
    write_with_text(scan(tmp_path / "a.pdf"), tmp_path / "b.pdf", {1: layer(skew)})
    (page,) = read_pdf_text(tmp_path / "b.pdf")
    assert [word.text for word in page.words] == [text for text, _ in WORDS]
    for word, (_, straight) in zip(page.words, WORDS, strict=True):
        meant = skew.box(straight)
        assert word.box is not None
        assert math.dist(word.box.centre, meant.centre) < 2
        assert math.dist(skew.undone(meant).centre, straight.centre) < 0.1
        assert close(skew.undone(meant), straight, 0.1)


def test_pictures_and_metadata_stay_as_they_are(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf")
    write_with_text(path, tmp_path / "b.pdf", {1: layer()})
    with pikepdf.open(path) as before, pikepdf.open(tmp_path / "b.pdf") as after:
        (old,), (new,) = before.pages[0].get_images().values(), after.pages[0].get_images().values()
        assert old.read_raw_bytes() == new.read_raw_bytes()
        assert after.docinfo["/Title"] == "Kế hoạch 12"
    shown = [pypdfium2.PdfDocument(file)[0].render(scale=1).to_pil() for file in (path, tmp_path / "b.pdf")]
    assert shown[0].tobytes() == shown[1].tobytes()
    assert (tmp_path / "b.pdf").stat().st_size < path.stat().st_size + 5_000


@pytest.mark.parametrize("where", ["hidden", "behind"])
def test_a_wrong_old_layer_is_taken_off(tmp_path: Path, where: str) -> None:
    path = scan(tmp_path / "a.pdf", **{where: "CQNG HOA XA HO! CHU NGHIA"})
    assert "CQNG" in {word.text for word in read_pdf_text(path)[0].words}
    write_with_text(path, tmp_path / "b.pdf", {1: layer()}, replaced=[1])
    assert [word.text for word in read_pdf_text(tmp_path / "b.pdf")[0].words] == [text for text, _ in WORDS]


def test_text_that_can_be_seen_stays_when_an_old_layer_is_taken_off(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf", hidden="CQNG HOA", seen="Nguoi ky: UBND")
    write_with_text(path, tmp_path / "b.pdf", {1: layer()}, replaced=[1])
    words = [word.text for word in read_pdf_text(tmp_path / "b.pdf")[0].words]
    assert "CQNG" not in words
    assert "UBND" in words
    assert {text for text, _ in WORDS} <= set(words)


def test_a_page_without_a_new_layer_is_left_alone(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf", seen="Nguoi ky: UBND")
    write_with_text(path, tmp_path / "b.pdf", {})
    with pikepdf.open(path) as before, pikepdf.open(tmp_path / "b.pdf") as after:
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()
        assert before.pages[0].Resources.keys() == after.pages[0].Resources.keys()

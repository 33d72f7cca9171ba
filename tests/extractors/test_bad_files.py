"""Files that are no plans end in one clear message about that file."""

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.engines.pdf_text import read_pdf_text
from extractors.pdf import is_trusted
from extractors.reading import read_document
from schemas.errors import UnreadableFile
from schemas.vocabulary import Reader


def pdf(path: Path, *lines: str, password: str | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, canPrint=0) if password else None)
    for index, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * index, line)
    canvas.showPage()
    canvas.save()
    return path


def picture_pdf(path: Path) -> Path:
    Image.new("L", (400, 600), 200).save(path)
    return path


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.touch()
    with pytest.raises(UnreadableFile, match=r"plan\.pdf: the file is empty"):
        read_document(path)


def test_no_pdf_despite_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_text("Xin chào")
    with pytest.raises(UnreadableFile, match="no PDF despite its name"):
        read_document(path)


def test_truncated_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path / "plan.pdf", "Ke hoach")
    path.write_bytes(path.read_bytes()[:120])
    with pytest.raises(UnreadableFile, match="damaged or truncated"):
        read_document(path)


def test_encrypted_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path / "plan.pdf", "Ke hoach", password="secret")
    with pytest.raises(UnreadableFile, match="encrypted"):
        read_document(path)


def test_unknown_kind(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK")
    with pytest.raises(UnreadableFile, match=r"unknown kind of file \(\.docx\)"):
        read_document(path)


def test_a_picture_without_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="a scan on which nothing can be read"):
        read_document(picture_pdf(tmp_path / "plan.pdf"))


def test_pdf_without_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no text on any page"):
        read_document(pdf(tmp_path / "plan.pdf"))


def test_a_text_layer_that_is_not_vietnamese_is_not_trusted(tmp_path: Path) -> None:
    lines = ["CQNG HÒA XA HO! CHU NGHIA VIT NAM Déc lâp - Tö do - Hanh phüc"] * 6
    assert read_document(pdf(tmp_path / "plan.pdf", *lines)).reader is Reader.OCR


@pytest.mark.parametrize(("width", "trusted"), [(595, False), (120, True)])
def test_a_few_words_on_a_picture_of_the_whole_page_are_not_the_page(tmp_path: Path, width: int, trusted: bool) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.new("L", (80, 110), 200)), 0, 0, width, 1.4 * width)
    canvas.drawString(300, 100, "Nguoi ky: UBND")
    canvas.save()
    (page,) = read_pdf_text(tmp_path / "plan.pdf")
    assert is_trusted(page) is trusted


def test_binary_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xff\x00\x81\xfe" * 50)
    with pytest.raises(UnreadableFile, match=r"plan\.txt: not text"):
        read_document(path)

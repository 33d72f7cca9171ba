"""Files that are no plans end in one clear message about that file."""

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

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
    from PIL import Image

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
    lines = ["CQNG HOA XA HO! CHU NGHIA VIT NAM Doc lap - T do - Hanh phuc"] * 6
    assert read_document(pdf(tmp_path / "plan.pdf", *lines)).reader is Reader.OCR


def test_binary_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xff\x00\x81\xfe" * 50)
    with pytest.raises(UnreadableFile, match=r"plan\.txt: not text"):
        read_document(path)

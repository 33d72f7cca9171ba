"""Text layers and text files in encodings from before Unicode."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractors.engines.pdf_text import read_pdf_text
from extractors.plain_text import load_text
from normalizers.legacy_encodings import Encoding
from pipeline.stages import Stages, load_stages, run_stages
from schemas.errors import UnreadableFile
from schemas.facts import FACT_TYPES, Fact
from tools.legacy_print import encode, print_legacy
from tools.sample_print import have_fonts

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LINES = ("Ủy ban nhân dân huyện đã được giao như", "người dân có 5 xã", "Tỷ lệ 95% - đường ô tô", "vốn xã")
NOT_SAID = {"evidence", "title_evidence", "fact_id", "target_id", "table_id"}


def drawn(path: Path, fonts: list[tuple[str, list[bytes], dict[int, int] | None]]) -> Path:
    """A page of lines in several fonts, each with the code points that its ToUnicode tells for its bytes."""
    content, resources, objects = b"BT 72 760 Td 16 TL\n", b"", []
    for number, (name, lines, to_unicode) in enumerate(fonts):
        content += b"/F%d 12 Tf\n" % number + b"".join(b"<%s> Tj T*\n" % line.hex().encode() for line in lines)
        first = 5 + 2 * number
        resources += b"/F%d %d 0 R " % (number, first)
        encoding = b"/Encoding /WinAnsiEncoding" if to_unicode is None else b"/ToUnicode %d 0 R" % (first + 1)
        objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /%s %s >>" % (name.encode(), encoding))
        pairs = b"".join(b"<%02X> <%04X>\n" % pair for pair in (to_unicode or {}).items())
        cmap = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n" % len(to_unicode or {})
        objects.append(stream(cmap + pairs + b"endbfchar endcmap"))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << %s >> >> >>"
    kids = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", kids, page % resources, stream(content + b"ET"), *objects]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, data.index(b"xref\n"))
    path.write_bytes(data)
    return path


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def coded(lines: tuple[str, ...], encoding: Encoding) -> list[bytes]:
    return [encode(line, encoding).encode("latin-1") for line in lines]


def words_of(path: Path) -> str:
    return " ".join(word.text for word in read_pdf_text(path)[0].words)


@pytest.mark.parametrize("odd", [None, {}, {0xAD: 0x2212, 0xB7: 0x2219}], ids=["WinAnsi", "as bytes", "by glyph names"])
def test_tcvn3_is_decoded_as_its_producers_wrote_it(tmp_path: Path, odd: dict[int, int] | None) -> None:
    told = None if odd is None else {code: odd.get(code, code) for code in range(32, 256)}
    path = drawn(tmp_path / "a.pdf", [("Helvetica", coded(LINES, "tcvn3"), told)])
    assert words_of(path) == " ".join(LINES).replace("Ủy", "ủy")


def test_several_encodings_on_one_page_are_told_apart_font_by_font(tmp_path: Path) -> None:
    plain = {code: code for code in range(32, 256)}
    path = drawn(
        tmp_path / "a.pdf",
        [
            (".VnTime", coded(LINES[1:], "tcvn3"), plain),
            ("VNI-Times", coded(LINES[1:], "vni"), plain),
            ("VNI-Helve", [b"Plain English stays, 10-5 = 5"], plain),
            (".VnArial", [b"r\xf5 r\xe0ng kh\xf4ng sai, ho\xe0 b\xecnh"], plain),
        ],
    )
    both = " ".join(LINES[1:])
    assert words_of(path) == f"{both} {both} Plain English stays, 10-5 = 5 rõ ràng không sai, hoà bình"


def test_letters_and_their_marks_set_apart_are_composed(tmp_path: Path) -> None:
    marks = {0xB0: 0x0323, 0xB1: 0x0302, 0xB2: 0x031B, 0xB3: 0x0309}
    told = {code: marks.get(code, code) for code in range(32, 256)}
    path = drawn(tmp_path / "a.pdf", [("Helvetica", [b"Cao Lo\xb0\xb1c o\xb2\xb3 Hu\xb2\xb3u"], told)])
    assert words_of(path) == "Cao Lộc ở Hửu"


@pytest.fixture(scope="module")
def stages() -> Stages:
    return load_stages()


@pytest.mark.skipif(not have_fonts(), reason="the samples' fonts are not installed")
@pytest.mark.parametrize(("name", "encoding"), [("lang-son-2024", "tcvn3"), ("cao-loc-2024", "vni")])
def test_a_sample_set_in_an_old_font_gives_the_same_rows(
    tmp_path: Path, stages: Stages, name: str, encoding: Encoding
) -> None:
    source = SAMPLES / name / f"{name}.md"
    path = tmp_path / f"{name}.pdf"
    print_legacy(source, path, encoding)
    old, sound = (run_stages(each, stages).facts for each in (path, source.with_suffix(".pdf")))
    for kind in FACT_TYPES:
        assert rows(getattr(old, kind.view)) == rows(getattr(sound, kind.view)), kind.view
    assert old.document.title == sound.document.title


def rows(facts: tuple[Fact, ...]) -> Counter[str]:
    """What rows say; TCVN3 has no toned capitals, and a wider font breaks the motto of the letterhead in two."""
    told = [fact.model_dump(mode="json", exclude=NOT_SAID) for fact in facts]
    return Counter(str(each).casefold() for each in told if each.get("role") != "letterhead")


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("stored", ["latin-1", "utf-8"])
def test_text_files_are_decoded_too(tmp_path: Path, encoding: Encoding, stored: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(encode("\n".join(LINES[1:]), encoding).encode(stored))
    assert load_text(path) == "\n".join(LINES[1:])


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(bytes(range(1, 256)) * 20)
    with pytest.raises(UnreadableFile, match="not text in UTF-8"):
        load_text(path)

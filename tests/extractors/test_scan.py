"""Scans read into the same model as print: words in their places, numbers twice, troubles told page by page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from extractors import page_threads
from extractors.doubt import LIKELY, Paper, digits_of, read_doubtful_again
from extractors.engines.ocr import OcrWord, Recognizer
from extractors.engines.page_images import PageImage, load_page_images
from extractors.engines.straighten import PreparedPage, prepare
from extractors.handwriting import MOST_CONFIDENT, add_handwriting
from extractors.marks import mend_stops, mend_token
from extractors.page_order import in_reading_order
from extractors.pdf import read_pdf
from extractors.scan import FoundTable, read_image, read_page, read_scan, read_scanned_pages
from extractors.scan_tables import read_tables
from extractors.sheets import Motion, PageContents, lay_out
from schemas.document import Cell, Line, Page, Table, Word
from schemas.errors import UnreadableFile
from schemas.geometry import Box
from schemas.vocabulary import Reader
from tests.ocr import needs_tesseract
from tools.sample_print import FONTS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "cao-loc-2024" / "cao-loc-2024"
Pixels = NDArray[np.uint8]
HANDS = (("Regular", 36), ("Italic", 52))  # of a printer, and, larger, of a pen


@pytest.fixture(scope="module")
def recognizer() -> Iterator[Recognizer]:
    with Recognizer() as built:
        yield built


@cache
def scanned(number: int) -> PageImage:
    return next(iter(load_page_images(SAMPLE.with_suffix(".scan.pdf"), pages=[number])))


@cache
def upper_half(number: int = 1) -> Pixels:
    pixels = scanned(number).pixels
    return np.ascontiguousarray(pixels[: len(pixels) // 2])


@cache
def words_of_a_page(recognizer: Recognizer) -> tuple[Paper, list[OcrWord]]:
    page = prepare(image(upper_half(2)))
    return Paper(page.gray, page.x_height, page.dpi, recognizer), recognizer.page_words(page.gray, page.dpi)


@cache
def contents_of_a_page(recognizer: Recognizer) -> PageContents:
    return read_page(prepare(scanned(2)), recognizer)


def image(pixels: Pixels) -> PageImage:
    return PageImage(1, pixels, 200, pixels.shape[1] * 0.36, pixels.shape[0] * 0.36)


def all_lines(page: Page) -> list[Line]:
    return sorted([*page.lines, *page.furniture], key=lambda line: line.box.y0 if line.box else 0.0)


def text_of(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


@cache
def printed(number: int) -> list[Line]:
    return all_lines(read_pdf(SAMPLE.with_suffix(".pdf"))[number - 1].page)


@needs_tesseract
def test_a_page_of_prose_reads_as_it_was_printed(recognizer: Recognizer) -> None:
    contents = contents_of_a_page(recognizer)
    read, meant = text_of(contents.lines), text_of(printed(2))
    assert Levenshtein.distance(read, meant) <= 0.004 * len(meant)
    assert contents.reader is Reader.OCR
    numbers = [digits_of(token) for token in read.split() if digits_of(token)]
    assert numbers == [digits_of(token) for token in meant.split() if digits_of(token)]


@needs_tesseract
def test_words_lie_where_they_are_printed(recognizer: Recognizer) -> None:
    (sheet,) = lay_out([contents_of_a_page(recognizer)])
    boxes = {word.text: word.box for line in printed(2) for word in line.words}
    found = [word for line in sheet.page.lines for word in line.words]
    once = [word for word in found if sum(word.text == other.text for line in printed(2) for other in line.words) == 1]
    assert len(once) > 50
    for word in once:
        meant = boxes.get(word.text)
        if meant is not None and word.box is not None:
            # The page lies up to 0.7 degrees askew in the picture.
            assert abs(word.box.centre[0] - meant.centre[0]) < 8
            assert abs(word.box.centre[1] - meant.centre[1]) < 8


@needs_tesseract
def test_two_pages_on_one_picture_are_read_one_after_the_other(recognizer: Recognizer) -> None:
    left, right = (Image.fromarray(scanned(number).pixels[:1100, :, ::-1]) for number in (2, 3))
    both = Image.new("RGB", (left.width + right.width, 2339), (240, 240, 240))
    both.paste(left.rotate(0.6, fillcolor=(240, 240, 240)), (0, 60))
    both.paste(right.rotate(-0.6, fillcolor=(240, 240, 240)), (left.width, 60))
    picture = replace(image(np.ascontiguousarray(np.asarray(both)[:, :, ::-1])), number=7)
    (sheet,) = lay_out([read_image(picture, recognizer)])
    meant = [read_page(prepare(image(np.asarray(half)[:, :, ::-1].copy())), recognizer) for half in (left, right)]
    words = [word for part in meant for line in part.lines[1:] for word in line.text.split()]
    read = [word for item in sheet.items if not isinstance(item, Table) for word in item.text.split()]
    assert Levenshtein.normalized_similarity(read, words) > 0.97
    assert sheet.page.number == 7
    middle = 0.36 * left.width
    assert [line.box.x0 < middle for line in (sheet.page.lines[0], sheet.page.lines[-1]) if line.box] == [True, False]


@needs_tesseract
def test_bold_print_is_told_from_plain(recognizer: Recognizer) -> None:
    contents = read_page(prepare(image(upper_half(1))), recognizer)
    bold = {word.text for line in contents.lines for word in line.words if word.bold}
    assert {"HOẠCH", "CỘNG", "Độc"} <= bold
    assert "ngày" not in bold


@needs_tesseract
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_scanned_turned_reads_as_upright_and_has_its_boxes_as_shown(
    recognizer: Recognizer, quarters: int
) -> None:
    pixels = np.ascontiguousarray(np.rot90(upper_half(1), quarters))
    contents = read_image(image(pixels), recognizer)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in contents.lines[0].text
    (sheet,) = lay_out([contents])
    assert sheet.page.width == pytest.approx(pixels.shape[1] * 0.36)
    box = sheet.page.lines[0].box
    assert box is not None
    share = {1: box.x1 / pixels.shape[1], 2: 1 - box.y0 / pixels.shape[0], 3: 1 - box.x0 / pixels.shape[1]}[quarters]
    assert (share < 0.1) if quarters == 1 else (share > 0.6)


@needs_tesseract
def test_a_page_with_little_but_a_table_is_read_upright_whichever_way_it_was_scanned(recognizer: Recognizer) -> None:
    page = next(iter(load_page_images(SAMPLE.with_suffix(".scan.pdf"), pages=[5])))
    overturned = replace(page, pixels=np.ascontiguousarray(page.pixels[::-1, ::-1]))
    texts = [
        [cell.text for placed in read_image(picture, recognizer, read_tables).tables for cell in placed.table.cells]
        for picture in (page, overturned)
    ]
    assert len(texts[0]) > 20
    assert Levenshtein.normalized_similarity(*texts) > 0.95


@needs_tesseract
def test_a_number_whose_second_reading_differs_keeps_the_first_and_is_not_sure(recognizer: Recognizer) -> None:
    paper, words = words_of_a_page(recognizer)
    place = next(index for index, word in enumerate(words) if len(digits_of(word.text)) >= 4)
    true = words[place]
    digits = "7" if "7" not in true.text else "4"
    misread = OcrWord(digits + true.text[1:], true.box, 0.96, true.line_id)
    again = read_doubtful_again(paper, [*words[:place], misread, *words[place + 1 :]])
    assert again[place].text == misread.text
    assert again[place].confidence <= 0.5
    assert read_doubtful_again(paper, words)[place].confidence >= 0.99


@needs_tesseract
def test_a_mark_between_digits_that_only_the_first_reading_lost_is_put_back(recognizer: Recognizer) -> None:
    paper, words = words_of_a_page(recognizer)
    place = next(index for index, word in enumerate(words) if re.fullmatch(r"\d+[/,]\d+.*", word.text))
    true = words[place].text
    bare = re.sub(r"(?<=\d)[/,](?=\d)", "", true)
    again = read_doubtful_again(paper, [replace(word, text=bare) if word is words[place] else word for word in words])
    assert digits_of(again[place].text) == digits_of(true)
    assert (again[place].other, again[place].confidence) == (bare, LIKELY)


@needs_tesseract
def test_digits_taken_for_letters_are_written_as_digits(recognizer: Recognizer) -> None:
    paper, words = words_of_a_page(recognizer)
    place = next(index for index, word in enumerate(words) if word.text == "01")
    misread = replace(words[place], text="0l")
    again = read_doubtful_again(paper, [*words[:place], misread, *words[place + 1 :]])
    assert (again[place].text, again[place].other) == ("01", "0l")


@needs_tesseract
def test_a_number_written_by_hand_in_black_is_never_held_for_sure(recognizer: Recognizer) -> None:
    picture = Image.new("RGB", (1200, 1600), "white")
    draw = ImageDraw.Draw(picture)
    print_, pen = (ImageFont.truetype(str(FONTS / f"Tinos-{face}.ttf"), size) for face, size in HANDS)
    draw.text((100, 100), "Số:        /KH-UBND", font=print_, fill="black")
    draw.text((168, 84), "31", font=pen, fill="black")
    draw.text((100, 200), "Lạng Sơn, ngày 23 tháng 4 năm 2021", font=print_, fill="black")
    for number in range(6):
        draw.text((100, 400 + 60 * number), "xây dựng nông thôn mới trên địa bàn tỉnh", font=print_, fill="black")
    page = prepare(image(np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])))
    words = add_handwriting(page, recognizer.page_words(page.gray, page.dpi), recognizer)
    first, second = ([word.confidence for word in words if top < word.box.y0 < top + 90] for top in (70, 190))
    assert min(first) <= MOST_CONFIDENT < min(second)


@needs_tesseract
def test_no_words_are_read_where_a_table_was_found(recognizer: Recognizer) -> None:
    table = Table(page=1, box=Box(0, 0, 600, 80), cells=(Cell(0, 0, "A", 1, Box(0, 0, 600, 80)),), reader=Reader.OCR)

    def whole_upper_part(page: PreparedPage, _: Recognizer) -> list[FoundTable]:
        return [FoundTable(table, Box(0, 0, page.gray.shape[1], 0.4 * page.gray.shape[0]))]

    prepared = prepare(image(upper_half(1)))
    (sheet,) = lay_out([read_page(prepared, recognizer, whole_upper_part)])
    assert sheet.items[0] is table
    assert "CỘNG" not in text_of(sheet.page.lines)
    assert text_of(sheet.page.lines)


@needs_tesseract
def test_cut_outs_are_read_with_a_digit_alphabet(recognizer: Recognizer) -> None:
    paper, words = words_of_a_page(recognizer)
    word = next(word for word in words if digits_of(word.text) == word.text and len(word.text) >= 2)
    x0, y0, x1, y1 = (int(value) for value in word.box)
    cut = np.ascontiguousarray(paper.gray[y0 - 8 : y1 + 8, x0 - 8 : x1 + 8])
    blank = np.full((40, 90), 255, np.uint8)
    (read, sure), (nothing, none) = recognizer.read_lines([cut, blank], model="vie", alphabet="digits")
    assert read == word.text
    assert sure > 0.8
    assert (nothing, none) == ("", 0.0)


@needs_tesseract
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")
def test_the_program_reads_what_the_library_reads(recognizer: Recognizer) -> None:
    page = prepare(image(upper_half(1)[:600]))
    with Recognizer(in_process=False) as program:
        slow = [word.text for word in program.page_words(page.gray, page.dpi, model="vie")]
    fast = [word.text for word in recognizer.page_words(page.gray, page.dpi, model="vie")]
    assert Levenshtein.normalized_similarity(slow, fast) > 0.95


@needs_tesseract
def test_one_bad_page_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    black = Image.new("L", (900, 1200), 5)
    photo = Image.fromarray(np.random.default_rng(0).integers(0, 255, (1200, 900), np.uint8))
    letter = Image.fromarray(upper_half(1)[:, :, ::-1]).convert("L")
    black.save(tmp_path / "plan.tif", save_all=True, append_images=[photo, letter], dpi=(200, 200))
    first, second, third = read_scan(tmp_path / "plan.tif")
    assert first.page.trouble == "a black page"
    assert second.page.trouble == "a photo or a drawing, no text"
    assert third.page.trouble is None
    assert "KẾ HOẠCH" in text_of(third.page.lines)


@needs_tesseract
def test_several_processors_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = Image.fromarray(upper_half(1)[:700, :, ::-1]).convert("L")
    letter.save(tmp_path / "plan.tif", save_all=True, append_images=[letter.rotate(0.5, fillcolor=255)] * 2)
    read = []
    for count in (1, 3):
        monkeypatch.setattr(page_threads, "_granted", count)
        read.append(list(read_scanned_pages(tmp_path / "plan.tif")))
    assert [page.number for page in read[0]] == [1, 2, 3]
    assert read[0] == read[1]


@needs_tesseract
def test_a_file_without_a_readable_page_is_refused_with_the_reasons(tmp_path: Path) -> None:
    Image.new("L", (900, 1200), 255).save(tmp_path / "plan.png")
    with pytest.raises(UnreadableFile, match=r"plan\.png: .*nothing can be read \(page 1: a blank page\)"):
        read_scan(tmp_path / "plan.png")


@pytest.mark.parametrize(
    ("read", "meant"), [("—", "–"), ("~", "–"), ("2021—2025", "2021–2025"), ("NTM|;", "NTM;"), ("xã,,", "xã,")]
)
def test_marks_are_written_as_printed(read: str, meant: str) -> None:
    assert mend_token(read) == meant


def contents(number: int, *lines: str) -> PageContents:
    rows = tuple(
        Line(number, (Word(text, Box(60, 40 + 20 * row, 500, 54 + 20 * row)),)) for row, text in enumerate(lines)
    )
    return PageContents(number, 595, 842, rows, reader=Reader.OCR)


def test_a_document_scanned_from_its_last_page_is_turned_round() -> None:
    blank = PageContents(1, 595, 842, trouble="a blank page")
    last, middle = contents(2, "3", "Nơi nhận:"), contents(3, "2", "II. NHIỆM VỤ")
    first = contents(4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH")
    assert [page.number for page in in_reading_order([blank, last, middle, first])] == [4, 3, 2, 1]


def test_two_documents_in_one_file_keep_their_order() -> None:
    letterhead = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    pages = [contents(1, letterhead), contents(2, "2", "Nơi nhận:"), contents(3, letterhead)]
    assert in_reading_order(pages) == pages


def test_boxes_are_taken_to_the_page_as_shown() -> None:
    quarter = Motion(0, 1, 0, -1, 0, 595)
    assert quarter.box(Box(10, 20, 110, 40)) == Box(20, 485, 40, 585)


def test_a_full_stop_before_a_small_letter_is_a_comma() -> None:
    texts = ["tiêu", "chí.", "nâng", "tổng", "số", "xã.", "Phấn", "đấu", "TP.", "lên", "5.", "về"]
    words = [OcrWord(text, Box(0, 0, 9, 9), 0.9, 0) for text in texts]
    read = [word.text for word in mend_stops(words)]
    assert read == ["tiêu", "chí,", "nâng", "tổng", "số", "xã.", "Phấn", "đấu", "TP.", "lên", "5.", "về"]

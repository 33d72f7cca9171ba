"""A comparison as files: workbook, CSV, page and pictures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from PIL import Image

from db.store import Store
from reports import charts
from reports.compare_page import compare_page
from reports.compare_workbook import compare_csv, compare_workbook
from reports.year_table import View, YearTable, compare_words, fact_ids
from reports.year_views import YearViews
from schemas.errors import NotFound
from tests.reports import made, made_years

LETTERS = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(str(tmp_path_factory.mktemp("files") / "solieu.db")) as opened:
        made_years.fill(opened)
        yield opened


@pytest.fixture(scope="module")
def tables(store: Store) -> list[YearTable]:
    return maker(store, 2021, 2024).tables()


def maker(store: Store, *years: int, code: str = made.PLACE) -> YearViews:
    return YearViews(store, (code, "Lạng Sơn"), years, "vi", lambda *_: None)


def of(tables: list[YearTable], view: View) -> YearTable:
    return next(table for table in tables if table.view is view)


@pytest.fixture(scope="module")
def book(store: Store, tables: list[YearTable]) -> Any:
    data = compare_workbook(
        tables, store.stands(fact_ids(tables)), lambda name, page: f"file:///{name}#page={page}", "vi"
    )
    return openpyxl.load_workbook(BytesIO(data))


def test_the_workbook_has_a_sheet_a_view_under_frozen_headings(book: Any) -> None:
    assert book.sheetnames == [
        "Tiêu chí", "Huyện", "Xã", "Nguồn vốn", "Chỉ tiêu", "căn cứ", "nguồn", "ghi chú",
    ]  # fmt: skip
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert all(sheet.auto_filter.ref for sheet in book)


def test_cells_of_the_workbook_are_numbers_and_lead_to_their_words_and_page(book: Any) -> None:
    sheet = book["Tiêu chí"]
    column = {cell.value: cell.column - 1 for cell in sheet[1]}
    row = sheet[3]
    cell = row[column["mục tiêu 2024"]]
    assert (cell.value, cell.data_type, row[column["tỷ lệ, % 2024"]].value) == (109, "n", 60.02)
    assert row[column["chênh lệch"]].value == 13
    assert (row[column["chênh lệch"]].number_format, row[column["tỷ lệ, % 2024"]].number_format) == ("#,##0", "0.0##")
    sheet_name, _, coordinate = cell.hyperlink.location.partition("!")
    assert sheet_name == "'căn cứ'"
    proof = book["căn cứ"][coordinate].row
    assert [each.value for each in book["căn cứ"][proof]][1:] == ["lang-son-2024.pdf", 2, "toàn tỉnh có thêm"]
    assert book["căn cứ"].cell(proof, 2).hyperlink.target == f"file:///{made.document_id(2024)}#page=2"


def test_words_that_begin_like_a_formula_stay_words(book: Any) -> None:
    assert {cell.data_type for cell in book["Chỉ tiêu"]["A"]} == {"s"}


def test_csv_has_a_group_of_columns_a_year(tables: list[YearTable]) -> None:
    rows = list(csv.DictReader(StringIO(compare_csv(of(tables, View.CRITERION)).decode("utf-8-sig"))))
    shown = ("criterion", "value_2021", "total_2021", "share_2024", "status_2024", "change", "change_points")
    assert [rows[1][name] for name in shown] == ["2", "96", "181", "60.02", "target", "13", ""]
    assert [rows[0][name] for name in ("value_2021", "share_2021", "change", "change_points")] == [
        "",
        "100.0",
        "",
        "-5.5",
    ]
    money = list(csv.DictReader(StringIO(compare_csv(of(tables, View.FUNDING)).decode("utf-8-sig"))))
    assert (money[0]["value_2024"], money[0]["key"]) == ("6424000000000", "total")


def test_the_page_needs_nothing_from_outside_and_its_links_arrive(store: Store, tables: list[YearTable]) -> None:
    page = compare_page(tables, store.stands(fact_ids(tables)), "vi")
    assert all(address.startswith(("#", "data:")) for address in re.findall(r'(?:href|src)="([^"]*)"', page))
    assert not re.search(r"https?:|file:|<script|@import|url\(", page)
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    assert page.count("data:image/svg+xml") == 3
    assert ">109/181 (60,02\N{NO-BREAK SPACE}%)</a> <strong" in page


def words_of(svg: bytes) -> str:
    return " ".join(
        "".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text")
    )


def test_pictures_hold_the_figures_and_names_as_words(tables: list[YearTable]) -> None:
    dumbbell = words_of(charts.dumbbell(of(tables, View.CRITERION), "vi"))
    assert "2. Giao thông" in dumbbell
    assert "53 → 60,02 *" in dumbbell
    assert "mục tiêu 2021" in dumbbell
    heat = words_of(charts.heatmap(of(tables, View.DISTRICT), "vi"))
    assert "Đình Lập" in heat
    assert "34" in heat
    money = words_of(charts.funding(of(tables, View.FUNDING), "vi"))
    assert "Vốn tín dụng" in money
    assert "4.500" in money
    assert "Trung ương" not in money


def test_a_commune_s_picture_tells_met_from_planned(store: Store) -> None:
    views = maker(store, 2020, 2021, 2024, code=made_years.COMMUNE[0])
    states = views.states()
    assert states == {(1, 2020): "met", (2, 2021): "planned", (2, 2024): "planned"}
    drawn = words_of(charts.commune(states, views.criterion_names(), "Cao Lâu", (2020, 2021, 2024), "vi"))
    assert "1. Quy hoạch" in drawn
    assert "kế hoạch (mục tiêu)" in drawn
    with pytest.raises(NotFound, match="no table of communes tells its criteria in 2020"):
        charts.commune({}, {}, "Cao Lâu", (2020,), "vi")


def test_the_same_figures_give_the_same_picture_without_addresses_of_its_maker(tables: list[YearTable]) -> None:
    table = of(tables, View.FUNDING)
    first = charts.funding(table, "vi")
    assert first == charts.funding(table, "vi")
    assert b"matplotlib.org" not in first


def test_pictures_are_grey_and_the_font_has_all_vietnamese_letters(tables: list[YearTable]) -> None:
    picture = Image.open(BytesIO(charts.heatmap(of(tables, View.DISTRICT), "vi", "png"))).convert("RGB")
    pixels = picture.resize((200, 150)).tobytes()
    assert all(len(set(pixels[place : place + 3])) == 1 for place in range(0, len(pixels), 3))
    font = TTFont(font_manager.findfont("DejaVu Sans", fallback_to_default=False))
    drawn = LETTERS + LETTERS.upper() + "→≥≤≈–−"
    assert {ord(letter) for letter in drawn} <= font.getBestCmap().keys()


def test_both_languages_have_the_same_words() -> None:
    words = compare_words()
    assert words["en"].keys() == words["vi"].keys()
    for section in ("views", "charts", "standards"):
        assert words["en"][section].keys() == words["vi"][section].keys()
    assert words["en"]["terminal"].keys() <= words["vi"]["terminal"].keys()

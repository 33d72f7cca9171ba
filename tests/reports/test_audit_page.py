from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from reports.audit_page import WORDS, audit_page
from reports.audit_workbook import audit_workbook
from reports.cutout import BLUE, RED
from reports.findings import by_cause, in_order, wording
from schemas.errors import NotFound
from schemas.findings import Code

DOCUMENTS: dict[str, dict[str, Any]] = {
    name: {
        "document_id": name,
        "file_name": f"{name}.pdf",
        "number": "42/KH-UBND",
        "issuer": "Ủy ban nhân dân tỉnh Lạng Sơn",
        "title": "Xây dựng nông thôn mới <năm 2021>",
        "plan_year": 2021,
    }
    for name in ("one", "two")
}


def finding(name: str, document: str = "one", **values: Any) -> dict[str, Any]:
    told = {
        "finding_id": name,
        "document_id": document,
        "code": "percent_mismatch",
        "severity": "error",
        "message_vi": "180/181 là 99,4%",
        "message_en": "180/181 is 99.4 %",
        "page": 3,
        "quote": "180/181 xã <b>",
        "stated": "99,5",
        "expected": "99,4",
        "related": f"row-{name}",
        "cause_id": None,
        "position": 0,
        "pieces": [{"page": 3, "box": [50, 60, 90, 72], "quote": "180/181 xã"}],
    }
    return told | values


NOWHERE = {"page": 1, "box": None, "quote": "x"}
FOUND = [
    finding("b", code="text_unlike_table", severity="warning", cause_id="a", related="row-a,cell", page=3),
    finding("a"),
    finding(
        "c", "two", code="no_target", severity="note", pieces=[{"page": 1, "box": None, "quote": "x"}], related=None
    ),
    finding("d", "two", cause_id="not there"),
]
STANDS = {"cell": {"document_id": "one", "page": 7, "quote": "99.4", "pieces": [{"page": 7, "box": [9, 9, 20, 20]}]}}


def white(document_id: str, page: int) -> Image.Image:
    return Image.new("RGB", (200, 300), "white")


def page(lang: str = "en", render: Any = white) -> str:
    causes = by_cause(FOUND, DOCUMENTS)
    return audit_page(causes, STANDS, render, DOCUMENTS, lang=lang, asked="", dpi=72, margin_points=10)


def pictures(html: str) -> list[Image.Image]:
    return [
        Image.open(BytesIO(base64.b64decode(data))).convert("RGB")
        for data in re.findall(r"data:image/png;base64,([^\"]+)", html)
    ]


def test_what_follows_from_a_finding_stands_below_it_and_by_itself_where_the_cause_is_not_shown() -> None:
    causes = by_cause(FOUND, DOCUMENTS)
    assert [(depth, told.finding["finding_id"]) for depth, told in in_order(causes)] == [
        (0, "a"), (1, "b"), (0, "d"), (0, "c"),
    ]  # fmt: skip


def test_each_finding_has_pictures_with_its_words_in_red_and_its_rivals_in_blue() -> None:
    own, follows, rival, other = pictures(page())
    for picture, colour in ((own, RED), (follows, RED), (rival, BLUE), (other, RED)):
        assert colour in {each for _, each in picture.getcolors(10**6)}  # type: ignore[union-attr]
        assert picture.width == 200


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_page_needs_nothing_beside_itself_and_escapes_what_plans_print(lang: str) -> None:
    html = page(lang)
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", html)
    assert "&lt;năm 2021&gt;" in html
    assert WORDS[lang]["title"] in html
    assert wording("percent_mismatch", "why", lang) in html


def test_without_a_picture_of_the_page_the_words_are_quoted() -> None:
    def nothing(document_id: str, page: int) -> Image.Image:
        raise NotFound("no such file")

    html = page(render=nothing)
    assert "<q>180/181 xã &lt;b&gt;</q>" in html
    assert not pictures(html)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_workbook_has_a_row_a_finding_and_counts_them(lang: str) -> None:
    book = load_workbook(BytesIO(audit_workbook(by_cause(FOUND, DOCUMENTS), lang)))
    rows, summary = book.worksheets
    assert rows.freeze_panes == "A2"
    assert [cell.value for cell in rows["M"]][1:] == ["a", "b", "d", "c"]
    assert sum(cell.value or 0 for column in ("D", "E", "F") for cell in summary[column][1:]) == len(FOUND)


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_code_has_a_title_and_a_reason(code: Code, lang: str) -> None:
    assert wording(code, "title", lang)
    assert wording(code, "why", lang).endswith(".")

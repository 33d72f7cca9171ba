from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from db.store import Store
from reports.export import Format, export

COLUMNS = ["place_code", "count", "share", "deadline", "quote", "pieces", "nothing"]
ROWS: list[dict[str, Any]] = [
    {
        "place_code": "06325",
        "count": 109,
        "share": 60.02,
        "deadline": date(2024, 12, 31),
        "quote": '=HYPERLINK("http://x")',
        "pieces": [{"page": 1, "quote": "xã"}],
        "nothing": None,
    },
    {
        "place_code": None,
        "count": None,
        "share": None,
        "deadline": None,
        "quote": 'Cao Lộc, "xã"\nhai dòng\x07',
        "pieces": None,
        "nothing": None,
    },
]


def made(form: Format) -> bytes:
    return export(ROWS, COLUMNS, "targets", form)


def test_csv_keeps_whole_numbers_whole_and_null_empty() -> None:
    first, second = csv.DictReader(StringIO(made(Format.CSV).decode()))
    assert (first["place_code"], first["count"], first["share"], first["deadline"]) == (
        "06325",
        "109",
        "60.02",
        "2024-12-31",
    )
    assert (second["count"], second["deadline"], second["quote"]) == ("", "", ROWS[1]["quote"])
    assert json.loads(first["pieces"]) == ROWS[0]["pieces"]


def test_csv_for_excel_opens_rightly_where_the_comma_is_the_decimal_mark() -> None:
    data = made(Format.CSV_EXCEL)
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [first[name] for name in ("place_code", "count", "share", "deadline")] == [
        '="06325"',
        "109",
        "60,02",
        "2024-12-31",
    ]
    assert first["quote"] == "'" + ROWS[0]["quote"]
    assert (second["count"], second["quote"]) == ("", ROWS[1]["quote"])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("12/20", '="12/20"'),
        ("1.1.2", '="1.1.2"'),
        ("60,02", '="60,02"'),
        ("5e10", '="5e10"'),
        ("- Tiêu chí số 2", "'- Tiêu chí số 2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("109/181 xã", "109/181 xã"),
        ("Đình Lập; Lộc Bình", "Đình Lập; Lộc Bình"),
        ("e", "e"),
    ],
)
def test_a_text_stays_a_text_in_the_csv_for_excel(text: str, field: str) -> None:
    data = export([{"quote": text}], ["quote"], "targets", Format.CSV_EXCEL).decode("utf-8-sig")
    assert list(csv.reader(StringIO(data), delimiter=";")) == [["quote"], [field]]


def test_csv_of_no_rows_is_a_header() -> None:
    assert export([], COLUMNS, "targets", Format.CSV).decode() == ",".join(COLUMNS) + "\n"


def test_json_lines_are_the_rows() -> None:
    rows = [json.loads(line) for line in made(Format.JSONL).decode().splitlines()]
    assert rows == [ROWS[0] | {"deadline": "2024-12-31"}, ROWS[1]]


def test_excel_has_typed_cells_under_a_frozen_header() -> None:
    sheet = openpyxl.load_workbook(BytesIO(made(Format.XLSX))).active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("targets", "A2")
    header, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert header == COLUMNS
    assert first[:3] == ["06325", 109, 60.02]
    assert first[3].date() == date(2024, 12, 31)
    assert [second[position] for position in (0, 1, 2, 3, 5, 6)] == [None] * 6


def test_words_that_look_like_a_formula_stay_words_in_excel() -> None:
    sheet = openpyxl.load_workbook(BytesIO(made(Format.XLSX))).active
    assert sheet is not None
    cell = sheet["E2"]
    assert (cell.value, cell.data_type) == (ROWS[0]["quote"], "s")
    assert sheet["E3"].value == 'Cao Lộc, "xã"\nhai dòng\N{REPLACEMENT CHARACTER}'


def test_parquet_has_typed_columns() -> None:
    table = pq.read_table(BytesIO(made(Format.PARQUET)))
    assert [str(table.schema.field(name).type) for name in ("count", "share", "deadline")] == [
        "int64",
        "double",
        "date32[day]",
    ]
    assert table.column("place_code").to_pylist() == ["06325", None]


@pytest.mark.parametrize("view", ["documents", "targets", "findings", "criteria", "funding"])
@pytest.mark.parametrize("form", list(Format))
def test_every_view_can_be_written_in_every_form(store: Store, view: str, form: Format) -> None:
    rows, columns = store.rows(view), store.columns(view)
    data = export(rows, columns, view, form)
    if form is Format.PARQUET:
        frame = pd.read_parquet(BytesIO(data))
        assert (list(frame.columns), len(frame)) == (columns, len(rows))
    elif form is Format.XLSX:
        sheet = openpyxl.load_workbook(BytesIO(data)).active
        assert sheet is not None
        assert sheet.max_row == len(rows) + 1
    elif form in (Format.CSV, Format.CSV_EXCEL):
        assert len(list(csv.reader(StringIO(data.decode())))) == len(rows) + 1
    else:
        assert len(data.decode().splitlines()) == len(rows)

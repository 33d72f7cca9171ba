"""A view's rows as a file: CSV, JSON Lines, Excel, Parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # loaded where a table is made: most of a second, which the other commands need not wait for
    import pandas as pd

# Characters that XML, and so a workbook, cannot hold.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Characters that a cell can hold.
LONGEST_CELL = 32_767
WIDEST_COLUMN = 60
# Texts that Excel, opening a CSV, would turn into numbers, days or formulas.
LIKE_A_NUMBER = re.compile(r"(?=.*\d)[\d.,/:%eE+ -]{1,200}")
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")

Rows = Sequence[Mapping[str, Any]]


class Format(StrEnum):
    """The kinds of files that a view can be written as."""

    CSV = "csv"
    CSV_EXCEL = "csv-excel"  # for a double click where the comma is the decimal mark, as in Vietnam
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def is_text(self) -> bool:
        return self in (Format.CSV, Format.CSV_EXCEL, Format.JSONL)


def export(rows: Rows, columns: Sequence[str], name: str, form: Format) -> bytes:
    """Return the rows as a file of that form; `name` is that of the view.

    CSV is UTF-8 with a header and empty fields for null; Excel and Parquet keep numbers, dates and texts apart. The CSV
    for Excel has a byte order mark, semicolons, decimal commas, and texts that Excel takes for no number or formula.
    """
    writers: dict[Format, Callable[[], bytes]] = {
        Format.CSV: lambda: _csv(rows, columns),
        Format.CSV_EXCEL: lambda: _csv_for_excel(rows, columns),
        Format.JSONL: lambda: _jsonl(rows),
        Format.XLSX: lambda: _xlsx(rows, columns, name),
        Format.PARQUET: lambda: _parquet(rows, columns),
    }
    return writers[form]()


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with dates as ISO 8601 texts."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def _csv(rows: Rows, columns: Sequence[str]) -> bytes:
    return _frame(rows, columns).to_csv(index=False, lineterminator="\n").encode()


def _csv_for_excel(rows: Rows, columns: Sequence[str]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_for_excel(_flat(row[column])) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _for_excel(value: Any) -> str:
    """Return a field that Excel shows as it is; of an opened CSV it takes 06325 for a number and 12/20 for a day."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if not isinstance(value, str):
        return str(value)
    if LIKE_A_NUMBER.fullmatch(value):
        return f'="{value}"'
    return f"'{value}" if value.startswith(FORMULA_BEGINS) else value[:LONGEST_CELL]


def _jsonl(rows: Rows) -> bytes:
    return "".join(json.dumps(as_json(row), ensure_ascii=False) + "\n" for row in rows).encode()


def _parquet(rows: Rows, columns: Sequence[str]) -> bytes:
    out = BytesIO()
    _frame(rows, columns).to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def _xlsx(rows: Rows, columns: Sequence[str], name: str) -> bytes:
    return workbook([Sheet(name, columns, rows)])


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; a cell is told by its row (0-based, the headings aside) and its column's heading."""

    name: str
    columns: Sequence[str]
    rows: Rows
    links: Mapping[tuple[int, str], str] = field(default_factory=dict)  # a URI, or "#" and a place in the workbook
    formats: Mapping[str, str] = field(default_factory=dict)  # Excel's codes, by column


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an Excel workbook: typed cells, frozen headings, a filter on each sheet."""
    import pandas as pd

    out = BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl", date_format="yyyy-mm-dd") as writer:
        for sheet in sheets:
            frame = _frame(sheet.rows, sheet.columns, cell=_for_workbook)
            frame.to_excel(writer, sheet_name=sheet.name, index=False, freeze_panes=(1, 0))
            _finish(writer.sheets[sheet.name])
            _dress(writer.sheets[sheet.name], sheet)
    return out.getvalue()


def _finish(sheet: Any) -> None:
    """Set widths and a filter, and keep every text a text: words read from a page may begin with "="."""
    for cells in sheet.iter_cols():
        longest = max(len(str(cell.value)) for cell in cells if cell.value is not None)
        sheet.column_dimensions[cells[0].column_letter].width = min(longest + 2, WIDEST_COLUMN)
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
            elif cell.value == "":
                cell.value = None  # what is not stated is an empty cell, not an empty text
    sheet.auto_filter.ref = sheet.dimensions


def _dress(sheet: Any, told: Sheet) -> None:
    """Set formats of numbers and links; a link within the workbook is a place, not an address outside."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    letter = {cells[0].value: cells[0].column_letter for cells in sheet.iter_cols(max_row=1)}
    for column, code in told.formats.items():
        for cell in sheet[letter[column]][1:]:
            cell.number_format = code
    for (row, column), target in told.links.items():
        cell = sheet[f"{letter[column]}{row + 2}"]
        place = {"location": target[1:]} if target.startswith("#") else {"target": target}
        cell.hyperlink = Hyperlink(ref=cell.coordinate, **place)
        number_format = cell.number_format
        cell.style, cell.number_format = "Hyperlink", number_format


def _for_workbook(value: Any) -> Any:
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", value)[:LONGEST_CELL] if isinstance(value, str) else value


def _frame(rows: Rows, columns: Sequence[str], cell: Callable[[Any], Any] = lambda value: value) -> pd.DataFrame:
    """Return the rows with one kind of value a column; whole numbers stay whole beside nulls."""
    import pandas as pd

    series = {}
    for column in columns:
        values = [_flat(row[column]) for row in rows]
        series[column] = pd.Series([cell(value) for value in values], dtype=_dtype(values))
    return pd.DataFrame(series, columns=list(columns))


def _dtype(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "Int64"
    if kinds and kinds <= {int, float}:
        return "Float64"
    if kinds == {bool}:
        return "boolean"
    return "object"


def _flat(value: Any) -> Any:
    """Return what one cell holds; lists, such as the pieces of the evidence, as JSON."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else value

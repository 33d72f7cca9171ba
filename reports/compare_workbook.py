"""A comparison over years as a table for programs, and as an Excel workbook whose figures lead to their evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.export import Format, Sheet, export, workbook
from reports.year_table import VND, Line, YearTable, compare_words, fact_ids, unit_text, year_heading

# Excel's own codes: it shows its reader's marks for decimals and thousands.
COUNT, DECIMAL, SHARE = "#,##0", "#,##0.00", "0.0##"
Stands = Mapping[str, Mapping[str, Any]]  # by fact_id: document_id, page, quote
Address = Callable[[str, int], str | None]  # document_id and page (1-based) to the URI of the kept file


def compare_csv(table: YearTable) -> bytes:
    """Return a view as CSV: English headings for programs, a group of columns a year, amounts in VND."""
    columns = ["view", "criterion", "place_code", "key", "name", "unit"]
    per_year = ("value", "high", "comparator", "total", "share", "status", "document_id", "fact_id", "flags")
    columns += [f"{name}_{year}" for year in table.years for name in per_year]
    columns += ["change", "change_points", "comparable", "reason"]
    rows = []
    for line in table.lines:
        row: dict[str, Any] = {
            "view": table.view.value,
            "criterion": line.number,
            **line.model_dump(exclude={"figures"}),
        }
        row["name"] = line.name.strip()
        for figure in line.figures:
            told = figure.model_dump()
            if figure.value is None and figure.share is None:
                told["comparator"] = None
            row |= {f"{name}_{figure.year}": _whole(told[name]) for name in per_year}
        change, points = _changes(line)
        rows.append(row | {"change": change, "change_points": points})
    return export(rows, columns, table.view.value, Format.CSV)


def compare_workbook(tables: Sequence[YearTable], stands: Stands, address: Address, lang: str) -> bytes:
    """Return a sheet a view, one with the words that each figure stands in, and one with the documents."""
    words = compare_words()[lang]
    place = {fact_id: row for row, fact_id in enumerate(fact_id for fact_id in fact_ids(tables) if fact_id in stands)}
    sheets = [_view(table, place, stands, lang) for table in tables]
    sources = {source.document_id: source for table in tables for source in table.sources}
    names = {key: source.file_name for key, source in sources.items()}
    shown = ("fact", "document", "page", "quote")
    proof, links = [], {}
    for fact_id, row in place.items():
        stand = stands[fact_id]
        told = (fact_id, names.get(stand["document_id"]), stand["page"], stand["quote"])
        proof.append({words[name]: value for name, value in zip(shown, told, strict=True)})
        uri = address(stand["document_id"], stand["page"] or 1)
        if uri:
            links[row, words["document"]] = uri
    if proof:
        sheets.append(Sheet(words["evidence"], [words[name] for name in shown], proof, links))
    about = ("file", "number", "issued", "issuer", "years")
    listed = [
        (each.file_name, each.number, each.issued_from, each.issuer, ", ".join(map(str, each.years)))
        for each in sources.values()
    ]
    headings = [words[name] for name in about]
    sheets.append(Sheet(words["sources"], headings, [dict(zip(headings, row, strict=True)) for row in listed]))
    notes = [(words["views"][table.view], note) for table in tables for note in table.notes]
    remarks = [("", words["targets_not_results"]), *notes]
    headings = [words["name"], words["reason"]]
    sheets.append(Sheet(words["notes"], headings, [dict(zip(headings, row, strict=True)) for row in remarks]))
    return workbook(sheets)


def _view(table: YearTable, place: Mapping[str, int], stands: Stands, lang: str) -> Sheet:
    words = compare_words()[lang]
    has_number = any(line.number is not None for line in table.lines)
    has_code = any(line.place_code for line in table.lines)
    lead = [words["no"]] * has_number + [words["place_code"]] * has_code + [words["name"], words["unit"]]
    rows: list[dict[str, Any]] = []
    links: dict[tuple[int, str], str] = {}
    formats: dict[str, str] = {}
    columns = list(lead)
    for line in table.lines:
        first = [line.number] * has_number + [line.place_code] * has_code
        rows.append(
            dict(zip(lead, [*first, line.name, "VND" if line.unit == VND else unit_text(line.unit, lang)], strict=True))
        )
    for at, year in enumerate(table.years):
        value = year_heading(table, at, lang)
        own = _YearColumns(value, *(f"{words[name]} {year}" for name in ("high", "total", "share", "status", "page")))
        used = {own.value, own.status, own.page}
        for number, line in enumerate(table.lines):
            figure = line.figures[at]
            stand = stands.get(figure.fact_id or "")
            high = figure.high if figure.high != figure.value else None
            cells = {
                own.value: _whole(figure.value),
                own.high: _whole(high),
                own.total: figure.total,
                own.share: figure.share,
                own.status: words.get(figure.status or "", figure.status),
                own.page: stand["page"] if stand else None,
            }
            used |= {name for name, cell in cells.items() if cell is not None}
            rows[number] |= cells
            if figure.fact_id and figure.fact_id in place:
                stated = {own.value: figure.value, own.share: figure.share, own.page: ""}
                linked = next(name for name, cell in stated.items() if cell is not None)
                links[number, linked] = f"#'{words['evidence']}'!A{place[figure.fact_id] + 2}"
        columns += [name for name in own.all if name in used]
        formats |= {name: _format(rows, name) for name in (own.value, own.high, own.total) if name in used}
        formats |= {own.share: SHARE} if own.share in used else {}
    for row, line in zip(rows, table.lines, strict=True):
        change, points = _changes(line)
        row |= {
            words["change"]: change,
            words["change_points"]: points,
            words["comparable"]: words[line.comparable or "unknown"] if _told(line) else None,
            words["reason"]: line.reason,
        }
    formats |= {words["change"]: _format(rows, words["change"])}
    pointed = any(line.change_in_points for line in table.lines)
    columns += [words["change"], *([words["change_points"]] * pointed), words["comparable"], words["reason"]]
    return Sheet(words["views"][table.view], columns, rows, links, formats)


class _YearColumns:
    """The headings of one year's columns."""

    def __init__(self, value: str, high: str, total: str, share: str, status: str, page: str) -> None:
        self.value, self.high, self.total, self.share, self.status, self.page = value, high, total, share, status, page
        self.all = (value, high, total, share, status, page)


def _format(rows: Sequence[Mapping[str, Any]], column: str) -> str:
    return DECIMAL if any(isinstance(row[column], float) for row in rows) else COUNT


def _told(line: Line) -> bool:
    return line.comparable is not None or sum(figure.fact_id is not None for figure in line.figures) > 1


def _changes(line: Line) -> tuple[float | None, float | None]:
    """Return the change of values, and that of shares in points of percent; one of them is null."""
    change = _whole(line.change)
    return (None, change) if line.change_in_points else (change, None)


def _whole(value: Any) -> Any:
    """Return whole numbers as such, so that a cell shows 109 and no 109.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value

"""Tables go on over pages and beside cut sheets; no row is lost or doubled, and no join is forced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractors.reading import read_document
from extractors.tables.stitching import StitchedTable, stitch
from extractors.tables.structure import RowKind
from schemas.document import Document

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
HEAD = "I. MỤC TIÊU\n\nNội dung.\n\nNơi nhận:\n\n- Lưu: VT.\n\n"
Rows = list[list[str]]


def pipe(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


def body(table: StitchedTable) -> Rows:
    return [[row.text(column) for column in range(table.grid.column_count)] for row in table.grid.rows]


LEFT = [
    ["STT", "Đơn vị", "Số tiêu chí đã đạt", "Số tiêu chí phấn đấu"],
    ["1", "Xã Cao Lâu", "10", "1"],
    ["2", "Xã Xuất Lễ", "19", ""],
    ["3", "Xã Đào Viên", "8", "2"],
    ["4", "Xã Bắc Xa", "19", ""],
]
RIGHT = [["Các tiêu chí phấn đấu"], ["13"], [""], ["13, 17"], [""]]


@pytest.fixture
def tables(read_text: Callable[..., Document]) -> Callable[..., tuple[StitchedTable, ...]]:
    def read(*parts: str) -> tuple[StitchedTable, ...]:
        return stitch(read_text(HEAD + "\n".join(parts), ".md"))

    return read


def test_a_table_goes_on_with_its_header_repeated(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    (table,) = tables("**Biểu số 1** CÁC XÃ\n", pipe(LEFT[:3]), pipe([LEFT[0], *LEFT[3:]]))
    assert body(table) == LEFT[1:]
    assert table.label == "Biểu số 1"


def test_a_new_label_begins_a_new_table(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    found = tables("**Biểu số 1** CÁC XÃ\n", pipe(LEFT[:3]), "**Biểu số 2** CÁC XÃ\n", pipe([LEFT[0], *LEFT[3:]]))
    assert [table.label for table in found] == ["Biểu số 1", "Biểu số 2"]


def test_a_cut_sheet_is_joined_beside(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    (table,) = tables("**Biểu số 4** XÃ BIÊN G\n", pipe(LEFT), "## IỚI NĂM 2021\n", pipe(RIGHT))
    assert body(table) == [[*left, *right] for left, right in zip(LEFT[1:], RIGHT[1:], strict=True)]
    assert table.title == "XÃ BIÊN GIỚI NĂM 2021"
    assert table.repairs == ()


def test_a_lost_empty_cell_is_found_by_the_counts_beside(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    (table,) = tables("**Biểu số 4** CÁC XÃ\n", pipe(LEFT), "## PHẦN SAU\n", pipe([*RIGHT[:2], *RIGHT[3:]]))
    assert [row[-1] for row in body(table)] == ["13", "", "13, 17", ""]
    assert table.repairs == ("rows_aligned:3/4",)


def test_parts_that_do_not_match_are_not_joined_and_said_so(
    tables: Callable[..., tuple[StitchedTable, ...]],
) -> None:
    right = [["Các tiêu chí phấn đấu"], ["1,2,3"], ["4,5,6"], ["7"]]
    left, other = tables("**Biểu số 4** CÁC XÃ\n", pipe([row[:3] for row in LEFT]), "## PHẦN SAU\n", pipe(right))
    assert [failure.rows for failure in left.failures] == ["3/4"]
    assert len(body(left)) == 4
    assert len(body(other)) == 3


def test_groups_and_totals_are_told_from_rows(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    rows = [LEFT[0], ["I", "Xã phấn đấu đạt chuẩn", "", ""], *LEFT[1:3], ["", "Bình quân tiêu chí/xã", "14,5", ""]]
    (table,) = tables("**Biểu số 1** CÁC XÃ\n", pipe(rows))
    assert [row.kind for row in table.grid.rows] == [RowKind.GROUP, RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert {row.group for row in table.grid.data()} == {"I Xã phấn đấu đạt chuẩn"}


def test_headings_of_two_rows_are_paths(tables: Callable[..., tuple[StitchedTable, ...]]) -> None:
    rows = [
        ["TT", "Đơn vị", "Kết quả năm 2020", "", "Kế hoạch năm 2021"],
        ["", "", "Số tiêu chí", "Các tiêu chí", "Số tiêu chí"],
        ["1", "Xã Cao Lâu", "2", "1,3", "1"],
    ]
    (table,) = tables("**Biểu số 1** CÁC XÃ\n", pipe(rows))
    assert table.grid.paths == (
        "TT",
        "Đơn vị",
        "Kết quả năm 2020 > Số tiêu chí",
        "Kết quả năm 2020 > Các tiêu chí",
        "Kế hoạch năm 2021 > Số tiêu chí",
    )


# --- on the page ------------------------------------------------------------------------------------------------------


def draw(canvas: Canvas, rows: Rows, widths: list[float], top: float) -> None:
    for index, row in enumerate(rows):
        x = 60.0
        for text, width in zip(row, widths, strict=True):
            canvas.rect(x, top - 20 * (index + 1), width, 20)
            canvas.drawString(x + 3, top - 20 * index - 14, text)
            x += width


@pytest.mark.skipif(not FONT.is_file(), reason="the Tinos fonts (fonts-croscore) are not installed")
def test_a_row_cut_by_the_page_end_is_mended_and_every_cell_keeps_its_place(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Plain", FONT))
    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path), pagesize=landscape(A4))
    widths = [40.0, 300.0, 150.0]
    canvas.setFont("Plain", 12)
    canvas.drawString(300, 540, "Biểu số 1")
    canvas.drawString(250, 520, "NỘI DUNG CÔNG VIỆC")
    header = ["TT", "Nội dung công việc", "Thời gian"]
    draw(canvas, [header, ["1", "Rà soát quy hoạch", "Quý I"], ["2", "Kiểm tra việc phân bổ", "Quý II"]], widths, 500)
    canvas.showPage()
    canvas.setFont("Plain", 12)
    draw(canvas, [header, ["", "vốn của các xã", ""], ["3", "Tập huấn cán bộ", "Quý III"]], widths, 540)
    canvas.save()
    (table,) = stitch(read_document(path))
    assert body(table) == [
        ["1", "Rà soát quy hoạch", "Quý I"],
        ["2", "Kiểm tra việc phân bổ vốn của các xã", "Quý II"],
        ["3", "Tập huấn cán bộ", "Quý III"],
    ]
    assert table.pages == (1, 2)
    assert all(cell.box is not None for cell in table.grid.cells)
    assert {cell.page for cell in table.grid.cells if cell.text == "Tập huấn cán bộ"} == {2}


def test_text_between_two_tables_keeps_them_apart(read_text: Callable[..., Document]) -> None:
    first = [["Chỉ tiêu", "Năm 2022", "Năm 2023"], ["Số xã", "12", "14"], ["Số thôn", "30", "36"]]
    second = [["Nguồn vốn", "Năm 2023"], ["Ngân sách tỉnh", "120"], ["Ngân sách huyện", "80"]]
    text = f"## I. CHỈ TIÊU\n\n{pipe(first)}\n## II. KINH PHÍ\n\n{pipe(second)}"
    assert [table.grid.column_count for table in stitch(read_text(text, ".md"))] == [3, 2]

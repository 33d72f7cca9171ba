from __future__ import annotations

from extractors.lines import describe_layout
from schemas.document import Line, Word
from schemas.geometry import Box


def test_a_sheet_whose_lines_share_no_edge_has_a_layout() -> None:
    lines = [Line(1, (Word("x", Box(60 + 7.0 * i, 20.0 * i, 500 + 9.0 * i, 20.0 * i + 10)),)) for i in range(12)]
    assert [printed.indent for printed in describe_layout(lines, 600)][:2] == [0, 7]

"""Write docs/data-dictionary.md from the store's views.

usage: python -m tools.data_dictionary
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.dictionary import ColumnEntry, ViewEntry, dictionary

TARGET = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
HEADER = """# Data dictionary

Written by `python -m tools.data_dictionary` from the views themselves and `db/columns.toml`; do not edit it here.
What is not printed in a document is null. A box is in points (1/72 inch) from the page's top left.
"""


def pages() -> str:
    """Return the whole dictionary as Markdown."""
    return HEADER + "".join("\n" + "\n".join(_view(view)) + "\n" for view in dictionary())


def _view(view: ViewEntry) -> Iterator[str]:
    yield f"## {view.name}"
    yield f"\n{view.title}. {view.text}\n"
    yield "| column | type | unit | meaning |"
    yield "|---|---|---|---|"
    for column in view.columns:
        yield f"| `{column.name}` | {column.type} | {column.unit or ''} | {_meaning(column)} |"


def _meaning(column: ColumnEntry) -> str:
    values = ": " + ", ".join(f"`{value}`" for value in column.values) if column.values else ""
    return f"{column.text}{values}"


if __name__ == "__main__":
    TARGET.write_text(pages(), encoding="utf-8")

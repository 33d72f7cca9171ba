"""A table that is set without rules, or with some of them, states what the same table states in its ruled print."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.engines.pdf_text import read_pdf_text
from extractors.finding import Finder
from extractors.reading import read_document
from extractors.tables.stitching import stitch
from extractors.unruled.grids import find_unruled_grids
from extractors.unruled.rows import Anchor, Header, Place, Strip, part_rows
from extractors.unruled.runs import Run
from normalizers.criteria import load_criteria
from normalizers.places import load_gazetteer
from normalizers.resolution import resolve
from schemas.facts import Facts
from schemas.geometry import Box
from tools.build_samples import sources
from tools.sample_print import TableSetting, have_fonts, print_sample
from tools.sample_source import Part, read_source

PLAN = Path(__file__).parents[1] / "cases" / "tables.md"
REFERENCE = Path(os.environ.get("SOLIEU_REFERENCE", "/nonexistent"))
VIEWS = ("commune_criteria", "commune_progress", "criterion_counts", "activities", "targets", "indicators")
SETTINGS = {
    "numbers at the head": TableSetting("none", "TOP"),
    "numbers in the middle": TableSetting("none", "MIDDLE", "Arimo", 10, between=5, width=0.95),
    "numbers at the foot, over two pages": TableSetting("none", "BOTTOM", "Tinos", 12, between=12, width=0.9),
    "no white between rows": TableSetting("none", "MIDDLE", between=0),
    "header not repeated": TableSetting("none", "TOP", "Arimo", 11, between=8, repeat_header=False),
    "rules across": TableSetting("across", "MIDDLE", size=10, width=0.9),
    "upright rules": TableSetting("upright", "BOTTOM", "Arimo", 10, between=4),
    "rules between cells alone": TableSetting("inner", "MIDDLE", size=10),
    "no rules at the sides": TableSetting("open sides", "TOP", "Arimo", 10),
    "a frame": TableSetting("frame", "TOP", "Arimo", 9, between=2, width=0.85, repeat_header=False),
    "a frame and rules across": TableSetting("frame and across", "MIDDLE", "Arimo", 9, between=4),
}

pytestmark = pytest.mark.skipif(not have_fonts(), reason="the fonts of Debian's fonts-croscore are not installed")


@pytest.fixture(scope="module")
def read(finder: Finder) -> Callable[[Path], Facts]:
    book, gazetteer = load_criteria(), load_gazetteer()
    return lambda path: resolve(finder.find(read_document(path)), gazetteer, book)


@pytest.fixture(scope="module")
def ruled(
    read: Callable[[Path], Facts], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path, TableSetting], Facts]:
    """Read the ruled print of a source in the type and widths of a setting: both break their lines alike."""

    @cache
    def facts(source: Path, setting: TableSetting) -> Facts:
        path = tmp_path_factory.mktemp("ruled") / "plan.pdf"
        print_sample(annexes(source), path, "plan", replace(setting, rules="grid"))
        return read(path)

    return facts


def annexes(source: Path) -> list[Part]:
    """Return a source without its running text, whose reading would take most of the time."""
    parts = read_source(source)
    return [replace(part, blocks=part.blocks[:2]) if part.name == "body" else part for part in parts]


def stated(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    return {view: [row.model_dump(exclude={"fact_id", "evidence"}) for row in getattr(facts, view)] for view in VIEWS}


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
@pytest.mark.parametrize("source", [PLAN, *sources()], ids=lambda path: path.stem)
def test_a_table_without_rules_states_what_its_ruled_print_states(
    source: Path,
    setting: TableSetting,
    read: Callable[[Path], Facts],
    ruled: Callable[[Path, TableSetting], Facts],
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.pdf"
    print_sample(annexes(source), path, "plan", setting)
    found = read(path)
    assert stated(found) == stated(ruled(source, setting))
    assert len(found.activities) >= 8 or source != PLAN
    words = {page.number: page.words for page in read_pdf_text(path)}
    for view in VIEWS:
        for row in getattr(found, view):
            for piece in row.evidence.pieces:
                assert piece.box is not None
                inside = {w.text for w in words[piece.page] if w.box and piece.box.contains_point(*w.box.centre)}
                assert set(piece.quote.replace(" | ", " ").split()[1:-1]) <= inside


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_without_rules_goes_on_over_the_page(repeated: bool, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    setting = TableSetting("none", "BOTTOM", "Tinos", 12, between=14, repeat_header=repeated)
    print_sample(read_source(PLAN), path, "plan", setting)
    schedule = stitch(read_document(path))[0]
    assert len(schedule.pages) == 2
    assert [row.text(0) for row in schedule.grid.data()] == ["1", "2", "1", "2", "3", "1", "2", "3"]


@pytest.mark.parametrize("source", [PLAN, *sources()], ids=lambda path: path.stem)
def test_prose_letterhead_and_signature_are_no_tables(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    parts = [part for part in read_source(source) if part.name != "annex"]
    print_sample(parts, path, "plan")
    assert list(read_document(path).tables) == []


@pytest.mark.skipif(not (REFERENCE / "plans").is_dir(), reason="SOLIEU_REFERENCE names no folder with reference plans")
def test_no_page_of_the_reference_plans_has_a_table_without_rules() -> None:
    for path in sorted((REFERENCE / "plans").glob("*.pdf")):
        pages = read_pdf_text(path)
        ruled_pages = {table.page for table in read_document(path).tables} if "scan" not in path.name else set()
        assert find_unruled_grids(pages, ruled_pages) == []


# --- rows -------------------------------------------------------------------------------------------------------------

HEIGHT = 10.0
LEADING = 12.0
rows_of_cells = st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=3), min_size=2, max_size=8)
OFFSETS = {Place.HEAD: 0.0, Place.MIDDLE: 0.5, Place.FOOT: 1.0}


def strip(column: int, middle: float, text: str) -> Strip:
    x = 100.0 * column
    box = Box(x, middle - HEIGHT / 2, x + 50, middle + HEIGHT / 2)
    return Strip(Run(text, box, False), column, column)


def laid_out(rows: list[list[int]], place: Place, white: float) -> tuple[list[list[Strip]], list[Anchor]]:
    """Return the strips of rows whose cells have so many lines each, and the rows' numbers."""
    strips, anchors, top = [], [], 0.0
    for number, cells in enumerate(rows, 1):
        most = max(cells)
        centre = top + OFFSETS[place] * (most - 1) * LEADING + HEIGHT / 2
        row = [strip(0, centre, str(number))]
        for column, lines in enumerate(cells, 1):
            first = top + OFFSETS[place] * (most - lines) * LEADING + HEIGHT / 2
            row += [strip(column, first + line * LEADING, f"D{line}") for line in range(lines)]
        strips.append(row)
        anchors.append(Anchor(centre))
        top += (most - 1) * LEADING + HEIGHT + white
    return strips, anchors


@given(rows=rows_of_cells, place=st.sampled_from(sorted(OFFSETS, key=str)), white=st.floats(7, 20))
def test_lines_go_to_the_row_that_white_and_place_tell(rows: list[list[int]], place: Place, white: float) -> None:
    strips, anchors = laid_out(rows, place, white)
    parted = part_rows([s for row in strips for s in row], anchors, HEIGHT, Header.NONE, None)
    assert [set(row) for row in parted.rows] == [set(), *map(set, strips)]


def test_rows_that_may_be_parted_in_two_ways_are_in_doubt() -> None:
    # With no white between rows nothing tells whether the line between two numbers ends one row or begins the next.
    strips, anchors = laid_out([[1, 1], [2, 1], [1, 1]], Place.FOOT, LEADING - HEIGHT)
    parted = part_rows([s for row in strips for s in row], anchors, HEIGHT, Header.NONE, None)
    assert parted.doubtful == {1, 2}


def test_a_line_that_begins_within_a_sentence_is_no_row_of_its_own() -> None:
    lines = [strip(0, 5, "1"), strip(1, 5, "Rà soát quy hoạch,"), strip(1, 17, "công bố"), strip(0, 29, "2")]
    lines.append(strip(1, 29, "Tập huấn"))
    parted = part_rows(lines, [Anchor(5), Anchor(29)], HEIGHT, Header.NONE, None)
    assert [len(row) for row in parted.rows] == [0, 3, 2]
    assert parted.doubtful == frozenset()

"""Where a page announces a table without rules: columns of running numbers, and rows of sums below them.

A table is announced by the heading of a column of numbers ("STT", "Số TT") with numbers below and other headings
beside it, or by the label of an annex ("Biểu số 4") above a column of running numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.engines.pdf_text import PageText
from extractors.engines.text_networks import Span
from extractors.tables.structure import ROMAN, ROW_NUMBER, TOTAL
from extractors.unruled.columns import FEWEST
from extractors.unruled.runs import Run, RunLine, RunPage, overlap
from extractors.zones import ANNEX
from normalizers.text import fold
from schemas.document import has_digit
from schemas.geometry import Box

NUMBER_HEAD = re.compile(r"^(?:s?tt|s tt|số tt|số thứ tự)\.?$", re.IGNORECASE)
ANNOUNCING = re.compile(r"\b(?:S?TT|Stt|[Tt]hứ tự|THỨ TỰ|Biểu|BIỂU|Phụ (?:lục|biểu)|PHỤ (?:LỤC|BIỂU)|Bảng|BẢNG)\b")
LETTER = re.compile(r"^[A-H]\.?$")
FEWEST_ROWS = 2
STEADY = 0.8  # share of the numbers that go up by one
# In heights of a word.
BESIDE = 0.3
LONGEST_HEADER = 14.0
NUMBER_WIDTH = 3.5
SUM_LABEL = 1.5  # from the label of a sum of two lines to its figures


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of running numbers: its stretch, the heading (None where it has none), and its numbers."""

    span: Span
    heading: Box | None
    runs: tuple[Run, ...]

    @property
    def top(self) -> float:
        return self.heading.y0 if self.heading else self.runs[0].box.y0


def may_announce(page: PageText) -> bool:
    """Tell by its words alone whether a page can announce a table; most pages of prose go no further."""
    return bool(ANNOUNCING.search(" ".join(word.text for word in page.words)))


def announced(page: RunPage, before: Span | None) -> list[Numbers]:
    """Return the columns of numbers that a page announces, top to bottom.

    `before` is the stretch of the numbers of a table that may go on from the page before.
    """
    found = _headed_numbers(page, before)
    if not found and any(ANNEX.match(line.text) for line in page.lines):
        found = _unheaded_numbers(page)
    return found


def _headed_numbers(page: RunPage, before: Span | None) -> list[Numbers]:
    """Return the columns of numbers under "STT", each ending above the next.

    Where a table goes on from the page before, one number or a line of sums is enough.
    """
    heads = [
        run
        for line in page.lines
        for run in line.runs
        if NUMBER_HEAD.match(run.text) and _headings_beside(page, run) >= FEWEST - 1
    ]
    found = []
    for head, following in pairwise([*heads, None]):
        assert head is not None
        bottom = following.box.y0 if following else float("inf")
        span = (head.box.x0 - BESIDE * page.height, head.box.x1 + BESIDE * page.height)
        runs = numbers_in(page, span, head.box.y1, bottom)
        goes_on = before is not None and overlap(span, before) > 0
        if goes_on and not runs:
            runs = sums_in(page, head.box.y1, bottom)
        near = runs and runs[0].box.y0 - head.box.y1 < LONGEST_HEADER * page.height
        if near and (goes_on or (len(runs) >= FEWEST_ROWS and _counts_on(runs))):
            found.append(Numbers(span, head.box, tuple(runs)))
    return found


def _headings_beside(page: RunPage, head: Run) -> int:
    """Count the runs on the height of a heading; none where it is not the first."""
    band = (head.box.y0 - page.height, head.box.y1 + page.height)
    beside = [run for run in page.runs(*band) if run is not head and overlap(band, (run.box.y0, run.box.y1)) > 0]
    if any(run.box.x1 < head.box.x0 for run in beside):
        return 0
    return sum(run.box.x0 > head.box.x1 for run in beside)


def numbers_in(page: RunPage, span: Span, top: float, bottom: float) -> list[Run]:
    """Return the running numbers within a stretch that begin their lines."""
    return [
        run
        for line in page.lines
        if (run := line.runs[0]) and top < run.centre < bottom
        if is_number(run.text) and run.box.width <= NUMBER_WIDTH * page.height
        if overlap(span, (run.box.x0, run.box.x1)) > 0
    ]


def sums_in(page: RunPage, top: float, bottom: float) -> list[Run]:
    """Return the labels of lines of sums."""
    return [line.runs[0] for line in page.lines if top < line.top and line.bottom < bottom and is_sum(line)]


def is_number(text: str) -> bool:
    """Tell whether a text is the number of a row or of a group of rows."""
    return bool(ROW_NUMBER.match(text) or ROMAN.match(text) or LETTER.match(text))


def _unheaded_numbers(page: RunPage) -> list[Numbers]:
    """Return the leftmost column of numbers that count from 1, with words beside each."""
    firsts = [line.runs[0] for line in page.lines if len(line.runs) >= FEWEST and ROW_NUMBER.match(line.runs[0].text)]
    for first in sorted(firsts, key=lambda run: run.box.x0):
        span = (first.box.x0 - BESIDE * page.height, first.box.x1 + BESIDE * page.height)
        runs = numbers_in(page, span, first.box.y0, float("inf"))
        if first.text.strip(".") == "1" and len(runs) > FEWEST_ROWS and _counts_on(runs):
            return [Numbers(span, None, tuple(runs))]
    return []


def _counts_on(runs: Sequence[Run]) -> bool:
    """Tell whether whole numbers go up by one, or begin anew at 1, nearly always."""
    numbers = [int(run.text.strip(".")) for run in runs if run.text.strip(".").isdigit()]
    steps = [after in (before + 1, 1) for before, after in pairwise(numbers)]
    return len(numbers) >= FEWEST_ROWS and sum(steps) >= STEADY * len(steps)


def is_sum(line: RunLine) -> bool:
    """Tell whether a line is a row of sums: its label, and figures beside it."""
    first, *others = [run.text for run in line.runs]
    return _names_sum(first) and any(has_digit(text) for text in others)


def _names_sum(text: str) -> bool:
    return bool(TOTAL.match(fold(text))) and text[0].isupper()


def begins_sum(line: RunLine, following: RunLine | None, height: float) -> bool:
    """Tell whether a line begins a row of sums: its figures may stand beside the label's next line."""
    if is_sum(line):
        return True
    near = following is not None and following.top - line.top < SUM_LABEL * height
    return bool(
        near and following and _names_sum(line.runs[0].text) and any(has_digit(run.text) for run in following.runs)
    )

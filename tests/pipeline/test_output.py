from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.output import Column, day_of_issue, printable, show_lines, show_table


@given(st.text())
def test_no_text_of_a_document_can_steer_a_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not set(shown) & {"\x1b", "\n", "\r", "\t", "\x07", "\u202e"}


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ 0123456789,.%"))
def test_vietnamese_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_piped_table_is_tab_separated_under_a_header(capsys: pytest.CaptureFixture[str]) -> None:
    show_table([Column("no"), Column("target\n2024", right=True)], [(1, "96/181"), (2, None), (3, "a\tb [red]c")])
    assert capsys.readouterr().out == "no\ttarget 2024\n1\t96/181\n2\t\n3\ta b [red]c\n"


def test_piped_lines_around_a_table_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    show_lines(["a [bold]line[/bold]"])
    assert capsys.readouterr().out == "# a [bold]line[/bold]\n"


def test_a_day_of_issue_is_written_as_far_as_it_is_known() -> None:
    assert day_of_issue(date(2024, 1, 18), date(2024, 1, 18)) == "18/01/2024"
    assert day_of_issue(date(2024, 3, 1), date(2024, 3, 31)) == "03/2024"
    assert day_of_issue(None, None) == "–"

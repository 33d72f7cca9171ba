from __future__ import annotations

import pytest

from reports.readings import score_cells, score_text


def test_blanks_and_forms_of_unicode_are_no_errors() -> None:
    assert score_text("Phấn  đấu\n60,02%", "Pha\u0302\u0301n đấu 60,02%").wrong == 0


def test_characters_read_wrong_lost_and_added_are_counted() -> None:
    result = score_text("Phần đấu 60,2%!", "Phấn đấu 60,02%")
    assert (result.wrong, result.characters) == (3, 15)
    assert result.error == pytest.approx(0.2)


def test_cells_count_in_their_order_and_numbers_apart() -> None:
    truth = ["Xã", "Caolâu", "12", "1,2,7", "60,02%", "Tổng"]
    result = score_cells(["Xã", "12", "Caolâu", "1,2,7", "60,2%", "Tổng"], truth)
    assert (result.cells, result.right) == (6, 4)
    assert (result.numbers, result.numbers_right) in ((3, 1), (3, 2))


def test_nothing_read_is_nothing_right() -> None:
    assert score_cells([], ["1", "a"]).right == 0
    assert score_text("", "abc").wrong == 3

"""Lists of criteria are read as printed, and what a reading rests on is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.criterion_lists import parse_criterion_list
from schemas.errors import WrongFormat


@pytest.mark.parametrize(
    ("text", "stated", "numbers", "repairs"),
    [
        ("1,3,4, 9,12", 5, (1, 3, 4, 9, 12), ()),
        ("3, 5, 6, 7, 8, 10, 17,", 7, (3, 5, 6, 7, 8, 10, 17), ()),
        ("2.11", 2, (2, 11), ("point_as_comma",)),
        ("18.9", 2, (18, 9), ("point_as_comma",)),
        ("5-9", 5, (5, 6, 7, 8, 9), ("range",)),
        ("5-9", 2, (5, 9), ("range_as_two",)),
        ("1; 2 và 3", 3, (1, 2, 3), ()),
        ("1,3,1214", 4, (1, 3, 12, 14), ("split",)),
        ("", None, (), ()),
    ],
)
def test_a_list_is_read_with_the_number_beside_it(
    text: str, stated: int | None, numbers: tuple[int, ...], repairs: tuple[str, ...]
) -> None:
    reading = parse_criterion_list(text, highest=19, stated=stated)
    assert (reading.numbers, reading.repairs, reading.doubtful) == (numbers, repairs, False)


def test_a_printed_miscount_stays_as_printed() -> None:
    assert parse_criterion_list("3,4,5,6,8,10,17", highest=19, stated=6).numbers == (3, 4, 5, 6, 8, 10, 17)


@pytest.mark.parametrize(("text", "stated"), [("2.11", None), ("2.11", 1), ("5-9", 3), ("1,25", 2)])
def test_two_readings_as_good_are_doubtful(text: str, stated: int | None) -> None:
    assert parse_criterion_list(text, highest=19, stated=stated).doubtful


@pytest.mark.parametrize("text", ["Đã đạt chuẩn", "1,99", "0,3", "1,3 (còn 2)"])
def test_what_is_no_list_of_criteria_is_refused(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_criterion_list(text, highest=19)


@given(st.lists(st.integers(1, 19), max_size=19), st.sampled_from([",", ", ", ";", " , "]))
def test_any_list_comes_back(numbers: list[int], comma: str) -> None:
    text = comma.join(map(str, numbers))
    assert parse_criterion_list(text, highest=19, stated=len(numbers)).numbers == tuple(numbers)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = parse_criterion_list(text, highest=19)
    except WrongFormat:
        return
    assert all(1 <= number <= 19 for number in reading.numbers)

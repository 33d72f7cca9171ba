from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numbers import format_decimal, parse_count, parse_decimal
from schemas.errors import WrongFormat

DECIMALS = st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=3) | st.integers(
    min_value=0, max_value=10**12
).map(Decimal)


@given(st.integers(min_value=0, max_value=10**15))
def test_a_written_count_reads_back(value: int) -> None:
    assert parse_count(format_decimal(Decimal(value))) == value
    assert parse_count(str(value)) == value


@given(DECIMALS)
def test_a_written_decimal_reads_back_with_its_decimals(value: Decimal) -> None:
    read = parse_decimal(format_decimal(value))
    assert (read, read.as_tuple().exponent) == (value, value.as_tuple().exponent)


@pytest.mark.parametrize(
    ("text", "value"), [("181", 181), ("01", 1), ("1.000", 1000), ("35.800", 35800), ("2.000.000", 2000000), (" 7 ", 7)]
)
def test_counts_of_plans_are_read(text: str, value: int) -> None:
    assert parse_count(text) == value


@pytest.mark.parametrize(
    "text", ["", "1.00", "1.0000", "0.500", "12.34", "1,000", "1 000", "-3", "10-15", "3.", "٣", "IV"]
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("60,02", "60.02"), ("6.424,319", "6424.319"), ("15,0", "15.0"), ("53", "53"), ("4.756", "4756")],
)
def test_vietnamese_decimals_are_read_as_printed(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == value


@pytest.mark.parametrize("text", ["13.52", "6,424,319", "6.42,3", "1,", ",5", "1.5,2", "12,3%", "-1,5", "1,2,3"])
def test_irregular_groups_are_refused(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_decimal(text)


def test_sheets_with_the_point_as_decimal_mark_are_read_on_request() -> None:
    assert str(parse_decimal("13.52", decimal_mark=".")) == "13.52"
    assert str(parse_decimal("2,528.10", decimal_mark=".")) == "2528.10"
    with pytest.raises(WrongFormat):
        parse_decimal("13,52", decimal_mark=".")

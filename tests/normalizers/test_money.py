import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.money import format_money, parse_money
from schemas.errors import OutOfRange, WrongFormat


@given(st.integers(min_value=0, max_value=10**16))
def test_a_written_amount_reads_back(amount: int) -> None:
    assert parse_money(format_money(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("6.424,319 tỷ đồng", 6_424_319_000_000),
        ("164,880 tỷ đồng", 164_880_000_000),
        ("28 triệu đồng", 28_000_000),
        ("500 nghìn đồng", 500_000),
        ("1,2 tỷ", 1_200_000_000),
        ("4.500 tỉ đồng", 4_500_000_000_000),
        ("500.000 đồng", 500_000),
        ("12 tr.đ", 12_000_000),
        ("1 tỷ 200 triệu đồng", 1_200_000_000),
        ("2 nghìn tỷ đồng", 2_000_000_000_000),
    ],
)
def test_amounts_of_plans_are_read(text: str, amount: int) -> None:
    assert parse_money(text) == amount


@pytest.mark.parametrize(
    "text", ["28", "tỷ đồng", "28 triệu đồng/người", "28 triệu người", "3 triệu 2 tỷ", "1.2 tỷ", ""]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(WrongFormat):
        parse_money(text)


def test_parts_of_a_dong_are_refused() -> None:
    with pytest.raises(OutOfRange):
        parse_money("0,5 đồng")

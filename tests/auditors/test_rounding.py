from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditors.rounding import cut_off, decimals, exactly, meant_by, rounded, share_of, vietnamese

counts = st.integers(0, 2000)
totals = st.integers(1, 2000)
digits = st.integers(0, 4)


@given(counts, totals, digits)
def test_a_share_agrees_with_its_own_rounding(count: int, total: int, places: int) -> None:
    share = share_of(count, total)
    assert exactly(share).meets(meant_by(rounded(share, places)))


@given(counts, totals, digits)
def test_a_share_disagrees_with_its_rounding_two_units_off(count: int, total: int, places: int) -> None:
    share = share_of(count, total)
    off = rounded(share, places) + 2 * Decimal(1).scaleb(-places)
    assert not exactly(share).meets(meant_by(off))


@given(st.integers(0, 10_000), digits)
def test_an_exact_half_agrees_with_both_ways_of_rounding_it(units: int, places: int) -> None:
    half = (Fraction(units) + Fraction(1, 2)) / 10**places
    below, above = Decimal(units).scaleb(-places), Decimal(units + 1).scaleb(-places)
    assert exactly(half).meets(meant_by(below))
    assert exactly(half).meets(meant_by(above))


@given(counts, totals, digits)
def test_cutting_off_never_exceeds_the_share_and_lies_within_one_unit(count: int, total: int, places: int) -> None:
    share = share_of(count, total)
    cut = cut_off(share, places)
    assert Fraction(cut) <= share < Fraction(cut) + Fraction(1, 10**places)
    assert decimals(cut) == places


@given(st.decimals(0, 1000, places=3), st.decimals(0, 1000, places=1))
def test_whether_two_figures_agree_does_not_hang_on_their_order(one: Decimal, other: Decimal) -> None:
    assert meant_by(one).meets(meant_by(other)) == meant_by(other).meets(meant_by(one))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("95", "94.5", True), ("95", "94.4", False), ("53", "53.0", True), ("99.5", "99.3", False)],
)
def test_figures_agree_where_their_intervals_meet(one: str, other: str, agree: bool) -> None:
    assert meant_by(Decimal(one)).meets(meant_by(Decimal(other))) is agree


@pytest.mark.parametrize(("value", "written"), [("60.02", "60,02"), ("6424.319", "6.424,319"), ("53.0", "53,0")])
def test_numbers_are_written_as_vietnam_writes_them(value: str, written: str) -> None:
    assert vietnamese(Decimal(value)) == written

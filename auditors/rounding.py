"""When two printed figures agree.

A figure stands for the interval that rounds to it at its last printed digit, either way of rounding a half being
right: 95 is 94,5 to 95,5; 94,5 is 94,45 to 94,55. Two figures agree where their intervals meet; with the same number of
decimals for the same quantity they must be equal (99,5 and 99,4 contradict). Fractions keep the shares exact: 1/181 has
no end in decimals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LARGEST = Fraction(10**18)  # more than any plan counts


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between two ends, both included."""

    low: Fraction
    high: Fraction

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def shared(self, other: Interval) -> Interval | None:
        """Return what lies in both, if anything does."""
        return Interval(max(self.low, other.low), min(self.high, other.high)) if self.meets(other) else None

    def rest(self, part: Interval, whole: int) -> Interval:
        """Return what is left of a whole for one part of a sum, whatever the other parts are."""
        return Interval(whole - (self.high - part.high), whole - (self.low - part.low))

    def times(self, factor: Fraction | int) -> Interval:
        """Return the interval of the values multiplied; `factor` is not negative."""
        return Interval(self.low * factor, self.high * factor)


def meant_by(printed: Decimal) -> Interval:
    """Return the values that round to the printed figure at its last digit."""
    return within(printed, Fraction(10) ** -decimals(printed))


def within(printed: Decimal | int, step: Fraction | int) -> Interval:
    """Return the values that round to the printed figure, one at whose last printed digit is worth `step`."""
    half = Fraction(step) / 2
    return Interval(Fraction(printed) - half, Fraction(printed) + half)


def exactly(value: Fraction | int) -> Interval:
    """Return the interval of a value that is known without rounding, such as a count over its total."""
    return Interval(Fraction(value), Fraction(value))


def at_most(value: Decimal | int) -> Interval:
    """Return all counts up to a value."""
    return Interval(Fraction(0), Fraction(value))


def at_least(value: Decimal | int) -> Interval:
    """Return all counts from a value on."""
    return Interval(Fraction(value), LARGEST)


def sum_of(intervals: Iterable[Interval]) -> Interval:
    """Return the values that a sum of rounded figures may have."""
    parts = tuple(intervals)
    return Interval(sum((part.low for part in parts), Fraction(0)), sum((part.high for part in parts), Fraction(0)))


def agree(one: Decimal, other: Decimal) -> bool:
    """Tell whether two printed figures of the same quantity agree."""
    if decimals(one) == decimals(other):
        return one == other
    return meant_by(one).meets(meant_by(other))


def share_of(count: Decimal | int, total: Decimal | int) -> Fraction:
    """Return count ÷ total in percent; `total` is not 0."""
    return Fraction(count) / Fraction(total) * 100


def rounded(value: Fraction, digits: int) -> Decimal:
    """Round to so many decimals, an exact half upwards."""
    return Decimal(math.floor(value * 10**digits + Fraction(1, 2))).scaleb(-digits)


def cut_off(value: Fraction, digits: int) -> Decimal:
    """Drop all decimals after so many, as 0,55 is cut off to 0,5; `value` is not negative."""
    return Decimal(math.floor(value * 10**digits)).scaleb(-digits)


def decimals(printed: Decimal) -> int:
    """Return how many decimals are printed: 0 in "95", 2 in "60,02", 1 in "53,0"."""
    exponent = printed.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def vietnamese(value: Decimal | int) -> str:
    """Write a number the Vietnamese way: the comma marks decimals, the point groups thousands."""
    return f"{Decimal(value):,f}".translate(str.maketrans(",.", ".,"))

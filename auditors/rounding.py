"""When two printed figures agree.

A figure stands for the interval that rounds to it at its last printed digit, either way of rounding a half being
right: 95 is 94,5 to 95,5; 94,5 is 94,45 to 94,55. Two figures agree where their intervals meet. Fractions keep the
shares exact: 1/181 has no end in decimals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between two ends, both included."""

    low: Fraction
    high: Fraction

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


def meant_by(printed: Decimal) -> Interval:
    """Return the values that round to the printed figure at its last digit."""
    half = Fraction(1, 2) * Fraction(10) ** -decimals(printed)
    return Interval(Fraction(printed) - half, Fraction(printed) + half)


def exactly(value: Fraction) -> Interval:
    """Return the interval of a value that is known without rounding, such as a count over its total."""
    return Interval(value, value)


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

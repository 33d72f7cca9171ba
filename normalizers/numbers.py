"""Vietnamese numbers: the comma is the decimal mark, the point groups thousands; some sheets do it the other way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from schemas.errors import WrongFormat

DecimalMark = Literal[",", "."]

_WHOLE = {
    ",": re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
    ".": re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+"),
}
_DECIMAL = {mark: re.compile(rf"({whole.pattern})(?:[{mark}]([0-9]+))?") for mark, whole in _WHOLE.items()}
_GROUP: dict[DecimalMark, str] = {",": ".", ".": ","}


def parse_count(text: str, *, decimal_mark: DecimalMark = ",") -> int:
    """Return a whole number, grouped or not; zeros in front are allowed.

    >>> parse_count("01"), parse_count("35.800"), parse_count("1,000", decimal_mark=".")
    (1, 35800, 1000)
    >>> parse_count("1.00")
    Traceback (most recent call last):
    schemas.errors.WrongFormat: not a whole number: '1.00'
    """
    stripped = text.strip()
    if not _WHOLE[decimal_mark].fullmatch(stripped):
        raise WrongFormat(f"not a whole number: {text!r}")
    return int(stripped.replace(_GROUP[decimal_mark], ""))


def parse_decimal(text: str, *, decimal_mark: DecimalMark = ",") -> Decimal:
    """Return the number with the decimals that are printed; a sign is refused, for figures in plans have none.

    >>> parse_decimal("6.424,319"), parse_decimal("15,0"), parse_decimal("13.52", decimal_mark=".")
    (Decimal('6424.319'), Decimal('15.0'), Decimal('13.52'))
    >>> parse_decimal("13.52")
    Traceback (most recent call last):
    schemas.errors.WrongFormat: not a number with decimal mark ',': '13.52'
    """
    match = _DECIMAL[decimal_mark].fullmatch(text.strip())
    if not match:
        raise WrongFormat(f"not a number with decimal mark {decimal_mark!r}: {text!r}")
    whole, decimals = match.groups()
    digits = whole.replace(_GROUP[decimal_mark], "")
    return Decimal(f"{digits}.{decimals}" if decimals else digits)


def format_decimal(value: Decimal) -> str:
    """Write a number as Vietnam does, with all its decimals.

    >>> format_decimal(Decimal("6424.319")), format_decimal(Decimal("15.0"))
    ('6.424,319', '15,0')
    """
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))

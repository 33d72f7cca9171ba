"""Amounts of money in đồng."""

from __future__ import annotations

import re
from decimal import Decimal

from normalizers import lexicon
from normalizers.numbers import DecimalMark, format_decimal, parse_decimal
from normalizers.text import fold
from schemas.errors import OutOfRange, WrongFormat

MULTIPLES = {row["word"]: int(row["multiple"]) for row in lexicon.read_rows("money_units.csv")}

_WORDS = "|".join(re.escape(word) for word in sorted(MULTIPLES, key=len, reverse=True))
_PART = re.compile(rf"([0-9][0-9.,]*) ?({_WORDS})(?![^\W\d_])")
_BLANK = re.compile(r"(?<=[0-9]), (?=[0-9])")  # "71, 4 tỷ đồng"
_AMOUNT = re.compile(rf"(?:{_PART.pattern} ?)+")


def parse_money(text: str, *, decimal_mark: DecimalMark = ",") -> int:
    """Return the amount in đồng.

    >>> parse_money("6.424,319 tỷ đồng"), parse_money("28 triệu đồng"), parse_money("1 tỷ 200 triệu đồng")
    (6424319000000, 28000000, 1200000000)
    >>> parse_money("71, 4 tỷ đồng")
    71400000000
    >>> parse_money("28 triệu đồng/người")
    Traceback (most recent call last):
    schemas.errors.WrongFormat: not an amount of money: '28 triệu đồng/người'
    """
    folded = _BLANK.sub(",", fold(text))
    if not _AMOUNT.fullmatch(folded):
        raise WrongFormat(f"not an amount of money: {text!r}")
    parts = [
        (parse_decimal(number, decimal_mark=decimal_mark), MULTIPLES[word]) for number, word in _PART.findall(folded)
    ]
    multiples = [multiple for _, multiple in parts]
    if multiples != sorted(set(multiples), reverse=True):
        raise WrongFormat(f"not an amount of money: {text!r}")
    amount = sum((number * multiple for number, multiple in parts), Decimal(0))
    if amount != int(amount):
        raise OutOfRange(f"less than one đồng: {text!r}")
    return int(amount)


def money_step(text: str, *, decimal_mark: DecimalMark = ",") -> int:
    """Return what one at the last printed digit of an amount is worth, at least one đồng.

    >>> money_step("6.424,319 tỷ đồng"), money_step("4.756 tỷ đồng"), money_step("1 tỷ 200 triệu đồng")
    (1000000, 1000000000, 1000000)
    """
    number, word = _PART.findall(_BLANK.sub(",", fold(text)))[-1]
    value = parse_decimal(number, decimal_mark=decimal_mark)
    step = Decimal(MULTIPLES[word]).scaleb(min(int(value.as_tuple().exponent), 0))
    return max(int(step), 1)


def format_money(amount: int) -> str:
    """Write an amount in the largest unit that it reaches up to tỷ, with no needless decimals.

    >>> format_money(6424319000000), format_money(500000)
    ('6.424,319 tỷ đồng', '500 nghìn đồng')
    """
    words = {multiple: word for word, multiple in reversed(MULTIPLES.items()) if multiple <= 10**9}
    multiple = max((m for m in words if m <= amount), default=1)
    whole, rest = divmod(amount, multiple)
    decimals = str(rest).zfill(len(str(multiple)) - 1).rstrip("0") if rest else ""
    return f"{format_decimal(Decimal(f'{whole}.{decimals}' if decimals else whole))} {words[multiple]}"

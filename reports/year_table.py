"""Figures side by side over years: one table for every view of a comparison, and how its cells are worded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import Field

from reports.comparison import GOALS, Source
from schemas.evidence import Frozen
from schemas.vocabulary import Comparator

BILLION = 1_000_000_000
VND = "VND"
NOT_TOLD = "–"
COMPARATOR_SIGNS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ "}


class View(StrEnum):
    """What the rows of a comparison are."""

    CRITERION = "criterion"
    DISTRICT = "district"
    COMMUNE = "commune"
    FUNDING = "funding"
    INDICATOR = "indicator"


class Figure(Frozen):
    """One figure of one year; null throughout where no plan says it."""

    year: int
    value: Annotated[float | None, Field(description="a whole number where it counts; the lower end of a range")] = None
    high: Annotated[float | None, Field(description="upper end of a range")] = None
    comparator: Comparator = Comparator.EQUAL
    total: int | None = None
    share: Annotated[float | None, Field(description="in percent, as printed")] = None
    share_text: str | None = None
    status: str | None = None
    document_id: str | None = None
    fact_id: str | None = None
    flags: str | None = None


class Line(Frozen):
    """A row of the table: the same thing in each year."""

    number: Annotated[int | None, Field(description="of a criterion")] = None
    place_code: str | None = None
    key: Annotated[
        str | None, Field(description="of an indicator; of money its sources from the root, parted by >")
    ] = None
    name: str
    unit: str
    figures: tuple[Figure, ...]
    change: Annotated[float | None, Field(description="last year less first; of shares in points where counts lack")]
    change_in_points: bool = False
    comparable: Annotated[str | None, Field(description="same, changed, none; null where nobody has said")]
    reason: str | None = None


class YearTable(Frozen):
    """A view of a comparison; reasons and notes are in the language that it was made for."""

    view: View
    place_code: str
    place_name: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    criteria: Annotated[dict[int, str], Field(description="their names, where lines are of districts")] = Field(
        default_factory=dict
    )


@cache
def compare_words() -> dict[str, dict[str, Any]]:
    """Return the words of both languages."""
    return tomllib.loads((files("reports") / "compare.toml").read_text(encoding="utf-8"))


def change_over(figures: Sequence[Figure], lang: str) -> tuple[float | None, str | None]:
    """Return the last year's value less the first one's, or None and why they cannot be held against each other."""
    words = compare_words()[lang]
    if len({figure.status in GOALS for figure in figures if figure.status}) > 1:
        return None, words["mixed"]
    first, last = figures[0], figures[-1]
    if first.value is None or last.value is None:
        return None, None
    if first.comparator != last.comparator or Comparator.RANGE in (first.comparator, last.comparator):
        return None, words["bounds"]
    # Through their decimal texts, so that 95,2 less 94,75 is 0,45 and no binary fraction.
    return float(Decimal(repr(last.value)) - Decimal(repr(first.value))), None


def year_heading(table: YearTable, place: int, lang: str) -> str:
    """Return what the figures of a year are, target or result, with the year; alone where there is none.

    `place` is that of the year, from 0.
    """
    words = compare_words()[lang]
    known = {line.figures[place].status for line in table.lines} - {None}
    if not known:
        return str(table.years[place])
    goals = {status in GOALS for status in known}
    kind = "both" if len(goals) > 1 else "target" if True in goals else min(filter(None, known))
    return f"{words[kind]} {table.years[place]}"


def heading(table: YearTable, lang: str) -> str:
    """Return the title of the table."""
    words = compare_words()[lang]
    compared = words["title"].format(place=table.place_name, years=", ".join(map(str, table.years)))
    return f"{words['views'][table.view]}. {compared}"


def number_text(value: float, lang: str) -> str:
    """Write a number: Vietnamese with the comma before decimals and points between thousands, English the other way."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{Decimal(repr(float(value))):,f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def share_text(printed: str, lang: str) -> str:
    """Write a share as printed, with the language's decimal mark: sheets of other software print a point.

    A share has no thousands that a mark could part.
    """
    marks = (".", ",") if lang == "vi" else (",", ".")
    return f"{printed.replace(*marks)}\N{NO-BREAK SPACE}%"


def signed(value: float, lang: str) -> str:
    """Write a difference with its sign."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return sign + number_text(abs(value), lang)


def figure_text(figure: Figure, unit: str, lang: str) -> str:
    """Write a figure with its whole and its share, as the terminal and the page show it."""
    share = None
    if figure.share is not None:
        share = share_text(figure.share_text or number_text(figure.share, lang), lang)
    if figure.value is None:
        return share or NOT_TOLD
    text = COMPARATOR_SIGNS.get(figure.comparator, "") + _value(figure.value, unit, lang)
    if figure.high is not None and figure.high != figure.value:
        text += f"–{_value(figure.high, unit, lang)}"
    if figure.total is not None:
        text += f"/{number_text(figure.total, lang)}"
    return f"{text} ({share})" if share else text


def change_text(line: Line, lang: str) -> str:
    """Write a change with its sign."""
    if line.change is None:
        return NOT_TOLD
    points = str(compare_words()[lang]["terminal"]["points"]) if line.change_in_points else ""
    return signed(_shown(line.change, line.unit), lang) + points


def unit_text(unit: str, lang: str) -> str:
    """Return the unit in which the figures are written; amounts in billions."""
    words = compare_words()[lang]
    return str(words["units"].get(unit, unit))


def _value(value: float, unit: str, lang: str) -> str:
    return number_text(_shown(value, unit), lang)


def _shown(value: float, unit: str) -> float:
    """Return an amount in billions, anything else as it is."""
    return float(Decimal(repr(float(value))) / BILLION) if unit == VND else value


def fact_ids(tables: Iterable[YearTable]) -> list[str]:
    """Return the facts behind all figures, each once, in the order of the tables."""
    told = (figure.fact_id for table in tables for line in table.lines for figure in line.figures)
    return list(dict.fromkeys(fact_id for fact_id in told if fact_id))

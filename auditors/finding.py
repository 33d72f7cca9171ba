"""How a check words its finding, and which figures, if they were other ones, would make it go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from auditors.rounding import Interval, exactly, vietnamese
from auditors.wording import Printed, Value, message
from schemas.evidence import Evidence
from schemas.facts import Fact, Facts
from schemas.findings import Code, Finding
from schemas.vocabulary import Severity

Said = Decimal | int | str | Printed | None


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure of a row (the name of its field) and the values with which the finding would not be."""

    fact_id: str
    field: str
    values: Interval


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding with what may be its cause."""

    finding: Finding
    repairs: tuple[Repair, ...] = ()


def accuse(
    facts: Facts,
    at: Fact | Evidence,
    code: Code,
    variant: str,
    *,
    severity: Severity = Severity.ERROR,
    stated: Said = None,
    expected: Said = None,
    related: Iterable[Fact] | None = None,
    repairs: Iterable[Repair] = (),
    **values: Value,
) -> Claim:
    """Return the claim that something printed `at` a row or place cannot be; `related` are that row and its rivals."""
    evidence = at if isinstance(at, Evidence) else at.evidence
    rows = tuple(related) if related is not None else () if isinstance(at, Evidence) else (at,)
    place: dict[str, Value] = {
        "where_vi": _where(at, evidence, vi=True),
        "where_en": _where(at, evidence, vi=False),
        "stated": stated,
        "expected": expected,
    }
    texts = message(code, variant, {**place, **values})
    finding = Finding(
        code=code,
        severity=severity,
        message_vi=texts[0],
        message_en=texts[1],
        document_id=facts.document.document_id,
        evidence=evidence,
        stated=written(stated),
        expected=written(expected),
        related=tuple(dict.fromkeys(row.fact_id for row in rows)),
    )
    return Claim(finding, tuple(repairs))


class Side(NamedTuple):
    """A figure that stands against another: its row and field, what is printed, and what it would have to be."""

    row: Fact
    field: str
    printed: Said
    should_be: Interval | Decimal | int


def held_against(
    facts: Facts,
    at: Side,
    rival: Side,
    code: Code,
    variant: str,
    *,
    severity: Severity = Severity.WARNING,
    **values: Value,
) -> Claim:
    """Return the claim that two printed figures cannot both be right, made at the first of them."""
    return accuse(
        facts,
        at.row,
        code,
        variant,
        severity=severity,
        stated=at.printed,
        expected=rival.printed,
        related=(at.row, rival.row),
        repairs=[repair(side.row, side.field, side.should_be) for side in (at, rival)],
        **values,
    )


def repair(row: Fact, field: str, values: Interval | Decimal | int | Fraction) -> Repair:
    """Return the claim that a row's figure should be one of these values."""
    return Repair(row.fact_id, field, values if isinstance(values, Interval) else exactly(Fraction(values)))


def written(value: Said) -> str | None:
    """Return a figure as Vietnam writes it, words as they are."""
    if isinstance(value, Printed):
        return value.vi
    return vietnamese(value) if isinstance(value, (int, Decimal)) else value


def _where(at: Fact | Evidence, evidence: Evidence, *, vi: bool) -> str:
    """Return page, table, row and criterion, as far as the row tells them."""
    parts = [f"{'Trang' if vi else 'Page'} {evidence.page}"]
    if table := getattr(at, "table_label", None):
        parts.append(table)
    if name := getattr(at, "raw_name", None):
        parts.append(name)
    if criterion := getattr(at, "criterion", None):
        parts.append(f"{'tiêu chí' if vi else 'criterion'} {criterion}")
    return ", ".join(parts)

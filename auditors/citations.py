"""Checks of what a document cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from auditors.figures import grouped
from auditors.finding import Claim, accuse
from schemas.facts import Citation, Facts
from schemas.findings import Code

YEAR_IN_NUMBER = re.compile(r"/(?:19|20)\d\d/")


def citation_conflict(facts: Facts) -> Iterator[Claim]:
    """Find one number and issuer with two dates."""
    dated = [row for row in facts.citations if row.number and row.issued_on]
    for rows in grouped(("".join((row.number or "").split()).casefold(), row) for row in dated).values():
        days = [row.issued_on for row in rows if row.issued_on]
        # The day that is cited most often, else first, is taken for the right one.
        usual = next(row for row in rows if row.issued_on == max(days, key=days.count))
        seen: set[date] = set()
        for row in rows:
            if row.issued_on is None or row.issued_on in seen or not _same_issuer(row, usual):
                continue
            seen.add(row.issued_on)
            if one_document(row.number or "", row.issued_on, usual.issued_on or row.issued_on):
                yield accuse(
                    facts,
                    row,
                    Code.CITATION_CONFLICT,
                    "dates",
                    stated=f"{row.issued_on:%d/%m/%Y}",
                    expected=f"{usual.issued_on:%d/%m/%Y}",
                    related=(row, *(other for other in rows if other.issued_on == usual.issued_on)),
                    number=row.number,
                    page=str(usual.evidence.page),
                )


def one_document(number: str, one: date, other: date) -> bool:
    """Tell whether two days must be of the same document, and so one of them is wrong.

    Numbers begin again each year (those of the Party each term) unless the year is part of them; the same day and
    month of another year is a slip.
    """
    if one == other:
        return False
    same_day = (one.day, one.month) == (other.day, other.month)
    return one.year == other.year or same_day or bool(YEAR_IN_NUMBER.search(number))


def _same_issuer(one: Citation, other: Citation) -> bool:
    return one.kind == other.kind and (not one.issuer or not other.issuer or one.issuer == other.issuer)

"""Checks of who does what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditors.finding import Claim, accuse
from auditors.wording import rules
from schemas.facts import Facts
from schemas.findings import Code
from schemas.vocabulary import Severity

PARTS = re.compile(r"\s*[,;.]\s*|\s+và\s+")


def lead_also_coordinating(facts: Facts) -> Iterator[Claim]:
    """Note bodies that are both in charge of a task and coordinating it."""
    told: set[tuple[str | None, ...]] = set()
    for activity in facts.activities:
        # A block of several times gives several rows with the same bodies.
        block = (activity.section, str(activity.criterion), activity.lead, activity.coordinating)
        if block in told:
            continue
        told.add(block)
        lead, others = _bodies(activity.lead), _bodies(activity.coordinating)
        both = [name for key, name in lead.items() if key in others]
        if both:
            yield accuse(
                facts,
                activity,
                Code.LEAD_ALSO_COORDINATING,
                "both",
                severity=Severity.NOTE,
                stated=", ".join(both),
            )


def _bodies(said: str | None) -> dict[str, str]:
    generic = rules()["lead_also_coordinating"]["generic"]
    names = {name.casefold(): name for name in PARTS.split(said or "") if name}
    return {key: name for key, name in names.items() if key not in generic}

"""The checks, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditors.doubts import doubts, no_target
from auditors.shares import count_over_total, percent_mismatch, percent_over_100
from schemas.facts import Facts
from schemas.findings import Code, Finding

Check = Callable[[Facts], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    percent_mismatch,
    percent_over_100,
    count_over_total,
    doubts,
    no_target,
)

# (consequence, cause): one row accused of both is wrong once; 182/181 makes its 100,6 % no second mistake.
FOLLOWS = ((Code.PERCENT_OVER_100, Code.COUNT_OVER_TOTAL),)


def audit(facts: Facts) -> tuple[Finding, ...]:
    """Return what does not add up in one document, each finding once, with ids; `facts` bear theirs."""
    found = {finding.finding_id: finding for check in CHECKS for finding in _identified(check(facts))}
    return tuple(_with_cause(finding, found.values()) for finding in found.values())


def _identified(findings: Iterable[Finding]) -> Iterable[Finding]:
    return (finding.identified() for finding in findings)


def _with_cause(finding: Finding, found: Iterable[Finding]) -> Finding:
    causes = [cause for consequence, cause in FOLLOWS if finding.code is consequence]
    for other in found:
        if other.code in causes and other.related[:1] == finding.related[:1]:
            return finding.model_copy(update={"cause_id": other.finding_id})
    return finding

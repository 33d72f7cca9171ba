"""The checks, in the order of the table in AUDIT_CHECKS: what is held against what, and the facts that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from auditors.agreement import districts_unlike_province, tables_disagree, text_unlike_table
from auditors.averages import average_unlike_counts, table_average
from auditors.causes import with_causes
from auditors.citations import citation_conflict
from auditors.communes import (
    added_unlike_named,
    district_full_commune_lacks,
    heading_unlike_rows,
    met_and_planned,
    met_plus_planned,
)
from auditors.doubts import doubts, no_target
from auditors.duties import lead_also_coordinating
from auditors.finding import Claim
from auditors.ladder import added_unlike_difference, falls_over_time, model_over_advanced, standard_over_criterion
from auditors.lists import duplicate_in_list, list_unlike_count, list_unordered
from auditors.money import parts_unlike_whole, share_unlike_amount, shares_unlike_100
from auditors.readings import evidence_by_id, misread, with_reading
from auditors.shares import count_over_total, percent_mismatch, percent_over_100
from auditors.sums import column_total, distribution_sum, row_total, total_unlike_place_count
from schemas.facts import Facts
from schemas.findings import Finding


class Check(NamedTuple):
    """A check and the facts that it takes: without any of these it has nothing to say."""

    find: Callable[[Facts], Iterable[Claim]]
    needs: tuple[str, ...]


COUNTS = ("targets", "criterion_counts")
ALWAYS = ("document",)

CHECKS: tuple[Check, ...] = (
    Check(percent_mismatch, ("targets", "indicators", "criterion_counts")),
    Check(count_over_total, ("targets", "indicators")),
    Check(percent_over_100, ("targets", "indicators", "criterion_counts", "funding")),
    Check(total_unlike_place_count, ("targets",)),
    Check(added_unlike_difference, COUNTS),
    Check(list_unlike_count, ("commune_progress", "lists", "target_communes")),
    Check(duplicate_in_list, ("commune_progress", "lists", "target_communes")),
    Check(met_and_planned, ("commune_criteria",)),
    Check(met_plus_planned, ("commune_progress",)),
    Check(row_total, ("criterion_counts",)),
    Check(column_total, ("criterion_counts", "targets")),
    Check(table_average, ("indicators",)),
    Check(average_unlike_counts, ("indicators",)),
    Check(standard_over_criterion, COUNTS),
    Check(heading_unlike_rows, ("commune_progress", "tables")),
    Check(distribution_sum, ("indicators",)),
    Check(parts_unlike_whole, ("funding",)),
    Check(share_unlike_amount, ("funding",)),
    Check(shares_unlike_100, ("funding", "indicators")),
    Check(text_unlike_table, ("targets", "indicators")),
    Check(tables_disagree, ("commune_progress", "criterion_counts")),
    Check(districts_unlike_province, ("criterion_counts",)),
    Check(model_over_advanced, ("targets",)),
    Check(falls_over_time, COUNTS),
    Check(citation_conflict, ("citations",)),
    Check(added_unlike_named, ("commune_criteria",)),
    Check(district_full_commune_lacks, ("criterion_counts",)),
    Check(list_unordered, ("commune_criteria",)),
    Check(lead_also_coordinating, ("activities",)),
    # impossible_date, year_unlike_plan, unknown_place, ambiguous_place, blank_number, low_confidence, handwritten,
    # table_not_joined, table_not_understood, annex_missing, page_missing, page_order, page_unreadable
    Check(doubts, ("doubts",)),
    Check(no_target, ALWAYS),
)


def audit(facts: Facts) -> tuple[Finding, ...]:
    """Return what does not add up in one document, each finding once, with ids; `facts` bear theirs."""
    found: dict[str, Claim] = {}
    for check in CHECKS:
        if any(getattr(facts, name) for name in check.needs):
            for claim in check.find(facts):
                finding = claim.finding.identified()
                found.setdefault(finding.finding_id, Claim(finding, claim.repairs))
    claims, evidence = tuple(found.values()), evidence_by_id(facts)
    findings = with_causes(claims, misread(claims, evidence))
    return tuple(with_reading(finding, evidence) for finding in findings)

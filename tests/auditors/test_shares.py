from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditors.rounding import rounded, share_of, vietnamese
from auditors.shares import count_over_total, percent_mismatch, percent_over_100
from schemas.vocabulary import Change, Comparator, Severity
from tests.auditors.made import evidence, facts, found, indicator, target


@pytest.mark.parametrize(
    ("reached", "percent", "severity", "expected"),
    [
        (109, "60,02", Severity.ERROR, "60,22"),
        (180, "99,5", Severity.ERROR, "99,4"),
        (171, "95", Severity.ERROR, "94"),
        (1, "0,5", Severity.NOTE, "0,6"),
    ],
)
def test_a_share_unlike_its_count_is_found(reached: int, percent: str, severity: Severity, expected: str) -> None:
    for row in (target(reached, 181, percent), indicator(str(reached), "181", percent)):
        (finding,) = found(percent_mismatch, facts(row))
        assert (finding.severity, finding.stated, finding.expected) == (severity, percent, expected)


@pytest.mark.parametrize(
    ("reached", "percent"),
    [
        (161, "89"),
        (85, "47"),
        (157, "87"),
        (134, "74"),
        (35, "19,3"),
        (181, "100"),
        (171, "94,5"),
        (96, "53"),
        (0, "0"),
    ],
)
def test_a_share_that_rounding_explains_is_silent(reached: int, percent: str) -> None:
    assert not list(
        found(percent_mismatch, facts(target(reached, 181, percent), indicator(str(reached), "181", percent)))
    )


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 3))
def test_a_rightly_rounded_share_is_never_accused(count: int, total: int, digits: int) -> None:
    right = vietnamese(rounded(share_of(count, total), digits)).replace(".", "")
    assert not found(percent_mismatch, facts(target(count, total, right)))


@pytest.mark.parametrize(
    "row",
    [
        target(None, 181, "60"),
        target(109, None, "60"),
        target(109, 0, "60"),
        target(109, 181, None),
        indicator("157", "181", "80", comparator=Comparator.ABOUT),
        indicator("157", "181", "80", comparator=Comparator.RANGE, high="160"),
        indicator("12", None, "45"),
    ],
)
def test_figures_that_claim_no_exact_share_are_silent(row: Any) -> None:
    assert not found(percent_mismatch, facts(row))


def test_the_count_before_the_slash_may_be_one_that_is_maintained() -> None:
    (finding,) = found(percent_mismatch, facts(target(None, 181, "30", consolidated=43)))
    assert finding.expected == "24"


def test_the_finding_names_page_criterion_figures_and_row() -> None:
    made = facts(target(109, 181, "60,02"))
    (finding,) = found(percent_mismatch, made)
    assert finding.message_vi == "Trang 2, tiêu chí 2: 109/181 là 60,22%, văn bản ghi 60,02%."
    assert finding.message_en == "Page 2, criterion 2: 109/181 is 60.22 %, printed as 60.02 %."
    assert finding.related == (made.targets[0].fact_id,)
    assert finding.evidence == made.targets[0].evidence


@pytest.mark.parametrize("row", [target(182, 181), indicator("15", "14"), target(None, 23, added=24)])
def test_a_count_above_its_total_is_found(row: Any) -> None:
    (finding,) = found(count_over_total, facts(row))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("row", [target(181, 181), indicator("11", "14"), target(30, None), target(None, 181)])
def test_a_count_within_its_total_is_silent(row: Any) -> None:
    assert not found(count_over_total, facts(row))


@pytest.mark.parametrize(
    "row",
    [
        target(109, 181, "160,22"),
        indicator(percent="100,5"),
        indicator("101", unit="%"),
        indicator("100", unit="%", high=None, comparator=Comparator.MORE),
    ],
)
def test_a_share_above_100_is_found(row: Any) -> None:
    (finding,) = found(percent_over_100, facts(row))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "row",
    [
        target(181, 181, "100"),
        indicator("100", unit="%"),
        indicator("100", unit="%", high=None, comparator=Comparator.AT_LEAST),
        indicator("150", unit="%", change=Change.INCREASE),
        indicator("105", unit="%", evidence=evidence("đạt 105% kế hoạch")),
        indicator("120", unit="%", label="thu nhập so với năm 2020"),
        indicator("120", unit="ha"),
    ],
)
def test_growth_and_comparisons_may_exceed_100(row: Any) -> None:
    assert not found(percent_over_100, facts(row))

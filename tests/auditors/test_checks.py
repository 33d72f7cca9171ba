from __future__ import annotations

from datetime import date

import pytest

from auditors.checks import CHECKS, audit
from auditors.wording import fields, templates
from schemas.facts import Doubt
from schemas.findings import Code
from schemas.vocabulary import Severity
from tests.auditors.made import DOCUMENT, evidence, facts, indicator, target


@pytest.mark.parametrize(
    ("code", "expected", "severity"),
    [
        ("unknown_place", None, Severity.WARNING),
        ("ambiguous_place", "06325, 06340", Severity.WARNING),
        ("impossible_date", None, Severity.ERROR),
        ("blank_number", None, Severity.WARNING),
        ("blank_number", "42/KH-UBND", Severity.NOTE),
        ("low_confidence", None, Severity.WARNING),
        ("page_unreadable", None, Severity.NOTE),
    ],
)
def test_a_doubt_becomes_a_finding_of_its_code(code: str, expected: str | None, severity: Severity) -> None:
    words = evidence("31/11/2024")
    doubt = Doubt(code=code, evidence=words, stated="31/11/2024", expected=expected, facts=(("targets", 0),))
    made = facts(target(109, 181), doubts=(doubt,))
    (finding,) = audit(made)
    assert (finding.code, finding.severity, finding.expected) == (code, severity, expected)
    assert finding.evidence == words
    assert finding.related == (made.targets[0].fact_id,)
    assert "{" not in finding.message_vi + finding.message_en


def test_a_blank_is_filled_by_a_letterhead_that_has_number_and_day() -> None:
    blank = Doubt(code="blank_number", evidence=evidence("Kèm theo Kế hoạch số: /KH-UBND"))
    made = facts(target(1, 2), doubts=(blank,))
    day = date(2021, 2, 17)
    known = made.document.model_copy(update={"number": "42/KH-UBND", "issued_from": day, "issued_to": day})
    (finding,) = audit(made.model_copy(update={"document": known}))
    assert (finding.severity, finding.expected) == (Severity.NOTE, "42/KH-UBND 17/02/2021")
    month = known.model_copy(update={"issued_to": date(2021, 2, 28)})
    (finding,) = audit(made.model_copy(update={"document": month}))
    assert (finding.severity, finding.expected) == (Severity.WARNING, None)


def test_a_doubt_of_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such_code"):
        audit(facts(target(1, 2), doubts=(Doubt(code="no_such_code", evidence=evidence("x")),)))


def test_a_document_without_targets_gets_a_note_about_itself() -> None:
    (finding,) = audit(facts(indicator("11", "14")))
    assert (finding.code, finding.severity, finding.related) == (Code.NO_TARGET, Severity.NOTE, ())
    assert finding.evidence.quote == DOCUMENT.title


def test_findings_are_the_same_each_time_and_bear_distinct_ids() -> None:
    made = facts(target(109, 181, "60,02"), target(182, 181, "100,55"), indicator("1", "181", "0,5"))
    found = audit(made)
    assert found == audit(made)
    assert len({finding.finding_id for finding in found}) == len(found) > 2
    assert all(finding.finding_id for finding in found)


def test_a_doubt_told_twice_is_one_finding() -> None:
    doubt = Doubt(code="unknown_place", evidence=evidence("xã Lạ"), stated="Lạ")
    assert len(audit(facts(target(1, 2), doubts=(doubt, doubt)))) == 1


def test_a_share_above_100_follows_from_a_count_above_its_total() -> None:
    found = {finding.code: finding for finding in audit(facts(target(182, 181, "100,55")))}
    assert found[Code.PERCENT_OVER_100].cause_id == found[Code.COUNT_OVER_TOTAL].finding_id
    assert found[Code.COUNT_OVER_TOTAL].cause_id is None


def test_a_sound_document_has_no_findings() -> None:
    assert audit(facts(target(134, 181, "74"), indicator("157", "181", "87"))) == ()


def test_every_check_is_listed_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_messages_that_name_the_same_values_in_both_languages(code: Code) -> None:
    assert templates()[code]
    for variant in templates()[code].values():
        assert set(variant) == {"vi", "en"}
        assert {name.replace("_vi", "") for name in fields(variant["vi"])} == {
            name.replace("_en", "") for name in fields(variant["en"])
        }

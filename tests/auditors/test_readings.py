from __future__ import annotations

import pytest

from auditors.checks import audit
from schemas.evidence import Evidence, Piece
from schemas.facts import Doubt
from schemas.findings import Code
from schemas.vocabulary import Reader
from tests.auditors.made import facts, target

QUOTE = "109/181 xã, chiếm 60,02%"


def scanned(confidence: float, *readings: tuple[str, str]) -> Evidence:
    piece = Piece(page=2, box=None, quote=QUOTE)
    return Evidence(pieces=(piece,), reader=Reader.OCR, confidence=confidence, readings=readings)


def doubt(evidence: Evidence) -> Doubt:
    return Doubt(code="low_confidence", evidence=evidence, stated=QUOTE, expected="60,22%", facts=(("targets", 0),))


@pytest.mark.parametrize(("otherwise", "misread"), [("60,22%", True), ("60,92%", False), ("l09", False)])
def test_a_finding_that_the_other_reading_settles_follows_from_the_doubt(otherwise: str, misread: bool) -> None:
    evidence = scanned(0.5, ("60,02%", otherwise))
    found = {
        finding.code: finding
        for finding in audit(facts(target(109, 181, "60,02", evidence=evidence), doubts=(doubt(evidence),)))
    }
    share, unsure = found[Code.PERCENT_MISMATCH], found[Code.LOW_CONFIDENCE]
    assert share.cause_id == (unsure.finding_id if misread else None)
    assert "Perhaps misread: “60,02%” is also read as" in share.message_en
    assert f"“{otherwise}”" in share.message_vi
    assert "Perhaps misread" not in unsure.message_en


def test_a_figure_on_which_two_readings_agree_is_printed_so() -> None:
    (finding,) = audit(facts(target(109, 181, "60,02", evidence=scanned(0.99))))
    assert finding.message_en.endswith("Printed so: both readings agree.")


def test_a_figure_in_doubt_without_another_reading_is_perhaps_misread() -> None:
    (finding,) = audit(facts(target(109, 181, "60,02", evidence=scanned(0.3))))
    assert "Perhaps misread" in finding.message_en


def test_a_text_layer_is_read_as_it_is() -> None:
    (finding,) = audit(facts(target(109, 181, "60,02")))
    assert "read" not in finding.message_en

"""Sound documents give no finding; one misprint gives its own, and what follows from it bears its id.

SOLIEU_DOCUMENTS tells how many random documents are tried (60 unless told); `make bench` tries 10,000.
"""

from __future__ import annotations

import os

import pytest

from auditors.checks import audit
from schemas.findings import Code
from tests.auditors.misprints import MISPRINTS, Misprint
from tests.auditors.sound import sound

DOCUMENTS = int(os.environ.get("SOLIEU_DOCUMENTS", "60"))
SEEDS_EACH = max(DOCUMENTS // 15, 1)


def test_random_sound_documents_have_no_findings() -> None:
    for seed in range(DOCUMENTS):
        found = audit(sound(seed).facts())
        assert not found, (seed, [finding.message_en for finding in found])


@pytest.mark.parametrize(("code", "misprint"), MISPRINTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_misprint_is_found_with_nothing_beside_it_but_its_consequences(code: Code, misprint: Misprint) -> None:
    for seed in range(1000, 1000 + SEEDS_EACH):
        draft = sound(seed)
        misprint(draft)
        found = audit(draft.facts())
        told = [(finding.code, finding.message_en, finding.cause_id) for finding in found]
        assert code in {finding.code for finding in found}, (seed, told)
        causes = [finding for finding in found if finding.cause_id is None]
        assert len(causes) == 1 or {finding.code for finding in causes} == {code}, (seed, told)
        assert {finding.cause_id for finding in found} <= {None, *(cause.finding_id for cause in causes)}

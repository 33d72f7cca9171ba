from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from auditors.accusation import Accusation
from auditors.across import ACROSS, audit_group
from schemas.evidence import Evidence, Piece
from schemas.findings import Code
from schemas.statements import (
    CommunesOfDistrict,
    CriteriaList,
    DatedNumber,
    FamilyGroup,
    Group,
    ListGroup,
    NumberGroup,
    PlaceGroup,
    Source,
    Statement,
)
from schemas.vocabulary import Severity, Status

OLD, NEW = "commune-2016-2020", "commune-2021-2025"
CHANGED = {(OLD, NEW): (2, 5)}


def source(name: str, place: str = "20", year: int = 2024) -> Source:
    return Source(name, f"{name}/KH-UBND", place, year, date(year, 1, 20))


OWN, DISTRICT, EARLIER = source("own"), source("district", "183"), source("earlier", year=2023)


def said(by: Source = OWN, reached: int | None = 109, **values: Any) -> Statement:
    told: dict[str, Any] = {
        "fact_id": f"{by.name}-{reached}-{sorted(values.items())}",
        "view": "targets",
        "page": 2,
        "place_code": "20",
        "place_name": "Lạng Sơn",
        "year": 2024,
        "framework": NEW,
        "criterion": 2,
        "status": Status.TARGET,
    }
    return Statement(source=by, reached=reached, **told | values)


def place(*statements: Statement) -> PlaceGroup:
    return PlaceGroup("20", statements, CHANGED)


def told(group: Group) -> list[tuple[Code, Severity, str]]:
    return [(each.code, each.severity, str(each.stated)) for each in audit_group(group)]


def test_two_documents_with_other_figures_disagree_and_the_place_s_own_speaks_for_it() -> None:
    for statements in ((said(), said(DISTRICT, 108)), (said(DISTRICT, 108), said())):
        assert told(place(*statements)) == [(Code.DOCUMENTS_DISAGREE, Severity.WARNING, "108")]


@pytest.mark.parametrize(
    "other",
    [
        said(DISTRICT, 109),
        said(DISTRICT, 110, year=2025),
        said(DISTRICT, 108, criterion=3),
        said(DISTRICT, 120, status=Status.RESULT),
        said(DISTRICT, 108, framework="commune-advanced-2021-2025"),
        said(OWN, 108),
    ],
)
def test_other_years_criteria_and_sets_are_no_disagreement(other: Statement) -> None:
    assert told(place(said(), other)) == []


def test_a_result_below_its_target_is_a_note() -> None:
    later = source("later", year=2025)
    group = place(said(), said(later, 100, status=Status.RESULT))
    assert told(group) == [(Code.DOCUMENTS_DISAGREE, Severity.NOTE, "100")]


@pytest.mark.parametrize(("status", "severity"), [(Status.RESULT, Severity.WARNING), (Status.TARGET, Severity.NOTE)])
def test_a_step_that_does_not_start_from_the_year_before_is_found(status: Status, severity: Severity) -> None:
    before = said(EARLIER, 101, year=2023, status=status)
    assert told(place(said(added=9), before)) == [(Code.ADDED_UNLIKE_DIFFERENCE, severity, "9")]
    assert told(place(said(added=8), before)) == []


def test_a_figure_that_falls_is_a_warning_and_a_note_where_the_set_or_the_communes_changed() -> None:
    before = said(EARLIER, 120, year=2023)
    assert told(place(said(), before)) == [(Code.FALLS_OVER_TIME, Severity.WARNING, "109")]
    merged = (said(total=170), said(EARLIER, 120, year=2023, total=181))
    assert told(place(*merged)) == [(Code.FALLS_OVER_TIME, Severity.NOTE, "109")]
    old = said(EARLIER, 120, year=2021, framework=OLD)
    assert told(place(said(), old)) == [
        (Code.FALLS_OVER_TIME, Severity.NOTE, "109"),
        (Code.FRAMEWORK_CHANGED, Severity.NOTE, NEW),
    ]


def family(whole: int, *districts: int, parts: int = 3) -> FamilyGroup:
    below = tuple(
        said(source(f"d{code}", str(code)), count, place_code=str(code))
        for code, count in zip(range(180, 190), districts, strict=False)
    )
    known = frozenset(str(code) for code in range(180, 180 + parts))
    return FamilyGroup("20", (said(reached=whole),), below, {2024: known})


@pytest.mark.parametrize(
    ("group", "found"),
    [
        (family(30, 10, 10, 10), False),
        (family(31, 10, 10, 10), True),
        (family(29, 10, 10, 10), True),
        (family(31, 10, 10), False),  # one district has not spoken
        (family(19, 10, 10), True),  # what two have is more than the whole already
    ],
)
def test_districts_are_held_against_their_province(group: FamilyGroup, found: bool) -> None:
    assert bool(told(group)) is found


@pytest.mark.parametrize(
    ("told_by", "speaking", "found"), [(9, 20, False), (8, 20, True), (8, 15, False), (10, 15, True)]
)
def test_communes_own_plans_are_held_against_their_district(told_by: int, speaking: int, found: bool) -> None:
    key = (2024, NEW, 2)
    group = CommunesOfDistrict((said(reached=9),), 20, {key: told_by}, {key[:2]: speaking})
    assert bool(told(group)) is found


def listed(by: Source, *numbers: int, year: int = 2023, planned: bool = False, framework: str = NEW) -> CriteriaList:
    ids = {number: f"{by.name}{number}{year}" for number in numbers}
    return CriteriaList(5, by, "06004", "Quốc Khánh", framework, planned, year, ids)


def test_two_documents_with_other_criteria_for_a_commune_disagree() -> None:
    (found,) = audit_group(ListGroup("06004", (listed(OWN, 1, 2, 3), listed(DISTRICT, 1, 2, 4))))
    assert (found.code, found.stated, found.expected) == (Code.DOCUMENTS_DISAGREE, "1, 2, 4", "1, 2, 3")
    assert not told(ListGroup("06004", (listed(OWN, 1, 2), listed(DISTRICT, 1, 2), listed(DISTRICT, 5, planned=True))))


@pytest.mark.parametrize(("framework", "severity"), [(NEW, Severity.WARNING), (OLD, Severity.NOTE)])
def test_a_criterion_that_is_no_longer_met_is_found(framework: str, severity: Severity) -> None:
    lists = (listed(EARLIER, 1, 2, 3, year=2022, framework=framework), listed(OWN, 1, 3, 4))
    (found,) = audit_group(ListGroup("06004", lists))
    assert (found.code, found.severity, found.values["numbers"]) == (Code.FALLS_OVER_TIME, severity, "2")


def number(by: Source, day: int, fact_id: str | None = "fact", month: int = 2) -> DatedNumber:
    return DatedNumber("42/KH-UBND", "UBND tỉnh", date(2021, month, day), by, 1, fact_id and f"{fact_id}{by.name}")


@pytest.mark.parametrize(
    ("dated", "accused"),
    [
        ((number(OWN, 17, None), number(DISTRICT, 18), number(EARLIER, 18)), {"district", "earlier"}),
        ((number(OWN, 17), number(DISTRICT, 17), number(EARLIER, 18)), {"earlier"}),
        ((number(OWN, 17), number(DISTRICT, 17), number(DISTRICT, 18)), set()),  # its own findings tell
    ],
)
def test_a_citation_with_another_date_is_held_against_the_document_itself_or_the_others(
    dated: tuple[DatedNumber, ...], accused: set[str]
) -> None:
    assert {each.source.document_id for each in audit_group(NumberGroup("42/KH-UBND", dated))} == accused


def every_accusation() -> list[Accusation]:
    groups: list[Group] = [
        place(said(added=9), said(DISTRICT, 108), said(EARLIER, 120, year=2023, status=Status.RESULT)),
        place(said(), said(EARLIER, 120, year=2021, framework=OLD)),
        place(said(), said(source("later", year=2025), 100, status=Status.RESULT)),
        family(31, 10, 10, 10),
        CommunesOfDistrict((said(reached=9),), 20, {(2024, NEW, 2): 8}, {(2024, NEW): 20}),
        ListGroup("06004", (listed(OWN, 1, 2, 3), listed(DISTRICT, 1, 2, 4))),
        ListGroup("06004", (listed(EARLIER, 1, 2, year=2022), listed(OWN, 1, 3))),
        NumberGroup("42/KH-UBND", (number(OWN, 17, None), number(DISTRICT, 18))),
    ]
    return [each for group in groups for each in audit_group(group)]


@pytest.mark.parametrize("accusation", every_accusation(), ids=lambda each: f"{each.code}.{each.variant}")
def test_an_accusation_becomes_a_finding_of_the_accused_row(accusation: Accusation) -> None:
    evidence = Evidence(pieces=(Piece(page=2, box=None, quote="109/181"),))
    finding = accusation.finding(evidence)
    assert finding.related[0] == accusation.fact_id
    assert finding.finding_id
    assert "{" not in finding.message_vi + finding.message_en


def test_each_check_is_listed_once() -> None:
    assert len({check.find for check in ACROSS}) == len(ACROSS)

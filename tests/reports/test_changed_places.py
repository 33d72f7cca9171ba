"""Comparisons over mergers: sums where all of the parts are known, a reason where they are not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from pipeline.reference import load_reference
from reports.changed_places import places_of_years
from reports.comparison import compare
from schemas.errors import NotFound
from schemas.evidence import Evidence, Piece
from schemas.facts import DocumentFact, Facts, Target, with_ids
from schemas.vocabulary import Counted, DocumentKind, Level, Reader, Standard, Status
from tests.reports import made

SETS = {2024: "commune-2021-2025", 2026: "commune-2026-2030"}


def plan(code: str, year: int, reached: dict[int, int], total: int) -> Facts:
    evidence = Evidence(pieces=(Piece(page=1, box=None, quote=f"{code} {year}"),))
    document = DocumentFact(
        document_id=hashlib.sha256(f"{code} {year}".encode()).hexdigest(),
        file_name=f"{code}-{year}.pdf",
        kind=DocumentKind.PLAN,
        number="1/KH-UBND",
        issuer=f"Ủy ban nhân dân {code}",
        issuer_level=Level.PROVINCE,
        place_code=code,
        place_name=code,
        issued_from=date(year, 3, 2),
        issued_to=date(year, 3, 2),
        title=f"Kế hoạch {code} {year}",
        plan_year=year,
        page_count=1,
        reader=Reader.TEXT_LAYER,
        evidence=evidence,
    )
    targets = [
        Target(
            place_code=code,
            place_name=code,
            year=year,
            status=Status.TARGET,
            standard=Standard.COMMUNE,
            framework=SETS[year],
            criterion=criterion,
            counted=Counted.COMMUNE,
            reached=count,
            total=total,
            evidence=evidence,
        )
        for criterion, count in reached.items()
    ]
    return with_ids(Facts(document=document, targets=tuple(targets)))


@pytest.fixture(scope="module")
def reference_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(str(tmp_path_factory.mktemp("reference") / "s.db")) as store:
        load_reference(store)
        yield store


def test_counts_of_merged_provinces_are_summed_where_both_tell_them(tmp_path: Path) -> None:
    """Bắc Giang (24) and Bắc Ninh (27) became Bắc Ninh (24) on 01/07/2025."""
    with Store.open(str(tmp_path / "s.db")) as store:
        load_reference(store)
        made.put(store, plan("24", 2024, {1: 150, 2: 140, 3: 130}, 182))
        made.put(store, plan("27", 2024, {1: 80, 2: 70}, 80))
        made.put(store, plan("24", 2026, {1: 60, 2: 50}, 66))
        comparison = compare(store, "24", (2024, 2026))
    then, now = comparison.places
    assert (then.codes, then.names) == (("24", "27"), ("Bắc Giang", "Bắc Ninh"))
    assert (now.codes, now.names) == (("24",), ("Bắc Ninh",))
    rows = {row.criterion: row for row in comparison.criteria}
    assert [(figure.reached, figure.total) for figure in rows[1].figures] == [(230, 262), (60, 66)]
    assert rows[3].figures[0].reached is None
    assert (rows[1].comparable, rows[2].comparable) == ("changed", "none")
    assert any("Bắc Giang (24), Bắc Ninh (27) → Bắc Ninh (24) on 01/07/2025" in note for note in then.notes)
    assert any("not counts" in note for note in (*then.notes, *now.notes))
    assert {source.file_name for source in comparison.sources} == {"24-2024.pdf", "27-2024.pdf", "24-2026.pdf"}


def test_a_sum_of_which_a_part_has_no_plan_is_none(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "s.db")) as store:
        load_reference(store)
        made.put(store, plan("24", 2024, {1: 150}, 182))
        made.put(store, plan("24", 2026, {1: 60}, 66))
        (first, *_) = compare(store, "24", (2024, 2026)).criteria
    assert first.figures[0].reached is None


@pytest.mark.parametrize(
    ("code", "years", "told"),
    [
        ("27", (2024, 2026), r"Bắc Ninh \(province, 27\) went into Bắc Ninh \(24\) on 01/07/2025"),
        ("183", (2024, 2026), "nothing followed it; compare its province or its communes"),
    ],
)
def test_a_place_that_ended_is_not_compared_with_what_bears_its_code(
    reference_store: Store, code: str, years: tuple[int, int], told: str
) -> None:
    with pytest.raises(NotFound, match=told):
        places_of_years(reference_store, code, years)


def test_a_place_that_did_not_change_is_itself(reference_store: Store) -> None:
    first, second = places_of_years(reference_store, "20", (2021, 2024))
    assert (first.codes, second.codes, first.notes, second.notes) == (("20",), ("20",), (), ())
    assert (first.communes, second.communes) == (181, 181)


def test_communes_merged_within_a_province_are_told(reference_store: Store) -> None:
    first, second = places_of_years(reference_store, "20", (2019, 2021))
    assert (first.communes, second.communes) == (207, 181)
    assert second.notes == (
        "another number of communes (2019: 207, 2021: 181); hold shares against each other, not counts",
    )


def test_a_commune_made_of_parts_is_not_summed(reference_store: Store) -> None:
    then, _ = places_of_years(reference_store, "00097", (2024, 2026))
    assert then.codes == ()
    assert any("not known to have gone there wholly" in note for note in then.notes)


def test_districts_merged_in_2020_are_summed(reference_store: Store) -> None:
    then, now = places_of_years(reference_store, "045", (2019, 2022))
    assert (then.names, now.names) == (("Thông Nông", "Hà Quảng"), ("Hà Quảng",))
    assert any("on 01/02/2020, 864/NQ-UBTVQH14" in note for note in then.notes)


def test_a_place_that_got_land_of_others_is_not_the_same_area(reference_store: Store) -> None:
    then, _ = places_of_years(reference_store, "01", (2007, 2009))
    assert then.codes == ()
    assert any("Mê Linh (250) came from elsewhere" in note for note in then.notes)

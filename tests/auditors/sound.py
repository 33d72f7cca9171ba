"""Random documents in which everything adds up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from auditors.rounding import rounded, share_of
from schemas.facts import (
    Activity,
    Citation,
    CommuneCriterion,
    CommuneProgress,
    CriterionCount,
    Facts,
    Indicator,
    PrintedTable,
    StatedList,
    Target,
    TargetCommune,
)
from schemas.known import Known, KnownPlace
from schemas.vocabulary import (
    Change,
    CitationKind,
    Comparator,
    Counted,
    CriterionState,
    Role,
    Standard,
    Status,
)
from tests.auditors.draft import (
    ADVANCED_SET,
    COUNTS,
    CRITERIA,
    MODEL_SET,
    POOR,
    PROVINCE,
    REACHING,
    SET,
    SIZE,
    VILLAGES,
    YEAR,
    Draft,
    Page,
    place_of,
)
from tests.auditors.sound_money import money


def sound(seed: int) -> Draft:
    """Return a province's plan with tables by district and by commune, all of it consistent."""
    chance, page = Random(seed), Page()
    districts = [str(180 + number) for number in range(chance.randint(3, 8))]
    sizes = {code: chance.randint(3, 20) for code in districts}
    whole = sum(sizes.values())
    known = Known(
        places={
            PROVINCE: KnownPlace(communes=(whole,), districts=tuple(districts), district_counts=(len(districts),)),
            **{code: KnownPlace(communes=(size,)) for code, size in sizes.items()},
        },
        criteria={SET: SIZE},
    )
    rows: dict[str, list[Any]] = {name: [] for name in Facts.model_fields if name not in ("document", "known")}
    draft = Draft(chance, rows, known)
    communes = _communes(draft, page, districts)
    counts = _counts(draft, page, sizes, communes)
    _standards(draft, page, min(counts.values()), whole)
    _classes(draft, page, whole)
    money(draft, page)
    _villages(draft, page, districts)
    _others(draft, page)
    return draft


def _communes(draft: Draft, page: Page, districts: Sequence[str]) -> dict[str, list[set[int]]]:
    """Print two tables of communes; return, by district, the criteria that each of its communes meets or plans."""
    chance = draft.chance
    held: dict[str, list[set[int]]] = {code: [] for code in districts}
    number = chance.randint(2, 3)
    names = [(f"Xã {index}", chance.choice(districts), index) for index in range(number + 3)]
    heading = f"I Xã phấn đấu đạt chuẩn năm {YEAR} ({number}/{number + 9})"
    for index, (name, district, code) in enumerate(names):
        numbers = list(CRITERIA)
        chance.shuffle(numbers)
        cut = chance.randint(8, 17)
        met, planned = sorted(numbers[:cut]), sorted(numbers[cut:])
        if index >= number:
            planned = sorted(chance.sample(planned, 1))
        held[district].append({*met, *planned})
        tables = [REACHING] if index < number else [POOR]
        if index == 0:
            tables.append(POOR)
        for table in tables:
            group = heading if table == REACHING else None
            _commune_row(draft, page, table, group, (name, district, 6000 + code), met, planned)
    _printed(draft, page, REACHING, f"KẾ HOẠCH {number} XÃ PHẤN ĐẤU ĐẠT CHUẨN")
    _printed(draft, page, POOR, "CÁC XÃ KHÓ KHĂN")
    draft.rows["lists"].append(
        StatedList(noun="xã", stated=3, items=("An", "Bình", "Ca"), evidence=page.at("03 xã (An, Bình, Ca)"))
    )
    return held


def _commune_row(
    draft: Draft,
    page: Page,
    table: str,
    group: str | None,
    commune: tuple[str, str, int],
    met: Sequence[int],
    planned: Sequence[int],
) -> None:
    name, district, code = commune
    told: dict[str, Any] = {
        **place_of(district),
        "place_code": f"{code:05}",
        "place_name": name,
        "table_label": table,
        "row_number": str(len(draft.rows["commune_progress"]) + 1),
        "raw_name": f"{name} - H. {district}",
        "standard": Standard.COMMUNE,
        "framework": SET,
    }
    draft.rows["commune_progress"].append(
        CommuneProgress(
            **told,
            group_label=group,
            met_stated=len(met),
            met_listed=len(met),
            planned_stated=len(planned),
            planned_listed=len(planned),
            met_year=YEAR - 1,
            planned_year=YEAR,
            reach_year=YEAR if group else None,
            evidence=page.at(f"{name} | {len(met)} | {len(planned)}", 5),
        )
    )
    for state, year, numbers in (
        (CriterionState.MET, YEAR - 1, met),
        (CriterionState.PLANNED, YEAR, planned),
    ):
        cell = page.at(",".join(map(str, numbers)), 5)
        draft.rows["commune_criteria"].extend(
            CommuneCriterion(
                **told,
                criterion=number,
                state=state,
                status=Status.RESULT if state is CriterionState.MET else Status.TARGET,
                year=year,
                evidence=cell,
            )
            for number in numbers
        )


def _printed(draft: Draft, page: Page, label: str, title: str) -> None:
    draft.rows["tables"].append(
        PrintedTable(
            table_label=label,
            title=title,
            title_evidence=page.at(title, 5),
            kind="any",
            row_count=3,
            column_count=3,
            evidence=page.at("TT | Đơn vị", 5),
        )
    )


def _counts(draft: Draft, page: Page, sizes: dict[str, int], held: dict[str, list[set[int]]]) -> dict[int, int]:
    """Print the counts by criterion and district, with sums, shares and averages, and the same in sentences."""
    chance, whole = draft.chance, sum(sizes.values())
    cells = {
        (criterion, code): chance.randint(size // 2, size - any(criterion not in one for one in held[code]))
        for criterion in CRITERIA
        for code, size in sizes.items()
    }
    table: dict[str, Any] = {"table_label": COUNTS, "framework": SET, "year": YEAR, "status": Status.TARGET}
    reached = {criterion: sum(cells[criterion, code] for code in sizes) for criterion in CRITERIA}
    for criterion in CRITERIA:
        for code in sizes:
            value = cells[criterion, code]
            evidence = page.at(str(value), 6)
            draft.rows["criterion_counts"].append(
                CriterionCount(**table, **place_of(code), criterion=criterion, count=value, evidence=evidence)
            )
        share = rounded(share_of(reached[criterion], whole), 1)
        draft.rows["criterion_counts"].append(
            CriterionCount(
                **table,
                **place_of(PROVINCE),
                criterion=criterion,
                count=reached[criterion],
                percent=share,
                percent_text=str(share),
                evidence=page.at(str(reached[criterion]), 6),
            )
        )
        _sentence(draft, page, criterion, reached[criterion], whole)
    for code in (*sizes, PROVINCE):
        total = sum(reached.values()) if code == PROVINCE else sum(cells[criterion, code] for criterion in CRITERIA)
        draft.rows["criterion_counts"].append(
            CriterionCount(**table, **place_of(code), criterion=None, count=total, evidence=page.at(str(total), 6))
        )
        mean = rounded(share_of(total, sizes.get(code, whole)) / 100, 2)
        _average(draft, page, code, mean, mean, COUNTS)
    exact = share_of(sum(reached.values()), whole) / 100
    around = rounded(exact, 1)
    _average(draft, page, PROVINCE, around - Decimal("0.3"), around + Decimal("0.3"), None)
    return reached


def _sentence(draft: Draft, page: Page, criterion: int, reached: int, whole: int) -> None:
    share = rounded(share_of(reached, whole), draft.chance.randint(0, 2))
    named = sum(
        row.criterion == criterion and row.state is CriterionState.PLANNED for row in draft.rows["commune_criteria"]
    )
    added = min(named + draft.chance.randint(0, 5), reached)
    draft.rows["targets"].append(
        Target(
            **place_of(PROVINCE),
            year=YEAR,
            status=Status.TARGET,
            standard=Standard.COMMUNE,
            framework=SET,
            criterion=criterion,
            counted=Counted.COMMUNE,
            added=max(added, named),
            reached=reached,
            total=whole,
            percent=share,
            percent_text=str(share),
            evidence=page.at(f"{reached}/{whole} xã, chiếm {share}%"),
        )
    )


def _average(draft: Draft, page: Page, code: str, low: Decimal, high: Decimal, table: str | None) -> None:
    draft.rows["indicators"].append(
        Indicator(
            **place_of(code),
            table_label=table,
            year=YEAR,
            status=Status.TARGET,
            framework=SET,
            indicator="avg_criteria_per_commune",
            label="Bình quân tiêu chí/xã",
            comparator=Comparator.EQUAL if low == high else Comparator.RANGE,
            low=low,
            high=high,
            low_text=str(low),
            high_text=str(high),
            unit="criterion/commune",
            change=Change.LEVEL,
            evidence=page.at(f"bình quân {low} - {high} tiêu chí/xã", 6 if table else 1),
        )
    )


def _standards(draft: Draft, page: Page, least: int, whole: int) -> None:
    """Print how many communes are to meet each standard: fewer at each step, no more than meet any criterion."""
    reached = [max(least - step, 1) for step in (1, 4, 7)]
    sets = ((Standard.COMMUNE, SET), (Standard.COMMUNE_ADVANCED, ADVANCED_SET), (Standard.COMMUNE_MODEL, MODEL_SET))
    for (standard, framework), count in zip(sets, reached, strict=True):
        target = Target(
            **place_of(PROVINCE),
            year=YEAR,
            status=Status.TARGET,
            standard=standard,
            framework=framework,
            counted=Counted.COMMUNE,
            added=1,
            reached=count,
            total=whole if standard is Standard.COMMUNE else None,
            evidence=page.at(f"thêm 01 xã, lên {count} xã {standard}"),
        )
        result = target.model_copy(
            update={
                "year": YEAR - 1,
                "status": Status.RESULT,
                "added": None,
                "reached": count - 1,
                "total": whole,
                "evidence": page.at(f"đến hết năm {YEAR - 1} có {count - 1} xã {standard}"),
            }
        )
        draft.rows["targets"] += [target, result] if standard is Standard.COMMUNE else [target]
    draft.rows["target_communes"].append(
        TargetCommune(
            **place_of("06001"),
            target_index=len(draft.rows["targets"]) - 1,
            raw="xã An",
            role=Role.REACHES,
            evidence=page.at("xã An"),
        )
    )


def _classes(draft: Draft, page: Page, whole: int) -> None:
    counts = [draft.chance.randint(0, whole // 4) for _ in range(3)]
    counts.append(whole - sum(counts))
    for bounds, count in zip(("19", "15-18", "10-14", "5-9"), counts, strict=True):
        share = rounded(share_of(count, whole), 1)
        draft.rows["indicators"].append(
            Indicator(
                **place_of(PROVINCE),
                year=YEAR,
                status=Status.TARGET,
                framework=SET,
                label=f"Số xã đạt {bounds} tiêu chí",
                comparator=Comparator.EQUAL,
                low=Decimal(count),
                high=Decimal(count),
                total=Decimal(whole),
                percent=share,
                percent_text=str(share),
                unit="commune",
                change=Change.LEVEL,
                evidence=page.at(f"đạt {bounds} tiêu chí: {count}/{whole} xã, chiếm {share}%"),
            )
        )


def _villages(draft: Draft, page: Page, districts: Sequence[str]) -> None:
    """Print villages by district: reached by last year, added this year, of how many; and their sums."""
    chance = draft.chance
    lines: list[tuple[str, int, int, int]] = []
    for code in districts[:3]:
        total = chance.randint(5, 30)
        reached = chance.randint(0, total - 1)
        lines.append((code, reached, chance.randint(0, total - reached), total))
    whole = (PROVINCE, sum(line[1] for line in lines), sum(line[2] for line in lines), sum(line[3] for line in lines))
    for code, reached, added, total in (*lines, whole):
        line = page.at(f"{code} ({total} thôn) | {reached} | {added}", 8)
        told: dict[str, Any] = {
            **place_of(code),
            "table_label": VILLAGES,
            "standard": Standard.VILLAGE,
            "counted": Counted.VILLAGE,
            "total": total,
            "evidence": line,
        }
        draft.rows["targets"] += [
            Target(**told, year=YEAR - 1, status=Status.RESULT, reached=reached),
            Target(**told, year=YEAR, status=Status.TARGET, added=added),
        ]
    _printed(draft, page, VILLAGES, f"KẾ HOẠCH {whole[2]} THÔN")


def _others(draft: Draft, page: Page) -> None:
    for day in (7, 7, 9):
        draft.rows["citations"].append(
            Citation(
                kind=CitationKind.RESOLUTION,
                number=f"0{day}/NQ-HĐND",
                issued_on=date(2023, 12, day),
                issuer="Hội đồng nhân dân tỉnh Lạng Sơn",
                subject=None,
                evidence=page.at(f"Nghị quyết 0{day}/NQ-HĐND ngày {day}/12/2023"),
            )
        )
    draft.rows["activities"].append(
        Activity(content="Kiểm tra", lead="Sở Nội vụ", coordinating="Sở Y tế, các sở", evidence=page.at("Kiểm tra"))
    )

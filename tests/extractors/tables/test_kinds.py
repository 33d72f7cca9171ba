"""Annex tables of the genre give the facts that the case file says, and no others."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finding import Finder
from extractors.tables.columns import criterion_in
from normalizers.criteria import load_criteria
from normalizers.places import load_gazetteer
from normalizers.resolution import resolve
from schemas.document import Document
from schemas.facts import Facts

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "table_kinds.toml").read_text("utf-8")
)["case"]
PLAN = """ỦY BAN NHÂN DÂN HUYỆN CAO LỘC

Số: 15/KH-UBND

Cao Lộc, ngày 18 tháng 01 năm 2023

# KẾ HOẠCH

## Xây dựng nông thôn mới huyện Cao Lộc, tỉnh Lạng Sơn năm 2023

### I. MỤC TIÊU

Nội dung tại biểu kèm theo.

**Nơi nhận:**

- Lưu: VT.

**CHỦ TỊCH**

**Nguyễn Văn Mẫu**
"""


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_table_gives_just_these_facts(case: dict[str, Any], finder: Finder, read_text: Callable[..., Document]) -> None:
    document = read_text(PLAN + case["table"], ".md")
    facts = resolve(finder.find(document), load_gazetteer(), load_criteria())
    assert {view: list(rows) for view, write in WRITTEN.items() if (rows := list(write(facts)))} == {
        view: case[view] for view in WRITTEN if view in case
    }
    assert not [doubt for doubt in facts.doubts if doubt.code != "table_not_understood"]


def commune_criteria(facts: Facts) -> Iterator[str]:
    rows = sorted(facts.commune_criteria, key=lambda row: (row.raw_name not in row.evidence.quote, row.state))
    order = list(dict.fromkeys((row.place_name, row.state, row.year, row.status) for row in facts.commune_criteria))
    for (name, state, year, status), group in groupby(
        sorted(rows, key=lambda row: (order.index((row.place_name, row.state, row.year, row.status)), row.criterion)),
        key=lambda row: (row.place_name, row.state, row.year, row.status),
    ):
        yield f"{name} {state.value} {year} {status.value}: {', '.join(str(row.criterion) for row in group)}"


def commune_progress(facts: Facts) -> Iterator[str]:
    for row in facts.commune_progress:
        met, planned = (row.met_stated, row.met_listed), (row.planned_stated, row.planned_listed)
        said = [
            f"{key} {dash(stated)}/{dash(listed)}"
            for key, (stated, listed) in (("met", met), ("planned", planned))
            if (stated, listed) != (None, None)
        ]
        yield " ".join([row.place_name or "", *said, *([f"reach {row.reach_year}"] if row.reach_year else [])])


def criterion_counts(facts: Facts) -> Iterator[str]:
    for row in facts.criterion_counts:
        place = f" @ {row.place_name}" if row.place_code != facts.document.place_code else ""
        yield f"{row.criterion}: {row.count} ({row.percent}) {row.year} {row.status.value}{place}"


def targets(facts: Facts) -> Iterator[str]:
    for index, row in enumerate(facts.targets):
        counts = [f"{key} {value}" for key in ("added", "reached") if (value := getattr(row, key)) is not None]
        place = f" @ {row.place_name}" if row.place_code != facts.document.place_code else ""
        named = [each.place_name or "" for each in facts.target_communes if each.target_index == index]
        what = row.standard.value if row.criterion is None else f"{row.standard.value} {row.criterion}:"
        names = f" ({', '.join(named)})" if named else ""
        yield f"{what} {' '.join(counts)} {row.year} {row.status.value}{place}{names}"


def indicators(facts: Facts) -> Iterator[str]:
    for row in facts.indicators:
        value = row.low if row.low is not None else row.high
        place = f" @ {row.place_name}" if row.place_code != facts.document.place_code else ""
        yield (
            f"{row.indicator} {row.comparator.value} {value} {row.unit} {row.change.value} "
            f"{row.year} {row.status.value}{place}"
        )


def activities(facts: Facts) -> Iterator[str]:
    for row in facts.activities:
        yield f"{row.criterion} {row.content}: {row.lead}, {row.time_from} to {row.time_to}"


def dash(value: int | None) -> str:
    return "-" if value is None else str(value)


WRITTEN: dict[str, Callable[[Facts], Iterable[str]]] = {
    "commune_criteria": commune_criteria,
    "commune_progress": commune_progress,
    "criterion_counts": criterion_counts,
    "targets": targets,
    "indicators": indicators,
    "activities": activities,
}


@given(st.integers(1, 30), st.sampled_from(["{}", "TC{}", "TC {}", "Tiêu chí {}", "tiêu chí số {}", "{}.", "TC0{}"]))
def test_a_heading_by_number_is_that_criterion(number: int, form: str) -> None:
    if "0{" in form and number > 9:
        return
    criterion = criterion_in(form.format(number))
    assert criterion is not None
    assert (criterion.number, criterion.name) == (str(number), None)


@given(st.integers(10, 30), st.sampled_from(["Quy hoạch", "Môi trường và an toàn thực phẩm"]))
def test_a_number_broken_over_two_lines_and_a_name_behind_it_are_read(number: int, name: str) -> None:
    tens, ones = divmod(number, 10)
    assert criterion_in(f"TC{tens} {ones}") == criterion_in(f"TC{number}")
    named = criterion_in(f"{number}. {name}")
    assert named is not None
    assert (named.number, named.name) == (str(number), name)

"""One misprint of each code, planted into a sound document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from auditors.rounding import rounded, share_of
from schemas.facts import Indicator
from schemas.findings import Code
from schemas.vocabulary import Change, Comparator, CriterionState, Standard, Status
from tests.auditors.draft import COUNTS, POOR, PROVINCE, REACHING, VILLAGES, YEAR, Draft

Misprint = Callable[[Draft], None]


def _sentence(draft: Draft) -> int:
    """Return the place of a criterion's sentence that leaves room below it for the whole standard."""
    least = min(row.reached for row in draft.rows["targets"] if row.criterion)
    of_criteria = [place for place, row in enumerate(draft.rows["targets"]) if row.criterion]
    roomy = [place for place in of_criteria if draft.rows["targets"][place].reached > least + 1]
    return draft.chance.choice(roomy or of_criteria)


def percent(draft: Draft) -> None:
    place = _sentence(draft)
    printed = draft.rows["targets"][place].percent
    off = printed - 3 if printed > 50 else printed + 3
    draft.change("targets", place, percent=off, percent_text=str(off))


def over_100(draft: Draft) -> None:
    text = draft.rows["indicators"][0]
    told: dict[str, Any] = {"indicator": None, "framework": None, "table_label": None, "label": "tỷ lệ hộ", "unit": "%"}
    told |= {"low": Decimal(101), "high": Decimal(101), "comparator": Comparator.EQUAL, "change": Change.LEVEL}
    draft.rows["indicators"].append(Indicator(**{**dict(text), **told}))


def more_than_there_are(draft: Draft) -> None:
    in_table = (place for place, row in enumerate(draft.rows["targets"]) if row.table_label == VILLAGES)
    place = next(place for place in in_table if draft.rows["targets"][place].status is Status.RESULT)
    row = draft.rows["targets"][place]
    draft.change("targets", place + 1, added=row.total - row.reached + 1)


def _whole_standard(draft: Draft, status: Status) -> int:
    return draft.find(
        "targets", lambda row: row.standard is Standard.COMMUNE and not row.criterion and row.status is status
    )


def total(draft: Draft) -> None:
    place = _whole_standard(draft, Status.TARGET)
    draft.change("targets", place, total=draft.rows["targets"][place].total + 2)


def added(draft: Draft) -> None:
    draft.change("targets", _whole_standard(draft, Status.TARGET), added=2)


def falls(draft: Draft) -> None:
    aim = draft.rows["targets"][_whole_standard(draft, Status.TARGET)]
    draft.change("targets", _whole_standard(draft, Status.RESULT), reached=aim.reached + 1)


def shorter_list(draft: Draft) -> None:
    place = draft.find("commune_progress", lambda row: row.table_label == REACHING)
    row = draft.rows["commune_progress"][place]
    draft.change("commune_progress", place, met_stated=row.met_stated + 1)


def longer_sentence(draft: Draft) -> None:
    draft.change("lists", 0, stated=4)


def name_twice(draft: Draft) -> None:
    draft.change("lists", 0, items=("An", "Bình", "An"))


def row_twice(draft: Draft) -> None:
    place = draft.find("commune_progress", lambda row: row.table_label == POOR)
    row = draft.rows["commune_progress"][place]
    again = {"met_listed": None, "planned_listed": None, "row_number": "99"}
    draft.rows["commune_progress"].append(row.model_copy(update=again))


def both(draft: Draft) -> None:
    place = draft.find("commune_progress", lambda row: row.table_label == POOR and row.planned_stated == 1)
    row = draft.rows["commune_progress"][place]
    own = [each for each in draft.rows["commune_criteria"] if each.row_number == row.row_number]
    planned = next(each for each in own if each.state is CriterionState.PLANNED)
    criterion = next(
        each.criterion for each in own if each.state is CriterionState.MET and _room(draft, each.criterion)
    )
    draft.rows["commune_criteria"].append(planned.model_copy(update={"criterion": criterion}))
    draft.change("commune_progress", place, planned_stated=2, planned_listed=2)


def _room(draft: Draft, criterion: int) -> bool:
    """Tell whether the sentence about a criterion adds more communes than the tables name."""
    named = {
        row.place_code
        for row in draft.rows["commune_criteria"]
        if row.criterion == criterion and row.state is CriterionState.PLANNED
    }
    return any(row.criterion == criterion and row.added > len(named) for row in draft.rows["targets"])


def one_criterion_less(draft: Draft) -> None:
    place = draft.find("commune_progress", lambda row: row.table_label == REACHING and row.raw_name[:4] != "Xã 0")
    row = draft.rows["commune_progress"][place]
    fewer = row.planned_stated - 1
    draft.change("commune_progress", place, planned_stated=fewer, planned_listed=fewer)


def _cell(draft: Draft, *, of_province: bool, total: bool) -> int:
    return draft.find(
        "criterion_counts",
        lambda row: (row.place_code == PROVINCE) == of_province and (row.criterion is None) == total,
    )


def _add(draft: Draft, place: int, more: int) -> None:
    draft.change("criterion_counts", place, count=draft.rows["criterion_counts"][place].count + more)


def district_cell(draft: Draft) -> None:
    _add(draft, _cell(draft, of_province=False, total=False), 40)


def row_sum(draft: Draft) -> None:
    _add(draft, _cell(draft, of_province=True, total=False), 7)


def column_sum(draft: Draft) -> None:
    _add(draft, _cell(draft, of_province=False, total=True), 7)


def foot_average(draft: Draft) -> None:
    place = draft.find("indicators", lambda row: row.table_label == COUNTS and row.place_code != PROVINCE)
    mean = draft.rows["indicators"][place].low + Decimal("0.21")
    draft.change("indicators", place, low=mean, high=mean)


def said_average(draft: Draft) -> None:
    place = draft.find("indicators", lambda row: row.table_label is None and row.unit == "criterion/commune")
    row = draft.rows["indicators"][place]
    draft.change("indicators", place, low=row.low + 2, high=row.high + 2)


def standard(draft: Draft) -> None:
    least = min(row.reached for row in draft.rows["targets"] if row.criterion)
    for status, reached in ((Status.TARGET, least + 1), (Status.RESULT, least)):
        draft.change("targets", _whole_standard(draft, status), reached=reached)


def title(draft: Draft) -> None:
    draft.change("tables", draft.find("tables", lambda row: row.table_label == REACHING), title="KẾ HOẠCH 9 XÃ")


def group_heading(draft: Draft) -> None:
    for place, row in enumerate(draft.rows["commune_progress"]):
        if row.group_label:
            draft.change("commune_progress", place, group_label=row.group_label.replace("(", "(1"))


def commune_class(draft: Draft) -> None:
    place = draft.find("indicators", lambda row: row.unit == "commune")
    count = draft.rows["indicators"][place].low + 3
    draft.change("indicators", place, low=count, high=count)


def whole_amount(draft: Draft) -> None:
    place = draft.find("funding", lambda row: row.path == "0" and row.part_count)
    draft.change("funding", place, amount_vnd=draft.rows["funding"][place].amount_vnd * 2)


def lower_amount(draft: Draft) -> None:
    place = draft.find("funding", lambda row: row.path.startswith("1."))
    draft.change("funding", place, amount_vnd=draft.rows["funding"][place].amount_vnd + 10**9)


def part_far_too_low(draft: Draft) -> None:
    place = draft.find("funding", lambda row: row.path == "1.3")
    above = draft.find("funding", lambda row: row.path == "1")
    amount = draft.rows["funding"][above].amount_vnd // 50
    draft.change("funding", place, amount_vnd=amount - amount % 10**6)


def share_of_money(draft: Draft) -> None:
    place = draft.find("funding", lambda row: row.percent is not None)
    off = draft.rows["funding"][place].percent + 2
    draft.change("funding", place, percent=off, percent_text=str(off))


def said_count(draft: Draft) -> None:
    place = _sentence(draft)
    row = draft.rows["targets"][place]
    share = rounded(share_of(row.reached - 1, row.total), 1)
    draft.change("targets", place, reached=row.reached - 1, percent=share, percent_text=str(share))


def no_sum_in_the_table(draft: Draft) -> None:
    said_count(draft)
    draft.rows["criterion_counts"] = [row for row in draft.rows["criterion_counts"] if row.place_code != PROVINCE]
    draft.rows["indicators"] = [
        row for row in draft.rows["indicators"] if row.place_code != PROVINCE or row.table_label is None
    ]


def other_table(draft: Draft) -> None:
    place = draft.find("commune_progress", lambda row: row.table_label == POOR and row.raw_name.startswith("Xã 0 "))
    row = draft.rows["commune_progress"][place]
    own = [at for at, each in enumerate(draft.rows["commune_criteria"]) if each.row_number == row.row_number]
    moved = next(
        at
        for at in own
        if draft.rows["commune_criteria"][at].state is CriterionState.MET
        and _room(draft, draft.rows["commune_criteria"][at].criterion)
    )
    draft.change("commune_criteria", moved, state=CriterionState.PLANNED, year=YEAR, status=Status.TARGET)
    met, planned = row.met_stated - 1, row.planned_stated + 1
    draft.change(
        "commune_progress", place, met_stated=met, met_listed=met, planned_stated=planned, planned_listed=planned
    )
    _sorted_lists(draft)


def _sorted_lists(draft: Draft) -> None:
    draft.rows["commune_criteria"].sort(key=lambda row: (int(row.row_number), row.state, row.criterion))


def model(draft: Draft) -> None:
    higher = draft.find("targets", lambda row: row.standard is Standard.COMMUNE_MODEL)
    lower = draft.find("targets", lambda row: row.standard is Standard.COMMUNE_ADVANCED)
    draft.change("targets", higher, reached=draft.rows["targets"][lower].reached + 1)


def citation(draft: Draft) -> None:
    draft.change("citations", 1, issued_on=date(2023, 12, 17))


def fewer_added(draft: Draft) -> None:
    planned = {row.criterion for row in draft.rows["commune_criteria"] if row.state is CriterionState.PLANNED}
    draft.change("targets", draft.find("targets", lambda row: row.criterion in planned), added=0)


def full_district(draft: Draft) -> None:
    held = {(row.place_code, row.criterion) for row in draft.rows["commune_criteria"]}
    row, lacking = next(
        (row, criterion)
        for row in draft.rows["commune_progress"]
        for criterion in range(1, 20)
        if row.table_label == POOR and (row.place_code, criterion) not in held
    )
    place = draft.find(
        "criterion_counts",
        lambda cell: cell.place_name == row.district_name and cell.criterion == lacking,
    )
    code = draft.rows["criterion_counts"][place].place_code
    draft.change("criterion_counts", place, count=draft.known.places[code].communes[0])


def unordered(draft: Draft) -> None:
    place = draft.find("commune_criteria", lambda row: row.state is CriterionState.MET and row.criterion < 6)
    rows = draft.rows["commune_criteria"]
    following = next(at for at in range(place + 1, len(rows)))
    if rows[following].row_number == rows[place].row_number and rows[following].state is rows[place].state:
        rows[place], rows[following] = rows[following], rows[place]
    else:
        rows[place], rows[place - 1] = rows[place - 1], rows[place]


def lead(draft: Draft) -> None:
    draft.change("activities", 0, coordinating="Sở Y tế, Sở Nội vụ")


def without_targets(draft: Draft) -> None:
    draft.rows["targets"], draft.rows["target_communes"] = [], []


MISPRINTS: tuple[tuple[Code, Misprint], ...] = (
    (Code.PERCENT_MISMATCH, percent),
    (Code.PERCENT_OVER_100, over_100),
    (Code.COUNT_OVER_TOTAL, more_than_there_are),
    (Code.TOTAL_UNLIKE_PLACE_COUNT, total),
    (Code.ADDED_UNLIKE_DIFFERENCE, added),
    (Code.FALLS_OVER_TIME, falls),
    (Code.LIST_UNLIKE_COUNT, shorter_list),
    (Code.LIST_UNLIKE_COUNT, longer_sentence),
    (Code.DUPLICATE_IN_LIST, name_twice),
    (Code.DUPLICATE_IN_LIST, row_twice),
    (Code.MET_AND_PLANNED, both),
    (Code.MET_PLUS_PLANNED, one_criterion_less),
    (Code.ROW_TOTAL, district_cell),
    (Code.COLUMN_TOTAL, district_cell),
    (Code.ROW_TOTAL, row_sum),
    (Code.COLUMN_TOTAL, column_sum),
    (Code.TABLE_AVERAGE, foot_average),
    (Code.AVERAGE_UNLIKE_COUNTS, said_average),
    (Code.STANDARD_OVER_CRITERION, standard),
    (Code.HEADING_UNLIKE_ROWS, title),
    (Code.HEADING_UNLIKE_ROWS, group_heading),
    (Code.DISTRIBUTION_SUM, commune_class),
    (Code.PARTS_UNLIKE_WHOLE, whole_amount),
    (Code.PARTS_UNLIKE_WHOLE, lower_amount),
    (Code.PARTS_UNLIKE_WHOLE, part_far_too_low),
    (Code.SHARE_UNLIKE_AMOUNT, share_of_money),
    (Code.SHARES_UNLIKE_100, share_of_money),
    (Code.TEXT_UNLIKE_TABLE, said_count),
    (Code.DISTRICTS_UNLIKE_PROVINCE, no_sum_in_the_table),
    (Code.TABLES_DISAGREE, other_table),
    (Code.MODEL_OVER_ADVANCED, model),
    (Code.CITATION_CONFLICT, citation),
    (Code.ADDED_UNLIKE_NAMED, fewer_added),
    (Code.DISTRICT_FULL_COMMUNE_LACKS, full_district),
    (Code.LIST_UNORDERED, unordered),
    (Code.LEAD_ALSO_COORDINATING, lead),
    (Code.NO_TARGET, without_targets),
)

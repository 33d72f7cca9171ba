"""Tables of communes with the criteria that they meet and plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.columns import standard_alone, standard_in, table_rules, year_in
from extractors.tables.gathered import (
    NUMBER,
    Roles,
    TableMentions,
    average,
    counted_criteria,
    counted_list,
    districts_beside,
    label_of,
    with_groups,
)
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK, Row, RowKind
from normalizers.criterion_lists import MOST_CRITERIA, parse_criterion_list
from schemas.errors import NotRecognized
from schemas.evidence import Evidence
from schemas.mentions import CommuneRowMention, CriterionMention, CriterionStateMention, IndicatorMention
from schemas.vocabulary import CriterionState, Standard, Status

REACH_CELL = re.compile(r"(?:(?:hết |cuối )?năm )?20[0-3]\d", re.IGNORECASE)
LATEST = "9999"  # behind every year
PAIRS = ("met_count", "met_list", "planned_count", "planned_list")


def has_commune_rows(roles: Roles) -> bool:
    """Tell whether a table lists communes with counts or lists of criteria."""
    lists = any(role in roles for role in ("met_count", "met_list", "planned_count", "planned_list"))
    return "name" in roles and lists


def read_commune_rows(table: StitchedTable, roles: Roles) -> TableMentions:
    """Read a row a commune, and the averages below them."""
    sides = _sides(table, roles)
    if _planned_totals(table, sides):
        sides["planned_count"] = None
    paths = table.grid.paths
    met_path = " ".join(paths[column] for column in (sides["met_count"], sides["met_list"]) if column is not None)
    planned_path = " ".join(paths[c] for c in (sides["planned_count"], sides["planned_list"]) if c is not None)
    lacking = sides["planned_list"] in roles.get("lacking_list", []) or sides["planned_count"] in roles.get(
        "lacking_count", []
    )
    mentions = TableMentions()
    districts, standards = districts_beside(table, roles), _standards_beside(table, roles)
    for row in table.grid.rows:
        if row.kind is RowKind.TOTAL:
            mentions.indicators.extend(_averages_below(table, row, _counted(table, roles, sides)))
    for row, group in with_groups(table, roles["name"][0]):
        name = row.text(roles["name"][0])
        if not name:
            continue
        met_list, met_count = counted_list(row.text(sides["met_list"]))
        planned_list, planned_count = counted_list(row.text(sides["planned_list"]))
        reach_year = reach_year_of(group, table.title)
        if "reach_year" in roles:
            reach_year = reach_cell(row, roles["reach_year"][0])
        mentions.commune_rows.append(
            CommuneRowMention(
                table_label=table.label,
                group_label=group,
                row_number=row.text(roles["number"][0]) if "number" in roles else None,
                raw_name=name,
                district=districts.get(row.index),
                standard=standards.get(row.index) or standard_in(group, met_path, table.title),
                met_stated=counted_criteria(row.text(sides["met_count"])) or met_count,
                met_list=met_list or None,
                planned_stated=counted_criteria(row.text(sides["planned_count"])) or planned_count,
                planned_list=planned_list or None,
                met_status=Status.ESTIMATE if table_rules().says("estimate", met_path) else Status.RESULT,
                met_year=year_in(met_path),
                planned_year=reach_year if lacking else year_in(planned_path),
                reach_year=reach_year,
                evidence=table.grid.evidence([cell for cell in row.cells if cell is not None and cell.text.strip()]),
                met_evidence=_cell_evidence(table, row, sides["met_list"]),
                planned_evidence=_cell_evidence(table, row, sides["planned_list"]),
            )
        )
    mentions.criterion_states.extend(_planned_by_year(table, roles, districts, sides["planned_list"]))
    return mentions


def _planned_by_year(
    table: StitchedTable, roles: Roles, districts: dict[int, str], told: int | None
) -> Iterator[CriterionStateMention]:
    """Yield what lists under the years of a roadmap plan: "2, 6" below "2023"; bare numbers alone may be counts.

    One of the columns may be `told` by the rows of the communes.
    """
    paths, says = table.grid.paths, table_rules().says
    of_years = [c for c in roles.get("planned_list", []) + roles.get("other", []) if year_in(paths[c])]
    columns = [c for c in of_years if says("planned_side", f"{paths[c]} {table.title or ''}")]
    lists = [c for c in columns if any("," in row.text(c) or ";" in row.text(c) for row in table.grid.data())]
    if len({year_in(paths[c]) for c in columns}) < len(columns) or len(columns) < 2 or not lists:
        return
    for row, group in with_groups(table, roles["name"][0]):
        for column in columns:
            if column == told:
                continue
            try:
                reading = parse_criterion_list(row.text(column), highest=MOST_CRITERIA)
            except NotRecognized:
                continue
            for number in reading.numbers if not reading.doubtful else ():
                yield CriterionStateMention(
                    table_label=table.label,
                    row_number=row.text(roles["number"][0]) if "number" in roles else None,
                    raw_name=row.text(roles["name"][0]),
                    group_label=group,
                    district=districts.get(row.index),
                    standard=standard_in(group, paths[column], table.title),
                    criterion=CriterionMention(number=str(number), explicit=True),
                    state=CriterionState.PLANNED,
                    status=Status.TARGET,
                    year=year_in(paths[column]),
                    evidence=table.grid.evidence([row.cells[column]]),
                )


def _sides(table: StitchedTable, roles: Roles) -> dict[str, int | None]:
    """Return the columns of counts and lists; of two pairs with like headings the first is what is met.

    What communes lack that are to reach the standard is what they plan. Counts of several years before that of what is
    planned are all met; the last of them tells.
    """
    paths, title, says = table.grid.paths, table.title, table_rules().says
    counts = [c for c in roles.get("met_count", []) if not says("no_count", paths[c])]
    plans = [*roles.get("planned_count", []), *roles.get("planned_list", [])]
    done = all(says("done_side", paths[column]) for column in counts)
    until = LATEST if done and not plans else ""
    first_planned = min((year for column in plans if (year := year_in(paths[column]))), default=until)
    earlier = {year: column for column in counts if (year := year_in(paths[column])) and year < first_planned}
    roles = {**roles, "met_count": [earlier[max(earlier)]] if len(earlier) > 1 else counts}
    sides = {key: roles[key][0] if roles.get(key) else None for key in PAIRS}
    for kind in ("count", "list"):
        met = roles.get(f"met_{kind}", [])
        if sides[f"planned_{kind}"] is None and len(met) > 1 and _tells_later(paths[met[0]], paths[met[1]]):
            sides[f"planned_{kind}"] = met[1]
        planned = roles.get(f"planned_{kind}", [])
        if sides[f"met_{kind}"] is None and len(planned) > 1 and not says("planned_side", paths[planned[0]]):
            sides[f"met_{kind}"], sides[f"planned_{kind}"] = planned[0], planned[1]
        lacking = roles.get(f"lacking_{kind}", [])
        if sides[f"planned_{kind}"] is None and lacking and reach_year_in(title):
            sides[f"planned_{kind}"] = lacking[0]
    return sides


def _tells_later(first: str, second: str) -> bool:
    """Tell whether of two like headings the second may be of what is planned: above it stand other words, or a year."""
    parents = {path.rpartition(PATH_MARK)[0] for path in (first, second)}
    years = year_in(first), year_in(second)
    return (len(parents) > 1 and not table_rules().says("met_words", second)) or (
        None not in years and years[0] != years[1]
    )


def _planned_totals(table: StitchedTable, sides: dict[str, int | None]) -> bool:
    """Tell whether the planned counts are those that there will be: met and planned together (15, then 19 with 4)."""
    met, planned, listed_at = (sides[side] for side in ("met_count", "planned_count", "planned_list"))
    rows = [
        (counted_criteria(row.text(met)), counted_criteria(row.text(planned)), row.text(listed_at))
        for row in table.grid.data()
    ]
    told = [row for row in rows if all(row) and row[0].isdigit() and row[1].isdigit()]
    listed = [len(re.findall(r"\d+", row[2])) for row in told]
    together = [int(before) + count == int(after) for (before, after, _), count in zip(told, listed, strict=True)]
    alone = [int(after) == count for (_, after, _), count in zip(told, listed, strict=True)]
    return sum(together) > len(told) // 2 and sum(together) > sum(alone)


def reach_year_of(group: str | None, title: str | None) -> str | None:
    """Return the year of a group of communes; a group that says no year of its own has that of the table's title."""
    says = table_rules().says
    if group and title and says("planned_side", group) and says("reach", title) and not says("not_reach", group):
        return year_in(group) or reach_year_in(title)  # "Phấn đấu năm 2024" under "Xã đạt chuẩn giai đoạn …"
    told = group and (year_in(group) or says("met_words", group) or says("not_reach", group))
    return reach_year_in(group if told else title)


def reach_year_in(heading: str | None) -> str | None:
    """Return the year by which communes under a heading are to reach the standard; None where it says no such thing."""
    rules = table_rules()
    if not heading or not rules.says("reach", heading) or rules.says("not_reach", heading):
        return None
    return year_in(heading)


def _standards_beside(table: StitchedTable, roles: Roles) -> dict[int, Standard]:
    """Return the standard of each row by its index, where a column names nothing else: "Chuẩn | NTM nâng cao"."""
    for column in roles.get("other", []):
        named = {row.index: standard_alone(text) for row in table.grid.data() if (text := row.text(column))}
        if named and all(named.values()):
            return {index: standard for index, standard in named.items() if standard}
    return {}


def reach_cell(row: Row, column: int) -> str | None:
    """Return the year of a cell below "Năm đạt chuẩn"; None for "Sau 2025" and an empty one."""
    text = row.text(column)
    return year_in(text) if REACH_CELL.fullmatch(text) else None


def _cell_evidence(table: StitchedTable, row: Row, column: int | None) -> Evidence | None:
    cell = row.cells[column] if column is not None else None
    return table.grid.evidence([cell]) if cell is not None else None


def _counted(table: StitchedTable, roles: Roles, sides: dict[str, int | None]) -> dict[int, Status]:
    """Return the columns of counts, and whether what they count is met or planned."""
    says, paths = table_rules().says, table.grid.paths
    columns = {c: Status.RESULT for c in roles.get("met_count", []) if not says("no_count", paths[c])}
    if (planned := sides["planned_count"]) is not None:
        columns[planned] = Status.TARGET
    if (met := sides["met_count"]) is not None:
        columns[met] = Status.RESULT
    return dict(sorted(columns.items()))


def _averages_below(table: StitchedTable, row: Row, columns: dict[int, Status]) -> list[IndicatorMention]:
    label = label_of(row)
    if not table_rules().says("average", label):
        return []
    found = []
    for column, status in columns.items():
        cell = row.cells[column]
        if cell is not None and NUMBER.match(row.text(column)):
            found.append(average(table, label, cell, status, year_in(table.grid.paths[column])))
    return found

"""Rows of tables resolved: communes with their criteria, counts by place, tables and cells as printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from normalizers.criteria import Framework
from normalizers.criterion_lists import MOST_CRITERIA, CriterionList, parse_criterion_list
from normalizers.numbers import parse_count, parse_decimal
from normalizers.place_resolution import PlaceResolver, ResolvedPlace, may_be_misread
from schemas.errors import NotRecognized
from schemas.evidence import Evidence
from schemas.facts import CommuneCriterion, CommuneProgress, CriterionCount, Doubt, PrintedCell, PrintedTable
from schemas.mentions import (
    CommuneRowMention,
    CriterionCountMention,
    CriterionMention,
    CriterionStateMention,
    TableMention,
)
from schemas.vocabulary import CriterionState, Standard, Status


@dataclass
class TableResolver:
    """Collects the facts of one document's tables; the functions are those of its resolver."""

    places: PlaceResolver
    framework_of: Callable[[Standard], Framework | None]
    number_of: Callable[[CriterionMention | None, Framework | None], int | None]
    plan_year: int | None
    since: int  # the first year that the plan is for; what a table states of years before it are results
    doubts: list[Doubt]
    criteria: list[CommuneCriterion] = field(default_factory=list)
    progress: list[CommuneProgress] = field(default_factory=list)
    counts: list[CriterionCount] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    cells: list[PrintedCell] = field(default_factory=list)

    def add_commune_row(self, mention: CommuneRowMention) -> None:
        """Add a commune's counts, and a row for each criterion of its lists."""
        mention = self._of_past_years(mention)
        framework = self.framework_of(mention.standard)
        place = self._commune(mention.raw_name, mention.evidence, mention.district or mention.group_label)
        at = ("commune_progress", len(self.progress))
        met_year = self._year(mention.met_year, result=True)
        planned_year = self._year(mention.planned_year)
        met_stated, planned_stated = _count(mention.met_stated), _count(mention.planned_stated)
        first = len(self.criteria)
        met = self._criteria_of(mention, mention.met_list, met_stated, CriterionState.MET, met_year, place, framework)
        planned = self._criteria_of(
            mention, mention.planned_list, planned_stated, CriterionState.PLANNED, planned_year, place, framework
        )
        self.progress.append(
            CommuneProgress(
                evidence=mention.evidence,
                **place.columns(),
                table_label=mention.table_label,
                group_label=mention.group_label,
                row_number=mention.row_number,
                raw_name=mention.raw_name or "",
                standard=mention.standard,
                framework=framework.id if framework else None,
                met_stated=met_stated,
                met_listed=len(met.numbers) if met and met.numbers else mention.met_marked,
                planned_stated=planned_stated,
                planned_listed=len(planned.numbers) if planned and planned.numbers else mention.planned_marked,
                met_year=met_year,
                planned_year=planned_year,
                reach_year=int(mention.reach_year) if mention.reach_year else None,
            )
        )
        rows = [at, *(("commune_criteria", index) for index in range(first, len(self.criteria)))]
        if place.doubt:
            self._doubt(place.doubt, mention.evidence, mention.raw_name, place.expected, rows)
        for reading, evidence, raw in (
            (met, mention.met_evidence, mention.met_list),
            (planned, mention.planned_evidence, mention.planned_list),
        ):
            if reading is not None and reading.doubtful and evidence is not None:
                listed = ", ".join(map(str, reading.numbers))
                self._doubt("low_confidence", evidence, raw, listed, rows)

    def _of_past_years(self, mention: CommuneRowMention) -> CommuneRowMention:
        """Take for met what two like columns of years before the plan count: the later one tells."""
        year = mention.planned_year
        if mention.planned_stated is None or mention.planned_list or not year or int(year) >= self.since:
            return mention
        later = {"met_stated": mention.planned_stated, "met_year": year, "planned_stated": None, "planned_year": None}
        return mention.model_copy(update=later)

    def _criteria_of(
        self,
        mention: CommuneRowMention,
        text: str | None,
        stated: int | None,
        state: CriterionState,
        year: int | None,
        place: ResolvedPlace,
        framework: Framework | None,
    ) -> CriterionList | None:
        if not text:
            return None
        highest = len(framework.criteria) if framework and framework.criteria else MOST_CRITERIA
        try:
            reading = parse_criterion_list(text, highest=highest, stated=stated)
        except NotRecognized:
            named = self._by_names(text, framework)
            if not named:
                return None
            reading = CriterionList(named)
        evidence = mention.met_evidence if state is CriterionState.MET else mention.planned_evidence
        for number in dict.fromkeys(reading.numbers):
            self.criteria.append(
                CommuneCriterion(
                    evidence=evidence or mention.evidence,
                    **place.columns(),
                    table_label=mention.table_label,
                    row_number=mention.row_number,
                    raw_name=mention.raw_name or "",
                    standard=mention.standard,
                    framework=framework.id if framework else None,
                    criterion=number,
                    state=state,
                    status=mention.met_status if state is CriterionState.MET else Status.TARGET,
                    year=year,
                )
            )
        return reading

    def _by_names(self, text: str, framework: Framework | None) -> tuple[int, ...]:
        """Return the criteria that a list names ("Giao thông, Môi trường"); none where one of the names is unknown."""
        names = [name.strip() for name in re.split(r"[,;+]", text) if name.strip()]
        numbers = [self.number_of(CriterionMention(name=name), framework) for name in names]
        return tuple(number for number in numbers if number is not None) if None not in numbers else ()

    def add_state(self, mention: CriterionStateMention) -> None:
        """Add a cell that says of one criterion whether the commune meets or plans it."""
        framework = self.framework_of(mention.standard)
        if mention.state is CriterionState.PLANNED and mention.year and int(mention.year) < self.since:
            mention = mention.model_copy(update={"state": CriterionState.MET, "status": Status.RESULT})
        number = self.number_of(mention.criterion, framework)
        place = self._commune(mention.raw_name, mention.evidence, mention.district or mention.group_label)
        if number is None or place.unit is None or place.unit.level != "commune":
            return
        self.criteria.append(
            CommuneCriterion(
                evidence=mention.evidence,
                **place.columns(),
                table_label=mention.table_label,
                row_number=mention.row_number,
                raw_name=mention.raw_name or place.unit.name,
                standard=mention.standard,
                framework=framework.id if framework else None,
                criterion=number,
                state=mention.state,
                status=mention.status,
                year=self._year(mention.year, result=mention.status is not Status.TARGET),
            )
        )

    def add_count(self, mention: CriterionCountMention) -> None:
        """Add a count of communes meeting a criterion; a heading that names no place there is reported."""
        framework = self.framework_of(mention.standard)
        number = self.number_of(mention.criterion, framework)
        if number is None and mention.criterion is not None and mention.criterion.number is None:
            return  # a row that only looks like one of a criterion
        place = self.places.resolve_heading(
            mention.place, doubtful=may_be_misread(mention.place_evidence or mention.evidence)
        )
        at = ("criterion_counts", len(self.counts))
        year, status = self._year(mention.year, result=mention.status is Status.RESULT), mention.status
        if status is Status.TARGET and year and year < max(self.since, self._issued_within()):
            status = Status.RESULT
        self.counts.append(
            CriterionCount(
                evidence=mention.evidence,
                **place.columns(),
                table_label=mention.table_label,
                framework=framework.id if framework else None,
                criterion=number,
                count=_count(mention.count, mention.decimal_mark),
                percent=_percent(mention.percent, mention.decimal_mark),
                percent_text=mention.percent,
                year=year,
                status=status,
            )
        )
        if place.doubt:
            evidence = mention.place_evidence or mention.evidence
            self._doubt(place.doubt, evidence, mention.place, place.expected, [at])

    def add_table(self, mention: TableMention) -> None:
        """Add a table with its cells as printed; what was not joined or not understood becomes a doubt."""
        index = len(self.tables)
        self.tables.append(
            PrintedTable(
                evidence=mention.evidence,
                table_label=mention.label,
                title=mention.title,
                title_evidence=mention.title_evidence,
                kind=mention.kind,
                row_count=mention.row_count,
                column_count=mention.column_count,
                repairs=",".join(mention.repairs) or None,
            )
        )
        self.cells.extend(
            PrintedCell(
                evidence=cell.evidence,
                table_index=index,
                table_label=mention.label,
                row_index=cell.row,
                column_index=cell.column,
                heading=cell.path or None,
                text=cell.text,
            )
            for cell in mention.cells
        )
        for rows, evidence in mention.not_joined:
            self._doubt("table_not_joined", evidence, mention.label, rows, [("tables", index)])
        if mention.kind is None:
            stated = mention.label or mention.title or mention.evidence.quote
            self._doubt("table_not_understood", mention.evidence, stated, None, [("tables", index)])

    def _commune(self, raw: str | None, evidence: Evidence, heading: str | None = None) -> ResolvedPlace:
        if raw is None:
            return self.places.resolve(None)
        listed = self.places.resolve_list([raw], doubtful=[may_be_misread(evidence)], heading=heading)
        return listed[0].place

    def _issued_within(self) -> int:
        """Return the year of issue, if the plan is for it: what is told of years before it is over.

        "Đến hết năm 2021" in a plan for 2021-2025 that was issued in 2022.
        """
        return min(self.places.on.year, self.plan_year or self.places.on.year)

    def _year(self, raw: str | None, *, result: bool = False) -> int | None:
        if raw:
            return int(raw)
        if self.plan_year is None:
            return None
        return (self.since or self.plan_year) - 1 if result else self.plan_year

    def _doubt(
        self,
        code: str,
        evidence: Evidence,
        stated: str | None,
        expected: str | None,
        facts: list[tuple[str, int]],
    ) -> None:
        self.doubts.append(Doubt(code=code, evidence=evidence, stated=stated, expected=expected, facts=tuple(facts)))


def _count(raw: str | None, decimal_mark: str = ",") -> int | None:
    if not raw:
        return None
    try:
        return parse_count(raw.strip(), decimal_mark="." if decimal_mark == "." else ",")
    except NotRecognized:
        return None


def _percent(raw: str | None, decimal_mark: str) -> Decimal | None:
    if not raw:
        return None
    try:
        return parse_decimal(raw.strip(), decimal_mark="." if decimal_mark == "." else ",")
    except NotRecognized:
        return None

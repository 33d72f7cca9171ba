"""Mentions in, facts out: numbers parsed, criteria numbered, places coded as of the document's date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from normalizers.activity_resolution import resolve_activity
from normalizers.citation_resolution import resolve_citation
from normalizers.criteria import CriteriaBook, Framework
from normalizers.dates import parse_date, parse_deadline
from normalizers.document_resolution import Setting, resolve_document
from normalizers.funding_resolution import resolve_funding
from normalizers.known import known_of
from normalizers.numbers import parse_count, parse_decimal
from normalizers.place_resolution import PlaceResolver, ResolvedPlace, may_be_misread
from normalizers.places import Gazetteer
from normalizers.remark_resolution import remark_doubts, stated_lists
from normalizers.table_resolution import TableResolver
from schemas.document import has_digit
from schemas.errors import NotRecognized, OutOfRange
from schemas.evidence import DOUBT, Evidence
from schemas.facts import (
    Activity,
    Doubt,
    Facts,
    Funding,
    Indicator,
    Leftover,
    PrintedParagraph,
    Target,
    TargetCommune,
    with_ids,
)
from schemas.mentions import (
    ActivityMention,
    CriterionMention,
    FundingMention,
    IndicatorMention,
    Mentions,
    TargetMention,
)
from schemas.vocabulary import Standard, Status

PERIOD = re.compile(r"\d{4}\s*[-–]\s*(?P<last>\d{4})")
# Averages of criteria are about the commune's own set though no criterion is named.
SET_UNITS = ("criterion", "criterion/commune", "commune")


def resolve(mentions: Mentions, gazetteer: Gazetteer, criteria: CriteriaBook) -> Facts:
    """Resolve all mentions of a document into facts with their ids; what cannot be told becomes a doubt."""
    document, setting, doubts = resolve_document(mentions, gazetteer)
    resolver = _Resolver(setting, PlaceResolver(gazetteer, setting.on, setting.place), criteria, mentions, list(doubts))
    for target in mentions.targets:
        resolver.add_target(target)
    for indicator in mentions.indicators:
        resolver.add_indicator(indicator)
    for activity in mentions.activities:
        resolver.add_activity(activity)
    for funding in mentions.funding:
        resolver.add_funding(funding)
    resolver.add_impossible_dates()
    resolver.doubts.extend(remark_doubts(mentions, document))
    tables = resolver.resolve_tables()
    facts = Facts(
        document=document,
        targets=tuple(resolver.targets),
        target_communes=tuple(resolver.target_communes),
        indicators=tuple(resolver.indicators),
        funding=tuple(resolver.funding),
        activities=tuple(resolver.activities),
        citations=tuple(resolve_citation(citation, setting, gazetteer) for citation in mentions.citations),
        commune_criteria=tuple(tables.criteria),
        commune_progress=tuple(tables.progress),
        criterion_counts=tuple(tables.counts),
        tables=tuple(tables.tables),
        table_cells=tuple(tables.cells),
        lists=tuple(stated_lists(mentions, resolver.places)),
        paragraphs=tuple(
            PrintedParagraph(role=each.role, marker=each.marker, level=each.level, evidence=each.evidence)
            for each in mentions.paragraphs
        ),
        leftovers=tuple(Leftover(kind=left.kind, evidence=left.evidence) for left in mentions.coverage.leftovers),
    )
    doubts = merged((*resolver.doubts, *unsure_readings(facts)))
    known = known_of(facts, gazetteer, criteria, setting.on)
    return with_ids(facts.model_copy(update={"doubts": doubts, "known": known}))


def unsure_readings(facts: Facts) -> Iterator[Doubt]:
    """Yield a doubt for each row whose figures were not read surely; misread names are doubts of their own."""
    for view in FIGURES:
        for index, row in enumerate(getattr(facts, view)):
            evidence: Evidence = row.evidence
            stated = row.time_raw if isinstance(row, Activity) else figures_of(evidence.quote)
            if evidence.confidence < DOUBT and stated:
                other = "; ".join(otherwise for _, otherwise in evidence.readings) or None
                at = ((view, index),)
                yield Doubt(code="low_confidence", evidence=evidence, stated=stated, expected=other, facts=at)


def figures_of(quote: str) -> str:
    """Return the tokens with digits, which a reader is to check.

    >>> figures_of("có thêm 09 xã, lên 109/181 xã")
    '09; 109/181'
    """
    return "; ".join(token.strip(".,;:()") for token in quote.split() if has_digit(token))


# The views whose rows state figures.
FIGURES = (
    "targets", "indicators", "funding", "activities", "commune_criteria", "commune_progress", "criterion_counts",
)  # fmt: skip


def merged(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Make one doubt of those about the same words at the same place: a misread heading touches a whole column."""
    found: dict[tuple[object, ...], Doubt] = {}
    for doubt in doubts:
        key = (doubt.code, doubt.evidence, doubt.stated, doubt.expected)
        known = found.get(key)
        facts = tuple(dict.fromkeys((*known.facts, *doubt.facts))) if known else doubt.facts
        found[key] = doubt.model_copy(update={"facts": facts})
    return tuple(found.values())


@dataclass
class _Resolver:
    setting: Setting
    places: PlaceResolver
    criteria: CriteriaBook
    mentions: Mentions
    doubts: list[Doubt]
    targets: list[Target] = field(default_factory=list)
    target_communes: list[TargetCommune] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    funding: list[Funding] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)

    def add_target(self, mention: TargetMention) -> None:
        at = ("targets", len(self.targets))
        framework = self._framework(mention.standard)
        place = self._place(mention.place, mention.evidence, at)
        percent = self._decimal(mention.percent, mention.evidence, at)
        year, status = self._when(mention)
        deadline = self._deadline(mention.deadline)
        if status is Status.RESULT or (status is Status.MAINTAIN and deadline and self._over(deadline.year)):
            deadline = None  # what is reached already has none
        self.targets.append(
            Target(
                evidence=mention.evidence,
                **place.columns(),
                year=year,
                status=status,
                standard=mention.standard,
                framework=framework.id if framework else None,
                criterion=self._criterion(mention.criterion, framework),
                counted=mention.counted,
                added=self._count(mention.added, mention.evidence, at),
                consolidated=self._count(mention.consolidated, mention.evidence, at),
                reached=self._count(mention.reached, mention.evidence, at),
                total=self._count(mention.total, mention.evidence, at),
                percent=percent,
                percent_text=mention.percent,
                deadline=deadline,
                table_label=mention.table_label,
            )
        )
        self._add_communes(mention, at[1])

    def _add_communes(self, mention: TargetMention, target_index: int) -> None:
        doubtful = [may_be_misread(commune.evidence) for commune in mention.communes]
        raws = [commune.raw for commune in mention.communes]
        for resolved in self.places.resolve_list(raws, doubtful=doubtful, heading=mention.place):
            commune = mention.communes[resolved.position]
            at = ("target_communes", len(self.target_communes))
            self.target_communes.append(
                TargetCommune(
                    evidence=commune.evidence,
                    **resolved.place.columns(),
                    target_index=target_index,
                    raw=commune.raw,
                    role=commune.role,
                )
            )
            self._doubt_place(resolved.place, commune.evidence, commune.raw, at)

    def add_indicator(self, mention: IndicatorMention) -> None:
        at = ("indicators", len(self.indicators))
        known = len(self.doubts)
        low = self._decimal(mention.low, mention.evidence, at)
        high = self._decimal(mention.high, mention.evidence, at)
        if low is None and high is None:
            # What is in doubt then is about no row.
            self.doubts[known:] = [doubt.model_copy(update={"facts": ()}) for doubt in self.doubts[known:]]
            return
        if mention.place_evidence:
            doubtful = may_be_misread(mention.place_evidence)
            place = self.places.resolve_heading(mention.place, doubtful=doubtful)
            self._doubt_place(place, mention.place_evidence, mention.place, at)
        else:
            place = self._place(mention.place, mention.evidence, at)
        framework, criterion = self._indicator_criterion(mention)
        year, status = self._when(mention)
        self.indicators.append(
            Indicator(
                evidence=mention.evidence,
                **place.columns(),
                year=year,
                status=status,
                framework=framework,
                criterion=criterion,
                indicator=mention.key,
                label=mention.label or mention.evidence.quote,
                comparator=mention.comparator,
                low=_times(low, mention.multiple),
                high=_times(high, mention.multiple),
                low_text=mention.low,
                high_text=mention.high,
                total=self._decimal(mention.total, mention.evidence, at),
                percent=self._decimal(mention.percent, mention.evidence, at),
                percent_text=mention.percent,
                unit=mention.unit,
                change=mention.change,
                scope=mention.scope,
                table_label=mention.table_label,
            )
        )

    def add_funding(self, mention: FundingMention) -> None:
        row = resolve_funding(mention, self.setting, self.places.resolve(None).columns())
        if isinstance(row, Doubt):
            self.doubts.append(row)
        else:
            self.funding.append(row)

    def add_activity(self, mention: ActivityMention) -> None:
        # Under headings of both sets a criterion may be one of the advanced set only ("Hành chính công").
        standards = [mention.standard, *((Standard.COMMUNE_ADVANCED,) if mention.standard is Standard.COMMUNE else ())]
        framework, criterion = None, None
        for standard in standards:
            framework = self._framework(standard)
            criterion = self._criterion(mention.criterion, framework)
            if criterion is not None:
                break
        self.activities.append(
            resolve_activity(
                mention,
                year=self.setting.year,
                place=self.places.resolve(None).columns(),
                framework=framework.id if framework else None,
                criterion=criterion,
            )
        )

    def resolve_tables(self) -> TableResolver:
        """Resolve what the tables state."""
        setting = self.setting
        tables = TableResolver(
            self.places, self._framework, self._criterion, setting.year, setting.since or 0, self.doubts
        )
        for row in self.mentions.commune_rows:
            tables.add_commune_row(row)
        for state in self.mentions.criterion_states:
            tables.add_state(state)
        for count in self.mentions.criterion_counts:
            tables.add_count(count)
        for table in self.mentions.tables:
            tables.add_table(table)
        return tables

    def add_impossible_dates(self) -> None:
        for mention in self.mentions.dates:
            try:
                parse_date(mention.raw)
            except OutOfRange:
                self.doubts.append(Doubt(code="impossible_date", evidence=mention.evidence, stated=mention.raw))
            except NotRecognized:
                continue

    def _framework(self, standard: Standard | None) -> Framework | None:
        """Return the set that the text names by its decision, else the one in force when the plan was issued."""
        if standard is None or standard is Standard.OTHER:
            return None
        named = [
            framework
            for act in self.setting.acts
            for framework in self.criteria.frameworks_by_decision(act, self._province)
            if framework.standard == standard and framework.in_force <= self.setting.on
        ]
        if named:
            return max(named, key=lambda framework: framework.in_force)
        return self.criteria.framework_for(standard, self.setting.on, self.setting.year, self._province)

    @cached_property
    def _province(self) -> str | None:
        province = self.places.province_of_home()
        return province.code if province else None

    def _criterion(self, mention: CriterionMention | None, framework: Framework | None) -> int | None:
        """Return the criterion's number in the set: by its name where a heading of another set gave the number."""
        if mention is None or framework is None:
            return None
        number = int(mention.number) if mention.number and mention.number.isdigit() else None
        valid = number is not None and self.criteria.number_valid(framework.id, number)
        if valid and (framework.standard == Standard.COMMUNE or not mention.name):
            return number
        if mention.name:
            try:
                return self.criteria.resolve_name(mention.name, framework.id, leading=True).number
            except NotRecognized:
                pass
        return number if valid else None

    def _indicator_criterion(self, mention: IndicatorMention) -> tuple[str | None, int | None]:
        framework = self._framework(mention.standard)
        criterion = self._criterion(mention.criterion, framework)
        about_set = mention.unit in SET_UNITS or mention.standard in (Standard.DISTRICT, Standard.DISTRICT_ADVANCED)
        if framework is None or (criterion is None and not about_set):
            return None, None
        return framework.id, criterion

    def _place(self, raw: str | None, evidence: Evidence, at: tuple[str, int]) -> ResolvedPlace:
        place = self.places.resolve(raw, doubtful=may_be_misread(evidence))
        self._doubt_place(place, evidence, raw, at)
        return place

    def _doubt_place(self, place: ResolvedPlace, evidence: Evidence, raw: str | None, at: tuple[str, int]) -> None:
        if place.doubt:
            self._doubt(place.doubt, evidence, raw, place.expected, at)

    def _when(self, mention: TargetMention | IndicatorMention) -> tuple[int | None, Status]:
        """Return the year that a figure is about, and its status.

        A goal for a year before the plan's is a result, unless its sentence strives for it: there the year is a slip.
        """
        year, status = int(mention.year) if mention.year else None, mention.status
        if year and self._over(year):
            if status is Status.MAINTAIN:  # "duy trì 31 xã đã đạt chuẩn đến cuối năm 2017"
                return self.setting.year, status
            return year, Status.RESULT if status is Status.TARGET and not mention.strives else status
        if year or self.setting.year is None:
            return year, status
        return (self.setting.since or self.setting.year) - 1 if status is Status.RESULT else self.setting.year, status

    def _over(self, year: int) -> bool:
        """Tell whether a year is over by the plan: before the first that it is for."""
        return self.setting.since is not None and year < self.setting.since

    def _deadline(self, raw: str | None) -> date | None:
        if raw is None:
            return None
        if period := PERIOD.search(raw):
            return date(int(period["last"]), 12, 31)
        try:
            return parse_deadline(raw, year=self.setting.year)
        except NotRecognized:
            return None

    def _count(self, raw: str | None, evidence: Evidence, at: tuple[str, int]) -> int | None:
        if raw is None:
            return None
        try:
            return parse_count(raw)
        except NotRecognized:
            self._doubt("low_confidence", evidence, raw, None, at)
            return None

    def _decimal(self, raw: str | None, evidence: Evidence, at: tuple[str, int]) -> Decimal | None:
        """Read a number by Vietnam's comma; where that is no number, by the point (a sheet of other software)."""
        if raw is None:
            return None
        for mark in (",", "."):
            try:
                return parse_decimal(raw, decimal_mark=mark)
            except NotRecognized:
                continue
        self._doubt("low_confidence", evidence, raw, None, at)
        return None

    def _doubt(
        self, code: str, evidence: Evidence, stated: str | None, expected: str | None, at: tuple[str, int]
    ) -> None:
        self.doubts.append(Doubt(code=code, evidence=evidence, stated=stated, expected=expected, facts=(at,)))


def _times(value: Decimal | None, multiple: int) -> Decimal | None:
    return value if value is None or multiple == 1 else value * multiple

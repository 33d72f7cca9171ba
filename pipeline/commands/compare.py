"""`solieu compare`: each criterion in two years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase
from typing import Annotated

import typer

from db.queries import CriterionFigure
from normalizers.criteria import load_criteria
from normalizers.numbers import format_count, format_decimal
from normalizers.place_units import Unit
from normalizers.places import load_gazetteer
from pipeline.commands.options import AsJson, Db, Lang, open_store
from pipeline.output import DASH, Column, day_of_issue, show_json, show_lines, show_table, terminal_width
from pipeline.placing import find_place
from pipeline.settings import load_settings
from reports.comparison import ComparedCriterion, Comparison, Headline, Source, compare
from schemas.vocabulary import Status

MINUS = "\N{MINUS SIGN}"
# Characters of a line below which a share stands under its count, not beside it.
WIDE = 110
# Beside a count that is no aim to be reached.
STATUS_MARK = {Status.MAINTAIN: "=", Status.RESULT: "✓", Status.ESTIMATE: "~"}
STATUS_LEGEND = {
    Status.MAINTAIN: "to be maintained (duy trì)",
    Status.RESULT: "said to be reached already (đã đạt)",
    Status.ESTIMATE: "estimated (ước thực hiện)",
}

Year = Annotated[int, typer.Argument(metavar="YEAR", min=1990, max=2100)]
Place = Annotated[str, typer.Option("--place", help="A name, a kind and a name (huyện Đình Lập), or a code (189).")]


def compare_command(
    first: Year, second: Year, place: Place, lang: Lang = None, db: Db = None, as_json: AsJson = False
) -> None:
    """Show how far the plans of two years mean to get with each criterion: targets, not results."""
    settings = load_settings({"db": db, "lang": lang})
    with open_store(settings) as store:
        unit = find_place(place, (first, second), load_gazetteer())
        comparison = compare(store, unit.code, (first, second))
    if as_json:
        show_json(comparison.model_dump(mode="json"))
        return
    marks = _marks(comparison, settings.lang)
    show_lines(_heading(comparison, unit))
    stacked = (terminal_width() or WIDE) < WIDE
    show_table(_columns(comparison, stacked), (_row(row, marks, stacked) for row in comparison.criteria))
    show_lines(_beneath(comparison, marks, settings.lang))


@dataclass(frozen=True, slots=True)
class _Marks:
    """What leads from a cell to the lines beneath the table."""

    findings: Mapping[str, Sequence[int]]  # numbers of the footnotes of a fact
    notes: Mapping[str, str]  # the letter of a note on comparability
    note_of: Mapping[int, str]  # the note on a criterion


def _marks(comparison: Comparison, lang: str) -> _Marks:
    findings: dict[str, list[int]] = {}
    for number, footnote in enumerate(comparison.footnotes, 1):
        findings.setdefault(footnote.fact_id, []).append(number)
    note_of = {row.criterion: note for row in comparison.criteria if (note := _note(row, lang))}
    distinct = dict.fromkeys(note_of.values())
    return _Marks(findings, dict(zip(distinct, ascii_lowercase, strict=False)), note_of)


def _note(row: ComparedCriterion, lang: str) -> str | None:
    if lang == "vi" and row.frameworks[0] and row.frameworks[1]:
        link = load_criteria().link(row.frameworks[0], row.criterion, row.frameworks[1], row.criterion)
        return link.note_vi or row.note
    return row.note


def _heading(comparison: Comparison, unit: Unit) -> Iterator[str]:
    first, second = comparison.years
    yield f"{unit.name} ({unit.kind}, {unit.code}): the criteria of the plans for {first} and {second}"
    yield "The figures are targets that the plans set, not results: communes that are to meet the criterion, of all."
    for place in comparison.places:
        if len(place.codes) > 1:
            told = ", ".join(f"{name} ({code})" for name, code in zip(place.names, place.codes, strict=True))
            yield f"{place.year}: the sums of {told}"
        elif not place.codes:
            yield f"{place.year}: cannot be compared"
        yield from (f"{place.year}: {note}" for note in place.notes)


def _columns(comparison: Comparison, stacked: bool) -> Sequence[Column]:
    headings = ("target\n{}",) if stacked else ("target\n{}", "share\n{}")
    figures = [Column(heading.format(year), right=True) for year in comparison.years for heading in headings]
    return (
        Column("no", right=True),
        Column("criterion", least=20),
        *figures,
        Column("change", right=True),
        Column("comparable"),
    )


def _row(row: ComparedCriterion, marks: _Marks, stacked: bool) -> tuple[object, ...]:
    name = row.name or DASH
    if row.earlier_name:
        name += f" (before: {row.earlier_name})"
    figures = [_cells(figure, marks) for figure in row.figures]
    cells = ["\n".join(pair) for pair in figures] if stacked else [cell for pair in figures for cell in pair]
    letter = marks.notes.get(marks.note_of.get(row.criterion, ""), "")
    comparable = f"{row.comparable or DASH} {letter}".strip()
    return (row.criterion, name, *cells, _change(row), comparable)


def _cells(figure: CriterionFigure, marks: _Marks) -> tuple[str, str]:
    """Return count and share as printed, the numbers of the footnotes behind the last of them."""
    notes = "".join(f" [{number}]" for number in marks.findings.get(figure.fact_id or "", ()))
    share = DASH
    if figure.percent_text is not None:
        # Sheets made by other software print a decimal point; a share has no thousands that it could group.
        share = f"{figure.percent_text.replace('.', ',')} %{notes}"
    if figure.reached is None:
        return DASH, share
    total = "" if figure.total is None else f"/{format_count(figure.total)}"
    mark = next((f" {mark}" for status, mark in STATUS_MARK.items() if status == figure.status), "")
    count = f"{format_count(figure.reached)}{total}{mark}"
    return (count + notes if share == DASH else count), share


def _change(row: ComparedCriterion) -> str:
    if row.difference is not None:
        return _sign(row.difference) + format_count(abs(row.difference))
    if row.share_difference is not None:
        return _sign(row.share_difference) + format_decimal(Decimal(str(abs(row.share_difference)))) + " pt"
    return DASH


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""


def _beneath(comparison: Comparison, marks: _Marks, lang: str) -> Iterator[str]:
    for number, footnote in enumerate(comparison.footnotes, 1):
        message = footnote.message_vi if lang == "vi" else footnote.message_en
        yield f"[{number}] {footnote.code}: {message} (fact {footnote.fact_id})"
    for note, letter in marks.notes.items():
        yield f"{letter}: {note}"
    shown = {figure.status for row in comparison.criteria for figure in row.figures}
    for status, mark in STATUS_MARK.items():
        if status in shown:
            yield f"{mark} {STATUS_LEGEND[status]}"
    yield f"{DASH} not printed in the plan; change in communes, or in points of percent (pt) where counts lack"
    # A plan may say the same goal in its summary and again where it goes into it.
    summed = any(len(place.codes) > 1 for place in comparison.places)
    yield from dict.fromkeys(_headline(headline, summed) for headline in comparison.headlines)
    for source in comparison.sources:
        yield _source(source)


def _headline(headline: Headline, named: bool) -> str:
    told = []
    if headline.added is not None:
        told.append(f"{format_count(headline.added)} more")
    if headline.reached is not None:
        total = "" if headline.total is None else f"/{format_count(headline.total)}"
        told.append(f"{format_count(headline.reached)}{total} in all")
    flags = f" [{headline.flags}]" if headline.flags else ""
    place = f" {headline.place_name}," if named else ""
    return f"{headline.year},{place} standard {headline.standard}: {', '.join(told)}{flags}"


def _source(source: Source) -> str:
    years = ", ".join(str(year) for year in source.years)
    letterhead = (
        f"{source.number or DASH}, {day_of_issue(source.issued_from, source.issued_to)}, {source.issuer or DASH}"
    )
    return f"Source {years}: {letterhead} ({source.file_name})"

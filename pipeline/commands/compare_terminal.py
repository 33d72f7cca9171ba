"""How a comparison of the criteria, or of another view, is printed in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from auditors.figures import grouped
from db.queries import CriterionFigure
from normalizers.place_units import Unit
from pipeline.output import DASH, Column, day_of_issue, show_lines, show_table, terminal_width
from reports.comparison import GOALS, ComparedCriterion, Comparison, Footnote, Headline, Source
from reports.year_table import (
    VND,
    Line,
    YearTable,
    change_text,
    compare_words,
    figure_text,
    number_text,
    share_text,
    signed,
    unit_text,
    year_heading,
)
from reports.year_table import heading as table_heading
from schemas.languages import said
from schemas.vocabulary import Status

# Characters of a line below which a share stands under its count, not beside it; of more than two years it always does.
WIDE = 110
# Beside a count that is no aim to be reached.
STATUS_MARK = {Status.MAINTAIN: "=", Status.RESULT: "✓", Status.ESTIMATE: "~"}


def show_criteria(comparison: Comparison, unit: Unit, notes: Mapping[int, str], lang: str) -> None:
    """Print the criteria of the years, with what leads from a figure to the lines beneath; `notes` by criterion."""
    marks, words = _marks(comparison, notes), compare_words()[lang]["terminal"]
    show_lines(_heading(comparison, unit, lang))
    stacked = len(comparison.years) > 2 or (terminal_width() or WIDE) < WIDE
    show_table(_columns(comparison, stacked, words), (_row(row, marks, stacked, lang) for row in comparison.criteria))
    show_lines(_beneath(comparison, marks, lang))


def show_view(table: YearTable, lang: str) -> None:
    """Print another view of a comparison."""
    words = compare_words()[lang]
    letters = dict(zip(dict.fromkeys(line.reason for line in table.lines if line.reason), _letters(), strict=False))
    numbered = any(line.number is not None for line in table.lines)
    coded = any(line.place_code for line in table.lines)
    lead = [Column(words["no"], right=True)] * numbered + [Column(words["place_code"], right=True)] * coded
    years = [
        Column("\n".join(year_heading(table, at, lang).rsplit(" ", 1)), right=True) for at in range(len(table.years))
    ]
    last = (Column(words["unit"]), Column(words["change"], right=True), Column(words["comparable"]))
    show_lines([table_heading(table, lang), words["targets_not_results"]])
    rows = []
    for line in table.lines:
        first = [line.number or DASH] * numbered + [line.place_code or DASH] * coded
        figures = [figure_text(figure, line.unit, lang) for figure in line.figures]
        comparable = (
            f"{words[line.comparable] if line.comparable else DASH} {letters.get(line.reason or '', '')}".strip()
        )
        rows.append((*first, _named(line), *figures, unit_text(line.unit, lang), change_text(line, lang), comparable))
    show_table([*lead, Column(words["name"], least=20), *years, *last], rows)
    show_lines([f"{letter}: {reason}" for reason, letter in letters.items()])
    show_lines([*table.notes, *(_source(source, words["terminal"]) for source in table.sources)])


def _named(line: Line) -> str:
    return f"{line.name} [{line.key}]" if line.key and line.unit != VND else line.name


def _letters() -> Iterator[str]:
    """Yield a, b, …, z, aa, ab, …"""
    yield from ascii_lowercase
    yield from (first + second for first in ascii_lowercase for second in ascii_lowercase)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What leads from a cell to the lines beneath the table."""

    findings: Mapping[str, Sequence[int]]  # numbers of the footnotes of a fact
    notes: Mapping[str, str]  # the letter of a note on comparability
    note_of: Mapping[int, str]  # the note on a criterion


def _marks(comparison: Comparison, notes: Mapping[int, str]) -> _Marks:
    findings: dict[str, list[int]] = {}
    for number, same in enumerate(_findings(comparison), 1):
        for footnote in same:
            findings.setdefault(footnote.fact_id, []).append(number)
    distinct = dict.fromkeys(notes.values())
    return _Marks(findings, dict(zip(distinct, _letters(), strict=False)), notes)


def _findings(comparison: Comparison) -> list[list[Footnote]]:
    """Return the footnotes of each finding: one may be about many figures."""
    return list(grouped(((note.code, note.message_en), note) for note in comparison.footnotes).values())


def _heading(comparison: Comparison, unit: Unit, lang: str) -> Iterator[str]:
    words = compare_words()[lang]["terminal"]
    *before, last = map(str, comparison.years)
    kind = said(unit.kind, lang)
    years = f"{', '.join(before)} {words['and']} {last}"
    yield words["heading"].format(name=unit.name, kind=kind, code=unit.code, years=years)
    goals = {figure.status in GOALS for row in comparison.criteria for figure in row.figures if figure.status}
    yield compare_words()[lang]["targets_not_results"] if False in goals else words["aims"]
    for place in comparison.places:
        if len(place.codes) > 1:
            told = ", ".join(f"{name} ({code})" for name, code in zip(place.names, place.codes, strict=True))
            yield words["sums"].format(year=place.year, parts=told)
        elif not place.codes:
            yield words["not_compared"].format(year=place.year)
        yield from (f"{place.year}: {said(note, lang)}" for note in place.notes)


def _columns(comparison: Comparison, stacked: bool, words: Mapping[str, str]) -> Sequence[Column]:
    figures = []
    for place, year in enumerate(comparison.years):
        goals = {row.figures[place].status in GOALS for row in comparison.criteria if row.figures[place].status}
        kind = words["both"] if len(goals) > 1 else words["result"] if False in goals else words["target"]
        figures.append(Column(f"{kind}\n{year}", right=True))
        if not stacked:
            figures.append(Column(f"{words['share']}\n{year}", right=True))
    return (
        Column(words["no"], right=True),
        Column(words["criterion"], least=20),
        *figures,
        Column(words["change"], right=True),
        Column(words["comparable"]),
    )


def _row(row: ComparedCriterion, marks: _Marks, stacked: bool, lang: str) -> tuple[object, ...]:
    words = compare_words()[lang]["terminal"]
    name = row.name or DASH
    if row.earlier_name:
        name += f" ({words['before']}: {row.earlier_name})"
    figures = [_cells(figure, marks, lang) for figure in row.figures]
    cells = ["\n".join(pair) for pair in figures] if stacked else [cell for pair in figures for cell in pair]
    letter = marks.notes.get(marks.note_of.get(row.criterion, ""), "")
    comparable = f"{words[row.comparable] if row.comparable else DASH} {letter}".strip()
    return (row.criterion, name, *cells, _change(row, lang), comparable)


def _cells(figure: CriterionFigure, marks: _Marks, lang: str) -> tuple[str, str]:
    """Return count and share as printed, the numbers of the footnotes behind the last of them."""
    notes = "".join(f" [{number}]" for number in marks.findings.get(figure.fact_id or "", ()))
    share = DASH
    if figure.percent_text is not None:
        share = f"{share_text(figure.percent_text, lang)}{notes}"
    if figure.reached is None:
        return DASH, share
    total = "" if figure.total is None else f"/{number_text(figure.total, lang)}"
    mark = next((f" {mark}" for status, mark in STATUS_MARK.items() if status == figure.status), "")
    count = f"{number_text(figure.reached, lang)}{total}{mark}"
    return (count + notes if share == DASH else count), share


def _change(row: ComparedCriterion, lang: str) -> str:
    if row.difference is not None:
        return signed(row.difference, lang)
    if row.share_difference is not None:
        return signed(row.share_difference, lang) + str(compare_words()[lang]["terminal"]["points"])
    return DASH


def _beneath(comparison: Comparison, marks: _Marks, lang: str) -> Iterator[str]:
    words = compare_words()[lang]["terminal"]
    for number, (footnote, *others) in enumerate(_findings(comparison), 1):
        message = footnote.message_vi if lang == "vi" else footnote.message_en
        facts = f"{footnote.fact_id}{', …' if others else ''}"
        yield f"[{number}] {footnote.code}: {message} ({words['fact']} {facts})"
    for note, letter in marks.notes.items():
        yield f"{letter}: {note}"
    shown = {figure.status for row in comparison.criteria for figure in row.figures}
    for status, mark in STATUS_MARK.items():
        if status in shown:
            yield f"{mark} {words[f'legend_{status.value}']}"
    yield f"{DASH} {words['legend_dash']}"
    # A plan may say the same goal in its summary and again where it goes into it.
    summed = any(len(place.codes) > 1 for place in comparison.places)
    yield from dict.fromkeys(_headline(headline, summed, lang) for headline in comparison.headlines)
    for source in comparison.sources:
        yield _source(source, words)


def _headline(headline: Headline, named: bool, lang: str) -> str:
    words = compare_words()[lang]["terminal"]
    told = []
    if headline.added is not None:
        told.append(words["more"].format(number_text(headline.added, lang)))
    if headline.reached is not None:
        total = "" if headline.total is None else f"/{number_text(headline.total, lang)}"
        told.append(words["in_all"].format(f"{number_text(headline.reached, lang)}{total}"))
    flags = f" [{headline.flags}]" if headline.flags else ""
    place = f" {headline.place_name}," if named else ""
    standard = words.get(f"standard_{headline.standard}", headline.standard)
    return f"{headline.year},{place} {words['standard']} {standard}: {', '.join(told)}{flags}"


def _source(source: Source, words: Mapping[str, str]) -> str:
    years = ", ".join(str(year) for year in source.years)
    letterhead = (
        f"{source.number or DASH}, {day_of_issue(source.issued_from, source.issued_to)}, {source.issuer or DASH}"
    )
    return f"{words['source']} {years}: {letterhead} ({source.file_name})"

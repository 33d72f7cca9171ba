"""`solieu compare`: the same figures in two years or more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from db.store import Store
from normalizers.criteria import load_criteria
from normalizers.place_units import Unit
from normalizers.places import load_gazetteer
from pipeline.commands.compare_terminal import show_criteria, show_view
from pipeline.commands.export import write_file
from pipeline.commands.options import AsJson, Db, Lang, Originals, open_store
from pipeline.output import console, show_json
from pipeline.placing import find_place
from pipeline.settings import load_settings
from reports.comparison import Comparison, compare
from reports.set_changes import change_note
from reports.year_table import View, YearTable, compare_words, fact_ids
from reports.year_views import YearViews
from schemas.errors import NotFound, SolieuError


class Form(StrEnum):
    """What a comparison can be written as, by the end of the file's name."""

    CSV = ".csv"
    JSON = ".json"
    XLSX = ".xlsx"
    HTML = ".html"
    PNG = ".png"
    SVG = ".svg"


class Chart(StrEnum):
    """The pictures."""

    DUMBBELL = "dumbbell"
    HEATMAP = "heatmap"
    COMMUNE = "commune"
    FUNDING = "funding"


Years = Annotated[list[int], typer.Argument(metavar="YEAR YEAR…", min=1990, max=2100)]
Place = Annotated[
    str | None,
    typer.Option("--place", help="A name, a kind and a name (huyện Đình Lập), or a code (189); else the country."),
]
By = Annotated[
    View | None,
    typer.Option("--by", help="What the rows are; else the criteria, in .xlsx and .html all that plans tell."),
]
Indicator = Annotated[
    str | None, typer.Option("--indicator", metavar="KEY", help="One indicator, of the place and the places within it.")
]
Criterion = Annotated[
    int | None, typer.Option("--criterion", help="With --by district: this criterion; else the sum of all.", min=1)
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write .csv, .json, .xlsx, .html, or a picture: .png, .svg."),
]
ChartOf = Annotated[Chart | None, typer.Option("--chart", help="Which picture to write.")]


def compare_command(
    years: Years,
    place: Place = None,
    by: By = None,
    indicator: Indicator = None,
    criterion: Criterion = None,
    output: Output = None,
    chart: ChartOf = None,
    lang: Lang = None,
    db: Db = None,
    originals: Originals = None,
    as_json: AsJson = False,
) -> None:
    """Show what the plans of two years or more say of the same thing: targets, not results, where not said otherwise.

    What cannot be compared is marked with the reason. The change is the last year named less the first.
    """
    form = _form(output, chart)
    if len(set(years)) < max(len(years), 2):
        raise typer.BadParameter("name two years or more, each once", param_hint="YEAR")
    view = by or (View.INDICATOR if indicator else None)
    settings = load_settings({"db": db, "lang": lang, "originals": str(originals) if originals else None})
    with open_store(settings) as store:
        unit = find_place(place, years, load_gazetteer()) if place else None
        make = YearViews(
            store, (unit.code, unit.name) if unit else None, tuple(years), settings.lang, partial(_note, settings.lang)
        )
        if chart is not None and output is not None:
            write_file(output, _picture(make, chart, unit, years, settings.lang, output.suffix.lower()[1:]))
        elif output is not None and form in (Form.XLSX, Form.HTML):
            tables = [make.table(view or View.CRITERION, indicator)] if view or not unit else make.tables()
            _write_report(store, tables, output, form, settings.lang)
        elif unit and form in (None, Form.JSON) and view in (None, View.CRITERION):
            _tell_criteria(compare(store, unit.code, tuple(years)), unit, output, settings.lang, as_json)
        else:
            table = make.table(view or View.CRITERION, indicator)
            _tell(table, criterion, output, form, settings.lang, as_json)
    if output is not None:
        console().print(f"{output}: {', '.join(map(str, years))}")


def _form(output: Path | None, chart: Chart | None) -> Form | None:
    if output is None:
        if chart is not None:
            raise typer.BadParameter("a picture needs a file: --output FILE.png or FILE.svg", param_hint="--chart")
        return None
    try:
        form = Form(output.suffix.lower())
    except ValueError:
        known = ", ".join(Form)
        raise typer.BadParameter(f"{output}: end the name with one of {known}", param_hint="--output") from None
    if (form in (Form.PNG, Form.SVG)) != (chart is not None):
        told = "name the picture with --chart" if chart is None else "a picture ends with .png or .svg"
        raise typer.BadParameter(f"{output}: {told}", param_hint="--output")
    return form


def _note(lang: str, framework: str, criterion: int, later: str) -> str | None:
    """Return what is said in Vietnamese of a criterion in two sets; the store keeps the English words."""
    if lang != "vi":
        return None
    return load_criteria().link(framework, criterion, later, criterion).note_vi or None


def _tell_criteria(comparison: Comparison, unit: Unit, output: Path | None, lang: str, as_json: bool) -> None:
    if output is not None:
        write_file(output, comparison.model_dump_json(indent=2).encode())
    elif as_json:
        show_json(comparison.model_dump(mode="json"))
    else:
        notes = {}
        for row in comparison.criteria:
            note = change_note(row.criterion, row.changes, comparison.years, partial(_note, lang))
            mixed = compare_words()[lang]["mixed"] if row.mixed else None
            if told := " ".join(filter(None, (mixed, note))):
                notes[row.criterion] = told
        show_criteria(comparison, unit, notes, lang)


def _tell(
    table: YearTable, criterion: int | None, output: Path | None, form: Form | None, lang: str, as_json: bool
) -> None:
    if form is Form.CSV and output is not None:
        from reports.compare_workbook import compare_csv

        write_file(output, compare_csv(table))
    elif output is not None:
        write_file(output, table.model_dump_json(indent=2).encode())
    elif as_json:
        show_json(table.model_dump(mode="json"))
    else:
        if table.view is View.DISTRICT:
            lines = tuple(line for line in table.lines if line.number == criterion)
            table = table.model_copy(update={"lines": lines})
        show_view(table, lang)


def _picture(make: YearViews, chart: Chart, unit: Unit | None, years: Sequence[int], lang: str, form: str) -> bytes:
    from reports import charts

    if chart is Chart.COMMUNE:
        if unit is None:
            raise NotFound("the picture of a commune needs its --place")
        return charts.commune(make.states(), make.criterion_names(), unit.name, years, lang, form)
    view, draw = {
        Chart.DUMBBELL: (View.CRITERION, charts.dumbbell),
        Chart.HEATMAP: (View.DISTRICT, charts.heatmap),
        Chart.FUNDING: (View.FUNDING, charts.funding),
    }[chart]
    return draw(make.table(view), lang, form)


def _write_report(store: Store, tables: Sequence[YearTable], output: Path, form: Form, lang: str) -> None:
    stands = store.stands(fact_ids(tables))
    if form is Form.HTML:
        from reports.compare_page import compare_page

        write_file(output, compare_page(tables, stands, lang).encode())
        return
    from reports.compare_workbook import compare_workbook

    def address(document_id: str, page: int) -> str | None:
        try:
            return f"{store.original(document_id).resolve().as_uri()}#page={page}"
        except SolieuError:
            return None  # the file was not kept; the words remain

    write_file(output, compare_workbook(tables, stands, address, lang))

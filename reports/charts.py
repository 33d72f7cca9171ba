"""Pictures of a comparison over years, legible without colours: by shapes, hatches and printed numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from reports.year_table import BILLION, Figure, Line, YearTable, compare_words, number_text, year_heading
from schemas.errors import NotFound

INK, SOFT, GRID = "#111111", "#777777", "#d9d9d9"
# By year, the first hollow and the last full, so that a copy in black and white still tells them apart.
MARKERS = ("o", "s", "^", "D", "v")
BARS = (("white", "////"), ("#8c8c8c", ""), ("white", "...."), ("#333333", ""), ("white", "xxxx"))
DPI = 200
WRAP = 34
LINES = 1.15  # room for the marks above and below Vietnamese letters
SETTINGS: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Noto Sans", "Arial"],  # the first ships with matplotlib
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",  # words stay words, to be searched and copied
    "svg.hashsalt": "solieu",  # the same figures give the same file
    "axes.spines.top": False,
    "axes.spines.right": False,
}
# No names, dates or addresses of the drawing program in the file.
METADATA: Mapping[str, Mapping[str, None]] = {
    "svg": dict.fromkeys(("Creator", "Date", "Format", "Type")),
    "png": {"Software": None},
}


def dumbbell(table: YearTable, lang: str, form: str = "svg") -> bytes:
    """Draw the share of communes of each criterion from the first year to the last; dashed what does not compare.

    A share that is not printed is drawn from count and whole. Raises NotFound where no year has shares.
    """
    words = compare_words()[lang]
    rows = [(line, [_share(figure) for figure in line.figures]) for line in table.lines]
    if not any(share is not None for _, shares in rows for share in shares):
        raise _nothing(table)
    with _drawing(9, 1.6 + 0.36 * len(rows)) as drawing:
        axes = drawing.add_subplot()
        for place, (line, shares) in enumerate(rows):
            known = [share for share in shares if share is not None]
            if len(known) > 1:
                style = "--" if line.comparable == "none" else "-"
                axes.plot([min(known), max(known)], [place, place], style, color=SOFT, linewidth=1.6, zorder=1)
            for at, share in enumerate(shares):
                if share is not None:
                    axes.plot([share], [place], **_marker(at, len(shares)), linestyle="")
            axes.text(103, place, _told(line, shares, lang), va="center", fontsize=8.5)
        _criteria_axis(axes, [f"{line.number}. {line.name}" for line, _ in rows])
        axes.set_xlim(0, 101)
        changed = any(line.comparable == "changed" for line, _ in rows)
        axes.set_xlabel(words["charts"]["share_axis"] + (f"; * {words['charts']['changed']}" if changed else ""))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        handles = [
            Line2D([], [], linestyle="", label=label, **_marker(at, len(table.years)))
            for at, label in _labelled(table, lang)
        ]
        if any(line.comparable == "none" for line, _ in rows):
            handles.append(Line2D([], [], color=SOFT, linestyle="--", label=f"{words['comparable']}: {words['none']}"))
        _title(drawing, words["charts"]["dumbbell"], table)
        _legend(drawing, handles)
        return _written(drawing, form)


def heatmap(table: YearTable, lang: str, form: str = "svg") -> bytes:
    """Draw the counts of communes by district and criterion, one field a year that has any.

    Raises NotFound where no year has.
    """
    words = compare_words()[lang]
    lines = [line for line in table.lines if line.number is not None]
    criteria = sorted({line.number for line in lines if line.number is not None})
    districts = list(dict.fromkeys((line.place_code, line.name) for line in lines))
    fields = [at for at in range(len(table.years)) if any(line.figures[at].value is not None for line in lines)]
    if not fields:
        raise _nothing(table)
    values = [line.figures[at].value or 0 for line in lines for at in fields]
    most = max(*values, 1)
    height = 1.0 + len(fields) * (0.5 + 0.34 * len(districts)) + 2.4
    with _drawing(max(6.0, 2.2 + 0.42 * len(criteria)), height) as drawing:
        panels = drawing.subplots(len(fields), 1, squeeze=False, sharex=True)[:, 0]
        for axes, at in zip(panels, fields, strict=True):
            for line in lines:
                value = line.figures[at].value
                x, y = criteria.index(line.number or 0), districts.index((line.place_code, line.name))
                shade = None if value is None else 1 - 0.85 * value / most
                colour = "white" if shade is None else str(round(shade, 3))
                axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor=GRID, linewidth=0.6))
                text = "–" if value is None else number_text(value, lang)
                ink = "white" if shade is not None and shade < 0.5 else INK
                axes.text(x, y, text, ha="center", va="center", color=ink, fontsize=8)
            axes.set_xlim(-0.5, len(criteria) - 0.5)
            axes.spines[:].set_visible(False)
            axes.set_title(year_heading(table, at, lang), fontsize=9.5, loc="left")
            _criteria_axis(axes, [name for _, name in districts])
            axes.tick_params(length=0)
        names = [f"{number}. {table.criteria.get(number, '')}".rstrip(". ") for number in criteria]
        wrapped = [textwrap.fill(name, WRAP - 4) for name in names]
        panels[-1].set_xticks(range(len(criteria)), wrapped, rotation=90, fontsize=8, linespacing=LINES)
        _title(drawing, words["charts"]["heatmap"], table, [table.years[at] for at in fields])
        return _written(drawing, form)


def commune(
    states: Mapping[tuple[int, int], str], names: Mapping[int, str], place: str, years: Sequence[int], lang: str,
    form: str = "svg",
) -> bytes:  # fmt: skip
    """Draw which criteria a commune meets or plans to meet in the years; `states` by criterion and year.

    Raises NotFound where no table tells any.
    """
    words = compare_words()[lang]["charts"]
    if not states:
        raise NotFound(f"{place}: no table of communes tells its criteria in {', '.join(map(str, years))}")
    criteria = sorted({*names, *(criterion for criterion, _ in states)})
    looks = {"met": ("#333333", ""), "planned": ("white", "////"), "untold": ("white", "")}
    with _drawing(4.6 + 0.8 * len(years), 1.8 + 0.3 * len(criteria)) as drawing:
        axes = drawing.add_subplot()
        for y, criterion in enumerate(criteria):
            for x, year in enumerate(years):
                colour, hatch = looks[states.get((criterion, year), "untold")]
                axes.add_patch(Rectangle((x - 0.4, y - 0.4), 0.8, 0.8, facecolor=colour, hatch=hatch, edgecolor=SOFT))
        axes.set_xlim(-0.6, len(years) - 0.4)
        axes.set_xticks(range(len(years)), [str(year) for year in years])
        axes.xaxis.tick_top()
        _criteria_axis(axes, [f"{criterion}. {names.get(criterion, '')}".rstrip(". ") for criterion in criteria])
        axes.tick_params(length=0)
        handles = [
            Patch(facecolor=colour, hatch=hatch, edgecolor=SOFT, label=words[state])
            for state, (colour, hatch) in looks.items()
        ]
        drawing.suptitle(textwrap.fill(words["commune"].format(place=place), 60), fontsize=11, x=0.02, ha="left")
        _legend(drawing, handles)
        return _written(drawing, form)


def funding(table: YearTable, lang: str, form: str = "svg") -> bytes:
    """Draw the amounts of the main sources side by side, a bar a year, the amount printed at its end.

    Raises NotFound where there is none.
    """
    words = compare_words()[lang]
    lines = [line for line in table.lines if line.key and line.key != "total" and ">" not in line.key]
    if not lines:
        raise _nothing(table)
    count = len(table.years)
    thick = 0.8 / count
    with _drawing(9, 1.8 + len(lines) * max(0.55, 0.26 * count)) as drawing:
        axes = drawing.add_subplot()
        for place, line in enumerate(lines):
            for at, figure in enumerate(line.figures):
                y = place - 0.4 + thick * (at + 0.5)
                amount = 0.0 if figure.value is None else figure.value / BILLION
                colour, hatch = BARS[at % len(BARS)]
                axes.barh(y, amount, thick * 0.92, facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.7)
                text = "–" if figure.value is None else number_text(amount, lang)
                text = f"{figure.year}: {text}" if count > len(BARS) else text
                axes.annotate(text, (amount, y), (4, 0), textcoords="offset points", va="center", fontsize=8.5)
        _criteria_axis(axes, [line.name for line in lines])
        axes.set_xlabel(words["charts"]["billion_axis"])
        axes.margins(x=0.14)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(lambda value, _: number_text(value, lang))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        handles = [
            Patch(facecolor=BARS[at % len(BARS)][0], hatch=BARS[at % len(BARS)][1], edgecolor=INK,
                  label=year_heading(table, at, lang))
            for at in range(count)
        ]  # fmt: skip
        _title(drawing, words["charts"]["funding"], table)
        if count <= len(BARS):  # of more years the looks come again; each bar tells its own
            _legend(drawing, handles)
        return _written(drawing, form)


@contextmanager
def _drawing(width: float, height: float) -> Iterator[Drawing]:
    """Yield an empty drawing of that many inches, the user's own settings of the library set aside."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        drawing = Drawing(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(drawing)
        yield drawing


def _written(drawing: Drawing, form: str) -> bytes:
    out = BytesIO()
    drawing.savefig(out, format=form, dpi=DPI, bbox_inches="tight", pad_inches=0.15, metadata=METADATA[form])
    return out.getvalue()


def _criteria_axis(axes: Axes, names: Sequence[str]) -> None:
    """Set the names beside the rows, the first at the top."""
    axes.set_yticks(range(len(names)), [textwrap.fill(name, WRAP) for name in names], linespacing=LINES)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _title(drawing: Drawing, text: str, table: YearTable, years: Sequence[int] | None = None) -> None:
    told = text.format(place=table.place_name, years=", ".join(map(str, years or table.years)))
    drawing.suptitle(told, fontsize=11, x=0.02, ha="left")


def _legend(drawing: Drawing, handles: Sequence[Any]) -> None:
    drawing.legend(handles=list(handles), loc="outside lower center", ncols=len(handles), frameon=False)


def _labelled(table: YearTable, lang: str) -> list[tuple[int, str]]:
    """Return the years that have a marker of their own; of many the first, the last, and all between as one."""
    last = len(table.years) - 1
    if last <= len(MARKERS):
        return [(at, year_heading(table, at, lang)) for at in range(last + 1)]
    between = f"{table.years[1]} – {table.years[last - 1]}"
    return [(0, year_heading(table, 0, lang)), (1, between), (last, year_heading(table, last, lang))]


def _marker(at: int, count: int) -> dict[str, Any]:
    full = at == count - 1
    if count - 1 > len(MARKERS) and at not in (0, count - 1):
        return {"marker": "|", "markersize": 7, "markeredgecolor": SOFT, "zorder": 2}
    shape = MARKERS[0] if at in (0, count - 1) else MARKERS[1 + (at - 1) % (len(MARKERS) - 1)]
    return {
        "marker": shape,
        "markersize": 7 if at in (0, count - 1) else 5,
        "markerfacecolor": INK if full else "white",
        "markeredgecolor": INK,
        "zorder": 3 if full else 2,
    }


def _share(figure: Figure) -> float | None:
    if figure.share is not None:
        return figure.share
    return 100 * figure.value / figure.total if figure.value is not None and figure.total else None


def _told(line: Line, shares: Sequence[float | None], lang: str) -> str:
    def text(share: float | None) -> str:
        return "–" if share is None else number_text(round(share, 2), lang)

    if all(share is None for share in shares):
        return text(None)
    told = shares if len(shares) - 1 <= len(MARKERS) else (shares[0], shares[-1])
    return " → ".join(map(text, told)) + (" *" if line.comparable == "changed" else "")


def _nothing(table: YearTable) -> NotFound:
    return NotFound(f"{table.place_name}: no figures to draw for {', '.join(map(str, table.years))}")

"""`solieu evaluate`: what was read against what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from extractors.suffixes import KNOWN
from pipeline.commands.options import AsJson, open_store
from pipeline.evaluation import Evaluation, Evaluator, evaluate_store, plans_beside
from pipeline.output import DASH, Column, say, show_json, show_lines, show_table
from pipeline.settings import load_settings
from pipeline.stages import load_stages
from reports.gold import Gold, find_gold
from reports.scoring import ViewScore
from schemas.errors import NotFound

GoldFolder = Annotated[
    Path, typer.Argument(metavar="GOLD_DIR", help="CSV files named after views, or folders of such; samples/ is one.")
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="FILE", help="File to read, or with --db part of a document's name."),
]
StorePath = Annotated[str | None, typer.Option("--db", metavar="PATH|URL", help="Score what this store holds.")]

VIEWS = (
    Column("document", least=16),
    Column("view"),
    *(Column(name, right=True) for name in ("gold", "rows", "right", "precision", "recall", "F1", "cells")),
    *(Column(name, right=True) for name in ("silent", "unflagged", "in doubt")),
)
READINGS = (
    Column("document", least=16),
    *(Column(name, right=True) for name in ("characters", "wrong", "error", "cells", "right", "numbers", "right")),
)


def evaluate_command(
    gold_folder: GoldFolder, documents: Documents = None, db: StorePath = None, as_json: AsJson = False
) -> None:
    """Hold what is read against rows written down by hand, view by view; doing badly is no failure (exit code 0).

    The plan's files are looked for beside the gold. A row is right where every scored column is. silent: wrong values
    in rows without a flag; unflagged: rows too many without one; in doubt: share of rows that carry a flag of doubt.
    Of plan.scan.pdf beside plan.pdf the words and cells are held against those of the print.
    """
    if not gold_folder.is_dir():
        raise NotFound(f"{gold_folder}: there is no such folder; check the path")
    sets = find_gold(gold_folder)
    results = list(_from_store(sets, documents, db) if db else _from_files(sets, documents))
    if as_json:
        show_json([_as_json(result) for result in results])
        return
    show_table(VIEWS, (_row(result, view, score) for result in results for view, score in result.views.items()))
    if any(result.text or result.cells for result in results):
        show_table(READINGS, (_reading(result) for result in results if result.text or result.cells))
    scores = [score for result in results for view, score in result.views.items() if view != "documents"]
    silent, values = sum(score.silent for score in scores), sum(score.values for score in scores)
    doubted, rows = sum(score.doubted for score in scores), sum(score.rows for score in scores)
    show_lines(
        [
            f"silent errors: {silent} of {values} values compared",
            f"in doubt: {doubted} of {rows} rows ({_share(doubted, rows)})",
        ]
    )


def _from_files(sets: Sequence[Gold], documents: Sequence[str] | None) -> Iterator[Evaluation]:
    evaluator = None
    for gold in sets:
        paths = list(plans_beside(gold, KNOWN)) if documents is None else _named(gold, documents, len(sets))
        if not paths and len(sets) == 1:
            raise NotFound(f"{gold.folder}: no plan lies beside this gold; name it with --document")
        for path in paths:
            evaluator = evaluator or Evaluator(load_stages())
            say(f"reading {path}", style="dim")
            yield evaluator.evaluate(path, gold)


def _named(gold: Gold, documents: Sequence[str], sets: int) -> list[Path]:
    """Return the named files that are this gold's; where there is only one gold, all are."""
    paths = [Path(name) for name in documents]
    for path in paths:
        if not path.is_file():
            raise NotFound(f"{path}: there is no such file; check the path")
    stem = (gold.file_name or "").split(".")[0]
    return [path for path in paths if sets == 1 or path.name.split(".")[0].casefold() == stem]


def _from_store(sets: Sequence[Gold], documents: Sequence[str] | None, db: str) -> Iterator[Evaluation]:
    with open_store(load_settings({"db": db})) as store:
        for gold in sets:
            names = documents or ([gold.file_name] if gold.file_name else [])
            if not names:
                raise NotFound(f"{gold.folder}: no documents.csv tells the document; name it with --document")
            for name in names:
                yield evaluate_store(store, name, gold)


def _row(result: Evaluation, view: str, score: ViewScore) -> tuple[object, ...]:
    shares = (score.precision, score.recall, score.f1, score.cell_share)
    counts = (score.gold, score.rows, score.right)
    doubted = _share(score.doubted, score.rows)
    return (
        Path(result.document).name,
        view,
        *counts,
        *(f"{share:.3f}" for share in shares),
        score.silent,
        score.unflagged,
        doubted,
    )


def _reading(result: Evaluation) -> tuple[object, ...]:
    text: list[object] = [DASH] * 3
    if result.text:
        text = [result.text.characters, result.text.wrong, f"{result.text.error:.2%}"]
    cells: list[object] = [DASH] * 4
    if result.cells:
        found = result.cells
        cells = [
            found.cells,
            _share(found.right, found.cells),
            found.numbers,
            _share(found.numbers_right, found.numbers),
        ]
    return (Path(result.document).name, *text, *cells)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else DASH


def _as_json(result: Evaluation) -> dict[str, Any]:
    shown = asdict(result)
    for view, score in result.views.items():
        shown["views"][view] |= {
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
        }
    if result.text:
        shown["text"]["error"] = round(result.text.error, 6)
    return shown

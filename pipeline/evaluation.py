"""Documents read anew, or as a store holds them, against gold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.queries import find_documents
from db.store import Ingest, Store
from pipeline.fingerprint import settings_hash
from pipeline.stages import Stages, run_stages
from reports.gold import Gold
from reports.readings import CellScore, TextScore, cells, prose, score_cells, score_text
from reports.scoring import ViewScore, score
from schemas.document import Document
from schemas.errors import NotFound

SCAN_SUFFIX = ".scan"


@dataclass(frozen=True)
class Evaluation:
    """One document against the gold of its plan; `twin` is the born-digital file that its words were held against."""

    document: str
    gold: str
    views: Mapping[str, ViewScore]
    text: TextScore | None = None
    cells: CellScore | None = None
    twin: str | None = None


class Evaluator:
    """Reads documents with these stages and scores them; nothing is kept."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._read: dict[Path, Document] = {}

    def evaluate(self, path: Path, gold: Gold) -> Evaluation:
        """Read a file and score its rows, and its words where the gold has a text or a born-digital twin lies beside.

        Raises UnreadableFile, StageFailure as reading does.
        """
        first, *rest = self._stages
        reading = run_stages(path, (first._replace(run=self._document), *rest))
        with tempfile.TemporaryDirectory() as folder, Store.open(str(Path(folder) / "store.db")) as store:
            store.put(reading.facts, reading.findings, Ingest(str(path), settings_hash(), datetime.now(UTC)))
            document_id = reading.facts.document.document_id
            views = _scores(store, document_id, gold)
        document, twin = self._document(path), twin_of(path)
        printed = self._document(twin) if twin else None
        truth = gold.text if gold.text is not None else prose(printed) if printed else None
        return Evaluation(
            document=str(path),
            gold=str(gold.folder),
            views=views,
            text=score_text(prose(document), truth) if truth is not None else None,
            cells=score_cells(cells(document), cells(printed)) if printed else None,
            twin=str(twin) if twin else None,
        )

    def _document(self, path: Path) -> Document:
        if path not in self._read:
            self._read[path] = self._stages[0].run(path)
        return self._read[path]


def evaluate_store(store: Store, name: str, gold: Gold) -> Evaluation:
    """Score the rows that a store holds of the document of that name.

    Raises NotFound where no document or several are called so.
    """
    found = find_documents(store, name)
    exact = [row for row in found if row["file_name"] == name]
    if len(exact or found) != 1:
        told = ", ".join(row["file_name"] for row in found) or "none"
        raise NotFound(f"{name}: one document of {store.name} must be called so, not {told}; name it with --document")
    (row,) = exact or found
    return Evaluation(row["file_name"], str(gold.folder), _scores(store, row["document_id"], gold))


def _scores(store: Store, document_id: str, gold: Gold) -> dict[str, ViewScore]:
    return score(gold, {view: store.rows(view, where={"document_id": document_id}) for view in gold.views})


def twin_of(path: Path) -> Path | None:
    """Return the born-digital file of which a scan was made: plan.pdf beside plan.scan.pdf."""
    if not path.stem.endswith(SCAN_SUFFIX):
        return None
    twin = path.with_name(path.stem.removesuffix(SCAN_SUFFIX) + ".pdf")
    return twin if twin.is_file() else None


def plans_beside(gold: Gold, known: Sequence[str]) -> Iterator[Path]:
    """Yield the files of the plan that lie in the gold's folder or the one above it.

    They are called as documents.csv of the gold says, up to the first point; without it, all files in the folder that
    can be read count.
    """
    name = gold.file_name.split(".")[0] if gold.file_name else None
    for folder in (gold.folder, gold.folder.parent) if name else (gold.folder,):
        for path in sorted(folder.iterdir()):
            fits = path.name.split(".")[0].casefold() == name if name else path.name != "text.txt"
            if path.is_file() and fits and path.suffix.lower() in known:
                yield path

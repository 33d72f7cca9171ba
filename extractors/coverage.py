"""What became of every sentence and cell: a fact came of it, it has no figures, or it was left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.analysis import Analysis
from extractors.quantities import NO_FIGURES
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import ROW_NUMBER
from schemas.document import Block, Cell, Paragraph, squeeze
from schemas.evidence import Evidence, Frozen, Piece
from schemas.mentions import CoverageMention, LeftoverMention, Mentions

FIGURES = ("num", "ratio")


class _Claims:
    """The places that some mention stands on."""

    def __init__(self, mentions: Mentions) -> None:
        self._pieces: dict[int, list[Piece]] = {}
        for evidence in _evidence_of(mentions):
            for piece in evidence.pieces:
                self._pieces.setdefault(piece.page, []).append(piece)

    def ranges(self, paragraph: Paragraph) -> list[tuple[int, int]]:
        """Return the half-open character ranges of a paragraph that mentions quote."""
        found = []
        for page in {fragment.page for fragment in paragraph.fragments}:
            for piece in self._pieces.get(page, ()):
                start = paragraph.text.find(piece.quote)
                if piece.quote and start >= 0:
                    found.append((start, start + len(piece.quote)))
        return found

    def holds(self, cell: Cell) -> bool:
        """Tell whether a mention stands on a cell: its box lies in one of theirs, or its words are one part of them."""
        text = squeeze(cell.text)
        for piece in self._pieces.get(cell.page, ()):
            if cell.box and piece.box and piece.box.contains_point(*cell.box.centre):
                return True
            if cell.box is None and text in piece.quote.split(" | "):
                return True
        return False


def account(
    blocks: Sequence[Block],
    analyses: Sequence[Analysis | None],
    tables: Sequence[StitchedTable],
    mentions: Mentions,
) -> CoverageMention:
    """Count sentences and cells by what became of them, and list those with figures that nothing claimed."""
    claims = _Claims(mentions)
    units = [*_sentences(blocks, analyses, claims), *_cells(tables, claims)]
    counts = {
        f"{kind}s{suffix}": sum(unit == kind and state in states for unit, state, _ in units)
        for kind in ("sentence", "cell")
        for suffix, states in SUFFIXES.items()
    }
    left = tuple(LeftoverMention(kind=kind, evidence=evidence) for kind, state, evidence in units if state == "left")
    return CoverageMention(leftovers=left, **counts)


SUFFIXES = {"": ("claimed", "plain", "left"), "_claimed": ("claimed",), "_left": ("left",)}
Unit = tuple[str, str, Evidence]


def _sentences(blocks: Sequence[Block], analyses: Sequence[Analysis | None], claims: _Claims) -> Iterator[Unit]:
    for block, analysis in zip(blocks, analyses, strict=True):
        if analysis is None or not isinstance(block, Paragraph):
            continue
        ranges = claims.ranges(block)
        for start, end in analysis.sentences:
            first, last = analysis.offsets(start, end)
            figures = [analysis.tokens[at] for at in range(start, end) if _is_figure(analysis, at)]
            loose = [t for t in figures if not any(begin <= t.start < stop for begin, stop in ranges)]
            said = figures or any(begin < last and stop > first for begin, stop in ranges)
            state = "left" if loose else "claimed" if said else "plain"
            yield "sentence", state, block.evidence(first, last)


def _is_figure(analysis: Analysis, at: int) -> bool:
    token = analysis.tokens[at]
    numbering = at == 0 or (at == 1 and analysis.tokens[0].text == "(")
    return token.kind in FIGURES and not numbering and not any(analysis.covers(label, at) for label in NO_FIGURES)


def _cells(tables: Sequence[StitchedTable], claims: _Claims) -> Iterator[Unit]:
    for table in tables:
        grid = table.grid
        for cell in grid.cells:
            text = squeeze(cell.text)
            if not text:
                continue
            figures = any(character.isdigit() for character in text)
            numbering = cell.row < grid.header_rows or (cell.column == 0 and ROW_NUMBER.match(text))
            claimed = claims.holds(cell)
            state = "claimed" if claimed else "left" if figures and not numbering else "plain"
            yield "cell", state, grid.evidence([cell])


def _evidence_of(mentions: Mentions) -> Iterator[Evidence]:
    """Yield all evidence of what was found, but for the tables, which are kept whether understood or not."""
    for name in type(mentions).model_fields:
        if name not in ("tables", "coverage", "blanks"):
            yield from _within(getattr(mentions, name))


def _within(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, Frozen):
        parts: Iterable[object] = (getattr(value, name) for name in type(value).model_fields)
        for part in parts:
            yield from _within(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _within(part)

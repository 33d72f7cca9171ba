"""The tree of money that a plan draws: the whole, its parts, their shares; over paragraphs and within one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import funding_wording as wording
from extractors.funding_tables import table_funding
from extractors.funding_tree import BRACKETS, Node, Piece, Tree, pieces_of
from extractors.tables.stitching import StitchedTable
from normalizers.text import fold, fold_char_safe
from schemas.document import Document, Paragraph, ParagraphRole
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

READ = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
LONGEST_LABEL = 220


def find_funding(document: Document, tables: Sequence[StitchedTable] = ()) -> list[FundingMention]:
    """Find the amounts of the sections on money, of wholes that are parted elsewhere, and of tables of money."""
    mentions = _Reader(document).read()
    for table in tables:
        mentions.extend(table_funding(table))
    return mentions


@dataclass(slots=True)
class _Frame:
    """The parts of one node that are being listed within a paragraph; `mark` is what stands between them."""

    parent: Node
    mark: str | None = None
    bracket: bool = False
    last: Node | None = None


@dataclass(slots=True)
class _Section:
    """Where amounts are read: below a heading on money, or from a whole said elsewhere to the next heading."""

    start: int
    heading: Paragraph | None
    needs_whole: bool


class _Reader:
    """Reads one document's paragraphs in their order."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._section: _Section | None = None
        self._tree: Tree | None = None
        self._trees: list[Tree] = []

    def read(self) -> list[FundingMention]:
        for position, block in enumerate(self._blocks):
            if not isinstance(block, Paragraph):
                continue
            if block.role not in READ:
                self._section = self._tree = None
                continue
            self._enter(position, block)
            if self._section:
                self._read_paragraph(position, block)
        return [mention for tree in self._trees for mention in tree.mentions()]

    def _enter(self, position: int, block: Paragraph) -> None:
        """Open or close a section at a paragraph."""
        section = self._section
        if section and section.heading and (section.start in block.path or not block.marker):
            return
        heading = block.role is ParagraphRole.HEADING
        folded = fold(block.text)
        if heading and wording.SECTION.search(folded):
            strong = wording.SECTION.search(wording.WEAK_SECTION.sub(" ", folded))
            self._section, self._tree = _Section(position, block, not strong), None
        elif section and (heading or section.heading):
            self._section = self._tree = None
        if self._section is None and _parts_a_whole(block):
            self._section, self._tree = _Section(position, None, True), None

    def _read_paragraph(self, position: int, block: Paragraph) -> None:
        pieces = pieces_of(block.text, len(block.marker or ""))
        frames: list[_Frame] = []
        previous: Node | None = None
        if not pieces:
            self._read_without_amount(block)
        for order, piece in enumerate(pieces):
            if not frames:
                frames = [_Frame(self._parent(position, block, piece))]
            self._turn(frames, piece, previous)
            node = self._node(position, block, piece, frames, order)
            if node is not None:
                frames[-1].last = node
                if self._tree:
                    self._tree.nodes.setdefault(position, node)
            else:
                frames[-1].parent.parts += 1
            previous = node or previous
        if previous is not None:
            _read_end(block, pieces, previous, frames)
        if self._tree and (pieces or block.marker):
            self._tree.open_at = position if block.text.rstrip().endswith(":") else None

    def _read_without_amount(self, block: Paragraph) -> None:
        """Heed a paragraph that opens parts ("Bao gồm:"), or is one whose amount is not said."""
        tree = self._tree
        if tree is None or not tree.printed:
            return
        words = fold(block.text)
        if block.marker is None and words.endswith(":") and wording.opens_all_parts(words):
            tree.printed[-1].complete = True
        elif block.marker is not None or wording.tell_source(block.text) is not FundingSource.OTHER:
            nodes = [tree.nodes[index] for index in (*block.path, tree.open_at) if index in tree.nodes]
            (nodes[-1] if nodes else tree.root).parts += 1

    def _turn(self, frames: list[_Frame], piece: Piece, previous: Node | None) -> None:
        """Go up or down the tree as the words between two amounts say."""
        for _ in range(piece.closes):
            depth = next((i for i in range(len(frames) - 1, 0, -1) if frames[i].bracket), None)
            if depth is not None:
                del frames[depth:]
        if piece.new_sentence and not piece.opens:
            del frames[1:]
        if piece.opens and previous is not None:
            previous.complete |= piece.all_parts
            frames.append(_Frame(previous, bracket=piece.bracket))
            return
        frame = frames[-1]
        nested = len(frames) > 1 and not frame.bracket and frame.last is not None
        if piece.mark == ";" and nested and (frame.mark == "," or (frame.mark is None and frames[-2].mark == ";")):
            frames.pop()
        frames[-1].mark = frames[-1].mark or (piece.mark if frames[-1].last else None)

    def _node(self, position: int, block: Paragraph, piece: Piece, frames: list[_Frame], order: int) -> Node | None:
        """Place an amount in the tree; None for one that is a price, an average or of no source."""
        parent, inner = frames[-1].parent, len(frames) > 1
        words = fold(piece.label)
        if not words or len(words) > LONGEST_LABEL or wording.RATE.search(words):
            return None
        above = parent.source if parent.amount else None
        source = wording.tell_source(piece.label, above)
        of_year = parent.amount is not None and wording.names_year_only(piece.label)
        if source is FundingSource.DIRECT and not inner and self._opens_tree(block, words):
            source = FundingSource.TOTAL
        whole = source is FundingSource.TOTAL and not inner and parent.parent is None and not of_year
        if not inner and self._cut_again(piece.label, parent):
            return self._year_of_whole(position, block, piece)
        if not inner and not self._belongs(block, source, order, piece.label, whole or of_year):
            return None
        node = Node(
            piece.label,
            source,
            year=wording.year_of(piece.label),
            amount=piece.amount,
            percent=piece.percent,
            about=piece.about,
            evidence=block.evidence(piece.start, piece.end),
        )
        if whole:
            return self._begin(position, node, frames[-1])
        if source is FundingSource.TOTAL and not of_year:
            node.source = FundingSource.OTHER
        if self._tree is None:
            self._start(position, parent)
        assert self._tree is not None
        parent.add(node, None if inner or order else _number(block))
        self._tree.printed.append(node)
        return node

    def _cut_again(self, label: str, parent: Node) -> bool:
        """Tell whether a label is a year's though its whole is parted by sources already: the whole cut once more."""
        if self._tree is None or not wording.names_year_only(label.rpartition(":")[2].strip()):
            return False
        parts = [node.label for node in self._tree.printed if node.parent is parent]
        return bool(parts) and not all(map(wording.names_year_only, parts))

    def _year_of_whole(self, position: int, block: Paragraph, piece: Piece) -> Node:
        """Make "năm 2017 là 5.100 tỷ đồng" the whole of its year: no part beside the sources."""
        evidence, year = block.evidence(piece.start, piece.end), wording.year_of(piece.label)
        node = Node(piece.label, FundingSource.TOTAL, year=year, amount=piece.amount, evidence=evidence)
        self._trees.append(Tree(node, position, [node]))
        return node

    def _opens_tree(self, block: Paragraph, words: str) -> bool:
        """ "Tổng vốn ngân sách nhà nước …: 549 tỷ đồng, gồm:": the first sum of a section that is then parted."""
        begun = self._tree is not None and bool(self._tree.printed)
        return not begun and bool(wording.WHOLE.match(words)) and block.text.rstrip().endswith(":")

    def _belongs(self, block: Paragraph, source: FundingSource, order: int, label: str, whole: bool) -> bool:
        """Tell whether an amount on a paragraph's own level is one of the tree."""
        if whole:
            return True
        begun = self._tree is not None and bool(self._tree.printed)
        if self._section and self._section.needs_whole and not begun:
            return False
        if source in (FundingSource.OTHER, FundingSource.TOTAL):
            return begun and ((block.marker is not None and order == 0) or wording.is_of_others(label))
        return True

    def _begin(self, position: int, node: Node, frame: _Frame) -> Node:
        """Make a node the whole: of the parts already read where they had none, else of a new tree."""
        node.year = node.year or self._heading_year()
        tree = self._tree
        if tree is not None and tree.root.amount is None:
            root = tree.root
            root.label, root.source, root.year = node.label, node.source, node.year
            root.amount, root.percent, root.evidence = node.amount, node.percent, node.evidence
            root.about = node.about
            node = root
            tree.printed.insert(0, node)
        else:
            tree = self._start(position, node)
            tree.printed.append(node)
        frame.parent = node
        return node

    def _start(self, position: int, root: Node) -> Tree:
        self._tree = Tree(root, position)
        self._trees.append(self._tree)
        return self._tree

    def _parent(self, position: int, block: Paragraph, piece: Piece) -> Node:
        """Return the node that a paragraph's amounts are parts of."""
        tree = self._tree
        if tree is None:
            return Node("", FundingSource.OTHER, year=self._heading_year())
        if piece.opens and piece.start <= len("trong đó, bao gồm: ") and tree.printed:
            tree.printed[-1].complete |= piece.all_parts
            return tree.printed[-1]
        if block.marker is None:
            return self._held(tree, tree.open_at) if tree.open_at is not None else tree.root
        parent = tree.root
        for index in block.path:
            if index in tree.nodes or (index > tree.start and self._section and index > self._section.start):
                parent = self._held(tree, index, parent)
        return parent

    def _held(self, tree: Tree, index: int, parent: Node | None = None) -> Node:
        """Return the node of an earlier paragraph; one without an amount is made to hold its parts together."""
        if index not in tree.nodes:
            block = self._blocks[index]
            label = block.text if isinstance(block, Paragraph) else ""
            number = _number(block) if isinstance(block, Paragraph) else None
            holder = Node(wording.clean_label(label), wording.tell_source(label), year=wording.year_of(label))
            tree.nodes[index] = (parent or tree.root).add(holder, number)
        return tree.nodes[index]

    def _heading_year(self) -> str | None:
        heading = self._section.heading if self._section else None
        return wording.year_of(heading.text) if heading else None


def _read_end(block: Paragraph, pieces: Sequence[Piece], last: Node, frames: Sequence[_Frame]) -> None:
    """Heed what stands behind the last amount: words that open its parts below, or that there are more parts."""
    behind = BRACKETS.sub(" ", fold_char_safe(block.text[pieces[-1].end :])).rstrip()
    if behind.endswith(":") and wording.opens_all_parts(behind):
        last.complete = True
    amounts = len(wording.AMOUNT.findall(fold_char_safe(block.text), len(block.marker or "")))
    if amounts > len(pieces) or wording.MORE_PARTS.search(behind):
        for frame in frames:
            frame.parent.parts += 1


def _parts_a_whole(block: Paragraph) -> bool:
    """Tell whether a paragraph outside the sections on money says a whole and then parts it."""
    pieces = pieces_of(block.text, len(block.marker or ""))
    if not pieces or not wording.WHOLE.match(fold(pieces[0].label)) or not wording.MONEY.search(fold(pieces[0].label)):
        return False
    behind = fold_char_safe(block.text[pieces[0].end :])
    return bool(wording.OPENS_PARTS.search(behind)) or behind.rstrip().endswith(":")


def _number(block: Paragraph) -> int | None:
    """Return the last number of a decimal marker ("1.2." is 2)."""
    numbers = re.findall(r"\d+", block.marker or "")
    return int(numbers[-1]) if numbers else None

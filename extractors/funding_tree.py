"""Trees of amounts, and the amounts of one paragraph with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors import funding_wording as wording
from normalizers.text import fold_char_safe
from schemas.evidence import Evidence
from schemas.mentions import FundingMention
from schemas.vocabulary import FundingSource

SENTENCE_END = re.compile(r"\.\s+(?=\w)|\.$")
BRACKET_END = re.compile(r"\s?\)")
BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree; without an amount it only holds its parts together."""

    label: str
    source: FundingSource
    parent: Node | None = None
    index: int = 0
    year: str | None = None
    amount: str | None = None
    percent: str | None = None
    evidence: Evidence | None = None
    last_index: int = 0
    about: bool = False  # "khoảng": not just that amount
    complete: bool = False  # what is said to be its parts is all of it
    parts: int = 0  # with an amount and, as ranges or items, without one

    @property
    def part_count(self) -> int | None:
        """Return how many parts it has, where these are said to be all."""
        return self.parts if self.complete and not self.about else None

    @property
    def path(self) -> str:
        """Return the indices from the whole down; "0" for the whole."""
        if self.parent is None:
            return "0"
        above = self.parent.path
        return str(self.index) if above == "0" else f"{above}.{self.index}"

    def add(self, part: Node, number: int | None = None) -> Node:
        """Make a node a part of this one; `number` is the one printed before it, taken where it goes on."""
        part.parent = self
        part.index = number if number and number > self.last_index else self.last_index + 1
        part.year = part.year or self.year
        self.last_index = part.index
        self.parts += 1
        return part


@dataclass(slots=True)
class Tree:
    """One whole and what was found below it; `nodes` by the position of the paragraph that made the node."""

    root: Node
    start: int
    printed: list[Node] = field(default_factory=list)
    nodes: dict[int, Node] = field(default_factory=dict)
    rows: list[tuple[Node, int]] = field(default_factory=list)  # of a table, with the row of each
    open_at: int | None = None

    def mentions(self) -> Iterator[FundingMention]:
        """Yield the printed nodes in reading order."""
        for node in self.printed:
            if node.amount and node.evidence:
                yield FundingMention(
                    path=node.path,
                    label=node.label,
                    source=node.source,
                    amount=node.amount,
                    percent=node.percent,
                    year=node.year,
                    part_count=node.part_count,
                    evidence=node.evidence,
                )


@dataclass(frozen=True, slots=True)
class Piece:
    """An amount in a paragraph and what the words before it say of its place in the list.

    `start` and `end` are half-open offsets from the label to the share; `closes` counts the brackets closed before it.
    """

    label: str
    start: int
    end: int
    amount: str
    percent: str | None
    mark: str | None  # "," or ";" where one parts it from the amount before
    closes: int
    opens: bool  # it is a part of the amount before
    all_parts: bool  # … of which all are listed
    about: bool
    bracket: bool  # … that is listed in brackets
    new_sentence: bool


def pieces_of(text: str, start: int) -> list[Piece]:
    """Cut the text from `start` on into its amounts with their labels and shares."""
    folded = fold_char_safe(text)
    amounts = list(wording.AMOUNT.finditer(folded, start))
    pieces: list[Piece] = []
    floor = start
    for position, match in enumerate(amounts):
        if re.search(r"\d\s?[-–]\s?$", folded[floor : match.start()]):  # the end of a range
            continue
        until = amounts[position + 1].start() if position + 1 < len(amounts) else len(text)
        share = wording.SHARE.match(folded, match.end(), until)
        end = share.end() if share else match.end()
        pieces.append(_piece(text, folded, floor, match, share, end, until))
        behind = BRACKET_END.match(folded, end)
        late = wording.SHARE.match(folded, behind.end(), until) if behind else None
        owner = next((at - 1 for at in reversed(range(1, len(pieces))) if pieces[at].bracket), None)
        if late and owner is not None and pieces[owner].percent is None:
            # "320 tỷ đồng (đầu tư: 280 tỷ đồng, sự nghiệp: 40 tỷ đồng), chiếm 6,6%"
            pieces[owner] = replace(pieces[owner], percent=text[slice(*late.span("percent"))])
        floor = end
    return pieces


def _piece(
    text: str,
    folded: str,
    floor: int,
    match: re.Match[str],
    share: re.Match[str] | None,
    end: int,
    until: int,
) -> Piece:
    lead = BRACKETS.sub(lambda brackets: " " * len(brackets[0]), folded[floor : match.start()])
    sentence = [m.end() for m in SENTENCE_END.finditer(lead)]
    opener = [m.end() for m in wording.OPENS_PARTS.finditer(lead)]
    bracket = lead.rfind("(")
    cut = max([0, *sentence[-1:], *opener[-1:], bracket + 1, lead.rfind(";") + 1])
    label_start = floor + cut + _whole_in(lead[cut:])
    label = wording.clean_label(text[label_start : match.start()])
    mark = re.match(r"[\s)]*([,;]|và\s)", lead)
    return Piece(
        label=label + _bracket_behind(text, end, until),
        start=max(text.find(label, label_start), floor),
        end=end,
        amount=text[match.start() : match.end()].strip(),
        percent=text[slice(*share.span("percent"))] if share else None,
        mark=None if not mark else ";" if mark[1] == ";" else ",",
        closes=lead.count(")"),
        opens=bool(opener) or bracket >= 0,
        all_parts=wording.opens_all_parts(lead),
        about=bool(wording.ABOUT.search(lead)),
        bracket=bracket >= 0,
        new_sentence=bool(sentence),
    )


def _whole_in(lead: str) -> int:
    """Return where a long lead comes to the whole: "Căn cứ khả năng cân đối, tổng nhu cầu vốn …"."""
    wholes = [m.start() for m in re.finditer(rf"(?<!\w)(?={wording.WHOLE.pattern})", lead)]
    return wholes[-1] if wholes and re.search("[,:]", lead[: wholes[-1]]) else 0


def _bracket_behind(text: str, end: int, until: int) -> str:
    """Return the bracket behind an amount that tells what its label comprises."""
    match = re.compile(r"\s?(\([^()\d]+\))").match(text, end, until)
    return f" {match[1]}" if match and wording.OPENS_PARTS.search(fold_char_safe(match[1])) else ""

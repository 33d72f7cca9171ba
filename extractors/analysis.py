"""A text cut into tokens, sentences and labelled spans: what the grammar of targets and indicators reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Token:
    """A syllable, number or mark; `start` and `end` are half-open offsets in the text.

    `norm` is the folded spelling with the slips of earlier readers mended; `kind` is word, num, ratio, date, month,
    docno or mark; `alone` tells that the syllable is a word of its own (xã in "5 xã", not in "xã hội").
    """

    start: int
    end: int
    text: str
    norm: str
    kind: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, end) that a rule has named."""

    label: str
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Analysis:
    """One paragraph, analysed."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]  # half-open ranges of tokens
    spans: tuple[Span, ...]  # ordered by start; those of one label do not overlap

    @cached_property
    def _by_label(self) -> dict[str, list[Span]]:
        grouped: dict[str, list[Span]] = {}
        for span in self.spans:
            grouped.setdefault(span.label, []).append(span)
        return grouped

    def within(self, label: str, start: int, end: int) -> list[Span]:
        """Return the spans of a label that lie wholly in the tokens [start, end)."""
        return [span for span in self._by_label.get(label, ()) if start <= span.start and span.end <= end]

    def starting(self, label: str, position: int) -> Span | None:
        """Return the span of a label that begins at a token."""
        return next((span for span in self._by_label.get(label, ()) if span.start == position), None)

    def ending(self, label: str, position: int) -> Span | None:
        """Return the span of a label that ends right before a token."""
        return next((span for span in self._by_label.get(label, ()) if span.end == position), None)

    def covers(self, label: str, position: int) -> Span | None:
        """Return the span of a label in which a token lies."""
        return next((span for span in self._by_label.get(label, ()) if span.start <= position < span.end), None)

    def norm_before(self, position: int) -> str:
        """Return the norm of the token before a position, empty at the beginning."""
        return self.tokens[position - 1].norm if position else ""

    def words(self, start: int, end: int) -> str:
        """Return the text of the tokens [start, end) as printed."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open character range of the tokens [start, end)."""
        return self.tokens[start].start, self.tokens[end - 1].end

    def clauses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a sentence between its semicolons; those in brackets part nothing."""
        first, depth = start, 0
        for position in range(start, end):
            # No less than 0: the bracket of a marker such as "a)" closes nothing.
            depth = max(depth + (self.tokens[position].text == "(") - (self.tokens[position].text == ")"), 0)
            if self.tokens[position].text == ";" and depth == 0:
                yield first, position
                first = position + 1
        if first < end:
            yield first, end

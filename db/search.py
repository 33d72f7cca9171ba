"""Full text: passages of the documents, looked up by words with or without their diacritics.

A passage is a paragraph, a cell, or what else a fact quotes. Both databases index the same folded words: what they make
of Vietnamese by themselves differs (FTS5 leaves đ as it is, PostgreSQL has no dictionary for it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    cast,
    column,
    func,
    literal_column,
    not_,
    select,
    table,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from db.tables import SEARCH_INDEX, documents, passages
from schemas.evidence import Evidence
from schemas.facts import FACT_TYPES, Facts
from schemas.geometry import Box

if TYPE_CHECKING:
    from db.rows import Row
    from db.store import Store

WORD = re.compile(r"[^\W_]+")
_LONGEST = 250_000  # characters of a passage that are indexed; PostgreSQL refuses more than a megabyte
_LONGEST_WORD = 200  # characters; PostgreSQL refuses words of two kilobytes
_PRINTED = ("paragraphs", "table_cells")  # all that is printed; the other views quote parts of it
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}  # as typed in Telex
_AROUND = 12  # words shown before and after the ones that were looked for


def marked(word: str) -> str:
    """Return a word as it is compared with its diacritics; its tone goes last, so that hoà and hòa are one.

    >>> marked("Đường"), marked("hoà") == marked("hòa")
    ('đươngf', True)
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(_TONES[letter] for letter in letters if letter in _TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tones


def plain(word: str) -> str:
    """Return a word as it is compared without diacritics.

    >>> plain("Đường")
    'duong'
    """
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in one Unicode form."""
    return [word[:_LONGEST_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text)) if plain(word)]


@dataclass(slots=True)
class _Passage:
    view: str
    fact_id: str
    words: str
    page: int
    boxes: dict[int, Box | None]
    facts: list[str] = field(default_factory=list)


def passage_rows(facts: Facts) -> list[Row]:
    """Return the passages of a document, each with the facts that were read from it."""
    found: list[_Passage] = []
    on_page: dict[int, list[_Passage]] = {}

    def add(view: str, fact_id: str, evidence: Evidence) -> _Passage:
        boxes = {piece.page: piece.box for piece in evidence.pieces}
        passage = _Passage(view, fact_id, evidence.quote.replace("\0", " "), evidence.page, boxes)
        found.append(passage)
        for page in boxes:
            on_page.setdefault(page, []).append(passage)
        return passage

    def holding(evidence: Evidence) -> _Passage | None:
        """Find the shortest passage whose words and box hold those of a fact; None where two do equally well."""
        quote, box = evidence.quote.replace("\0", " "), evidence.box
        held = []
        for passage in on_page.get(evidence.page, ()):
            around = passage.boxes[evidence.page]
            if quote in passage.words and not (box and around and not around.contains_point(*box.centre)):
                held.append(passage)
        held.sort(key=lambda passage: len(passage.words))
        return None if len(held) > 1 and held[0].words == held[1].words else next(iter(held), None)

    for view in _PRINTED:
        for row in getattr(facts, view):
            add(view, row.fact_id, row.evidence)
    for kind in FACT_TYPES:
        if kind.view in (*_PRINTED, "tables", "leftovers"):
            continue
        for row in getattr(facts, kind.view):
            passage = holding(row.evidence) or add(kind.view, row.fact_id, row.evidence)
            passage.facts.append(row.fact_id)
    return [row for passage in found if (row := _row(facts.document.document_id, passage))]


def _row(document_id: str, passage: _Passage) -> Row | None:
    words = words_of(passage.words[:_LONGEST])
    if not words:
        return None
    return {
        "document_id": document_id,
        "page": passage.page,
        "view": passage.view,
        "fact_id": passage.fact_id,
        "facts": ",".join(passage.facts) or None,
        "words": passage.words,
        "marked": [marked(word) for word in words],
        "plain": [plain(word) for word in words],
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words with diacritics are matched with them, words typed without any to every spelling."""

    column: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Wanted:
        typed = words_of(text)
        exact, loose = tuple(map(marked, typed)), tuple(map(plain, typed))
        return cls("plain", loose) if exact == loose else cls("marked", exact)

    def snippet(self, text: str) -> str:
        """Return what stands around the words, which are set in « »: first where they stand side by side."""
        spans = [match.span() for match in WORD.finditer(text)]
        folded = [plain(text[a:b]) if self.column == "plain" else marked(text[a:b]) for a, b in spans]
        length = len(self.words)
        runs = ((at, at + length) for at in range(len(folded)) if tuple(folded[at : at + length]) == self.words)
        loose = ((at, at + 1) for at, word in enumerate(folded) if word in self.words)
        begin, end = next(runs, None) or next(loose, (0, 0))
        if begin == end:
            return text
        first, last = max(begin - _AROUND, 0), min(end + _AROUND, len(spans)) - 1
        start, stop = spans[begin][0], spans[end - 1][1]
        left = "…" if first else ""
        right = "…" if last < len(spans) - 1 else ""
        head = text[spans[first][0] if first else 0 : start]
        tail = text[stop : spans[last][1] if right else len(text)]
        return f"{left}{head}«{text[start:stop]}»{tail}{right}"


def search(
    store: Store, text: str, *, document_ids: Collection[str] | None = None, limit: int | None = None
) -> list[dict[str, Any]]:
    """Return the passages that have all words, those that have them side by side first, then the newest documents.

    Without `document_ids` each plan is looked through in its best file only.
    """
    wanted = Wanted.of(text)
    if not wanted.words:
        return []
    dialect = store.dialect
    shown = ("document_id", "page", "view", "fact_id", "facts", "words")
    query = (
        select(*(passages.c[name] for name in shown), documents.c.file_name, documents.c.number)
        .join(documents, documents.c.document_id == passages.c.document_id)
        .where(_matches(wanted, dialect, phrase=False))
        .limit(limit)
    )
    if len(wanted.words) > 1:
        query = query.order_by(not_(_matches(wanted, dialect, phrase=True)))
    query = query.order_by(documents.c.plan_year.desc().nulls_last(), documents.c.document_id)
    query = query.order_by(passages.c.page, passages.c.passage_id)
    if document_ids is None:
        query = query.where(documents.c.same_as.is_(None))
    else:
        query = query.where(documents.c.document_id.in_(document_ids))
    return [_hit(row, wanted) for row in store.select(query)]


def unsearched(store: Store) -> int:
    """Return how many documents have no passages: those without words, and those stored before passages were kept."""
    query = select(func.count()).where(documents.c.document_id.not_in(select(passages.c.document_id)))
    (row,) = store.select(query.select_from(documents))
    return next(iter(row.values()), 0)


def _matches(wanted: Wanted, dialect: Dialect, *, phrase: bool) -> ColumnElement[bool]:
    if dialect.name == "sqlite":
        quoted = [" ".join(wanted.words)] if phrase else wanted.words
        expression = f"{wanted.column} : (" + " AND ".join(f'"{each}"' for each in quoted) + ")"
        index = table(SEARCH_INDEX, column("rowid"))
        found = select(index.c.rowid).where(literal_column(SEARCH_INDEX).bool_op("MATCH")(expression))
        return passages.c.passage_id.in_(found)
    query = (" <-> " if phrase else " & ").join(f"'{word}'" for word in wanted.words)
    return type_coerce(passages.c[wanted.column], TSVECTOR).bool_op("@@")(cast(query, TSQUERY))


def _hit(row: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    facts = (row["facts"] or "").split(",") if row["facts"] else []
    return {
        "document_id": row["document_id"],
        "file_name": row["file_name"],
        "number": row["number"],
        "page": row["page"],
        "snippet": wanted.snippet(row["words"]),
        "words": row["words"],
        "view": row["view"],
        "fact_id": row["fact_id"],
        "facts": facts,
    }

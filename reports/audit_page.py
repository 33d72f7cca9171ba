"""Findings as one self-contained page for screen and print, each with the cut-outs of the pages that it is about."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from PIL import Image

from reports.cutout import BLUE, RED, Colour, page_cut
from reports.findings import SEVERITY_NAMES, Row, Told
from schemas.errors import SolieuError
from schemas.geometry import Box

# Pages with a cut-out of one finding; the rest is told.
MOST_CUTS = 4
# What a picture of a page is reduced to: print and pen, and the two frames.
COLOURS = 32
PAGES_KEPT = 8

WORDS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "title": "Findings of the audit",
        "severities": SEVERITY_NAMES["en"],
        "printed": "printed",
        "expected": "expected",
        "against": "held against",
        "why": "why",
        "words": "words",
        "more": "and on {} more pages",
        "follows": "What follows from it",
        "nothing": "No findings.",
        "all": "{} findings in {} documents",
        "document": "document",
        "accused": "what the finding is about",
        "rival": "what it is held against",
        "page": "page",
        "year": "plan of",
        "footer": "An error cannot be true as printed; a warning needs a person; a note is good to know. "
        "Figures are kept as printed.",
    },
    "vi": {
        "title": "Kết quả kiểm tra số liệu",
        "severities": SEVERITY_NAMES["vi"],
        "printed": "văn bản ghi",
        "expected": "phải là",
        "against": "đối chiếu",
        "why": "quy tắc",
        "words": "trích",
        "more": "và trên {} trang khác",
        "follows": "Hệ quả",
        "nothing": "Không có phát hiện nào.",
        "all": "{} phát hiện trong {} văn bản",
        "document": "văn bản",
        "accused": "chỗ được nêu",
        "rival": "chỗ đối chiếu",
        "page": "trang",
        "year": "kế hoạch năm",
        "footer": "Lỗi: không thể đúng như đã in. Cần xem: cần người kiểm tra. Lưu ý: nên biết. "
        "Số liệu được giữ nguyên như bản in.",
    },
}

Stands = Mapping[str, Mapping[str, Any]]  # by fact_id: document_id, page, quote, pieces
Render = Callable[[str, int], Image.Image]  # document_id and page (1-based)


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture as a data URI, its width in CSS pixels, and what it shows."""

    source: str
    width: int
    caption: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its pictures; `left` counts the pages that have none."""

    told: Told
    cuts: tuple[Cut, ...]
    left: int
    follows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The findings of one document."""

    name: str
    about: str
    counts: Counter[str]
    findings: tuple[Shown, ...]


def audit_page(
    causes: Sequence[Told],
    stands: Stands,
    render: Render,
    documents: Mapping[str, Row],
    *,
    lang: str,
    asked: str,
    dpi: int,
    margin_points: float,
) -> str:
    """Return the page; `asked` says in words which findings these are."""
    painter = _Painter(stands, render, documents, lang, dpi, margin_points)
    by_document: dict[str, list[Told]] = {}
    for told in causes:
        by_document.setdefault(told.finding["document_id"], []).append(told)
    environment = Environment(
        loader=PackageLoader("reports", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    sections = [_section(told, documents[document_id], painter) for document_id, told in by_document.items()]
    count = sum(sum(section.counts.values()) for section in sections)
    about = [WORDS[lang]["all"].format(count, len(sections)), *([asked] if asked else [])]
    return environment.get_template("audit.html").render(
        lang=lang, words=WORDS[lang], about=": ".join(about), sections=sections
    )


def _section(causes: Sequence[Told], document: Row, painter: _Painter) -> Section:
    counts: Counter[str] = Counter()
    waiting = list(causes)
    while waiting:
        told = waiting.pop()
        counts[told.finding["severity"]] += 1
        waiting.extend(told.follows)
    year = f"{WORDS[painter.lang]['year']} {document['plan_year']}" if document["plan_year"] else None
    about = " · ".join(filter(None, (document["issuer"], document["title"], year)))
    return Section(painter.name_of(document), about, counts, tuple(painter.shown(told) for told in causes))


class _Painter:
    def __init__(
        self, stands: Stands, render: Render, documents: Mapping[str, Row], lang: str, dpi: int, margin: float
    ) -> None:
        self._stands, self._documents, self._dpi, self._margin = stands, documents, dpi, margin
        self._page = lru_cache(PAGES_KEPT)(render)
        self.lang = lang

    def name_of(self, document: Row) -> str:
        return " – ".join(filter(None, (document["number"], document["file_name"])))

    def shown(self, told: Told) -> Shown:
        pages = self._pages(told)
        cuts = tuple(cut for place, boxes in list(pages.items())[:MOST_CUTS] if (cut := self._cut(*place, boxes)))
        left = max(len(pages) - MOST_CUTS, 0)
        return Shown(told, cuts, left, tuple(self.shown(each) for each in told.follows))

    def _pages(self, told: Told) -> dict[tuple[str, int], list[tuple[Box, Colour]]]:
        """Return the boxes to be framed, by document and page: what is accused, then its rivals."""
        pages: dict[tuple[str, int], list[tuple[Box, Colour]]] = {}
        own = told.finding["document_id"]
        accused = [(own, piece) for piece in told.finding["pieces"] or []]
        rivals = [
            (self._stands[fact_id]["document_id"], piece)
            for fact_id in told.related
            if fact_id in self._stands
            for piece in self._stands[fact_id]["pieces"] or []
        ]
        seen = set()
        for pieces, colour in ((accused, RED), (rivals, BLUE)):
            for document_id, piece in pieces:
                key = (document_id, piece["page"], *(piece["box"] or ()))
                if piece["box"] and key not in seen:
                    seen.add(key)
                    pages.setdefault((document_id, piece["page"]), []).append((Box(*piece["box"]), colour))
        return pages

    def _cut(self, document_id: str, page: int, boxes: list[tuple[Box, Colour]]) -> Cut | None:
        """Return a page's piece; None where there is no picture of it, as of a text file."""
        try:
            picture = self._page(document_id, page)
        except SolieuError:
            return None
        framed = page_cut(picture, boxes, dpi=self._dpi, margin_points=self._margin, whole_width=True)
        data = BytesIO()
        framed.quantize(COLOURS, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        source = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
        document = self._documents.get(document_id)
        name = self.name_of(document) if document else document_id[:10]
        return Cut(source, round(framed.width * 96 / self._dpi), f"{name}, {WORDS[self.lang]['page']} {page}")


def all_related(causes: Sequence[Told]) -> Iterator[str]:
    """Yield the ids of all facts that the findings are about."""
    for told in causes:
        yield from told.related
        yield from all_related(told.follows)

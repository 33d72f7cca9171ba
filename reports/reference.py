"""A fact as a reference that can stand in a paper: who issued what, when, on which page, in which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from schemas.vocabulary import DocumentKind

Row = Mapping[str, Any]

KINDS = {
    DocumentKind.PLAN: ("Kế hoạch", "Plan"),
    DocumentKind.OFFICIAL_LETTER: ("Công văn", "Official letter"),
    DocumentKind.DECISION: ("Quyết định", "Decision"),
    DocumentKind.REPORT: ("Báo cáo", "Report"),
    DocumentKind.RESOLUTION: ("Nghị quyết", "Resolution"),
    DocumentKind.DIRECTIVE: ("Chỉ thị", "Directive"),
    DocumentKind.OTHER: ("Văn bản", "Document"),
}
MONTHS = (  # strftime would speak the language of the process
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Of BibTeX, whose braces and commands must not come from a plan's words.
_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"}


class Style(StrEnum):
    """The forms of a reference."""

    TEXT = "text"
    BIBTEX = "bibtex"


def reference(fact: Row, document: Row, lang: str, style: Style = Style.TEXT) -> str:
    """Return the reference to a fact; `fact` and `document` are rows of their views, `lang` is vi or en."""
    if style is Style.BIBTEX:
        return _bibtex(fact, document, lang)
    issuer = document["issuer"] or document["file_name"]
    parts = [issuer, " ".join(filter(None, (_kind(document, lang), _day(document, lang))))]
    if document["title"]:
        parts.append(f"“{document['title']}”")
    page = f"{'tr.' if lang == 'vi' else 'p.'} {_pages(fact)}"
    return f"{', '.join([*parts, page])}: “{fact['quote']}”."


def _kind(document: Row, lang: str) -> str:
    vi, en = KINDS[DocumentKind(document["kind"])]
    if lang == "vi":
        return f"{vi} số {document['number']}" if document["number"] else f"{vi} (không ghi số)"
    return f"{en} No. {document['number']}" if document["number"] else f"{en} (without number)"


def _day(document: Row, lang: str) -> str:
    """Return when it was issued, as exactly as it is printed: a day, a month, or the year of the plan."""
    first, last = document["issued_from"], document["issued_to"]
    if first is None:
        year = document["plan_year"]
        return "" if year is None else f"(năm {year})" if lang == "vi" else f"({year})"
    if first == last:
        return f"ngày {first:%d/%m/%Y}" if lang == "vi" else f"of {first.day} {MONTHS[first.month - 1]} {first.year}"
    return f"tháng {first.month} năm {first.year}" if lang == "vi" else f"of {MONTHS[first.month - 1]} {first.year}"


def _pages(fact: Row) -> str:
    pages = sorted({piece["page"] for piece in fact["pieces"]} or {fact["page"]})
    return "–".join(str(page) for page in dict.fromkeys((pages[0], pages[-1])))


def _bibtex(fact: Row, document: Row, lang: str) -> str:
    first = document["issued_from"]
    fields = {
        "author": document["issuer"] and f"{{{_escaped(document['issuer'])}}}",
        "title": _escaped(": ".join(filter(None, (_kind(document, lang), document["title"])))),
        "number": document["number"] and _escaped(document["number"]),
        "year": str(first.year if first else document["plan_year"] or "") or None,
        "month": first and str(first.month),
        "day": first and first == document["issued_to"] and str(first.day),
        "pages": _pages(fact).replace("–", "--"),
        "language": "vietnamese",
        "note": _escaped(f"“{fact['quote']}”; {document['file_name']}, SHA-256 {document['document_id']}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(fact, document)},", *lines, "}"])


def _key(fact: Row, document: Row) -> str:
    """Return a key of plain letters: the document's number or file name, and how the fact's id begins."""
    name = unicodedata.normalize("NFD", (document["number"] or document["file_name"]).casefold().replace("đ", "d"))
    told = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in name if not unicodedata.combining(c))).strip("-")
    return f"{told}-{fact.get('target_id') or fact['fact_id']}"[:60]


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)

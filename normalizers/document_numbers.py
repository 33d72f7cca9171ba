"""Numbers of documents: "42/KH-UBND", "13/2020/TT-BGDĐT", of letters "394/BNN-VPĐP", of the Party "06-NQ/TU"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers import lexicon
from normalizers.text import bare, fold, nfc
from schemas.errors import WrongFormat
from schemas.vocabulary import CitationKind, DocumentKind

_ROWS = lexicon.read_rows("document_kinds.csv")
_KINDS = {bare(row["abbreviation"]): row["kind"] for row in _ROWS}  # QD is a misread QĐ
_KINDS |= {fold(row["abbreviation"]): row["kind"] for row in _ROWS}  # but HD no misread HĐ
_LABEL = re.compile(r"\s*(?:số\s*:?|số hiệu\s*:?)\s*", re.IGNORECASE)
_CODE = r"[^\W\d_]+[0-9]*[^\W\d_]*(?:(?:-|\s?&\s?|,|\.)[^\W\d_]+[0-9]*)*"
_STATE = re.compile(rf"(?P<running>[0-9]+[a-zđ]?)?(?:/(?P<year>(?:19|20)[0-9]{{2}}))?/(?P<code>{_CODE})", re.IGNORECASE)
_PARTY = re.compile(rf"(?P<running>[0-9]+)?-(?P<kind>[^\W\d_]+)/(?P<issuer>{_CODE})", re.IGNORECASE)
_LAW = re.compile(r"QH[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number; `number` is None where the running number is left blank, `issuer` is its abbreviation."""

    number: str | None
    running: str | None
    year: int | None
    kind: str
    issuer: str | None

    @property
    def document_kind(self) -> DocumentKind:
        return next((kind for kind in DocumentKind if kind == self.kind), DocumentKind.OTHER)

    @property
    def citation_kind(self) -> CitationKind:
        return next((kind for kind in CitationKind if kind == self.kind), CitationKind.OTHER)


def parse_document_number(text: str) -> DocumentNumber:
    """Return the number's parts; blanks inside are dropped, dots and blanks in place of a running number count as none.

    >>> parse_document_number("42 /KH-UBND")
    DocumentNumber(number='42/KH-UBND', running='42', year=None, kind='plan', issuer='UBND')
    >>> parse_document_number("06- NQ/TU").number, parse_document_number("/KH-UBND").number
    ('06-NQ/TU', None)
    >>> parse_document_number("394/BNN-VPĐP")
    DocumentNumber(number='394/BNN-VPĐP', running='394', year=None, kind='official_letter', issuer='BNN-VPĐP')
    """
    compact = re.sub(r"[\s\ufffe]+", "", _LABEL.sub("", nfc(text), count=1)).replace("–", "-")
    compact = re.sub(r"^[.…_]+", "", compact)
    if match := _PARTY.fullmatch(compact):
        kind, issuer, year = _KINDS.get(fold(match["kind"])), match["issuer"], None
        if kind is None:
            raise WrongFormat(f"not the number of a document: {text!r}")
    elif match := _STATE.fullmatch(compact):
        year = int(match["year"]) if match["year"] else None
        kind, issuer = _of_state(match["code"])
        if kind == "official_letter" and not (match["running"] and match["code"][:2].isupper()):
            raise WrongFormat(f"not the number of a document: {text!r}")
    else:
        raise WrongFormat(f"not the number of a document: {text!r}")
    running = match["running"]
    return DocumentNumber(compact if running else None, running, year, kind, issuer)


def kind_by_name(name: str) -> str | None:
    """Return the kind that a word at the head of a page or before a number names; None where it names none.

    >>> kind_by_name("KẾ HOẠCH"), kind_by_name("Thông tư"), kind_by_name("Bài thơ")
    ('plan', 'circular', None)
    """
    wanted = bare(name)
    return next((row["kind"] for row in _ROWS if bare(row["name"]) == wanted), None)


def _of_state(code: str) -> tuple[str, str | None]:
    """Return the kind and the issuer that the part behind the last slash tells."""
    first, _, rest = code.partition("-")
    if _LAW.fullmatch(code):
        return "law", code
    kind = _KINDS.get(fold(first))
    if kind is not None and (rest or kind == "law"):
        return kind, rest or None
    return "official_letter", code

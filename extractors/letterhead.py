"""The letterhead, the title and the signature, as printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.confidence import stated
from extractors.handwriting import UNREAD_CONFIDENCE
from extractors.zones import MARKS, MOTTO, NUMBER, PLACE_AND_DATE, SIGNATURE, names_kind
from normalizers.text import CAPITALS
from schemas.document import UNREAD, Document, Paragraph, ParagraphRole, squeeze
from schemas.evidence import Evidence
from schemas.mentions import BlankMention, LetterheadMention

SUBJECT = re.compile(r"^V/v\b[:.]?\s*", re.IGNORECASE)
ENACTING = re.compile(
    rf"(?P<body>(?:Ủy ban nhân dân|UBND) (?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn)(?: [{CAPITALS}]\w*)*)"
    r" (?:ban hành|xây dựng) (?:kế hoạch|Kế hoạch)"
)
SIGNING_LINE = re.compile(r"^(?:(?:TM|KT|TL|TUQ|Q)\.|(?:T/M|K/T|T/L)\b)")
PERSON = re.compile(rf"^(?:[{CAPITALS}][\w.]*\s){{1,5}}[{CAPITALS}]\w*$")
SCRAPS = re.compile(r"^[^\w(]+|[^\w.)]+$")  # of a stamp or a signature beside the name
NAMED = re.compile(rf"\b(?:tỉnh|[Tt]hành phố|huyện|thị xã) [{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*){{0,3}}")
ACT = re.compile(r"\b\d+(?:/\d{4})?/QĐ-TTg\b")
# Annexes repeat the number and date of the document that they belong to.
ATTACHED = re.compile(
    r"[Kk]èm theo .{0,40}?số:?\s*(?P<number>\d+[^()]{0,4}/[^()]*?)\s+ngày\s+(?P<date>\d{1,2}/\d{1,2}/\d{4})"
)
BLANK_IN_NUMBER = re.compile(r"(?:^|:\s*|số:?\s*)[….\s]*/\s*[A-ZĐ]", re.IGNORECASE)
BLANK_IN_DATE = re.compile(r"ngày[….\s–-]*(?:tháng|/)|tháng[….\s–-]*năm", re.IGNORECASE)


def read_letterhead(document: Document) -> LetterheadMention:
    """Read who issued the document, its number, date, title and signer; what is not printed is None."""
    head = [p for p in document.paragraphs if p.role is ParagraphRole.LETTERHEAD]
    titles = [p for p in document.paragraphs if p.role is ParagraphRole.TITLE]
    number_line = next((p for p in head if NUMBER.match(p.text)), None)
    date_line = next((p for p in head if PLACE_AND_DATE.search(p.text)), None)
    subject = _subject(head)
    kind, title = _title(titles, subject)
    signer, role = _signature([p for p in document.paragraphs if p.role is ParagraphRole.SIGNATURE])
    attached = _attached(document) if number_line is None and date_line is None else None
    anchor = number_line or date_line or (titles[-1] if titles else next(iter(document.paragraphs), None))
    return LetterheadMention(
        kind=kind,
        number=_printed_number(number_line) or (attached["number"] if attached else None),
        issuer=_issuer(head),
        place_and_date=date_line.text if date_line else attached["date"] if attached else None,
        title=title,
        enacting=_enacting(document),
        signer=signer,
        signer_role=role,
        places_named=_commonest(NAMED, document),
        acts_named=_commonest(ACT, document),
        evidence=_whole(anchor) if anchor else None,
        number_evidence=_whole(number_line) if number_line else None,
        date_evidence=_whole(date_line) if date_line else None,
    )


def find_blanks(document: Document) -> list[BlankMention]:
    """Find numbers and dates left blank in the letterhead and in the captions of annexes."""
    blanks = []
    for paragraph in document.paragraphs:
        if paragraph.role is ParagraphRole.LETTERHEAD:
            number = NUMBER.match(paragraph.text) and re.search(r":\s*[….]*\s*/", paragraph.text)
            blank = number or (PLACE_AND_DATE.search(paragraph.text) and BLANK_IN_DATE.search(paragraph.text))
            if blank and not _is_unread(paragraph):
                blanks.append(BlankMention(raw=paragraph.text, evidence=_whole(paragraph)))
        elif paragraph.role is ParagraphRole.CAPTION and _blank_attached(paragraph.text):
            blanks.append(BlankMention(raw=paragraph.text, evidence=_whole(paragraph)))
    return blanks


def _is_unread(paragraph: Paragraph) -> bool:
    """Tell whether what looks blank was written by a pen, and could not be read."""
    least = stated(UNREAD, UNREAD_CONFIDENCE)
    texts = ((paragraph.text[part.start : part.end], part.confidence) for part in paragraph.fragments)
    return any(text == UNREAD and confidence <= least for text, confidence in texts)


def _printed_number(line: Paragraph | None) -> str | None:
    match = NUMBER.match(line.text) if line else None
    return match["number"].strip() if match else None


def _attached(document: Document) -> re.Match[str] | None:
    """Return the number and date that an annex's caption gives where the letterhead is missing."""
    captions = (p for p in document.paragraphs if p.role is ParagraphRole.CAPTION)
    return next((match for p in captions if (match := ATTACHED.search(p.text))), None)


def _commonest(pattern: re.Pattern[str], document: Document) -> tuple[str, ...]:
    counts = Counter(match for paragraph in document.paragraphs for match in pattern.findall(paragraph.text))
    return tuple(text for text, _ in counts.most_common(12))


def _blank_attached(text: str) -> bool:
    if "kèm theo" not in text.lower():
        return False
    return bool(BLANK_IN_NUMBER.search(text) or re.search(r"ngày[….\s]*/", text))


def _whole(paragraph: Paragraph) -> Evidence:
    return paragraph.evidence(0, len(paragraph.text))


def _issuer(head: Sequence[Paragraph]) -> tuple[str, ...]:
    """Return the lines above the number on the left: the issuing body, below the body that it belongs to."""
    lines = []
    for paragraph in head:
        if NUMBER.match(paragraph.text):
            break
        upper = paragraph.text.upper() == paragraph.text
        if upper and not MOTTO.search(paragraph.text) and any(c.isalpha() for c in paragraph.text):
            lines.append(paragraph.text)
    return tuple(lines)


def _subject(head: Sequence[Paragraph]) -> str | None:
    start = next((i for i, paragraph in enumerate(head) if SUBJECT.match(paragraph.text)), None)
    if start is None:
        return None
    lines = [SUBJECT.sub("", head[start].text)]
    for paragraph in head[start + 1 :]:
        if MOTTO.search(paragraph.text) or paragraph.text.isupper() or PLACE_AND_DATE.search(paragraph.text):
            break
        lines.append(paragraph.text)
    return " ".join(lines)


def _title(titles: Sequence[Paragraph], subject: str | None) -> tuple[str | None, str | None]:
    if not titles:
        return None, subject
    kind = squeeze(MARKS.sub(" ", titles[0].text)) if names_kind(titles[0].text) else None
    about = " ".join(p.text for p in (titles[1:] if kind else titles))
    return kind, about or subject


def _enacting(document: Document) -> str | None:
    """Return who enacts the plan by its first paragraphs: "UBND tỉnh ban hành kế hoạch …"."""
    body = [p for p in document.paragraphs if p.role in (ParagraphRole.BODY, ParagraphRole.ITEM)]
    for paragraph in body[:6]:
        if match := ENACTING.search(paragraph.text):
            return match["body"]
    return None


def _signature(lines: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """Return (name, own line of office): the last office line is the signer's, above it stand TM. and KT. lines.

    Below the signature another body may have registered the document and signed that.
    """
    lines = _first_signature(lines)
    offices = [
        part
        for line in lines
        for part in _offices(line.text)
        if not SIGNING_LINE.match(part) and SIGNATURE.search(part)
    ]
    names = [name for line in lines if (name := _person(line))]
    return (names[-1] if names else None), (offices[-1] if offices else None)


def _first_signature(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the lines down to the first name under a line of office that another such line follows."""
    office = named = False
    for at, line in enumerate(lines):
        signs = bool(SIGNING_LINE.match(line.text) or SIGNATURE.search(line.text))
        if signs and named:
            return lines[:at]
        office = office or signs
        named = named or (office and _person(line) is not None)
    return lines


def _person(line: Paragraph) -> str | None:
    name = SCRAPS.sub("", line.text)
    return name if PERSON.match(name) and not name.isupper() else None


def _offices(text: str) -> list[str]:
    """Part "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", which a rendition may have run together."""
    match = re.match(r"^(?P<above>(?:TM|KT|TL|TUQ|Q)\. ?.*?)\s+(?P<own>PHÓ .+)$", text)
    return [match["above"], match["own"]] if match else [text]

"""Citations of other documents: kind, number, date, issuer and subject as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors import citation_wording as wording
from extractors.letterhead import read_letterhead
from normalizers.document_numbers import DocumentNumber, parse_document_number
from normalizers.text import fold_char_safe
from schemas.document import Block, Cell, Document, Fragment, Paragraph, ParagraphRole, Table, squeeze
from schemas.errors import NotRecognized
from schemas.evidence import Evidence, Piece
from schemas.mentions import CitationMention

SILENT = (ParagraphRole.LETTERHEAD, ParagraphRole.RECIPIENTS, ParagraphRole.SIGNATURE)
LETTER = "official_letter"
AT_HEAD = re.compile(r"\W*(?:ban hành\s)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A citation in a text; `start` and `end` are half-open offsets from its kind word to its date or issuer."""

    start: int
    end: int
    kind_word: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    subject: str | None = None
    listed: bool = False  # it goes on with a list whose head told kind and issuer


def find_citations(document: Document) -> list[CitationMention]:
    """Find what a document cites, in its paragraphs and the cells of its tables, in the order of the text."""
    own = _compact(read_letterhead(document).number or "")
    mentions: list[CitationMention] = []
    for block in _with_whole_title(document.blocks):
        if isinstance(block, Table):
            for cell in block.cells:
                mentions.extend(_mention(found, _cell_evidence(cell, block, found)) for found in cited_in(cell.text))
        elif block.role not in SILENT:
            others = (found for found in cited_in(block.text) if not _is_own(block, found, own))
            mentions.extend(_mention(found, block.evidence(found.start, found.end)) for found in others)
    return mentions


def cited_in(text: str) -> list[Found]:
    """Find the citations of one text.

    >>> [(found.number, found.date) for found in cited_in("Thông tư số 1/2020/TT-BYT và 2/2020/TT-BYT ngày 2/3/2020")]
    [('1/2020/TT-BYT', 'ngày 2/3/2020'), ('2/2020/TT-BYT', 'ngày 2/3/2020')]
    """
    folded = fold_char_safe(text)
    anchors = _anchors(text, folded)
    bounds = [*(anchor.start for anchor in anchors[1:]), len(text)][: len(anchors)]
    tailed = [_with_tail(text, folded, anchor, bound) for anchor, bound in zip(anchors, bounds, strict=True)]
    return _shared(folded, _with_subjects(text, folded, tailed))


def _anchors(text: str, folded: str) -> list[Found]:
    """Return kind and number, or the name of a law or congress, of every citation; none overlaps another."""
    found = [
        *_numbered(text, folded),
        *_blank(text, folded),
        *_bare(text, folded),
        *_laws(text, folded),
        *_congresses(text, folded),
        *_dated(text, folded),
    ]
    kept: list[Found] = []
    for anchor in sorted(found, key=lambda each: (each.start, each.number is None, -each.end)):
        if not kept or anchor.start >= kept[-1].end:
            kept.append(anchor)
    return kept


def _numbered(text: str, folded: str) -> Iterator[Found]:
    floor = 0
    for match in wording.NUMBER.finditer(text):
        word = wording.NUMBER_WORD.search(folded, floor, match.start())
        before = word.start() if word else match.start()
        named = _named_before(text, folded, floor, before)
        parsed = _parsed(match.group())
        joint = floor > 0 and wording.JOINT.fullmatch(folded, floor, before)
        unnamed_letter = (word or joint) and "-" in match.group()
        alone = parsed is not None and (parsed.kind != LETTER or unnamed_letter)
        if named or alone:
            floor = match.end()
            head = named or Found(before, before)
            yield replace(head, end=match.end(), number=match.group())


def _named_before(text: str, folded: str, floor: int, before: int) -> Found | None:
    """Return what stands before a number: a kind, a kind and its issuer, or the name of a law."""
    if kind := wording.KIND_BEFORE.search(folded, floor, before):
        return Found(kind.start("kind"), before, text[slice(*kind.span("kind"))])
    for law in _laws(text, folded, floor, before):
        if not text[law.end : before].strip(" ,("):
            return law
    if body := wording.KIND_AND_BODY.search(folded, floor, before):
        start, end = body.span("issuer")
        if wording.issuer_end(text, folded, start, end) == end:
            return Found(body.start("kind"), before, text[slice(*body.span("kind"))], issuer=text[start:end])
    return None


def _blank(text: str, folded: str) -> Iterator[Found]:
    """Yield citations whose running number was left blank ("Kế hoạch số     /KH-UBND")."""
    for match in wording.BLANK.finditer(text):
        kind = wording.KIND_BEFORE.search(folded, 0, match.start() - len("số"))
        parsed = _parsed(match["rest"])
        if kind and parsed and parsed.kind != LETTER:
            yield Found(kind.start("kind"), match.end(), text[slice(*kind.span("kind"))])


def _bare(text: str, folded: str) -> Iterator[Found]:
    """Yield documents told by a number without its code ("Kế hoạch số 680 của UBND tỉnh, ngày 19/2/2019")."""
    for match in wording.BARE_NUMBER.finditer(folded):
        kind, number = (text[slice(*match.span(part))] for part in ("kind", "number"))
        yield Found(match.start(), match.end(), kind, number)


def _laws(text: str, folded: str, start: int = 0, stop: int | None = None) -> Iterator[Found]:
    for match in wording.LAW.finditer(folded, start, len(text) if stop is None else stop):
        end = wording.law_name_end(text, folded, match.end()) if text[match.start()].isupper() else None
        if end is not None:
            name = text[match.start() : end].rstrip(" ,")
            yield Found(match.start(), match.start() + len(name), text[slice(*match.span("kind"))], subject=name)


def _congresses(text: str, folded: str) -> Iterator[Found]:
    for match in wording.CONGRESS.finditer(folded):
        end = wording.congress_end(text, folded, match.end())
        if end is not None:
            kind = text[slice(*match.span("kind"))]
            yield Found(match.start(), end, kind, issuer=text[match.end() : end])


def _dated(text: str, folded: str) -> Iterator[Found]:
    """Yield documents told by their date alone ("Kết luận ngày 12/3/2021 của …")."""
    for match in wording.DATED_KIND.finditer(folded):
        if text[match.start()].isupper():
            yield Found(match.start(), match.end("kind"), text[slice(*match.span("kind"))])


def _with_tail(text: str, folded: str, found: Found, bound: int) -> Found:
    """Add the date and the issuer behind a number or name, in either order."""
    for _ in range(2):
        if found.date is None and (match := wording.DATE.match(folded, found.end, bound)):
            found = replace(found, date=text[slice(*match.span("date"))], end=match.end())
        if found.issuer is None and (match := wording.ISSUER.match(folded, found.end, bound)):
            end = wording.issuer_end(text, folded, match.end(), bound)
            acts = "," in match.group() and wording.ACTS.match(folded, end)
            if end > match.end() and not acts:
                found = replace(found, issuer=text[match.end() : end], end=end)
    if found.issuer is None and found.number is not None:
        return replace(found, issuer=wording.proposer_before(text, folded, found.start))
    return found


def _with_subjects(text: str, folded: str, cited: Sequence[Found]) -> list[Found]:
    result: list[Found] = []
    group_start = 0
    for position, found in enumerate(cited):
        if position == 0 or not _joint(folded, cited[position - 1], found):
            group_start = found.start
        if found.subject is not None:
            result.append(found)
            continue
        stop = next(
            (
                later.start
                for later in cited[position + 1 :]
                if wording.NEXT_OF_LIST.search(folded, found.end, later.start)
            ),
            len(text),
        )
        start = wording.subject_start(folded, found.end, found.kind_word)
        if start is not None:
            result.append(_with_subject(text, folded, found, start, stop))
        else:
            result.append(replace(found, subject=wording.undertaking_before(text, folded, group_start)))
    return result


def _with_subject(text: str, folded: str, found: Found, start: int, stop: int) -> Found:
    """Add the subject; an issuer said behind it is no part of it."""
    if term := wording.TERM.match(folded, start):
        return replace(found, subject=text[slice(*term.span())])
    end = wording.subject_end(text, folded, start, stop)
    end = start + len(_without_joint(text[start:end]))
    for said in wording.SAID_BY.finditer(folded, start, end):
        issuer = text[said.end() : wording.issuer_end(text, folded, said.end(), end)]
        if said.end() + len(issuer) == end and found.issuer in (None, issuer):
            return replace(found, issuer=issuer, subject=text[start : said.start()].strip())
    return replace(found, subject=text[start:end].strip() or None)


def _without_joint(subject: str) -> str:
    return re.sub(r"[\s,;.]+(?:(?:và|cùng|cùng với|các)\s*)*$|\s(?:và|cùng|cùng với)(?:\scác)?\s*$", "", subject)


def _joint(folded: str, found: Found, following: Found) -> bool:
    return bool(wording.JOINT.fullmatch(folded, found.end, following.start))


def _shared(folded: str, cited: Sequence[Found]) -> list[Found]:
    """Give what is said once behind several numbers of one kind ("… và … ngày … của …") to each that has none."""
    result = _listed(folded, cited)
    for position in range(len(cited) - 2, -1, -1):
        found, following = result[position], result[position + 1]
        if not _joint(folded, found, following) or not _same_kind(found, following):
            continue
        shared = replace(found, date=found.date or following.date, kind_word=found.kind_word)
        if found.issuer is None:
            shared = replace(shared, issuer=following.issuer, subject=found.subject or following.subject)
        result[position] = shared
    return result


def _listed(folded: str, cited: Sequence[Found]) -> list[Found]:
    """Give the issuer of a list ("các Quyết định của A: số … ngày … về …; số …") to each number that has none."""
    result = list(cited)
    for position, found in enumerate(cited[1:], 1):
        before = result[position - 1]
        headed = before.issuer is not None and ":" in folded[before.start : before.end].split("số", 1)[0]
        if (headed or before.listed) and found.issuer is None and found.kind_word is None and _same_kind(before, found):
            result[position] = replace(found, issuer=before.issuer, kind_word=before.kind_word, listed=True)
    return result


def _same_kind(found: Found, other: Found) -> bool:
    one, two = _parsed(found.number), _parsed(other.number)
    if one is None or two is None:
        return one is two and found.kind_word == other.kind_word and found.subject is None
    return (one.kind, _without_term(one.issuer)) == (two.kind, _without_term(two.issuer))


def _without_term(issuer: str | None) -> str:
    """ "QH14" and "QH15" are terms of one body."""
    return (issuer or "").rstrip("0123456789")


def _parsed(raw: str | None) -> DocumentNumber | None:
    try:
        return parse_document_number(raw) if raw else None
    except NotRecognized:
        return None


def _is_own(paragraph: Paragraph, found: Found, own: str) -> bool:
    """Tell whether a paragraph that heads an annex names the document that the annex belongs to."""
    before = fold_char_safe(paragraph.text[: found.start])
    attached = wording.ATTACHED.search(before)
    if not attached:
        return False
    heads = paragraph.role is ParagraphRole.CAPTION or AT_HEAD.fullmatch(before, 0, attached.start())
    return bool(heads) or (own != "" and _compact(found.number or "") == own)


def _compact(number: str) -> str:
    return re.sub(r"\s", "", number)


def _with_whole_title(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, the lines of the title joined into one paragraph."""
    title: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.role is ParagraphRole.TITLE:
            title.append(block)
            continue
        if title:
            yield _joined(title)
            title = []
        yield block
    if title:
        yield _joined(title)


def _joined(lines: Sequence[Paragraph]) -> Paragraph:
    text = ""
    fragments: list[Fragment] = []
    for line in lines:
        offset = len(text) + 1 if text else 0
        text = f"{text} {line.text}" if text else line.text
        fragments.extend(_shifted(fragment, offset) for fragment in line.fragments)
    return replace(lines[0], text=text, fragments=tuple(fragments))


def _shifted(fragment: Fragment, offset: int) -> Fragment:
    return replace(fragment, start=fragment.start + offset, end=fragment.end + offset)


def _cell_evidence(cell: Cell, table: Table, found: Found) -> Evidence:
    quote = squeeze(cell.text[found.start : found.end])
    piece = Piece(page=cell.page, box=cell.box.rounded() if cell.box else None, quote=quote)
    return Evidence(pieces=(piece,), confidence=cell.confidence, reader=table.reader)


def _mention(found: Found, evidence: Evidence) -> CitationMention:
    return CitationMention(
        kind_word=found.kind_word,
        number=found.number,
        date=found.date,
        issuer=found.issuer,
        subject=squeeze(found.subject) if found.subject else None,
        evidence=evidence,
    )

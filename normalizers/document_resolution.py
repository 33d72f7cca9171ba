"""The row of `documents`: who issued the plan, its number and date, the year it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from normalizers.dates import parse_date, parse_illegible_issue_date, parse_issue_date
from normalizers.document_numbers import kind_by_name, parse_document_number
from normalizers.place_names import KINDS, split_kind
from normalizers.place_units import AmbiguousPlace, Unit
from normalizers.places import Gazetteer
from normalizers.text import CAPITALS, bare, bare_char, fold
from schemas.errors import NotRecognized, OutOfRange
from schemas.facts import DocumentFact, Doubt
from schemas.mentions import LetterheadMention, Mentions
from schemas.vocabulary import DocumentKind, Level, Reader

PERIOD = re.compile(r"(?:giai đoạn|thời kỳ|nhiệm kỳ|năm)\s+(?P<first>20\d\d)\s*[-–]\s*(?P<last>20\d\d)", re.IGNORECASE)
YEAR = re.compile(r"năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE)
# Beyond the plan's own years: "giai đoạn 2021-2025, định hướng đến năm 2030".
ORIENTATION = re.compile(
    r"[\s,;]*(?:và\s+)?(?:định hướng|tầm nhìn|có tính đến|hướng (?:đến|tới))\s+(?:đến\s+|tới\s+)?(?:năm\s+)?20\d\d"
    r"(?:\s*[-–]\s*20\d\d)?",
    re.IGNORECASE,
)
# Matched without diacritics, which a scan loses first ("UBND TĨNH").
BODY = re.compile(
    r"(?P<body>uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|dang uy|ban chi dao.*?)\s+"
    r"(?P<kind>tinh|thanh pho|tp\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b.*"
)
PLACE_WORDS = {
    bare(word): word
    for word in ("tỉnh", "thành phố", "tp", "tp.", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
}
PLACE_ABOVE = re.compile(r"(?P<place>(?:tỉnh|thành phố|huyện|quận|thị xã) .+)$")
MISREAD = re.compile(r"^s[ơốôỏỡo](?= )")  # "SƠ Y TẾ": the hook of Ở is lost
IN_TITLE = re.compile(
    r"\b(?P<place>(?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn) "
    rf"[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*){{0,3}})"
)
NUMERIC_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
BODIES = {
    "ubnd": "Ủy ban nhân dân",
    "uy ban nhan dan": "Ủy ban nhân dân",
    "hdnd": "Hội đồng nhân dân",
    "hoi dong nhan dan": "Hội đồng nhân dân",
    "dang uy": "Đảng ủy",
}
BODY_BELOW = re.compile(
    r"(?<=\w )(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|đảng ủy) "
    r"(?=(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?!\w))"
)
# "Huyện ủy Na Rì", "Tỉnh ủy Lạng Sơn": the Party's committees, with the kinds of place that each may be of.
COMMITTEE = re.compile(r"(?P<body>(?P<kind>tỉnh|thành|quận|huyện|thị) ủy) (?P<name>\w.*)$")
COMMITTEE_KINDS = {"thành": "thành phố", "thị": "thị xã"}
KIND_WORDS = {row["kind"]: row["word"] for row in KINDS}


@dataclass(frozen=True, slots=True)
class Setting:
    """What every name and number of a document is read by: its place, day, plan year, and the acts it names.

    `since` is the first year of a plan over several years.
    """

    place: Unit | None
    on: date
    year: int | None
    acts: tuple[str, ...]
    since: int | None = None


def resolve_document(mentions: Mentions, gazetteer: Gazetteer) -> tuple[DocumentFact, Setting, tuple[Doubt, ...]]:
    """Resolve letterhead, title and signature; blanks and impossible dates become doubts."""
    head = mentions.letterhead
    doubts: list[Doubt] = [Doubt(code="blank_number", evidence=b.evidence, stated=b.raw) for b in mentions.blanks]
    for page in mentions.troubled_pages:
        doubts.append(Doubt(code="page_unreadable", evidence=page.evidence, expected=page.trouble))
    number, number_kind = _number(head.number)
    issued = _issued(head, doubts)
    first_year, plan_year = _period(head.title, issued[0] if issued else None)
    on = issued[0] if issued else date(plan_year, 6, 30) if plan_year else date.today()
    issuer, unit, sure = _issuer(head, gazetteer, on)
    if unit and not sure and head.evidence:
        stated = " ".join(head.issuer) or head.title
        doubts.append(Doubt(code="unknown_place", evidence=head.evidence, stated=stated, expected=unit.name))
    fact = DocumentFact(
        document_id=mentions.document_id,
        file_name=mentions.file_name,
        kind=_kind(head, number_kind),
        number=number,
        issuer=issuer,
        issuer_level=Level(unit.level) if unit else None,
        place_code=unit.code if unit else None,
        place_name=unit.name if unit else None,
        issued_from=issued[0] if issued else None,
        issued_to=issued[1] if issued else None,
        title=head.title,
        plan_year=plan_year,
        period_from=first_year,
        period_to=plan_year,
        signer=head.signer,
        signer_role=head.signer_role,
        page_count=mentions.page_count,
        reader=Reader(mentions.reader),
        mean_confidence=mentions.mean_confidence,
        **mentions.coverage.model_dump(exclude={"leftovers"}),
        evidence=head.evidence,
    )
    return fact, Setting(unit, on, plan_year, head.acts_named, first_year), tuple(doubts)


def _number(raw: str | None) -> tuple[str | None, DocumentKind | None]:
    if not raw:
        return None, None
    try:
        parsed = parse_document_number(raw)
    except NotRecognized:
        return None, None
    return parsed.number, parsed.document_kind


def _kind(head: LetterheadMention, by_number: DocumentKind | None) -> DocumentKind:
    named = kind_by_name(head.kind) if head.kind else None
    by_name = next((kind for kind in DocumentKind if kind == named), None)
    return by_name or by_number or DocumentKind.OTHER


def _issued(head: LetterheadMention, doubts: list[Doubt]) -> tuple[date, date] | None:
    if head.place_and_date is None:
        return None
    try:
        if NUMERIC_DATE.fullmatch(head.place_and_date):
            day = parse_date(head.place_and_date)
            return day, day
        return parse_issue_date(head.place_and_date)
    except (NotRecognized, OutOfRange) as error:
        if head.date_evidence and head.date_evidence.reader is not Reader.TEXT_LAYER:
            return _legible(head.place_and_date)
        if head.date_evidence and isinstance(error, OutOfRange):
            doubts.append(Doubt(code="impossible_date", evidence=head.date_evidence, stated=head.place_and_date))
    return None


def _legible(place_and_date: str) -> tuple[date, date] | None:
    """Return the days that a date may mean whose day a pen has written, or a stamp has covered."""
    try:
        return parse_illegible_issue_date(place_and_date)
    except (NotRecognized, OutOfRange):
        return None


def _period(title: str | None, issued: date | None) -> tuple[int | None, int | None]:
    """Return the first and last year of a plan: those of its title, else that of its date."""
    title = ORIENTATION.sub("", title or "")
    if years := list(YEAR.finditer(title)):
        last = int(years[-1]["year"])
        until = title[: years[-1].start()].rstrip().lower().endswith("đến")
        first = int(years[0]["year"]) if len(years) > 1 else issued.year if issued else last
        return (min(first, last) if until else last), last
    if period := PERIOD.search(title):
        return int(period["first"]), int(period["last"])
    return (issued.year, issued.year) if issued else (None, None)


def _issuer(head: LetterheadMention, gazetteer: Gazetteer, on: date) -> tuple[str | None, Unit | None, bool]:
    """Return the issuing body in full, its place, and whether that is no guess.

    Without a letterhead they are told by the enacting words and the title.
    """
    lines = fold(" ".join(head.issuer))
    # Below the body that it belongs to: "UBND HUYỆN CƯ JÚT / ỦY BAN NHÂN DÂN / XÃ NAM DONG".
    below = lines[bodies[-1].start() :] if (bodies := list(BODY_BELOW.finditer(lines))) else ""
    if named := _body(below) or _body(lines):
        body, place = named
        unit, sure = _unit(place, head, gazetteer, on)
        if unit or len(head.issuer) < 2:
            return f"{body} {_named(unit, place)}", unit, sure
    if committee := COMMITTEE.search(lines):
        kind = COMMITTEE_KINDS.get(committee["kind"], committee["kind"])
        unit, sure = _unit(f"{kind} {committee['name']}", head, gazetteer, on)
        if unit:
            return f"{committee['body'].capitalize()} {unit.name}", unit, sure
    for number in range(1, len(head.issuer)):
        # "UBND TỈNH BẾN TRE" over "BAN CHỈ ĐẠO …": the body below is that of the place above.
        above = _body(fold(" ".join(head.issuer[:number])))
        unit, sure = _unit(above[1], head, gazetteer, on) if above else (None, True)
        if above and unit:
            own = MISREAD.sub("sở", fold(" ".join(head.issuer[number:])).strip(" .,;:")).capitalize()
            return f"{own} {_named(unit, above[1])}", unit, sure
    unit, sure = _unit_of_title(head, gazetteer, on)
    if lines:
        return lines.capitalize(), unit, sure
    if head.enacting and unit:
        return f"Ủy ban nhân dân {_named(unit, '')}", unit, sure
    return None, unit, sure


def _body(lines: str) -> tuple[str, str] | None:
    """Return the committee that folded lines of a letterhead name, and its place; diacritics may be lost."""
    match = BODY.match("".join(map(bare_char, lines)))
    if match is None:
        return None
    body = BODIES.get(match["body"], lines[: match.end("body")].capitalize())
    return body, f"{PLACE_WORDS[match['kind']]}{lines[match.end('kind') :]}"


def _unit_of_title(head: LetterheadMention, gazetteer: Gazetteer, on: date) -> tuple[Unit | None, bool]:
    for match in IN_TITLE.finditer(head.title or ""):
        unit, sure = _unit(match["place"], head, gazetteer, on)
        if unit:
            return unit, sure
    return None, True


def _unit(name: str, head: LetterheadMention, gazetteer: Gazetteer, on: date) -> tuple[Unit | None, bool]:
    """Resolve the issuer's place, and tell whether it is no guess.

    Of homonyms it is the one within the provinces and districts that the text names. One that lies in none of these,
    where the text names some, is rather a misread name of one that does.
    """
    above = [found["place"] for line in head.issuer[:-1] if (found := PLACE_ABOVE.search(fold(line)))]
    outers = [outer for named in (*above, *head.places_named) for outer in gazetteer.find(named, on=on)]
    guess: Unit | None = None
    try:
        match = gazetteer.resolve(name, on=on)
    except AmbiguousPlace as error:
        homonyms = {each.unit for each in error.found}  # none tells itself from the others
        for outer in (outer for outer in outers if outer not in homonyms):
            inside = [each for each in error.found if outer in tuple(gazetteer.ancestors(each.unit.code, on))]
            if len(inside) == 1:
                return inside[0].unit, not inside[0].cost
    except NotRecognized:
        return None, True
    else:
        guess = match.unit
        within = tuple(gazetteer.ancestors(guess.code, on))
        at_home = guess.level != "commune" or not outers or any(outer in within for outer in outers)
        if at_home and not match.repaired:
            return guess, True
    for outer in outers:
        try:
            return gazetteer.resolve(name, on=on, within=outer.code, level="commune", widen=False).unit, False
        except NotRecognized:
            continue
    return guess, False


def _named(unit: Unit | None, printed: str) -> str:
    """Write a place after the name of its body: "tỉnh Lạng Sơn"."""
    if unit is None:
        words = split_kind(printed)
        kind = printed[: len(printed) - len(words.name)].strip()
        return f"{kind} {words.name.title()}".strip()
    return f"{KIND_WORDS.get(unit.kind, '')} {unit.name}".strip()

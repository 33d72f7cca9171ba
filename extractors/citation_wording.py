"""The parts of a citation in words: where kind, number, date, issuer, the name of a law and the subject begin and end.

`folded` is everywhere the text folded character by character, so that offsets hold for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.rulebook import load_rules
from normalizers import lexicon
from normalizers.text import CAPITALS, fold

RULES: dict[str, Any] = load_rules("citations.toml")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_KINDS = {fold(row["name"]) for row in lexicon.read_rows("document_kinds.csv")} | set(RULES["kinds"])
_KIND = rf"(?<!\w)(?:{_any(_KINDS)})(?:\s(?:{_any(RULES['kind_tails'])}))*"
_BODY = rf"(?:{_any(RULES['issuers'])})(?!\w)"
_GAP = r"[\s\ufffe]?"
_LETTERS = r"[^\W\d_][\w&]*"
_JOINED = rf"(?:{_GAP}[-–/]|[-–/][\s\ufffe])(?=[{CAPITALS}]){_LETTERS}|[.,](?=[{CAPITALS}]{{2}}){_LETTERS}"
_CODE = rf"[{CAPITALS}][\w&]*(?:{_JOINED})*"
_STATE = rf"\d{{1,5}}[a-zđ]?(?:{_GAP}/{_GAP}(?:19|20)\d\d)?{_GAP}/{_GAP}{_CODE}"
_PARTY = rf"\d{{1,5}}{_GAP}[-–]{_GAP}[{CAPITALS}][^\W\d_]{{1,4}}{_GAP}/{_GAP}{_CODE}"
_DAY = r"\d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d|\s?tháng\s?\d{1,2}\s?,?\s?năm\s?\d{4})(?!\d)"
_OPEN_DAY = r"ngày[\s\d….]*(?:/|tháng)[\s\d….]*(?:/|năm)\s?\d{4}"  # "ngày    tháng 3 năm 2024"

NUMBER = re.compile(rf"(?<![\w/.,:-])(?:{_PARTY}|{_STATE})(?![\w/])")
BLANK = re.compile(rf"(?<=[sS]ố)\s?:?[\s….]*(?P<rest>[/-]\s?{_CODE})(?![\w/])")
BARE_NUMBER = re.compile(
    rf"(?P<kind>{_KIND})\ssố\s(?P<number>\d{{1,5}})"
    rf"(?=\s?,?\s(?:(?:ban hành|ký)\s)?(?:(?:ngày\s?)?{_DAY}|(?:của\s)?{_BODY}))"
)
NUMBER_WORD = re.compile(r"(?<!\w)số(?:\s(?:hiệu|văn bản))?\s?:?\s*$")
KIND_BEFORE = re.compile(rf"(?P<kind>{_KIND})[\s,]*(?:\((?=\s*$|\s*số))?\s*$")
KIND_AND_BODY = re.compile(rf"(?P<kind>{_KIND})\scủa\s(?P<issuer>[^;.,():]{{3,70}}?)\s*:?\s*$")
LAW = re.compile(rf"(?P<kind>(?<!\w)(?:{_any(RULES['laws'])}))\s(?=\w)")
CONGRESS = re.compile(rf"(?P<kind>(?<!\w)nghị quyết)\s(?:của\s)?(?=(?:{_any(RULES['congresses'])})\s)")
DATED_KIND = re.compile(rf"(?P<kind>{_KIND})\s?,?\s(?:(?:ký|ban hành)\s)?(?=ngày\s?{_DAY})")
DATE = re.compile(rf"[\s,]*\(?\s?(?:(?:ban hành|ký)\s)?(?P<date>(?:ngày\s?)?{_DAY}|{_OPEN_DAY})\s?\)?")
ISSUER = re.compile(rf"[\s,]*(?:(?:của|do)\s(?!năm)(?=\w)|(?={_BODY}))")
ACTS = re.compile(rf"\s(?:{_any(RULES['issuing_verbs'])})(?!\w)")
JOINT = re.compile(r"\s?,\s?(?:và\s)?(?:các\s)?|\s?(?:và|cùng)\s(?:các\s|với\s)?")
# "… của Giám đốc Sở Tài chính tại Tờ trình số": who proposes, the head of the body that issued it.
PROPOSED = re.compile(
    rf"(?<!\w)của\s(?:(?:{_any(RULES['heads'])})\s(?=(?:{_any(RULES['headed'])})(?!\w)))?(?P<issuer>[^;.():]{{3,90}}?)"
    r"\stại\s(?:các\s)?$"
)
NEXT_OF_LIST = re.compile(r"(?:[,;]|\s(?:và|cùng|cùng với))\s*(?:các\s)?$")
TERM = re.compile(r"nhiệm kỳ\s\d{4}\s?[-–]\s?\d{4}")
ATTACHED = re.compile(rf"(?:{_any(RULES['attached'])})\s(?:theo\s)?$")
SAID_BY = re.compile(rf"\scủa\s(?={_BODY})")
SENTENCE_END = re.compile(rf"[.!?](?=\s+[{CAPITALS}“\"-]|\s*$)|\n\s*\n")

_ISSUER_WORDS = frozenset(RULES["issuer_words"].split())
_COMMA_NAMES = [tuple(name.split(",")) for name in RULES["comma_names"]]
_LAW_STOP = re.compile(rf"\s(?:(?:{_any(RULES['law_stops'])})(?!\w)|và\s(?!(?:{_any(RULES['law_joins'])})(?!\w))|\d)")
_LAW_YEAR = re.compile(r"(?:\snăm)?\s(?:19|20)\d\d(?!\w)")
_AMENDING = re.compile(r"sửa đổi(?!\w)")
_BEFORE_ORDINAL = re.compile(r"(?<!\w)(?:thứ|khóa|nhiệm kỳ)\s$")
_ORDINAL = re.compile(rf"(?<!\w)(?:{_any(RULES['ordinals'])})\s|\s[ivx]+(?!\w)")
_SUBJECT = re.compile(
    rf"\s*(?:,\s?(?=về\s))?(?:(?:{_any(RULES['about'])})\s|(?=(?:{_any(RULES['verbs'])})(?!\w))|(?=[“\"]))"
)
_SUBJECT_HEAD = re.compile(rf"^(?:{_any(RULES['verbs'])})\s")
_PLAN_SUBJECT = re.compile(rf"\s*(?=(?:{_any(RULES['plan_verbs'])})\s)")
_PLAN_KINDS = re.compile(rf"(?:{_any(RULES['plan_kinds'])})(?!\w)")
_OWN_CLAUSE = re.compile(rf",\s(?=(?:{_any(RULES['subject_stops'])})(?!\w))")
_LEANING = re.compile(rf"(?<!\w)(?:{_any(RULES['leaning'])})\s(?:các\s)?$")
_UNDERTAKING = re.compile(rf"(?<!\w)(?<!theo )(?:{_any(RULES['undertakings'])})\s\w")
_LONGEST_SUBJECT_BEFORE = 240
_LONGEST_PROPOSER = 130


def law_name_end(text: str, folded: str, start: int) -> int | None:
    """Return where the name of a law ends that begins at `start`; None where no name stands there.

    A year after the name belongs to it ("Luật Hợp tác xã năm 2012"); to that of an amending law what it amends.
    """
    amending = _AMENDING.match(folded, start)
    if not amending and not text[start].isupper():
        return None
    if amending:
        close = re.compile(r"[;:()“”]|\.(?!\w)|\s(?:ngày|số|năm)\s\d").search(folded, start)
        return close.start() if close else len(text)
    position = start
    while position < len(text):
        char = text[position]
        if char in ';:()“”"' or (char == "." and not text[position + 1 : position + 2].isalnum()):
            break
        if char == "," and not inside_comma_name(folded, position):
            break
        if char == " " and (_LAW_STOP.match(folded, position) or _another_name(text, position)):
            break
        position += 1
    year = _LAW_YEAR.match(folded, position)
    return year.end() if year else position


def _another_name(text: str, position: int) -> bool:
    """Tell whether a second law is named behind "và" ("Luật Đầu tư và Luật Đấu thầu")."""
    return bool(re.compile(rf"\s(?:và\s[{CAPITALS}]|(?:Bộ l|L)uật\s)").match(text, position))


def inside_comma_name(folded: str, comma: int) -> bool:
    """Tell whether a comma belongs to a name such as "Bộ Văn hóa, Thể thao và Du lịch"."""
    return any(
        folded.endswith(before.strip(), 0, comma) and folded[comma + 1 :].lstrip().startswith(after.strip())
        for before, after in _COMMA_NAMES
    )


def issuer_end(text: str, folded: str, start: int, stop: int) -> int:
    """Return where the name of an issuing body ends that begins at `start`; `start` itself where none stands there."""
    end = start
    for word in re.compile(r"[^\s]+").finditer(text, start, stop):
        bare = word.group().rstrip(",;.:)")
        small = folded[word.start() : word.start() + len(bare)]
        if not bare or bare[0] in '(“"' or _SUBJECT.match(folded, word.start()):
            break
        ordinal = _BEFORE_ORDINAL.search(folded, start, word.start())
        if not (bare[0].isupper() or small in _ISSUER_WORDS or bare in ("-", "–", "&") or ordinal):
            break
        end = word.start() + len(bare)
        rest = word.group()[len(bare) :]
        if rest and not (rest == "," and (inside_comma_name(folded, end) or text.startswith(" Bộ ", end + 1))):
            break
    words = text[start:end]
    while words.endswith((" và", " -", " –", " các", " toàn")):
        words = words.rsplit(" ", 1)[0]
    return start + len(words)


def proposer_before(text: str, folded: str, position: int) -> str | None:
    """Return the body that proposes with the document cited at `position` ("Theo đề nghị của … tại Tờ trình …")."""
    match = PROPOSED.search(folded, max(position - _LONGEST_PROPOSER, 0), position)
    if match is None:
        return None
    start, end = match.span("issuer")
    return text[start:end] if issuer_end(text, folded, start, end) == end else None


def congress_end(text: str, folded: str, start: int) -> int | None:
    """Return where the name of a congress ends; None without an ordinal, which tells one congress from others."""
    end = issuer_end(text, folded, start, len(text))
    term = folded.find("nhiệm kỳ", start, end)
    end = start + len(text[start:term].rstrip(" ,")) if term > 0 else end
    return end if _ORDINAL.search(folded, start, end) else None


def subject_start(folded: str, position: int, kind: str | None) -> int | None:
    """Return where the subject begins behind a citation; None where something else follows."""
    match = _SUBJECT.match(folded, position)
    if match is None and kind and _PLAN_KINDS.match(fold(kind)):
        match = _PLAN_SUBJECT.match(folded, position)
    if match is None and folded.startswith("nhiệm kỳ", position + 1):
        return position + 1
    return match.end() if match else None


def subject_end(text: str, folded: str, start: int, stop: int) -> int:
    """Return where a subject ends: with its item, its sentence, its quoted name, or where the sentence goes on."""
    ends = [stop]
    if match := SENTENCE_END.search(text, start, stop):
        ends.append(match.start())
    if match := _OWN_CLAUSE.search(folded, start, stop):
        ends.append(match.start())
    if match := re.compile(r"[”\"](?=[,;.]|$)").search(text, start + 1, stop):
        ends.append(match.end())
    if (match := re.compile(r"\)").search(text, start, stop)) and "(" not in text[start : match.start()]:
        ends.append(match.start())
    ends.extend(_item_ends(folded, start, stop))
    return min(ends)


def _item_ends(folded: str, start: int, stop: int) -> Iterator[int]:
    """Yield the semicolons that end an item; one before a part that begins like the subject does not."""
    head = _SUBJECT_HEAD.sub("", folded[start:stop]).split()[:2]
    for match in re.compile(";").finditer(folded, start, stop):
        if not head or folded[match.end() : stop].split()[: len(head)] != head:
            yield match.start()


def undertaking_before(text: str, folded: str, position: int) -> str | None:
    """Return the named undertaking that leans on the document cited at `position` ("Đề án … theo Quyết định …")."""
    leaning = _LEANING.search(folded, 0, position)
    if not leaning:
        return None
    clause = max((folded.rfind(mark, 0, leaning.start()) for mark in (";", ". ", ": ")), default=-1) + 1
    named = [m.start() for m in _UNDERTAKING.finditer(folded, clause, leaning.start()) if text[m.start()].isupper()]
    if not named or leaning.start() - named[-1] > _LONGEST_SUBJECT_BEFORE:
        return None
    return text[named[-1] : leaning.start()].strip(" ,")

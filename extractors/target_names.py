"""The communes that a sentence on targets names: in a list after a count, or without any count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractors.analysis import Analysis
from extractors.context import find_places
from extractors.event_bounds import TargetEvent
from extractors.name_lists import Piece, list_after, list_in_brackets
from extractors.quantities import Quantity
from extractors.target_frames import COMMUNE_STANDARDS, Frame
from schemas.vocabulary import Role, Standard

LONGEST_COMPARISON = 8  # tokens of "so với cùng kỳ năm 2018"
LONGEST_LIST = 80  # tokens of names in brackets
PAIR = 2  # a commune and its district
LONGEST_CLASS = 5  # tokens between "các xã" and the bracket: "các xã đặc biệt khó khăn ("
# How a sentence begins that names the communes counted in the one before it.
NAMING = (("đó", "là"), ("gồm",), ("bao", "gồm"), ("cụ", "thể", "là"), ("cụ", "thể", "gồm"), ("đó", "gồm"))
LISTING = ("là", "gồm", "bao", "xã", "cụ", "thể", "đó", ",", "các", "như", "sau")  # words that announce a list


class _Named(NamedTuple):
    """Communes named after their noun: its position, where they begin and end, and their names."""

    noun: int
    first: int
    end: int
    pieces: list[Piece]

    def as_role(self, role: Role) -> tuple[tuple[Piece, Role], ...]:
        return tuple((piece, role) for piece in self.pieces)


def names_at(analysis: Analysis, start: int, end: int) -> list[Piece]:
    """Return the communes that work is to be done at: "xây dựng 01 xã nông thôn mới nâng cao tại xã Đại Thành"."""
    tokens = analysis.tokens
    named = start < end and tokens[start].text[:1].isupper() and not analysis.covers("STANDARD", start)
    if named and start and tokens[start - 1].norm == "xã":  # "01 xã Hóa Thượng"
        return list_after(analysis, start, end)[0]
    if start + 1 < end and tokens[start].text in ("-", "–") and tokens[start + 1].norm == "xã":  # "01 xã - xã Cao Phạ"
        return list_after(analysis, start + 1, end)[0]
    places = find_places(analysis, start, end)
    first = next((place for place in places if place.kind == "xã" and tokens[place.start - 1].norm == "tại"), None)
    return list_after(analysis, first.start, end)[0] if first else []


def of_one(quantity: Quantity, pieces: list[Piece]) -> list[Piece]:
    """ "01 xã (A, B)": the second name is that of the district in which the one commune lies."""
    if len(pieces) == PAIR and quantity.low.lstrip("0") == "1":
        return [(pieces[0][0], pieces[1][1])]
    return pieces


def announced(analysis: Analysis, event: TargetEvent, end: int) -> int | None:
    """Return where a list begins: before the verb ("04 xã: A, B về đích") or after it ("đạt chuẩn, gồm: A, B")."""
    colon = _after_colon(analysis, event.quantity.end, event.quantity.end + 1) or _after_colon(analysis, event.end, end)
    tokens = analysis.tokens
    if event.step:  # "(tăng 03 xã so với năm 2018: Hồng Lạc, Sơn Nam)"
        near = range(event.quantity.end, min(event.quantity.end + LONGEST_COMPARISON, end - 1))
        return next((at + 1 for at in near if tokens[at].text == ":"), None)
    if colon:
        return colon
    # "02 xã nông thôn mới là A và B"
    words = (at for at in range(event.quantity.end, event.end - 1) if tokens[at].norm in ("là", "gồm"))
    names = (at + 1 + (tokens[at + 1].norm == "xã") for at in words)  # "là Trường Hòa", "là xã Trường Hòa"
    return next((at for at in names if at < end and tokens[at].text[:1].isupper()), None)


def _after_colon(analysis: Analysis, position: int, end: int) -> int | None:
    """Return where a list begins that ":", "là" or ", gồm:" announces right here."""
    tokens = analysis.tokens
    at, end = max(position - 1, 0), min(end, len(tokens))
    while at < end - 1 and (tokens[at].norm in LISTING or at < position):
        if tokens[at + 1].text == ":":
            return at + 2
        at += 1
    announced = any(tokens[word].text != "," for word in range(position, at))
    announced = announced or (at > position and tokens[position - 1].norm == "gồm")  # "… gồm, Thanh Tương (Na Hang)"
    return at if announced or (position < end and tokens[position].text == ":") else None


def listed_in(analysis: Analysis, sentence: tuple[int, int]) -> list[Piece]:
    """Return the communes of a sentence that does nothing but name them: "Đó là xã A, B", "Gồm các xã: A và B"."""
    tokens, end = analysis.tokens, sentence[1]
    first = next((at for at in range(*sentence) if tokens[at].kind == "word"), end)
    start = next((first + len(said) for said in NAMING if _says(analysis, first, said)), None)
    if start is None:
        return []
    while start < end and tokens[start].norm in ("các", ":", ","):
        start += 1
    if start + 1 < end and tokens[start].norm == "xã" and tokens[start + 1].text == ":":
        start += 2
    pieces, reached = list_after(analysis, start, end)
    return pieces if all(token.kind == "mark" for token in tokens[reached:end]) else []


def _says(analysis: Analysis, start: int, words: tuple[str, ...]) -> bool:
    return tuple(token.norm for token in analysis.tokens[start : start + len(words)]) == words


def named_only(
    analysis: Analysis, sentence: tuple[int, int], clause: tuple[int, int], *, aims: bool, under: bool = False
) -> list[Frame]:
    """Find communes named without a count: "đưa các xã A, B đạt chuẩn …", "xã A củng cố các tiêu chí …".

    Each of "xã A đạt chuẩn năm 2024, xã B đạt chuẩn nâng cao" is a frame of its own. `under` a criterion "thêm xã A"
    says that the commune is to meet it.
    """
    subjects = list(_named_subjects(analysis, clause))
    frames: list[Frame] = []
    for index, named in enumerate(subjects):
        following = [later.first for later in subjects[index + 1 :] if _meets_near(analysis, named.end, later.first)]
        stop = following[0] if following else clause[1]
        frame = _read_named(analysis, sentence, (clause[0], stop), named, aims, frames[-1:])
        if frame is None and under and analysis.ending("MORE", named.noun):
            frame = Frame((), sentence, (named.first, named.end), named.as_role(Role.REACHES))
        if frame is not None:
            frames.append(frame)
    return frames


def _named_subjects(analysis: Analysis, clause: tuple[int, int]) -> Iterator[_Named]:
    """Yield the communes that a clause names, one list after the other."""
    reached = clause[0]
    for noun in analysis.within("COUNTED", *clause):
        if noun.key != "commune" or noun.start < reached:
            continue
        bracketed = list_in_brackets(analysis, noun.end, min(noun.end + LONGEST_LIST, clause[1]))
        if bracketed and bracketed[0][0] - noun.end <= LONGEST_CLASS and _each_steps(analysis, bracketed[-1][1]):
            yield _Named(noun.start, noun.start, bracketed[-1][1], bracketed)
            return
        if noun.end - noun.start > 2:
            continue
        pieces, end = list_after(analysis, noun.end, clause[1])
        if not pieces:
            continue
        first = noun.end if analysis.tokens[noun.start].norm == "các" or noun.end - noun.start == 2 else noun.start
        pieces[0] = (first, pieces[0][1])
        reached = end
        yield _Named(noun.start, first, end, pieces)


def _meets_near(analysis: Analysis, start: int, end: int) -> bool:
    return any(analysis.starting("MEET", at) for at in range(start, min(start + 4, end)))


def _read_named(
    analysis: Analysis,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    named: _Named,
    aims: bool,
    before: list[Frame],
) -> Frame | None:
    """Read what the communes named in a clause are to do: meet a standard, consolidate, or take a step.

    `before` holds the frame of the communes named before them in the clause, whose standard they may share.
    """
    _, first, end, pieces = named
    if _each_steps(analysis, pieces[-1][1]):
        names = named.as_role(Role.WORKS_TOWARDS)
        return Frame((), sentence, (named.noun, clause[1]), names, Standard.COMMUNE)
    if planned := _planned_for_year(analysis, sentence, named.noun, end):
        return Frame((), sentence, (first, end), named.as_role(Role.REACHES), planned)
    consolidates = any(analysis.starting("CONSOLIDATE", at) for at in (end, end + 1))
    meets = _meets_near(analysis, end, end + 4) and not _counts_criteria(analysis, end)
    later = [s for s in analysis.within("STANDARD", end, clause[1]) if s.key in COMMUNE_STANDARDS]
    strives = analysis.within("STRIVE", sentence[0], clause[1]) or analysis.within("AIM", clause[0], named.noun)
    goes_on = bool(before) or (aims and _opens_clause(analysis, clause, named.noun))
    shared = before[0].standard if before and _meets_standard(analysis, end) else None
    standard = Standard(later[0].key) if later else shared
    if standard is None or not (consolidates or (meets and (strives or goes_on))):
        return None
    role = Role.CONSOLIDATES if consolidates else Role.REACHES
    return Frame((), sentence, (first, clause[1]), named.as_role(role), standard)


def _meets_standard(analysis: Analysis, position: int) -> bool:
    """ "…, xã B đạt chuẩn vào năm 2025": the verb alone tells that a standard is met."""
    spans = [span for at in range(position, position + 4) if (span := analysis.starting("MEET", at))]
    return any(analysis.tokens[span.end - 1].norm in ("chuẩn", "đích") for span in spans)


def _counts_criteria(analysis: Analysis, start: int) -> bool:
    """ "xã A phấn đấu đạt 12/15 tiêu chí …": so many criteria are met, not the standard."""
    meet = next((span for at in range(start, start + 4) if (span := analysis.starting("MEET", at))), None)
    follows = analysis.tokens[meet.end : meet.end + 4] if meet else ()
    pairs = zip(follows, analysis.tokens[meet.end + 1 : meet.end + 5] if meet else (), strict=False)
    counts = (number for number, noun in pairs if number.kind in ("num", "ratio") and noun.norm == "tiêu")
    return any(not _whole_set(number.text) for number in counts)


def _whole_set(number: str) -> bool:
    """Tell whether a count of criteria is all of them: "19/19", "19"."""
    count, _, total = number.partition("/")
    return count == total or (not total and count == "19")


def _planned_for_year(analysis: Analysis, sentence: tuple[int, int], noun: int, end: int) -> Standard | None:
    """ "Lộ trình đạt chuẩn: năm 2022 xã A, năm 2023 xã B": what the words before the first year say is met."""
    colon = analysis.norm_before(noun) == ":"
    if analysis.ending("YEAR", noun - colon) is None:
        return None
    years = analysis.within("YEAR", sentence[0], noun)
    opening = years[0].start
    follows = analysis.tokens[end].text if end < len(analysis.tokens) else "."
    if opening == sentence[0] or analysis.norm_before(opening) != ":" or follows not in ",.;(":
        return None
    named = [span for span in analysis.within("STANDARD", sentence[0], opening) if span.key in COMMUNE_STANDARDS]
    if named:
        return Standard(named[-1].key)
    meets = analysis.within("MEET", sentence[0], opening)
    return Standard.COMMUNE if meets and meets[-1].end == opening - 1 else None


def _opens_clause(analysis: Analysis, clause: tuple[int, int], position: int) -> bool:
    """Tell whether nothing stands before a position in its clause but marks and a year: "- Năm 2023: xã A …"."""
    said = [*analysis.within("YEAR", *clause), *analysis.within("STANDARD", clause[0], position)]
    years = {at for span in said for at in range(span.start, span.end)}
    before = range(clause[0], position)
    return all(at in years or analysis.tokens[at].kind == "mark" for at in before)


def _each_steps(analysis: Analysis, position: int) -> bool:
    """ "(A, B) mỗi xã tăng thêm từ 01 - 02 tiêu chí": the places named take a step."""
    each = analysis.starting("EACH", position + 1) or analysis.starting("EACH", position + 2)
    return each is not None and bool(analysis.within("CRITERIA", each.end, each.end + 9))

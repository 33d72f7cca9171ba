"""Lists in brackets and the number before them: "07 xã (Yên Trạch, Hồng Phong, …)", "05 tiêu chí (gồm: …)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.name_lists import PARTERS
from extractors.rulebook import load_rules
from normalizers.place_names import KIND_LEVEL, split_kind
from normalizers.text import fold_char_safe
from schemas.document import Document, Paragraph, ParagraphRole
from schemas.mentions import ListMention

READ = (ParagraphRole.BODY, ParagraphRole.ITEM, ParagraphRole.HEADING)
PARTS = re.compile(rf"\s*(?:[{re.escape(''.join(mark for mark in PARTERS if len(mark) == 1))}]|\bvà\b)\s*")
INSIDE = frozenset(("huyện", "xã", "thị", "trấn", "thành", "phố", "h.", "tp", "-", "–"))  # xã Đình Lập huyện Đình Lập
# Before a number that is no count of the list: "mỗi huyện chọn 01 xã (…)", "ít nhất 02 xã (…)".
NO_COUNT = re.compile(r"\bmỗi\b[^.;()]{0,60}$|\b(?:ít nhất|tối thiểu|từ|trên|khoảng|dưới) $")
OPEN = re.compile(r"\.\.|…|v\.v|\bnhư\b", re.IGNORECASE)
FEWEST = 2  # a single name in brackets may explain, not list


def find_lists(document: Document) -> Iterator[ListMention]:
    """Yield the lists of criteria and places that a number stands before."""
    for paragraph in document.paragraphs:
        if paragraph.role in READ:
            yield from _lists_of(paragraph)


def _lists_of(paragraph: Paragraph) -> Iterator[ListMention]:
    folded = fold_char_safe(paragraph.text)
    for match in _pattern("criteria").finditer(folded):
        items = _criteria(match["list"])
        if len(items) >= FEWEST and _is_count(folded, match):
            yield _mention(paragraph, match, "tiêu chí", items)
    for match in _pattern("places").finditer(folded):
        items = _names(paragraph.text[slice(*match.span("list"))])
        if len(items) >= FEWEST and _is_count(folded, match):
            yield _mention(paragraph, match, match["noun"], items)


def _is_count(folded: str, match: re.Match[str]) -> bool:
    return not NO_COUNT.search(folded[: match.start()])


def _mention(paragraph: Paragraph, match: re.Match[str], noun: str, items: tuple[str, ...]) -> ListMention:
    return ListMention(noun=noun, stated=match["stated"], items=items, evidence=paragraph.evidence(*match.span()))


def _criteria(text: str) -> tuple[str, ...]:
    """Return the numbers of criteria; where the first is named so ("Tiêu chí số 2"), only those that are."""
    found = list(_pattern("criterion").finditer(text))
    named = [match["named"] for match in found if match["named"]]
    return tuple(named if len(named) > 1 else [match["bare"] or match["named"] for match in found])


def _names(text: str) -> tuple[str, ...]:
    """Return the pieces of a list that holds nothing but names; none where one is something else, or it goes on."""
    if OPEN.search(text):
        return ()
    pieces = [piece for piece in PARTS.split(text.strip(" .:")) if piece]
    # "(Lâm Sơn, huyện Ninh Sơn; Tri Hải, huyện Ninh Hải)" lists two communes.
    inner = [piece for piece in pieces if not any(KIND_LEVEL[kind] == "district" for kind in split_kind(piece).kinds)]
    return tuple(inner or pieces) if all(_is_name(piece) for piece in pieces) else ()


def _is_name(piece: str) -> bool:
    words = split_kind(piece.removeprefix("các ")).name.split()
    return bool(words) and words[0][0].isupper() and all(word[0].isupper() or word in INSIDE for word in words)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("remarks.toml")["lists"][name])

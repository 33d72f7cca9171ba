"""How places are written: kind words and their spellings, qualified names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from normalizers import lexicon
from normalizers.text import arabic, bare, fold, nfc

KINDS = lexicon.read_rows("place_kinds.csv")
KIND_LEVEL = {row["kind"]: row["level"] for row in KINDS}

_LONG_ENOUGH = 5  # letters of a kind word that is known without its diacritics too; "xa" may begin a name (Xa Dung)


def _spellings() -> dict[str, frozenset[str]]:
    """Return the kinds that each spelling may mean, the longest spelling first."""
    kinds: dict[str, set[str]] = {}
    for row in KINDS:
        for spelling in row["spellings"].split(";"):
            for form in {spelling, bare(spelling) if len(spelling) >= _LONG_ENOUGH else spelling}:
                kinds.setdefault(form, set()).add(row["kind"])
    return {form: frozenset(meant) for form, meant in sorted(kinds.items(), key=lambda item: -len(item[0]))}


_SPELLINGS = _spellings()
_FORM = {form: form.rstrip(".").replace(".", r"\.?\s?").replace(" ", r"\s") for form in _SPELLINGS}
_KIND_WORD = re.compile(
    "|".join(rf"(?P<k{i}>{_FORM[form]})(?:\.\s*|\s+)(?=\S)" for i, form in enumerate(_SPELLINGS)), re.IGNORECASE
)
_FORMS = tuple(_SPELLINGS.values())
_BARE_SPELLINGS = {bare(form): kinds for form, kinds in _SPELLINGS.items() if "." not in form and len(form) > 1}
_STATE_FARM = re.compile(r"\bn\.? ?t\.? (?=\w)")
_FREE_Y = re.compile(r"\b([hklmst]|qu)([yýỳỷỹỵ])\b")  # written i or y: Mĩ, Mỹ
_HIGHLAND = re.compile(r"[aăắ]k\b")  # Đăk Lăk, Đắk Lắk; Krông Păk, Krông Pắc
_I = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_DISTRICT_WORD = "|".join(
    rf"{_FORM[form]}(?:\.\s*|\s+)"
    for form, kinds in _SPELLINGS.items()
    if any(KIND_LEVEL[kind] == "district" for kind in kinds)
)
_QUALIFIED = re.compile(
    rf"(?P<name>\S.*?)(?:\s*[-–—,;(/]\s*(?:thuộc\s+)?|\s+(?:thuộc|của|tại)\s+|\s+)(?P<district>(?:{_DISTRICT_WORD})[^\s(][^()]*?)\s*\)?",
    re.IGNORECASE,
)
_DASHED = re.compile(r"(?P<name>\S.*?)(?:\s+[-–—]\s+|\s*,\s+|\s*\()(?P<district>[^()]+?)\s*\)?")
_BRACKETED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<district>[^\W\d_][^()]*)\)?")  # "Vinh Quang (Chiêm Hóa)"
_OUTER = " \t\n.,;:()[]\"“”'’-–+*"


class Qualified(NamedTuple):
    """The two parts of a name such as "Xã Mai Pha - T.P Lạng Sơn", kind words included."""

    name: str
    district: str | None


class KindWord(NamedTuple):
    """What a kind word in front of a name may mean, none where there is no such word, and the name behind it."""

    kinds: frozenset[str]
    name: str


def split_kind(raw: str) -> KindWord:
    """Take the kind word off a name.

    >>> split_kind("X. Cao Lâu")
    KindWord(kinds=frozenset({'commune'}), name='Cao Lâu')
    >>> sorted(split_kind("T.P Lạng Sơn").kinds), split_kind("Tân Liên").kinds
    (['city', 'municipality'], frozenset())
    """
    text = raw.strip(_OUTER)
    match = _KIND_WORD.match(text)
    if not match:
        return KindWord(frozenset(), text)
    kinds = next(_FORMS[i] for i in range(len(_FORMS)) if match[f"k{i}"])
    return KindWord(kinds, text[match.end() :].strip(_OUTER))


def kinds_alone(raw: str) -> frozenset[str]:
    """Return the kinds that a word means which stands without a name: "Thành phố", "TP".

    >>> sorted(kinds_alone("Thành phố")), kinds_alone("TP Lạng Sơn")
    (['city', 'municipality'], frozenset())
    """
    word = fold(raw).strip(_OUTER)
    meant = (kinds for form, kinds in _SPELLINGS.items() if form.rstrip(".") == word)
    return next(meant, frozenset()) if len(word) > 1 else frozenset()


def split_misread_kind(raw: str) -> KindWord | None:
    """Take off a kind word that lost or changed its diacritics ("xả Cao Lâu"); None where no word can be one.

    >>> split_misread_kind("xả Cao Lâu"), split_misread_kind("Thi trân Na Dương")
    (KindWord(kinds=frozenset({'commune'}), name='Cao Lâu'), KindWord(kinds=frozenset({'town'}), name='Na Dương'))
    """
    words = raw.strip(_OUTER).split()
    for length in (2, 1):
        kinds = _BARE_SPELLINGS.get(bare(" ".join(words[:length])))
        if kinds and len(words) > length:
            return KindWord(kinds, " ".join(words[length:]))
    return None


@cache
def name_key(name: str) -> str:
    """Return what two spellings of one name without kind word share.

    >>> name_key("Bà Rịa–Vũng Tàu") == name_key("Bà Rịa - Vũng Tàu"), name_key("05") == name_key("5")
    (True, True)
    >>> name_key("NT Thái Bình"), name_key("Quí Hoà") == name_key("Quý Hòa")
    ('nông trường thái bình', True)
    >>> name_key("Ea H' Leo") == name_key("Ea H’leo"), name_key("Đăk Lăk") == name_key("Đắk Lắk")
    (True, True)
    >>> name_key("Sơn Kim II") == name_key("Sơn Kim 2")
    True
    """
    key = _HIGHLAND.sub("ắc", _FREE_Y.sub(lambda match: match[1] + _I[match[2]], spelled(name)))
    return arabic(key)


@cache
def spelled(name: str) -> str:
    """Return a name as it is held against misread ones: as `name_key`, but for i and y.

    >>> spelled("Quí Hoà")
    'quí hòa'
    """
    return _without_marks(fold(name))


def misread(name: str) -> tuple[str, ...]:
    """Return what a misread name is looked up by: where a letter is wrong, the tone mark may stand anywhere."""
    return tuple(dict.fromkeys((spelled(name), _without_marks(" ".join(nfc(name).lower().split())))))


def _without_marks(folded: str) -> str:
    text = re.sub(r"['’‘`´] ?", "", folded.strip(_OUTER))
    text = re.sub(r"\b0+(?=[0-9])", "", " ".join(re.sub(r"[-–—]", " ", text).split()))
    return _STATE_FARM.sub("nông trường ", text)


def parse_qualified(raw: str) -> Qualified:
    """Split a commune's name from its district's; the district is None where none is said.

    >>> parse_qualified("Xã Mai Pha - T.P Lạng Sơn")
    Qualified(name='Xã Mai Pha', district='T.P Lạng Sơn')
    >>> parse_qualified("Xã Đình Lập huyện Đình Lập")
    Qualified(name='Xã Đình Lập', district='huyện Đình Lập')
    >>> parse_qualified("Dương Đức (thuộc huyện Lạng Giang)")
    Qualified(name='Dương Đức', district='huyện Lạng Giang')
    >>> parse_qualified("xã Cao Lâu")
    Qualified(name='xã Cao Lâu', district=None)
    >>> parse_qualified("Vinh Quang (Chiêm Hóa)")
    Qualified(name='Vinh Quang', district='Chiêm Hóa')
    """
    text = " ".join(raw.split()).strip(_OUTER.replace(")", ""))
    if match := _QUALIFIED.fullmatch(text):
        return Qualified(match["name"], match["district"])
    if match := _BRACKETED.fullmatch(text):
        return Qualified(match["name"], match["district"])
    own = split_kind(text).kinds
    return parse_dashed(text) if any(KIND_LEVEL[kind] == "commune" for kind in own) else Qualified(text, None)


def parse_dashed(raw: str) -> Qualified:
    """Split a commune's name from the district after a dash, which without a kind word may be of the name itself.

    >>> parse_dashed("Việt Dân - Đông Triều")
    Qualified(name='Việt Dân', district='Đông Triều')
    """
    text = " ".join(raw.split()).strip(_OUTER.replace(")", ""))
    match = _DASHED.fullmatch(text)
    return Qualified(match["name"], match["district"]) if match else Qualified(text, None)

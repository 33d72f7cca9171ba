"""Vietnamese text as tokens, sentences and labelled spans: underthesea for words, blank spaCy for patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab
from underthesea import sent_tokenize, word_tokenize
from underthesea.corpus import viet_dict_22K

from extractors.analysis import Analysis, Span, Token
from extractors.rulebook import Rule
from normalizers.text import fold_char_safe

TOKEN = re.compile(
    r"(?P<date>\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)|\d{1,2}-\d{1,2}-(?:19|20)\d\d(?!\d))"
    r"|(?P<docno>\d+[A-Za-z]?(?:/\d{4})?[-/] ?[A-ZĐ][\w&-]*(?:[/-][A-ZĐ][\w&-]*)*)"
    r"|(?P<month>\d{1,2}[/.](?:19|20)\d\d(?!\d))"
    r"|(?P<ratio>\d[\d.]*/\d[\d.]*\d|\d+/\d"
    # Set with a blank at the stroke, where it is no part of a date.
    r"|(?<!/)(?<!/ )\d[\d.]* ?/ ?(?!(?:19|20)\d\d(?!\d))\d[\d.]*(?! ?/))"
    r"|(?P<num>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+\d*)"
    r"|(?P<mark>\S)"
)
# The last full stop belongs to the sentence, not to the number before it.
TRAILING = re.compile(r"[.,]+$")
# Between words without blanks underthesea takes it for a part of one word.
HYPHEN = re.compile(r"(?<=[^\W\d_])[-–](?=[^\W\d_])")
PIECE = re.compile(r"\((?P<choices>[^)]*)\)|<(?P<kind>\w+)>|(?P<literal>[^\s?!*()]+)")
# What stands in an attribute of spaCy tokens that is free and is compared without Python: whether a word is part of a
# longer one.
ALONE, PART = "alone", "part"
EXCLUDED = "none"  # key of phrases in which a label is not to be found
ELEMENT = re.compile(r"(?:\([^)]*\)|<\w+>|[^\s?!*()]+)[!]?[?*]?")

Pattern = list[dict[str, Any]]


def compound_words() -> Iterator[str]:
    """Yield the words of several syllables of underthesea's dictionary, in lower case; names are left out."""
    for word in viet_dict_22K.words:
        if " " in word and word.islower() and "-" not in word:
            yield word


class _Label(NamedTuple):
    """A label's patterns; `needs` holds, for each, of which words and kinds a text must hold at least one each."""

    matcher: Matcher
    needs: set[frozenset[frozenset[tuple[str, str]]]]

    def may_match(self, present: set[tuple[str, str]]) -> bool:
        """Tell whether it is worth asking spaCy, which takes far longer to say no."""
        return any(not any(present.isdisjoint(choices) for choices in needed) for needed in self.needs)


class Analyser:
    """Analyses paragraphs by rules; built once, then used for any number of documents."""

    def __init__(
        self,
        rules: Iterable[Rule],
        slips: Mapping[tuple[str, ...], tuple[str, ...]],
        names: Mapping[str, Iterable[str]],
    ) -> None:
        self._vocab = Vocab()
        self._slips = slips
        self._labels: dict[str, _Label] = {}
        for rule in rules:
            self._add(rule.label, rule.key or rule.label, [compile_pattern(p) for p in rule.patterns])
        for label, phrases in names.items():
            self._add(label, label, [[{"NORM": norm} for norm in _norms(phrase)] for phrase in phrases])
        word_tokenize("số liệu")  # so that its model is loaded here, not with the first paragraph

    def _add(self, label: str, key: str, patterns: list[Pattern]) -> None:
        known = self._labels.setdefault(label, _Label(Matcher(self._vocab), set()))
        known.matcher.add(key, patterns, greedy="LONGEST")
        known.needs.update(map(_needs, patterns))

    def analyse(self, text: str) -> Analysis:
        """Cut a paragraph into tokens and sentences and mark what the rules name."""
        tokens = _tokens(text, self._slips)
        doc = Doc(
            self._vocab,
            words=[token.text for token in tokens],
            tags=[token.kind for token in tokens],
            lemmas=[ALONE if token.alone else PART for token in tokens],
        )
        for token, printed in zip(doc, tokens, strict=True):
            token.norm_ = printed.norm
        present = {("NORM", token.norm) for token in tokens} | {("TAG", token.kind) for token in tokens}
        spans = [
            Span(label, doc.vocab.strings[key], start, end)
            for label, known in self._labels.items()
            if known.may_match(present)
            for key, start, end in _longest(known.matcher(doc))
            if doc.vocab.strings[key] != EXCLUDED
        ]
        spans.sort(key=lambda span: (span.start, -span.end, span.label))
        return Analysis(text, tokens, tuple(_sentences(text, tokens)), tuple(spans))


def compile_pattern(notation: str) -> Pattern:
    """Turn the notation of `rules/entities.toml` into a spaCy token pattern.

    >>> compile_pattern("có? thêm")
    [{'NORM': 'có', 'OP': '?'}, {'NORM': 'thêm'}]
    """
    pattern: Pattern = []
    for element in ELEMENT.findall(notation):
        piece = PIECE.match(element)
        assert piece is not None, notation
        entry: dict[str, object]
        if piece["choices"] is not None:
            entry = {"NORM": {"IN": [choice.strip() for choice in piece["choices"].split("|")]}}
        elif piece["kind"] == "any":
            entry = {"TAG": {"IN": ["word", "num"]}}
        elif piece["kind"]:
            entry = {"TAG": piece["kind"]}
        else:
            entry = {"NORM": piece["literal"]}
        if "!" in element:
            entry["LEMMA"] = ALONE
        if element[-1] in "?*":
            entry["OP"] = element[-1]
        pattern.append(entry)
    return pattern


def _needs(pattern: Pattern) -> frozenset[frozenset[tuple[str, str]]]:
    """Return, of each token that the pattern cannot do without, which words or kinds it may be."""
    needed = set()
    for entry in pattern:
        attribute = "NORM" if "NORM" in entry else "TAG"
        wanted = entry[attribute]
        choices = wanted["IN"] if isinstance(wanted, dict) else [wanted]
        if "OP" not in entry:
            needed.add(frozenset((attribute, choice) for choice in choices))
    return frozenset(needed)


def _norms(phrase: str) -> list[str]:
    return [match.group() for match in TOKEN.finditer(fold_char_safe(phrase))]


def _longest(matches: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Keep, among overlapping matches of one label, the longest and then the first."""
    kept: list[tuple[int, int, int]] = []
    taken: set[int] = set()
    for key, start, end in sorted(matches, key=lambda match: (match[1] - match[2], match[1])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((key, start, end))
    return kept


def _tokens(text: str, slips: Mapping[tuple[str, ...], tuple[str, ...]]) -> tuple[Token, ...]:
    folded = fold_char_safe(text)
    found: list[tuple[int, int, str]] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        start, end = match.span()
        if kind in ("num", "ratio", "docno") and (tail := TRAILING.search(match.group())):
            cut = start + tail.start()
            found.append((start, cut, kind))
            found.extend((position, position + 1, "mark") for position in range(cut, end))
        else:
            found.append((start, end, kind))
    norms = [folded[start:end] for start, end, _ in found]
    _mend(norms, slips)
    inside = _inside_words(text, [start for start, _, _ in found])
    return tuple(
        Token(start, end, text[start:end].replace(" ", ""), norm, kind, kind == "word" and not inside[index])
        for index, ((start, end, kind), norm) in enumerate(zip(found, norms, strict=True))
    )


def _mend(norms: list[str], slips: Mapping[tuple[str, ...], tuple[str, ...]]) -> None:
    for length in {len(read) for read in slips}:
        for start in range(len(norms) - length + 1):
            meant = slips.get(tuple(norms[start : start + length]))
            if meant:
                norms[start : start + length] = meant


def _inside_words(text: str, starts: Sequence[int]) -> list[bool]:
    """Tell of each token whether underthesea sees it as part of a longer word."""
    part_of_longer: set[int] = set()
    position = 0
    for word in word_tokenize(HYPHEN.sub(" - ", text)):
        at = text.find(word, position)
        if at < 0:  # underthesea has written it otherwise than printed
            continue
        if " " in word and not any(character.isdigit() for character in word):  # "12/20 xã" is none
            part_of_longer.update(range(at, at + len(word)))
        position = at + len(word)
    return [start in part_of_longer for start in starts]


def _sentences(text: str, tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    starts = [token.start for token in tokens]
    first = position = 0
    for sentence in sent_tokenize(text):
        at = text.find(sentence, position)
        if at < 0:
            continue
        position = at + len(sentence)
        last = next((index for index in range(first, len(starts)) if starts[index] >= position), len(starts))
        if last > first:
            yield first, last
        first = last
    if first < len(tokens):
        yield first, len(tokens)

"""What the program says, in the language of its user: the only opener of `vietnamese.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_HOLE = re.compile(r"\{(\w+)\}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# What is wrong, and what to do; within brackets others may be listed.
_CLAUSES = re.compile(r"; (?![^(]*\))")


def said(text: str, lang: str) -> str:
    """Return a line that the code says in English in the language; what the catalogue lacks stays as it is.

    A line such as "file: what is wrong; what to do" is taken by its parts.
    """
    return "; ".join(map(_part, _CLAUSES.split(text))) if lang == "vi" else text


def _part(text: str) -> str:
    if text in _plain():
        return _plain()[text]
    for pattern, template in _patterns():
        if match := pattern.fullmatch(text):
            return template.format_map({name: _held(name, value) for name, value in match.groupdict().items()})
    head, colon, rest = text.partition(": ")
    if not colon:
        return text
    # A lone word before the colon is the name of a file or place, whatever it means in English.
    return f"{_part(head) if ' ' in head else head}{colon}{_part(rest)}"


def _held(name: str, value: str) -> str:
    if name.isupper():
        return said(value, "vi")
    return value.replace(",", ".") if _THOUSANDS.fullmatch(value) else value


@cache
def catalogue() -> Mapping[str, str]:
    """Return the Vietnamese words by the English ones, with their holes."""
    return tomllib.loads((files("schemas") / "vietnamese.toml").read_text(encoding="utf-8"))


@cache
def _plain() -> Mapping[str, str]:
    return {english: words for english, words in catalogue().items() if not _HOLE.search(english)}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the templates with holes, those with most words of their own first."""
    templates = sorted(
        (pair for pair in catalogue().items() if pair[0] not in _plain()), key=lambda pair: -len(_HOLE.sub("", pair[0]))
    )
    return [(re.compile(_with_groups(english), re.DOTALL), words) for english, words in templates]


def _with_groups(template: str) -> str:
    pieces = _HOLE.split(template)  # words, name, words, name, …
    held = {True: ".+?", False: "(?:(?!: ).)+?"}  # a lone value does not reach into the next part
    return "".join(
        f"(?P<{piece}>{held[piece.isupper()]})" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )

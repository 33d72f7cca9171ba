"""The words of `rules/activities.toml` as patterns over folded text, and how names of bodies are told by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.rulebook import load_rules
from normalizers.text import fold_char_safe

ENDS = " ,;:.-–("


@dataclass(frozen=True, slots=True)
class ActivityWords:
    """The patterns; every one is to be held against folded text."""

    labels: re.Pattern[str]  # a group named after the part it labels
    goals: re.Pattern[str]
    goal_words: re.Pattern[str]
    body: re.Pattern[str]
    giving: re.Pattern[str]
    verb: re.Pattern[str]
    charged: re.Pattern[str]  # against text as printed
    leading: re.Pattern[str]
    fillers: re.Pattern[str]
    not_leading: re.Pattern[str]
    finishing: re.Pattern[str]
    following: re.Pattern[str]


@cache
def activity_words() -> ActivityWords:
    """Load the words."""
    rules = load_rules("activities.toml")
    text = rules["text"]
    verbs = f"(?!{_any(text['no_verbs'])})(?:{_any(text['verbs'])})"
    signs = "".join(f"(?<!{re.escape(sign)} )" for sign in text["noun_signs"])
    return ActivityWords(
        labels=re.compile(
            r"(?:^|(?<=[.;,:()–+*-])|(?<=[.;,:()–+*-] ))(?:"
            + "|".join(
                f"(?P<{label['part']}>{_labelled(label['words'], rules['subjects'], label.get('with_subject', False))})"
                for label in rules["label"]
            )
            + r")(?: ?\([^)]{,40}\))? ?:"
        ),
        goals=re.compile(_any(text["goals"])),
        goal_words=re.compile(rf"(?<!\w)(?:{_any(text['goal_words'])})"),
        body=re.compile(f"(?!{_any(text['no_bodies'])})(?:{_any(text['bodies'])})"),
        giving=re.compile(rf"(?<!\w)(?:{_any(text['giving'])}) "),
        verb=re.compile(rf"(?<!\w){signs}{verbs}"),
        charged=re.compile(rf"^\W*{_any(text['charged'])}", re.IGNORECASE),
        leading=re.compile(r"(?<!\w)chủ trì(?!\w)(?: ?,)?(?: và)?(?: ?,)? ?"),
        fillers=re.compile(rf"(?:(?:^| )(?:{_any(text['lead_fillers'])}))+$"),
        not_leading=re.compile(rf"(?<!\w)(?:{_any(text['not_leading'])})$"),
        finishing=re.compile(rf"(?:^|(?<=:) ?)(?:{_any(text['finishing'])})$"),
        following=re.compile(rf" ?:| (?:{_any(text['following'])})"),
    )


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow the characters [start, end) by the blanks and marks at their ends; a bracket that is open is closed."""
    while start < end and text[start] in " ,;:.-–+)":
        start += 1
    while start < end and (text[end - 1] in ENDS or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return start, end


def stripped(text: str) -> str:
    """Return a text without the blanks and marks at its ends."""
    start, end = strip_span(text, 0, len(text))
    return text[start:end]


def body_at(text: str) -> str | None:
    """Return the bodies that a text begins with: all up to the first verb, or the whole where it has none.

    >>> body_at("Sở Tài chính, các đơn vị liên quan hướng dẫn việc quyết toán")
    'Sở Tài chính, các đơn vị liên quan'
    >>> body_at("Ban hành kế hoạch kiểm tra")
    """
    text = without_giving(text)
    if not activity_words().body.match(fold_char_safe(text)):
        return None
    return stripped(text[: first_verb(text, 0)]) or None


def without_giving(text: str) -> str:
    """Return a text without the words that give work to the body after them.

    >>> without_giving("Đề nghị Ủy ban Mặt trận Tổ quốc tỉnh")
    'Ủy ban Mặt trận Tổ quốc tỉnh'
    """
    given = activity_words().giving.match(fold_char_safe(text))
    return text[given.end() :] if given else text


def first_verb(text: str, start: int) -> int:
    """Return where the first verb of a duty begins after `start`, or the colon before it; else the text's length.

    Verbs are small: the "Xây dựng" of "Sở Xây dựng" is a name.
    """
    colon = text.find(":", start)
    limit = colon if colon >= 0 else len(text)
    for match in activity_words().verb.finditer(fold_char_safe(text), start, limit):
        if text[match.start()].islower() and not text.endswith("Ban ", start, match.start()):  # "Ban quản lý các ấp"
            return match.start()
    return limit


def _labelled(words: Sequence[str], subjects: Sequence[str], with_subject: bool) -> str:
    return f"(?:(?:{_any(subjects)}) ){'' if with_subject else '?'}(?:{_any(words)})"


def _any(words: Iterable[str]) -> str:
    """Return a pattern for whole words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?!\w)"

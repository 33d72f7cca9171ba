"""What each column of a table holds, and which years and standard its headings speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.rulebook import load_rules, mend_slips
from extractors.tables.stitching import StitchedTable
from extractors.tables.structure import PATH_MARK
from normalizers.text import fold
from schemas.mentions import CriterionMention
from schemas.vocabulary import Standard

STRAY = re.compile(r"^[^\w(%]+|[“”\"'‘’«»,;:.]+$")  # what specks leave at the ends of a heading
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
# "1", "TC 1", "Tiêu chí số 1: Quy hoạch", "1. Quy hoạch"; a bare name too.
CRITERION = re.compile(
    r"^(?:(?:tiêu chí|tc)\s*(?:số)?\s*)?(?P<number>\d{1,2})(?:\s*[.:)–-]?\s*(?P<name>[^\W\d].*))?$", re.IGNORECASE
)
NAME_AND_NUMBER = re.compile(
    r"^(?P<name>[^\W\d][^\d()]*?)\s*\((?:tiêu chí|tc)\s*(?:số)?\s*(?P<number>\d{1,2})\)$", re.IGNORECASE
)
BROKEN_NUMBER = re.compile(r"(?<=\d)\s(?=\d$)")  # "TC1 0", a number broken over two lines of a narrow heading
NUMBERED_CRITERION = re.compile(r"(?:tiêu chí\s*)?(?:số\s*)?\d{1,2}")  # under "Số xã đạt tiêu chí"
OF_DISTRICTS = re.compile(r"^(?:tên |thuộc )?(?:huyện|đơn vị cấp huyện|quận, huyện)\b")
STEPS = {
    Standard.COMMUNE_ADVANCED: ("nc", "nâng cao"),
    Standard.COMMUNE_MODEL: ("km", "kiểu mẫu"),
    Standard.COMMUNE_MODERN: ("hđ", "hiện đại"),
}
# Counts that there will be, and in brackets the criteria that make the difference.
MORE_TO_COME = re.compile(
    r"(?:đạt )?\d{1,2}(?: ?/ ?\d{1,2})? ?(?:tc|tiêu chí)? ?\((?:tăng |đạt )?thêm:? (?P<list>[^()]*\d[^()]*)\)"
)
BARE_NAME = re.compile(r"^[^\W\d][^\d]*$")


@dataclass(frozen=True, slots=True)
class TableRules:
    """The rules of `rules/tables.toml`, compiled."""

    columns: tuple[tuple[str, re.Pattern[str]], ...]
    words: dict[str, re.Pattern[str]]
    short: tuple[tuple[re.Pattern[str], str], ...]
    standards: tuple[tuple[Standard, re.Pattern[str]], ...]

    def says(self, key: str, text: str) -> bool:
        """Tell whether a text has the words of a kind."""
        return bool(self.words[key].search(self.written_out(mend_slips(fold(text)))))

    def written_out(self, folded: str) -> str:
        """Write the abbreviations of headings out: "số tc đạt" is "số tiêu chí đạt"."""
        for pattern, long in self.short:
            folded = pattern.sub(long, folded)
        return folded


@cache
def table_rules() -> TableRules:
    """Load the rules for tables."""
    data = load_rules("tables.toml")
    return TableRules(
        columns=tuple((entry["role"], re.compile(entry["words"])) for entry in data["column"]),
        words={key: re.compile(words) for key, words in data["words"].items()},
        short=tuple((re.compile(rf"(?<!\w){short}(?![^\W\d])"), long) for short, long in data["short"].items()),
        standards=tuple((Standard(entry["key"]), re.compile(entry["words"])) for entry in data["standard"]),
    )


def written_out(path: str) -> str:
    """Return the words of a heading without specks and slips, abbreviations written out."""
    return table_rules().written_out(
        mend_slips(PATH_MARK.join(STRAY.sub("", part) for part in fold(path).split(PATH_MARK)))
    )


def role_of(path: str) -> str:
    """Return what a column holds by its headings; "other" where they fit no rule."""
    folded = written_out(path)
    *above, last = folded.split(PATH_MARK)
    if above and NUMBERED_CRITERION.fullmatch(last):
        return "other"
    for role, pattern in table_rules().columns:
        if pattern.search(folded) or (
            role in ("number", "name", "whole", "note", "criterion") and pattern.search(last)
        ):
            return role
    return "other"


def criterion_in(heading: str) -> CriterionMention | None:
    """Read the criterion that a heading or the first cell of a row is: its number, its name, or both."""
    text = BROKEN_NUMBER.sub("", heading.strip(" .:"))
    if match := CRITERION.match(text) or NAME_AND_NUMBER.match(text):
        return CriterionMention(number=str(int(match["number"])), name=match["name"], explicit=True)
    return CriterionMention(name=text, explicit=True) if BARE_NAME.match(text) else None


def year_in(text: str | None) -> str | None:
    """Return the last year that a heading names; a period counts by its last year."""
    years = YEAR.findall(text or "")
    return years[-1] if years else None


def standard_in(*texts: str | None) -> Standard:
    """Return the standard that the first of the texts to name one speaks of; the commune's own where none does."""
    for text in texts:
        for standard, pattern in table_rules().standards:
            if text and pattern.search(table_rules().written_out(fold(text))):
                return standard
    return Standard.COMMUNE


def heading_standard(table: StitchedTable, column: int) -> Standard:
    """Return the standard over a column; "Xã đạt chuẩn NTM" in a table about several is the communes' own."""
    path = table.grid.paths[column]
    return standard_in(path) if table_rules().says("any_standard", path) else standard_in(table.title)


def standard_over(table: StitchedTable, column: int, group: str | None) -> Standard:
    """Return the standard of a cell: that of its group of rows, else that over its column."""
    return standard_in(group) if table_rules().says("any_standard", group or "") else heading_standard(table, column)


def standard_alone(text: str) -> Standard | None:
    """Return the standard that a cell or heading is the name of and nothing else: "NTMNC", "Nâng cao", "Xã NTM"."""
    match = table_rules().words["standard_alone"].fullmatch(fold(text))
    if match is None or not (match["own"] or match["step"]):
        return None
    step = match["step"]
    if step is None:
        return Standard.COMMUNE
    return next((standard for standard, words in STEPS.items() if step in words), None)

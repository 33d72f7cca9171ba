"""What a paragraph inherits from the headings above it: the criterion, the standard, the place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.analysis import Analysis, Token
from extractors.outline import BRACKET, DASH, LETTER, ROMAN
from normalizers.text import fold
from schemas.document import Block, Paragraph
from schemas.mentions import CriterionMention
from schemas.vocabulary import Standard

PLACE_KINDS = ("huyện", "xã", "tỉnh", "phường")
TWO_WORD_KINDS = (("thành", "phố"), ("thị", "xã"), ("thị", "trấn"))
LONGEST_NAME = 5  # tokens, an apostrophe among them
APOSTROPHES = ("'", "’", "‘")
SHORT = 160  # a heading, not a sentence
# Headings over what was reached so far; "kết quả dự kiến" is none.
RESULTS = re.compile(
    r"^(?:(?:khái quát|tóm tắt|một số|đánh giá|sơ lược|về|những) )*(?:kết quả|thực trạng|hiện trạng|tình hình"
    r"|(?:tồn tại|hạn chế|khó khăn)(?=$|[,;:]| và | tồn tại| hạn chế| vướng))(?!\w)"
    r"(?!.*(?:dự kiến|phấn đấu|(?:và|,) (?:kế hoạch|mục tiêu)))"
)
AIMS = re.compile(r"\b(?:mục tiêu|chỉ tiêu|phấn đấu|kế hoạch)\b")
# Headings whose year or period holds for the goals and results under them.
DATED = re.compile(
    r"^(?:(?:các|về) )?(?:mục tiêu|chỉ tiêu|giai đoạn|đến|năm|trong năm|kết quả|đánh giá|tình hình|thực trạng"
    r"|hiện trạng|phương hướng|kế hoạch)\b"
)
YEAR = re.compile(r"\bnăm (20\d\d)\b(?!\s*[-–])")
PERIOD = re.compile(r"\b(?:giai đoạn|thời kỳ)(?: năm)? 20\d\d\s*[-–]\s*(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """The nearest criterion, standard, place and year above a paragraph; None where nothing is said.

    `results`: the headings tell that results follow; `aims`: that goals do.
    """

    criterion: CriterionMention | None = None
    standard: Standard | None = None
    place: str | None = None
    year: str | None = None
    results: bool = False
    aims: bool = False


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A kind word and the name after it, as printed, and the tokens that they are."""

    kind: str
    text: str
    start: int
    end: int


def heading_criterion(analysis: Analysis) -> CriterionMention | None:
    """Read the criterion that a paragraph is about from its first words: "Tiêu chí số 2 về Giao thông: …".

    A paragraph on several criteria ("Các tiêu chí …:") is about none of them.
    """
    tokens = analysis.tokens
    start = 0
    while start < min(4, len(tokens)) and tokens[start].norm != "tiêu":
        if tokens[start].norm == "các":
            return None
        start += 1
    if [token.norm for token in tokens[start : start + 2]] != ["tiêu", "chí"]:
        return _bare_name(analysis)
    position, number = start + 2, None
    if position < len(tokens) and tokens[position].norm == "số":
        position += 1
    if position < len(tokens) and tokens[position].kind == "num":
        number = tokens[position].text
        position += 1
    while position < len(tokens) and tokens[position].norm in ("-", "–", ":", "về", "."):
        position += 1
    end = position
    while end < len(tokens) and tokens[end].text not in (":", ";", ".", "(") and end - position < 14:
        end += 1
    if number is None and end < len(tokens) and tokens[end].text == "(" and (own := _number_behind(analysis, end)):
        return CriterionMention(number=own, name=analysis.words(position, end))
    if number is None and (end >= len(tokens) or tokens[end].text != ":"):
        return None
    name = analysis.words(position, end) if end < len(tokens) and tokens[end].text == ":" else None
    return CriterionMention(number=number, name=name) if number or name else None


def _number_behind(analysis: Analysis, position: int) -> str | None:
    """Return the number in a bracket that begins here: "Tiêu chí giao thông (tiêu chí 2): …"."""
    tokens = analysis.tokens[position + 1 : position + 6]
    numbers = [token.text for token in tokens if token.kind == "num"]
    named = [token.norm for token in tokens[:2]] == ["tiêu", "chí"]
    return numbers[0] if named and numbers else None


def _bare_name(analysis: Analysis) -> CriterionMention | None:
    """Read a criterion's name that alone stands before a colon: "2. Giao thông: …"."""
    first = next((at for at, token in enumerate(analysis.tokens[:4]) if token.text[:1].isupper()), None)
    span = analysis.starting("CRITERION_NAME", first) if first is not None else None
    if span is None or span.end >= len(analysis.tokens) or analysis.tokens[span.end].text != ":":
        return None
    return CriterionMention(name=analysis.words(span.start, span.end))


def find_places(analysis: Analysis, start: int, end: int) -> list[PlaceWords]:
    """Find names of places with their kind word before them ("huyện Đình Lập", "xã Cao Lâu") in tokens [start, end)."""
    tokens = analysis.tokens
    found = []
    position = start
    while position < end:
        kind_length = _kind_length(analysis, position)
        if kind_length:
            last = position + kind_length
            while (
                last < end
                and last - position - kind_length < LONGEST_NAME
                and (_may_be_name(tokens[last]) or joined_name(tokens, last))
            ):
                last += 1
            named = last > position + kind_length and tokens[last - 1].kind == "word"
            if named and not analysis.covers("STANDARD", position + kind_length):  # "xã Nông thôn mới" is none
                kind = " ".join(token.norm for token in tokens[position : position + kind_length])
                found.append(PlaceWords(kind, analysis.words(position, last), position, last))
                position = last
                continue
        position += 1
    return found


def joined_name(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a token goes on with a highland name at its apostrophe: Đắk R'lấp, Ea H'leo, Cư M'gar."""
    mark = position if tokens[position].text in APOSTROPHES else position - 1
    if mark < 1 or mark + 1 >= len(tokens) or tokens[mark].text not in APOSTROPHES:
        return False
    close = tokens[mark - 1].end == tokens[mark].start and tokens[mark].end == tokens[mark + 1].start
    return close and tokens[mark - 1].text[:1].isupper()


def _may_be_name(token: Token) -> bool:
    """Tell whether a token may be of a name: a capital, but no abbreviation such as NTM."""
    return token.text[:1].isupper() and (len(token.text) == 1 or not token.text.isupper())


def _kind_length(analysis: Analysis, position: int) -> int:
    norms = [token.norm for token in analysis.tokens[position : position + 2]]
    if tuple(norms) in TWO_WORD_KINDS:
        return 2
    return 1 if norms[:1] and norms[0] in PLACE_KINDS else 0


def standard_of_heading(analysis: Analysis) -> Standard | None:
    """Return the standard other than the commune's that a heading speaks of.

    A heading that names several ("xã NTM, khu dân cư kiểu mẫu, vườn mẫu") is about none of them.
    """
    spans = analysis.within("STANDARD", 0, len(analysis.tokens))
    keys = {span.key for span in spans}
    district = [place for place in find_places(analysis, 0, len(analysis.tokens)) if place.kind == "huyện"]
    if keys == {"commune"} and district and not any(token.norm == "xã" for token in analysis.tokens):
        return Standard.DISTRICT
    if len(keys) == 1:
        return Standard(keys.pop())
    if keys and keys <= {"district", "commune"} and "district" in keys:
        return Standard.DISTRICT
    return None


def contexts(blocks: Sequence[Block], analyses: Sequence[Analysis | None]) -> list[Context]:
    """Return the context of every block: its own first words before those of the headings above it."""
    result: list[Context] = []
    for position, block in enumerate(blocks):
        context = Context()
        line = [*block.path, position] if isinstance(block, Paragraph) else list(block.path)
        for index in line:
            told = _title_of(blocks, index)
            above, analysis = blocks[told], analyses[told]
            if isinstance(above, Paragraph) and told != index:
                above = replace(above, marker="", level=ROMAN)
            if not isinstance(above, Paragraph) or analysis is None or not _reaches(blocks, index, position):
                continue
            context = _narrowed(context, above, analysis, own=index == position)
        result.append(context)
    return result


def _title_of(blocks: Sequence[Block], index: int) -> int:
    """Return where the words of a heading stand: "PHẦN THỨ NHẤT" has them in the line below."""
    heading, below = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
    bare = isinstance(heading, Paragraph) and heading.marker is not None and heading.text.strip() == heading.marker
    titled = isinstance(below, Paragraph) and below.marker is None and below.text.isupper()
    return index + 1 if bare and titled else index


def _reaches(blocks: Sequence[Block], above: int, position: int) -> bool:
    """Tell whether an item's words hold for a later block: a dash ends where unmarked text follows it."""
    item, block = blocks[above], blocks[position]
    if above == position or not isinstance(item, Paragraph) or item.level < DASH:
        return True
    return isinstance(block, Paragraph) and (block.marker is not None or len(block.path) > block.path.index(above) + 1)


def _narrowed(context: Context, paragraph: Paragraph, analysis: Analysis, own: bool) -> Context:
    criterion = heading_criterion(analysis) or context.criterion
    context = replace(context, criterion=criterion)
    if own and paragraph.level < LETTER and paragraph.marker is None:
        return context
    heading = paragraph.marker is not None and paragraph.level <= DASH - 1 and len(paragraph.text) < SHORT
    if not heading or (own and paragraph.level >= BRACKET):
        return context
    if not (own and _is_sentence(analysis)):
        context = _dated(replace(context, standard=standard_of_heading(analysis) or context.standard), paragraph)
        named = [p for p in find_places(analysis, 0, len(analysis.tokens)) if p.kind != "tỉnh"]
        if len(named) == 1:
            return replace(context, place=named[0].text)
    return context


def _is_sentence(analysis: Analysis) -> bool:
    """Tell whether a numbered paragraph states goals itself: it counts something."""
    counts = (at for at, token in enumerate(analysis.tokens) if token.kind in ("num", "ratio"))
    return any(analysis.starting("UNIT", at + 1) for at in counts)


def _dated(context: Context, heading: Paragraph) -> Context:
    """Take from a heading whether results or goals follow, and of which year."""
    words = fold(heading.text)[len(heading.marker or "") :].strip(" .:-–")
    results, aims = bool(RESULTS.match(words)), bool(AIMS.search(words))
    if results or aims:
        context = replace(context, results=results, aims=aims and not results, year=None)
    years = {*YEAR.findall(words), *PERIOD.findall(words)}
    dated = results or DATED.match(words)
    return replace(context, year=years.pop()) if dated and len(years) == 1 else context

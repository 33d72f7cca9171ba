"""The status, the year, the deadline, the place and the criterion that a clause says."""

from __future__ import annotations

from extractors.analysis import Analysis, Span
from extractors.context import Context, find_places
from schemas.mentions import CriterionMention
from schemas.vocabulary import Status

# Words before "năm 2023" that make it the year of something else than the goal.
OTHER_YEARS = ("luật", "với", "của", "từ", "trước", "vào", "nghị", "quyết", "bộ", "quả", "lần")
# Words before it that make it the year of the goal: "đạt chuẩn vào năm 2024".
BY_WHEN = ("vào", "trong", "chuẩn", "mới", "ntm", "cao", "mẫu", "đích")
BEFORE_COUNT = (":", "là", "có", "đạt", "thêm", "phấn", "đấu", "công", "nhận", "mới")  # between a year and its count
LONGEST_NAME = 16  # tokens of "Tiêu chí số 17 về Môi trường và an toàn thực phẩm"
LENGTH_OF_YEAR = 4
LOOK_BACK = 6
# "Mục tiêu của tỉnh đến năm 2030, …" tells a goal's own year, "tầm nhìn đến năm 2045" none.
OUTLOOKS = ("hướng", "nhìn", "từ", "và")
JOINING = ("và", ";", ",")
AIMED = ("có", "phấn", "toàn", "đạt", "tỉnh", "huyện")
UNTIL = ("đến", "hết", "cuối")
# A sentence with these says something of its own; one without them goes on with what stands.
ANEW = ("STRIVE", "AIM", "MORE", "KEEP", "ESTIMATE", "DEADLINE", "YEAR", "EACH")
RAISING = ("nâng", "đưa", "lũy")
PARTS = (("trong", "đó"), ("trong", "số"))
LONGEST_RUN = 8  # sentences that go on with one before them


def year_said(analysis: Analysis, sentence: tuple[int, int], start: int, end: int) -> str | None:
    """Return the year that holds for the tokens [start, end): the last one before them in the sentence, else within."""
    own = [span for span in analysis.within("YEAR", sentence[0], start) if _of_goal(analysis, span)]
    own = [span for span in own if not _closed(analysis, span.end, start) and not _of_subject(analysis, span, start)]
    if not own:
        within = [span for span in analysis.within("YEAR", start, end) if not _of_one_alone(analysis, span, start)]
        own = [span for span in within if _of_goal(analysis, span) or _behind(analysis, span)][:1]
    if own and analysis.within("STRIVE", own[-1].end, end):
        # "trình công nhận … năm 2020, phấn đấu 02 huyện đạt chuẩn vào cuối năm 2021"
        later = [span for span in analysis.within("YEAR", start, end) if _of_goal(analysis, span)]
        own = later[:1] or own
    if own:
        return analysis.tokens[own[-1].end - 1].text
    return _as_of(analysis, sentence[0], start) or _period_opening(analysis, sentence) or _carried(analysis, sentence)


def _of_one_alone(analysis: Analysis, span: Span, start: int) -> bool:
    """ "100% huyện … (riêng thành phố … trong năm 2019)": a bracket that speaks of one alone."""
    opening = next((at for at in range(span.start - 1, start, -1) if analysis.tokens[at].text in "()"), None)
    return opening is not None and analysis.tokens[opening].text == "(" and _alone(analysis, opening + 1)


def _alone(analysis: Analysis, position: int) -> bool:
    return analysis.tokens[position].norm in ("riêng", "trừ")


def _behind(analysis: Analysis, span: Span) -> bool:
    """ "xây dựng 04 huyện đạt chuẩn nông thôn mới đến năm 2025": by when, right behind what is met."""
    period = analysis.covers("PERIOD", span.start)
    return bool(period and period.end - period.start == 3 and analysis.norm_before(period.start) in BY_WHEN)


def _as_of(analysis: Analysis, first: int, start: int) -> str | None:
    """Return the year of the day or month on which things stood: "Tính đến 30/6/2023, …"."""
    dates = analysis.within("AS_OF", first, start)
    return analysis.tokens[dates[-1].end - 1].text[-LENGTH_OF_YEAR:] if dates else None


def _period_opening(analysis: Analysis, sentence: tuple[int, int]) -> str | None:
    """Return the last year of the period that opens a sentence: "Giai đoạn 2016 - 2019, tỷ lệ hộ nghèo giảm …"."""
    first = next((at for at in range(*sentence) if analysis.tokens[at].kind == "word"), sentence[1])
    first += first < sentence[1] and analysis.tokens[first].norm == "trong"
    period = analysis.starting("PERIOD", first)
    if period is None or analysis.tokens[first].norm != "giai":
        return None
    year = analysis.tokens[period.end - 1].text
    return year if len(year) == LENGTH_OF_YEAR and year.isdigit() else None


def _carried(analysis: Analysis, sentence: tuple[int, int]) -> str | None:
    """Return the year by which an earlier sentence sets goals, or of what it says stands, where this one goes on.

    "Mục tiêu đến năm 2025: có 40 xã đạt chuẩn. Không còn xã dưới 10 tiêu chí."
    """
    stands = _stands(analysis, sentence)
    if any(analysis.tokens[at].norm == "năm" and analysis.norm_before(at) != "/" for at in range(*sentence)):
        return None  # "năm nay", "mỗi năm": it has a time of its own
    for earlier in _before(analysis, sentence):
        if _stands(analysis, earlier) != stands:
            return None
        spans = [span for span in analysis.within("YEAR", *earlier) if _of_goal(analysis, span)]
        if spans:
            until = analysis.norm_before(spans[0].start) in UNTIL or analysis.covers("PERIOD", spans[0].start)
            opens = spans[0].start == earlier[0]  # "Năm 2023 …"
            years = {analysis.tokens[span.end - 1].text for span in spans}
            holds = len(years) == 1 and (opens or (until and (stands or strives(analysis, *earlier))))
            return years.pop() if holds else None
        if stands and (day := _as_of(analysis, *earlier)):
            return day
    return None


def _before(analysis: Analysis, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the sentences right before one, the nearest first."""
    return [earlier for earlier in analysis.sentences if earlier[1] <= sentence[0]][: -LONGEST_RUN - 1 : -1]


def _stands(analysis: Analysis, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence says what stands already, by its own words or those of the ones before."""
    return _so_far(analysis, sentence) or goes_on_standing(analysis, sentence)


def _so_far(analysis: Analysis, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence says how far things are, with a figure."""
    spans = analysis.within("SO_FAR", *sentence)
    figures = (
        analysis.tokens[at].kind in ("num", "ratio") and not analysis.covers("NO_QUANTITY", at)
        for at in range(spans[0].start if spans else sentence[1], sentence[1])
    )
    return any(figures) and not strives(analysis, *sentence)


def goes_on_standing(analysis: Analysis, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence goes on with what one before it says to stand already.

    "Tính đến hết năm 2017 có 33 xã đạt chuẩn. Bình quân đạt 12,9 tiêu chí/xã.": nothing is striven for.
    """
    if not _adds(analysis, sentence):
        return False
    for earlier in _before(analysis, sentence):
        if _so_far(analysis, earlier):
            return True
        if not _adds(analysis, earlier):
            return False
    return False


def _adds(analysis: Analysis, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence strives for nothing of its own; one that begins with "trong đó" tells of a part."""
    if strives(analysis, *sentence):
        return False
    norms = [token.norm for token in analysis.tokens[slice(*sentence)]]
    part = tuple(norms[:2]) in PARTS or (norms[:1] == ["trong"] and analysis.tokens[sentence[0] + 1].kind == "num")
    anew = any(analysis.within(label, *sentence) for label in ANEW) or any(word in norms for word in RAISING)
    return part or not anew


def year_by_when(analysis: Analysis, start: int, end: int) -> str | None:
    """Return the year by which named places are to get there: "xã A đạt chuẩn vào năm 2024"."""
    for span in analysis.within("YEAR", start, end):
        year = analysis.tokens[span.end - 1].text
        if analysis.norm_before(span.start) in BY_WHEN and len(year) == LENGTH_OF_YEAR:
            return year
    return None


def year_right_before(analysis: Analysis, start: int, position: int) -> str | None:
    """Return the year right before a number: "…: năm 2022: 06 xã, năm 2023: 07 xã"."""
    for span in reversed(analysis.within("YEAR", start, position)):
        marks = all(token.norm in BEFORE_COUNT for token in analysis.tokens[span.end : position])
        return analysis.tokens[span.end - 1].text if marks and _of_goal(analysis, span) else None
    return None


def _of_subject(analysis: Analysis, span: Span, position: int) -> bool:
    """ "Xã đăng ký về đích năm 2018 hoàn thành thêm …": the year tells which places are meant, the verb follows it."""
    before = [token.norm for token in analysis.tokens[max(span.start - LOOK_BACK, 0) : span.start]]
    registered = "diện" in before or ("đăng" in before and "ký" in before)
    goes_on = analysis.tokens[span.end : position]
    return registered and any(token.kind == "word" and token.norm not in BEFORE_COUNT for token in goes_on)


def _closed(analysis: Analysis, position: int, end: int) -> bool:
    """Tell whether a bracket around the position closes before `end`: what it says holds for something else."""
    depth = 0
    for token in analysis.tokens[position:end]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            return True
    return False


def _of_goal(analysis: Analysis, span: Span) -> bool:
    period = analysis.covers("PERIOD", span.start)
    if period and not _opens(analysis, period):
        return False
    before = [token.norm for token in analysis.tokens[max(span.start - LOOK_BACK, 0) : span.start]]
    year = analysis.tokens[span.end - 1].text
    by_when = before[-1:] == ["vào"] and any(analysis.ending(label, span.start - 1) for label in ("MEET", "STANDARD"))
    if by_when:
        return len(year) == LENGTH_OF_YEAR and year.isdigit()  # "đạt chuẩn vào năm 2024"
    compared = "luật" in before or before[-2:] == ["với", "cuối"] or before[-1:] in [[word] for word in OTHER_YEARS]
    return len(year) == 4 and year.isdigit() and not compared


def _opens(analysis: Analysis, period: Span) -> bool:
    """ "Đến năm 2020, huyện có …", "Phấn đấu đến năm 2020 …": the goal's own year, not a subject's."""
    first = next((start for start, end in analysis.sentences if start <= period.start < end), 0)
    before = [token.norm for token in analysis.tokens[first : period.start] if token.kind == "word"]
    if period.end - period.start != 3:
        return False
    if not before or before[-2:] in (["phấn", "đấu"], ["từ", "nay"]) or before[-1] == "tính":
        return True
    # "mục tiêu của tỉnh đến năm 2030, số xã …", "Mục tiêu đặt ra là đến năm 2025 toàn tỉnh …"
    aims = [span.end for span in analysis.within("STRIVE", first, period.start)]
    near = bool(aims) and period.start - aims[-1] <= LONGEST_NAME and before[-1] not in OUTLOOKS
    if near and not analysis.within("STANDARD", aims[-1], period.start):
        return True
    # "đến năm 2020 có 30 xã … và đến năm 2025, có 60 xã"
    follows = analysis.tokens[period.end].text if period.end < len(analysis.tokens) else "."
    return analysis.norm_before(period.start) in JOINING and (follows == "," or follows in AIMED)


def status_said(analysis: Analysis, start: int, end: int, context: Context) -> Status:
    """Return what the tokens [start, end) of a sentence tell of: where things stand, an estimate, else a goal.

    Under a heading on results a sentence tells of results, unless it strives for something.
    """
    estimates = analysis.within("ESTIMATE", start, end)
    if estimates and not analysis.within("STRIVE", estimates[-1].end, end):  # "dự kiến đến cuối năm, phấn đấu …"
        return Status.ESTIMATE
    so_far = [span for span in analysis.within("SO_FAR", start, end) if not _closed(analysis, span.end, end)]
    if any(analysis.norm_before(span.start) == "(" for span in so_far):
        return Status.RESULT  # "xã A (hiện đạt 16 tiêu chí)", whatever is striven for outside
    stated = [span for span in so_far if analysis.tokens[span.end - 1].kind in ("num", "ratio")]
    if stated and not analysis.within("STRIVE", stated[-1].end, end):
        return Status.RESULT  # "Sau 10 năm phấn đấu, tỉnh đã có 05 huyện đạt chuẩn"
    sentence = next((part for part in analysis.sentences if part[0] <= start < part[1]), (start, end))
    reached = context.results or so_far or goes_on_standing(analysis, sentence)
    return Status.RESULT if reached and not strives(analysis, start, end) else Status.TARGET


def strives(analysis: Analysis, start: int, end: int) -> bool:
    """Tell whether the tokens [start, end) of a sentence say that something is striven for ("phấn đấu")."""
    return bool(analysis.within("STRIVE", start, end))


def deadline_said(analysis: Analysis, clause: tuple[int, int], end: int) -> str | None:
    """Return the words of the clause that set a deadline ("hết năm 2021", "trước tháng 10/2024").

    "Tính đến 30/6/2023" sets none: it tells when things stood so. Nor does one of what is striven for behind the goal,
    whose words end at `end`.
    """
    spans = [
        span
        for span in analysis.within("DEADLINE", *clause)
        if analysis.norm_before(span.start) != "tính" and not analysis.within("STRIVE", end, span.start)
    ]
    return analysis.words(spans[0].start, spans[0].end) if spans else None


def place_said(analysis: Analysis, start: int, end: int, kinds: tuple[str, ...]) -> str | None:
    """Return the one place of the given kinds that the tokens [start, end) name; None where there is not just one."""
    named = {place.text for place in find_places(analysis, start, end) if place.kind in kinds}
    return named.pop() if len(named) == 1 else None


def named_criterion(analysis: Analysis, start: int, end: int) -> CriterionMention | None:
    """Return the criterion that the tokens [start, end) name after "tiêu chí" or "đạt chuẩn về"."""
    tokens = analysis.tokens
    for span in analysis.within("CRITERION_NAME", start, end):
        before = [token.norm for token in tokens[max(span.start - 4, 0) : span.start]]
        if before[-2:] == ["tiêu", "chí"] or before[-3:] in (["tiêu", "chí", "về"], ["chí", "số", "về"]):
            return CriterionMention(name=analysis.words(span.start, span.end), explicit=True)
        if before[-2:] == ["chuẩn", "về"]:
            return CriterionMention(name=analysis.words(span.start, span.end), explicit=True)
    for at in range(start, end - 2):
        bare = [token.norm for token in tokens[at : at + 3]] in (["đạt", "tiêu", "chí"], ["thành", "tiêu", "chí"])
        if bare and at + 3 < len(tokens) and tokens[at + 3].kind == "num" and analysis.starting("UNIT", at + 4) is None:
            return CriterionMention(number=tokens[at + 3].text, explicit=True)  # "13 xã đạt tiêu chí 2"
    for at in range(start, end - 3):
        numbered = [token.norm for token in tokens[at : at + 3]] == ["tiêu", "chí", "số"]
        if numbered and tokens[at + 3].kind == "num":
            return CriterionMention(number=tokens[at + 3].text, explicit=True)
    return None


def opening_criterion(analysis: Analysis, clause: tuple[int, int]) -> CriterionMention | None:
    """Return the criterion that a clause announces: "…; Tiêu chí Nghèo đa chiều: thêm 03 xã"."""
    first = next((at for at in range(*clause) if analysis.tokens[at].kind == "word"), clause[1])
    colon = next(
        (at for at in range(first, min(first + LONGEST_NAME, clause[1])) if analysis.tokens[at].text == ":"), None
    )
    if colon is None or analysis.starting("CRITERIA", first) is None:
        return None
    named = named_criterion(analysis, first, colon)
    return named.model_copy(update={"explicit": False}) if named else None

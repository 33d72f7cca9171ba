"""Counts of places that meet a standard or a criterion, put together from what each number says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.analysis import Analysis, Span
from extractors.context import Context, find_places
from extractors.event_bounds import Event, TargetEvent
from extractors.name_lists import Piece, list_after, list_in_brackets, of_district
from extractors.quantities import Quantity
from extractors.said import deadline_said, named_criterion, place_said, status_said, strives, year_said
from extractors.target_events import classify
from extractors.target_frames import MAINTAINED, Frame, belongs, continued, joined, programme, standards
from schemas.document import Paragraph
from schemas.mentions import CommuneMention, CriterionMention, TargetMention
from schemas.vocabulary import Counted, Role, Standard, Status

DISTRICT_KINDS = ("huyện", "thành phố", "thị xã")
STANDARD_OF = {
    Counted.RESIDENTIAL_AREA: Standard.RESIDENTIAL_AREA_MODEL,
    Counted.GARDEN: Standard.GARDEN_MODEL,
    Counted.VILLAGE: Standard.VILLAGE,
    Counted.DISTRICT: Standard.DISTRICT,
}
# By what is counted and the longest of the standards named: "62 thôn đạt chuẩn nông thôn mới kiểu mẫu".
SPECIAL_OF = {
    (Counted.VILLAGE, "village_model"): Standard.VILLAGE_MODEL,
    (Counted.VILLAGE, "commune_model"): Standard.VILLAGE_MODEL,
    (Counted.VILLAGE, "residential_area_model"): Standard.VILLAGE_MODEL,
    (Counted.VILLAGE, "commune_advanced"): Standard.OTHER,
    (Counted.DISTRICT, "district_advanced"): Standard.DISTRICT_ADVANCED,
    (Counted.DISTRICT, "commune_advanced"): Standard.DISTRICT_ADVANCED,
}
COMMUNE_STANDARDS = ("commune", "commune_advanced", "commune_model", "commune_modern")
ROLES = {
    Event.ADDED: Role.REACHES,
    Event.ALREADY: Role.REACHES,
    Event.CONSOLIDATED: Role.CONSOLIDATES,
    Event.KEPT: Role.MAINTAINS,
    Event.KEPT_CRITERIA: Role.MAINTAINS,
    Event.TOWARDS: Role.WORKS_TOWARDS,
}
LONGEST_COMPARISON = 8  # tokens of "so với cùng kỳ năm 2018"
LISTING = ("là", "gồm", "bao", "xã", "cụ", "thể", "đó", ",", "các", "như", "sau")  # words that announce a list


@dataclass(slots=True)
class TargetFinder:
    """Finds the targets of one paragraph; `used` are the quantities that they claimed."""

    paragraph: Paragraph
    analysis: Analysis
    quantities: Sequence[Quantity]
    context: Context
    used: set[int] = field(default_factory=set)

    def find(self) -> list[TargetMention]:
        """Return the paragraph's targets in order."""
        frames: list[Frame] = []
        for sentence in self.analysis.sentences:
            for clause in self.analysis.clauses(*sentence):
                self._read_clause(frames, sentence, clause)
        mentions = []
        for frame in frames:
            if frame.whole is not None:
                frame = replace(frame, standard=self._about(frames[frame.whole], Counted.COMMUNE)[0])
            mention = self._mention(frame)
            if mention is not None:
                mentions.append(mention)
                self.used.update(event.quantity.number for event in frame.events)
        return mentions

    def _read_clause(self, frames: list[Frame], sentence: tuple[int, int], clause: tuple[int, int]) -> None:
        found = False
        for index, quantity in enumerate(self.quantities):
            if not clause[0] <= quantity.number < clause[1]:
                continue
            event = classify(self.analysis, self.quantities, index, clause, under=self.context.criterion is not None)
            if event is None:
                frames.extend(self._part(frames, quantity, sentence, clause))
                continue
            found = True
            whole = next((at for at in reversed(range(len(frames))) if frames[at].whole is None), None)
            told = [frame for frame in frames if frame.whole is None and frame.events]
            latest = max(told, key=lambda frame: frame.events[-1].start, default=None)
            if latest is not None and (
                latest.events[-1].start >= clause[0]
                or latest.clause == clause
                or (latest.sentence == sentence and quantity.start == clause[0])
            ):
                event = continued(self.analysis, latest, event)
            at = self._goes_on(frames, whole, event, sentence, clause)
            if at is not None:
                frames[at] = joined(self.analysis, frames[at], event)
            elif event.kind is Event.SHARE or event.step:
                continue
            else:
                at = len(frames)
                frames.append(Frame((event,), sentence, clause))
            names = self._names(event, sentence, clause)
            frames[at] = replace(frames[at], names=(*frames[at].names, *names))
            if event.kind in (Event.ALREADY, Event.TOWARDS):
                frames.extend(self._next_step(frames[at], event))
        if not found:
            frames.extend(self._named_only(sentence, clause))
        elif frames and frames[-1].clause == clause:
            frames[-1] = self._with_names_before(frames[-1])
            frames.extend(self._named_next(frames[-1], sentence, clause))

    def _with_names_before(self, frame: Frame) -> Frame:
        """Add the communes named before a whole number: "công nhận xã A đạt chuẩn …, nâng tổng số lên 14/14 xã"."""
        first = frame.events[0] if frame.events else None
        if frame.names or first is None or first.kind is not Event.REACHED or frame.get(Event.ADDED):
            return frame
        named = self._named_only(frame.sentence, (frame.clause[0], first.start))
        return replace(frame, names=named[0].names) if named else frame

    def _named_next(self, frame: Frame, sentence: tuple[int, int], clause: tuple[int, int]) -> list[Frame]:
        """Find who strives for a standard after the counts: "giữ vững 04 xã …, phấn đấu xã A đạt chuẩn … kiểu mẫu"."""
        aims = [
            *self.analysis.within("STRIVE", frame.end, clause[1]),
            *self.analysis.within("AIM", frame.end, clause[1]),
        ]
        numbers = [q for q in self.quantities if frame.end <= q.number < clause[1]]
        if not aims or numbers or frame.whole is not None:
            return []
        return self._named_only(sentence, (min(span.start for span in aims), clause[1]))

    def _goes_on(
        self,
        frames: list[Frame],
        whole: int | None,
        event: TargetEvent,
        sentence: tuple[int, int],
        clause: tuple[int, int],
    ) -> int | None:
        """Return the position of the frame that an event goes on with: the last one, or one of its own standard."""
        if whole is None:
            return None
        if belongs(self.analysis, frames[whole], event, clause):
            return whole
        keys = standards(self.analysis, event.start, event.end)
        for at in reversed(range(whole)):
            frame = frames[at]
            alike = keys and keys == standards(self.analysis, frame.start, frame.end) and frame.whole is None
            if event.kind is Event.REACHED and frame.sentence == sentence and alike:
                return at if belongs(self.analysis, frame, event, clause) else None
        return None

    def _part(
        self, frames: list[Frame], quantity: Quantity, sentence: tuple[int, int], clause: tuple[int, int]
    ) -> list[Frame]:
        """Read the part of a count that one district has: "thêm 11 xã …, trong đó huyện A 02 xã (…), huyện B 01 xã"."""
        whole = next((at for at in reversed(range(len(frames))) if frames[at].whole is None), None)
        added = frames[whole].get(Event.ADDED) if whole is not None and frames[whole].clause == clause else None
        if whole is not None and added is None and frames[whole].sentence == sentence:
            opening = find_places(self.analysis, clause[0], quantity.start)
            if opening and opening[0].start == clause[0]:  # "…: huyện A 03 xã (…); huyện B 02 xã (…)"
                added = frames[whole].get(Event.ADDED)
        if added is None or quantity.unit != "commune" or quantity.total or not quantity.exact:
            return []
        places = find_places(self.analysis, max(added.end, clause[0]), quantity.start)
        between = self.analysis.tokens[places[-1].end : quantity.start] if places else ()
        if not places or places[-1].kind not in DISTRICT_KINDS or any(t.norm not in (":", "có") for t in between):
            return []
        event = TargetEvent(Event.ADDED, quantity, added.counted, places[-1].start, quantity.end)
        names = tuple(self._names(event, sentence, clause))
        return [Frame((event,), sentence, clause, names, place=places[-1].text, whole=whole)]

    def _names(
        self, event: TargetEvent, sentence: tuple[int, int], clause: tuple[int, int]
    ) -> list[tuple[Piece, Role]]:
        role = ROLES.get(event.kind)
        if role is None or event.counted is Counted.DISTRICT:
            return []
        following = [q.start for q in self.quantities if q.number > event.quantity.number and q.unit == "commune"]
        end = min([clause[1], *following])
        pieces = list_in_brackets(self.analysis, event.quantity.end, end)
        colon = self._announced(event, sentence[1])
        if colon and event.counted is Counted.COMMUNE and (not pieces or colon < pieces[0][0]):
            pieces = list_after(self.analysis, colon, sentence[1])[0] or pieces
        elif not pieces and event.counted in (Counted.RESIDENTIAL_AREA, Counted.GARDEN):
            places = find_places(self.analysis, event.quantity.end, sentence[1])
            pieces = [(place.start, place.end) for place in places if place.kind == "xã"]
        elif not pieces:
            pieces = list_after(self.analysis, colon, sentence[1])[0] if colon else []
            pieces = pieces or self._at(event.quantity.end, end)
        return [(piece, role) for piece in pieces if not of_district(self.analysis, piece)]

    def _at(self, start: int, end: int) -> list[Piece]:
        """Return the communes that work is to be done at: "xây dựng 01 xã nông thôn mới nâng cao tại xã Đại Thành"."""
        tokens = self.analysis.tokens
        places = find_places(self.analysis, start, end)
        first = next((place for place in places if place.kind == "xã" and tokens[place.start - 1].norm == "tại"), None)
        return list_after(self.analysis, first.start, end)[0] if first else []

    def _announced(self, event: TargetEvent, end: int) -> int | None:
        """Return where a list begins: before the verb ("04 xã: A, B về đích") or after it ("đạt chuẩn, gồm: A, B")."""
        colon = self._after_colon(event.quantity.end, event.quantity.end + 1) or self._after_colon(event.end, end)
        tokens = self.analysis.tokens
        if event.step:  # "(tăng 03 xã so với năm 2018: Hồng Lạc, Sơn Nam)"
            near = range(event.quantity.end, min(event.quantity.end + LONGEST_COMPARISON, end - 1))
            return next((at + 1 for at in near if tokens[at].text == ":"), None)
        if colon:
            return colon
        # "02 xã nông thôn mới là A và B"
        words = (at for at in range(event.quantity.end, event.end - 1) if tokens[at].norm in ("là", "gồm"))
        return next((at + 1 for at in words if tokens[at + 1].text[:1].isupper()), None)

    def _after_colon(self, position: int, end: int) -> int | None:
        """Return where a list begins that ":", "là" or ", gồm:" announces right here."""
        tokens = self.analysis.tokens
        at = max(position - 1, 0)
        while at < end - 1 and (tokens[at].norm in LISTING or at < position):
            if tokens[at + 1].text == ":":
                return at + 2
            at += 1
        announced = any(tokens[word].text != "," for word in range(position, at))
        return at if announced or (position < end and tokens[position].text == ":") else None

    def _next_step(self, frame: Frame, event: TargetEvent) -> list[Frame]:
        """Find what places that have a standard work towards next: "06 xã đã đạt chuẩn NTM nâng cao (…) … kiểu mẫu"."""
        if event.kind is Event.TOWARDS or not frame.names:
            return []
        last = frame.names[-1][0][1]
        goals = [
            *self.analysis.within("STRIVE", last, frame.clause[1]),
            *self.analysis.within("EACH", last, frame.clause[1]),
        ]
        own = {span.key for span in self.analysis.within("STANDARD", event.start, event.end)}
        later = [s for s in self.analysis.within("STANDARD", last, frame.clause[1]) if s.key not in own]
        if not goals or not later:
            return []
        names = tuple((piece, Role.WORKS_TOWARDS) for piece, _ in frame.names)
        clause = (min(span.start for span in goals), frame.clause[1])
        return [Frame((), frame.sentence, clause, names, Standard(later[-1].key))]

    def _named_only(self, sentence: tuple[int, int], clause: tuple[int, int]) -> list[Frame]:
        """Find communes named without a count: "đưa các xã A, B đạt chuẩn …", "xã A củng cố các tiêu chí …"."""
        for noun in self.analysis.within("COUNTED", *clause):
            if noun.key != "commune" or noun.end - noun.start > 2:
                continue
            pieces, end = list_after(self.analysis, noun.end, clause[1])
            if not pieces:
                continue
            first = (
                noun.end if self.analysis.tokens[noun.start].norm == "các" or noun.end - noun.start == 2 else noun.start
            )
            pieces[0] = (first, pieces[0][1])
            consolidates = any(self.analysis.starting("CONSOLIDATE", at) for at in (end, end + 1))
            meets = any(self.analysis.starting("MEET", at) for at in range(end, end + 4))
            later = [s for s in self.analysis.within("STANDARD", end, clause[1]) if s.key in COMMUNE_STANDARDS]
            strives = self.analysis.within("STRIVE", sentence[0], clause[1])
            strives = strives or self.analysis.within("AIM", clause[0], noun.start)
            meets_here = meets and self.context.aims and self._opens_clause(clause, noun.start)
            if later and (consolidates or (meets and strives) or meets_here):
                role = Role.CONSOLIDATES if consolidates else Role.REACHES
                names = tuple((piece, role) for piece in pieces)
                return [Frame((), sentence, (first, clause[1]), names, Standard(later[0].key))]
        return []

    def _opens_clause(self, clause: tuple[int, int], position: int) -> bool:
        """Tell whether nothing stands before a position in its clause but marks and a year: "- Năm 2023: xã A …"."""
        said = [*self.analysis.within("YEAR", *clause), *self.analysis.within("STANDARD", clause[0], position)]
        years = {at for span in said for at in range(span.start, span.end)}
        before = range(clause[0], position)
        return all(at in years or self.analysis.tokens[at].kind == "mark" for at in before)

    def _mention(self, frame: Frame) -> TargetMention | None:
        first = frame.events[0] if frame.events else None
        counted = first.counted if first else Counted.COMMUNE
        standard, criterion = self._about(frame, counted)
        if standard is None:
            return None
        kept = frame.get(*MAINTAINED)
        whole = frame.get(Event.REACHED, Event.KEPT, Event.ALREADY)
        share = frame.get(Event.SHARE, Event.KEPT_SHARE, Event.ALL_SHARE)
        begin, end = self.analysis.offsets(frame.start, frame.end)
        place_from = frame.clause[0] if first is None or first.start >= frame.clause[0] else first.start
        place = frame.place or place_said(
            self.analysis, place_from, first.quantity.start if first else frame.clause[0], DISTRICT_KINDS
        )
        return TargetMention(
            status=Status.MAINTAIN if kept else self._status(frame),
            strives=strives(self.analysis, frame.sentence[0], frame.end),
            standard=standard,
            counted=counted,
            criterion=criterion,
            added=_low(frame.get(Event.ADDED)),
            consolidated=_low(frame.get(Event.CONSOLIDATED, Event.KEPT_CRITERIA)),
            reached=_low(whole),
            total=whole.quantity.total if whole else None,
            percent=_low(share),
            place=place or self.context.place,
            year=year_said(self.analysis, frame.sentence, frame.start, frame.end) or self.context.year,
            deadline=deadline_said(self.analysis, frame.clause),
            communes=tuple(self._commune(piece, role) for piece, role in frame.names),
            evidence=self.paragraph.evidence(begin, end),
        )

    def _status(self, frame: Frame) -> Status:
        said = status_said(self.analysis, frame.sentence[0], frame.end, self.context)
        return Status.RESULT if said is Status.TARGET and frame.get(Event.ALREADY) else said

    def _commune(self, piece: Piece, role: Role) -> CommuneMention:
        begin, end = self.analysis.offsets(*piece)
        return CommuneMention(raw=self.analysis.words(*piece), role=role, evidence=self.paragraph.evidence(begin, end))

    def _about(self, frame: Frame, counted: Counted) -> tuple[Standard | None, CriterionMention | None]:
        """Tell which standard and criterion a frame counts; (None, None) where it counts neither."""
        if frame.standard is not None:
            return frame.standard, None
        spans = [
            span
            for event in frame.events
            for span in self.analysis.within("STANDARD", event.start, self._reach(frame, event))
            if counted is Counted.DISTRICT or not programme(self.analysis, span)
        ]
        counted_at = min((event.quantity.end for event in frame.events), default=frame.start)
        outside = [span for span in spans if not _in_brackets(self.analysis, counted_at, span.start)]
        spans = outside or spans
        if counted is not Counted.COMMUNE:
            keys = {span.key for span in spans}
            own = SPECIAL_OF.get((counted, max(keys, key=len)), STANDARD_OF[counted]) if keys else STANDARD_OF[counted]
            return (own, None) if keys or counted is Counted.GARDEN else (None, None)
        spans = [span for span in spans if span.key in COMMUNE_STANDARDS]
        if not spans and frame.get(Event.REACHED) is frame.events[0]:
            spans = self._standard_before(frame)
        criterion = self._criterion(frame)
        if not spans and criterion is None and self.context.standard and self._bare_standard(frame):
            return self.context.standard, None
        other = any(self.analysis.within("OTHER_STANDARD", event.start, event.end) for event in frame.events)
        if other and (criterion is None or not criterion.explicit):
            return Standard.OTHER, None
        if frame.get(Event.TOWARDS):
            spans = spans or list(self.analysis.within("STANDARD", frame.start, frame.clause[1]))
        standard = Standard(spans[-1].key) if spans else Standard.COMMUNE
        if standard not in COMMUNE_STANDARDS:
            standard = Standard.COMMUNE
        whole = criterion is None or (not criterion.explicit and self._whole_standard(frame, spans))
        if frame.get(Event.TOWARDS, Event.KEPT_CRITERIA) and (criterion is None or not criterion.explicit):
            return (standard, None) if spans else (None, None)
        if whole:
            return (standard, None) if spans else (None, None)
        return standard, criterion

    def _bare_standard(self, frame: Frame) -> bool:
        """ "có thêm 11 xã đạt chuẩn, …" under a heading on one standard of communes."""
        if self.context.standard not in COMMUNE_STANDARDS:
            return False
        tokens = self.analysis.tokens
        ends = [span.end for event in frame.events for span in self.analysis.within("MEET", event.start, event.end)]
        met = [end for end in ends if tokens[end - 1].norm in ("chuẩn", "đích")]
        return any(end >= len(tokens) or tokens[end].text in ",.;:()" for end in met)

    def _standard_before(self, frame: Frame) -> list[Span]:
        """ "ít nhất 02 xã đạt chuẩn …, lũy kế có 05/17 xã": a bare whole number takes up the standard before it."""
        first = frame.events[0]
        summed = self.analysis.starting("SUM", first.start)
        spans = self.analysis.within("STANDARD", frame.clause[0], first.start) if summed else []
        return [span for span in spans if span.key in COMMUNE_STANDARDS]

    def _reach(self, frame: Frame, event: TargetEvent) -> int:
        """Return how far the words of an event go: a step ("mỗi xã đạt thêm …") to the end of its clause."""
        return frame.clause[1] if event.kind is Event.TOWARDS else event.end

    def _whole_standard(self, frame: Frame, spans: Sequence[Span]) -> bool:
        """Tell whether the frame counts those that meet the whole set, though it stands under a criterion."""
        criteria = self.analysis.within("CRITERIA", frame.start, frame.end)
        return not criteria and any(self.analysis.ending("MEET", span.start) for span in spans)

    def _criterion(self, frame: Frame) -> CriterionMention | None:
        for event in frame.events:
            if named := named_criterion(self.analysis, event.start, event.end):
                return named
        return self.context.criterion


def _in_brackets(analysis: Analysis, start: int, position: int) -> bool:
    texts = [token.text for token in analysis.tokens[start:position]]
    return texts.count("(") > texts.count(")")


def _low(event: TargetEvent | None) -> str | None:
    return event.quantity.low if event else None

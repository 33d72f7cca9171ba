"""Counts of places that meet a standard or a criterion, put together from what each number says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.analysis import Analysis
from extractors.context import Context, find_places
from extractors.event_bounds import Event, TargetEvent
from extractors.name_lists import Piece, counted_in, list_after, list_in_brackets, of_district
from extractors.no_goals import national
from extractors.quantities import Quantity
from extractors.said import (
    deadline_said,
    opening_criterion,
    place_said,
    status_said,
    strives,
    year_by_when,
    year_right_before,
    year_said,
)
from extractors.target_ellipsis import of_a_year, standing, stands_in_sum
from extractors.target_events import classify
from extractors.target_frames import (
    COMMUNE_STANDARDS,
    MAINTAINED,
    Frame,
    belongs,
    continued,
    joined,
    standards,
    topic_of,
)
from extractors.target_names import announced, listed_in, named_only, names_at, of_one
from extractors.target_shares import bracketed
from extractors.target_standards import StandardReader
from extractors.target_subjects import subject_before
from schemas.document import Paragraph
from schemas.mentions import CommuneMention, CriterionMention, TargetMention
from schemas.vocabulary import Counted, Role, Standard, Status

DISTRICT_KINDS = ("huyện", "thành phố", "thị xã")
ROLES = {
    Event.ADDED: Role.REACHES,
    Event.ALREADY: Role.REACHES,
    Event.CONSOLIDATED: Role.CONSOLIDATES,
    Event.KEPT: Role.MAINTAINS,
    Event.KEPT_CRITERIA: Role.MAINTAINS,
    Event.TOWARDS: Role.WORKS_TOWARDS,
}
LISTED_BEHIND = {**ROLES, Event.REACHED: Role.REACHES}


@dataclass(slots=True)
class TargetFinder:
    """Finds the targets of one paragraph; `used` are the quantities that they claimed."""

    paragraph: Paragraph
    analysis: Analysis
    quantities: Sequence[Quantity]
    context: Context
    used: set[int] = field(default_factory=set)
    topic: bool = False  # the paragraph's first words tell the standard of all its counts

    def find(self) -> list[TargetMention]:
        """Return the paragraph's targets in order."""
        frames: list[Frame] = []
        topic = topic_of(self.analysis)
        if topic is not None and self.context.criterion is None:
            self.context, self.topic = replace(self.context, standard=topic), True
        for sentence in self.analysis.sentences:
            for clause in self.analysis.clauses(*sentence):
                self._read_clause(frames, sentence, clause)
            self._name_counted(frames, sentence)
        mentions = []
        reader = StandardReader(self.analysis, self.context, self.topic)
        for frame in frames:
            told = frame if frame.whole is None else frames[frame.whole]
            counted = frame.events[0].counted if frame.events else Counted.COMMUNE
            mention = self._mention(frame, *reader.about(told, counted))
            if mention is not None:
                mentions.append(mention)
                self.used.update(event.quantity.number for event in frame.events)
        return mentions

    def _read_clause(self, frames: list[Frame], sentence: tuple[int, int], clause: tuple[int, int]) -> None:
        found = False
        for index, quantity in enumerate(self.quantities):
            if not clause[0] <= quantity.number < clause[1] or national(self.analysis, quantity, clause[0]):
                continue
            under = (
                self.context.criterion is not None or self.topic or opening_criterion(self.analysis, clause) is not None
            )
            event = classify(self.analysis, self.quantities, index, clause, under=under)
            taken = self._part(frames, quantity, sentence, clause) if event is None else []
            if event is None or self._is_bare(event):
                taken = taken or self._of_year(frames, index, sentence, clause)
            if event is None or taken:
                found = found or bool(taken)
                frames.extend(taken)
                continue
            found = True
            if self.context.results and self._stands(event, clause):
                event = replace(event, kind=Event.REACHED)
            open_ = (at for at in reversed(range(len(frames))) if frames[at].whole is None)
            whole = next((at for at in open_ if not self._aside(frames[at], event)), None)
            told = [frame for frame in frames if frame.whole is None and frame.events]
            latest = max(told, key=lambda frame: frame.events[-1].start, default=None)
            if latest is not None and (
                latest.events[-1].start >= clause[0]
                or latest.clause == clause
                or (latest.sentence == sentence and self._opens(clause[0], quantity.start))
            ):
                event = continued(self.analysis, latest, event)
            if stands_in_sum(self.analysis, event, sentence, clause):
                event = standing(event)
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
            frames.extend(self._named(sentence, clause))
        elif frames and frames[-1].clause == clause:
            frames[-1] = self._with_names_before(frames[-1])
            frames.extend(self._named_next(frames[-1], sentence, clause))

    def _name_counted(self, frames: list[Frame], sentence: tuple[int, int]) -> None:
        """Give the communes that a sentence lists to the count before it that is as many: "… 02 xã. Đó là xã A, B"."""
        pieces = listed_in(self.analysis, sentence)
        for at in reversed(range(len(frames)) if pieces else ()):
            frame = frames[at]
            first = frame.events[0] if frame.events and not frame.names and frame.sentence[1] == sentence[0] else None
            if first and first.counted is Counted.COMMUNE and _as_many(first, pieces) and first.kind in LISTED_BEHIND:
                named = tuple((piece, LISTED_BEHIND[first.kind]) for piece in pieces)
                frames[at] = replace(frame, names=named)
                return

    def _aside(self, frame: Frame, event: TargetEvent) -> bool:
        """Tell whether a frame's counts stand in a bracket that closes before an event: "05 xã (02 xã …), nâng …"."""
        inside = [told for told in frame.events if bracketed(self.analysis, told.quantity, event.quantity.start)]
        return bool(inside) and inside[0] is frame.events[0]

    def _is_bare(self, event: TargetEvent) -> bool:
        """Tell whether a count has no words of its own that say what is met."""
        own = event.start == event.quantity.start and not event.step and event.quantity.total is None
        return (
            own
            and event.kind is not Event.SHARE
            and not any(self.analysis.within(label, event.start, event.end) for label in ("STANDARD", "MEET"))
        )

    def _opens(self, start: int, position: int) -> bool:
        """Tell whether a number opens its clause, or comes right after "trong đó"."""
        return all(token.norm in ("trong", "đó", ":", "có") for token in self.analysis.tokens[start:position])

    def _stands(self, event: TargetEvent, clause: tuple[int, int]) -> bool:
        """Tell whether a count without "thêm" or a sum says where things stand, under a heading on results."""
        if event.kind is not Event.ADDED or event.step or self.analysis.within("SUM", event.quantity.end, clause[1]):
            return False
        return not self.analysis.within("MORE", clause[0], event.quantity.start)

    def _with_names_before(self, frame: Frame) -> Frame:
        """Add the communes named before a whole number: "công nhận xã A đạt chuẩn …, nâng tổng số lên 14/14 xã"."""
        first = frame.events[0] if frame.events else None
        if frame.names or first is None or first.kind is not Event.REACHED or frame.get(Event.ADDED):
            return frame
        named = self._named(frame.sentence, (frame.clause[0], first.start))
        return replace(frame, names=named[0].names) if named else frame

    def _named(self, sentence: tuple[int, int], part: tuple[int, int]) -> list[Frame]:
        under = self.context.criterion is not None
        return named_only(self.analysis, sentence, part, aims=self.context.aims, under=under)

    def _named_next(self, frame: Frame, sentence: tuple[int, int], clause: tuple[int, int]) -> list[Frame]:
        """Find who strives for a standard after the counts: "giữ vững 04 xã …, phấn đấu xã A đạt chuẩn … kiểu mẫu"."""
        aims = [
            *self.analysis.within("STRIVE", frame.end, clause[1]),
            *self.analysis.within("AIM", frame.end, clause[1]),
        ]
        parts = [
            at
            for at in range(frame.end, clause[1] - 1)
            if [token.norm for token in self.analysis.tokens[at : at + 2]] == ["trong", "đó"]
        ]  # "thêm 06 xã …, trong đó xã A đạt chuẩn … kiểu mẫu"
        begins = [*(span.start for span in aims), *parts[:1]]
        numbers = [q for q in self.quantities if frame.end <= q.number < clause[1]]
        if not begins or numbers or frame.whole is not None:
            return []
        return self._named(sentence, (min(begins), clause[1]))

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
            alike = frame.whole is None and bool(frame.events) and frame.events[0].counted is event.counted
            alike = alike and (not keys or keys == standards(self.analysis, frame.start, frame.end))
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
        if quantity.unit != "commune" or quantity.total or not quantity.exact:
            return []
        if counted_in(self.analysis, quantity.start - 1):
            return self._part_in_brackets(frames, whole, quantity, sentence, clause)
        if added is None:
            return []
        places = find_places(self.analysis, max(added.end, clause[0]), quantity.start)
        between = self.analysis.tokens[places[-1].end : quantity.start] if places else ()
        if not places or places[-1].kind not in DISTRICT_KINDS or any(t.norm not in (":", "có") for t in between):
            return []
        event = TargetEvent(Event.ADDED, quantity, added.counted, places[-1].start, quantity.end)
        names = tuple(self._names(event, sentence, clause))
        return [Frame((event,), sentence, clause, names, place=places[-1].text, whole=whole)]

    def _part_in_brackets(
        self,
        frames: list[Frame],
        whole: int | None,
        quantity: Quantity,
        sentence: tuple[int, int],
        clause: tuple[int, int],
    ) -> list[Frame]:
        """Read the part of one district by its name: "số xã đạt chuẩn … gồm: Đức Trọng (10 xã), Lâm Hà (07 xã)"."""
        tokens = self.analysis.tokens
        last = first = quantity.start - 1
        while first > clause[0] and tokens[first - 1].kind == "word" and tokens[first - 1].text[:1].isupper():
            first -= 1
        listed = self.analysis.norm_before(first) in (":", ",", "gồm", "và", "phố", "huyện", "thị")
        subject = subject_before(self.analysis, sentence[0], self._list_start(sentence[0], first))
        told = frames[whole] if whole is not None and frames[whole].sentence == sentence else None
        if first == last or not listed or (told is None and subject is None):
            return []
        kind = told.events[0].kind if told and told.events else Event.REACHED
        event = TargetEvent(kind, quantity, Counted.COMMUNE, first, quantity.end + 1)
        place = self.analysis.words(first, last)
        if told:
            return [Frame((event,), sentence, clause, place=place, whole=whole)]
        named = self.analysis.within("STANDARD", subject.start, subject.end) if subject else []
        standard = Standard(named[-1].key) if named and named[-1].key in COMMUNE_STANDARDS else None
        return [Frame((event,), sentence, clause, standard=standard, place=place)] if standard else []

    def _list_start(self, start: int, position: int) -> int:
        """Return where a list of districts with their counts begins: behind its "gồm" or colon."""
        marks = (at for at in range(start, position) if self.analysis.tokens[at].norm in ("gồm", ":"))
        return next(marks, position)

    def _of_year(
        self, frames: list[Frame], index: int, sentence: tuple[int, int], clause: tuple[int, int]
    ) -> list[Frame]:
        """Read a count that has nothing but its year: "…; năm 2022 có 02 xã (A, B)", or under a heading that tells."""
        told = [at for at, frame in enumerate(frames) if frame.whole is None and frame.events]
        opening = tuple(token.norm for token in self.analysis.tokens[sentence[0] : sentence[0] + 2])
        near = told and (frames[told[-1]].sentence == sentence or opening == ("trong", "đó"))
        before = frames[told[-1]] if near else None
        kind = before.events[0].kind if before else None
        event = of_a_year(self.analysis, self.quantities, index, clause, kind)
        if event is None or (before and before.events[0].counted is not event.counted):
            return []
        names = tuple(self._names(event, sentence, clause))
        if before:
            return [Frame((event,), sentence, clause, names, whole=told[-1])]
        standard = self.context.standard if self.context.criterion is None else None
        fits = standard is not None and (standard in COMMUNE_STANDARDS) == (event.counted is Counted.COMMUNE)
        return [Frame((event,), sentence, clause, names, standard=standard)] if fits and self.context.aims else []

    def _names(
        self, event: TargetEvent, sentence: tuple[int, int], clause: tuple[int, int]
    ) -> list[tuple[Piece, Role]]:
        whole = event.kind is Event.REACHED  # its communes are named where as many stand in brackets
        role = Role.REACHES if whole else ROLES.get(event.kind)
        if role is None or event.counted is Counted.DISTRICT:
            return []
        following = [q.start for q in self.quantities if q.number > event.quantity.number and q.unit == "commune"]
        end = min([clause[1], *following])
        pieces = of_one(event.quantity, list_in_brackets(self.analysis, event.quantity.end, end))
        if whole:
            pieces = pieces or names_at(self.analysis, event.quantity.end, end)
            if not pieces and (listed := announced(self.analysis, event, sentence[1])):
                pieces = list_after(self.analysis, listed, sentence[1])[0]
            all_named = event.counted is Counted.COMMUNE and _as_many(event, pieces)
            return [(piece, role) for piece in pieces] if all_named else []
        colon = announced(self.analysis, event, sentence[1])
        if colon and event.counted is Counted.COMMUNE and (not pieces or colon < pieces[0][0]):
            pieces = list_after(self.analysis, colon, sentence[1])[0] or pieces
        elif not pieces and event.counted in (Counted.RESIDENTIAL_AREA, Counted.GARDEN):
            places = find_places(self.analysis, event.quantity.end, sentence[1])
            pieces = [(place.start, place.end) for place in places if place.kind == "xã"]
        elif not pieces:
            pieces = list_after(self.analysis, colon, sentence[1])[0] if colon else []
            pieces = pieces or names_at(self.analysis, event.quantity.end, end)
        return [(piece, role) for piece in pieces if not of_district(self.analysis, piece)]

    def _next_step(self, frame: Frame, event: TargetEvent) -> list[Frame]:
        """Find what places that have a standard work towards next: "06 xã đã đạt chuẩn NTM nâng cao (…) … kiểu mẫu"."""
        if event.kind is Event.TOWARDS or not frame.names:
            return []
        last = frame.names[-1][0][1]
        goals = [
            *self.analysis.within("STRIVE", last, frame.clause[1]),
            *self.analysis.within("EACH", last, frame.clause[1]),
        ]
        own = {span.key for span in self.analysis.within("STANDARD", event.start, last)}
        later = [s for s in self.analysis.within("STANDARD", last, frame.clause[1]) if s.key not in own]
        if not goals or not later:
            return []
        names = tuple((piece, Role.WORKS_TOWARDS) for piece, _ in frame.names)
        clause = (min(span.start for span in goals), frame.clause[1])
        return [Frame((), frame.sentence, clause, names, Standard(later[-1].key))]

    def _mention(
        self, frame: Frame, standard: Standard | None, criterion: CriterionMention | None
    ) -> TargetMention | None:
        first = frame.events[0] if frame.events else None
        counted = first.counted if first else Counted.COMMUNE
        if standard is None or (first and first.kind is Event.TOWARDS and not frame.names):
            return None
        kept = frame.get(*MAINTAINED)
        whole = frame.get(Event.REACHED, Event.KEPT, Event.ALREADY)
        share = frame.get(Event.SHARE, Event.KEPT_SHARE, Event.ALL_SHARE)
        begin, end = self.analysis.offsets(frame.start, frame.end)
        place_from = frame.clause[0] if first is None or first.start >= frame.clause[0] else first.start
        place_to = first.quantity.start if first else frame.clause[0]
        kinds = DISTRICT_KINDS if counted is not Counted.DISTRICT else ()
        place = frame.place or place_said(self.analysis, place_from, place_to, kinds)
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
            year=self._year(frame) or self.context.year,
            deadline=deadline_said(self.analysis, frame.clause, frame.end),
            communes=tuple(self._commune(piece, role) for piece, role in frame.names),
            evidence=self.paragraph.evidence(begin, end),
        )

    def _year(self, frame: Frame) -> str | None:
        if frame.events:
            own = year_right_before(self.analysis, frame.sentence[0], frame.events[0].quantity.start)
        else:
            own = year_by_when(self.analysis, frame.start, frame.end)
        return own or year_said(self.analysis, frame.sentence, frame.start, frame.end)

    def _status(self, frame: Frame) -> Status:
        said = status_said(self.analysis, frame.sentence[0], frame.end, self.context)
        return Status.RESULT if said is Status.TARGET and frame.get(Event.ALREADY) else said

    def _commune(self, piece: Piece, role: Role) -> CommuneMention:
        begin, end = self.analysis.offsets(*piece)
        return CommuneMention(raw=self.analysis.words(*piece), role=role, evidence=self.paragraph.evidence(begin, end))


def _as_many(event: TargetEvent, pieces: Sequence[Piece]) -> bool:
    return event.quantity.low.lstrip("0") == str(len(pieces))


def _low(event: TargetEvent | None) -> str | None:
    return event.quantity.low if event else None

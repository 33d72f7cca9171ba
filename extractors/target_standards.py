"""Which standard and criterion the counts of a frame are about, by their own words or those above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.analysis import Analysis, Span
from extractors.context import Context
from extractors.criterion_classes import whole_set_met
from extractors.event_bounds import Event, TargetEvent
from extractors.said import named_criterion, opening_criterion
from extractors.target_frames import COMMUNE_STANDARDS, Frame, programme
from schemas.mentions import CriterionMention
from schemas.vocabulary import Counted, Standard

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
FOLLOWING = ("UP_TO", "YEAR", "DEADLINE", "KEEP")  # "đạt chuẩn lên …", "đạt chuẩn năm 2022"
JOINERS, LONGEST_JOINER = {",", "và", "hoặc", "/", "đạt", "chuẩn", "xã"}, 4
SUMMED = (None, *COMMUNE_STANDARDS)


@dataclass(frozen=True, slots=True)
class StandardReader:
    """Tells the standards of one paragraph's frames; `topic`: its first words announce that of all its counts."""

    analysis: Analysis
    context: Context
    topic: bool

    def about(self, frame: Frame, counted: Counted) -> tuple[Standard | None, CriterionMention | None]:
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
            if not spans and frame.get(Event.REACHED) is frame.events[0]:
                spans = self._before_sum(frame)
            keys = {span.key for span in spans}
            own = SPECIAL_OF.get((counted, max(keys, key=len)), STANDARD_OF[counted]) if keys else STANDARD_OF[counted]
            bare = counted is Counted.GARDEN or (counted is Counted.DISTRICT and self._meets_alone(frame))
            return (own, None) if keys or bare else (None, None)
        spans = [span for span in spans if span.key in COMMUNE_STANDARDS]
        if not spans and frame.events and frame.get(Event.REACHED) is frame.events[0]:
            spans = self._standard_before(frame)
        if frame.get(Event.ALREADY):
            spans = spans[:1]  # "02 xã đã đạt chuẩn … nâng cao (A, B) để xây dựng … kiểu mẫu"
        criterion = self._criterion(frame)
        bare = self.topic or self._bare_standard(frame) or self._summed_up(frame) or self._all_criteria(frame)
        if not spans and criterion is None and bare and frame.events:
            return self.context.standard or Standard.COMMUNE, None
        other = any(self.analysis.within("OTHER_STANDARD", event.start, event.end) for event in frame.events)
        if other and (criterion is None or not criterion.explicit):
            return Standard.OTHER, None
        if criterion is None and not spans and self._national(frame):
            return Standard.OTHER, None
        if frame.get(Event.TOWARDS):
            spans = spans or list(self.analysis.within("STANDARD", frame.start, frame.clause[1]))
        standard = Standard(self._least_beside(spans)) if spans else Standard.COMMUNE
        if standard not in COMMUNE_STANDARDS:
            standard = Standard.COMMUNE
        whole = criterion is None or (not criterion.explicit and self._whole_standard(frame, spans))
        if frame.get(Event.TOWARDS, Event.KEPT_CRITERIA) and (criterion is None or not criterion.explicit):
            return (standard, None) if spans else (None, None)
        if whole:
            return (standard, None) if spans else (None, None)
        return standard, criterion

    def _least_beside(self, spans: Sequence[Span]) -> str:
        """ "20 xã nông thôn mới nâng cao, nông thôn mới kiểu mẫu": all of them meet the lesser of the two."""
        beside = [spans[-1]]
        for span in reversed(spans[:-1]):
            between = [token.norm for token in self.analysis.tokens[span.end : beside[0].start]]
            if not between or len(between) > LONGEST_JOINER or not set(between) <= JOINERS:
                break
            beside.insert(0, span)
        return min((span.key for span in beside), key=COMMUNE_STANDARDS.index)

    def _bare_standard(self, frame: Frame) -> bool:
        """ "có thêm 11 xã đạt chuẩn, …": the standard of the heading, else that of communes."""
        return self.context.standard in (None, *COMMUNE_STANDARDS) and self._meets_alone(frame)

    def _all_criteria(self, frame: Frame) -> bool:
        return bool(frame.events) and whole_set_met(self.analysis, frame.events[0].quantity)

    def _national(self, frame: Frame) -> bool:
        return any(self.analysis.within("NATIONAL_SET", event.start, event.end) for event in frame.events)

    def _summed_up(self, frame: Frame) -> bool:
        """ "Năm 2017: công nhận 10 xã (lũy kế 35 xã)": a bare count with the whole that it makes, under goals."""
        added, whole = frame.get(Event.ADDED), frame.get(Event.REACHED)
        if added is None or whole is None or not self.context.aims or self.context.standard not in SUMMED:
            return False
        return whole.start > added.quantity.start and self.analysis.tokens[added.quantity.end].text in "(,;"

    def _meets_alone(self, frame: Frame) -> bool:
        tokens = self.analysis.tokens
        ends = [span.end for event in frame.events for span in self.analysis.within("MEET", event.start, event.end)]
        met = [end for end in ends if tokens[end - 1].norm in ("chuẩn", "đích")]
        return any(
            end >= len(tokens)
            or end == frame.events[0].quantity.start  # "đến năm 2025 đạt chuẩn 38 xã"
            or tokens[end].text in ",.;:()"
            or any(self.analysis.starting(label, end) for label in FOLLOWING)
            for end in met
        )

    def _standard_before(self, frame: Frame) -> list[Span]:
        """ "ít nhất 02 xã đạt chuẩn …, lũy kế có 05/17 xã": a bare whole number takes up the standard before it."""
        return [span for span in self._before_sum(frame) if span.key in COMMUNE_STANDARDS]

    def _before_sum(self, frame: Frame) -> list[Span]:
        first = frame.events[0]
        summed = self.analysis.starting("SUM", first.start)
        return self.analysis.within("STANDARD", frame.clause[0], first.start) if summed else []

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
        later = bool(self.analysis.within("CRITERIA", 0, frame.clause[0]))  # the first one is the context's
        own = opening_criterion(self.analysis, frame.clause) if later or self.context.criterion is None else None
        return own or self.context.criterion


def _in_brackets(analysis: Analysis, start: int, position: int) -> bool:
    texts = [token.text for token in analysis.tokens[start:position]]
    return texts.count("(") > texts.count(")")

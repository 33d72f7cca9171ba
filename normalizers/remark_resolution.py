"""What a document shows as a whole, and lists beside the numbers stated for them, resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalizers.place_resolution import PlaceResolver, ResolvedPlace
from schemas.facts import DocumentFact, Doubt, StatedList
from schemas.mentions import Mentions

COMMUNES = ("xã", "thị trấn")


def remark_doubts(mentions: Mentions, document: DocumentFact) -> Iterator[Doubt]:
    """Yield a doubt for each remark, and for each sentence that speaks of this plan as of another year's."""
    for remark in mentions.remarks:
        yield Doubt(code=remark.code, evidence=remark.evidence, stated=remark.stated, expected=remark.expected)
    first, last = document.period_from, document.period_to
    if first is None or last is None:
        return
    plan = str(last) if first == last else f"{first}-{last}"
    for mention in mentions.years_of_plan:
        year = int(mention.year)
        if year < first or (mention.own and year > last):
            yield Doubt(code="year_unlike_plan", evidence=mention.evidence, stated=mention.year, expected=plan)


def stated_lists(mentions: Mentions, places: PlaceResolver) -> Iterator[StatedList]:
    """Yield the lists with the names of communes as resolved: a piece in which a comma was lost is several."""
    for mention in mentions.lists:
        items = mention.items
        if mention.noun in COMMUNES:
            items = _told_apart(listed.place for listed in places.resolve_list(items))
        yield StatedList(noun=mention.noun, stated=int(mention.stated), items=items, evidence=mention.evidence)


def _told_apart(places: Iterable[ResolvedPlace]) -> tuple[str, ...]:
    """Return the names, with their districts where two communes bear the same."""
    listed = list(places)
    codes: dict[str | None, set[str | None]] = {}
    for place in listed:
        codes.setdefault(place.name, set()).add(place.unit.code if place.unit else None)
    return tuple(
        f"{place.name} ({place.district.name})" if len(codes[place.name]) > 1 and place.district else place.name or ""
        for place in listed
    )

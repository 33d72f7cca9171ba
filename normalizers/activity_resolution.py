"""A row of `activities` from its mention: the time's two ends, and what only the caller can tell."""

from __future__ import annotations

from normalizers.place_resolution import PlaceColumns
from normalizers.times import parse_time
from schemas.facts import Activity
from schemas.mentions import ActivityMention


def resolve_activity(
    mention: ActivityMention,
    *,
    year: int | None,
    place: PlaceColumns,
    framework: str | None = None,
    criterion: int | None = None,
) -> Activity:
    """Return the activity of a plan for `year`; the criterion's number goes with the framework that it belongs to."""
    first, last = parse_time(mention.time, year) if mention.time else (None, None)
    return Activity(
        evidence=mention.evidence,
        **place,
        framework=framework if criterion is not None else None,
        criterion=criterion if framework is not None else None,
        section=mention.section,
        content=mention.content,
        lead=mention.lead,
        coordinating=mention.coordinating,
        direction=mention.direction,
        time_raw=mention.time,
        time_from=first,
        time_to=last,
    )

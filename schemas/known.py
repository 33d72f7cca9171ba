"""What the reference data know of a document's places and sets of criteria, for checks that read nothing but facts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.evidence import Frozen


class KnownPlace(Frozen):
    """A province or district on the days that a document may mean: that of its issue, and the ends of its years.

    Where communes were merged between these days there are several counts, each of them right on one of the days.
    """

    communes: Annotated[tuple[int, ...], Field(description="how many xã lie in it")] = ()
    districts: Annotated[tuple[str, ...], Field(description="codes of its districts on the document's day")] = ()
    district_counts: tuple[int, ...] = ()


class Known(Frozen):
    """Places by their code; by the id of a set how many criteria it has, where the act numbers them."""

    places: dict[str, KnownPlace] = Field(default_factory=dict)
    criteria: dict[str, int] = Field(default_factory=dict)

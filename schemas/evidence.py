"""Where on the page a value was read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.geometry import Box
from schemas.vocabulary import Reader

DOUBT = 0.9  # what is stated less surely is flagged; figures that two readings differ on always are


class Frozen(BaseModel):
    """Base of the typed rows: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Piece(Frozen):
    """One stretch of words on one page."""

    page: Annotated[int, Field(ge=1, description="1-based page; 1 where no page break is known")]
    box: Annotated[Box | None, Field(description="points, origin top left; null for plain text")]
    quote: Annotated[str, Field(description="the words as read, single spaces, NFC")]
    other: Annotated[
        str | None, Field(description="another reading: before a repair, or by the second reader of a scan")
    ] = None


class Evidence(Frozen):
    """The pieces a fact stands on, in reading order; a fact over a page's end has two."""

    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    reader: Reader = Reader.TEXT_LAYER
    readings: Annotated[
        tuple[tuple[str, str], ...], Field(description="figures that two readings differ on: as read, and otherwise")
    ] = ()

    @property
    def page(self) -> int:
        return self.pieces[0].page

    @property
    def box(self) -> Box | None:
        return self.pieces[0].box

    @property
    def quote(self) -> str:
        return " ".join(piece.quote for piece in self.pieces)

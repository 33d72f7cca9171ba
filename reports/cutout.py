"""The proof beside the claim: the piece of the page on which a fact stands, its words framed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from PIL import Image, ImageDraw

from schemas.document import squeeze
from schemas.errors import NotFound
from schemas.geometry import Box, union

Colour = tuple[int, int, int]
RED: Colour = (214, 30, 30)
BLUE: Colour = (26, 84, 190)
GREY = (150, 150, 150)
# Distance between the words and their frame, and the frame's width, in points: nothing is drawn over the words.
GAP = 2.0
STROKE = 1.2
# Height of the bar between the cut-outs of two pages, in pixels.
BAR = 6

RenderPage = Callable[[int], Image.Image]


def cut_out(fact: Mapping[str, Any], render: RenderPage, *, dpi: int, margin_points: float) -> Image.Image:
    """Return a picture of the fact's words on their pages, with as much around them as the margin says.

    `fact` is a row of a fact view; `render` gives a page (1-based) at `dpi`. Pieces on one page share a cut-out, those
    of several pages stand one below the other. Raises NotFound for a fact without a place on a page.
    """
    pieces = [(piece["page"], Box(*piece["box"])) for piece in fact["pieces"] or [] if piece["box"]]
    if not pieces:
        quote = squeeze(fact["quote"] or "")
        raise NotFound(f"the fact was read from plain text, which has no picture of a page; its words are “{quote}”")
    pages = groupby(sorted(pieces, key=lambda piece: piece[0]), key=lambda piece: piece[0])
    return _stacked(
        page_cut(render(page), [(box, RED) for _, box in group], dpi=dpi, margin_points=margin_points)
        for page, group in pages
    )


def page_cut(
    page: Image.Image,
    boxes: Sequence[tuple[Box, Colour]],
    *,
    dpi: int,
    margin_points: float,
    whole_width: bool = False,
) -> Image.Image:
    """Return the piece of a page that holds all boxes, each framed in its colour; the page is one at `dpi`.

    With `whole_width` it is a strip of the page, in which no line of text is cut.
    """
    scale = dpi / 72
    picture = page.convert("RGB")
    draw = ImageDraw.Draw(picture)
    width = max(round(STROKE * scale), 1)
    for box, colour in boxes:
        # The stroke of a rectangle grows inwards from its corners, so it starts outside the gap.
        away = GAP + STROKE
        corners = (box.x0 - away, box.y0 - away, box.x1 + away, box.y1 + away)
        draw.rectangle([value * scale for value in corners], outline=colour, width=width)
    around = union(box for box, _ in boxes)
    assert around is not None
    left, top = (around.x0 - margin_points) * scale, (around.y0 - margin_points) * scale
    right, bottom = (around.x1 + margin_points) * scale, (around.y1 + margin_points) * scale
    if whole_width:
        left, right = 0.0, float(picture.width)
    return picture.crop(
        (max(round(left), 0), max(round(top), 0), min(round(right), picture.width), min(round(bottom), picture.height))
    )


def _stacked(cuts: Iterable[Image.Image]) -> Image.Image:
    parts = list(cuts)
    height = sum(part.height for part in parts) + BAR * (len(parts) - 1)
    picture = Image.new("RGB", (max(part.width for part in parts), height), "white")
    top = 0
    for part in parts:
        if top:
            picture.paste(GREY, (0, top - BAR, picture.width, top))
        picture.paste(part, (0, top))
        top += part.height + BAR
    return picture

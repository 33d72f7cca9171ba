"""Whether a page is nothing but lines under each other, told from its ink."""

from __future__ import annotations

from extractors.engines.cleaning import INK, Gray, ink_regions, resized

# In heights of a small letter: gaps between words are narrower, those between columns wider than GAP; what is lower is
# a mark, what is higher than a line is a stamp, a signature or a picture, or lines that something joins.
GAP, MARK, LINE = 3.0, 0.5, 5.0
JOINED = 0.25  # marks and the letters under them
SIDE_BY_SIDE = 0.5  # of the lower one's height


def runs_in_one_column(gray: Gray, x_height: float) -> bool:
    """Tell whether no line of a prepared page has another beside it and nothing but lines stands on the page."""
    size = x_height / 2  # at half the resolution, which is enough
    across, down = (max(round(share * size), 1) for share in (GAP, JOINED))
    regions = ink_regions(resized(gray, 0.5) < INK, across, down)
    lines = sorted(
        (top, bottom) for left, top, right, bottom in regions if min(bottom - top, right - left) >= MARK * size
    )
    if any(bottom - top > LINE * size for top, bottom in lines):
        return False
    for at, (top, bottom) in enumerate(lines):
        for other_top, other_bottom in lines[at + 1 :]:
            if other_top >= bottom:
                break
            shared = min(bottom, other_bottom) - other_top
            if shared > SIDE_BY_SIDE * min(bottom - top, other_bottom - other_top):
                return False
    return True

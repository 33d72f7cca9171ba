"""The ink of a cut-out, parted into what stands side by side: letters, digits, marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of a grey picture, what is darker is ink where letters are told apart by their form.
INKED = 140


@dataclass(frozen=True, slots=True)
class Glyph:
    """Ink with paper on either side of it; the edges are in pixels, right and bottom the first ones beyond it."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def runs(indices: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Part rising indices where one is left out."""
    return [run for run in np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1) if run.size]


def glyphs(ink: NDArray[np.bool_]) -> Iterator[Glyph]:
    """Yield what stands side by side in a picture, left to right."""
    for run in runs(np.flatnonzero(ink.any(axis=0))):
        left, right = int(run[0]), int(run[-1]) + 1
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        yield Glyph(left, right, int(rows[0]), int(rows[-1]) + 1)

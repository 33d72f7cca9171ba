"""What a confidence says: of readings stated so, that share was right on scans of the samples."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from schemas.document import has_digit

RULES = Path(__file__).parent / "rules" / "confidence.toml"
DIGITS = 4

Curve = tuple[tuple[float, float], ...]

_as_read = False


def stated(text: str, confidence: float) -> float:
    """Return the share of right readings among those of such a text (with digits or without) and raw confidence."""
    if _as_read:
        return confidence
    return round(_interpolated(curves()["figures" if has_digit(text) else "words"], confidence), DIGITS)


@cache
def curves() -> dict[str, Curve]:
    """Return the curves of `figures` and `words`: rising points of raw confidence and share right."""
    rules: dict[str, list[list[float]]] = tomllib.loads(RULES.read_text("utf-8"))["curves"]
    return {name: tuple((raw, share) for raw, share in points) for name, points in rules.items()}


@contextmanager
def confidences_as_read() -> Iterator[None]:
    """State raw confidences as they are, for measuring the curves anew."""
    global _as_read
    _as_read = True
    try:
        yield
    finally:
        _as_read = False


def _interpolated(curve: Sequence[tuple[float, float]], raw: float) -> float:
    at = bisect_right([point for point, _ in curve], raw)
    if at == 0:
        return curve[0][1]
    if at == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)

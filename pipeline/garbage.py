"""How often Python looks for cycles of objects that nothing holds any more."""

from __future__ import annotations

import gc

# By default it looks after every 700 new objects. That is a seventh of what finding takes, for nothing: the lexicons
# are some hundred thousand objects that stay, and frozen facts make no cycles.
NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS = 50_000, 20, 50


def look_seldom() -> None:
    """Look for such objects seldom in this process."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS)

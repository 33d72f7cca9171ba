"""Every kind of file that is said to be read has a reader."""

from __future__ import annotations

from extractors.reading import READERS
from extractors.suffixes import KNOWN


def test_every_known_suffix_has_a_reader_and_no_other() -> None:
    assert sorted(READERS) == sorted(KNOWN)

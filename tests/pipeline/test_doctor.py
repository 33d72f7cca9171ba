from __future__ import annotations

from pipeline.doctor import Part, examine


def test_the_doctor_looks_at_every_kind_of_part() -> None:
    names = {part.name for part in examine()}
    assert {"python", "tesseract", "tesseract data vie", "tesseract data Vietnamese", "font Tinos"} <= names


def test_every_part_says_how_to_get_it() -> None:
    assert all(part.remedy for part in examine())


def test_a_missing_part_is_told_apart_by_whether_it_is_needed() -> None:
    assert Part(name="x", version="1", needed=True).state == "ok"
    assert Part(name="x", version=None, needed=True).state == "missing"
    assert Part(name="x", version=None, needed=False).state == "missing (optional)"

"""The samples hold together: sources, PDFs, scans and the rows that are to be read from them."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from tools.build_samples import SAMPLES, build, sources
from tools.sample_print import have_fonts
from tools.sample_scan import scan_of
from tools.sample_source import unmarked

LARGEST_SCAN = 1_500_000  # bytes
PROVINCE_PLANS = ("lang-son-2021", "lang-son-2024")


def names(path: Path) -> str:
    return path.stem


every_sample = pytest.mark.parametrize("source", sources(), ids=names)


def expected(source: Path, view: str) -> list[dict[str, str]]:
    with (source.parent / "expected" / f"{view}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages_of(path: Path) -> list[tuple[tuple[float, float], str]]:
    """Return size and text of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [(page.get_size(), page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def test_there_is_a_plan_of_each_level() -> None:
    assert {row["issuer_level"] for source in sources() for row in expected(source, "documents")} == {
        "province",
        "district",
        "commune",
    }


@every_sample
def test_a_source_is_unicode_nfc(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@every_sample
@pytest.mark.skipif(not have_fonts(), reason="the fonts Tinos (Debian: fonts-croscore) are not installed")
def test_a_pdf_is_what_its_source_says(source: Path, tmp_path: Path) -> None:
    printed, _ = build(source, tmp_path)
    kept = source.with_suffix(".pdf")
    # Another zlib packs the same page into other bytes.
    assert kept.read_bytes() == printed.read_bytes() or pages_of(kept) == pages_of(printed), "run make samples"


@every_sample
def test_a_plan_has_two_to_five_pages(source: Path) -> None:
    pages = pages_of(source.with_suffix(".pdf"))
    assert 2 <= len(pages) <= 5
    assert expected(source, "documents")[0]["page_count"] == str(len(pages))


@every_sample
def test_a_scan_shows_the_pages_of_its_pdf_and_holds_no_text(source: Path) -> None:
    printed, scanned = source.with_suffix(".pdf"), source.with_suffix(".scan.pdf")
    document = pypdfium2.PdfDocument(scanned)
    try:
        subject = document.get_metadata_value("Subject")
    finally:
        document.close()
    assert subject == scan_of(hashlib.sha256(printed.read_bytes()).hexdigest()), "run make samples"
    assert [size for size, _ in pages_of(scanned)] == [size for size, _ in pages_of(printed)]
    assert {text for _, text in pages_of(scanned)} == {""}
    assert scanned.stat().st_size < LARGEST_SCAN


@every_sample
def test_every_expected_quote_stands_in_the_source(source: Path) -> None:
    text = unmarked(source.read_text(encoding="utf-8"))
    rows = [row for path in (source.parent / "expected").glob("*.csv") for row in expected(source, path.stem)]
    strangers = [row["quote"] for row in rows if "quote" in row and unmarked(row["quote"]) not in text]
    assert strangers == []


@every_sample
def test_expected_quotes_of_sentences_stand_on_the_page_named(source: Path) -> None:
    pages = [re.sub(r"\s+", " ", text) for _, text in pages_of(source.with_suffix(".pdf"))]
    for view in ("targets", "indicators"):
        for row in expected(source, view):
            first_words = " ".join(row["quote"].split()[:3])
            assert first_words in pages[int(row["page"]) - 1], row["quote"]


@every_sample
def test_expected_communes_belong_to_expected_targets(source: Path) -> None:
    targets = {row["target_id"] for row in expected(source, "targets")}
    assert len(targets) == len(expected(source, "targets"))
    assert {row["target_id"] for row in expected(source, "target_communes")} <= targets


@pytest.mark.parametrize("name", PROVINCE_PLANS)
def test_a_province_plan_has_a_target_for_each_of_the_19_criteria(name: str) -> None:
    rows = expected(SAMPLES / name / f"{name}.md", "targets")
    criteria = [int(row["criterion"]) for row in rows if row["standard"] == "commune" and row["criterion"]]
    assert sorted(criteria) == list(range(1, 20))

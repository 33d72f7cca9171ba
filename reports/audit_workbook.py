"""Findings as an Excel workbook: one row a finding, and how many there are of each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.export import Sheet, workbook
from reports.findings import SEVERITIES, SEVERITY_NAMES, Told, in_order

HEADINGS = {
    "en": (
        "document", "number", "page", "severity", "code", "finding", "printed", "expected", "message", "why", "quote",
        "follows_from", "finding_id", "related",
    ),
    "vi": (
        "tệp", "số văn bản", "trang", "mức độ", "mã", "phát hiện", "ghi", "phải là", "nội dung", "quy tắc",
        "trích nguyên văn", "hệ quả của", "mã phát hiện", "liên quan",
    ),
}  # fmt: skip
SHEETS = {"en": ("findings", "summary"), "vi": ("phát hiện", "tổng hợp")}
COUNTED = {"en": ("document", "code", "finding"), "vi": ("tệp", "mã", "phát hiện")}


def audit_workbook(causes: Sequence[Told], lang: str) -> bytes:
    """Return the workbook; consequences stand below their cause."""
    headings, names = HEADINGS[lang], SEVERITY_NAMES[lang]
    rows = [dict(zip(headings, _cells(told, lang), strict=True)) for _, told in in_order(causes)]
    counts = Counter(
        (told.document["file_name"], told.finding["code"], told.title(lang), told.finding["severity"])
        for _, told in in_order(causes)
    )
    lines = dict.fromkeys((name, code, title) for name, code, title, _ in counts)
    summary = [
        dict(zip(COUNTED[lang], line, strict=True))
        | {names[severity]: counts[(*line, severity)] or None for severity in SEVERITIES}
        for line in lines
    ]
    first, second = SHEETS[lang]
    return workbook([Sheet(first, headings, rows), Sheet(second, (*COUNTED[lang], *names.values()), summary)])


def _cells(told: Told, lang: str) -> tuple[object, ...]:
    row, document = told.finding, told.document
    return (
        document["file_name"],
        document["number"],
        row["page"],
        SEVERITY_NAMES[lang][row["severity"]],
        row["code"],
        told.title(lang),
        row["stated"],
        row["expected"],
        told.message(lang),
        told.why(lang),
        row["quote"],
        row["cause_id"],
        row["finding_id"],
        row["related"],
    )

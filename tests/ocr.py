"""Whether scans can be read here."""

from __future__ import annotations

import pytest

from extractors.engines.ocr_models import ocr_version
from schemas.errors import MissingProgram


def has_ocr() -> bool:
    """Tell whether Tesseract and its Vietnamese models are installed."""
    try:
        ocr_version()
    except MissingProgram:
        return False
    return True


needs_tesseract = pytest.mark.skipif(not has_ocr(), reason="Tesseract with its Vietnamese models is not installed")

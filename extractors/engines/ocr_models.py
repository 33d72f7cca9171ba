"""Tesseract as it is installed: its version, and where its models for Vietnamese lie. No picture is read here."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from schemas.errors import MissingProgram

try:
    import tesserocr
except ImportError:  # its wheel is not made for every system
    tesserocr = None

Model = Literal["Vietnamese", "vie"]

# `Vietnamese` (trained on the script) reads words best, `vie` (trained on the language) digits.
WORDS: Model = "Vietnamese"
DIGITS: Model = "vie"
FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
ADVICE = "install tesseract-ocr with its Vietnamese models (Debian: tesseract-ocr-vie and tesseract-ocr-script-viet)"


@cache
def ocr_version() -> str:
    """Return what the readings hang on: engine, version of Tesseract, digests of the models."""
    folder = model_folder()
    digests = [hashlib.sha256(_model_file(folder, name).read_bytes()).hexdigest()[:12] for name in (WORDS, DIGITS)]
    if tesserocr is not None:
        engine = f"tesserocr {tesserocr.tesseract_version().split()[1]}"
    else:
        engine = f"tesseract {_program_version()}"
    return " ".join([engine, *(f"{name}:{digest}" for name, digest in zip((WORDS, DIGITS), digests, strict=True))])


def _program_version() -> str:
    module = pytesseract_module()
    try:
        return str(module.get_tesseract_version())
    except module.TesseractNotFoundError as error:
        raise MissingProgram(f"the program tesseract is not installed; {ADVICE}") from error


def model_folder() -> Path:
    """Return where Tesseract's models lie; MissingProgram where there are none for Vietnamese."""
    for name in FOLDERS:
        folder = Path(name)
        if all(_model_file(folder, model).is_file() for model in (WORDS, DIGITS)):
            return folder
    raise MissingProgram(f"no Vietnamese models of Tesseract found; {ADVICE}")


def _model_file(folder: Path, model: str) -> Path:
    flat = folder / f"{model}.traineddata"
    return flat if flat.is_file() else folder / "script" / f"{model}.traineddata"


def model_name(folder: Path, model: str) -> str:
    """Return what Tesseract calls a model of that folder."""
    return str(_model_file(folder, model).relative_to(folder).with_suffix("")).replace("\\", "/")


def pytesseract_module() -> Any:
    """Return pytesseract, which calls Tesseract as a program; MissingProgram where it is not installed either."""
    try:
        import pytesseract
    except ImportError as error:
        raise MissingProgram(f"neither tesserocr nor pytesseract is installed; {ADVICE}") from error
    return pytesseract

"""What the rows of a file depend on beside the file itself: our code and data, and the engines."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractors.engines.ocr_models import ocr_version
from schemas.errors import MissingProgram

# The folders whose code and data decide what is read; all lie beside `pipeline/`.
READING_CODE = ("schemas", "normalizers", "extractors", "auditors")
STAGE_CODE = ("pipeline/stages.py",)
CODE_AND_DATA = frozenset({".py", ".toml", ".csv"})
# The engines whose behaviour changes from version to version.
ENGINES = ("pypdfium2", "pdfplumber", "pillow", "spacy", "underthesea", "rapidfuzz", "opencv-python-headless")


def settings_hash(own: Iterable[str] = ()) -> str:
    """Return the hash that is stored with each run: where it differs, a file is read anew.

    `own` are the texts of a user's own files that decide what is read.
    """
    digest = hashlib.sha256(code_hash(Path(__file__).parent.parent).encode())
    digest.update(platform.python_version().encode())
    for text in own:
        digest.update(f"{len(text)} {text}\n".encode())
    for package in ENGINES:
        digest.update(f"{package} {package_version(package)}".encode())
    digest.update(_recognizer().encode())
    return digest.hexdigest()


def _recognizer() -> str:
    """Return Tesseract's version and the digests of its models; "none" where it is not installed."""
    try:
        return ocr_version()
    except MissingProgram:
        return "none"


@cache
def code_hash(house: Path) -> str:
    """Return one hash of all code and data that reading runs through; `house` holds the folders."""
    digest = hashlib.sha256()
    files = [file for folder in READING_CODE for file in (house / folder).rglob("*") if file.suffix in CODE_AND_DATA]
    for file in sorted([*files, *(house / name for name in STAGE_CODE)]):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(house).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def package_version(package: str) -> str | None:
    """Return a package's installed version, None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None

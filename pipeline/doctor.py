"""What is installed, in which version, and how to get what is missing."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from pipeline.fingerprint import package_version
from schemas.evidence import Frozen

DISTRIBUTION = "solieu"
OLDEST_PYTHON = (3, 11)
TESSERACT_SECONDS = 20
# Tesseract's languages, with the Debian packages that bring them.
TESSERACT_DATA = {"vie": "tesseract-ocr-vie", "Vietnamese": "tesseract-ocr-script-viet"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.fonts", "~/.local/share/fonts")
FONT_FILE = "Tinos-Regular.ttf"


class Part(Frozen):
    """One thing that may be installed; `version` is None where it is missing."""

    name: str
    version: str | None
    needed: bool
    remedy: str = ""

    @property
    def state(self) -> str:
        return "ok" if self.version else "missing" if self.needed else "missing (optional)"


def examine() -> tuple[Part, ...]:
    """Look at everything that Solieu uses; what reading needs is marked as needed."""
    return (_python(), *_packages(), *_tesseract(), _fonts())


def _python() -> Part:
    oldest = ".".join(str(number) for number in OLDEST_PYTHON)
    known = platform.python_version() if sys.version_info[:2] >= OLDEST_PYTHON else None
    return Part(name="python", version=known, needed=True, remedy=f"install Python {oldest} or newer")


def _packages() -> Iterator[Part]:
    try:
        wanted = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        yield Part(name=DISTRIBUTION, version=None, needed=True, remedy="make setup")
        return
    for requirement in sorted(wanted, key=str.casefold):
        # "spacy>=3.8; extra == 'dev'": the name ends where the extras, the versions or the condition begin.
        name = re.split(r"[\s\[(<>=!~;]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement:
            yield Part(
                name=name, version=package_version(name), needed=True, remedy=f"pip install {name} (or make setup)"
            )


def _tesseract() -> Iterator[Part]:
    program = shutil.which("tesseract")
    version = _first_line(program, "--version").removeprefix("tesseract ") if program else None
    yield Part(name="tesseract", version=version or None, needed=False, remedy=_apt("tesseract-ocr", "scans"))
    present = _output(program, "--list-langs").split() if program else []
    for language, package in TESSERACT_DATA.items():
        found = "installed" if any(line.rpartition("/")[2] == language for line in present) else None
        yield Part(name=f"tesseract data {language}", version=found, needed=False, remedy=_apt(package, "scans"))


def _fonts() -> Part:
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    found = any(next(folder.rglob(FONT_FILE), None) for folder in folders if folder.is_dir())
    remedy = _apt("fonts-croscore", "building the samples' PDFs")
    return Part(name="font Tinos", version="installed" if found else None, needed=False, remedy=remedy)


def _apt(package: str, purpose: str) -> str:
    return f"for {purpose}: apt-get install {package} (or make setup)"


def _first_line(program: str, flag: str) -> str:
    return next(iter(_output(program, flag).splitlines()), "")


def _output(program: str, flag: str) -> str:
    try:
        done = subprocess.run([program, flag], capture_output=True, text=True, timeout=TESSERACT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    # Old versions answer on stderr.
    return done.stdout or done.stderr

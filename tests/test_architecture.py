"""The plan of the house, held against every import: the table itself stands in pyproject.toml."""

from __future__ import annotations

import ast
import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAY_IMPORT: dict[str, list[str]] = PROJECT["tool"]["solieu"]["architecture"]["imports"]
PORCH: dict[str, str] = PROJECT["tool"]["solieu"]["architecture"]["libraries"]
HOUSE = [ROOT / folder for folder in MAY_IMPORT if (ROOT / folder).is_dir()]
OUTSIDE = [ROOT / folder for folder in ("tools", "bench", "tests")]
LONGEST = 400
IMPORTED_AS = {
    "camelot-py": "camelot",
    "fonttools": "fontTools",
    "markdown-it-py": "markdown_it",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}


def python_files(folders: list[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of each import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                inside = path.relative_to(ROOT).parts[: -node.level]
                yield node.lineno, ".".join([*inside, node.module or ""]).rstrip(".")
            elif node.module:
                yield node.lineno, node.module
        elif isinstance(node, ast.Call) and is_import_by_name(node.func) and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield node.lineno, name.value


def is_import_by_name(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr in {"import_module", "importorskip"}
    return isinstance(function, ast.Name) and function.id in {"import_module", "__import__"}


def breaches(path: Path) -> Iterator[str]:
    """Yield each import of a house file that the table does not allow."""
    place = path.relative_to(ROOT)
    room = place.parts[0]
    for line, name in imports_of(path):
        top = name.split(".")[0]
        if top in MAY_IMPORT and top != room and top not in MAY_IMPORT[room]:
            yield f"{place}:{line}: {room} may not import {top}"
        elif top in PORCH and not place.is_relative_to(PORCH[top]):
            yield f"{place}:{line}: {top} belongs in {PORCH[top]}"
        elif top in {"tests", "tools", "bench"}:
            yield f"{place}:{line}: {top} is outside the house"


def test_rooms_import_only_what_the_table_allows() -> None:
    assert [breach for path in python_files(HOUSE) for breach in breaches(path)] == []


def test_the_table_has_no_circles() -> None:
    done: set[str] = set()
    left = dict(MAY_IMPORT)
    while left:
        ready = {room for room, others in left.items() if done.issuperset(others)}
        assert ready, f"these import one another: {sorted(left)}"
        done |= ready
        left = {room: others for room, others in left.items() if room not in ready}


def test_every_folder_with_python_has_its_place_in_the_table() -> None:
    known = {*MAY_IMPORT, *(folder.name for folder in OUTSIDE)}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    unknown = {name for name in folders - known if any((ROOT / name).rglob("*.py"))}
    assert unknown <= {"build", "dist", "samples"}


def test_every_package_of_the_house_is_shipped() -> None:
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    present = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in python_files(HOUSE) if path.name == "__init__.py"
    }
    assert listed == present


def test_every_folder_of_modules_is_a_package() -> None:
    bare = {path.parent for path in python_files(HOUSE) if not (path.parent / "__init__.py").is_file()}
    assert bare == set()


def test_third_party_imports_are_declared() -> None:
    declared = {IMPORTED_AS.get(name, name) for name in dependency_names()}
    known = {*MAY_IMPORT, *sys.stdlib_module_names, *declared}
    strangers = {
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in python_files(HOUSE)
        for line, name in imports_of(path)
        if name.split(".")[0] not in known
    }
    assert strangers == set()


def dependency_names() -> Iterator[str]:
    for requirement in PROJECT["project"]["dependencies"]:
        yield requirement.split(">")[0].split("[")[0].strip()


@pytest.mark.parametrize("path", python_files(HOUSE + OUTSIDE), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_short_and_named_after_what_it_does(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in NAMELESS


def test_the_lock_pins_every_dependency_and_names_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert all("==" in line for line in lines)
    pinned = {line.split("==")[0] for line in lines}
    assert pinned.issuperset(dependency_names())
    assert not any(word in lock for word in ("://", "--index-url", "--find-links", " @ "))


def test_golden_output_is_never_rewritten_by_a_build_server() -> None:
    assert not (os.environ.get("CI") and os.environ.get("SOLIEU_GOLDEN"))

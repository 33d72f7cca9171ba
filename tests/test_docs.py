"""The README names everything that a user can type or meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.views import VIEWS
from pipeline.cli import VERBS
from schemas.errors import ExitCode
from schemas.findings import Code

ROOT = Path(__file__).resolve().parents[1]
MAKE_TARGETS = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_is_in_the_readme(readme: str, verb: str) -> None:
    assert f"solieu {verb}" in readme


@pytest.mark.parametrize("target", MAKE_TARGETS)
def test_every_make_target_is_in_the_readme(readme: str, target: str) -> None:
    assert f"make {target}" in readme


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_in_the_readme(readme: str, code: ExitCode) -> None:
    assert re.search(rf"^\|\s*`?{int(code)}`?\s*\|", readme, re.MULTILINE), f"no table row for exit code {int(code)}"


@pytest.mark.parametrize("code", list(Code))
def test_every_code_of_a_finding_is_in_the_readme(readme: str, code: Code) -> None:
    assert f"`{code}`" in readme


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_in_the_readme(readme: str, view: str) -> None:
    assert f"`{view}`" in readme


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_says_what_it_does(verb: str) -> None:
    assert (VERBS[verb].__doc__ or "").strip()

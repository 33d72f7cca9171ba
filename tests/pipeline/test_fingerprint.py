from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import fingerprint
from pipeline.fingerprint import READING_CODE, STAGE_CODE, code_hash, package_version, settings_hash
from schemas.errors import MissingProgram


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for folder in READING_CODE:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    for name in STAGE_CODE:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


def fresh_hash(house: Path) -> str:
    code_hash.cache_clear()
    return code_hash(house)


@pytest.mark.parametrize("name", ["extractors/new.py", "auditors/messages.toml", "normalizers/lexicons/places.csv"])
def test_code_and_data_of_reading_change_the_hash(house: Path, name: str) -> None:
    before = fresh_hash(house)
    (house / name).parent.mkdir(exist_ok=True)
    (house / name).write_text("new")
    assert fresh_hash(house) != before


@pytest.mark.parametrize("name", ["reports/new.py", "extractors/notes.txt", "extractors/__pycache__/new.pyc"])
def test_what_reading_does_not_run_through_leaves_the_hash_alone(house: Path, name: str) -> None:
    before = fresh_hash(house)
    (house / name).parent.mkdir(exist_ok=True)
    (house / name).write_text("new")
    assert fresh_hash(house) == before


def test_the_hash_is_the_same_each_time() -> None:
    assert settings_hash() == settings_hash()


def test_another_model_of_tesseract_changes_the_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings_hash()
    monkeypatch.setattr(fingerprint, "ocr_version", lambda: "tesserocr 5.5.2 Vietnamese:0123456789ab vie:ba9876543210")
    assert settings_hash() != before


def test_without_tesseract_there_is_a_hash_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise MissingProgram("no Vietnamese models of Tesseract found")

    monkeypatch.setattr(fingerprint, "ocr_version", missing)
    assert settings_hash()


def test_a_package_that_is_not_installed_has_no_version() -> None:
    assert package_version("pydantic")
    assert package_version("no-such-package-anywhere") is None

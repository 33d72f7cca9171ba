from pathlib import Path

import pytest

from pipeline.fingerprint import settings_hash
from pipeline.own_criteria import read_own_criteria
from pipeline.settings import BadSettings

SET = """
[[framework]]
id = "cao-bang-advanced-2018-2020"
standard = "commune_advanced"
province = "04"
in_force = 2018-01-01
years = [2018, 2020]
criteria = ["Giao thông"]
"""


def test_the_files_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(SET, encoding="utf-8")
    (tmp_path / "a.toml").write_text("# none yet", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no set", encoding="utf-8")
    assert read_own_criteria(str(tmp_path)) == ("# none yet", SET)
    assert read_own_criteria(None) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no toml", "Expected '='"),
        (SET.replace("years = [2018, 2020]", ""), "years: field required"),
        (SET * 2, "one id"),
    ],
)
def test_a_file_that_is_no_set_is_named_with_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"own\.toml") as refusal:
        read_own_criteria(str(tmp_path))
    assert told in str(refusal.value)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="is no folder"):
        read_own_criteria(str(tmp_path / "lacking"))


def test_other_criteria_make_files_to_be_read_anew() -> None:
    assert settings_hash((SET,)) != settings_hash()

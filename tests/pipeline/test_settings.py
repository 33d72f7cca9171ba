from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings import BadSettings, LimitSettings, PictureSettings, Settings, load_settings, variables
from schemas.errors import ExitCode

NO_FILE = Path("no such file.toml")


def test_flags_go_before_the_environment_before_the_file_before_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "solieu.toml"
    file.write_text('db = "file.db"\njobs = 2\n[picture]\ndpi = 100\nmargin_points = 10\n')
    environment = {"SOLIEU_DB": "environment.db", "SOLIEU_PICTURE_DPI": "200"}
    settings = load_settings({"db": "flag.db", "jobs": None}, environment=environment, file=file)
    assert (settings.db, settings.jobs, settings.lang) == ("flag.db", 2, "en")
    assert settings.picture == PictureSettings(dpi=200, margin_points=10)


def test_other_variables_and_empty_ones_are_not_heeded() -> None:
    environment = {"SOLIEU_DB": "", "SOLIEU_REFERENCE": "x", "DB": "y"}
    assert load_settings(environment=environment, file=NO_FILE) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour = 1", "there is no setting colour; there are db, "),
        ("jobs = -1", "jobs: input should be greater than or equal to 0"),
        ("picture = {dpi = 1}", "picture.dpi: "),
        ("db = ", "no TOML"),
    ],
)
def test_a_bad_file_is_told_with_its_name_and_the_setting(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "solieu.toml"
    file.write_text(text)
    with pytest.raises(BadSettings) as error:
        load_settings(environment={}, file=file)
    assert str(error.value).startswith(f"{file}: ")
    assert told in str(error.value)
    assert error.value.exit_code == ExitCode.USAGE


def test_a_bad_variable_is_told_to_be_in_the_environment() -> None:
    with pytest.raises(BadSettings, match=r"^the environment: jobs: "):
        load_settings(environment={"SOLIEU_JOBS": "many"}, file=NO_FILE)


def test_every_setting_has_a_variable_of_its_name() -> None:
    assert variables()["SOLIEU_LIMITS_LARGEST_FILE_MEGABYTES"] == ("limits", "largest_file_megabytes")
    assert "SOLIEU_DB" in variables()


@given(
    st.builds(
        Settings,
        db=st.text(),
        jobs=st.integers(0, 64),
        lang=st.sampled_from(["en", "vi"]),
        limits=st.builds(LimitSettings, largest_file_megabytes=st.floats(0.001, 1e6)),
        picture=st.builds(PictureSettings, dpi=st.integers(36, 600)),
    )
)
def test_settings_survive_json(settings: Settings) -> None:
    assert Settings.model_validate_json(settings.model_dump_json()) == settings

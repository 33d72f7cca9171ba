"""The verbs that answer by hand what the pipeline decides of names."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from schemas.errors import ExitCode


def solieu(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def table(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_a_misread_name_is_told_with_its_candidates_and_that_it_is_a_guess() -> None:
    result = solieu("places", "xã Chi Lãng - huyện Chi Lăng", "--on", "01/03/2021", "--in", "20")
    assert result.exit_code == 0, result.output
    meant = [row for row in table(result.stdout) if row["meant"]]
    assert [(row["code"], row["name"], row["district"]) for row in meant] == [("06523", "Chi Lăng", "Chi Lăng")]
    assert "# misread: a guess" in result.stdout


def test_homonyms_are_all_named_and_none_is_meant() -> None:
    answer = json.loads(solieu("places", "Tân Thành", "--on", "2024", "--in", "tỉnh Lạng Sơn", "--json").stdout)
    assert (answer["place_code"], answer["doubt"]) == (None, "ambiguous_place")
    assert [row["code"] for row in answer["candidates"]] == ["06250", "06379", "06442"]


def test_an_exact_name_bears_no_doubt() -> None:
    answer = json.loads(solieu("places", "xã Cao Lâu", "--on", "2024-03-01", "--in", "183", "--json").stdout)
    assert (answer["place_code"], answer["doubt"], answer["within"]) == ("06196", None, "183")


def test_a_name_of_another_time_is_not_found_and_says_when() -> None:
    result = solieu("places", "Xuân Mai", "--on", "2021", "--in", "20")
    assert result.exit_code == ExitCode.NOT_FOUND
    assert "06298 Xuân Mai (commune, from 2004-08-31, until 2020-01-01)" in result.stderr


def test_without_a_day_all_that_ever_bore_the_name_are_listed() -> None:
    rows = table(solieu("places", "Bình Phúc", "--in", "Lạng Sơn").stdout)
    assert [(row["code"], row["from"], row["until"]) for row in rows] == [
        ("06298", "2020-01-01", "2025-07-01"),
        ("06310", "2004-08-31", "2020-01-01"),
    ]


def test_a_lineage_tells_each_step_its_act_and_what_it_rests_on() -> None:
    rows = table(solieu("places", "--lineage", "06310").stdout)
    assert rows[0]["to"] == "06298 Bình Phúc (commune)"
    assert (rows[0]["rests on"], rows[0]["acts"]) == ("name", "818/NQ-UBTVQH14")
    assert rows[-1]["rests on"] == "crosswalk"
    answer = json.loads(solieu("places", "--lineage", "06310", "--json").stdout)
    assert answer["steps"][-1]["derived"] is False
    assert "Lạng Sơn" in answer["acts"]["1672/NQ-UBTVQH15"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), ExitCode.USAGE),
        (("Cao Lâu", "--lineage", "20"), ExitCode.USAGE),
        (("Cao Lâu", "--on", "31/02/2024"), ExitCode.USAGE),
        (("--lineage", "99999"), ExitCode.NOT_FOUND),
        (("Cao Lâu", "--on", "2024", "--in", "Xứ Lạ"), ExitCode.NOT_FOUND),
    ],
)
def test_questions_that_cannot_be_answered_end_in_one_line(words: tuple[str, ...], code: ExitCode) -> None:
    result = solieu("places", *words)
    assert result.exit_code == code
    assert len(result.stderr.splitlines()) == 1


def test_criteria_lists_sets_criteria_and_what_is_comparable() -> None:
    sets = {row["framework"]: row for row in table(solieu("criteria").stdout)}
    assert (sets["commune-2021-2025"]["act"], sets["commune-2021-2025"]["criteria"]) == ("318/QĐ-TTg", "19")
    (row,) = table(solieu("criteria", "commune-2016-2020", "--name", "CSVC văn hóa").stdout)
    assert (row["no"], row["criterion"]) == ("6", "Cơ sở vật chất văn hóa")
    links = table(solieu("criteria", "commune-2021-2025", "commune-2026-2030", "--lang", "vi").stdout)
    assert [links[1]["comparable"], links[1]["in the other"]] == ["none", "Hạ tầng kinh tế - xã hội"]
    assert "10 tiêu chí" in links[1]["note"]


def test_criteria_knows_the_sets_of_the_setting(tmp_path: Path) -> None:
    text = '[[framework]]\nid = "own"\nstandard = "commune_advanced"\nprovince = "20"\nin_force = 2018-01-01\n'
    (tmp_path / "own.toml").write_text(text + 'years = [2018, 2020]\ncriteria = ["Giao thông"]\n', encoding="utf-8")
    (tmp_path / "solieu.toml").write_text('criteria = "."\n', encoding="utf-8")
    result = solieu("criteria", "own")
    assert result.exit_code == ExitCode.USAGE  # solieu.toml in the folder itself is no set of criteria
    (tmp_path / "sets").mkdir()
    (tmp_path / "own.toml").rename(tmp_path / "sets" / "own.toml")
    (tmp_path / "solieu.toml").write_text('criteria = "sets"\n', encoding="utf-8")
    assert [row["criterion"] for row in table(solieu("criteria", "own").stdout)] == ["Giao thông"]


@pytest.mark.parametrize("words", [("lacking",), ("commune-2016-2020", "--name", "xây dựng")])
def test_a_set_or_criterion_that_is_none_is_not_found(words: tuple[str, ...]) -> None:
    assert solieu("criteria", *words).exit_code == ExitCode.NOT_FOUND

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from db.store import Store
from pipeline.cli import VERBS, app
from pipeline.commands import ingest as ingest_verb
from schemas.errors import ExitCode
from schemas.facts import Facts
from tests.pipeline import fakes, pdfs
from tests.reports import made


def solieu(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the plans of 2021 and 2024; no test changes it."""
    return made.filled(tmp_path_factory.mktemp("store"), 2021, 2024)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOLIEU_DB", raising=False)


def table(text: str) -> list[dict[str, str]]:
    """The rows of piped output, without the lines around the table."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_compare_prints_the_19_criteria_as_the_plans_print_them(filled: Path) -> None:
    result = solieu("compare", "2021", "2024", "--place", "Lạng Sơn", "--db", filled)
    assert result.exit_code == 0, result.output
    rows = {int(row["no"]): row for row in table(result.stdout)}
    assert list(rows) == list(range(1, 20))
    assert list(rows[2].values()) == [
        "2",
        "Giao thông",
        "96/181",
        "53 %",
        "109/181",
        "60.02 % [1]",
        "+13",
        "changed a",
    ]
    assert [rows[1][name] for name in ("target 2021", "share 2021", "change")] == ["–", "100 %", "−5.5 pt"]
    assert [rows[4][name] for name in ("target 2021", "share 2021", "change")] == ["–", "–", "–"]
    assert rows[5]["change"] == "0"
    assert rows[12]["target 2021"] == "112/181 ="
    assert rows[11]["criterion"] == "Nghèo đa chiều (before: Hộ nghèo)"


def test_compare_says_that_the_figures_are_targets_and_where_they_come_from(filled: Path) -> None:
    lines = solieu("compare", "2021", "2024", "--place", "20", "--db", filled).stdout.splitlines()
    assert "targets that the plans set, not results" in lines[1]
    notes = [line for line in lines if line.startswith("#")]
    assert any("[1] percent_mismatch" in line and "60.22" in line for line in notes)
    assert any("= to be maintained" in line for line in notes)
    assert any("21/KH-UBND, 17/02/2021" in line and "lang-son-2021.pdf" in line for line in notes)


def test_compare_speaks_vietnamese_where_it_is_asked_to(filled: Path) -> None:
    output = solieu("compare", "2021", "2024", "--place", "20", "--lang", "vi", "--db", filled).stdout
    assert "văn bản ghi 60,02%" in output
    assert "Đổi bản chất" in output


def test_compare_as_json_has_the_figures_as_numbers(filled: Path) -> None:
    result = solieu("compare", "2021", "2024", "--place", "20", "--db", filled, "--json")
    row = json.loads(result.stdout)["criteria"][1]
    assert (row["difference"], row["figures"][1]["reached"], row["figures"][1]["flags"]) == (
        13,
        109,
        "percent_mismatch",
    )


@pytest.mark.parametrize(
    ("place", "told"),
    [("Cao Lộc", "it holds no plan of that place"), ("Không Có Thật", "no place is called so")],
)
def test_compare_without_a_place_or_plan_is_not_found(filled: Path, place: str, told: str) -> None:
    result = solieu("compare", "2021", "2024", "--place", place, "--db", filled)
    assert result.exit_code == ExitCode.NOT_FOUND
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_audit_names_page_code_printed_and_expected(filled: Path) -> None:
    result = solieu("audit", "--db", filled)
    assert result.exit_code == 0
    (row,) = table(result.stdout)
    assert (row["document"], row["page"], row["code"]) == ("lang-son-2024.pdf", "2", "percent_mismatch")
    assert (row["printed"], row["expected"]) == ("60,02", "60,22")
    assert row["message"] == "Page 2, criterion 2: 109/181 is 60.22 %, printed as 60.02 %."


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--document", "lang-son-2024"), 1),
        (("--document", "21/KH-UBND"), 0),
        (("--code", "percent_mismatch"), 1),
        (("--code", "unknown_place"), 0),
        (("--severity", "error"), 1),
        (("--severity", "note"), 0),
    ],
)
def test_audit_lists_only_what_is_asked_for(filled: Path, words: tuple[str, ...], count: int) -> None:
    assert len(json.loads(solieu("audit", *words, "--db", filled, "--json").stdout)) == count


def test_audit_tells_the_findings_of_a_plan_in_two_files_once(tmp_path: Path) -> None:
    db = tmp_path / "two.db"
    with Store.open(str(db)) as store:
        made.put(store, made.plan(2024))
        made.put(store, made.plan(2024, box=None, data=b"text"))
        (other,) = (row for row in store.rows("documents") if row["same_as"])
    assert len(table(solieu("audit", "--db", db).stdout)) == 1
    assert len(table(solieu("audit", "--db", db, "--document", other["document_id"]).stdout)) == 1


@pytest.mark.parametrize(("place", "count"), [("Lạng Sơn", 1), ("20", 1), ("Hà Nội", 0)])
def test_audit_of_a_place_tells_what_is_about_it(filled: Path, place: str, count: int) -> None:
    assert len(json.loads(solieu("audit", "--place", place, "--db", filled, "--json").stdout)) == count


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("ending", ["html", "xlsx", "json"])
def test_audit_writes_the_report_that_the_name_of_the_file_asks_for(
    filled: Path, tmp_path: Path, ending: str, lang: str
) -> None:
    report = tmp_path / f"report.{ending}"
    result = solieu("audit", "--db", filled, "--lang", lang, "-o", report)
    assert result.exit_code == 0
    assert f"1 {'phát hiện' if lang == 'vi' else 'finding'}\n" in result.stdout
    assert report.stat().st_size > 500
    if ending == "html":
        assert ("109/181 là 60,22%" if lang == "vi" else "109/181 is 60.22 %") in report.read_text(encoding="utf-8")


def test_audit_all_holds_the_documents_of_the_store_against_each_other(tmp_path: Path) -> None:
    db = tmp_path / "own.db"
    with Store.open(str(db)) as store:
        made.fill(store, 2021, 2024)
    before = json.loads(solieu("audit", "--db", db, "--json").stdout)
    after = json.loads(solieu("audit", "--db", db, "--all", "--json").stdout)
    assert {row["code"] for row in after} - {row["code"] for row in before} == {"framework_changed"}


def test_audit_refuses_a_report_of_an_unknown_kind(filled: Path, tmp_path: Path) -> None:
    result = solieu("audit", "--db", filled, "-o", tmp_path / "report.doc")
    assert result.exit_code == ExitCode.USAGE
    assert ".html, .xlsx, .json" in result.stderr


def test_audit_of_an_unknown_document_is_not_found(filled: Path) -> None:
    assert solieu("audit", "--document", "nothing", "--db", filled).exit_code == ExitCode.NOT_FOUND


def test_audit_without_findings_says_so(filled: Path) -> None:
    assert "no findings in 2 documents" in solieu("audit", "--severity", "note", "--db", filled).stdout


def test_documents_are_listed(filled: Path) -> None:
    rows = table(solieu("documents", "--db", filled).stdout)
    assert [(row["number"], row["issued"], row["year"]) for row in rows] == [
        ("21/KH-UBND", "17/02/2021", "2021"),
        ("24/KH-UBND", "17/02/2024", "2024"),
    ]
    assert len(json.loads(solieu("documents", "--db", filled, "--json").stdout)) == 2


def test_the_store_is_named_by_the_environment(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIEU_DB", str(filled))
    assert solieu("documents").exit_code == 0


@pytest.mark.parametrize("verb", [("documents",), ("audit",), ("export", "targets"), ("show", "abcdef01")])
def test_a_verb_that_only_asks_makes_no_store(verb: tuple[str, ...], tmp_path: Path) -> None:
    result = solieu(*verb)
    assert result.exit_code == ExitCode.STORE
    assert "there is no such store" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_export_writes_texts_to_standard_output(filled: Path) -> None:
    rows = list(csv.DictReader(StringIO(solieu("export", "targets", "--db", filled).stdout)))
    assert rows[1]["place_code"] == "20"
    lines = solieu("export", "targets", "--format", "jsonl", "--db", filled).stdout.splitlines()
    assert [json.loads(line)["target_id"] for line in lines] == [row["target_id"] for row in rows]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_export_of_a_binary_form_needs_a_file(filled: Path, tmp_path: Path, form: str) -> None:
    assert solieu("export", "targets", "-f", form, "--db", filled).exit_code == ExitCode.USAGE
    path = tmp_path / f"targets.{form}"
    assert solieu("export", "targets", "-f", form, "-o", path, "--db", filled).exit_code == 0
    assert path.stat().st_size > 0


def test_export_of_an_unknown_view_names_the_known_ones(filled: Path) -> None:
    result = solieu("export", "nothing", "--db", filled)
    assert result.exit_code == ExitCode.NOT_FOUND
    assert "targets, target_communes" in result.stderr


def test_a_file_that_cannot_be_written_is_told_in_one_line(filled: Path, tmp_path: Path) -> None:
    result = solieu("export", "targets", "-o", tmp_path / "no folder" / "x.csv", "--db", filled)
    assert result.exit_code == ExitCode.FAILURE
    assert "cannot be written" in result.stderr


def shown(tmp_path: Path, facts: Facts, original: Path) -> tuple[str, str]:
    """Store the facts with their original; return the store and the id of the first fact."""
    path = str(tmp_path / "show.db")
    with Store.open(path) as store:
        store.keep_original(original, facts.document.document_id)
        made.put(store, facts)
    return path, facts.targets[0].fact_id


def test_show_draws_the_words_of_a_fact_from_the_kept_original(tmp_path: Path) -> None:
    original = pdfs.written(tmp_path / "plan.pdf", pages=2)
    db, fact_id = shown(tmp_path, made.plan(2024, data=original.read_bytes()), original)
    original.unlink()
    result = solieu("show", fact_id[:8], "--db", db)
    assert result.exit_code == 0, result.output
    assert "page 2" in result.stdout
    with Image.open(tmp_path / f"{fact_id}.png") as picture:
        assert picture.width > 300
        reds = [count for count, colour in picture.getcolors(1 << 20) or [] if colour == (214, 30, 30)]
    assert reds


def test_show_of_a_fact_without_a_box_says_why_there_is_no_picture(tmp_path: Path) -> None:
    original = tmp_path / "plan.txt"
    original.write_text("có thêm 18 xã")
    db, fact_id = shown(tmp_path, made.plan(2024, box=None, data=original.read_bytes()), original)
    result = solieu("show", fact_id, "--db", db)
    assert result.exit_code == ExitCode.NOT_FOUND
    assert "plain text" in result.stderr
    assert "toàn tỉnh có thêm" in result.stderr


def test_show_of_an_unknown_fact_is_not_found(filled: Path) -> None:
    assert solieu("show", "0" * 20, "--db", filled).exit_code == ExitCode.NOT_FOUND


def test_doctor_tells_versions_and_what_is_missing() -> None:
    result = solieu("doctor", "--json")
    parts = {part["name"]: part for part in json.loads(result.stdout)}
    assert parts["python"]["state"] == "ok"
    missing = any(part["needed"] and part["version"] is None for part in parts.values())
    assert result.exit_code == (ExitCode.MISSING_PROGRAM if missing else ExitCode.OK)


def test_schema_prints_what_the_stages_exchange() -> None:
    assert set(json.loads(solieu("schema").stdout)) == {"Document", "Facts", "Finding"}
    assert json.loads(solieu("schema", "--name", "Finding").stdout)["title"] == "Finding"


def test_the_version_is_told() -> None:
    result = solieu("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("solieu ")


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_explains_itself(verb: str) -> None:
    result = solieu(verb, "--help")
    assert result.exit_code == 0
    assert f"solieu {verb}" in result.stdout or "Usage" in result.stdout


@pytest.mark.parametrize("words", [("nothing",), ("compare", "2021"), ("audit", "--code", "nothing")])
def test_words_that_are_off_are_a_usage_error(words: tuple[str, ...]) -> None:
    assert solieu(*words).exit_code == ExitCode.USAGE


def test_a_bad_setting_is_a_usage_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "solieu.toml").write_text("colour = 1")
    result = solieu("documents")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith("solieu: solieu.toml: there is no setting colour")


def test_cite_prints_a_reference_and_what_does_not_add_up(filled: Path) -> None:
    with Store.open(str(filled)) as store:
        (row,) = store.rows("targets", where={"year": 2024, "criterion": 2})
    result = solieu("cite", row["target_id"][:12], "--lang", "vi", "--db", filled)
    assert result.stdout.startswith("Ủy ban nhân dân tỉnh Lạng Sơn, Kế hoạch số 24/KH-UBND ngày ")
    assert result.stdout.endswith(" tr. 2: “toàn tỉnh có thêm”.\n")
    assert result.stderr.startswith("percent_mismatch: Trang 2")
    assert solieu("cite", row["target_id"], "--format", "bibtex", "--db", filled).stdout.startswith("@misc{24-kh-ubnd-")
    assert solieu("cite", "ffffffffff", "--db", filled).exit_code == ExitCode.NOT_FOUND


def test_query_answers_in_every_form_and_only_reads(filled: Path, tmp_path: Path) -> None:
    sql = "SELECT criterion, reached, percent FROM targets WHERE year = 2024 AND criterion < 3 ORDER BY criterion"
    result = solieu("query", sql, "--db", filled)
    assert table(result.stdout) == [
        {"criterion": "1", "reached": "171", "percent": "94.5"},
        {"criterion": "2", "reached": "109", "percent": "60.02"},
    ]
    assert json.loads(solieu("query", sql, "--json", "--db", filled).stdout)[1]["percent"] == 60.02
    assert "2,109,60.02" in solieu("query", sql, "--format", "csv", "--db", filled).stdout
    book = tmp_path / "answer.xlsx"
    assert solieu("query", sql, "--format", "xlsx", "-o", book, "--db", filled).exit_code == 0
    assert book.read_bytes().startswith(b"PK")
    assert "cut after 1 rows" in solieu("query", sql, "--limit", "1", "--db", filled).stderr
    for refused in (("DELETE FROM targets",), (sql, "--format", "xlsx"), (sql, "-o", book)):
        assert solieu("query", *refused, "--db", filled).exit_code == ExitCode.USAGE


def test_search_finds_words_typed_without_diacritics(filled: Path) -> None:
    result = solieu("search", "toan", "tinh", "--limit", "1", "--db", filled)
    (row,) = table(result.stdout)
    assert (row["document"], row["page"], row["words"]) == ("lang-son-2024.pdf", "2", "«toàn tỉnh» có thêm")
    assert "there are more than 1" in result.stderr
    (hit,) = json.loads(
        solieu("search", "toàn tỉnh", "--document", "2021", "--limit", "1", "--json", "--db", filled).stdout
    )
    assert hit["document_id"] == made.document_id(2021)
    assert "stands nowhere" in solieu("search", "toạn tĩnh", "--db", filled).stdout
    assert solieu("search", "xã", "--document", "1999", "--db", filled).exit_code == ExitCode.NOT_FOUND


@pytest.fixture
def _fake_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_verb, "load_stages", fakes.load)


@pytest.mark.usefixtures("_fake_stages")
class TestIngest:
    def test_it_tells_what_was_read_what_was_not_and_why(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("109/181")
        (tmp_path / "b.txt").write_text(fakes.BAD)
        (tmp_path / "c.docx").write_text("x")
        result = solieu("ingest", tmp_path, "--db", tmp_path / "solieu.db")
        assert result.exit_code == ExitCode.SOME_FILES_FAILED
        (row,) = table(result.stdout)
        assert (row["file"], row["outcome"], row["targets"]) == (str(tmp_path / "a.txt"), "ingested", "1")
        assert "1 ingested, 1 failed, 1 skipped" in result.stdout
        assert f"failed  {tmp_path / 'b.txt'}: bad; get a good one" in result.stderr
        assert f"skipped {tmp_path / 'c.docx'}: unknown kind of file" in result.stderr

    def test_a_second_time_nothing_is_read_anew(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("109/181")
        solieu("ingest", "a.txt")
        result = solieu("ingest", "a.txt")
        assert result.exit_code == 0
        assert "a.txt: unchanged" in result.stdout
        assert "nothing was read anew" in result.stdout

    def test_a_fault_of_ours_is_one_line_and_a_traceback_only_with_debug(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(fakes.BROKEN)
        plain, debug = solieu("ingest", "a.txt"), solieu("ingest", "a.txt", "--debug")
        assert plain.exit_code == debug.exit_code == ExitCode.SOME_FILES_FAILED
        assert plain.stderr.splitlines() == [
            "failed  a.txt: unforeseen RuntimeError in stage read: it went; run with --debug and report it"
        ]
        assert "Traceback" in debug.stderr

    def test_a_path_that_is_not_there_is_told(self) -> None:
        result = solieu("ingest", "gone.pdf")
        assert result.exit_code == ExitCode.SOME_FILES_FAILED
        assert "failed  gone.pdf: there is no such file or folder" in result.stderr

    def test_the_reference_data_are_loaded(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("109/181")
        solieu("ingest", "a.txt")
        with Store.open(str(tmp_path / "solieu.db")) as store:
            assert store.rows("places", where={"place_code": "20"})[0]["name"] == "Lạng Sơn"
            assert len(store.rows("criteria", where={"framework": "commune-2021-2025"})) == 19
            assert store.rows("criterion_links", limit=1)

    def test_stages_that_cannot_be_loaded_are_a_missing_program(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ingest_verb, "load_stages", fakes.cannot_load)
        (tmp_path / "a.txt").write_text("109/181")
        result = solieu("ingest", "a.txt")
        assert result.exit_code == ExitCode.MISSING_PROGRAM
        assert result.stderr == "solieu: nothing can be read: the models are not installed; ask solieu doctor\n"

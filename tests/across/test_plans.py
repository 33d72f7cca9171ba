"""Plans of a province, its districts and later years: what contradicts itself between them is found, and nothing else.

Planted are: a district's count unlike its cell in the province's table (and so the province's sum), a result below its
target, a step from another start, a count and a commune's criterion that fall, a commune with other criteria in its
district's plan, a wrong date in a citation, a copy of a plan with another figure in it, which is nobody's rival.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from auditors.across import audit_group
from db.store import Store
from pipeline.cli import app
from schemas.findings import Code

HERE = Path(__file__).parent
PLANS = sorted((HERE / "plans").glob("*.md"))
GOLDEN = HERE / "findings.tsv"


def ingested(folder: Path, plans: list[Path]) -> Path:
    result = CliRunner().invoke(app, ["ingest", *map(str, plans), "--jobs", "1", "--db", str(folder / "solieu.db")])
    assert result.exit_code == 0, result.output
    return folder / "solieu.db"


def findings(where: Path) -> list[str]:
    """Return a line a finding, with the code of its cause; which file of a plan came first is no matter here."""
    with Store.open(str(where)) as store:
        names = {row["document_id"]: row["file_name"] for row in store.rows("documents")}
        rows = store.rows("findings")
    codes = {row["finding_id"]: row["code"] for row in rows}
    return sorted(
        "\t".join(
            (
                names[row["document_id"]],
                row["severity"],
                row["code"],
                codes.get(row["cause_id"], "–"),
                row["message_en"],
            )
        )
        for row in rows
        if row["code"] != Code.DUPLICATE_DOCUMENT
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ingested(tmp_path_factory.mktemp("across"), PLANS)


def test_just_what_was_planted_is_found(store: Path) -> None:
    found = findings(store)
    if os.environ.get("SOLIEU_GOLDEN") == "rewrite":
        GOLDEN.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_order_of_the_files_makes_no_difference_nor_does_an_audit_of_all(store: Path, tmp_path: Path) -> None:
    assert findings(ingested(tmp_path, PLANS[::-1])) == findings(store)
    with Store.open(str(store)) as opened:
        opened.audit_across(None, audit_group)
    assert findings(store) == GOLDEN.read_text(encoding="utf-8").splitlines()

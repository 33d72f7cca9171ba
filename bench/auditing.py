"""Time the audit: random sound documents one by one, and a store of two million facts as a whole: `make bench`.

The store has 10,000 communes with 19 criteria each in the plans of their provinces over ten years, the counts of their
districts and provinces, and one commune in a hundred that loses a criterion. It is made on SQLite, and on PostgreSQL
where pgserver is installed. SOLIEU_BENCH_COMMUNES and SOLIEU_BENCH_DOCUMENTS ask for less.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from auditors.across import audit_group
from auditors.checks import audit
from db.connect import connect, store_url, writing
from db.store import Store
from db.tables import documents, fact_tables
from normalizers.place_units import Unit
from normalizers.places import load_gazetteer
from pipeline.reference import load_reference
from tests.auditors.sound import sound

COMMUNES = int(os.environ.get("SOLIEU_BENCH_COMMUNES", "10000"))
DOCUMENTS = int(os.environ.get("SOLIEU_BENCH_DOCUMENTS", "10000"))
YEARS = range(2015, 2025)
CRITERIA = range(1, 20)
SETS = ((2022, "commune-2021-2025"), (2017, "commune-2016-2020"), (0, "commune-2009-2015"))
LOSING = 0.01  # of the communes, that lose a criterion once
AT_ONCE = 20_000
Rows = dict[str, list[dict[str, Any]]]


def sound_documents() -> None:
    """Audit random documents in which everything adds up."""
    begin, accused = time.perf_counter(), 0
    for seed in range(DOCUMENTS):
        accused += bool(audit(sound(seed).facts()))
    seconds = time.perf_counter() - begin
    print(f"{DOCUMENTS} sound documents: {accused} with findings, {seconds:.0f} s")


def fill(where: str) -> int:
    """Write the facts into a new store; return how many there are."""
    with Store.open(where) as store:
        load_reference(store)
    engine = connect(store_url(where))
    gazetteer, day, count = load_gazetteer(), date(2021, 6, 1), 0
    communes = [unit for unit in gazetteer.units if unit.level == "commune" and unit.holds(day)][:COMMUNES]
    by_province: defaultdict[str, list[tuple[Unit, Unit]]] = defaultdict(list)
    for commune in communes:
        district, province = gazetteer.district_of(commune.code, day), gazetteer.province_of(commune.code, day)
        if district and province:
            by_province[province.code].append((commune, district))
    for code, members in by_province.items():
        with writing(engine) as connection:
            for rows in _province(code, members):
                for name, values in rows.items():
                    table = documents if name == "documents" else fact_tables[name]
                    for start in range(0, len(values), AT_ONCE):
                        connection.execute(insert(table), values[start : start + AT_ONCE])
                    count += len(values)
    engine.dispose()
    return count


def _province(province: str, members: list[tuple[Unit, Unit]]) -> Iterator[Rows]:
    """Yield the rows of each year's plan of one province."""
    chance = Random(province)
    order = {commune.code: chance.sample(CRITERIA, len(CRITERIA)) for commune, _ in members}
    met = {commune.code: chance.randint(3, 10) for commune, _ in members}
    for year in YEARS:
        framework = next(name for since, name in SETS if year >= since)
        document_id = f"{province}{year}".ljust(64, "0")
        rows: Rows = {"documents": [_document(document_id, province, year)]}
        cells: list[dict[str, Any]] = []
        counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        for commune, district in members:
            met[commune.code] = min(met[commune.code] + chance.randint(0, 2), len(CRITERIA))
            held = set(order[commune.code][: met[commune.code]])
            if chance.random() < LOSING / len(YEARS):
                held.discard(order[commune.code][0])
            for criterion in CRITERIA:
                state = "met" if criterion in held else "planned"
                place = (commune.code, commune.name, district.name)
                named = {"criterion": criterion, "state": state, "year": year if state == "met" else year + 1}
                fact_id = f"{commune.code}{year}{criterion}"
                cells.append(_row(document_id, fact_id, *place, framework, len(cells)) | named)
                counts[district.code, criterion] += state == "met"
                counts[province, criterion] += state == "met"
        told = {"table_label": "Biểu số 1", "standard": "commune", "status": "result"}
        rows["commune_criteria"] = [cell | told | {"raw_name": cell["place_name"]} for cell in cells]
        rows["criterion_counts"] = [
            _row(document_id, f"{code}{year}{criterion}n", code, code, None, framework, place)
            | {"criterion": criterion, "count": value, "status": "result", "year": year, "table_label": "Biểu số 2"}
            for place, ((code, criterion), value) in enumerate(counts.items())
        ]
        yield rows


def _document(document_id: str, province: str, year: int) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys((column.name for column in documents.c), None)
    return told | {
        "document_id": document_id,
        "file_name": f"{province}-{year}.pdf",
        "kind": "plan",
        "number": f"1/KH-UBND-{province}-{year}",
        "place_code": province,
        "plan_year": year,
        "issued_from": date(year, 1, 15),
        "issued_to": date(year, 1, 15),
        "page_count": 9,
        "reader": "text_layer",
        "settings_hash": "bench",
        "ingested_at": datetime(2026, 1, 1, tzinfo=UTC),
        "fact_count": 1,
        "has_boxes": True,
        **dict.fromkeys((name for name in told if name.startswith(("sentences", "cells"))), 0),
    }


def _row(
    document_id: str, fact_id: str, code: str, name: str, district: str | None, framework: str, position: int
) -> dict[str, Any]:
    box = [10.0, 20.0, 30.0, 40.0]
    return {
        "fact_id": fact_id,
        "document_id": document_id,
        "place_code": code,
        "place_name": name,
        "district_name": district,
        "framework": framework,
        "position": position,
        "page": 5,
        **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
        "quote": "1,3,4",
        "confidence": 1.0,
        "reader": "text_layer",
        "pieces": [{"page": 5, "box": box, "quote": "1,3,4"}],
    }


def whole_store(where: str, name: str) -> None:
    """Audit a store as a whole, and print how long it takes and the most memory that the process ever held."""
    begin = time.perf_counter()
    count = fill(where)
    print(f"{name}: {count} rows written in {time.perf_counter() - begin:.0f} s", flush=True)
    process = os.fork()  # so that the memory is that of the audit
    if process == 0:
        begin = time.perf_counter()
        with Store.open(where) as store:
            found = store.audit_across(None, audit_group)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = time.perf_counter() - begin
        print(f"{name}: audit --all: {found} findings, {seconds:.0f} s, {megabytes:.0f} MB", flush=True)
        os._exit(0)
    os.waitpid(process, 0)


@contextmanager
def server(folder: Path) -> Iterator[str | None]:
    """Yield the URL of a PostgreSQL for a while; None where pgserver is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pgserver.postgres_server import get_server
    except ImportError:
        yield None
        return
    running = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def main() -> None:
    """Run what was asked for, else everything."""
    wanted = sys.argv[1:] or ["documents", "sqlite", "postgresql"]
    if "documents" in wanted:
        sound_documents()
    with tempfile.TemporaryDirectory(prefix="solieu-bench-") as folder:
        Path(folder).chmod(0o755)
        if "sqlite" in wanted:
            whole_store(f"{folder}/bench.db", "SQLite")
        if "postgresql" in wanted:
            with server(Path(folder)) as url:
                if url is not None:
                    whole_store(url, "PostgreSQL")


if __name__ == "__main__":
    main()

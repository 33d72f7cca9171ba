"""A document in the making, for documents made up at random."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from schemas.evidence import Evidence, Piece
from schemas.facts import (
    DocumentFact,
    Facts,
    with_ids,
)
from schemas.geometry import Box
from schemas.known import Known
from schemas.vocabulary import (
    DocumentKind,
    Reader,
)

PROVINCE, YEAR, SET, SIZE = "20", 2024, "commune-2021-2025", 19
ADVANCED_SET, MODEL_SET = "commune-advanced-2021-2025", "commune-model-2021-2025"
REACHING, COUNTS, VILLAGES, POOR = "Biểu số 1", "Biểu số 2", "Biểu số 3", "Biểu số 4"
CRITERIA = range(1, SIZE + 1)


@dataclass
class Draft:
    """A document in the making: its rows are put together anew after a misprint was planted."""

    chance: Random
    rows: dict[str, list[Any]]
    known: Known

    def facts(self) -> Facts:
        """Return the facts with their ids."""
        document = DocumentFact(
            document_id=hashlib.sha256(b"sound").hexdigest(),
            file_name="sound.pdf",
            kind=DocumentKind.PLAN,
            number="12/KH-UBND",
            place_code=PROVINCE,
            issued_from=date(YEAR, 1, 22),
            issued_to=date(YEAR, 1, 22),
            plan_year=YEAR,
            period_from=YEAR,
            period_to=YEAR,
            page_count=9,
            reader=Reader.TEXT_LAYER,
        )
        return with_ids(Facts(document=document, known=self.known, **{k: tuple(v) for k, v in self.rows.items()}))

    def change(self, view: str, place: int, **values: Any) -> None:
        """Print something else in one row."""
        self.rows[view][place] = self.rows[view][place].model_copy(update=values)

    def find(self, view: str, holds: Callable[[Any], bool]) -> int:
        """Return the place of a row that fits."""
        fitting = [place for place, row in enumerate(self.rows[view]) if holds(row)]
        return self.chance.choice(fitting)


class Page:
    """Gives each row a place of its own."""

    def __init__(self) -> None:
        self._count = 0

    def at(self, quote: str, page: int = 1) -> Evidence:
        self._count += 1
        box = Box(10, self._count, 500, self._count + 0.5)
        return Evidence(pieces=(Piece(page=page, box=box, quote=f"{quote} [{self._count}]"),))


def place_of(code: str) -> dict[str, Any]:
    name = "Lạng Sơn" if code == PROVINCE else f"Huyện {code}"
    return {"place_code": code, "place_name": name, "district_name": name, "province_name": "Lạng Sơn"}

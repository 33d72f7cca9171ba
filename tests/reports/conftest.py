from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.store import Store
from tests.reports import made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the plans of 2021 and 2024; no test changes it."""
    with Store.open(str(tmp_path_factory.mktemp("store") / "solieu.db")) as opened:
        made.fill(opened, 2021, 2024)
        yield opened

import os
from pathlib import Path

import pytest

from normalizers.criteria import CriteriaBook, load_criteria
from normalizers.places import Gazetteer, load_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def criteria_book() -> CriteriaBook:
    return load_criteria()


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference plans and their gold rows."""
    folder = os.environ.get("SOLIEU_REFERENCE")
    if not folder:
        pytest.skip("SOLIEU_REFERENCE is not set")
    return Path(folder)

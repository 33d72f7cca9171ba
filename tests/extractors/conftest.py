from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.finding import Finder
from extractors.reading import read_document
from normalizers.criteria import load_criteria
from schemas.document import Document
from schemas.mentions import Mentions

FRAME = "KẾ HOẠCH\n\n\nThực hiện Chương trình xây dựng nông thôn mới năm 2023\n\n\nI. MỤC TIÊU\n\n\n{text}\n"


@pytest.fixture(scope="session")
def finder() -> Finder:
    return Finder(load_criteria().names())


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[..., Document]:
    """Read a text as a file of the given kind."""

    def read(text: str, suffix: str = ".txt") -> Document:
        path = tmp_path / f"plan{suffix}"
        path.write_text(text, "utf-8")
        return read_document(path)

    return read


@pytest.fixture
def find_in(finder: Finder, read_text: Callable[..., Document]) -> Callable[[str], Mentions]:
    """Find what one paragraph of a plan states."""

    def find(paragraph: str) -> Mentions:
        return finder.find(read_text(FRAME.format(text=paragraph)))

    return find

"""A file of any kind that we read, as a Document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path
from types import MappingProxyType

from extractors.markdown import read_markdown
from extractors.outline import with_outline
from extractors.pdf import read_pdf
from extractors.plain_text import read_plain_text
from extractors.scan import read_scan
from extractors.scan_tables import read_tables
from extractors.sheets import Sheet, as_shown
from extractors.suffixes import MARKDOWN, PICTURES
from extractors.zones import build_blocks
from schemas.document import Document
from schemas.errors import UnreadableFile


def read_picture(path: Path) -> list[Sheet]:
    """Read a picture of a page, or a TIFF of several."""
    return read_scan(path, read_tables)


READERS: MappingProxyType[str, Callable[[Path], list[Sheet]]] = MappingProxyType(
    {
        ".pdf": read_pdf,
        ".txt": read_plain_text,
        **dict.fromkeys(MARKDOWN, read_markdown),
        **dict.fromkeys(PICTURES, read_picture),
    }
)


def read_document(path: Path) -> Document:
    """Read a file into the document model: pages, paragraphs in their outline, tables.

    Raises UnreadableFile, naming what was found and what to do, for every file that gives no text.
    """
    data = bytes_of(path, READERS)
    sheets = READERS[path.suffix.lower()](path)
    items = [item for sheet in sheets for item in sheet.items]
    blocks = with_outline(build_blocks(items, sheets[0].width))
    return Document(
        document_id=hashlib.sha256(data).hexdigest(),
        file_name=path.name,
        pages=tuple(sheet.page for sheet in sheets),
        blocks=as_shown(sheets, blocks),
    )


def bytes_of(path: Path, known: Collection[str]) -> bytes:
    """Return the content of a file whose suffix is among the known ones.

    Raises UnreadableFile for another kind of file, and for one that cannot be opened or is empty.
    """
    if path.suffix.lower() not in known:
        kind, kinds = path.suffix or "no suffix", ", ".join(sorted(known))
        raise UnreadableFile(path.name, f"unknown kind of file ({kind})", f"known are {kinds}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path.name, f"cannot be opened: {error.strerror}", "check the path and the rights"
        ) from error
    if not data.strip():
        raise UnreadableFile(path.name, "the file is empty", "get a copy that has content")
    return data

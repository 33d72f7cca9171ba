"""The files that were read, kept by their hash, so that evidence can be shown after the folder has been tidied away."""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path

from schemas.errors import NotFound, StoreError

_BLOCK = 1 << 20


class Originals:
    """A folder of files named by the SHA-256 of their bytes and the suffix that they came with."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def keep(self, source: Path, document_id: str) -> Path:
        """Copy the file, all or nothing, and return the copy; one that is there already is left alone.

        Raises StoreError where the copy is not of that hash or cannot be written.
        """
        if self._folder is None:
            raise StoreError("no folder for the original files is named; a store on a server needs one")
        target = self._folder / f"{document_id}{source.suffix.lower()}"
        if target.is_file():
            return target
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as reader, tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as writer:
                copy, digest = Path(writer.name), hashlib.sha256()
                try:
                    while block := reader.read(_BLOCK):
                        digest.update(block)
                        writer.write(block)
                    if digest.hexdigest() != document_id:
                        raise StoreError(f"{source}: changed while it was being read; ingest it again")
                    copy.chmod(0o644)  # temporary files are the owner's alone
                    copy.replace(target)
                finally:
                    copy.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{self._folder}: cannot keep {source.name}: {error.strerror or error}") from error
        return target

    def find(self, document_id: str) -> Path:
        """Return the kept file.

        Raises NotFound where there is none.
        """
        for path in self._copies(document_id):
            return path
        raise NotFound(f"{document_id}: the original file is not kept in {self._folder or 'any folder'}")

    def discard(self, document_id: str) -> None:
        """Delete the kept file, where there is one."""
        for path in self._copies(document_id):
            path.unlink(missing_ok=True)

    def _copies(self, document_id: str) -> list[Path]:
        if self._folder is None or not re.fullmatch("[0-9a-f]{64}", document_id):
            return []
        return sorted(self._folder.glob(f"{document_id}*"))

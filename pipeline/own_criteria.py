"""A user's own sets of criteria: TOML files of a folder, in the form of `normalizers/lexicons/criteria.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from normalizers.criteria import load_criteria
from pipeline.settings import BadSettings


def read_own_criteria(folder: str | None) -> tuple[str, ...]:
    """Return the texts of the folder's files, by name; raises BadSettings for a folder or file that is none."""
    if folder is None:
        return ()
    if not Path(folder).is_dir():
        raise BadSettings(f"criteria: {folder} is no folder; give one that holds .toml files with sets of criteria")
    texts: list[str] = []
    for file in sorted(Path(folder).glob("*.toml")):
        try:
            texts.append(file.read_text(encoding="utf-8"))
            load_criteria(tuple(texts))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise BadSettings(
                f"{file}: {where}: {first['msg'].lower()}; see “Your own criteria” in the README"
            ) from error
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
            raise BadSettings(f"{file}: {error}; correct the file or take it out of the folder") from error
    return tuple(texts)

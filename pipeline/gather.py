"""From the paths that a user names to the files that are to be read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path on the way in: to be read, or with the reason why it is not.

    `passed_over` tells what lies in a folder and is none of ours from what the user named and cannot have.
    """

    path: Path
    problem: str | None = None
    passed_over: bool = False


def gather(paths: Iterable[Path], known: Collection[str], ignored: Iterable[Path] = ()) -> list[Candidate]:
    """List the files under the paths, in the order of the paths and within a folder by name; each file once.

    `known` are the suffixes that are read, in lower case; a file that is named itself is a candidate whatever its
    suffix. `ignored` are folders and files of the program's own; hidden ones are ignored too.
    """
    own = {path.resolve() for path in ignored}
    seen: set[Path] = set()
    found: list[Candidate] = []
    for path in paths:
        for candidate in _under(path, known, own):
            place = candidate.path.resolve()
            if place not in seen:
                seen.add(place)
                found.append(candidate)
    return found


def _under(path: Path, known: Collection[str], own: set[Path]) -> Iterator[Candidate]:
    if path.is_dir():
        inside = list(_in_folder(path, known, own))
        yield from inside
        if all(candidate.passed_over for candidate in inside):
            yield Candidate(
                path, f"{path}: no plans in this folder; known kinds of files are {', '.join(sorted(known))}"
            )
    elif path.is_file():
        yield Candidate(path)
    elif path.exists():
        yield Candidate(path, f"{path}: neither a file nor a folder; name a file that can be read")
    else:
        yield Candidate(path, f"{path}: there is no such file or folder; check the path")


def _in_folder(folder: Path, known: Collection[str], own: set[Path]) -> Iterator[Candidate]:
    troubles: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(name for name in folders if _is_foreign(Path(place, name), own))
        for name in sorted(names):
            path = Path(place, name)
            if not _is_foreign(path, own):
                continue
            if path.suffix.lower() in known:
                yield Candidate(path)
            else:
                yield Candidate(path, f"unknown kind of file ({path.suffix or 'no suffix'})", passed_over=True)
    for trouble in troubles:
        yield Candidate(
            Path(trouble.filename), f"{trouble.filename}: cannot be listed: {trouble.strerror}; check the rights"
        )


def _is_foreign(path: Path, own: set[Path]) -> bool:
    return not path.name.startswith(".") and path.resolve() not in own

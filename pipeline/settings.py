"""The settings as one frozen value: defaults < file < environment < flags, merged once.

No other module reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from schemas.errors import ExitCode, SolieuError
from schemas.evidence import Frozen

FILE_NAME = "solieu.toml"
PREFIX = "SOLIEU_"


class LimitSettings(Frozen):
    """Beyond what a file is refused; what is read of the others does not hang on it."""

    largest_file_megabytes: Annotated[float, Field(gt=0)] = 500
    longest_read_seconds: Annotated[float, Field(gt=0)] = 900


class PictureSettings(Frozen):
    """How the cut-outs of pages are drawn."""

    dpi: Annotated[int, Field(ge=36, le=600)] = 150
    margin_points: Annotated[float, Field(ge=0, le=1000)] = 54


class Settings(Frozen):
    """All that a user may set. In the file a table per group, in the environment SOLIEU_DB, SOLIEU_PICTURE_DPI, …"""

    db: Annotated[str, Field(description="path or URL of the store")] = "solieu.db"
    originals: Annotated[str | None, Field(description="folder of the original files; None: beside the store")] = None
    criteria: Annotated[str | None, Field(description="folder of a user's own sets of criteria; None: none")] = None
    jobs: Annotated[int, Field(ge=0, description="worker processes; 0: by the files and processors")] = 0
    lang: Annotated[Literal["en", "vi"], Field(description="language of what is told")] = "en"
    limits: LimitSettings = LimitSettings()
    picture: PictureSettings = PictureSettings()


class BadSettings(SolieuError):
    """A setting that is unknown, or out of its range; the message says where it was set."""

    exit_code = ExitCode.USAGE


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Merge the settings; a flag that is None was not given.

    `environment` is that of the process and `file` is solieu.toml in the current folder unless told otherwise.
    Raises BadSettings.
    """
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    from_environment = _from_environment(os.environ if environment is None else environment)
    merged: dict[str, Any] = {}
    for source, values in (
        (FILE_NAME if file is None else str(file), _from_file(Path(FILE_NAME) if file is None else file)),
        ("the environment", from_environment),
        ("the command line", given),
    ):
        merged = _merged(merged, values)
        try:
            Settings.model_validate(merged)
        except ValidationError as error:
            raise BadSettings(_problem(source, error)) from error
    return Settings.model_validate(merged)


def variables() -> dict[str, tuple[str, ...]]:
    """Return the environment variables that are heeded, each with the path of its setting."""
    return {PREFIX + "_".join(path).upper(): path for path in _leaves(Settings)}


def _leaves(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _leaves(kind, (*above, name))
        else:
            yield (*above, name)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, path in variables().items():
        # An empty variable is one that was unset in the only way some launchers can.
        if environment.get(variable):
            inner = values
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = environment[variable]
    return values


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}; check the path and the rights") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: no TOML: {error}; correct it or remove it") from error


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        inner = result.get(key)
        both = isinstance(inner, dict) and isinstance(value, Mapping)
        result[key] = _merged(inner, value) if both and inner is not None else value
    return result


def _problem(source: str, error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(".".join(path) for path in _leaves(Settings))
        return f"{source}: there is no setting {name}; there are {known}"
    return f"{source}: {name}: {first['msg'].lower()}, not {first['input']!r}"

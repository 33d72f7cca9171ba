"""`solieu doctor`: is everything here?"""

from __future__ import annotations

import typer

from pipeline.commands.options import AsJson
from pipeline.doctor import examine
from pipeline.output import DASH, Column, show_json, show_table
from schemas.errors import ExitCode

COLUMNS = (Column("part"), Column("version"), Column("state"), Column("remedy", least=20))


def doctor_command(as_json: AsJson = False) -> None:
    """Tell what is installed in which version, what is missing, and how to get it."""
    parts = examine()
    if as_json:
        show_json([part.model_dump() | {"state": part.state} for part in parts])
    else:
        rows = ((part.name, part.version or DASH, part.state, "" if part.version else part.remedy) for part in parts)
        show_table(COLUMNS, rows)
    if any(part.needed and part.version is None for part in parts):
        raise typer.Exit(ExitCode.MISSING_PROGRAM)

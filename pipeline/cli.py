"""The command `solieu`: a thin door. Every verb parses flags, calls one function, prints, returns a code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from pipeline.commands.audit import audit_command
from pipeline.commands.cite import cite_command
from pipeline.commands.compare import compare_command
from pipeline.commands.criteria import criteria_command
from pipeline.commands.doctor import doctor_command
from pipeline.commands.documents import documents_command
from pipeline.commands.evaluate import evaluate_command
from pipeline.commands.export import export_command
from pipeline.commands.ingest import ingest_command
from pipeline.commands.leftovers import leftovers_command
from pipeline.commands.places import places_command
from pipeline.commands.query import query_command
from pipeline.commands.schema import schema_command
from pipeline.commands.search import search_command
from pipeline.commands.searchable import searchable_command
from pipeline.commands.show import show_command
from pipeline.doctor import DISTRIBUTION
from pipeline.fingerprint import package_version
from pipeline.output import say
from pipeline.settings import load_settings
from schemas.errors import ExitCode, SolieuError
from schemas.languages import said

# Flags of the whole command that may stand after the verb as well.
ANYWHERE = ("--debug", "--no-color")


class Verbs(TyperGroup):
    """The verbs, and the one place where an error becomes a line and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        moved = [word for word in args[:end] if word in ANYWHERE]
        rest = [word for word in args[:end] if word not in ANYWHERE]
        return super().parse_args(ctx, [*moved, *rest, *args[end:]])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except SolieuError as error:
            _explain(error, said(str(error), _language(ctx)), ctx.params["debug"])
            raise typer.Exit(error.exit_code) from error
        except (typer.Exit, typer.Abort, TyperException, BrokenPipeError):
            raise
        except Exception as error:
            message = f"unforeseen {type(error).__name__}: {error}; run with --debug and report it"
            _explain(error, said(message, _language(ctx)), ctx.params["debug"])
            raise typer.Exit(ExitCode.FAILURE) from error


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # help and usage errors in plain text, the same in a terminal and in a pipe
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

VERBS: dict[str, Callable[..., None]] = {
    "ingest": ingest_command,
    "documents": documents_command,
    "leftovers": leftovers_command,
    "compare": compare_command,
    "audit": audit_command,
    "show": show_command,
    "cite": cite_command,
    "places": places_command,
    "criteria": criteria_command,
    "export": export_command,
    "query": query_command,
    "search": search_command,
    "searchable": searchable_command,
    "evaluate": evaluate_command,
    "schema": schema_command,
    "doctor": doctor_command,
}
for _name, _command in VERBS.items():
    app.command(_name)(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{DISTRIBUTION} {package_version(DISTRIBUTION) or '(not installed)'}")
        raise typer.Exit


@app.callback()
def door(
    debug: Annotated[bool, typer.Option("--debug", help="Tell where in the program an error arose.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours, as NO_COLOR does.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn Vietnam's New Rural Area plans into figures that one can query and trust."""
    if no_color:
        os.environ["NO_COLOR"] = "1"


def main() -> None:
    """Run the command; the entry point of the distribution."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese must not end in an error where the locale says ASCII.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name=DISTRIBUTION)


def _language(ctx: Any) -> str:
    """Return the language that was asked for; English where the settings themselves are off."""
    try:
        return load_settings({"lang": ctx.obj}).lang
    except SolieuError:
        return "en"


def _explain(error: Exception, message: str, debug: bool) -> None:
    say(f"{DISTRIBUTION}: {message}", style="red")
    if debug:
        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line)

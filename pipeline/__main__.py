"""The way in: `solieu`, and `python -m pipeline` for a copy that is not installed."""

import atexit
import os
import sys
from typing import NoReturn

from pipeline.garbage import look_seldom
from pipeline.workers import start_ahead
from schemas.errors import ExitCode


def main() -> None:
    """Run the command; its verbs are imported here because a worker that reads imports this module, and needs none."""
    look_seldom()
    if next((word for word in sys.argv[1:] if not word.startswith("-")), None) == "ingest":
        start_ahead()  # it imports what it needs while this process imports what it needs itself
    from pipeline.cli import main as command

    try:
        command()
    except SystemExit as done:
        _leave(done)


def _leave(done: SystemExit) -> NoReturn:
    """End at once: Python would take apart all that was loaded, piece by piece, for half a second."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        raise done from None  # the ordinary end tells what became of the rest
    atexit._run_exitfuncs()
    os._exit(done.code if isinstance(done.code, int) else ExitCode.OK if done.code is None else ExitCode.FAILURE)


if __name__ == "__main__":
    main()

"""The way in: `solieu`, and `python -m pipeline` for a copy that is not installed."""

import sys

from pipeline.garbage import look_seldom
from pipeline.workers import start_ahead


def main() -> None:
    """Run the command; its verbs are imported here because a worker that reads imports this module, and needs none."""
    look_seldom()
    if next((word for word in sys.argv[1:] if not word.startswith("-")), None) == "ingest":
        start_ahead()  # it imports what it needs while this process imports what it needs itself
    from pipeline.cli import main as command

    command()


if __name__ == "__main__":
    main()

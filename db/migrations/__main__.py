"""Write the next migration from what the tables of `db.tables` have and the newest version lacks.

usage: python -m db.migrations "what changes"
"""

from __future__ import annotations

import sys
import tempfile

from alembic import command

from db.connect import connect, store_url, writing
from db.migrations import HEAD
from db.upgrade import alembic_config


def write_next(message: str) -> None:
    """Write the script, to be read and then named as `db.migrations.HEAD`."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(store_url(f"{folder}/head.db"))
        with writing(engine) as connection:
            config = alembic_config(connection)
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    write_next(" ".join(sys.argv[1:]) or "change")

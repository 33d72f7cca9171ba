"""The store's versions, as Alembic scripts; they travel with the package."""

HEAD = "0006"  # the newest script, written here so that opening a current store need not load Alembic
VERSION_TABLE = "solieu_version"

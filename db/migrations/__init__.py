"""The store's versions, as Alembic scripts; they travel with the package."""

HEAD = "0007"  # the newest script, written here so that opening a current store need not load Alembic
VERSION_TABLE = "solieu_version"

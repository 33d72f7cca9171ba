"""The store: tables, migrations, views, what is written in one transaction, and the questions that reports ask."""

from db.store import Ingest, Store
from db.views import VIEWS

__all__ = ["VIEWS", "Ingest", "Store"]

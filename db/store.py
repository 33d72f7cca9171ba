"""The store: one file or one database on a server that holds all that was read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Date, Dialect, Engine, Select, and_, delete, insert, select
from sqlalchemy.sql.elements import ColumnElement

from db.across import accusing, drop_touching, evidence_of, replace_across
from db.asking import Answer, ask
from db.connect import connect, label, reading, store_url, told, writing
from db.duplicates import DuplicateNote, note_duplicates
from db.groups import groups, subjects_of
from db.marks import chunks, mark, mark_facts, touched_by, touched_in
from db.originals import Originals
from db.reference import ReferenceKind, has_reference, write_reference
from db.renditions import link_renditions
from db.rows import Row, document_row, fact_rows, finding_rows, plain
from db.search import passage_rows
from db.tables import documents, fact_tables, finding_facts, passages
from db.tables import findings as finding_table
from db.upgrade import bring_to_head
from db.views import VIEW_OF, VIEWS, View, id_column, ordered
from schemas.errors import NotFound
from schemas.evidence import Evidence
from schemas.facts import FACT_TYPES, Facts
from schemas.findings import Finding
from schemas.statements import Group

SHORTEST_PREFIX = 6  # digits of an id that a person may type instead of all


@dataclass(frozen=True)
class Ingest:
    """How and when a file was read. `settings_hash` stands for code, lexicons and engines; the time is in UTC."""

    source_path: str
    settings_hash: str
    ingested_at: datetime


class Accusation(Protocol):
    """What a check across documents says of a row: it becomes a finding once it is known where the row stands."""

    @property
    def code(self) -> str: ...

    @property
    def fact_id(self) -> str: ...

    @property
    def cause(self) -> tuple[str, str] | None: ...  # code and fact_id of the accusation that it follows from

    def finding(self, evidence: Evidence) -> Finding: ...


class Store:
    """An open store; several processes may have it open, and one at a time writes."""

    def __init__(self, engine: Engine, originals: Path | None, duplicate_note: DuplicateNote | None = None) -> None:
        self._engine = engine
        self._originals = Originals(originals)
        self._duplicate_note = duplicate_note

    @classmethod
    def open(cls, where: str, *, originals: Path | None = None, duplicate_note: DuplicateNote | None = None) -> Store:
        """Open the store at a path or URL; it is created where there is none, and brought to this version.

        `originals` is the folder for the files that were read; beside a file it is `<store>.files` unless told.
        `duplicate_note` words the finding on a plan that is there in another file; without it there is none.
        Raises StoreError, saying why, where it cannot be opened.
        """
        url = store_url(where)
        engine = connect(url)
        try:
            bring_to_head(engine)
        except BaseException:
            engine.dispose()
            raise
        if originals is None and engine.dialect.name == "sqlite":
            originals = Path(f"{url.database}.files")
        return cls(engine, originals, duplicate_note)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The path, or the URL without its password."""
        return label(self._engine.url)

    @property
    def dialect(self) -> Dialect:
        """How the database speaks; for the queries of this package."""
        return self._engine.dialect

    def is_current(self, document_id: str, settings_hash: str) -> bool:
        """Tell whether the file was read with these very settings, so that nothing is to be done."""
        query = select(documents.c.settings_hash).where(documents.c.document_id == document_id)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none() == settings_hash

    def put(self, facts: Facts, findings: Sequence[Finding], ingest: Ingest) -> None:
        """Replace all rows of the document, in one transaction.

        The facts carry their ids (`schemas.facts.with_ids`), the findings are the document's own; ValueError otherwise.
        """
        document_id = facts.document.document_id
        if any(not fact.fact_id for kind in FACT_TYPES for fact in getattr(facts, kind.view)):
            raise ValueError("facts without ids cannot be stored")
        if any(finding.document_id != document_id for finding in findings):
            raise ValueError("findings of another document cannot be stored with this one")
        document = document_row(facts) | {name: plain(value) for name, value in vars(ingest).items()}
        marks, texts = finding_rows(findings), passage_rows(facts)
        links = [
            {"finding_id": row["finding_id"], "fact_id": fact_id}
            for row in marks
            for fact_id in sorted(set((row["related"] or "").split(",")) - {""})
        ]
        with writing(self._engine) as connection:
            touched, issuer_key = _forget(connection, document_id)
            connection.execute(insert(documents), [document])
            for view, rows in fact_rows(facts):
                if rows:
                    connection.execute(insert(fact_tables[view]), rows)
            if texts:
                connection.execute(insert(passages), texts)
            if marks:
                connection.execute(insert(finding_table), marks)
            if links:
                connection.execute(insert(finding_facts), links)
            touched |= {link["fact_id"] for link in links} | touched_in(connection, document_id)
            mark(connection, document_id, touched)
            self._relate(connection, {issuer_key, document["issuer_key"]})

    def subjects_of(self, document_id: str) -> set[str]:
        """Return what findings across documents may be about in which the document has a say; see `db.groups`."""
        with reading(self._engine) as connection:
            return subjects_of(connection, document_id)

    def audit_across(
        self,
        subjects: Collection[str] | None,
        check: Callable[[Group], Iterable[Accusation]],
    ) -> int:
        """Replace the findings across documents about these subjects, None for all, by what `check` finds.

        Returns how many there are now.
        """
        with writing(self._engine) as connection:
            told = [(subject, each) for subject, group in groups(connection, subjects) for each in check(group)]
            evidence = evidence_of(connection, {each.fact_id for _, each in told})
            known = [(subject, each) for subject, each in told if each.fact_id in evidence]
            findings = [each.finding(evidence[each.fact_id]) for _, each in known]
            ids = accusing(connection, {each.cause for _, each in known if each.cause}, subjects)
            ids |= {(each.code, each.fact_id): one.finding_id for (_, each), one in zip(known, findings, strict=True)}
            found = {
                one.finding_id: (subject, one.model_copy(update={"cause_id": ids.get(each.cause or ("", ""))}))
                for (subject, each), one in zip(known, findings, strict=True)
            }
            mark_facts(connection, replace_across(connection, subjects, found.values()))
        return len(found)

    def remove(self, document_id: str) -> bool:
        """Take the document, its rows and its original out of the store; return whether it was there."""
        with writing(self._engine) as connection:
            query = select(documents.c.document_id).where(documents.c.document_id == document_id)
            if connection.execute(query).first() is None:
                return False
            touched, issuer_key = _forget(connection, document_id)
            mark(connection, document_id, touched)
            self._relate(connection, {issuer_key})
        self._originals.discard(document_id)
        return True

    def _relate(self, connection: Connection, issuer_keys: set[str | None]) -> None:
        link_renditions(connection, issuer_keys)
        if self._duplicate_note is not None:
            note_duplicates(connection, issuer_keys, self._duplicate_note)

    def keep_original(self, source: Path, document_id: str) -> Path:
        """Copy the file to the originals and return the copy; see `db.originals`."""
        return self._originals.keep(source, document_id)

    def original(self, document_id: str) -> Path:
        """Return the kept file of the document, or raise NotFound."""
        return self._originals.find(document_id)

    def set_reference(self, kind: ReferenceKind, rows: Iterable[object], version: str) -> bool:
        """Replace the rows of that kind, unless those of this version are there already.

        Rows are mappings or objects with the view's column names; dates may be ISO text, `successor_codes` a sequence.
        Returns whether they were written.
        """
        with reading(self._engine) as connection:
            if has_reference(connection, kind, version):
                return False
        with writing(self._engine) as connection:
            write_reference(connection, kind, rows, version)
        return True

    def columns(self, view: str) -> list[str]:
        """Return the columns of the view in their order; NotFound for an unknown view."""
        return _view(view).columns

    def rows(
        self, view: str, *, where: Mapping[str, object] | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """Return the view's rows, in an order that hangs on nothing but the rows.

        `where` gives columns their values: None for null, a list, tuple or set for any of these.
        Raises NotFound for an unknown view or column, naming the known ones.
        """
        shown = _view(view)
        conditions = [_condition(shown, name, value) for name, value in (where or {}).items()]
        query = select(shown.clause).where(*conditions).limit(limit)
        return self.select(query.order_by(*ordered(shown, self._engine.dialect)))

    def select(self, query: Select[Any]) -> list[dict[str, Any]]:
        """Return what a SQLAlchemy query over the views finds; for the queries of this package."""
        with reading(self._engine) as connection:
            found = connection.execute(query)
            names = tuple(found.keys())
            return [dict(zip(names, row, strict=True)) for row in found.all()]

    def ask(self, sql: str, *, seconds: float, most_rows: int) -> Answer:
        """Return the answer to a user's own statement; see `db.asking`."""
        with told(self._engine.url):
            return ask(self._engine, sql, seconds=seconds, most_rows=most_rows)

    def fact(self, fact_id: str) -> tuple[str, dict[str, Any]]:
        """Return the fact's view and row; the first six or more digits of the id do where no other begins so.

        Raises NotFound.
        """
        prefix = fact_id.strip().lower()
        if len(prefix) < SHORTEST_PREFIX or not set(prefix) <= set("0123456789abcdef"):
            raise NotFound(f"{fact_id}: not an id of a fact; give at least its first {SHORTEST_PREFIX} digits")
        found: list[tuple[str, dict[str, Any]]] = []
        for name in fact_tables:
            view = VIEW_OF[name].clause
            key = view.c[id_column(name)]
            query = select(view).where(and_(key >= prefix, key < prefix + "g")).order_by(key).limit(2)
            found += [(name, row) for row in self.select(query)]
        exact = [(name, row) for name, row in found if row[id_column(name)] == prefix]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            raise NotFound(f"{fact_id}: several facts begin so; give more digits of the id")
        raise NotFound(f"{fact_id}: no such fact in {self.name}")

    def stands(self, fact_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return of each fact that is there its document_id, page, quote and pieces."""
        shown = ("fact_id", "document_id", "page", "quote", "pieces")
        with reading(self._engine) as connection:
            return {
                row.fact_id: dict(row._mapping)
                for chunk in chunks(fact_ids)
                for table in fact_tables.values()
                for row in connection.execute(
                    select(*(table.c[name] for name in shown)).where(table.c.fact_id.in_(chunk))
                )
            }

    def findings(
        self, *, document_id: str | None = None, code: str | None = None, severity: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the findings that have all that is given."""
        asked = {"document_id": document_id, "code": code, "severity": severity}
        return self.rows("findings", where={name: value for name, value in asked.items() if value is not None})


def _forget(connection: Connection, document_id: str) -> tuple[set[str], str | None]:
    """Delete the document's rows; return the facts its findings touched and the key of its issuer."""
    touched = touched_by(connection, document_id)
    touched |= drop_touching(connection, document_id, touched_in(connection, document_id))
    issuer = connection.execute(select(documents.c.issuer_key).where(documents.c.document_id == document_id))
    issuer_key = issuer.scalar_one_or_none()
    connection.execute(delete(documents).where(documents.c.document_id == document_id))
    return touched, issuer_key


def _view(name: str) -> View:
    if name not in VIEW_OF:
        raise NotFound(f"{name}: no such view; there are {', '.join(VIEWS)}")
    return VIEW_OF[name]


def _condition(view: View, name: str, value: object) -> ColumnElement[bool]:
    if name not in view.columns:
        raise NotFound(f"{name}: no such column of {view.name}; there are {', '.join(view.columns)}")
    column = view.clause.c[name]

    def typed(wanted: object) -> Row | Any:
        if isinstance(wanted, str) and isinstance(column.type, Date):
            return date.fromisoformat(wanted)
        return plain(wanted)

    if isinstance(value, Collection) and not isinstance(value, str):
        return column.in_([typed(one) for one in value])
    return column.is_(None) if value is None else column == typed(value)

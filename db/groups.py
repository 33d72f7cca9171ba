"""What several documents state of one place, in small groups, for the checks across documents.

The joins are made by the database and its rows come in the order of the groups, so that never more than one group is
held. Of a plan in several files the best one speaks (`same_as` is null).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from db.tables import documents, fact_tables, reference_tables
from schemas.statements import (
    PAST,
    Changed,
    CommunesOfDistrict,
    CriteriaList,
    DatedNumber,
    FamilyGroup,
    Group,
    ListGroup,
    NumberGroup,
    PlaceGroup,
    Source,
    Statement,
)
from schemas.vocabulary import CriterionState, Standard, Status

Places = Collection[str] | None  # None for all there are

NUMBER = "number|"  # begins the subject of a group that is about a document's number and not about a place
_AT_ONCE = 5000  # rows fetched in one go
_CODE_OF_COMMUNE = 5  # digits
_targets, _counts = fact_tables["targets"], fact_tables["criterion_counts"]
_criteria, _citations = fact_tables["commune_criteria"], fact_tables["citations"]
_places, _links = reference_tables["places"], reference_tables["criterion_links"]


def groups(connection: Connection, subjects: Places) -> Iterator[tuple[str, Group]]:
    """Yield each group with its subject: the code of the place that it is about, or the number of a document."""
    sources, changed = _Sources(connection, at_once=subjects is None), _changed(connection)
    places = None if subjects is None else {subject for subject in subjects if not subject.startswith(NUMBER)}
    for code, rows in _by_place(_stream(connection, _statements(places))):
        yield code, PlaceGroup(code, tuple(_statement(row, sources) for row in rows), changed)
    for code, lists in _by_place(_stream(connection, _lists(places, connection.dialect.name))):
        yield code, ListGroup(code, tuple(_list(row, sources) for row in lists), changed)
    yield from _families(connection, places, sources)
    yield from _numbers(connection, subjects, sources)


def subjects_of(connection: Connection, document_id: str) -> set[str]:
    """Return the subjects of the groups in which a document, or another file of the same plan, has a say."""
    own = documents.c.document_id
    best = select(func.coalesce(documents.c.same_as, own)).where(own == document_id)
    renditions = select(own).where(or_(own.in_(best), documents.c.same_as.in_(best)))
    files = list(connection.execute(renditions).scalars())
    found: set[str] = set()
    for table in (_targets, _counts, _criteria):
        place = table.c.place_code
        query = select(place).distinct().where(table.c.document_id.in_(files), place.is_not(None))
        found.update(connection.execute(query).scalars())
    found |= set(_parents(connection, found).values())
    for table, column in ((_citations, _citations.c.number), (documents, documents.c.number)):
        query = select(column).distinct().where(table.c.document_id.in_(files), column.is_not(None))
        found.update(NUMBER + number.replace(" ", "") for number in connection.execute(query).scalars())
    return found


# --- counts ---------------------------------------------------------------------------------------------------------


def _statements(places: Places) -> Select[Any]:
    """Select the counts about these places, by place."""
    # "07 xã đã đạt chuẩn (Yên Trạch, …)" tells of those communes, not how many there are.
    communes = fact_tables["target_communes"]
    named = exists().where(communes.c.target_id == _targets.c.fact_id)
    some = and_(_targets.c.status.in_(PAST), _targets.c.total.is_(None), named)
    said = or_(*(_targets.c[name].is_not(None) for name in ("reached", "added", "percent")))
    shown = ("fact_id", "document_id", "page", "place_code", "place_name", "year", "criterion", "status")
    from_targets = select(
        *(_targets.c[name] for name in shown),
        literal("targets").label("view"),
        func.coalesce(_targets.c.framework, _targets.c.standard).label("framework"),
        *(_targets.c[name] for name in ("reached", "added", "total", "percent_text")),
    ).where(not_(some), said, _targets.c.standard != Standard.OTHER.value)
    from_tables = select(
        *(_counts.c[name] for name in shown),
        literal("criterion_counts"),
        func.coalesce(_counts.c.framework, Standard.COMMUNE.value),
        _counts.c["count"],
        null(),
        null(),
        _counts.c.percent_text,
    ).where(_counts.c.criterion.is_not(None), _counts.c["count"].is_not(None))
    both = union_all(_wanted(from_targets, _targets, places), _wanted(from_tables, _counts, places)).subquery()
    return select(both).order_by(both.c.place_code, both.c.document_id, both.c.fact_id)


def _wanted(query: Select[Any], table: Any, places: Places) -> Select[Any]:
    query = query.join(documents, documents.c.document_id == table.c.document_id)
    query = query.where(documents.c.same_as.is_(None), table.c.place_code.is_not(None), table.c.year.is_not(None))
    return query if places is None else query.where(table.c.place_code.in_(places))


def _statement(row: Row[Any], sources: _Sources) -> Statement:
    return Statement(
        fact_id=row.fact_id,
        view=row.view,
        page=row.page or 1,
        source=sources[row.document_id],
        place_code=row.place_code,
        place_name=row.place_name or row.place_code,
        year=row.year,
        framework=row.framework,
        criterion=row.criterion,
        status=Status(row.status),
        reached=row.reached,
        added=row.added,
        total=row.total,
        percent=_decimal(row.percent_text),
    )


def _decimal(text: str | None) -> Decimal | None:
    """Return a share as printed, with its decimals; the comma or the point is its mark."""
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation:
        return None


# --- a whole and its parts ------------------------------------------------------------------------------------------


def _families(connection: Connection, places: Places, sources: _Sources) -> Iterator[tuple[str, Group]]:
    """Yield provinces with their districts, and districts with their communes' own plans, as far as they speak."""
    units = _Units(connection, places)
    speaking = set(connection.execute(select(documents.c.place_code).distinct()).scalars())
    for whole in sorted(units.parts):
        parts = units.parts[whole]
        if whole not in speaking or not parts & speaking:
            continue
        if all(len(code) < _CODE_OF_COMMUNE for code in parts):
            rows = [_statement(row, sources) for row in connection.execute(_statements({whole, *parts}))]
            own = tuple(row for row in rows if row.place_code == whole)
            years = {row.year: units.on(whole, row.year) for row in own}
            yield whole, FamilyGroup(whole, own, tuple(row for row in rows if row.place_code != whole), years)
        else:
            own = tuple(_statement(row, sources) for row in connection.execute(_statements({whole})))
            if own:
                yield whole, _communes_of(connection, whole, own, parts & speaking, units)


def _communes_of(
    connection: Connection, district: str, own: tuple[Statement, ...], communes: Collection[str], units: _Units
) -> CommunesOfDistrict:
    """Count the communes that by their own plans meet or plan each criterion in the plan's year."""
    year, framework, criterion = documents.c.plan_year, _criteria.c.framework, _criteria.c.criterion
    by_commune = (
        _criteria.c.place_code.in_(communes),
        documents.c.place_code == _criteria.c.place_code,
        documents.c.same_as.is_(None),
        _criteria.c.year <= year,
        framework.is_not(None),
    )
    joined = _criteria.join(documents, documents.c.document_id == _criteria.c.document_id)
    count = func.count(_criteria.c.place_code.distinct())
    told = select(year, framework, criterion, count).select_from(joined).where(*by_commune)
    speaking = select(year, framework, count).select_from(joined).where(*by_commune).group_by(year, framework)
    latest = max(row.year for row in own)
    return CommunesOfDistrict(
        own,
        sum(len(code) == _CODE_OF_COMMUNE for code in units.on(district, latest)),
        {(y, f, c): n for y, f, c, n in connection.execute(told.group_by(year, framework, criterion))},
        {(y, f): n for y, f, n in connection.execute(speaking)},
    )


class _Units:
    """Which places lay in which; districts in provinces, and communes (xã) in districts."""

    def __init__(self, connection: Connection, wholes: Places) -> None:
        shown = ("place_code", "parent_code", "kind", "valid_from", "valid_to")
        query = select(*(_places.c[name] for name in shown)).where(_places.c.parent_code.is_not(None))
        if wholes is not None:
            query = query.where(_places.c.parent_code.in_(wholes))
        self._of: dict[str, list[Any]] = {}
        for row in connection.execute(query):
            if row.kind in ("commune", None) or len(row.place_code) < _CODE_OF_COMMUNE:
                self._of.setdefault(row.parent_code, []).append(row)
        self.parts = {whole: {row.place_code for row in rows} for whole, rows in self._of.items()}

    def on(self, whole: str, year: int) -> frozenset[str]:
        """Return the parts that there were at a year's end."""
        day = date(min(max(year, 1), 9999), 12, 31)
        rows = self._of.get(whole, [])
        held = (row for row in rows if (row.valid_from or date.min) <= day < (row.valid_to or date.max))
        return frozenset(row.place_code for row in held)


def _parents(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    query = select(_places.c.place_code, _places.c.parent_code).where(
        _places.c.place_code.in_(codes), _places.c.parent_code.is_not(None)
    )
    return {row.place_code: row.parent_code for row in connection.execute(query)}


# --- lists of criteria ----------------------------------------------------------------------------------------------


def _lists(places: Places, dialect: str) -> Select[Any]:
    """Select a row a list: the criteria that one document has a commune meet by, or plan for, a year."""
    pair = cast(_criteria.c.criterion, Text) + ":" + _criteria.c.fact_id
    joined = func.string_agg(pair, ",") if dialect == "postgresql" else func.group_concat(pair, ",")
    one: tuple[ColumnElement[Any], ...] = tuple(
        _criteria.c[name] for name in ("place_code", "framework", "year", "state", "document_id")
    )
    query = select(
        *one,
        func.min(_criteria.c.page).label("page"),
        func.min(_criteria.c.place_name).label("place_name"),
        joined.label("pairs"),
    ).where(_criteria.c.framework.is_not(None))
    return _wanted(query, _criteria, places).group_by(*one).order_by(*one)


def _list(row: Row[Any], sources: _Sources) -> CriteriaList:
    pairs = (pair.partition(":") for pair in row.pairs.split(","))
    fact_ids = dict(sorted((int(number), fact_id) for number, _, fact_id in pairs))
    return CriteriaList(
        page=row.page or 1,
        source=sources[row.document_id],
        place_code=row.place_code,
        place_name=row.place_name or row.place_code,
        framework=row.framework,
        planned=row.state == CriterionState.PLANNED,
        year=row.year,
        fact_ids=fact_ids,
    )


# --- numbers of documents -------------------------------------------------------------------------------------------


def _numbers(connection: Connection, subjects: Places, sources: _Sources) -> Iterator[tuple[str, Group]]:
    """Yield the numbers that stand with two dates; numbers begin again in each place, so the issuer goes with them."""
    key, borne_key = (func.replace(table.c.number, " ", "") for table in (_citations, documents))
    shown = ("number", "issuer", "issued_on", "document_id", "page", "fact_id")
    cited = (
        select(key.label("key"), *(_citations.c[name] for name in shown))
        .join(documents, documents.c.document_id == _citations.c.document_id)
        .where(documents.c.same_as.is_(None), _citations.c.issued_on.is_not(None), _citations.c.issuer.is_not(None))
    )
    day = documents.c.issued_from
    borne = select(
        borne_key, documents.c.number, documents.c.issuer, day, documents.c.document_id, documents.c.page, null()
    ).where(documents.c.same_as.is_(None), day == documents.c.issued_to, documents.c.number.is_not(None))
    borne = borne.where(documents.c.issuer.is_not(None))
    if subjects is not None:
        keys = {subject.removeprefix(NUMBER) for subject in subjects if subject.startswith(NUMBER)}
        cited, borne = cited.where(key.in_(keys)), borne.where(borne_key.in_(keys))
    both = union_all(cited, borne).subquery()
    one, days = (both.c.key, both.c.issuer), func.count(both.c.issued_on.distinct())
    unlike = select(*one).group_by(*one).having(days > 1).subquery()
    query = (
        select(both)
        .join(unlike, and_(unlike.c.key == both.c.key, unlike.c.issuer == both.c.issuer))
        .order_by(*one, both.c.document_id, both.c.fact_id)
    )
    for (name, _), rows in groupby(_stream(connection, query), lambda row: (row.key, row.issuer)):
        yield NUMBER + name, NumberGroup(name, tuple(_dated(row, sources) for row in rows))


def _dated(row: Row[Any], sources: _Sources) -> DatedNumber:
    return DatedNumber(row.number, row.issuer, row.issued_on, sources[row.document_id], row.page or 1, row.fact_id)


# --- what groups share ----------------------------------------------------------------------------------------------


class _Sources:
    """The documents, read when they are first asked for; all of them at once where every group is wanted."""

    def __init__(self, connection: Connection, *, at_once: bool) -> None:
        self._connection = connection
        self._known = {source.document_id: source for source in self._read(true())} if at_once else {}

    def __getitem__(self, document_id: str) -> Source:
        if document_id not in self._known:
            (self._known[document_id],) = self._read(documents.c.document_id == document_id)
        return self._known[document_id]

    def _read(self, which: ColumnElement[bool]) -> Iterator[Source]:
        shown = ("document_id", "number", "file_name", "place_code", "plan_year", "issued_from")
        for row in self._connection.execute(select(*(documents.c[name] for name in shown)).where(which)):
            name = f"{row.number} ({row.file_name})" if row.number else row.file_name
            yield Source(row.document_id, name, row.place_code, row.plan_year, row.issued_from)


def _changed(connection: Connection) -> Changed:
    """Return, by two sets in either order, the criteria that are defined otherwise."""
    found: dict[tuple[str, str], list[int]] = {}
    columns = (_links.c.framework_a, _links.c.framework_b, _links.c.criterion_a, _links.c.criterion_b)
    for row in connection.execute(select(*columns).where(_links.c.comparable != "same")):
        for pair, number in (
            ((row.framework_a, row.framework_b), row.criterion_b),
            ((row.framework_b, row.framework_a), row.criterion_a),
        ):
            if number is not None:
                found.setdefault(pair, []).append(number)
    return {pair: tuple(sorted(set(numbers))) for pair, numbers in found.items()}


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    return iter(connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


def _by_place(rows: Iterable[Row[Any]]) -> Iterator[tuple[str, Iterator[Row[Any]]]]:
    return groupby(rows, lambda row: str(row.place_code))

"""Copies of records: streamed, one request after the other, values without loss, originals as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from belofte.connectors.sql.bulk import Bulk
from belofte.connectors.sql.fitting import Share, shares_of
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import Reading
from belofte.connectors.sql.schema import Holds
from belofte.connectors.sql.session import Row, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.values import as_boolean, exported
from belofte.connectors.sql.walk import Walk
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.ports import Order, Record


class Exporting:
    """Exports under one map. ``outdated`` collects the requests whose plan no longer fits; they get no record."""

    def __init__(self, statements: Statements, spellings: Spellings) -> None:
        self._statements, self._spellings = statements, spellings
        self._bulk = Bulk(statements)
        self._shapes = {name: _Shape(statements.reading(name, whole=True)) for name in statements.ways.reachable}
        self.outdated: dict[str, Failure] = {}

    def export(self, session: Session, orders: Sequence[Order]) -> Iterator[Record]:
        """The records of all orders of one batch, in the orders' sequence."""
        walked = Walk(session, self._statements, self._spellings, whole=True).find_again(orders)
        for share in shares_of(self._statements.system, walked, orders):
            if share.failure is not None:
                self.outdated[share.order.request] = share.failure
            else:
                yield from self._records(share)
                yield from self._streamed(session, share)

    def _records(self, share: Share) -> Iterator[Record]:
        for collection, decision in share.keys:
            if decision is not Decision.EXPORT:
                continue
            shape, hits = self._shapes[collection], share.hits.get(collection, {})
            for key in sorted(share.of(collection, Decision.EXPORT)):
                yield shape.record(share.order.request, key, hits[key].via, hits[key].row)

    def _streamed(self, session: Session, share: Share) -> Iterator[Record]:
        """What is too much to list comes through a cursor, one table after the other."""
        for collection, (big, decision) in share.bigs.items():
            if decision is Decision.EXPORT:
                shape, key_of = self._shapes[collection], self._statements.reading(collection, whole=True).key_of
                for row in self._bulk.rows(session, big):
                    yield shape.record(share.order.request, key_of(row), big.via, row)


class _Shape:
    """How a row of one collection becomes a record."""

    def __init__(self, reading: Reading) -> None:
        self._collection = reading.collection
        self._files = {column: at for column, at in reading.at.items() if column in reading.collection.files}
        self._fields = [(column, at) for column, at in reading.at.items() if column not in self._files]
        self._booleans = {c for c, _ in self._fields if reading.table.columns[c].holds is Holds.BOOLEAN}

    def record(self, request: str, key: Key, via: str, row: Row) -> Record:
        """One row as a record."""
        return Record(
            request=request,
            collection=self._collection.name,
            key=key,
            category=self._collection.category or "",
            via=via,
            fields=self._values(row),
            origin=self._collection.origin,
            files=self._originals(row),
        )

    def _values(self, row: Row) -> dict[str, object]:
        """Column → value. Most are text or missing and stay what they are."""
        values: dict[str, object] = {column: row[at] for column, at in self._fields}
        for column, value in values.items():
            if value is not None and type(value) is not str:
                values[column] = as_boolean(value) if column in self._booleans else exported(value)
        return values

    def _originals(self, row: Row) -> Mapping[str, bytes]:
        if not self._files:
            return {}
        found = {column: row[at] for column, at in self._files.items() if row[at] is not None}
        return {column: body if isinstance(body, bytes) else str(body).encode() for column, body in found.items()}

"""Statements inside one transaction: parameters in, rows out, and every database error without its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from psycopg.pq import ExecStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.faults import Diagnosis, Fault, diagnose

_STREAMED_AT_ONCE = 2000

Row = Sequence[Any]


class DatabaseFault(Exception):
    """A statement failed. Holds the diagnosis only: the driver's own message may quote a person's row."""

    def __init__(self, diagnosis: Diagnosis, *, at_commit: bool = False) -> None:
        super().__init__(f"{diagnosis.fault} at {diagnosis.where or 'the connection'}")
        self.diagnosis, self.at_commit = diagnosis, at_commit

    @property
    def again(self) -> bool:
        """May the transaction be tried again at once? Not if nobody knows whether it was committed."""
        return self.diagnosis.transient and not (self.diagnosis.fault is Fault.GONE and self.at_commit)


@dataclass(frozen=True, slots=True)
class Query:
    """One statement with its parameters. ``table`` is named in the error if the database names none."""

    statement: str
    parameters: Sequence[object]
    table: str


class Session:
    """Statements inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, query: Query) -> Sequence[Row]:
        """All rows of one query."""
        return self.all([query])[0]

    def all(self, queries: Sequence[Query]) -> list[Sequence[Row]]:
        """The rows of each query, () for a statement that has none. None of them may need another's answer."""
        return [self._one(query) for query in queries]

    def stream(self, query: Query) -> Iterator[Row]:
        """The rows of a query one after the other, through a cursor on the server's side."""
        options = {"stream_results": True, "yield_per": _STREAMED_AT_ONCE}
        try:
            with self._connection.exec_driver_sql(query.statement, tuple(query.parameters), options) as result:
                for part in result.partitions(_STREAMED_AT_ONCE):
                    yield from part
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, query.table)) from None

    def _one(self, query: Query) -> Sequence[Row]:
        try:
            result = self._connection.exec_driver_sql(query.statement, tuple(query.parameters))
            return result.fetchall() if result.returns_rows else ()
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, query.table)) from None


class Pipelined(Session):
    """Postgres: statements that do not need one another's answers go over the line together, in one round trip."""

    def all(self, queries: Sequence[Query]) -> list[Sequence[Row]]:
        """As :meth:`Session.all`."""
        raw = cast("psycopg.Connection[Row] | None", self._connection.connection.dbapi_connection)
        if raw is None:
            raise DatabaseFault(Diagnosis(Fault.GONE, ""))
        cursors = [raw.cursor() for _ in queries]
        try:
            with raw.pipeline() if len(queries) > 1 else nullcontext():
                for cursor, query in zip(cursors, queries, strict=True):
                    cursor.execute(query.statement.encode(), tuple(query.parameters))
            return [cursor.fetchall() if _has_rows(cursor) else () for cursor in cursors]
        except psycopg.Error as error:
            if raw.closed:
                self._connection.invalidate()
            raise DatabaseFault(diagnose(error, _failed(cursors, queries))) from None


def _has_rows(cursor: psycopg.Cursor[Row]) -> bool:
    return cursor.pgresult is not None and cursor.pgresult.status == ExecStatus.TUPLES_OK


def _failed(cursors: Sequence[psycopg.Cursor[Row]], queries: Sequence[Query]) -> str:
    """The table of the statement that failed: the last one that was begun without an answer."""
    for cursor, query in zip(cursors, queries, strict=True):
        if cursor.pgresult is None or cursor.pgresult.status == ExecStatus.FATAL_ERROR:
            return query.table
    return ""

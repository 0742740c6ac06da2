"""The marks of rows whose person left or is restricted: a table of our own beside the company's, keys only.

A mark names a table, a row by its key as the database itself writes it, and a cause: who set it can take away this mark
and no other. What reads the table is the wall (:mod:`belofte.connectors.sql.walls`); without one nothing is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import Connection

from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query
from belofte.domain.located import Key
from belofte.domain.rights.marking import HIDDEN, HIDDEN_ONLY
from belofte.ports import OrderLine

SCHEMA = "belofte"
"""Where the marks lie: a schema of this name on Postgres; on MariaDB the database's name and this behind it."""
NO_WALL = "This database hides nothing yet: belofte staff enforce NAME shows what is to be done, --apply does it."
BETWEEN = 31
"""The character between the parts of a key of several columns; no value is written with it."""

Mark = Callable[[Statements, str, Collection[Key], str], Query]
"""Sets or takes away the marks of some rows of a collection for one cause."""


def marks_home(dialect: str, database: str) -> str:
    """The schema of the marks, unquoted."""
    return f"{database}_{SCHEMA}" if dialect == "mariadb" else SCHEMA


def marks_at(connection: Connection, dialect: str, database: str) -> str | None:
    """The marks' table, quoted, where there is one that this account can see."""
    if dialect == "sqlite":
        return None
    home = marks_home(dialect, database)
    asked = "SELECT count(*) FROM information_schema.tables WHERE table_schema = %s AND table_name = 'marks'"
    if not connection.exec_driver_sql(asked, (home,)).scalar_one():
        return None
    quote = connection.dialect.identifier_preparer.quote_identifier
    return f"{quote(home)}.{quote('marks')}"


def hides(line: OrderLine) -> bool:
    """Whether the rows of this line are marked, beside what else is done with them."""
    return line.ground in (HIDDEN, HIDDEN_ONLY)


def record_of(statements: Statements, columns: Sequence[str], alias: str, of: str) -> str:
    """The key of a row as text: the values of ``columns`` of the row ``alias``; ``of`` is the collection."""
    name, dialect = statements.rendering.name, statements.schema.dialect
    kinds = statements.columns(of, columns)
    if dialect == "postgresql":
        parts = [f"{alias}.{name(column)}::text" for column in columns]
        return parts[0] if len(parts) == 1 else f"concat_ws(chr({BETWEEN}), {', '.join(parts)})"
    parts = [f"CAST({alias}.{name(one.name)} AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin" for one in kinds]
    return parts[0] if len(parts) == 1 else f"CONCAT_WS(CHAR({BETWEEN}), {', '.join(parts)})"


def set_marks(statements: Statements, collection: str, keys: Collection[Key], cause: str) -> Query:
    """Mark these rows; one that is marked for this cause stays as it is."""
    names = statements.keys[collection]
    record = record_of(statements, names, "t", collection)
    rows = f"SELECT %s, {record}, %s FROM {statements.source(collection, names)}"
    ignoring = statements.schema.dialect == "mariadb"
    head = "INSERT IGNORE INTO" if ignoring else "INSERT INTO"
    tail = "" if ignoring else " ON CONFLICT DO NOTHING"
    text = f"{head} {statements.marks} (collection, record, cause) {rows}{tail}"
    return Query(text, (collection, cause, *_keys(statements, keys)), collection)


def take_marks(statements: Statements, collection: str, keys: Collection[Key], cause: str) -> Query:
    """Take the marks of this cause away from these rows."""
    records = _records(statements, collection)
    text = f"DELETE FROM {statements.marks} WHERE collection = %s AND cause = %s AND record IN ({records})"
    return Query(text, (collection, cause, *_keys(statements, keys)), collection)


def drop_marks(statements: Statements, collection: str, keys: Collection[Key]) -> Query:
    """Take every mark away from rows that are erased in the same transaction, before they go."""
    text = f"DELETE FROM {statements.marks} WHERE collection = %s AND record IN ({_records(statements, collection)})"
    return Query(text, (collection, *_keys(statements, keys)), collection)


def without_mark(statements: Statements, collection: str, keys: Collection[Key], cause: str) -> Query:
    """Which of these rows are there and have no mark of this cause: tag and key."""
    return _compared(statements, collection, keys, cause, "NOT EXISTS")


def with_mark(statements: Statements, collection: str, keys: Collection[Key], cause: str) -> Query:
    """Which of these rows still have a mark of this cause: tag and key."""
    return _compared(statements, collection, keys, cause, "EXISTS")


def _compared(statements: Statements, collection: str, keys: Collection[Key], cause: str, exists: str) -> Query:
    names = statements.keys[collection]
    own = ", ".join(f"t.{statements.rendering.name(column)}" for column in names)
    record = record_of(statements, names, "t", collection)
    marked = f"SELECT 1 FROM {statements.marks} AS m WHERE m.collection = %s AND m.record = {record} AND m.cause = %s"
    text = f"SELECT k.tag, {own} FROM {statements.source(collection, names)} WHERE {exists} ({marked})"
    return Query(text, (*_keys(statements, keys), collection, cause), collection)


def _records(statements: Statements, collection: str) -> str:
    names = statements.keys[collection]
    return f"SELECT {record_of(statements, names, 't', collection)} FROM {statements.source(collection, names)}"


def _keys(statements: Statements, keys: Iterable[Key]) -> tuple[object, ...]:
    return statements.rendering.parameters([(0, *key) for key in sorted(keys, key=str)])

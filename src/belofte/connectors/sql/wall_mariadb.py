"""The wall on MariaDB, which has no rules on rows: views that read as a locked account, and the tables withdrawn
(mariadb.com/docs/server/server-usage/views/view-security).

Staff read the same names in a schema of their own: ``crm_staff.customers`` instead of ``crm.customers``. What a role
could do with a table it can do with the view, and with the table no more. A right on the whole database becomes a
right on each table that holds nothing personal. What no statement here can withdraw is named (``wall_mariadb_leaks``).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.engine import engine_of
from belofte.connectors.sql.faults import Fault, diagnose
from belofte.connectors.sql.mariadb_rights import Held, account_of, held_by, is_role, quoted
from belofte.connectors.sql.marks import record_of
from belofte.connectors.sql.wall_parts import BUILT, Ground, bare, hidden_tables, place_of, read_built, unmarked
from belofte.domain.staff_wall import Brick, Statement, Tried, by_account

DEFINER = "'belofte_wall'@'localhost'"
"""Nobody signs in as this account: it is locked, and only the views read with it."""
_ON_VIEWS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_EVERYWHERE = "*.*"


def statements(ground: Ground, bricks: Sequence[Brick]) -> Iterator[Statement]:
    """Everything, in order."""
    yield from _home(ground)
    groups = _groups(bricks)
    if groups:
        yield Statement(f"CREATE USER IF NOT EXISTS {DEFINER} ACCOUNT LOCK", f"DROP USER IF EXISTS {DEFINER}")
        yield Statement(f"GRANT SELECT ON {ground.at_home('marks')} TO {DEFINER}", _revoke_nothing())
        for collection in dict.fromkeys(brick.collection for brick in bricks):
            yield Statement(
                f"GRANT {', '.join(_ON_VIEWS)} ON {place_of(ground, collection)} TO {DEFINER}", _revoke_nothing()
            )
    for number, (hidden, accounts) in enumerate(groups.items()):
        schema = schema_of(ground, number)
        yield from _views(ground, schema, hidden, list(dict.fromkeys(brick.collection for brick in bricks)))
        for account in accounts:
            yield from _moved(ground, account, schema, dict.fromkeys(brick.collection for brick in bricks))


def schema_of(ground: Ground, number: int) -> str:
    """The schema staff read in: the first for who sees nothing that is marked, the next where a table is excepted."""
    return f"{ground.database}_staff" if number == 0 else f"{ground.database}_staff_{number + 1}"


def _groups(bricks: Sequence[Brick]) -> Mapping[frozenset[str], list[str]]:
    """Accounts by the tables that hide from them, those with most tables first: they share a schema."""
    found: dict[frozenset[str], list[str]] = {}
    for account, own in by_account(tuple(bricks)).items():
        found.setdefault(frozenset(hidden_tables(own)), []).append(account)
    return dict(sorted(found.items(), key=lambda one: (-len(one[0]), sorted(one[0]))))


def _revoke_nothing() -> str:
    """What takes back a right of an account that goes: nothing more, its rights go with it."""
    return "DO 0"


def _home(ground: Ground) -> Iterator[Statement]:
    marks, built = ground.at_home("marks"), ground.at_home(BUILT)
    yield Statement(
        f"CREATE DATABASE IF NOT EXISTS {ground.name(ground.home)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    )
    yield Statement(
        f"CREATE TABLE IF NOT EXISTS {marks} (collection varchar(128) NOT NULL, record varchar(255) NOT NULL, "
        "cause char(32) NOT NULL, since timestamp NOT NULL DEFAULT current_timestamp, "
        "PRIMARY KEY (collection, record, cause))"
    )
    yield Statement(
        f"CREATE TABLE IF NOT EXISTS {built} (number int AUTO_INCREMENT PRIMARY KEY, statement longtext NOT NULL, "
        "back longtext NOT NULL)"
    )
    if ground.account:
        yield Statement(f"GRANT SELECT, INSERT, DELETE ON {marks} TO {_ourselves(ground)}")
        yield Statement(f"GRANT SELECT ON {built} TO {_ourselves(ground)}")


def _ourselves(ground: Ground) -> str:
    found = ground.owner.exec_driver_sql("SELECT host FROM mysql.user WHERE user = %s", (ground.account,)).scalars()
    return f"{quoted(ground.account)}@{quoted(next(iter(found), '%'))}"


def _views(ground: Ground, schema: str, hidden: frozenset[str], collections: Sequence[str]) -> Iterator[Statement]:
    yield Statement(
        f"CREATE DATABASE IF NOT EXISTS {ground.name(schema)}", f"DROP DATABASE IF EXISTS {ground.name(schema)}"
    )
    for collection in collections:
        table = ground.statements.table(collection)
        columns = ", ".join(f"t.{ground.name(column)}" for column in table.columns)
        shown = f" WHERE {unmarked(ground, collection, 't')}" if collection in hidden else ""
        view = f"{ground.name(schema)}.{ground.name(table.own_name)}"
        yield Statement(
            f"CREATE OR REPLACE DEFINER = {DEFINER} SQL SECURITY DEFINER VIEW {view} AS "
            f"SELECT {columns} FROM {place_of(ground, collection)} AS t{shown}",
            f"DROP VIEW IF EXISTS {view}",
        )


def _moved(ground: Ground, account: str, schema: str, collections: Mapping[str, None]) -> Iterator[Statement]:
    """The rights of one account: from the tables to the views, and from the whole database to the other tables."""
    who = account_of(ground.owner, account)
    hidden = {bare(place_of(ground, name)): name for name in collections}
    for held in held_by(ground.owner, who):
        if held.right in ("USAGE", "GRANT OPTION"):
            continue
        name = hidden.get(held.place)
        if _is_whole(ground, held.place):
            yield from _whole_database(ground, held, who, schema, hidden)
        elif name is not None:
            table = place_of(ground, name)
            yield Statement(f"REVOKE {held.written} ON {table} FROM {who}", f"GRANT {held.written} ON {table} TO {who}")
            yield from _on_view(ground, held, who, schema, name)


def _whole_database(
    ground: Ground, held: Held, who: str, schema: str, hidden: Mapping[str, str]
) -> Iterator[Statement]:
    database, whole = ground.name(ground.database), held.place.replace("%", "%%")
    yield Statement(f"REVOKE {held.right} ON {whole} FROM {who}", f"GRANT {held.right} ON {whole} TO {who}")
    rights = _ON_VIEWS if held.right == "ALL PRIVILEGES" else (held.right,)
    for name, table in ground.statements.schema.tables.items():
        place = (
            ground.statements.rendering.table(table) if table.schema else f"{database}.{ground.name(table.own_name)}"
        )
        for right in rights:
            one = Held(bare(place), right)
            if bare(place) in hidden:
                yield from _on_view(ground, one, who, schema, name)
            elif right in _ON_VIEWS:
                yield Statement(f"GRANT {right} ON {place} TO {who}", f"REVOKE {right} ON {place} FROM {who}")


def _is_whole(ground: Ground, place: str) -> bool:
    """The database as a whole; a grant on it may be written with ``\\_`` for an underscore that is no pattern."""
    return place.replace("\\_", "_") == f"{bare(ground.name(ground.database))}.*"


def _on_view(ground: Ground, held: Held, who: str, schema: str, collection: str) -> Iterator[Statement]:
    rights = _ON_VIEWS if held.right == "ALL PRIVILEGES" else (held.right,)
    view = f"{ground.name(schema)}.{ground.name(ground.statements.table(collection).own_name)}"
    for right in rights:
        if right in _ON_VIEWS:
            written = Held("", right, held.columns).written
            yield Statement(f"GRANT {written} ON {view} TO {who}", f"REVOKE {written} ON {view} FROM {who}")


def drop_home(ground: Ground) -> None:
    """The marks and all that was made for them."""
    ground.owner.exec_driver_sql(f"DROP DATABASE IF EXISTS {ground.name(ground.home)}")


def open_tables(ground: Ground, bricks: Sequence[Brick]) -> Iterator[str]:
    """Tables for which no view was built. Whether a right came back since, only a try as the role tells."""
    built = [statement.text for statement in read_built(ground)]
    for collection in hidden_tables(bricks):
        view = f".{bare(ground.name(ground.statements.table(collection).own_name))} AS SELECT "
        if not any(view in text for text in built):
            yield collection


def tried(ground: Ground, bricks: Sequence[Brick]) -> list[Tried]:
    """For each role an account is made that has its rights and nothing else; it connects, reads, and goes again."""
    found: list[Tried] = []
    groups = {a: number for number, (_, accounts) in enumerate(_groups(bricks).items()) for a in accounts}
    for account, own in by_account(tuple(bricks)).items():
        name, password = f"belofte_try_{secrets.token_hex(4)}", secrets.token_urlsafe(24)
        who = f"'{name}'@'%%'"
        ground.owner.exec_driver_sql(f"CREATE USER {who} IDENTIFIED BY {quoted(password)}")
        try:
            _lend(ground, account, who)
            url = ground.owner.engine.url.set(username=name, password=password, database="information_schema")
            trying = engine_of(url, "mariadb")
            try:
                with trying.connect() as connection:
                    found += [_try(ground, connection, brick, schema_of(ground, groups[account])) for brick in own]
            finally:
                trying.dispose()
        finally:
            ground.owner.exec_driver_sql(f"DROP USER {who}")
            ground.owner.commit()
    return found


def _lend(ground: Ground, account: str, who: str) -> None:
    """The rights of a role or an account, to an account of ours."""
    if "@" not in account and is_role(ground.owner, account):
        ground.owner.exec_driver_sql(f"GRANT {quoted(account)} TO {who}")
        ground.owner.exec_driver_sql(f"SET DEFAULT ROLE {quoted(account)} FOR {who}")
        return
    for held in held_by(ground.owner, account_of(ground.owner, account)):
        if held.right not in ("USAGE", "GRANT OPTION"):
            ground.owner.exec_driver_sql(f"GRANT {held.written} ON {held.place.replace('%', '%%')} TO {who}")


def _try(ground: Ground, connection: Connection, brick: Brick, schema: str) -> Tried:
    table = ground.statements.table(brick.collection)
    base, view = place_of(ground, brick.collection), f"{ground.name(schema)}.{ground.name(table.own_name)}"
    rows = int(ground.owner.exec_driver_sql(f"SELECT count(*) FROM {base}").scalar_one())
    shown = f"SELECT count(*) FROM {base} AS t WHERE {unmarked(ground, brick.collection, 't')}"
    free = int(ground.owner.exec_driver_sql(shown).scalar_one()) if ground.marks else rows
    ground.owner.commit()
    counts = [count for place in (base, view) if (count := _counted(connection, place)) is not None]
    sees = max(counts, default=None)
    sees_marked = None if sees is None else max(0, sees - free)
    tries = ground.marks is not None and sees is not None and not brick.is_excepted
    trial = _trial(ground, connection, brick, (base, view)) if tries else None
    return Tried(brick.account, brick.collection, rows, rows - free, sees, sees_marked, brick.ground, trial)


def _trial(ground: Ground, connection: Connection, brick: Brick, places: tuple[str, str]) -> bool | None:
    """Mark one row that is not marked, and look whether the role still counts it anywhere. The mark is never
    committed: the role looks at what is not committed yet, for this one try."""
    record = record_of(ground.statements, ground.statements.keys[brick.collection], "t", brick.collection)
    connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")
    before = [_counted(connection, place) for place in places]
    marked = ground.owner.exec_driver_sql(
        f"INSERT INTO {ground.marks} (collection, record, cause) SELECT %s, {record}, 'trial' FROM {places[0]} AS t "
        f"WHERE {unmarked(ground, brick.collection, 't')} LIMIT 1",
        (brick.collection,),
    ).rowcount
    try:
        after = [_counted(connection, place) for place in places]
    finally:
        ground.owner.rollback()
    if not marked:
        return None
    return all(then is None or (was is not None and then < was) for was, then in zip(before, after, strict=True))


def _counted(connection: Connection, place: str) -> int | None:
    """What the account sees of a table or view; None where it may not."""
    try:
        count = int(connection.exec_driver_sql(f"SELECT count(*) FROM {place}").scalar_one())
    except DBAPIError as error:
        if diagnose(error, "").fault not in (Fault.RIGHTS, Fault.SCHEMA):
            raise
        count = None
    connection.rollback()
    return count

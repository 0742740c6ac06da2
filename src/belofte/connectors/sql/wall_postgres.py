"""The wall on Postgres: row-level security (postgresql.org/docs/current/ddl-rowsecurity.html).

On every table one *restrictive* policy for the roles that staff read with hides marked rows. Where the table had no
row-level security, one permissive policy for everybody keeps things as they were for all other accounts; where it had,
its own policies stay in charge and ours only takes away. The owner is not held by policies unless it is named: then
``FORCE``. A view reads as its owner and a superuser passes by: such ways past are named (``wall_postgres_leaks``), and
nothing is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belofte.connectors.sql.marks import record_of
from belofte.connectors.sql.wall_parts import BUILT, Ground, hidden_tables, unmarked
from belofte.domain.staff_wall import Brick, Statement, Tried

ALL, HIDES = "belofte_all", "belofte_hides"
"""The names of our policies."""
_MOST_TRIED = 10_000
"""Marked rows that a try looks for one by one."""


def statements(ground: Ground, bricks: Sequence[Brick]) -> Iterator[Statement]:
    """Everything, in order."""
    yield from _home(ground)
    roles = [ground.name(role) for role in dict.fromkeys(brick.account for brick in bricks)]
    marks, schema = ground.at_home("marks"), ground.name(ground.home)
    if roles:
        listed = ", ".join(roles)
        yield Statement(f"GRANT USAGE ON SCHEMA {schema} TO {listed}", f"REVOKE USAGE ON SCHEMA {schema} FROM {listed}")
        yield Statement(
            f"GRANT SELECT (collection, record) ON {marks} TO {listed}",
            f"REVOKE SELECT (collection, record) ON {marks} FROM {listed}",
        )
    for collection, hidden in hidden_tables(bricks).items():
        yield from _table(ground, collection, hidden)


def _home(ground: Ground) -> Iterator[Statement]:
    """The marks, and the right of Belofte's own account to set and take them; all of it outlives the wall."""
    marks, built, schema = ground.at_home("marks"), ground.at_home(BUILT), ground.name(ground.home)
    yield Statement(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    yield Statement(
        f"CREATE TABLE IF NOT EXISTS {marks} (collection text NOT NULL, record text NOT NULL, cause text NOT NULL, "
        "since timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (collection, record, cause))"
    )
    yield Statement(
        f"CREATE TABLE IF NOT EXISTS {built} (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
        "statement text NOT NULL, back text NOT NULL)"
    )
    if ground.account:
        account = ground.name(ground.account)
        yield Statement(f"GRANT USAGE ON SCHEMA {schema} TO {account}")
        yield Statement(f"GRANT SELECT, INSERT, DELETE ON {marks} TO {account}")
        yield Statement(f"GRANT SELECT ON {built} TO {account}")


def _table(ground: Ground, collection: str, hidden: Sequence[Brick]) -> Iterator[Statement]:
    table = ground.statements.table(collection)
    place = ground.statements.rendering.table(table)
    owner, secured, forced = _secured(ground, place)
    if not secured:
        yield Statement(
            f"CREATE POLICY {ALL} ON {place} AS PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)",
            f"DROP POLICY IF EXISTS {ALL} ON {place}",
        )
    roles = ", ".join(ground.name(brick.account) for brick in hidden)
    yield Statement(
        f"CREATE POLICY {HIDES} ON {place} AS RESTRICTIVE FOR ALL TO {roles} "
        f"USING ({unmarked(ground, collection, ground.name(table.own_name))})",
        f"DROP POLICY IF EXISTS {HIDES} ON {place}",
    )
    if not secured:
        yield Statement(
            f"ALTER TABLE {place} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {place} DISABLE ROW LEVEL SECURITY"
        )
    if owner in {brick.account for brick in hidden} and not forced:
        yield Statement(
            f"ALTER TABLE {place} FORCE ROW LEVEL SECURITY", f"ALTER TABLE {place} NO FORCE ROW LEVEL SECURITY"
        )


def _secured(ground: Ground, place: str) -> tuple[str, bool, bool]:
    row = ground.owner.exec_driver_sql(
        "SELECT pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
        (place.replace("%%", "%"),),
    ).one()
    return str(row[0]), bool(row[1]), bool(row[2])


def drop_home(ground: Ground) -> None:
    """The marks and all that was made for them."""
    for table in ("marks", BUILT):
        ground.owner.exec_driver_sql(f"DROP TABLE IF EXISTS {ground.at_home(table)}")
    ground.owner.exec_driver_sql(f"DROP SCHEMA IF EXISTS {ground.name(ground.home)}")


def open_tables(ground: Ground, bricks: Sequence[Brick]) -> Iterator[str]:
    """Tables on which the rule is missing, is switched off, or leaves out a role."""
    for collection, hidden in hidden_tables(bricks).items():
        place = ground.statements.rendering.table(ground.statements.table(collection)).replace("%%", "%")
        found = ground.owner.exec_driver_sql(
            "SELECT c.relrowsecurity, ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(p.polroles)) "
            "FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.oid = %s::regclass AND p.polname = %s AND NOT p.polpermissive",
            (place, HIDES),
        ).one_or_none()
        if found is None or not found[0] or {brick.account for brick in hidden} - set(found[1]):
            yield collection


def tried(ground: Ground, bricks: Sequence[Brick]) -> list[Tried]:
    """As each role, with ``SET ROLE``, in a transaction that is rolled back; one more row is marked for the try."""
    found: list[Tried] = []
    for brick in bricks:
        with ground.owner.begin() as transaction:
            found.append(_try(ground, brick))
            transaction.rollback()
    return found


def _try(ground: Ground, brick: Brick) -> Tried:
    place = ground.statements.rendering.table(ground.statements.table(brick.collection))
    owner, names = ground.owner, ground.statements.keys[brick.collection]
    rows = int(owner.exec_driver_sql(f"SELECT count(*) FROM {place}").scalar_one())
    record = record_of(ground.statements, names, "t", brick.collection)
    marks = _marks_of(ground, brick.collection)
    held = f"SELECT count(*) FROM {place} AS t WHERE {record} = ANY(%s::text[])"
    marked = int(owner.exec_driver_sql(held, (marks,)).scalar_one())
    reads, reads_keys = _rights(ground, brick.account, place, names)
    if not reads:
        return Tried(brick.account, brick.collection, rows, marked, None, None, brick.ground)
    sees = _as(ground, brick.account, f"SELECT count(*) FROM {place}", ())
    sees_marked = _as(ground, brick.account, held, (marks,)) if reads_keys else max(0, sees - (rows - marked))
    tries = ground.marks is not None and reads_keys and not brick.is_excepted
    trial = _trial(ground, brick, place, record) if tries else None
    return Tried(brick.account, brick.collection, rows, marked, sees, sees_marked, brick.ground, trial)


def _rights(ground: Ground, account: str, place: str, key: Sequence[str]) -> tuple[bool, bool]:
    """Whether a role may read anything of a table, and whether it may read the key of its rows."""
    row = ground.owner.exec_driver_sql(
        "SELECT has_any_column_privilege(%s, c.oid, 'SELECT') AND has_schema_privilege(%s, c.relnamespace, 'USAGE'), "
        "(SELECT bool_and(has_column_privilege(%s, c.oid, k, 'SELECT')) FROM unnest(%s::text[]) k) "
        "FROM pg_class c WHERE c.oid = %s::regclass",
        (account, account, account, list(key), place.replace("%%", "%")),
    ).one()
    return bool(row[0]), bool(row[1])


def _trial(ground: Ground, brick: Brick, place: str, record: str) -> bool | None:
    """Mark one row that is not marked, and look whether the role still sees it."""
    chosen = ground.owner.exec_driver_sql(
        f"INSERT INTO {ground.marks} (collection, record, cause) SELECT %s, {record}, 'trial' FROM {place} AS t "
        f"WHERE NOT EXISTS (SELECT 1 FROM {ground.marks} AS m WHERE m.collection = %s AND m.record = {record}) "
        "LIMIT 1 RETURNING record",
        (brick.collection, brick.collection),
    ).scalar_one_or_none()
    if chosen is None:
        return None
    held = f"SELECT count(*) FROM {place} AS t WHERE {record} = %s"
    return _as(ground, brick.account, held, (chosen,)) == 0


def _as(ground: Ground, account: str, query: str, parameters: tuple[object, ...]) -> int:
    ground.owner.exec_driver_sql(f"SET LOCAL ROLE {ground.name(account)}")
    count = int(ground.owner.exec_driver_sql(query, parameters).scalar_one())
    ground.owner.exec_driver_sql("RESET ROLE")
    return count


def _marks_of(ground: Ground, collection: str) -> list[str]:
    if ground.marks is None:
        return []
    asked = f"SELECT DISTINCT record FROM {ground.marks} WHERE collection = %s LIMIT {_MOST_TRIED}"
    return [str(record) for (record,) in ground.owner.exec_driver_sql(asked, (collection,))]

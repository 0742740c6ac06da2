"""Who can read personal data in a database: every account that can sign in, with each way by which it can.

Rights are those the server itself works with: roles that an account belongs to, what was given to everybody, ownership
and superusers (postgresql.org/docs/current/functions-info.html; mariadb.com/docs/server/reference/sql-statements/
account-management-sql-statements/show-grants). Belofte's own account is left out: whoever has it runs this machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.mariadb_rights import held_by
from belofte.connectors.sql.reading import Statements
from belofte.domain.staff import Reader
from belofte.ports import SystemUnreachable

_POSTGRES = """
SELECT a.rolname::text, a.rolsuper, coalesce(a.rolvaliduntil < now(), false),
       ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid <> a.oid AND NOT a.rolsuper
                AND pg_has_role(a.oid, r.oid, 'MEMBER') ORDER BY 1),
       ARRAY(SELECT DISTINCT o.name FROM unnest(%s::text[], %s::text[]) AS o(name, place)
              WHERE EXISTS (SELECT 1 FROM pg_roles r WHERE pg_has_role(a.oid, r.oid, 'MEMBER')
                AND has_any_column_privilege(r.oid, o.place::regclass, 'SELECT')
                AND has_schema_privilege(r.oid, (SELECT relnamespace FROM pg_class WHERE oid = o.place::regclass),
                                         'USAGE')) ORDER BY 1)
  FROM pg_roles a WHERE a.rolcanlogin AND a.rolname <> current_user AND a.rolname <> %s ORDER BY 1"""


def readers_of(connection: Connection, statements: Statements, account: str) -> list[Reader]:
    """Every account that can read a table with personal data. Raises :class:`SystemUnreachable` where the server does
    not tell this account. SQLite has no accounts: who can read its file is the operating system's matter."""
    match statements.schema.dialect:
        case "postgresql":
            return list(_postgres(connection, statements, account))
        case "mariadb":
            return list(_mariadb(connection, statements, account))
        case _:
            raise SystemUnreachable(
                f"System {statements.system.name} is a file: SQLite has no accounts, so it cannot say who reads it.",
                "Look who may read the file on its machine, and note it: belofte attest.",
                transient=False,
            )


def _personal(statements: Statements) -> list[str]:
    own = statements.system.collections.values()
    return [one.name for one in own if one.category is not None and one.name in statements.schema.tables]


def _postgres(connection: Connection, statements: Statements, account: str) -> Iterator[Reader]:
    names = _personal(statements)
    places = [statements.rendering.table(statements.table(name)).replace("%%", "%") for name in names]
    for name, is_super, over, groups, tables in connection.exec_driver_sql(_POSTGRES, (names, places, account)):
        if not tables and not is_super:
            continue
        ways = ["superuser"] if is_super else [f"belongs to {group}" for group in groups]
        ways += [] if is_super else [f"SELECT on {table}" for table in tables]
        yield Reader(str(name), tuple(ways), tuple(groups), is_active=not over)


def _mariadb(connection: Connection, statements: Statements, account: str) -> Iterator[Reader]:
    """The server's own tables on rights; whoever may not read them cannot say who reads."""
    try:
        users = connection.exec_driver_sql(
            "SELECT user, host, is_role, super_priv FROM mysql.user ORDER BY user, host"
        ).all()
        pairs = connection.exec_driver_sql("SELECT user, host, role FROM mysql.roles_mapping").all()
        locked = connection.exec_driver_sql(
            "SELECT user, host FROM mysql.global_priv WHERE json_value(priv, '$.account_locked') = 1"
        ).all()
    except DBAPIError:
        raise SystemUnreachable(
            f"The account of system {statements.system.name} may not see who else has rights.",
            f"Name the owning account under owner: in systems/{statements.system.name}.yaml; it is asked instead.",
            transient=False,
        ) from None
    roles, shut = defaultdict[tuple[str, str], list[str]](list), {(str(u), str(h)) for u, h in locked}
    for user, host, role in pairs:
        roles[str(user), str(host)].append(str(role))
    own = str(connection.exec_driver_sql("SELECT current_user()").scalar_one()).partition("@")[0]
    for user, host, is_role, is_super in users:
        if is_role == "Y" or user in (account, own):
            continue
        groups = _with_inherited(roles, (str(user), str(host)))
        tables = sorted(_reads(connection, statements, str(user), str(host), groups))
        if not tables and is_super != "Y":
            continue
        ways = [f"belongs to {group}" for group in groups] + [f"SELECT on {table}" for table in tables]
        yield Reader(str(user), tuple(ways), tuple(groups), is_active=(str(user), str(host)) not in shut)


def _with_inherited(roles: dict[tuple[str, str], list[str]], account: tuple[str, str]) -> list[str]:
    """The roles of an account, and the roles those have."""
    found: list[str] = []
    waiting = list(roles.get(account, ()))
    while waiting:
        role = waiting.pop(0)
        if role not in found:
            found.append(role)
            waiting += roles.get((role, ""), ())
    return found


def _reads(
    connection: Connection, statements: Statements, user: str, host: str, groups: Sequence[str]
) -> Iterator[str]:
    database = str(connection.engine.url.database or "")
    seen = set[str]()
    for who in (f"'{user}'@'{host}'".replace("%", "%%"), *(f"'{group}'" for group in groups)):
        for held in held_by(connection, who):
            if held.right not in ("SELECT", "ALL PRIVILEGES"):
                continue
            for name in _personal(statements):
                table = statements.table(name)
                home = table.schema or database
                own = f"`{home}`.`{table.own_name}`"
                if held.place.replace("\\_", "_") in ("*.*", f"`{home}`.*", own) or _is_view(held.place, home, own):
                    seen.add(name)
    yield from seen


def _is_view(place: str, home: str, own: str) -> bool:
    """A view of the wall shows the same table, less what is marked."""
    table = own.partition(".")[2]
    return place.startswith(f"`{home}_staff") and place.endswith(f".{table}")

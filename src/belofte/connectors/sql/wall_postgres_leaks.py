"""Ways past the wall on Postgres that no statement of ours closes: named, with what a person does about each.

A role that no policy holds, or that can become one; a member who does not inherit the role and reads by rights of its
own; a view that reads as its owner, also through another such view; a function that works as its owner
(postgresql.org/docs/current/ddl-rowsecurity.html, sql-createview.html, sql-createfunction.html).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belofte.connectors.sql.wall_parts import Ground, leak, no_staff, not_there
from belofte.domain.staff_wall import Brick, Leak

_READ_AS_OWNER = """
WITH RECURSIVE found(oid) AS (
  SELECT unnest(%s::text[]::regclass[])::oid
  UNION
  SELECT w.ev_class FROM found f JOIN pg_depend d ON d.refobjid = f.oid AND d.refclassid = 'pg_class'::regclass
  AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite w ON w.oid = d.objid JOIN pg_class v ON v.oid = w.ev_class
  WHERE v.relkind IN ('v', 'm') AND NOT (v.relkind = 'v' AND EXISTS (SELECT 1 FROM pg_options_to_table(v.reloptions)
  WHERE option_name = 'security_invoker' AND option_value::boolean)))
"""
"""The hidden tables, and every view over them, or over such a view, that does not read as whoever asks."""


def leaks(ground: Ground, bricks: Sequence[Brick]) -> Iterator[Leak]:
    """Roles that no policy holds, and views and functions that read as somebody else."""
    accounts = list(dict.fromkeys(brick.account for brick in bricks))
    known = {
        str(name): (bool(above), str(why))
        for name, above, why in ground.owner.exec_driver_sql(
            "SELECT rolname, rolsuper OR rolbypassrls, CASE WHEN rolsuper THEN 'superuser' ELSE 'bypassrls' END "
            "FROM pg_roles WHERE rolname = ANY(%s::text[])",
            (accounts,),
        )
    }
    for account in accounts:
        if account not in known:
            yield not_there(account)
        elif known[account][0]:
            yield _above(account, known[account][1])
    held = [account for account in accounts if account in known]
    own = ground.owner.exec_driver_sql(
        "SELECT r.rolname::text FROM pg_roles r, pg_roles o WHERE r.rolname = ANY(%s::text[]) AND o.rolname = %s "
        "AND NOT o.rolsuper AND pg_has_role(o.oid, r.oid, 'USAGE')",
        (held, ground.account),
    )
    yield from (_ourselves(ground.account, str(role)) for (role,) in own)
    for member, other in _climbers(ground, held):
        yield _climbs(member, other)
    for member, role in _apart(ground, held):
        yield _by_itself(member, role)
    for view, account in _views(ground, held):
        yield _sees_through(account, view)
    for function, account in _functions(ground, held):
        yield _calls(account, function)


def _climbers(ground: Ground, accounts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Who belongs to one of the roles, and can become one that no policy holds."""
    rows = ground.owner.exec_driver_sql(
        "SELECT DISTINCT m.rolname::text, o.rolname::text FROM pg_roles m, pg_roles r, pg_roles o "
        "WHERE r.rolname = ANY(%s::text[]) AND pg_has_role(m.oid, r.oid, 'MEMBER') AND NOT m.rolsuper "
        "AND o.oid <> m.oid AND pg_has_role(m.oid, o.oid, 'MEMBER') AND (o.rolsuper OR o.rolbypassrls "
        "OR o.oid IN (SELECT relowner FROM pg_class WHERE oid = ANY(%s::text[]::regclass[]) "
        "AND NOT relforcerowsecurity)) ORDER BY 1, 2",
        (list(accounts), _places(ground)),
    )
    yield from ((str(member), str(other)) for member, other in rows)


def _places(ground: Ground) -> list[str]:
    system, rendering = ground.statements.system, ground.statements.rendering
    hidden = [one for one in system.collections.values() if system.is_hidden(one)]
    return [rendering.table(ground.statements.table(one.name)).replace("%%", "%") for one in hidden]


def _views(ground: Ground, accounts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Views over hidden tables that do not read as whoever asks, and one of the roles may read a column of."""
    rows = ground.owner.exec_driver_sql(
        f"{_READ_AS_OWNER} SELECT DISTINCT v.oid::regclass::text, r FROM found f JOIN pg_class v ON v.oid = f.oid "
        "CROSS JOIN unnest(%s::text[]) r WHERE v.relkind IN ('v', 'm') "
        "AND has_any_column_privilege(r::name, v.oid, 'SELECT') ORDER BY 1, 2",
        (_places(ground), list(accounts)),
    )
    yield from ((str(view), str(account)) for view, account in rows)


def _functions(ground: Ground, accounts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Functions that work as an owner whom no policy holds, name a hidden table, and one of the roles may call."""
    rows = ground.owner.exec_driver_sql(
        f"{_READ_AS_OWNER} SELECT DISTINCT p.oid::regprocedure::text, r FROM pg_proc p "
        "JOIN pg_roles o ON o.oid = p.proowner CROSS JOIN unnest(%s::text[]) r "
        "JOIN found f ON true JOIN pg_class c ON c.oid = f.oid "
        "WHERE p.prosecdef AND p.prokind IN ('f', 'p') AND p.prorettype <> 'trigger'::regtype "
        "AND (o.rolsuper OR o.rolbypassrls OR (o.oid = c.relowner AND NOT c.relforcerowsecurity)) "
        "AND has_function_privilege(r::name, p.oid, 'EXECUTE') AND pg_get_functiondef(p.oid) ~* "
        r"('\m' || regexp_replace(c.relname, '(\W)', '\\\1', 'g') || '\M') ORDER BY 1, 2",
        (_places(ground), list(accounts)),
    )
    yield from ((str(function), str(account)) for function, account in rows)


def _apart(ground: Ground, accounts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Members who do not inherit the role, so that its policy does not hold them, and read by a right of their own."""
    rows = ground.owner.exec_driver_sql(
        "SELECT DISTINCT m.rolname::text, r.rolname::text FROM pg_roles m, pg_roles r "
        "JOIN unnest(%s::text[]::regclass[]) place(oid) ON true "
        "WHERE r.rolname = ANY(%s::text[]) AND pg_has_role(m.oid, r.oid, 'MEMBER') "
        "AND NOT pg_has_role(m.oid, r.oid, 'USAGE') AND NOT m.rolsuper AND m.rolname <> %s "
        "AND NOT EXISTS (SELECT 1 FROM pg_roles n WHERE n.rolname = ANY(%s::text[]) "
        "AND pg_has_role(m.oid, n.oid, 'USAGE')) "
        "AND has_any_column_privilege(m.oid, place.oid, 'SELECT') ORDER BY 1, 2",
        (_places(ground), list(accounts), ground.account, list(accounts)),
    )
    yield from ((str(member), str(role)) for member, role in rows)


def applications(ground: Ground, bricks: Sequence[Brick], meant: frozenset[str]) -> Iterator[Leak]:
    """Named roles that look like an application's own account: they own a table."""
    for brick in {brick.account: brick for brick in bricks}.values():
        owned = ground.owner.exec_driver_sql(
            "SELECT count(*) FROM pg_class WHERE oid = ANY(%s::text[]::regclass[]) AND pg_get_userbyid(relowner) = %s",
            (_places(ground), brick.account),
        ).scalar_one()
        if owned and brick.account not in meant:
            yield no_staff(
                brick.account,
                ("is eigenaar van tabellen: zo ziet een account van een toepassing eruit.",
                 "owns tables: that is what an application's own account looks like."),
            )  # fmt: skip


def _above(account: str, why: str) -> Leak:
    name = ("is beheerder van alles", "is a superuser") if why == "superuser" else ("gaat langs", "passes by")
    return leak(
        account,
        (f"{name[0]}: geen regel op rijen houdt dit account tegen.", f"{name[1]}: no rule on rows holds this account."),
        ("Geef medewerkers een rol zonder SUPERUSER en BYPASSRLS.", "Give staff a role without SUPERUSER, BYPASSRLS."),
    )


def _ourselves(account: str, role: str) -> Leak:
    return leak(
        account,
        (f"is het account van Belofte en hoort bij {role}: Belofte zou zelf niets meer vinden.",
         f"is Belofte's own account and belongs to {role}: Belofte itself would find nothing any more."),
        (f"Haal het uit {role}.", f"Take it out of {role}."),
    )  # fmt: skip


def _climbs(member: str, other: str) -> Leak:
    return leak(
        member,
        (f"kan ook {other} worden, en dat account houdt geen regel tegen.",
         f"can also become {other}, and no rule holds that account."),
        (f"Haal {member} uit {other}.", f"Take {member} out of {other}."),
    )  # fmt: skip


def _sees_through(account: str, view: str) -> Leak:
    return leak(
        account,
        (f"leest {view}, en dat overzicht leest als zijn eigenaar: de regel geldt daar niet.",
         f"reads {view}, and that view reads as its owner: the rule does not hold there."),
        (f"ALTER VIEW {view} SET (security_invoker = true), of haal het leesrecht weg.",
         f"ALTER VIEW {view} SET (security_invoker = true), or take the right to read it away."),
    )  # fmt: skip


def _by_itself(member: str, role: str) -> Leak:
    return leak(
        member,
        (f"hoort bij {role} maar erft die rol niet, en leest de tabellen met een eigen recht.",
         f"belongs to {role} without inheriting it, and reads the tables by a right of its own."),
        (f"Neem zijn eigen rechten weg, of ALTER ROLE {member} INHERIT.",
         f"Take its own rights away, or ALTER ROLE {member} INHERIT."),
    )  # fmt: skip


def _calls(account: str, function: str) -> Leak:
    return leak(
        account,
        (f"mag {function} gebruiken, en die leest als haar eigenaar: de regel geldt daar niet.",
         f"may call {function}, and that reads as its owner: the rule does not hold there."),
        (f"ALTER ROUTINE {function} SECURITY INVOKER, of neem EXECUTE weg, ook van PUBLIC.",
         f"ALTER ROUTINE {function} SECURITY INVOKER, or take EXECUTE away, from PUBLIC too."),
    )  # fmt: skip

"""Ways past the wall on MariaDB that no statement of ours closes: named, with what a person does about each.

A right on every database or on a pattern of databases, one that comes from another role or from PUBLIC, a member's own
right, a view or a routine that reads with the rights of whoever made it
(mariadb.com/docs/server/reference/sql-statements/account-management-sql-statements/grant, .../views/view-security).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.faults import Fault, diagnose
from belofte.connectors.sql.mariadb_rights import (
    Held,
    account_of,
    covers,
    held_by,
    held_by_public,
    passed_on_to,
    quoted,
)
from belofte.connectors.sql.wall_parts import Ground, bare, leak, no_staff, not_there, place_of
from belofte.domain.staff_wall import Brick, Leak

_EVERYWHERE = "*.*"
_NO_READING = ("USAGE", "GRANT OPTION")


def leaks(ground: Ground, bricks: Sequence[Brick]) -> Iterator[Leak]:
    """Rights on every database, and members with rights of their own; only who may see rights can tell."""
    for account in dict.fromkeys(brick.account for brick in bricks):
        try:
            who = account_of(ground.owner, account)
            held = list(held_by(ground.owner, who))
        except DBAPIError as error:
            if diagnose(error, "").fault is Fault.RIGHTS:
                return  # Belofte's own account does not see other accounts' rights; the owner's does
            yield not_there(account)
            continue
        wide = [one.right for one in held if one.place == _EVERYWHERE and one.right not in _NO_READING]
        if wide:
            yield _everywhere(account, wide)
        yield from _indirect(ground, account, who, held, bricks)
        yield from (_by_itself(member, account) for member in _members_with_rights(ground, account, bricks))


def _indirect(ground: Ground, account: str, who: str, held: Sequence[Held], bricks: Sequence[Brick]) -> Iterator[Leak]:
    """Rights that reach a hidden table by a pattern, another role, PUBLIC, a view or a routine."""
    named = {brick.account for brick in bricks}
    for one in held:
        if not _is_our_database(ground, one.place) and covers(one.place, ground.database):
            yield _by_pattern(account, one.place)
    passed = {
        role for role, one in passed_on_to(ground.owner, who) if role not in named and _reaches(ground, one, bricks)
    }
    yield from (_through(account, role) for role in sorted(passed))
    if any(_reaches(ground, one, bricks) for one in held_by_public(ground.owner)):
        yield _through(account, "PUBLIC")
    places = {one.place for one in held if one.right not in _NO_READING}
    yield from (_sees_through(account, view) for view in _views(ground, bricks) if _may_read(ground, view, places))
    yield from (_calls(account, routine) for routine in _routines(ground, account, bricks))


def _is_our_database(ground: Ground, place: str) -> bool:
    return place.replace("\\_", "_") == f"{bare(ground.name(ground.database))}.*"


def _reaches(ground: Ground, held: Held, bricks: Sequence[Brick]) -> bool:
    """Whether a right reads a hidden table, or the database it lies in."""
    if held.right in _NO_READING:
        return False
    tables = {bare(place_of(ground, brick.collection)) for brick in bricks}
    whole = held.place == _EVERYWHERE or _is_our_database(ground, held.place) or covers(held.place, ground.database)
    return whole or held.place in tables


def _may_read(ground: Ground, view: str, places: set[str]) -> bool:
    """A right on the view, or on a database of others it lies in; one on the hidden database is taken away."""
    home = view.partition("`.`")[0] + "`.*"
    return view in places or (home in places and not _is_our_database(ground, home))


def _views(ground: Ground, bricks: Sequence[Brick]) -> Iterator[str]:
    """Views of others over hidden tables, or over such a view, that read with the rights of who made them."""
    rows = ground.owner.exec_driver_sql(
        "SELECT concat('`', table_schema, '`.`', table_name, '`'), view_definition FROM information_schema.views "
        "WHERE security_type = 'DEFINER' AND definer NOT LIKE 'belofte\\_wall@%%' ORDER BY 1"
    )
    waiting = {str(view): str(text) for view, text in rows}
    known = {bare(place_of(ground, brick.collection)) for brick in bricks}
    while found := [view for view, text in waiting.items() if any(place in text for place in known)]:
        yield from found
        known.update(found)
        for view in found:
            del waiting[view]


def _routines(ground: Ground, account: str, bricks: Sequence[Brick]) -> Iterator[str]:
    """Routines that name a hidden table, work with the rights of who made them, and this account may call by name."""
    rows = ground.owner.exec_driver_sql(
        "SELECT concat(p.db, '.', p.routine_name), r.routine_definition FROM mysql.procs_priv p "
        "JOIN information_schema.routines r ON r.routine_schema = p.db AND r.routine_name = p.routine_name "
        "AND r.routine_type = p.routine_type WHERE p.user = %s AND r.security_type = 'DEFINER' ORDER BY 1",
        (account.partition("@")[0],),
    )
    tables = {ground.statements.table(brick.collection).own_name for brick in bricks}
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(tables)), re.IGNORECASE)
    yield from (str(name) for name, text in rows if named.search(str(text or "")))


def _members_with_rights(ground: Ground, role: str, bricks: Sequence[Brick]) -> Iterator[str]:
    """Accounts that have this role and read the tables without it."""
    named = {brick.account for brick in bricks}
    places = {bare(place_of(ground, brick.collection)) for brick in bricks}
    places |= {_EVERYWHERE, f"{bare(ground.name(ground.database))}.*"}
    rows = ground.owner.exec_driver_sql(
        "SELECT m.user, m.host FROM mysql.roles_mapping m JOIN mysql.user u ON u.user = m.user AND u.host = m.host "
        "WHERE m.role = %s AND u.super_priv = 'N'",
        (role,),
    ).all()
    for user, host in rows:
        who = f"{quoted(str(user))}@{quoted(str(host))}"
        held = [one for one in held_by(ground.owner, who) if one.place in places and one.right not in ("USAGE",)]
        if held and str(user) not in named:
            yield f"{user}@{host}"


def applications(ground: Ground, bricks: Sequence[Brick], meant: frozenset[str]) -> Iterator[Leak]:
    """Named accounts that are Belofte's own, or the owner's: that is no role of staff."""
    owner = str(ground.owner.exec_driver_sql("SELECT user()").scalar_one()).partition("@")[0]
    for account in dict.fromkeys(brick.account.partition("@")[0] for brick in bricks):
        if account in (owner, ground.account) and account not in meant:
            yield no_staff(
                account,
                ("is het account waarmee een toepassing of Belofte zelf werkt.",
                 "is the account with which an application or Belofte itself works."),
            )  # fmt: skip


def _everywhere(account: str, rights: Sequence[str]) -> Leak:
    listed = ", ".join(rights)
    return leak(
        account,
        (f"heeft {listed} op alle databases; dat neemt deze regel niet weg.",
         f"has {listed} on every database; this rule does not take that away."),
        ("Geef het alleen rechten op deze database.", "Give it rights on this database only."),
    )  # fmt: skip


def _by_itself(member: str, role: str) -> Leak:
    return leak(
        member,
        (f"heeft de rol {role} en leest de tabellen ook zonder die rol.",
         f"has the role {role} and reads the tables without it, too."),
        ("Neem zijn eigen rechten weg; de rol is genoeg.", "Take its own rights away; the role is enough."),
    )  # fmt: skip


def _by_pattern(account: str, place: str) -> Leak:
    return leak(
        account,
        (f"heeft een recht op {place}, een patroon waar deze database onder valt; dat neemt deze regel niet weg.",
         f"has a right on {place}, a pattern that takes in this database; this rule does not take that away."),
        ("Geef het alleen rechten op deze database.", "Give it rights on this database only."),
    )  # fmt: skip


def _through(account: str, role: str) -> Leak:
    return leak(
        account,
        (f"leest de tabellen ook door {role}; dat neemt deze regel niet weg.",
         f"reads the tables through {role} too; this rule does not take that away."),
        (f"Neem de rechten van {role} op deze database weg, of noem {role} onder readers:.",
         f"Take the rights of {role} on this database away, or name {role} under readers:."),
    )  # fmt: skip


def _sees_through(account: str, view: str) -> Leak:
    return leak(
        account,
        (f"leest {view}, en dat overzicht leest met de rechten van zijn maker: de regel geldt daar niet.",
         f"reads {view}, and that view reads with the rights of its maker: the rule does not hold there."),
        (f"ALTER SQL SECURITY INVOKER VIEW {view}, of haal het leesrecht weg.",
         f"ALTER SQL SECURITY INVOKER VIEW {view}, or take the right to read it away."),
    )  # fmt: skip


def _calls(account: str, routine: str) -> Leak:
    return leak(
        account,
        (f"mag {routine} uitvoeren, en die leest met de rechten van haar maker: de regel geldt daar niet.",
         f"may execute {routine}, and that reads with the rights of its maker: the rule does not hold there."),
        (f"Geef {routine} SQL SECURITY INVOKER, of neem EXECUTE weg.",
         f"Give {routine} SQL SECURITY INVOKER, or take EXECUTE away."),
    )  # fmt: skip

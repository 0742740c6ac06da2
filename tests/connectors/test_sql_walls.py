"""Staff who read a database themselves: what somebody left behind is hidden from their role, tried for real."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.engine import make_url
from tests.connectors.shop import order, shop
from tests.connectors.staff_world import PASSWORD, Staff, bricks_of, connect_owning, fill, staff_of
from tests.connectors.world import World, ask, mail

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.plan import Decision, Outcome
from belofte.domain.rights.marking import HIDDEN, HIDDEN_ONLY
from belofte.domain.staff_wall import Brick, cause_of
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Order, OrderLine, SystemUnreachable

ANNA = mail("anna@post.example")
NOBODY_MEANT: frozenset[str] = frozenset()


@pytest.fixture(params=["postgres_world", "mariadb_world"])
def world(request: pytest.FixtureRequest) -> World:
    made: World = request.getfixturevalue(request.param)
    fill(made)
    return made


@pytest.fixture
def staff(world: World) -> Staff:
    return staff_of(world)


def hiding(connector: SqlConnector, case: str = "leave-1") -> Order:
    """What the plan of somebody who leaves comes to: every record gets a mark, customers a column as well."""
    found = list(connector.find([ask(case, ANNA)]))
    lines = tuple(
        OrderLine(
            one.collection,
            Decision.DO,
            frozenset({one.key}),
            HIDDEN if one.collection == "customers" else HIDDEN_ONLY,
            values={"blocked": True} if one.collection == "customers" else {},
        )
        for one in found
    )
    return Order(case, (ANNA,), lines, Verb.RESTRICT)


def test_reads_of_a_role_end_when_somebody_leaves_while_the_rows_stay(world: World, staff: Staff) -> None:
    """T-54, T-57: tried with a connection of a person who has the role, before and after."""
    system = replace(shop(), hides=True, readers=staff.readers)
    connector, bricks = connect_owning(world, system), bricks_of(system, staff)
    assert [staff.sees(staff.support, table) for table in ("customers", "orders", "order_lines", "invoices")] == [2] * 4

    assert connector.walls.build(bricks, NOBODY_MEANT).leaks == ()
    assert [staff.sees(staff.support, table) for table in ("customers", "orders", "order_lines", "invoices")] == [2] * 4
    assert connector.walls.standing(bricks).open == ()
    order_ = hiding(connector)
    (result,) = connector.restrict([order_])
    assert result.outcome is Outcome.DONE
    (seen,) = connector.read_back([order_])
    assert (seen.outcome, {line.remains for line in seen.lines}) == (Outcome.DONE, {0})

    for table in ("customers", "orders", "order_lines", "invoices"):
        assert staff.sees(staff.support, table) == 1, table
        assert world.one(f"SELECT count(*) FROM {table}") == 2
    assert staff.sees(staff.support, "customers", "email LIKE '%%anna%%'") == 0
    assert staff.sees(staff.books, "invoices") == 2  # excepted on a named ground
    assert staff.sees(staff.books, "customers") == 1
    tried = {(one.account, one.collection): one for one in connector.walls.tried(bricks)}
    assert all(one.holds for one in tried.values())
    told = tried[staff.support, "customers"]
    assert (told.rows, told.marked, told.sees, told.sees_marked) == (2, 1, 1, 0)
    assert tried[staff.books, "invoices"].sees_marked == 1


def test_a_row_that_comes_later_is_hidden_with_the_row_it_hangs_on(world: World, staff: Staff) -> None:
    system = replace(shop(), hides=True, readers=staff.readers)
    connector = connect_owning(world, system)
    connector.walls.build(bricks_of(system, staff), NOBODY_MEANT)
    list(connector.restrict([hiding(connector)]))
    world.insert("orders", [order(13, 1)])
    assert (staff.sees(staff.support, "orders"), world.one("SELECT count(*) FROM orders")) == (1, 3)


def test_lifting_takes_this_mark_away_and_no_other(world: World, staff: Staff) -> None:
    system = replace(shop(), hides=True, readers=staff.readers)
    connector = connect_owning(world, system)
    connector.walls.build(bricks_of(system, staff), NOBODY_MEANT)
    leaving, restriction = hiding(connector, "leave-1"), hiding(connector, "restriction-1")
    list(connector.restrict([leaving, restriction]))
    lifting = replace(restriction, verb=Verb.LIFT)
    (lifted,) = connector.lift([lifting])
    assert lifted.outcome is Outcome.DONE
    (seen,) = connector.read_back([lifting])
    assert staff.sees(staff.support, "orders") == 1, "the mark of the leaving stands"
    list(connector.lift([replace(leaving, verb=Verb.LIFT)]))
    assert staff.sees(staff.support, "orders") == 2
    assert seen.request == "restriction-1"


def test_an_erased_row_leaves_no_mark_behind(world: World, staff: Staff) -> None:
    system = replace(shop(), hides=True, readers=staff.readers)
    connector = connect_owning(world, system)
    connector.walls.build(bricks_of(system, staff), NOBODY_MEANT)
    list(connector.restrict([hiding(connector)]))
    assert connector.walls.standing(bricks_of(system, staff)).marked == 4
    lines = (
        OrderLine("customers", Decision.CLEAR, frozenset({(1,)})),
        OrderLine("orders", Decision.CLEAR, frozenset({(11,)})),
        OrderLine("order_lines", Decision.DELETE, frozenset({(11, 1)})),
        OrderLine("invoices", Decision.KEEP, frozenset({(21,)}), "AWR-52-4"),
    )
    (erased,) = connector.erase([Order("erasure-1", (ANNA,), lines, Verb.ERASE)])
    assert erased.outcome is Outcome.DONE
    assert connector.walls.standing(bricks_of(system, staff)).marked == 1, "the kept invoice stays hidden"
    assert (staff.sees(staff.support, "invoices"), staff.sees(staff.books, "invoices")) == (1, 2)


def test_taking_it_down_puts_back_what_was_and_building_again_hides_the_same_rows(world: World, staff: Staff) -> None:
    system = replace(shop(), hides=True, readers=staff.readers)
    connector, bricks = connect_owning(world, system), bricks_of(system, staff)
    before = _state(world)
    connector.walls.build(bricks, NOBODY_MEANT)
    list(connector.restrict([hiding(connector)]))
    built = _state(world)
    assert built != before
    connector.walls.build(bricks, NOBODY_MEANT)
    assert _state(world) == built, "building twice is building once"
    assert connector.walls.take_down()
    assert staff.sees(staff.support, "customers") == 2
    assert _state(world) == before
    assert connector.walls.standing(bricks).open != ()
    connector.walls.build(bricks, NOBODY_MEANT)
    assert staff.sees(staff.support, "customers") == 1
    connector.walls.take_down()
    assert connector.walls.forget_marks() == 4
    assert _state(world) == before


def _state(world: World) -> object:
    """Rules, rights and views as the server tells them."""
    if world.dialect == "postgresql":
        return [
            world.rows("SELECT tablename, policyname, roles::text FROM pg_policies ORDER BY 1, 2"),
            world.rows("SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class "
                       "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"),
        ]  # fmt: skip
    own = world.one("SELECT database()")
    return [
        world.rows(f"SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges "
                   f"WHERE table_schema LIKE '{own}%' AND grantee NOT LIKE '%belofte_wall%' "
                   "AND table_name NOT IN ('marks', 'built') ORDER BY 1, 2, 3"),
        world.rows(f"SELECT grantee, privilege_type FROM information_schema.schema_privileges "
                   f"WHERE table_schema = '{own}' ORDER BY 1, 2"),
        world.rows(f"SELECT table_name, view_definition FROM information_schema.views "
                   f"WHERE table_schema LIKE '{own}%' ORDER BY 1, 2"),
    ]  # fmt: skip


def test_without_a_wall_nothing_is_marked_and_the_office_hears_what_to_do(world: World, staff: Staff) -> None:
    system = replace(shop(), hides=True, readers=staff.readers)
    connector = connect_owning(world, system)
    (result,) = connector.restrict([hiding(connector)])
    assert result.outcome is Outcome.FAILED
    assert result.problem is not None
    assert "belofte staff enforce" in result.problem.remedy
    assert world.one("SELECT count(*) FROM customers WHERE blocked") == 0


def test_a_role_that_is_not_there_and_one_that_reads_everywhere_stop_the_wall(world: World, staff: Staff) -> None:
    if world.dialect == "postgresql":
        world.do(f"ALTER ROLE {staff.support} BYPASSRLS")
    else:
        world.outside(f"GRANT SELECT ON *.* TO {staff.support}")
    readers = {**staff.readers, "sales": ("nobody_here",)}
    system = replace(shop(), hides=True, readers=readers)
    connector = connect_owning(world, system)
    bricks = bricks_of(system, replace(staff)) + tuple(
        replace(brick, account="nobody_here") for brick in bricks_of(system, staff) if brick.account == staff.support
    )
    wall = connector.walls.build(bricks, NOBODY_MEANT)
    assert {leak.who for leak in wall.leaks} >= {staff.support, "nobody_here"}
    assert not connector.walls.standing(bricks).is_built


def test_sqlite_has_no_roles_and_says_so(sqlite_world: World) -> None:
    fill(sqlite_world)
    system = replace(shop(), hides=True, readers={"technical-staff": ("support",)})
    connector = connect_owning(sqlite_world, system)
    wall = connector.walls.wall((), NOBODY_MEANT)
    assert "no roles" in wall.leaks[0].what.in_("en")
    with pytest.raises(SystemUnreachable, match="no roles"):
        connector.walls.build((), NOBODY_MEANT)


def test_a_cause_leads_nowhere() -> None:
    assert cause_of("case-1") != cause_of("case-2")
    assert "case" not in cause_of("case-1")


def test_beloftes_own_account_needs_the_marks_and_no_more(world: World, staff: Staff) -> None:
    """The statements are the owner's; every day an account works that owns nothing and may change no right."""
    account = f"{staff.support}_belofte"
    if world.dialect == "postgresql":
        world.do(
            f"CREATE ROLE {account} LOGIN PASSWORD '{PASSWORD}'", f"GRANT USAGE ON SCHEMA public TO {account}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {account}",
            f"GRANT UPDATE (blocked) ON customers TO {account}",
        )  # fmt: skip
    else:
        own = make_url(world.url).database
        world.outside(f"CREATE USER {account}@'%%' IDENTIFIED BY '{PASSWORD}'")
        world.outside(f"GRANT SELECT ON {own}.* TO {account}@'%%'")
        world.outside(f"GRANT UPDATE (blocked) ON {own}.customers TO {account}@'%%'")
    url = make_url(world.url).set(username=account, password=PASSWORD).render_as_string(hide_password=False)
    system = replace(shop(), hides=True, readers=staff.readers)
    connector, bricks = connect_owning(world, system, url), bricks_of(system, staff)
    assert connector.walls.build(bricks, NOBODY_MEANT).leaks == ()
    order_ = hiding(connector)
    (result,) = connector.restrict([order_])
    assert result.outcome is Outcome.DONE, result.problem
    (seen,) = connector.read_back([order_])
    assert seen.outcome is Outcome.DONE
    standing = connector.walls.standing(bricks)
    assert (standing.is_built, standing.open, standing.leaks, standing.marked) == (True, (), (), 4)
    assert (staff.sees(staff.support, "customers"), len(list(connector.find([ask("later", ANNA)])))) == (1, 4)


def test_rights_on_single_tables_are_withdrawn_too(mariadb_world: World) -> None:
    """Staff who were given a table, and not the whole database."""
    fill(mariadb_world)
    staff = staff_of(mariadb_world)
    database = make_url(mariadb_world.url).database
    mariadb_world.outside(f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {staff.support}")
    for table in ("customers", "orders"):
        mariadb_world.outside(f"GRANT SELECT, UPDATE ON {database}.{table} TO {staff.support}")
    system = replace(shop(), hides=True, readers={"technical-staff": (staff.support,)})
    connector = connect_owning(mariadb_world, system)
    bricks = tuple(one for one in bricks_of(system, staff) if one.account == staff.support)
    assert connector.walls.build(bricks, NOBODY_MEANT).leaks == ()
    list(connector.restrict([hiding(connector)]))
    assert staff.sees_in(staff.support, f"{database}.customers") is None, "the table itself is withdrawn"
    assert staff.sees(staff.support, "customers") == 1
    assert all(one.holds for one in connector.walls.tried(bricks))
    connector.walls.take_down()
    assert staff.sees_in(staff.support, f"{database}.customers") == 2, "what was there before is put back"


def test_an_application_s_own_account_is_left_alone_unless_it_is_named(postgres_world: World) -> None:
    fill(postgres_world)
    staff = staff_of(postgres_world)
    owner = f"app_{staff.support}"
    postgres_world.do(f"CREATE ROLE {owner} LOGIN PASSWORD '{PASSWORD}'", f"ALTER TABLE orders OWNER TO {owner}")
    system = replace(shop(), hides=True, readers={"technical-staff": (staff.support, owner)})
    connector = connect_owning(postgres_world, system)
    bricks = wall_bricks(system, staff, owner)
    refused = connector.walls.wall(bricks, NOBODY_MEANT)
    assert any(one.who == owner and "application's own account" in one.what.in_("en") for one in refused.leaks)
    assert connector.walls.build(bricks, NOBODY_MEANT).statements == (), "and nothing was carried out"
    assert not connector.walls.standing(bricks).is_built
    meant = connector.walls.wall(bricks, frozenset({owner}))
    assert not any("application's own account" in one.what.in_("en") for one in meant.leaks)


def wall_bricks(system: SystemMap, staff: Staff, owner: str) -> tuple[Brick, ...]:
    own = tuple(one for one in bricks_of(system, staff) if one.account == staff.support)
    return (*own, *(replace(one, account=owner) for one in own))

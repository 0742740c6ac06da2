"""Ways past the wall: each would show staff what somebody left behind, so each is named and nothing is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy.engine import make_url
from tests.connectors.shop import shop
from tests.connectors.staff_world import PASSWORD, Staff, bricks_of, connect_owning, fill, staff_of
from tests.connectors.test_sql_walls import hiding
from tests.connectors.world import World

from belofte.connectors.sql.walls import Walls
from belofte.domain.staff_wall import Brick

NOBODY_MEANT: frozenset[str] = frozenset()
FUNCTION = "CREATE FUNCTION every_{s}() RETURNS SETOF customers LANGUAGE sql {how} AS 'SELECT * FROM customers'"
POSTGRES = {
    "a view over a view": (
        ["CREATE VIEW inner_ AS SELECT * FROM customers", "CREATE VIEW outer_ AS SELECT * FROM inner_",
         "GRANT SELECT ON outer_ TO {s}"],
        "reads outer_"),
    "one column of a view": (
        ["CREATE VIEW inner_ AS SELECT * FROM customers", "GRANT SELECT (email) ON inner_ TO {s}"], "reads inner_"),
    "a function of the owner": ([FUNCTION.replace("{how}", "SECURITY DEFINER")], "may call every_{s}()"),
    "a member who does not inherit": (
        ["ALTER ROLE {s}_jan NOINHERIT", "REVOKE {s} FROM {s}_jan", "GRANT {s} TO {s}_jan",
         "GRANT SELECT ON customers TO {s}_jan"],
        "without inheriting it"),
}  # fmt: skip
HARMLESS = {
    "a view that reads as whoever asks": [
        "CREATE VIEW inner_ WITH (security_invoker = on) AS SELECT * FROM customers", "GRANT SELECT ON inner_ TO {s}"],
    "a function that reads as whoever asks": [FUNCTION.replace("{how}", "")],
    "a function of the owner about something else": [
        "CREATE FUNCTION one_{s}() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"],
}  # fmt: skip
MARIADB = {
    "a view by its own right": (
        ["CREATE VIEW {d}.inner_ AS SELECT * FROM {d}.customers", "CREATE VIEW {d}.outer_ AS SELECT * FROM {d}.inner_",
         "GRANT SELECT ON {d}.outer_ TO {s}"],
        "reads `{d}`.`outer_`"),
    "a routine by its own right": (
        ["CREATE FUNCTION {d}.every() RETURNS int RETURN (SELECT count(*) FROM {d}.customers)",
         "GRANT EXECUTE ON FUNCTION {d}.every TO {s}"],
        "may execute {d}.every"),
    "another role": (
        ["CREATE ROLE {s}_deep", "GRANT SELECT ON {d}.* TO {s}_deep", "GRANT {s}_deep TO {s}"], "through {s}_deep"),
    "a pattern of databases": (["GRANT SELECT ON `{d}%%`.* TO {s}"], "a pattern that takes in this database"),
}  # fmt: skip


def walled(world: World) -> tuple[Staff, Walls, Sequence[Brick]]:
    fill(world)
    staff = staff_of(world)
    system = replace(shop(), hides=True, readers=staff.readers)
    return staff, connect_owning(world, system).walls, bricks_of(system, staff)


def named(walls: Walls, bricks: Sequence[Brick]) -> list[str]:
    wall = walls.build(bricks, NOBODY_MEANT)
    assert not (wall.leaks and wall.statements)
    assert walls.standing(bricks).is_built is not bool(wall.leaks)
    return [f"{leak.who} {leak.what.in_('en')}" for leak in wall.leaks]


@pytest.mark.parametrize("way", POSTGRES)
def test_a_way_past_on_postgres_is_named(postgres_world: World, way: str) -> None:
    """T-54"""
    staff, walls, bricks = walled(postgres_world)
    prepared, said = POSTGRES[way]
    postgres_world.do(*(one.format(s=staff.support) for one in prepared))
    assert any(said.format(s=staff.support) in one for one in named(walls, bricks))


@pytest.mark.parametrize("way", HARMLESS)
def test_what_reads_as_whoever_asks_is_no_way_past(postgres_world: World, way: str) -> None:
    staff, walls, bricks = walled(postgres_world)
    postgres_world.do(*(one.format(s=staff.support) for one in HARMLESS[way]))
    assert named(walls, bricks) == []


@pytest.mark.parametrize("way", MARIADB)
def test_a_way_past_on_mariadb_is_named(mariadb_world: World, way: str) -> None:
    """T-54"""
    staff, walls, bricks = walled(mariadb_world)
    prepared, said = MARIADB[way]
    words = {"s": staff.support, "d": make_url(mariadb_world.url).database}
    for one in prepared:
        mariadb_world.outside(one.format(**words))
    assert any(said.format(**words) in one for one in named(walls, bricks))


def test_an_application_that_owns_the_table_and_is_meant_sees_nothing_hidden(postgres_world: World) -> None:
    """No rule holds an owner by itself; taken down, it reads as before."""
    fill(postgres_world)
    staff = staff_of(postgres_world)
    owner = f"owner_{staff.support}"
    postgres_world.do(
        f"CREATE ROLE {owner} LOGIN PASSWORD '{PASSWORD}'",
        f"ALTER TABLE orders OWNER TO {owner}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {owner}",
    )
    staff.people = {**staff.people, owner: owner}
    system = replace(shop(), hides=True, readers={"technical-staff": (owner,)})
    connector = connect_owning(postgres_world, system)
    bricks = tuple(replace(one, account=owner) for one in bricks_of(system, staff) if one.account == staff.support)
    assert connector.walls.build(bricks, frozenset({owner})).leaks == ()
    list(connector.restrict([hiding(connector)]))
    assert (staff.sees(owner, "orders"), all(one.holds for one in connector.walls.tried(bricks))) == (1, True)
    connector.walls.take_down()
    assert staff.sees(owner, "orders") == 2


def test_what_everybody_may_read_is_named(mariadb_world: World) -> None:
    _, walls, bricks = walled(mariadb_world)
    database = make_url(mariadb_world.url).database
    mariadb_world.outside(f"GRANT SELECT ON {database}.* TO PUBLIC")
    try:
        assert any("through PUBLIC" in one for one in named(walls, bricks))
    finally:
        mariadb_world.outside(f"REVOKE SELECT ON {database}.* FROM PUBLIC")


def test_a_table_given_back_later_is_seen_by_the_try_while_nobody_is_hidden_yet(mariadb_world: World) -> None:
    """No row is marked, so counting hidden rows shows nothing: one row is marked for the try, and goes again."""
    staff, walls, bricks = walled(mariadb_world)
    assert named(walls, bricks) == []
    assert {one.trial for one in walls.tried(bricks)} == {True, None}
    mariadb_world.outside(f"GRANT SELECT ON {make_url(mariadb_world.url).database}.customers TO {staff.support}")
    wrong = [one for one in walls.tried(bricks) if not one.holds]
    assert [(one.account, one.collection, one.trial) for one in wrong] == [(staff.support, "customers", False)]
    assert walls.standing(bricks).marked == 0, "and the row of the try is marked no more"

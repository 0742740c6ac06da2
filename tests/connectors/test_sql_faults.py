"""What goes wrong with a database itself: it is away, it is busy, the account may not, bytes stay behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from tests.connectors import shop
from tests.connectors.world import Noon, World, ask, by_request, connect, erasure, mail

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.plan import Outcome
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Order, SystemUnreachable

ANNA = "anna@dvries.example"


def _fill(world: World) -> None:
    shop.build(world)
    world.insert("customers", [shop.customer(1, "Anna de Vries", ANNA)])
    world.insert("orders", [shop.order(10, 1, "note")])
    world.insert("mails", [shop.letter(30, ANNA)])


def _order(connector: SqlConnector, system: SystemMap) -> Order:
    return erasure(system, "r1", [mail(ANNA)], connector.find([ask("r1", mail(ANNA))]))


def _end_all_connections(world: World) -> None:
    if world.dialect == "postgresql":
        world.do(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    else:
        for (number,) in world.rows("SELECT id FROM information_schema.processlist WHERE id <> connection_id()"):
            world.do(f"KILL {number}")


@pytest.mark.parametrize("world", ["postgresql", "mariadb"], indirect=True)
def test_a_connection_lost_between_two_steps_is_made_again(world: World) -> None:
    _fill(world)
    system = shop.shop()
    connector = connect(world, system)
    order = _order(connector, system)
    _end_all_connections(world)
    assert by_request(connector.erase([order]))["r1"].outcome is Outcome.DONE
    assert by_request(connector.read_back([order]))["r1"].outcome is Outcome.DONE


@pytest.mark.parametrize("world", ["postgresql", "mariadb"], indirect=True)
def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_done(world: World) -> None:
    _fill(world)
    system = shop.shop()
    connector = connect(world, system)
    order = _order(connector, system)
    _kill_on_delete(world)
    with pytest.raises(SystemUnreachable) as away:
        list(connector.erase([order]))
    assert away.value.transient and "shop" in away.value.why
    assert world.one("SELECT full_name FROM customers WHERE id = 1") == "Anna de Vries"
    assert world.one("SELECT note FROM orders WHERE id = 10") == "note"


def _kill_on_delete(world: World) -> None:
    """The database ends our connection in the very statement that deletes the letter."""
    if world.dialect == "postgresql":
        world.do(
            "CREATE FUNCTION going() RETURNS trigger AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
            " RETURN OLD; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER going BEFORE DELETE ON mails FOR EACH ROW EXECUTE FUNCTION going()",
        )
    else:
        world.do("CREATE TRIGGER going BEFORE DELETE ON mails FOR EACH ROW KILL CONNECTION_ID()")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all.sqlite",
        "postgresql://nobody@127.0.0.1:1/none",
        "mariadb://nobody@127.0.0.1:1/none",
    ],
)
def test_a_database_that_cannot_be_reached_is_said_to_be_away(url: str) -> None:
    connector = SqlConnector(shop.shop(), url, Noon())
    with pytest.raises(SystemUnreachable) as away:
        connector.fingerprint()
    assert away.value.transient and away.value.remedy and "nobody" not in away.value.why


def test_an_address_that_is_no_database_is_refused_for_good() -> None:
    for url in ("not a url", "oracle://x@y/z"):
        with pytest.raises(SystemUnreachable) as refused:
            SqlConnector(shop.shop(), url, Noon())
        assert not refused.value.transient


def test_a_locked_database_is_busy_and_not_broken(sqlite_world: World) -> None:
    _fill(sqlite_world)
    system = shop.shop()
    connector = SqlConnector(system, sqlite_world.url + "?timeout=0.1", Noon())
    sqlite_world.connectors.append(connector)
    order = _order(connector, system)
    with closing(sqlite3.connect(make_url(sqlite_world.url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        problem = by_request(connector.erase([order]))["r1"].problem
        assert problem is not None and problem.transient
        other.execute("ROLLBACK")
    assert by_request(connector.erase([order]))["r1"].outcome is Outcome.DONE


def test_nothing_of_an_erased_person_is_left_in_the_bytes_of_the_files(sqlite_world: World) -> None:
    sqlite_world.do("PRAGMA journal_mode = WAL")
    _fill(sqlite_world)
    canary = "kanarie-7f3e"
    sqlite_world.insert("customers", [shop.customer(2, canary, f"{canary}@x.example", canary)])
    sqlite_world.insert("orders", [shop.order(12, 2, canary * 900)])
    sqlite_world.insert("mails", [shop.letter(n, f"{canary}@x.example") for n in range(50, 90)])
    sqlite_world.do(f"UPDATE mails SET body = '{canary} moved' WHERE id > 60", "DELETE FROM mails WHERE id > 80")
    system = shop.shop(backups=None)
    connector = connect(sqlite_world, system)
    who = mail(f"{canary}@x.example")
    order = erasure(system, "r1", [who], connector.find([ask("r1", who)]))
    assert by_request(connector.erase([order]))["r1"].outcome is Outcome.DONE
    files = list(Path(make_url(sqlite_world.url).database or "").parent.glob("world.sqlite*"))
    assert any(canary.encode() in file.read_bytes() for file in files), "DELETE alone is no erasure"
    assert by_request(connector.purge([order]))["r1"].outcome is Outcome.DONE
    left = [file.name for file in files if file.exists() and canary.encode() in file.read_bytes()]
    assert left == []
    assert b"K2" in Path(make_url(sqlite_world.url).database or "").read_bytes(), "what is kept can be seen this way"


def test_a_reader_that_never_stops_makes_the_purge_wait(sqlite_world: World) -> None:
    sqlite_world.do("PRAGMA journal_mode = WAL")
    _fill(sqlite_world)
    system = shop.shop(backups=None)
    connector = SqlConnector(system, sqlite_world.url + "?timeout=0.1", Noon())
    sqlite_world.connectors.append(connector)
    order = _order(connector, system)
    list(connector.erase([order]))
    with closing(sqlite3.connect(make_url(sqlite_world.url).database or "", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM mails").fetchall()
        waiting = by_request(connector.purge([order]))["r1"]
        assert waiting.outcome is Outcome.FAILED
        assert waiting.problem is not None and waiting.problem.transient
        reader.execute("ROLLBACK")
    assert by_request(connector.purge([order]))["r1"].outcome is Outcome.DONE


def test_a_purge_names_the_day_the_last_backup_is_gone(world: World) -> None:
    _fill(world)
    system = shop.shop()
    connector = connect(world, system)
    order = _order(connector, system)
    list(connector.erase([order]))
    purged = by_request(connector.purge([order]))["r1"]
    assert (purged.outcome, str(purged.until)) == (Outcome.PENDING, "2026-12-27")
    forever = shop.shop(backups=None)
    result = by_request(connect(world, forever).purge([order]))["r1"]
    assert result.outcome is (Outcome.DONE if world.dialect == "sqlite" else Outcome.MANUAL)


def _account(world: World, *grants: str) -> str:
    """A fresh account with just these rights; its url."""
    url = make_url(world.url)
    if world.dialect == "postgresql":
        world.do("DROP OWNED BY reader", "DROP ROLE reader") if world.rows(
            "SELECT 1 FROM pg_roles WHERE rolname = 'reader'"
        ) else None
        world.do("CREATE ROLE reader LOGIN")
    else:
        world.do("DROP USER IF EXISTS reader", "CREATE USER reader")
    for grant in grants:
        world.outside(grant.replace("%", "%%").replace("%%%%", "%%"))
    return url.set(username="reader").render_as_string(hide_password=False)


@pytest.mark.parametrize("world", ["postgresql", "mariadb"], indirect=True)
def test_the_printed_grants_are_enough_and_less_is_said_before_anything_is_approved(world: World) -> None:
    _fill(world)
    system = shop.shop(allow=[Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.READ_BACK])
    looking = shop.shop(allow=[Verb.FIND, Verb.EXPORT, Verb.READ_BACK])
    reader = SqlConnector(system, _account(world, *connect(world, looking).grants("reader")), Noon())
    world.connectors.append(reader)
    order = _order(reader, system)
    assert reader.can[Verb.FIND].lacking == ()
    lacking = reader.can[Verb.ERASE]
    assert lacking.best is Outcome.IMPOSSIBLE and "DELETE on mails" in lacking.lacking
    failed = by_request(reader.erase([order]))["r1"]
    assert failed.outcome is Outcome.FAILED and failed.problem is not None
    assert not failed.problem.transient and "--grants" in failed.problem.remedy
    assert world.one("SELECT full_name FROM customers WHERE id = 1") == "Anna de Vries"
    reader.close()
    eraser = SqlConnector(system, _account(world, *connect(world, system).grants("reader")), Noon())
    world.connectors.append(eraser)
    assert all(not ability.lacking for ability in eraser.can.values())
    assert by_request(eraser.erase([order]))["r1"].outcome is Outcome.DONE
    assert by_request(eraser.read_back([order]))["r1"].outcome is Outcome.DONE
    assert eraser.too_wide() == ()
    assert connect(world, system).too_wide() != ()


def test_a_file_that_may_only_be_read_says_so(sqlite_world: World) -> None:
    _fill(sqlite_world)
    system = shop.shop()
    readonly = SqlConnector(system, f"sqlite:///file:{make_url(sqlite_world.url).database}?mode=ro&uri=true", Noon())
    sqlite_world.connectors.append(readonly)
    order = _order(readonly, system)
    assert readonly.can[Verb.ERASE].best is Outcome.IMPOSSIBLE
    problem = by_request(readonly.erase([order]))["r1"].problem
    assert problem is not None and not problem.transient

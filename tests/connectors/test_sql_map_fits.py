"""Every conflict between a map and a live schema is named, with table, column and remedy, before anything happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.connectors import shop
from tests.connectors.world import World, ask, connect, mail, mapped, of

from belofte.connectors.sql.connector import MapDoesNotFit
from belofte.domain.system_map import Collection, EraseClear, EraseRow, FoundBy, SystemMap


def _with(name: str, **changes: object) -> Callable[[], SystemMap]:
    def make() -> SystemMap:
        return mapped(*(replace(c, **changes) if c.name == name else c for c in shop.ALL))

    return make


def _clearing(column: str, value: str | int | bool | None) -> Callable[[], SystemMap]:
    return _with("customers", erase=EraseClear({column: value}))


@pytest.mark.parametrize(
    ("make", "table", "column", "words"),
    [
        (_clearing("email", None), "customers", "email", "NOT NULL"),
        (_clearing("number", "gone"), "customers", "number", "UNIQUE"),
        (_clearing("number", "erased-{random}"), "customers", "number", "room for 20"),
        (_clearing("full_name", 5), "customers", "full_name", "holds text"),
        (_clearing("left_on", "soon"), "customers", "left_on", "holds date"),
        (_clearing("invited_by", 3), "customers", "invited_by", "refer to nothing"),
        (_clearing("id", 3), "customers", "id", "record key"),
        (_with("customers", restrict={"blocked": "yes"}), "customers", "blocked", "boolean"),
        (_with("customers", erase=EraseRow()), "orders", "customer_id", "the database will refuse"),
        (
            _with("mails", found_by=(), kinds={}, not_personal=("id", "to_addr", "subject", "body")),
            "mails",
            None,
            "nobody",
        ),
        (_with("mails", of=(of("customers", "subject:id"),)), "mails", "subject", "type"),
        (_with("mails", of=(of("customers", "to_addr:nr"),)), "mails", "to_addr", "not there"),
        (_with("mails", not_personal=("id", "colour")), "mails", "colour", "the table has none"),
        (_with("mails", not_personal=()), "mails", "id", "in no list"),
        (_with("orders", clock={"left": "customers.gone_on"}), "orders", None, "not there"),
        (_with("customers", clock={"left": "blocked"}), "customers", "blocked", "needs a date"),
        (_with("invoices", found_by=(FoundBy("pdf", "email"),)), "invoices", "pdf", "cannot be found by"),
    ],
)
def test_a_conflict_is_named_with_its_remedy(
    world: World, make: Callable[[], SystemMap], table: str, column: str | None, words: str
) -> None:
    shop.build(world)
    with pytest.raises(MapDoesNotFit) as conflict:
        connect(world, make()).fingerprint()
    found = [p for p in conflict.value.problems if (p.table, p.column) == (table, column) and words in p.what]
    assert found and all(p.remedy for p in found), [str(p) for p in conflict.value.problems]
    assert not conflict.value.transient


def test_a_map_that_fits_has_one_fingerprint_until_map_or_schema_changes(world: World) -> None:
    shop.build(world)
    first = connect(world, shop.shop()).fingerprint()
    assert connect(world, shop.shop()).fingerprint() == first
    assert connect(world, shop.shop(hash="another")).fingerprint() != first
    world.do("CREATE INDEX more ON mails (subject)") if world.dialect == "sqlite" else None
    world.do("ALTER TABLE mails ADD COLUMN seen INTEGER")
    seen = mapped(*shop.ALL[:4], replace(shop.MAILS, not_personal=("id", "seen")), shop.POSTS)
    assert connect(world, seen).fingerprint() != first


def test_a_table_without_a_key_is_named_and_a_key_in_the_map_helps(world: World) -> None:
    shop.build(world)
    world.do("CREATE TABLE visits (at VARCHAR(20), email VARCHAR(90))")
    visits = Collection("visits", "visit", {"email": ("email",)}, ("at",), found_by=(FoundBy("email", "email"),))
    with pytest.raises(MapDoesNotFit, match="no primary key"):
        connect(world, mapped(*shop.ALL, visits)).fingerprint()
    world.insert("visits", [{"at": "2026-01-01", "email": "a@x.example"}, {"at": "2026-01-02", "email": "a@x.example"}])
    named = replace(visits, key=("at", "email"), erase=EraseRow())
    found = list(connect(world, mapped(*shop.ALL, named)).find([ask("r", mail("a@x.example"))]))
    assert {f.key for f in found} == {("2026-01-01", "a@x.example"), ("2026-01-02", "a@x.example")}


def test_a_circle_of_columns_that_may_not_be_empty_is_named(world: World) -> None:
    world.do(
        "CREATE TABLE heads (id INTEGER PRIMARY KEY, email VARCHAR(90), tail INTEGER NOT NULL)",
        "CREATE TABLE tails (id INTEGER PRIMARY KEY, head INTEGER NOT NULL, FOREIGN KEY (head) REFERENCES heads (id))",
    )
    if world.dialect == "sqlite":
        world.do("DROP TABLE heads")
        world.do(
            "CREATE TABLE heads (id INTEGER PRIMARY KEY, email VARCHAR(90),"
            " tail INTEGER NOT NULL REFERENCES tails (id))"
        )
    else:
        world.do("ALTER TABLE heads ADD FOREIGN KEY (tail) REFERENCES tails (id)")
    heads = Collection("heads", "profile", {"email": ("email",)}, ("id", "tail"), person=True, erase=EraseRow())
    tails = Collection("tails", "profile", {}, ("id",), of=(of("heads", "head:id"),), erase=EraseRow())
    with pytest.raises(MapDoesNotFit, match="circle"):
        connect(world, mapped(heads, tails)).fingerprint()


def test_rows_of_a_table_nobody_mapped_would_be_taken_along(world: World) -> None:
    shop.build(world)
    world.do(
        "CREATE TABLE likes (id INTEGER PRIMARY KEY, mail_id INTEGER,"
        " FOREIGN KEY (mail_id) REFERENCES mails (id) ON DELETE CASCADE)"
    )
    with pytest.raises(MapDoesNotFit) as conflict:
        connect(world, shop.shop(ignore=("likes",))).fingerprint()
    assert [(p.table, "CASCADE" in p.what) for p in conflict.value.problems] == [("likes", True)]

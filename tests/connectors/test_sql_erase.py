"""Erasing on SQLite, Postgres and MariaDB: gone, kept, refused, and never half done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from tests.connectors import shop
from tests.connectors.world import (
    Keep,
    World,
    ask,
    by_request,
    connect,
    copies,
    erasure,
    line_of,
    mail,
    mapped,
    number,
    of,
    places,
    shared,
)

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import EraseClear, EraseKeep, EraseRow, SystemMap, Verb
from belofte.ports import Order, OrderLine, PlanOutdated, Result, SystemUnreachable

ANNA, BORIS = "anna@dvries.example", "boris@vos.example"


@pytest.fixture
def filled(world: World) -> World:
    shop.build(world)
    world.insert(
        "customers",
        [
            shop.customer(1, "Anna de Vries", ANNA, "+31600000001"),
            shop.customer(2, "Boris Vos", BORIS, "+31600000002"),
            shop.customer(3, "Els Blom", "thuis@blom.example", "+31600000003"),
            shop.customer(4, "Joris Blom", "thuis@blom.example", "+31600000003"),
        ],
    )
    world.insert("orders", [shop.order(10, 1, "bel mij"), shop.order(11, 2, "achterom"), shop.order(12, 3)])
    world.insert("order_lines", [shop.order_line(o, n) for o in (10, 11, 12) for n in (1, 2)])
    world.insert(
        "invoices",
        [
            shop.invoice(20, 1, 10, date(2025, 6, 1)),
            shop.invoice(21, 1, None, date(2015, 6, 1)),
            shop.invoice(22, 2, 11, None),
        ],
    )
    world.insert("mails", [shop.letter(30, ANNA), shop.letter(31, BORIS), shop.letter(33, "thuis@blom.example")])
    world.insert("posts", [shop.post(40, 1), shop.post(41, 1, 40), shop.post(42, 1, 41)])
    world.do("UPDATE posts SET answers = 42 WHERE id = 40")
    return world


def _plan(
    connector: SqlConnector, system: SystemMap, who: dict[str, Sequence[Identifier]], keep: Keep | None = None
) -> list[Order]:
    found = list(connector.find([ask(request, *identifiers) for request, identifiers in who.items()]))
    return [erasure(system, request, identifiers, found, keep) for request, identifiers in who.items()]


def _done(connector: SqlConnector, orders: Sequence[Order]) -> dict[str, Result]:
    acted = by_request(connector.erase(orders))
    assert {r.outcome for r in acted.values()} == {Outcome.DONE}, acted
    looked = by_request(connector.read_back(orders))
    assert {r.outcome for r in looked.values()} == {Outcome.DONE}, looked
    assert all(not line.remains for r in looked.values() for line in r.lines)
    return acted


def test_what_goes_is_gone_and_what_is_kept_is_there_unchanged(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]}, Keep({("invoices", (20,))}))
    acted = _done(connector, orders)["r1"]
    assert line_of(acted, "order_lines").acted == 2
    assert line_of(acted, "invoices", Decision.DELETE).acted == 1
    kept = line_of(acted, "invoices", Decision.KEEP)
    looked = line_of(next(iter(connector.read_back(orders))), "invoices", Decision.KEEP)
    assert (kept.present, looked.present) == (1, 1)
    assert kept.digest == looked.digest is not None
    assert filled.rows("SELECT id FROM invoices ORDER BY id") == [(20,), (22,)]
    assert filled.rows("SELECT id, note FROM orders ORDER BY id") == [(10, None), (11, "achterom"), (12, None)]
    assert filled.rows("SELECT count(*) FROM order_lines WHERE order_id = 10") == [(0,)]
    assert filled.rows("SELECT id FROM mails ORDER BY id") == [(31,), (33,)]
    assert filled.one("SELECT full_name FROM customers WHERE id = 1") is None
    assert filled.one("SELECT email FROM customers WHERE id = 1").startswith("erased-")


def test_rows_that_refer_to_one_another_in_a_circle_go(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    _done(connector, _plan(connector, system, {"r1": [mail(ANNA)]}))
    assert filled.rows("SELECT id FROM posts") == []


def test_erasing_twice_or_nobody_is_an_honest_answer(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]})
    _done(connector, orders)
    again = next(iter(connector.erase(orders)))
    assert again.outcome is Outcome.DONE
    assert {line.acted for line in again.lines} == {0}
    assert _plan(connector, system, {"r1": [mail(ANNA)]}) == [Order("r1", (mail(ANNA),), ())]


def test_killed_after_the_commit_the_step_runs_again_and_finds_nothing_to_do(filled: World) -> None:
    system = shop.shop()
    orders = _plan(
        connect(filled, system), system, {"r1": [mail(ANNA)], "r2": [mail(BORIS)]}, Keep({("invoices", (20,))})
    )
    list(connect(filled, system).erase(orders))  # and then the process is killed: no receipt, no read-back
    restarted = connect(filled, system)
    results = by_request(restarted.erase(orders))
    assert {r.outcome for r in results.values()} == {Outcome.DONE}
    looked = by_request(restarted.read_back(orders))
    assert all(not line.remains for r in looked.values() for line in r.lines)
    assert line_of(looked["r1"], "invoices", Decision.KEEP).present == 1


def test_what_two_people_share_is_never_touched(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    who = {"r1": [mail("thuis@blom.example"), number("K3")]}
    orders = _plan(connector, system, who)
    assert shared(connector.find([ask("r1", *who["r1"])])) == {("mails", (33,))}
    _done(connector, orders)
    assert filled.one("SELECT full_name FROM customers WHERE id = 4") == "Joris Blom"
    assert filled.one("SELECT count(*) FROM mails WHERE id = 33") == 1
    again = by_request(connector.erase(orders))["r1"]  # once more, now that the address is his alone
    assert again.outcome is Outcome.DONE
    assert filled.one("SELECT full_name FROM customers WHERE id = 4") == "Joris Blom"
    others = tuple(line for line in orders[0].lines if line.collection != "mails")
    grabbing = replace(orders[0], lines=(*others, OrderLine("mails", Decision.DELETE, frozenset({(33,)}))))
    assert next(iter(connector.erase([grabbing]))).outcome is Outcome.FAILED
    assert filled.one("SELECT count(*) FROM mails WHERE id = 33") == 1


def test_a_new_record_under_the_same_line_goes_along(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]})
    filled.insert("mails", [shop.letter(35, ANNA)])
    _done(connector, orders)
    assert filled.one("SELECT count(*) FROM mails WHERE id = 35") == 0


@pytest.mark.parametrize(
    ("meanwhile", "where"),
    [
        ("INSERT INTO posts (id, author) VALUES (50, 2)", "posts"),  # a collection the plan does not have
        ("UPDATE mails SET to_addr = 'iemand@x.example' WHERE id = 31", "mails"),  # it is somebody else's now
        ("UPDATE customers SET email = 'boris@vos.example' WHERE id = 4", "customers"),  # shared with another now
    ],
)
def test_a_plan_that_no_longer_fits_fails_alone_and_changes_nothing(filled: World, meanwhile: str, where: str) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)], "r2": [mail(BORIS)]})
    filled.do(meanwhile)
    before = filled.rows("SELECT * FROM customers WHERE id = 2")
    results = by_request(connector.erase(orders))
    assert results["r1"].outcome is Outcome.DONE
    problem = results["r2"].problem
    assert problem is not None and not problem.transient
    assert (problem.where, "plan" in problem.remedy) == (where, True)
    assert filled.rows("SELECT * FROM customers WHERE id = 2") == before
    assert filled.one("SELECT note FROM orders WHERE id = 11") == "achterom"


def test_a_new_record_between_two_decisions_goes_back_to_the_office(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]}, Keep({("invoices", (20,))}))
    filled.insert("invoices", [shop.invoice(29, 1, None, None)])
    result = next(iter(connector.erase(orders)))
    assert result.problem is not None and result.problem.where == "invoices"
    assert filled.one("SELECT count(*) FROM mails WHERE id = 30") == 1


def test_a_kept_invoice_is_not_left_pointing_at_nothing(filled: World) -> None:
    deleting = mapped(
        replace(shop.CUSTOMERS, erase=EraseRow()),
        *(replace(c, erase=EraseRow()) for c in shop.ALL[1:]),
    )
    connector = connect(filled, deleting)
    orders = _plan(connector, deleting, {"r1": [mail(ANNA)], "r2": [mail(BORIS)]}, Keep({("invoices", (20,))}))
    results = by_request(connector.erase(orders))
    problem = results["r1"].problem
    assert problem is not None and problem.where.startswith("invoices.")
    assert results["r2"].outcome is Outcome.DONE
    assert filled.rows("SELECT id FROM customers ORDER BY id") == [(1,), (3,), (4,)]


def _guard(world: World) -> None:
    """The application's own rule: nobody empties the note of order 11."""
    if world.dialect == "sqlite":
        world.do(
            "CREATE TRIGGER guard BEFORE UPDATE ON orders WHEN OLD.id = 11"
            " BEGIN SELECT RAISE(ABORT, 'secret of boris@vos.example'); END"
        )
    elif world.dialect == "mariadb":
        world.do(
            "CREATE TRIGGER guard BEFORE UPDATE ON orders FOR EACH ROW BEGIN IF OLD.id = 11 THEN"
            " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret of boris@vos.example'; END IF; END"
        )
    else:
        world.do(
            "CREATE FUNCTION guard() RETURNS trigger AS $$ BEGIN IF OLD.id = 11 THEN"
            " RAISE EXCEPTION 'secret of boris@vos.example'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER guard BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION guard()",
        )


def test_one_request_of_a_batch_fails_and_the_others_are_done(filled: World) -> None:
    system = shop.shop()
    _guard(filled)
    filled.insert("customers", [shop.customer(n, f"Naam {n}", f"n{n}@x.example") for n in range(100, 130)])
    filled.insert("mails", [shop.letter(n, f"n{n}@x.example") for n in range(100, 130)])
    connector = connect(filled, system)
    who: dict[str, Sequence[Identifier]] = {f"r{n}": [mail(f"n{n}@x.example")] for n in range(100, 130)}
    orders = _plan(connector, system, {**who, "rb": [mail(BORIS)]})
    results = by_request(connector.erase(orders))
    failed = results.pop("rb")
    assert {r.outcome for r in results.values()} == {Outcome.DONE}
    assert failed.problem is not None and failed.problem.where == "orders" and failed.problem.remedy
    assert "boris" not in repr(failed)
    assert filled.one("SELECT full_name FROM customers WHERE id = 2") == "Boris Vos"  # nothing is half done
    assert filled.one("SELECT count(*) FROM mails WHERE id >= 100") == 0


def test_a_rule_of_the_database_names_its_column_and_no_value(filled: World) -> None:
    filled.do("CREATE UNIQUE INDEX one_name ON customers (full_name)")
    clearing = replace(shop.CUSTOMERS, erase=EraseClear({"full_name": "weg-{random}", "email": "{random}@invalid"}))
    system = mapped(clearing, *shop.ALL[1:])
    connector = connect(filled, system)
    filled.do("DROP INDEX one_name" + (" ON customers" if filled.dialect == "mariadb" else ""))
    orders = _plan(connector, system, {"r2": [mail(BORIS)]})
    _add_check(filled)
    problem = next(iter(connector.erase(orders))).problem
    assert problem is not None and not problem.transient and problem.where.startswith("customers")
    assert "invalid" not in repr(problem) and "boris" not in repr(problem)


def _add_check(world: World) -> None:
    if world.dialect == "sqlite":
        world.do(
            "CREATE TRIGGER addresses BEFORE UPDATE OF email ON customers WHEN NEW.email LIKE '%@invalid'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    else:
        world.do("ALTER TABLE customers ADD CONSTRAINT addresses CHECK (email NOT LIKE '%@invalid')")


def test_a_trigger_that_changes_a_kept_invoice_undoes_the_erasure(filled: World) -> None:
    if filled.dialect == "sqlite":
        filled.do("CREATE TRIGGER meddle AFTER DELETE ON mails BEGIN UPDATE invoices SET bill_name = 'x'; END")
    elif filled.dialect == "mariadb":
        filled.do("CREATE TRIGGER meddle AFTER DELETE ON mails FOR EACH ROW UPDATE invoices SET bill_name = 'x'")
    else:
        filled.do(
            "CREATE FUNCTION meddle() RETURNS trigger AS $$ BEGIN UPDATE invoices SET bill_name = 'x';"
            " RETURN NULL; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER meddle AFTER DELETE ON mails FOR EACH ROW EXECUTE FUNCTION meddle()",
        )
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]}, Keep({("invoices", (20,))}))
    problem = next(iter(connector.erase(orders))).problem
    assert problem is not None and problem.where == "invoices"
    assert filled.one("SELECT bill_name FROM invoices WHERE id = 20") == "on paper"
    assert filled.one("SELECT count(*) FROM mails WHERE id = 30") == 1


def test_what_was_not_erased_is_seen_when_looking_again(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]}, Keep({("invoices", (20,))}))
    nothing_done = next(iter(connector.read_back(orders)))
    assert nothing_done.outcome is Outcome.FAILED
    assert line_of(nothing_done, "mails").remains == 1
    assert line_of(nothing_done, "customers").remains == 1
    list(connector.erase(orders))
    filled.insert("mails", [shop.letter(39, ANNA)])  # the application writes one more
    later = next(iter(connector.read_back(orders)))
    assert later.outcome is Outcome.FAILED and line_of(later, "mails").remains == 1
    filled.do("DELETE FROM mails WHERE id = 39", "DELETE FROM invoices WHERE id = 20")
    lost = next(iter(connector.read_back(orders)))
    assert lost.problem is not None and lost.problem.where == "invoices"


@pytest.mark.parametrize("world", ["sqlite", "mariadb"], indirect=True)  # Postgres' pipeline goes past SQLAlchemy
def test_two_hundred_people_take_as_many_statements_as_one(filled: World) -> None:
    filled.insert("customers", [shop.customer(n, f"Naam {n}", f"n{n}@x.example") for n in range(100, 300)])
    filled.insert("orders", [shop.order(n, n, "note") for n in range(100, 300)])
    filled.insert("order_lines", [shop.order_line(n, 1) for n in range(100, 300)])
    filled.insert("mails", [shop.letter(n, f"n{n}@x.example") for n in range(100, 300)])
    system = shop.shop()
    connector = connect(filled, system)
    list(connector.find([ask("warm", mail("warm@x.example"))]))

    def cost(people: range) -> int:
        statements: list[str] = []

        def count(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(connector.database.engine, "before_cursor_execute", count)
        orders = _plan(connector, system, {f"r{n}": [mail(f"n{n}@x.example")] for n in people})
        _done(connector, orders)
        event.remove(connector.database.engine, "before_cursor_execute", count)
        return len(statements)

    assert cost(range(101, 300)) == cost(range(100, 101))
    assert filled.one("SELECT count(*) FROM mails WHERE id >= 100") == 0


def test_a_verb_the_company_does_not_allow_is_not_carried_out(filled: World) -> None:
    system = shop.shop(allow=[Verb.FIND, Verb.EXPORT])
    connector = connect(filled, system)
    orders = _plan(connector, system, {"r1": [mail(ANNA)]})
    with pytest.raises(SystemUnreachable, match="does not allow erase") as refused:
        list(connector.erase(orders))
    assert not refused.value.transient and "allow" in refused.value.remedy
    assert filled.one("SELECT full_name FROM customers WHERE id = 1") == "Anna de Vries"


def test_a_copy_is_complete_and_loses_nothing(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    who = [mail(ANNA)]
    orders = [copies("r1", who, connector.find([ask("r1", *who)]))]
    records = {(r.collection, r.key): r for r in connector.export(orders)}
    invoice = records["invoices", (20,)]
    assert invoice.fields["total"] in ("12.30", 12.3)
    assert invoice.fields["paid_on"] == "2025-06-01"
    assert invoice.files == {"pdf": b"%PDF-1.7 \x00\xff"} and "pdf" not in invoice.fields
    assert (invoice.category, invoice.via, invoice.origin) == ("invoice", "email → customers → invoices", "provided")
    assert records["customers", (1,)].fields["blocked"] is False
    assert set(records) == places(connector.find([ask("r1", *who)]))


def test_a_copy_whose_plan_no_longer_fits_is_not_made(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    found = list(connector.find([ask("r1", mail(ANNA)), ask("r2", mail(BORIS))]))
    orders = [copies("r1", [mail(ANNA)], found), copies("r2", [mail(BORIS)], found)]
    filled.insert("posts", [shop.post(60, 2)])
    records = connector.export(orders)
    seen: set[str] = set()
    with pytest.raises(PlanOutdated) as outdated:
        seen.update(record.request for record in records)
    assert (seen, set(outdated.value.failures)) == ({"r1"}, {"r2"})


def _one(collection: str, *keys: int, **values: object) -> OrderLine:
    return OrderLine(collection, Decision.DO, frozenset((k,) for k in keys), values=values)


def _with_rest(order: Order, *lines: OrderLine) -> Order:
    """The order with these lines; what else was found is left as it is."""
    named = {line.collection for line in lines}
    rest = [OrderLine(x.collection, Decision.KEEP, x.keys) for x in order.lines if x.collection not in named]
    return replace(order, lines=(*lines, *rest))


def test_a_correction_is_made_and_read_back(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    plan = _plan(connector, system, {"r1": [mail(ANNA)], "r2": [mail(BORIS)]})
    orders = [
        _with_rest(plan[0], _one("customers", 1, full_name="Anna Jansen", left_on="2026-02-03")),
        _with_rest(plan[1], _one("customers", 2, full_name="Boris de Vos", left_on=None)),
    ]
    assert by_request(connector.read_back(orders))["r1"].outcome is Outcome.FAILED
    assert {r.outcome for r in connector.rectify(orders)} == {Outcome.DONE}
    assert {r.outcome for r in connector.read_back(orders)} == {Outcome.DONE}
    assert filled.rows("SELECT full_name, left_on FROM customers WHERE id < 3 ORDER BY id")[1] == ("Boris de Vos", None)
    assert str(filled.one("SELECT left_on FROM customers WHERE id = 1")) == "2026-02-03"


def test_restriction_is_marked_and_lifted(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    order = _with_rest(_plan(connector, system, {"r1": [mail(ANNA)]})[0], _one("customers", 1))
    assert {r.outcome for r in connector.restrict([order])} == {Outcome.DONE}
    assert filled.rows("SELECT id FROM customers WHERE blocked ORDER BY id") == [(1,)]
    assert {r.outcome for r in connector.read_back([order])} == {Outcome.DONE}
    assert {r.outcome for r in connector.read_back([replace(order, verb=Verb.LIFT)])} == {Outcome.FAILED}
    assert {r.outcome for r in connector.lift([order])} == {Outcome.DONE}
    assert {r.outcome for r in connector.read_back([replace(order, verb=Verb.LIFT)])} == {Outcome.DONE}
    assert filled.rows("SELECT id FROM customers WHERE blocked") == []


def test_a_restriction_the_map_says_nothing_of_is_no_success(filled: World) -> None:
    system = shop.shop()
    connector = connect(filled, system)
    order = _with_rest(_plan(connector, system, {"r1": [mail(ANNA)]})[0], _one("orders", 10))
    result = next(iter(connector.restrict([order])))
    assert result.outcome is Outcome.FAILED and result.problem is not None and "restrict" in result.problem.remedy


def test_what_the_map_says_to_keep_stays(filled: World) -> None:
    system = mapped(*(c for c in shop.ALL if c.name != "mails"), replace(shop.MAILS, erase=EraseKeep("AWR-52-4")))
    connector = connect(filled, system)
    _done(connector, _plan(connector, system, {"r1": [mail(ANNA)]}))
    assert filled.one("SELECT count(*) FROM mails WHERE id = 30") == 1


def test_a_reference_the_database_does_not_guard_is_followed_too(filled: World) -> None:
    by_address = replace(shop.MAILS, found_by=(), of=(of("customers", "to_addr:email"),))
    system = mapped(*(c for c in shop.ALL if c.name != "mails"), by_address)
    found = list(connect(filled, system).find([ask("r1", mail(ANNA))]))
    assert ("mails", (30,)) in places(found)

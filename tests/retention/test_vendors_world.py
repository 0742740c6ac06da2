"""The reference company with its vendors: what is past its term in Exact, MailChimp and Microsoft 365 goes by itself,
what no program erases is a person's task, and holds keep there too (T-58, RET-1, RET-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.retention.test_late import reason, verdict
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.domain.retention import events_of, tag_event
from belofte.loading.folder import load_policy_folder
from belofte.sandbox.rest.simulator import Simulator, simulate

BY = ("--by", "P. de Boer")
COULD_NOT_LOOK = 3
NEW_YEAR, HOUR = datetime(2027, 1, 1, 1, tzinfo=UTC), timedelta(hours=1)
DRAWER = """
kind: person
tables: {folders: {category: invoice, documents: [paper], clock: {book-year-of-settlement: paper}}}
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The company with its database, books, newsletter and mail; made once."""
    systems = frozenset({"crm", "exact", "mailchimp", "microsoft365"})
    made = World(make_demo(tmp_path_factory.mktemp("vendors") / "home", 60, systems))
    told(made, "sweep", "--dry-run")
    return made


def vendor(world: World, name: str, kind: str) -> Simulator:
    return simulate(kind, world.made.home.sandbox / f"{name}.sqlite")


def shown(world: World, system: str, *more: str) -> dict[str, Any]:
    (one,) = told(world, "sweep", "--dry-run", "--system", system, *more)["lists"]
    return one


def lines(world: World, system: str, *more: str) -> dict[str, dict[str, Any]]:
    return {line["collection"]: line for line in shown(world, system, *more)["collections"]}


def on(at: datetime) -> tuple[str, str]:
    return ("--now", at.isoformat())


def let_through(world: World, system: str, at: datetime) -> None:
    """A named person lets the list through, and it is done. A vendor that counts calls stops us now and then; an hour
    later the rest goes."""
    (waiting,) = told(world, "sweep", "--dry-run", "--system", system, *on(at))["lists"]
    words: tuple[str, ...] = ()
    if waiting["waits"]:
        (kept,) = told(world, "sweep", "--system", system, *on(at + HOUR))["lists"]
        words = ("--approve", kept["id"], *BY)
    status, said = COULD_NOT_LOOK, ""
    for hours in range(2, 8):
        status, said = typed(world, "sweep", "--system", system, *words, *on(at + hours * HOUR))
        words = ()
        if status != COULD_NOT_LOOK:
            break
    assert status == 0, said


def test_records_without_a_first_day_are_listed_in_one_look_at_the_vendor(world: World) -> None:
    """Many collections of the books read the same lists for their days: none of these is asked for twice, so the list
    asks no more of the vendor than a sweep's look does."""
    exact = vendor(world, "exact", "exact_online")

    def calls(*words: str) -> dict[str, int]:
        before = exact.calls().last
        told(world, *words)
        return dict(exact.calls(before).by_operation)

    swept, listed = calls("sweep", "--dry-run", "--system", "exact"), calls("term", "list", "--system", "exact")
    assert listed, "it was looked at"
    assert {name: count for name, count in listed.items() if count > swept.get(name, 0)} == {}


def test_what_is_kept_by_law_and_compared_nowhere_is_named(world: World) -> None:
    assert told(world, "term", "kept")["not_sealed"] == [], "the database and the books show what they hold"
    file = world.made.home.policy / "systems" / "drawer.yaml"
    file.write_text(DRAWER, encoding="utf-8")
    assert told(world, "term", "kept")["not_sealed"] == ["drawer.folders"]
    assert "drawer.folders: not sealed" in typed(world, "term", "kept")[1]
    found = verdict(world)
    assert "drawer.folders: nobody can see whether what the law wants kept is unaltered here" in reason(found)
    assert found["state"] in ("unknown", "broken"), "what nobody compares is never called kept"
    file.unlink()


def test_each_collection_of_the_reference_company_has_a_day_or_says_who_ends_it() -> None:
    policy = load_policy_folder(Path(__file__).parents[2] / "examples" / "linprofs")
    for system in policy.systems.values():
        for collection in system.collections.values():
            rule = policy.policy.retention.get(collection.category or "")
            record = system.rest.records.get(collection.name) if system.rest else None
            if rule is None or not collection.controller or (record and record.ends) or collection.without_clock:
                continue
            if collection.at.get("service") == ("snapshots",):
                continue  # a copy of the database ends by the term of the copies
            lacking = {e for e in events_of(rule) if e not in map(tag_event, rule.tagged)} - collection.clock.keys()
            assert not lacking, f"{system.name}.{collection.name}: no day for {lacking}"


def test_t_58_on_new_year_s_day_the_papers_of_that_book_year_go_without_a_request(world: World) -> None:
    exact = vendor(world, "exact", "exact_online")
    paid = "/Date(1577750400000)/"  # 31 December 2019: kept up to and including 31 December 2026
    exact.put("receivables", [{"ID": "r-19", "InvoiceNumber": 190001, "IsFullyPaid": True, "LastPaymentDate": paid}])
    exact.put("documents", [{"ID": "d-19", "SalesInvoiceNumber": 190001, "Subject": "Factuur 190001"}])
    exact.put("attachments", [{"ID": "a-19", "Document": "d-19", "FileName": "factuur.pdf", "_content": "x"}])
    eve = lines(world, "exact", *on(NEW_YEAR - 12 * HOUR))["book-documents"]["counts"].get("due", 0)
    assert lines(world, "exact", *on(NEW_YEAR))["book-documents"]["counts"]["due"] == eve + 1, "not a day before"
    let_through(world, "exact", NEW_YEAR + HOUR)
    assert exact.rows("documents", ID="d-19") == []
    assert exact.rows("attachments", ID="a-19") == []
    left = lines(world, "exact", *on(NEW_YEAR + 10 * HOUR))
    assert left["book-documents"]["counts"].get("due") is None
    invoices = left["invoices"]
    assert invoices["by_hand"], "Exact deletes no invoice by its API"
    assert invoices["counts"]["due"] > 0, "and is not called clean"
    (task,) = [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "term-by-hand"]
    assert task["system"] == "exact"
    assert task["count"] >= invoices["counts"]["due"]


def test_a_first_sweep_shows_its_list_and_a_hold_keeps_in_every_vendor_s_system(world: World) -> None:
    newsletter = vendor(world, "mailchimp", "mailchimp")
    held, other = [m["email_address"] for m in newsletter.rows("members") if m["status"] == "subscribed"][:2]
    for one in [m for m in newsletter.rows("members") if m["email_address"] in (held, other)]:
        newsletter.put("members", [one | {"status": "unsubscribed", "last_changed": "2025-01-01T10:00:00+00:00"}])
    status, said = typed(world, "hold", "place", "--person", held, "--ground", "Art. 17(3)(e) GDPR",
                         "--review", "2027-06-01", *BY)  # fmt: skip
    assert status == 0, said
    due = lines(world, "mailchimp")["members"]["counts"]
    assert due["held"] >= 1
    let_through(world, "mailchimp", datetime.now(UTC))
    assert newsletter.rows("members", email_address=held)
    assert not newsletter.rows("members", email_address=other)
    assert lines(world, "mailchimp")["members"]["counts"] == {"held": due["held"]}
    mail = lines(world, "microsoft365")
    assert mail["messages"]["counts"]["due"] > 0
    assert mail["messages"]["late"] > 0, "late is visible"


def test_what_hangs_on_who_left_goes_in_the_books_too(world: World) -> None:
    exact = vendor(world, "exact", "exact_online")
    (address,) = crm(world, "SELECT email FROM customers WHERE left_on IS NULL AND kind = 'person' LIMIT 1")[0]
    assert exact.rows("accounts", Email=address)
    crm(world, "UPDATE customers SET left_on = '2026-11-01' WHERE email = ?", address)
    assert lines(world, "exact", *on(NEW_YEAR + 22 * HOUR))["accounts"]["counts"]["due"] >= 1
    let_through(world, "exact", NEW_YEAR + 24 * HOUR)
    assert not exact.rows("accounts", Email=address)
    assert not exact.rows("contacts", Email=address)


def test_what_people_keep_is_one_task_a_period_with_the_rule_and_the_day(world: World) -> None:
    file = world.made.home.policy / "systems" / "drawer.yaml"
    file.write_text(DRAWER, encoding="utf-8")

    def asked(at: str) -> list[dict[str, Any]]:
        told(world, "sweep", "--system", "drawer", "--now", at)
        tasks = told(world, "task", "list", "--now", at)["tasks"]
        return [t for t in tasks if t["kind"] == "term-by-hand" and t["system"] == "drawer"]

    line = lines(world, "drawer", *on(NEW_YEAR))["folders"]
    assert "book-year-of-settlement ≤ 2019-12-31" in line["by_hand"]["by_language"]["en"]
    assert line["next_on"] == "2028-01-01"
    (task,) = asked("2027-01-01T09:00:00+00:00")
    assert len(asked("2027-03-01T09:00:00+00:00")) == 1, "it stays until somebody says so"
    assert typed(world, "task", "done", task["id"], *BY)[0] == 0
    assert asked("2027-12-31T09:00:00+00:00") == [], "once a period"
    assert len(asked("2028-01-01T09:00:00+00:00")) == 1, "and the next one is asked again"
    file.unlink()

"""Invoices, entries and papers in the books of a vendor stay as they were: seen by their seals, from the lists that a
sweep reads anyway (RET-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.retention.test_late import reason, verdict
from tests.retention.test_vendors_world import vendor
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.sandbox.rest.simulator import Simulator

PAPERS = {"invoices", "invoice-lines", "entries", "receivables", "book-documents", "book-attachments"}
PAID = "/Date(1709251200000)/"  # 1 March 2024


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The company with its database and its books; made once."""
    return World(make_demo(tmp_path_factory.mktemp("books") / "home", 60, frozenset({"crm", "exact"})))


@pytest.fixture
def world(made: World) -> World:
    """As it is now, sealed: what another test changed was put right."""
    settled(made)
    return made


def settled(world: World) -> None:
    for name in sorted(PAPERS):
        assert typed(world, "term", "settle", f"exact.{name}", "--by", "P. de Boer")[0] == 0
    compared(world)


def compared(world: World, days: int = 0) -> dict[str, dict[str, Any]]:
    """What the seals say after a sweep of the books, a collection each."""
    at = (datetime.now(UTC) + timedelta(days=days)).isoformat()
    status, said = typed(world, "sweep", "--system", "exact", "--now", at)
    assert status == 0, said
    kept = told(world, "term", "kept", "--now", at)["kept"]
    return {one["collection"]: one for one in kept if one["system"] == "exact"}


def books(world: World) -> Simulator:
    return vendor(world, "exact", "exact_online")


def a_paid_invoice(exact: Simulator) -> dict[str, Any]:
    paid = {row["InvoiceNumber"] for row in exact.rows("receivables") if row["IsFullyPaid"]}
    papers = {row["SalesInvoiceNumber"] for row in exact.rows("documents")}
    return next(row for row in exact.rows("sales_invoices") if row["InvoiceNumber"] in paid & papers)


def test_all_papers_of_the_books_are_sealed(world: World) -> None:
    seals = compared(world)
    assert seals.keys() == PAPERS
    assert all(one["sealed"] and not one["changed"] for one in seals.values()), seals
    assert told(world, "term", "kept")["not_sealed"] == []


@pytest.mark.parametrize(
    ("name", "table", "by", "column"),
    [
        ("invoices", "sales_invoices", "InvoiceID", "AmountDC"),
        ("invoices", "sales_invoices", "InvoiceID", "InvoiceToName"),
        ("invoice-lines", "sales_invoice_lines", "InvoiceID", "Description"),
        ("entries", "transaction_lines", "InvoiceNumber", "AmountDC"),
        ("receivables", "receivables", "InvoiceNumber", "AmountDC"),
        ("book-documents", "documents", "SalesInvoiceNumber", "Subject"),
    ],
)
def test_what_was_changed_behind_our_back_is_seen_and_breaks_the_promise(
    world: World, name: str, table: str, by: str, column: str
) -> None:
    exact = books(world)
    invoice = a_paid_invoice(exact)
    (row, *_) = exact.rows(table, **{by: invoice["InvoiceID" if by == "InvoiceID" else "InvoiceNumber"]})
    exact.put(table, [row | {column: 1.0 if column == "AmountDC" else "X"}])
    changed = {one for one, seal in compared(world).items() if seal["changed"]}
    assert changed == {name}
    assert typed(world, "term", "kept")[0] == 1
    found = verdict(world)
    assert found["state"] == "broken"
    assert f"exact.{name}: 1 kept records changed or gone too early since" in reason(found)
    exact.put(table, [row])
    assert compared(world)[name]["changed"] == 0, "it is again as it was sealed"


def test_an_invoice_s_paper_that_is_gone_too_early_is_seen(world: World) -> None:
    exact = books(world)
    (paper,) = exact.rows("documents", SalesInvoiceNumber=a_paid_invoice(exact)["InvoiceNumber"])
    (file,) = exact.rows("attachments", Document=paper["ID"])
    there = exact.state.find("attachments", {"ID": file["ID"]})
    assert there is not None
    exact.state.delete(there)
    assert compared(world, 1)["book-attachments"]["changed"] == 1
    exact.put("attachments", [file])
    assert compared(world, 1)["book-attachments"]["changed"] == 0


def test_a_payment_is_no_change_and_from_then_on_the_invoice_is_sealed(world: World) -> None:
    exact = books(world)
    before = compared(world)
    open_item = next(row for row in exact.rows("receivables") if not row["IsFullyPaid"])
    exact.put("receivables", [open_item | {"IsFullyPaid": True, "LastPaymentDate": PAID}])
    after = compared(world)
    assert not any(one["changed"] for one in after.values())
    assert after["receivables"]["sealed"] == before["receivables"]["sealed"] + 1
    assert after["invoices"]["sealed"] == before["invoices"]["sealed"] + 1


def test_who_is_forgotten_takes_their_name_off_what_follows_the_account_and_no_seal_breaks(world: World) -> None:
    exact = books(world)
    invoice = a_paid_invoice(exact)
    account = exact.rows("accounts", ID=invoice["InvoiceTo"])[0]
    for table in ("documents", "receivables"):
        exact.put(table, [row | {"AccountName": "gewist-1"} for row in exact.rows(table, Account=account["ID"])])
    assert not any(one["changed"] for one in compared(world).values())


def test_comparing_asks_one_list_more_than_looking(world: World) -> None:
    exact = books(world)
    before = exact.calls().last
    assert typed(world, "sweep", "--dry-run", "--system", "exact")[0] == 0
    looked = answered(exact, before)
    before = exact.calls().last
    compared(world)
    assert answered(exact, before) <= looked + 1, "the files of documents; everything else was listed to look"


def answered(exact: Simulator, before: int) -> int:
    """The calls since then, without those that met the vendor's limit of a minute and were made again."""
    calls = exact.calls(before)
    return calls.total - calls.by_status[429]

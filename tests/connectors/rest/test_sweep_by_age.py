"""MailChimp, Exact Online and Microsoft 365 by age: each record on its day and not before, as every system (RET-4)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.by_term import due_keys, goes_by_term, lacking
from tests.connectors.rest.books import DIVISION, Books, account, guid, opened_books
from tests.connectors.rest.office import BOOKS, BOSS, DESK, DRIVE, Connected, contact, message, office
from tests.connectors.rest.systems import connector_of, folder_with, system_text
from tests.connectors.rest.test_mailchimp import KINDS

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import KEY, Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.retention import Term
from belofte.ports import DueAsk, SweepOrder, Telling
from belofte.sandbox.rest.simulator import Simulator, simulate

LAST, BEFORE = date(2026, 2, 2), date(2026, 2, 1)


def old_and_none(event: str) -> tuple[Term, Term]:
    return Term(event, LAST), Term(event, BEFORE)


@pytest.fixture
def audience(tmp_path: Path) -> Iterator[Simulator]:
    with simulate("mailchimp", tmp_path / "mailchimp.sqlite") as vendor:
        vendor.put("lists", [{"id": "news", "name": "Nieuws"}])
        yield vendor


@pytest.fixture
def newsletter(tmp_path: Path, audience: Simulator) -> Iterator[HttpConnector]:
    tables = "members: {category: customer}"
    text = system_text("mailchimp", audience.api_url, {"key": "file:mailchimp.key"}, tables)
    folder = folder_with(tmp_path / "policy", "mailchimp", text, KINDS)
    secrets = {"file:mailchimp.key": audience.secrets["api_key"]}
    with closing(connector_of(folder, "mailchimp", secrets, tmp_path / "kept")) as connector:
        yield connector


def member(email: str, status: str, changed: str, **more: str) -> dict[str, Any]:
    base = {"list_id": "news", "email_address": email, "status": status, "contact_id": f"c-{email}"}
    return base | {"last_changed": changed, "timestamp_opt": changed, "timestamp_signup": changed} | more


def test_who_unsubscribed_so_long_ago_goes_archived_and_bounced_too(
    newsletter: HttpConnector, audience: Simulator
) -> None:
    audience.put(
        "members",
        [
            member("a@x.example", "unsubscribed", "2026-02-02T23:59:59+00:00"),
            member("b@x.example", "archived", "2026-02-02T10:00:00+00:00"),
            member("c@x.example", "cleaned", "2026-02-02T10:00:00+00:00"),
            member("late@x.example", "unsubscribed", "2026-02-03T00:00:00+00:00"),
            member("reads@x.example", "subscribed", "2020-01-01T10:00:00+00:00"),
        ],
    )
    goes_by_term(newsletter, "members", *old_and_none("consent-withdrawn"))
    assert {row["email_address"] for row in audience.rows("members")} == {"late@x.example", "reads@x.example"}
    assert len(audience.rows("forgotten")) == 3, "gone for good, not only archived"
    assert lacking(newsletter, "members", "consent-withdrawn") == {("news", "c-reads@x.example")}


def test_the_calls_of_a_sweep_grow_with_what_is_old_and_not_with_the_audience(
    newsletter: HttpConnector, audience: Simulator
) -> None:
    audience.put("members", [member(f"{n}@x.example", "subscribed", "2026-08-02T10:00:00+00:00") for n in range(2500)])
    before = audience.calls().last
    assert due_keys(newsletter, "members", Term("last-contact", LAST)) == set()
    asked = audience.calls(before)
    assert (asked.total, asked.writing) == (3, 0), "the audiences, and one page of each list"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with opened_books(tmp_path) as made:
        yield made


def ms(year: int, month: int, day: int) -> str:
    return f"/Date({int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)})/"


def billed(vendor: Simulator, number: int, paid: str | None, whole: bool = True) -> None:
    """An invoice with its item, a line, an entry and its document."""
    here = {"Division": DIVISION}
    vendor.put("sales_invoices", [{"InvoiceID": guid("i", number), "InvoiceNumber": number, **here}])
    item = {"ID": guid("r", number), "InvoiceNumber": number, "IsFullyPaid": whole and paid is not None, **here}
    vendor.put("receivables", [item | {"LastPaymentDate": paid}])
    vendor.put("sales_invoice_lines", [{"ID": guid("l", number), "InvoiceID": guid("i", number), **here}])
    vendor.put("transaction_lines", [{"ID": guid("t", number), "InvoiceNumber": number, **here}])
    document = {"ID": guid("d", number), "SalesInvoiceNumber": number, "Subject": f"Factuur {number}", **here}
    vendor.put("documents", [document])
    vendor.put("attachments", [{"ID": guid("a", number), "Document": guid("d", number), **here}])


SETTLED = "book-year-of-settlement"


def test_papers_of_invoices_go_by_the_day_on_which_those_were_paid(books: Books) -> None:
    billed(books.vendor, 1, ms(2026, 2, 2))
    billed(books.vendor, 2, ms(2026, 2, 3))
    billed(books.vendor, 3, None)
    billed(books.vendor, 4, ms(2026, 2, 2), whole=False)
    exact = books.connector()
    assert list(exact.write_order()).index("book-attachments") < list(exact.write_order()).index("book-documents")
    for name in ("book-attachments", "book-documents"):
        goes_by_term(exact, name, *old_and_none(SETTLED))
        assert len(lacking(exact, name, SETTLED)) == 2, "the unpaid one, and the one paid in part"
    assert {row["SalesInvoiceNumber"] for row in books.vendor.rows("documents")} == {2, 3, 4}
    assert len(books.vendor.rows("attachments")) == 3


def test_what_the_books_keep_for_good_is_found_and_left_to_a_person(books: Books) -> None:
    billed(books.vendor, 1, ms(2026, 2, 2))
    exact = books.connector()
    for name in ("invoices", "invoice-lines", "entries", "receivables"):
        (key,) = due_keys(exact, name, Term(SETTLED, LAST))
        said = exact.left_to_hand(name)
        assert said is not None
        order = SweepOrder("sweep-1", name, Decision.DELETE, (key,), (Term(SETTLED, LAST),))
        assert exact.sweep(order).outcome is Outcome.FAILED, "never silently done"
        assert exact.look_again(order).lines[0].remains == 1
    assert exact.left_to_hand("book-documents") is None
    assert len(books.vendor.rows("sales_invoices")) == 1


def test_where_nothing_was_paid_so_long_ago_one_question_is_enough(books: Books) -> None:
    for number in range(1, 200):
        billed(books.vendor, number, ms(2026, 8, 2))
    exact = books.connector()
    assert due_keys(exact, "invoices", Term(SETTLED, LAST)) == set()
    before = books.vendor.calls().last
    assert due_keys(exact, "invoices", Term(SETTLED, LAST)) == set()
    assert books.vendor.calls(before).total <= 3, "who we are, and one page of what was paid by then"


def test_an_account_goes_with_its_customer_and_is_emptied_where_the_books_point_at_it(books: Books) -> None:
    gone = account(books.vendor, "gone@x.example", "Gaat Weg", 1)
    kept = account(books.vendor, "kept@x.example", "Blijft Heet", 2)
    account(books.vendor, "other@x.example", "Iemand Anders", 3)
    books.vendor.put("sales_invoices", [{"InvoiceTo": kept, "InvoiceNumber": 9, "Division": DIVISION}])
    exact = books.connector()
    holders = [[Identifier("email", "", "gone@x.example")], [Identifier("email", "", "kept@x.example")]]
    found = [(number, one.key, one.shared) for number, one in exact.hanging_on("accounts", holders)]
    assert sorted(found) == sorted([(0, (str(DIVISION), gone), False), (1, (str(DIVISION), kept), False)], key=str) or {
        (n, k[1], s) for n, k, s in found
    } == {(0, gone, False), (1, kept, False)}
    order = SweepOrder("sweep-1", "accounts", Decision.CLEAR, tuple(key for _, key, _ in found))
    assert exact.look_again(order).lines[0].remains == 2
    done = exact.sweep(order)
    assert (done.outcome, done.lines[0].acted) == (Outcome.DONE, 2)
    assert exact.look_again(order).lines[0].remains == 0, "an emptied account holds nothing any more"
    left = {row["ID"]: row for row in books.vendor.rows("accounts")}
    assert gone not in left
    assert left[kept]["Email"] is None
    assert left[kept]["Name"].startswith("gewist-")
    assert exact.sweep(order).lines[0].acted == 0, "a second time nothing is left to do"


def test_records_of_the_books_say_what_other_systems_know_them_by(books: Books) -> None:
    billed(books.vendor, 20260001, ms(2026, 2, 2))
    told = (Telling("InvoiceNumber", KEY, "exact.invoices.InvoiceNumber"),)
    (found,) = books.connector().due(DueAsk("invoices", (Term(SETTLED, LAST),), telling=told))
    assert found.holds == (Identifier(KEY, "exact.invoices.InvoiceNumber", "20260001"),)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[tuple[Simulator, Connected]]:
    with office(tmp_path, without=("m1", "m2", "m3", "m4", "m5", "m6")) as (vendor, make):
        yield vendor, make


def mail(id_: str, day: str, box: str = DESK, **more: str) -> dict[str, object]:
    at = f"{day}Z"
    return message(id_, "jan@x.example", box, box=box) | {"receivedDateTime": at, "sentDateTime": at} | more


def test_messages_go_in_the_named_mailboxes_only_and_say_until_when_they_are_kept(
    graph: tuple[Simulator, Connected],
) -> None:
    vendor, make = graph
    old = "2026-02-02T23:59:59"
    vendor.put("messages", [mail("m-a", old), mail("m-b", old, BOOKS), mail("m-c", old, BOSS)])
    vendor.put("messages", [mail("m-d", "2026-02-03T00:00:00")])
    office365 = make()
    (probe,) = [key for key in due_keys(office365, "messages", Term("received", LAST)) if key[1] == "m-b"]
    goes_by_term(office365, "messages", *old_and_none("received"))
    assert {row["id"] for row in vendor.rows("messages")} == {"m-c", "m-d"}, "no other mailbox is opened"
    vendor.put("messages", [mail("m-e", old)])
    order = SweepOrder("s", "messages", Decision.DELETE, ((DESK, "m-e"), probe), (Term("received", LAST),))
    assert office365.sweep(order).lines[0].until == date(2026, 12, 7), "14 days in the folder nobody sees"


def test_a_mailbox_on_hold_keeps_its_messages_and_says_why(graph: tuple[Simulator, Connected]) -> None:
    vendor, make = graph
    vendor.put("messages", [mail("m-a", "2026-02-02T10:00:00"), mail("m-b", "2026-02-02T10:00:00", BOOKS)])
    office365 = make(holds=f"[{BOOKS}]")
    keys = tuple(sorted(due_keys(office365, "messages", Term("received", LAST))))
    done = office365.sweep(SweepOrder("s", "messages", Decision.DELETE, keys, (Term("received", LAST),)))
    assert (done.outcome, done.lines[0].acted, done.lines[0].present) == (Outcome.FAILED, 1, 1)
    assert done.problem is not None
    assert "hold" in done.problem.remedy
    assert [row["id"] for row in vendor.rows("messages")] == ["m-b"]


OTHERS = "\n".join(f"{name}: {{category: customer}}" for name in ("contacts", "events", "files", "users"))


def test_appointments_contacts_and_files_go_by_their_own_days(graph: tuple[Simulator, Connected]) -> None:
    vendor, make = graph
    for id_, day in (("e-old", "2026-02-02"), ("e-new", "2026-02-03")):
        start = {"dateTime": f"{day}T09:00:00.0000000", "timeZone": "UTC"}
        vendor.put("events", [{"id": id_, "_mailbox": DESK, "start": start, "end": start, "subject": "x"}])
        vendor.put("contacts", [contact(f"c-{id_}", "X", f"{id_}@x.example", createdDateTime=f"{day}T09:00:00Z")])
        at = {"createdDateTime": f"{day}T09:00:00Z", "lastModifiedDateTime": f"{day}T09:00:00Z"}
        vendor.put("items", [{"id": f"f-{id_}", "_drive": DRIVE, "name": f"{id_}.txt", **at}])
    vendor.put("items", [{"id": "folder", "_drive": DRIVE, "name": "map", "file": None, "folder": {"childCount": 2}}])
    office365 = make()
    goes_by_term(office365, "events", *old_and_none("appointment"))
    goes_by_term(office365, "contacts", *old_and_none("collected"))
    goes_by_term(office365, "files", *old_and_none("last-changed"))
    assert "e-old" not in {row["id"] for row in vendor.rows("events")}
    assert "c-e-old" not in {row["id"] for row in vendor.rows("contacts")}
    assert {"f-e-old", "f-e-new", "folder"} & {r["id"] for r in vendor.rows("items")} == {"f-e-new", "folder"}


def test_a_message_that_names_an_invoice_is_found_by_its_number(
    graph: tuple[Simulator, Connected], tmp_path: Path
) -> None:
    vendor, make = graph
    for place, subject in enumerate(("Factuur F-12", "Re: factuur f-12 voldaan", "Factuur F-123", "F-12 en F-99")):
        vendor.put("messages", [mail(f"m-{place}", "2026-01-01T10:00:00", subject=subject)])
    (tmp_path / "policy" / "systems").mkdir(parents=True)
    drawer = "kind: person\ntables: {invoices: {category: customer, not_personal: [number]}}\n"
    (tmp_path / "policy" / "systems" / "crm.yaml").write_text(drawer, encoding="utf-8")
    tables = "messages: {category: customer, of: {subject: crm.invoices.number}}"
    office365 = make(tables=f"{tables}\n{OTHERS}")
    holders = [[Identifier(KEY, "crm.invoices.number", number)] for number in ("F-12", "F-99", "F-1")]
    found = sorted((number, str(one.key[1]), one.shared) for number, one in office365.hanging_on("messages", holders))
    assert [one for one in found if not one[2]] == [], "jan@x.example stands in them too: shared"
    assert {(number, key) for number, key, _ in found} == {(0, "m-0"), (0, "m-1"), (0, "m-3"), (1, "m-3")}

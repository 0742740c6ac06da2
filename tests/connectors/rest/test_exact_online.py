"""Exact Online: found by filter in every division, the books kept as they are, the rest gone or emptied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.connectors.rest.books import (
    ANNA,
    BOOKS,
    BRAM,
    BY_HAND,
    DIVISION,
    RECORDS,
    TABLES,
    Books,
    account,
    contact,
    digest,
    guid,
    opened_books,
    planned,
    whole_life,
)

from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.staff import Member, Wrong, findings
from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.rest_files import rest_connector
from belofte.ports import Ask, Order, OrderLine

PAST, LATER = "/Date(1500000000000)/", "/Date(1893456000000)/"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with opened_books(tmp_path) as made:
        yield made


def line(collection: str, decision: Decision, *keys: Key, **values: object) -> OrderLine:
    return OrderLine(collection, decision, frozenset(keys), values=values)


def test_everything_that_hangs_on_a_person_is_found_with_its_path(books: Books) -> None:
    whole_life(books.vendor)
    account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    found = {f.collection: f for f in books.connector().find([Ask("r", (ANNA,))])}
    assert sorted(found) == sorted(RECORDS)
    assert found["book-attachments"].via == "email → accounts → book-documents → book-attachments"
    assert not any(f.shared or f.candidate for f in found.values())


def test_every_division_is_searched_unless_the_map_names_some(books: Books) -> None:
    books.vendor.put("divisions", [{"Code": 4711, "Description": "Tweede B.V."}])
    account(books.vendor, "anna@dvries.example", "Anna de Vries", 1001)
    account(books.vendor, "anna@dvries.example", "Anna de Vries", 2001, division=4711)
    assert {f.key[0] for f in books.connector().find([Ask("r", (ANNA,))])} == {DIVISION, 4711}
    named = books.connector(divisions=f"[{DIVISION}]")
    assert {str(f.key[0]) for f in named.find([Ask("r", (ANNA,))])} == {str(DIVISION)}
    seen = list(named.observe(["undeclared"]))
    assert [(o.value, o.why) for o in seen] == [(1, None)], "a division the map leaves out is reported"


def test_a_customer_number_finds_the_code_without_its_leading_spaces(books: Books) -> None:
    account(books.vendor, "anna@dvries.example", "Anna de Vries", 1001)
    account(books.vendor, "bram@bakker.example", "Bram Bakker", 11001)
    number = Identifier("customer-number", "exact.accounts.Code", "1001")
    found = list(books.connector().find([Ask("r", (number,))]))
    assert [f.via for f in found] == ["customer-number → accounts"]


def test_a_search_for_who_is_not_there_costs_nothing_of_the_budget(books: Books) -> None:
    connector = books.connector()
    asks = [Ask(str(n), (Identifier("email", "", f"niemand{n}@post.example"),)) for n in range(60)]
    assert list(connector.find(asks)) == []
    assert set(books.vendor.calls().by_status) <= {200}


def test_a_value_with_a_quote_stays_a_value(books: Books) -> None:
    account(books.vendor, "o'brien@post.example", "O'Brien", 7)
    account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    found = list(books.connector().find([Ask("r", (Identifier("email", "", "o'brien@post.example"),))]))
    assert len(found) == 1
    assert list(books.connector().find([Ask("r", (Identifier("email", "", "x' or 1 eq 1 or Email eq '"),))])) == []


def test_five_hundred_people_cost_questions_of_twenty(books: Books) -> None:
    for n in range(500):
        account(books.vendor, f"klant{n}@klanten.example", f"Klant {n}", n)
    connector, before = books.connector(), books.vendor.calls().last
    asks = [Ask(str(n), (Identifier("email", "", f"klant{n}@klanten.example"),)) for n in range(500)]
    assert len({f.request for f in connector.find(asks)}) == 500
    calls = books.vendor.calls(before)
    assert calls.reading < 700, "accounts, and what refers to them, twenty at a time"
    assert set(calls.by_status) == {200}


def test_a_copy_has_every_record_and_the_files(books: Books) -> None:
    whole_life(books.vendor)
    connector = books.connector()
    order = planned(connector, ANNA)
    lines = tuple(OrderLine(one.collection, Decision.EXPORT, one.keys) for one in order.lines)
    records = {r.collection: r for r in connector.export([Order("r", (ANNA,), lines)])}
    assert sorted(records) == sorted(RECORDS)
    assert records["attachments"].files == {"original": b"brief"}
    assert records["book-attachments"].files == {"original": b"factuur"}
    assert records["invoices"].fields["InvoiceToName"] == "Anna de Vries"
    assert "BSN" not in records["accounts"].fields


def test_the_term_of_the_books_starts_when_the_invoice_was_paid_wherever_that_stands(books: Books) -> None:
    """An invoice of Exact does not say that it was paid: the item of the account with its number does."""
    whole_life(books.vendor)
    starts = "book-year-of-settlement"
    unpaid = {f.collection: f.events[starts] for f in books.connector().find([Ask("r", (ANNA,))]) if starts in f.events}
    assert unpaid == dict.fromkeys(BOOKS, None), "nobody knows yet when the term begins"
    (item,) = books.vendor.rows("receivables")
    paid = {**item, "IsFullyPaid": True, "LastPaymentDate": "/Date(1772146800000)/"}
    books.vendor.put("receivables", [paid])
    found = {f.collection: f.events[starts] for f in books.connector().find([Ask("r", (ANNA,))]) if starts in f.events}
    assert found == dict.fromkeys(BOOKS, date(2026, 2, 26))
    seen = {o.name: o.value for o in books.connector().observe([f"oldest/{name}/{starts}" for name in sorted(BOOKS)])}
    listed = BOOKS - {"book-attachments"}
    assert {name: seen[f"oldest/{name}/{starts}"] for name in listed} == dict.fromkeys(listed, "2026-02-26")
    after = [f"oldest/invoices/{starts}/{day}" for day in ("2026-02-25", "2026-02-26")]
    assert [one.value for one in books.connector().observe(after)] == ["2026-02-26", None]
    books.vendor.put("receivables", [{**paid, "ID": guid("second"), "IsFullyPaid": False}])
    (invoice,) = [f for f in books.connector().find([Ask("r", (ANNA,))]) if f.collection == "invoices"]
    assert invoice.events[starts] is None, "a second instalment is open"


def test_a_map_that_leaves_out_what_a_clock_or_reference_leads_to_still_loads(books: Books) -> None:
    whole_life(books.vendor)
    tables = "\n".join(line for line in TABLES.splitlines() if not line.startswith(("receivables", "contacts")))
    connector = books.connector(tables=tables, ignore="[receivables, contacts]")
    found = {f.collection: f for f in connector.find([Ask("r", (ANNA,))])}
    assert {"invoices", "addresses"} <= set(found)
    assert set(found["invoices"].events) == {"invoiced"}
    assert [o.value for o in connector.observe(["undeclared"])] == [0]


def test_erasing_keeps_the_books_as_they_are_and_empties_the_rest(books: Books) -> None:
    whole_life(books.vendor)
    before = digest(books.vendor)
    connector = books.connector()
    order = planned(connector, ANNA)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.MANUAL, "notes, events and tasks are for a person"
    assert result.problem is not None and "under CRM" in result.problem.remedy
    assert digest(books.vendor) == before
    (kept,) = books.vendor.rows("accounts")
    assert kept["Email"] is None and str(kept["Name"]).startswith("gewist-") and kept["AddressLine1"] is None
    for table in ("addresses", "bank_accounts", "mandates", "quotations", "opportunities"):
        assert books.vendor.rows(table) == []
    assert [d["Subject"] for d in books.vendor.rows("documents")] == ["factuur Anna"]
    assert [a["FileName"] for a in books.vendor.rows("attachments")] == ["factuur.pdf"]
    assert books.vendor.holds("anna@dvries.example") == []
    (looked,) = connector.read_back([order])
    remains = {one.collection: one.remains for one in looked.lines if one.remains}
    assert set(remains) == BY_HAND
    assert {one.collection: one.present for one in looked.lines if one.collection in BOOKS} == dict.fromkeys(BOOKS, 1)


def test_who_has_nothing_in_the_books_is_deleted_children_first(books: Books) -> None:
    bram = account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    contact(books.vendor, bram, "bram@bakker.example", "Bram", "Bakker")
    books.vendor.put("addresses", [{"Account": bram, "AddressLine1": "Dorpsweg 2", "Division": DIVISION}])
    connector = books.connector()
    order = planned(connector, BRAM)
    before = books.vendor.calls().last
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE
    assert books.vendor.calls(before).writing == 3
    assert 404 not in books.vendor.calls().by_status
    assert [books.vendor.rows(t) for t in ("accounts", "contacts", "addresses")] == [[], [], []]
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]


def test_a_deletion_the_vendor_refuses_becomes_an_emptying(books: Books) -> None:
    bram = account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002, BSN="111222333")
    books.vendor.put("receivables", [{"Account": bram, "Division": 4711}])  # where the sign-in may not look
    connector = books.connector()
    order = planned(connector, BRAM)
    assert [r.outcome for r in connector.erase([order])] == [Outcome.DONE]
    assert [(a["Email"], a["BSN"]) for a in books.vendor.rows("accounts")] == [(None, None)]
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]


def test_a_batch_full_of_refused_deletions_stays_far_from_the_budget_of_errors(books: Books) -> None:
    people = [Identifier("email", "", f"klant{number}@klanten.example") for number in range(12)]
    for number, who in enumerate(people):
        of = account(books.vendor, who.value, f"Klant {number}", 2000 + number)
        books.vendor.put("receivables", [{"Account": of, "Division": 4711}])  # where the sign-in may not look
    connector = books.connector()
    orders = [planned(connector, who, f"r{number}") for number, who in enumerate(people)]
    assert {r.outcome for r in connector.erase(orders)} == {Outcome.DONE}
    assert books.vendor.calls().by_status[400] == 2, "what was refused twice is not tried again"
    assert {a["Email"] for a in books.vendor.rows("accounts")} == {None}


def test_a_record_whose_books_the_map_leaves_out_is_emptied_and_never_deleted(books: Books) -> None:
    account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    tables = "accounts: {category: customer}"
    ignored = "[" + ", ".join(name for name in RECORDS if name != "accounts") + "]"
    connector = books.connector(tables=tables, ignore=ignored)
    assert [r.outcome for r in connector.erase([planned(connector, BRAM)])] == [Outcome.DONE]
    assert [a["Email"] for a in books.vendor.rows("accounts")] == [None]


def test_restriction_blocks_the_account_and_lifting_unblocks_it(books: Books) -> None:
    bram = account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    connector, key = books.connector(), (DIVISION, bram)
    order = Order("r", (BRAM,), (line("accounts", Decision.DO, key),), Verb.RESTRICT)
    assert [r.outcome for r in connector.restrict([order])] == [Outcome.DONE]
    assert [a["Blocked"] for a in books.vendor.rows("accounts")] == [True]
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]
    back = Order("r", (BRAM,), (line("accounts", Decision.DO, key),), Verb.LIFT)
    assert [r.outcome for r in connector.lift([back])] == [Outcome.DONE]
    assert [a["Blocked"] for a in books.vendor.rows("accounts")] == [False]


def test_a_correction_writes_what_can_be_written_and_says_what_cannot(books: Books) -> None:
    bram = account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    person = contact(books.vendor, bram, "bram@bakker.example", "Bram", "Bakker")
    connector = books.connector()
    stuck = line("contacts", Decision.DO, (DIVISION, person), FullName="Bram Bakkers")
    (result,) = connector.rectify([Order("r", (BRAM,), (stuck,), Verb.RECTIFY)])
    assert result.outcome is Outcome.FAILED and result.problem is not None
    assert result.problem.where == "contacts.FullName"
    put = line("contacts", Decision.DO, (DIVISION, person), LastName="Bakkers")
    assert [r.outcome for r in connector.rectify([Order("r", (BRAM,), (put,), Verb.RECTIFY)])] == [Outcome.DONE]
    assert [c["FullName"] for c in books.vendor.rows("contacts")] == ["Bram Bakkers"]


def test_an_account_of_a_company_and_its_contact_who_share_an_address_are_asked_about(books: Books) -> None:
    firm = account(books.vendor, "anna@dvries.example", "De Vries B.V.", 1001)
    contact(books.vendor, firm, "anna@dvries.example", "Anna", "de Vries")
    found = list(books.connector().find([Ask("r", (ANNA,))]))
    assert {f.collection for f in found} == {"accounts", "contacts"}
    assert all(f.shared for f in found)


def test_a_citizen_service_number_is_reported_once_one_is_filled_in(books: Books) -> None:
    account(books.vendor, "bram@bakker.example", "Bram Bakker", 1002)
    connector, names = books.connector(), ["undeclared", "setting/bsn-of-accounts"]
    assert [o.value for o in connector.observe(names)] == [0, 0]
    account(books.vendor, "anna@dvries.example", "Anna de Vries", 1001, BSN="111222333")
    assert [o.value for o in connector.observe(names)] == [1, 1]


def test_settings_are_seen_or_absent_with_the_reason(books: Books) -> None:
    users = [("u1", True, None), ("u2", True, LATER), ("u3", False, "/Date(1500000000000)/")]
    books.vendor.put("users", [{"UserID": u, "HasTwoStepVerification": t, "EndDate": e} for u, t, e in users])
    books.vendor.put("webhooks", [{"CallbackURL": "https://hook.partner.example/exact", "Topic": "Accounts"}])
    file = rest_connector("exact_online")
    assert file is not None
    seen = {
        o.name.removeprefix("setting/"): o for o in books.connector().observe([f"setting/{n}" for n in file.observe])
    }
    assert seen["users-with-access"].value == 2
    assert seen["second-factor"].value is True
    assert seen["webhooks"].value == "https://hook.partner.example/exact"
    for name in ("region", "connected-apps", "api-keys", "administrators", "invoice-layouts", "vendor-support-access"):
        assert seen[name].reach is Reach.ABSENT and seen[name].why
    assert set(books.vendor.calls().by_status) == {200} and books.vendor.calls().writing == 0


def test_who_can_sign_in_today_and_which_roles_they_have(books: Books) -> None:
    """Somebody whose last day is still to come can read until then; a role that ended, or of who is shut out, counts
    for nothing; whoever does both jobs is outside the one they are hired for."""
    days = {"els": (None, None), "jan": (None, LATER), "kees": (None, PAST), "new": (LATER, None)}
    named = {name: {"UserID": guid(name), "UserName": name, "Email": f"{name}@linprofs.example"} for name in days}
    rows = [{**named[name], "StartDate": start, "EndDate": end} for name, (start, end) in days.items()]
    books.vendor.put("users", rows)

    def role(name: str, told: str, number: int, end: str | None = None) -> dict[str, object]:
        return {"UserID": guid(name), "Role": number, "Description": told, "StartDate": PAST, "EndDate": end}

    books.vendor.put("user_roles", [role("els", "Books", 1), role("els", "Support", 2, PAST), role("kees", "Books", 1)])
    books.vendor.put("user_roles_here", [{**role("jan", "Books", 1), "Division": DIVISION}, role("jan", "Support", 2)])
    connector = books.connector()
    readers = {one.account: one for one in connector.readers()}
    assert {name: set(one.groups) for name, one in readers.items()} == {
        "els": {"Books", "1"}, "jan": {"Books", "1", "Support", "2"},
    }  # fmt: skip
    assert "role in Exact: Books" in readers["els"].ways
    assert connector.untold() == ("The API tells which roles a user has, not what a role may see in Exact.",)
    signed = {"document": "d", "digest": "0" * 64, "signed_on": date(2020, 1, 1)}
    people = [
        Member(f"m-{name}", name, role, date(2020, 1, 1), accounts=(("", f"{name}@linprofs.example"),), **signed)
        for name, role in (("els", "bookkeeper"), ("jan", "technical-staff"))
    ]
    system = SystemMap(
        "exact", "exact_online", frozenset(), readers={"bookkeeper": ("Books",), "technical-staff": ("Support",)}
    )
    roles = frozenset({"bookkeeper", "technical-staff"})
    found = [(one.account, one.wrong) for one in findings(people, system, readers.values(), roles, date(2026, 11, 23))]
    assert found == [("jan", Wrong.OUTSIDE)]


def test_t_80_a_payment_link_on_an_invoice_is_seen(books: Books) -> None:
    """T-80, as far as the API shows it: the text of invoices, not their layout."""
    anna = account(books.vendor, "anna@dvries.example", "Anna de Vries", 1001)
    books.vendor.put("sales_invoices", [{"InvoiceTo": anna, "Description": "lezing", "Remarks": "Dank u wel."}])
    connector, name = books.connector(), ["setting/payment-links"]
    assert [o.value for o in connector.observe(name)] == [0]
    books.vendor.put("sales_invoices", [{"InvoiceTo": anna, "Remarks": "Betaal op https://www.mollie.com/pay/1"}])
    assert [o.value for o in connector.observe(name)] == [1]


def test_the_wait_is_foretold(books: Books) -> None:
    told = str(books.connector().foretell(500, Verb.FIND))
    assert told.endswith("min at 60 calls a minute"), told


def test_every_list_names_its_fields(books: Books) -> None:
    """Exact refuses a list without $select."""
    file = rest_connector("exact_online")
    assert file is not None
    lists = [o for o in file.operations.values() if o.method == "GET" and o.select]
    assert len(lists) > 15
    assert [o.name for o in lists if "$select" not in o.query] == []
    assert [o.name for o in file.operations.values() if o.method == "GET" and "guid'" in o.path] == []


def test_an_invoice_is_never_deleted_by_the_api(books: Books) -> None:
    whole_life(books.vendor)
    connector = books.connector()
    lines = (line("invoices", Decision.DELETE, (DIVISION, guid("i"))),)
    others = tuple(OrderLine(o.collection, Decision.KEEP, o.keys) for o in planned(connector, ANNA).lines)
    order = Order("r", (ANNA,), lines + tuple(o for o in others if o.collection != "invoices"), Verb.ERASE)
    before = books.vendor.calls().last
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.MANUAL
    assert books.vendor.calls(before).writing == 0


def test_what_a_person_does_by_hand_neither_stops_nor_spoils_the_erasure(books: Books) -> None:
    """Notes, events and tasks are a task of a person, with a step of its own: the order here does not name them."""
    whole_life(books.vendor)
    connector = books.connector()
    whole = planned(connector, ANNA)
    lines = tuple(one for one in whole.lines if one.collection not in BY_HAND)
    order = Order("r", (ANNA,), lines, Verb.ERASE)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE, result.problem
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]
    assert len(books.vendor.rows("notes")) == 1, "it waits for that person"

"""Searches are shared: ten times as many people are not ten times as many calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.connectors.rest.books import DIVISION, Books, Moment, account, contact

from belofte.domain.identity import Identifier
from belofte.ports import Ask
from belofte.sandbox.rest.simulator import simulate

FEW, MANY, PEOPLE = 50, 500, 600


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """A company with more people than go on a page of sixty, each with an account, a contact and an invoice."""
    clock = Moment()
    with simulate("exact_online", tmp_path / "exact.sqlite", clock.seconds) as vendor, ExitStack() as stack:
        vendor.put("me", [{"CurrentDivision": DIVISION}])
        vendor.put("divisions", [{"Code": DIVISION, "Description": "Proef B.V."}])
        for n in range(PEOPLE):
            key = account(vendor, email(n), f"Klant {n}", n)
            contact(vendor, key, email(n), f"Klant{n}", "Jansen")
            vendor.put("sales_invoices", [{"InvoiceTo": key, "OrderedBy": key, "Division": DIVISION}])
        vendor.state.measure()
        yield Books(vendor, tmp_path, clock, stack)


def test_ten_times_as_many_people_are_found_with_a_few_more_calls(books: Books) -> None:
    of_few, of_many = found_with(books, FEW), found_with(books, MANY)
    said = f"{of_few} for {FEW}, {of_many} for {MANY}"
    assert of_many.total() <= 2 * of_few.total(), said
    assert anchors(of_many) <= anchors(of_few), said


def test_what_is_found_by_whole_lists_is_what_is_found_by_filters(books: Books) -> None:
    one_by_one = {(f.collection, f.key) for n in range(5) for f in books.connector().find([ask(n)])}
    together = [f for f in books.connector().find([ask(n) for n in range(MANY)]) if int(f.request) < 5]
    assert {(f.collection, f.key) for f in together} == one_by_one
    assert {f.collection for f in together} == {"accounts", "contacts", "invoices"}


def test_a_list_that_is_too_long_is_not_read_to_its_end_twice(books: Books) -> None:
    """The end of a list without a count is sought no further than what its reading would save."""
    asks = [ask(n) for n in range(MANY)]
    for n in range(PEOPLE, 8 * PEOPLE):
        books.vendor.put("quotations", [{"OrderAccount": f"somebody-{n}", "Division": DIVISION}])
    connector = books.connector()
    calls = [calls_of(books, connector.find(asks)) for _ in range(2)]
    assert calls[1]["quotations"] < calls[0]["quotations"] < 3 * calls[1]["quotations"]


def email(n: int) -> str:
    return f"klant{n}@klanten.example"


def ask(n: int) -> Ask:
    return Ask(str(n), (Identifier("email", "", email(n)),))


def found_with(books: Books, people: int) -> Counter[str]:
    return calls_of(books, books.connector().find([ask(n) for n in range(people)]))


def anchors(calls: Counter[str]) -> int:
    """Calls that find the people themselves."""
    return sum(count for name, count in calls.items() if name.endswith(("accounts", "contacts")))


def calls_of(books: Books, work: Iterator[object]) -> Counter[str]:
    """The calls that some work takes, by operation."""
    before = Counter(books.vendor.calls().by_operation)
    assert list(work)
    return Counter(books.vendor.calls().by_operation) - before

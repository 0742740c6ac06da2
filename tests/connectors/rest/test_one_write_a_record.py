"""Five hundred people in one batch: at most one writing call for each record, counted by the vendor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.connectors.rest.books import DIVISION, Books, Moment, account
from tests.connectors.rest.systems import connector_of, folder_with, system_text
from tests.connectors.rest.test_mailchimp import KINDS, TABLES

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine, Result
from belofte.sandbox.rest.simulator import Simulator, simulate

PEOPLE = 500
TWICE = "again"
"""The request of somebody who asked twice: both of their requests are in the batch."""


def by_mail(number: int) -> Identifier:
    return Identifier("email", "", f"klant{number}@klanten.example")


def orders(connector: HttpConnector, decisions: dict[str, Decision]) -> list[Order]:
    """An erasure for each of the people, and a second one for the last of them."""
    people = {f"r{number}": by_mail(number) for number in range(PEOPLE)}
    people[TWICE] = by_mail(PEOPLE - 1)
    keys: dict[str, dict[str, set[Key]]] = {request: defaultdict(set) for request in people}
    for found in connector.find([Ask(request, (who,)) for request, who in people.items()]):
        assert not found.shared
        keys[found.request][found.collection].add(found.key)
    return [
        Order(
            request,
            (who,),
            tuple(OrderLine(name, decisions[name], frozenset(held)) for name, held in keys[request].items()),
            Verb.ERASE,
        )
        for request, who in people.items()
    ]


def outcomes(results: list[Result]) -> list[Outcome]:
    return list(dict.fromkeys(result.outcome for result in results))


def taken(vendor: Simulator) -> dict[str, int]:
    """The writing calls that the vendor took, by operation: not those it refused because a token had run out."""
    written = "SELECT operation, count(*) FROM calls WHERE writes AND status < 400 GROUP BY operation"
    return dict(vendor.state.database.execute(written).fetchall())


@pytest.fixture
def mailchimp(tmp_path: Path) -> Iterator[tuple[Simulator, HttpConnector]]:
    with simulate("mailchimp", tmp_path / "mailchimp.sqlite") as vendor:
        lists = ("news", "shops")
        vendor.put("lists", [{"id": name, "name": name} for name in lists])
        addresses = [by_mail(number).value for number in range(PEOPLE + 20)]
        vendor.put("members", [{"list_id": name, "email_address": mail} for name in lists for mail in addresses])
        text = system_text("mailchimp", vendor.api_url, {"key": "file:k"}, TABLES)
        folder = folder_with(tmp_path / "policy", "mailchimp", text, KINDS)
        made = connector_of(folder, "mailchimp", {"file:k": vendor.secrets["api_key"]}, tmp_path / "kept")
        with closing(made) as connector:
            yield vendor, connector


def test_mailchimp_deletes_every_member_of_the_batch_by_one_call(mailchimp: tuple[Simulator, HttpConnector]) -> None:
    vendor, connector = mailchimp
    batch = orders(connector, {"members": Decision.DELETE})
    results = list(connector.erase(batch))
    assert outcomes(results) == [Outcome.DONE]
    assert {line.acted for result in results for line in result.lines} == {2}
    assert vendor.calls().writing == 2 * PEOPLE
    assert taken(vendor) == {"delete-permanent": 2 * PEOPLE}
    assert len(vendor.rows("members")) == 2 * 20, "the others are there"


def test_exact_changes_every_record_of_the_batch_by_one_call(tmp_path: Path) -> None:
    clock = Moment()
    with simulate("exact_online", tmp_path / "exact.sqlite", clock.seconds) as vendor, ExitStack() as stack:
        vendor.put("me", [{"CurrentDivision": DIVISION}])
        vendor.put("divisions", [{"Code": DIVISION}])
        for number in range(PEOPLE):
            account(vendor, by_mail(number).value, f"Klant {number}", number)
        connector = Books(vendor, tmp_path, clock, stack).connector()
        results = list(connector.erase(orders(connector, {"accounts": Decision.CLEAR})))
        assert outcomes(results) == [Outcome.DONE]
        assert taken(vendor) == {"accounts-delete": PEOPLE}, "an account without books goes as a whole"
        assert vendor.calls().by_status[404] == 0, "nothing was asked for that was gone already"
        assert vendor.holds("@klanten.example") == []
        assert vendor.calls().most_in_a_minute <= 60

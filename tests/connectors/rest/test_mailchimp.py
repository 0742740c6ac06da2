"""MailChimp: every audience, archived members too; deleted for good and not only archived."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.connectors.rest.systems import connector_of, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator, simulate

KINDS = (
    "email, name, address, phone, date-of-birth, ip-address, location, language, preferences, consent-record, "
    "mail-opens, notes"
)
TABLES = "members: {category: customer, stop: {}}"


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[Simulator]:
    with simulate("mailchimp", tmp_path / "mailchimp.sqlite") as simulator:
        simulator.put("lists", [{"id": "news", "name": "Nieuws"}, {"id": "shops", "name": "Winkels"}])
        simulator.put(
            "members",
            [
                {
                    "list_id": "news",
                    "email_address": "Anna@dvries.example",
                    "merge_fields": {"FNAME": "Anna", "LNAME": "de Vries"},
                },
                {"list_id": "shops", "email_address": "anna@dvries.example", "status": "archived"},
                {
                    "list_id": "news",
                    "email_address": "bram@bakker.example",
                    "merge_fields": {"FNAME": "Bram", "LNAME": "Bakker"},
                },
            ],
        )
        yield simulator


Connected = Callable[..., HttpConnector]


@pytest.fixture
def connected(tmp_path: Path, vendor: Simulator) -> Iterator[Connected]:
    """Makes connectors, as many as a test wants; all are closed."""
    with ExitStack() as stack:

        def make(allow: str = "all", **keys: str) -> HttpConnector:
            text = system_text("mailchimp", vendor.api_url, {"key": "file:mailchimp.key", **keys}, TABLES, allow)
            folder = folder_with(tmp_path / "policy", "mailchimp", text, KINDS)
            secrets = {"file:mailchimp.key": vendor.secrets["api_key"]}
            return stack.enter_context(closing(connector_of(folder, "mailchimp", secrets, tmp_path / "kept")))

        yield make


ANNA = Identifier("email", "", "anna@dvries.example")


def lines_for(connector: HttpConnector, decision: Decision, *who: Identifier) -> tuple[OrderLine, ...]:
    found = list(connector.find([Ask("r", who)]))
    return (OrderLine("members", decision, frozenset(f.key for f in found)),)


def test_a_member_is_found_in_every_audience_archived_ones_too(connected: Connected, vendor: Simulator) -> None:
    found = list(connected().find([Ask("r", (ANNA,))]))
    assert sorted(str(f.key[0]) for f in found) == ["news", "shops"]
    assert all(f.via == "email → members" and not f.shared for f in found)


def test_a_copy_has_the_consent_and_the_fields_of_the_company(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    order = Order("r", (ANNA,), lines_for(connector, Decision.EXPORT, ANNA))
    records = {str(r.key[0]): r for r in connector.export([order])}
    assert records["news"].fields["FNAME"] == "Anna"
    assert records["news"].fields["status"] == "subscribed"
    assert records["news"].fields["activity"] == []
    assert records["shops"].fields["status"] == "archived"


def test_erasing_deletes_for_good_in_every_audience(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    order = Order("r", (ANNA,), lines_for(connector, Decision.DELETE, ANNA), Verb.ERASE)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE
    assert [line.acted for line in result.lines] == [2]
    (looked,) = connector.read_back([order])
    assert looked.outcome is Outcome.DONE
    assert [line.remains for line in looked.lines] == [0]
    assert vendor.holds("dvries") == []
    assert len(vendor.rows("members")) == 1


def test_a_look_only_connector_makes_no_writing_call(connected: Connected, vendor: Simulator) -> None:
    connector = connected(allow="[find, export, observe]")
    order = Order("r", (ANNA,), lines_for(connector, Decision.EXPORT, ANNA))
    list(connector.export([order]))
    list(connector.observe(["setting/double-opt-in", "undeclared", "rows/members"]))
    assert vendor.calls().writing == 0


def test_settings_are_seen_or_absent_with_the_reason(connected: Connected, vendor: Simulator) -> None:
    vendor.put(
        "merge_fields",
        [{"list_id": "news", "merge_id": 1, "tag": "FNAME"}, {"list_id": "shops", "merge_id": 2, "tag": "BSN"}],
    )
    names = ["setting/double-opt-in", "setting/merge-fields", "setting/connected-apps", "setting/unknown"]
    seen = {o.name: o for o in connected().observe(names)}
    assert seen["setting/double-opt-in"].value is True
    assert json.loads(str(seen["setting/merge-fields"].value)) == ["BSN", "FNAME"]
    assert seen["setting/connected-apps"].reach is Reach.ABSENT
    assert seen["setting/unknown"].reach is Reach.ABSENT

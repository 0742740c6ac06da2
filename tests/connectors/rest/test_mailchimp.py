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
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
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


def test_a_member_tells_its_name_so_that_somebody_else_on_the_address_is_seen(connected: Connected) -> None:
    found = {f.key[0]: f.agrees for f in connected().find([Ask("r", (ANNA,))])}
    assert found == {"news": {"name": ("anna", "de vries")}, "shops": {"name": ("", "")}}


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


def test_no_webhooks_is_something_that_was_seen_and_one_without_an_address_is_not_none(
    connected: Connected, vendor: Simulator
) -> None:
    """What leaves is compared with what is declared: nothing is an answer, and never the answer to a nameless one."""
    (none,) = connected().observe(["setting/webhooks"])
    assert (none.reach, none.value) == (Reach.SEEN, "[]")
    vendor.put("webhooks", [{"list_id": "news", "id": "h1", "url": None}])
    (nameless,) = connected().observe(["setting/webhooks"])
    assert nameless.reach is Reach.SEEN and nameless.value not in (None, "", "[]")


@pytest.mark.parametrize(
    ("html", "text", "seen"),
    [
        ("<a href='*|UNSUB|*'>Af</a>", "Af: *|UNSUB|*", True),
        ("<a href='*|UNSUB|*'>Af</a>", "Nieuws", False),
        ("Nieuws", "", False),
    ],
)
def test_a_campaign_whose_plain_part_has_no_link_to_unsubscribe_is_seen(
    connected: Connected, vendor: Simulator, html: str, text: str, seen: bool
) -> None:
    """T-67: the formatted part alone is not enough."""
    vendor.put("campaigns", [{"id": "c1", "recipients": {"list_id": "news"}}])
    vendor.put("contents", [{"campaign_id": "c1", "html": html, "plain_text": text}])
    (told,) = connected().observe(["setting/unsubscribe-link"])
    assert told.value is seen


def test_archiving_is_not_called_erasing(connected: Connected, vendor: Simulator) -> None:
    connector = connected(erase="archive")
    assert (connector.can[Verb.ERASE].best, connected().can[Verb.ERASE].best) == (Outcome.ARCHIVED, Outcome.DONE)
    bram = Identifier("email", "", "bram@bakker.example")
    order = Order("r", (bram,), lines_for(connector, Decision.DELETE, bram), Verb.ERASE)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.ARCHIVED
    (looked,) = connector.read_back([order])
    assert looked.outcome is Outcome.ARCHIVED
    assert [line.remains for line in looked.lines] == [1]
    assert [member["status"] for member in vendor.rows("members", email_address="bram@bakker.example")] == ["archived"]


def test_withdrawing_consent_unsubscribes(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    keys = frozenset(f.key for f in connector.find([Ask("r", (ANNA,))]) if f.key[0] == "news")
    line = OrderLine("members", Decision.DO, keys, values={"status": "unsubscribed"})
    order = Order("r", (ANNA,), (line,), Verb.RESTRICT)
    assert [r.outcome for r in connector.restrict([order])] == [Outcome.DONE]
    assert [m["status"] for m in vendor.rows("members", list_id="news", email_address="anna@dvries.example")] == [
        "unsubscribed"
    ]
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]


def test_an_address_is_corrected_and_read_back(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    keys = frozenset(f.key for f in connector.find([Ask("r", (ANNA,))]) if f.key[0] == "news")
    line = OrderLine("members", Decision.DO, keys, values={"email_address": "anna@nieuw.example"})
    order = Order("r", (ANNA,), (line,), Verb.RECTIFY)
    assert [r.outcome for r in connector.rectify([order])] == [Outcome.DONE]
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]
    assert len(vendor.rows("members", email_address="anna@nieuw.example")) == 1


def test_a_deletion_whose_answer_was_lost_is_done_once(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    order = Order("r", (ANNA,), lines_for(connector, Decision.DELETE, ANNA), Verb.ERASE)
    vendor.break_("lost-answer,times=1,on=post")
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE
    assert len(vendor.rows("members")) == 1
    assert vendor.calls().writing == 2, "one call a member: what was lost was looked up and not done again"


def test_with_a_fifth_of_the_calls_broken_every_erasure_ends_right(connected: Connected, vendor: Simulator) -> None:
    vendor.put("members", [{"list_id": "news", "email_address": f"lid{n}@leden.example"} for n in range(40)])
    connector, who = connected(), [Identifier("email", "", f"lid{n}@leden.example") for n in range(25)]
    orders = {i.value: Order(i.value, (i,), lines_for(connector, Decision.DELETE, i), Verb.ERASE) for i in who}
    for fault in ("500,chance=0.1", "429,chance=0.05", "lost-answer,chance=0.05,on=post"):
        vendor.break_(fault)
    waiting = dict(orders)
    for _ in range(20):
        try:
            for result in connector.erase(list(waiting.values())):
                assert result.problem is None or result.problem.transient
                if result.outcome is Outcome.DONE:
                    del waiting[result.request]
        except SystemUnreachable as away:
            assert away.transient
        if not waiting:
            break
    assert not waiting
    vendor.mend()
    assert [r.outcome for r in connector.read_back(list(orders.values()))] == [Outcome.DONE] * 25
    assert len(vendor.rows("members", list_id="news")) == 17
    assert sum(vendor.calls().struck.values()) > 10


def test_five_hundred_people_cost_pages(connected: Connected, vendor: Simulator) -> None:
    vendor.put("members", [{"list_id": "news", "email_address": f"lid{n}@leden.example"} for n in range(1500)])
    connector = connected()
    before = vendor.calls().last
    asks = [Ask(f"r{n}", (Identifier("email", "", f"lid{n}@leden.example"),)) for n in range(500)]
    found = list(connector.find(asks))
    assert len({f.request for f in found}) == 500
    assert vendor.calls(before).reading <= 12


def test_fields_that_no_list_names_and_audiences_that_the_map_leaves_out_are_reported(
    connected: Connected, vendor: Simulator
) -> None:
    assert [o.value for o in connected().observe(["undeclared"])] == [0]
    bsn = {"list_id": "news", "email_address": "x@leden.example", "merge_fields": {"BSN": "111222333"}}
    vendor.put("members", [bsn])
    assert [o.value for o in connected().observe(["undeclared"])] == [1]
    assert [o.value for o in connected(audiences="[news]").observe(["undeclared"])] == [2]

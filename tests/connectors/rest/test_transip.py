"""TransIP: everything is read whole and compared here; who is taken out of a list leaves the others in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors.rest.domains import ANNA, BRAM, DOMAIN, HERE, Connected, transip

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.acting import Doing
from belofte.sandbox.rest.exchange import Reply
from belofte.sandbox.rest.simulator import Simulator


@pytest.fixture
def account(tmp_path: Path) -> Iterator[tuple[Simulator, Connected]]:
    with transip(tmp_path) as opened:
        yield opened


@pytest.fixture
def vendor(account: tuple[Simulator, Connected]) -> Simulator:
    return account[0]


@pytest.fixture
def connected(account: tuple[Simulator, Connected]) -> Connected:
    """Makes connectors, as many as a test wants; all are closed."""
    return account[1]


def order_of(connector: HttpConnector, decision: Decision, verb: Verb | None, who: Identifier, *only: str) -> Order:
    keys: dict[str, set[Key]] = defaultdict(set)
    for found in connector.find([Ask(who.value, (who,))]):
        if not found.shared and (not only or found.collection in only):
            keys[found.collection].add(found.key)
    lines = (OrderLine(name, decision, frozenset(held)) for name, held in sorted(keys.items()))
    return Order(who.value, (who,), tuple(lines), verb)


def test_a_person_is_found_wherever_an_address_of_theirs_stands(connected: Connected) -> None:
    found = {(f.collection, *f.key): f for f in connected().find([Ask("r", (ANNA,))])}
    assert sorted(found) == [
        ("contacts", DOMAIN, "registrant"),
        ("forwarding", DOMAIN, f"info@{DOMAIN}"),
        ("forwards", DOMAIN, 1),
        ("list-entries", DOMAIN, 1, "Anna@dvries.example"),
    ]
    assert not any(f.shared for f in found.values())


def test_erasing_takes_out_one_entry_ends_forwarding_and_leaves_the_rest(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    order = order_of(connector, Decision.DELETE, Verb.ERASE, ANNA, "forwarding", "forwards", "list-entries")
    staying = OrderLine(
        "contacts", Decision.KEEP, frozenset({(DOMAIN, "registrant")}), ground="a domain needs a holder"
    )
    order = Order(order.request, order.identifiers, (*order.lines, staying), Verb.ERASE)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE
    assert {line.collection: line.acted for line in result.lines[:3]} == {
        "forwarding": 1,
        "forwards": 1,
        "list-entries": 1,
    }
    assert [row["entries"] for row in vendor.rows("mail_lists")] == [[BRAM.value], [BRAM.value]]
    assert [row["name"] for row in vendor.rows("mail_lists")] == ["nieuws", "storing"]
    assert [row["id"] for row in vendor.rows("forwards")] == [2]
    assert len(vendor.rows("mailboxes")) == 2, "a mailbox that forwards stays"
    (looked,) = connector.read_back([order])
    assert looked.outcome is Outcome.DONE
    assert [line.remains for line in looked.lines[:3]] == [0, 0, 0]
    assert vendor.holds("dvries") == ["contacts"]


def test_a_list_with_only_one_address_is_emptied_and_never_deleted(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    keys = frozenset({(DOMAIN, 1, BRAM.value), (DOMAIN, 2, BRAM.value)})
    rest = {"contacts": "technical", "forwards": 2}
    kept = (OrderLine(name, Decision.KEEP, frozenset({(DOMAIN, key)}), ground="asked") for name, key in rest.items())
    order = Order("r", (BRAM,), (OrderLine("list-entries", Decision.DELETE, keys), *kept), Verb.ERASE)
    assert [r.outcome for r in connector.erase([order])] == [Outcome.DONE]
    assert [row["entries"] for row in vendor.rows("mail_lists")] == [["Anna@dvries.example"], []]


def test_who_joins_a_list_after_the_search_stays_in_it(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    order = order_of(connector, Decision.DELETE, Verb.ERASE, ANNA)
    (row,) = vendor.state.select("mail_lists", [])[:1]
    vendor.state.change("mail_lists", row, {**row.doc, "entries": [*row.doc["entries"], "carla@nieuw.example"]})
    list(connector.erase([order]))
    assert vendor.rows("mail_lists")[0]["entries"] == [BRAM.value, "carla@nieuw.example"]


def test_a_contact_is_corrected_and_the_other_contacts_of_the_domain_stay(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    line = OrderLine("contacts", Decision.DO, frozenset({(DOMAIN, "registrant")}), values={"street": "Nieuwstraat"})
    order = Order("r", (ANNA,), (line,), Verb.RECTIFY)
    assert [r.outcome for r in connector.rectify([order])] == [Outcome.DONE]
    contacts = {row["type"]: row for row in vendor.rows("contacts")}
    assert (contacts["registrant"]["street"], contacts["registrant"]["firstName"]) == ("Nieuwstraat", "Anna")
    assert contacts["technical"]["firstName"] == "Bram"
    assert [r.outcome for r in connector.read_back([order])] == [Outcome.DONE]


@pytest.mark.parametrize(
    ("collection", "key", "table"), [("forwards", 1, "forwards"), ("forwarding", f"info@{DOMAIN}", "mailboxes")]
)
def test_mail_is_forwarded_to_the_corrected_address_and_the_rest_stays(
    connected: Connected, vendor: Simulator, collection: str, key: int | str, table: str
) -> None:
    connector, before = connected(), vendor.rows(table)
    line = OrderLine(collection, Decision.DO, frozenset({(DOMAIN, key)}), values={"forwardTo": "anna@nieuw.example"})
    assert [r.outcome for r in connector.rectify([Order("r", (ANNA,), (line,), Verb.RECTIFY)])] == [Outcome.DONE]
    changed = [{**row, "forwardTo": "anna@nieuw.example"} if row["forwardTo"] == ANNA.value else row for row in before]
    assert vendor.rows(table) == changed


def taken_in(doing: Doing) -> Reply:
    """As a vendor that would change it later, or never."""
    return Reply(202)


def test_an_answer_to_a_change_that_the_contract_does_not_have_is_not_taken_for_done(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    vendor.server.answering.own = {"change_forwards": taken_in}
    keys, values = frozenset({(DOMAIN, 1)}), {"forwardTo": "anna@nieuw.example"}
    order = Order("r", (ANNA,), (OrderLine("forwards", Decision.DO, keys, values=values),), Verb.RECTIFY)
    assert [r.outcome for r in connector.rectify([order])] == [Outcome.FAILED]
    assert [row["forwardTo"] for row in vendor.rows("forwards")] == [ANNA.value, BRAM.value]


def test_an_entry_of_a_list_is_corrected_in_its_place(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    keys = frozenset({(DOMAIN, 1, "Anna@dvries.example")})
    line = OrderLine("list-entries", Decision.DO, keys, values={"entry": "anna@nieuw.example"})
    assert [r.outcome for r in connector.rectify([Order("r", (ANNA,), (line,), Verb.RECTIFY)])] == [Outcome.DONE]
    assert vendor.rows("mail_lists")[0]["entries"] == ["anna@nieuw.example", BRAM.value]


def test_the_contact_of_a_domain_is_for_a_person_to_replace(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    order = order_of(connector, Decision.DELETE, Verb.ERASE, ANNA)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.MANUAL
    assert result.problem is not None
    assert "Put somebody else there" in result.problem.remedy
    assert len(vendor.rows("contacts")) == 2


def test_a_mailbox_is_asked_about_unless_each_is_of_one_person(connected: Connected, vendor: Simulator) -> None:
    owner = Identifier("email", "", f"anna@{DOMAIN}")
    (found,) = connected().find([Ask("r", (owner,))])
    assert (found.collection, found.shared) == ("mailboxes", True)
    connector = connected(mailboxes_hold="one-person")
    order = order_of(connector, Decision.DELETE, Verb.ERASE, owner)
    assert [r.outcome for r in connector.erase([order])] == [Outcome.DONE]
    assert [row["localPart"] for row in vendor.rows("mailboxes")] == ["info"]


def test_a_copy_of_a_list_entry_shows_nobody_else(connected: Connected) -> None:
    connector = connected()
    order = order_of(connector, Decision.EXPORT, None, ANNA)
    records = {record.collection: record.fields for record in connector.export([order])}
    assert records["list-entries"]["entry"] == "Anna@dvries.example"
    assert records["list-entries"]["name"] == "nieuws"
    assert "bakker" not in str(records)


def test_looking_is_done_with_a_token_that_can_change_nothing(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    list(connector.find([Ask("r", (ANNA,))]))
    list(connector.observe(["setting/certificate", "setting/dns"]))
    tokens = vendor.state.database.execute("SELECT DISTINCT scope FROM tokens").fetchall()
    assert [row[0] for row in tokens] == ["read-only"]


def test_a_token_that_has_run_out_is_renewed_and_the_call_made_once_more(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    assert len(list(connector.find([Ask("r", (ANNA,))]))) == 4
    vendor.break_("expired-token,times=1")
    assert len(list(connector.find([Ask("r", (ANNA,))]))) == 4
    vendor.break_("expired-token")
    with pytest.raises(SystemUnreachable):
        list(connector.find([Ask("r", (ANNA,))]))


def test_certificates_dns_and_name_servers_are_told_by_domain(connected: Connected, vendor: Simulator) -> None:
    days = {"expirationDate": "2027-01-22 09:00:00", "orderDate": "2026-01-22 09:00:00"}
    vendor.put("certificates", [{**HERE, "certificateId": 1, "commonName": DOMAIN, **days}])
    records = [
        ("@", "TXT", "v=spf1 -all"),
        ("_dmarc", "TXT", "v=DMARC1; p=reject"),
        ("@", "MX", "10 mx.proef.example."),
    ]
    vendor.put("dns", [{**HERE, "name": name, "type": kind, "content": text} for name, kind, text in records])
    names = ("certificate", "dns", "dnssec", "nameservers", "region", "log-retention", "access")
    seen = {o.name.partition("/")[2]: o for o in connected().observe([f"setting/{name}" for name in names])}
    certificate = {"name": DOMAIN, "status": "active", "days_left": 60}
    assert json.loads(str(seen["certificate"].value)) == {DOMAIN: certificate}
    assert json.loads(str(seen["dns"].value)) == {DOMAIN: {"spf": True, "dmarc": True, "dkim": False, "caa": False}}
    assert json.loads(str(seen["dnssec"].value)) == {DOMAIN: False}
    assert {name for name, one in seen.items() if one.reach is Reach.ABSENT} == {
        "nameservers",
        "region",
        "log-retention",
        "access",
    }
    vendor.put("servers", [{"name": "proef-vps"}])
    assert [o.value for o in connected().observe(["setting/region", "setting/servers"])] == ["ams0", 1]


@pytest.mark.parametrize(
    ("record", "seen"),
    [
        (("@", "TXT", "v=spf1 -all"), "spf"),
        (("@", "TXT", "v=spark 1"), None),
        (("_dmarc", "TXT", "v=DMARC1; p=none"), "dmarc"),
        (("@", "TXT", "v=DMARC1; p=none"), None),
        (("_dmarc", "TXT", "nothing"), None),
        (("sleutel._domainkey", "TXT", "v=DKIM1; p=MIG"), "dkim"),
        (("_acme", "TXT", "v=DKIM1"), None),
        (("@", "CAA", '0 issue "letsencrypt.example"'), "caa"),
        (("@", "A", "192.0.2.1"), None),
    ],
)
def test_each_word_of_the_dns_is_told_by_its_own_record(
    connected: Connected, vendor: Simulator, record: tuple[str, str, str], seen: str | None
) -> None:
    name, kind, text = record
    vendor.put("dns", [{**HERE, "name": name, "type": kind, "content": text}])
    (told,) = connected().observe(["setting/dns"])
    assert json.loads(str(told.value)) == {DOMAIN: {word: word == seen for word in ("spf", "dmarc", "dkim", "caa")}}


def test_name_servers_and_signed_zones_are_seen(connected: Connected, vendor: Simulator) -> None:
    vendor.put("nameservers", [{**HERE, "hostname": f"ns{n}.proef-dns.example"} for n in (0, 1)])
    (told,) = connected().observe(["setting/nameservers"])
    assert json.loads(str(told.value)) == {DOMAIN: ["ns0.proef-dns.example", "ns1.proef-dns.example"]}


def test_only_what_a_mailbox_forwards_to_outside_is_counted(connected: Connected, vendor: Simulator) -> None:
    inside = {"identifier": f"bram@{DOMAIN}", "localPart": "bram", "domain": DOMAIN, "forwardTo": f"anna@{DOMAIN}"}
    vendor.put("mailboxes", [{**HERE, **inside}])
    (told,) = connected(ours=f"[{DOMAIN}]").observe(["setting/forwarding"])
    assert told.value == 1


def test_a_forward_that_leads_to_somebody_else_is_shared(connected: Connected, vendor: Simulator) -> None:
    carla = Identifier("email", "", f"carla@{DOMAIN}")
    vendor.put("forwards", [{**HERE, "id": 3, "localPart": "carla", "domain": DOMAIN, "forwardTo": BRAM.value}])
    connector = connected()
    shared = {(f.request, f.key): f.shared for f in connector.find([Ask("c", (carla,)), Ask("b", (BRAM,))])}
    assert shared["c", (DOMAIN, 3)], "an address of hers that brings mail to somebody else is asked about"


def test_five_hundred_people_cost_no_more_calls_than_one(connected: Connected, vendor: Simulator) -> None:
    many = [f"lid{n}@leden.example" for n in range(500)]
    vendor.put("mail_lists", [{**HERE, "id": 9, "name": "leden", "emailAddress": f"leden@{DOMAIN}", "entries": many}])
    connector = connected()
    found = list(connector.find([Ask(mail, (Identifier("email", "", mail),)) for mail in many]))
    assert len({f.request for f in found}) == 500
    assert vendor.calls().reading <= 7, "the domains, and each of their five lists"


def test_with_a_fifth_of_the_calls_broken_every_entry_goes_once_and_nobody_else_s(
    connected: Connected, vendor: Simulator
) -> None:
    many = [f"lid{n}@leden.example" for n in range(30)]
    vendor.put("mail_lists", [{**HERE, "id": 9, "name": "leden", "emailAddress": f"leden@{DOMAIN}", "entries": many}])
    connector = connected()
    going = many[:10]
    line = {m: OrderLine("list-entries", Decision.DELETE, frozenset({(DOMAIN, 9, m)})) for m in going}
    waiting = {m: Order(m, (Identifier("email", "", m),), (line[m],), Verb.ERASE) for m in going}
    orders = list(waiting.values())
    for fault in ("500,chance=0.1", "429,chance=0.05", "lost-answer,chance=0.05,on=put"):
        vendor.break_(fault)
    for _ in range(20):
        try:
            for result in connector.erase(list(waiting.values())):
                if result.outcome is Outcome.DONE:
                    del waiting[result.request]
        except SystemUnreachable as away:
            assert away.transient
        if not waiting:
            break
    assert not waiting
    vendor.mend()
    assert [r.outcome for r in connector.read_back(orders)] == [Outcome.DONE] * 10
    assert vendor.rows("mail_lists", id=9)[0]["entries"] == many[10:]


def test_the_list_whose_entries_are_read_one_by_one_is_no_field_the_map_forgot(connected: Connected) -> None:
    assert connected().drift() == ()

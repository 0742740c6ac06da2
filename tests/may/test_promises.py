"""The promises about purpose, contact and parcels, judged by the log of uses (PUR-2, PUR-3, NWS-7, LOG-1, LOG-3)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from belofte.domain.basis import Basis
from belofte.domain.contact import Because, Contact
from belofte.may import Shipment

from .conftest import ANNA, Company
from .test_commands import WHO, told, typed

NOW = datetime.now(UTC)
AN_HOUR_AGO, YESTERDAY = NOW - timedelta(hours=1), NOW - timedelta(days=1)


def verdicts(company: Company) -> dict[str, dict[str, Any]]:
    return {one["clause"]: one for one in told(company, "check")["verdicts"]}


def sent(company: Company, **line: object) -> None:
    """A line of the company's own list of sendings: nobody had asked first."""
    whole = {"who": WHO, "at": AN_HOUR_AGO.isoformat(), **line}
    said = typed(company, "uses", "told", "--by", "send log", given=json.dumps(whole) + "\n")
    assert said == (0, "1 taken in; `belofte check` judges them.\n")


def test_with_nothing_in_the_log_nothing_is_known(company: Company) -> None:
    seen = verdicts(company)
    assert {seen[clause]["state"] for clause in ("PUR-2", "PUR-3", "NWS-7", "LOG-1", "LOG-3")} == {"unknown"}


def test_what_was_asked_first_is_kept(company: Company) -> None:
    subject = company.consents(ANNA, "post", at=YESTERDAY)
    privacy = company.open("folders")
    contact = Contact("post", Because.UNSOLICITED, "post")
    assert privacy.contact(subject, contact, reason="spring folder").allowed
    order = Basis("order", "10023")
    parcel = Shipment("postnl", frozenset({"name", "address"}), order)
    assert privacy.ship(subject, parcel, reason="label").allowed
    assert not privacy.contact(subject, Contact("phone", Because.UNSOLICITED, "post"), reason="call").allowed
    seen = verdicts(company)
    assert {seen[clause]["state"] for clause in ("PUR-2", "PUR-3", "NWS-7", "LOG-1", "LOG-3")} == {"kept"}


@pytest.mark.parametrize(
    ("channel", "purpose", "fault"),
    [
        ("email", "newsletter", "no-consent"),
        ("phone", "post", "other-channel"),
        ("post", "post", "consent-after"),
        ("parcel", "post", "consent-after"),
    ],
)
def test_a_contact_without_a_yes_before_it_is_broken(company: Company, channel: str, purpose: str, fault: str) -> None:
    """A consent recorded after the sending is none, and one for another channel neither."""
    company.consents(ANNA, "post", at=NOW - timedelta(minutes=10))
    sent(company, channel=channel, purpose=purpose)
    verdict = verdicts(company)["PUR-3"]
    assert verdict["state"] == "broken"
    assert [one["place"] for one in verdict["instances"]] == [f"{purpose}: {fault}"]
    assert verdicts(company)["NWS-7"]["state"] == ("broken" if purpose == "post" else "unknown")


def test_a_yes_that_was_taken_back_before_the_sending_is_broken(company: Company) -> None:
    company.consents(ANNA, "newsletter", at=YESTERDAY)
    company.withdraws(ANNA, "newsletter", at=NOW - timedelta(hours=2))
    sent(company, channel="email", purpose="newsletter")
    assert [one["place"] for one in verdicts(company)["PUR-3"]["instances"]] == ["newsletter: withdrawn"]


def test_what_was_sent_before_the_withdrawal_stays_lawful(company: Company) -> None:
    company.consents(ANNA, "newsletter", at=YESTERDAY)
    company.withdraws(ANNA, "newsletter", at=NOW - timedelta(minutes=10))
    sent(company, channel="email", purpose="newsletter")
    assert verdicts(company)["PUR-3"]["state"] == "kept"


def test_a_breach_notice_needs_no_yes_and_one_with_marketing_breaks_the_promise(company: Company) -> None:
    sent(company, channel="email", because="breach")
    assert verdicts(company)["PUR-3"]["state"] == "unknown", "nobody was approached"
    sent(company, channel="email", because="breach", marketing=True)
    assert [one["place"] for one in verdicts(company)["PUR-3"]["instances"]] == ["-: marketing"]


@pytest.mark.parametrize(
    ("kinds", "basis", "broken"),
    [(["name", "address"], "", "LOG-1"), (["name", "phone"], "order:1", "LOG-3"), (["email"], "order:1", "LOG-3")],
)
def test_a_parcel_without_order_or_with_more_than_an_address_is_broken(
    company: Company, kinds: list[str], basis: str, broken: str
) -> None:
    sent(company, carrier="postnl", kinds=kinds, basis=basis)
    seen = verdicts(company)
    assert [clause for clause in ("LOG-1", "LOG-3") if seen[clause]["state"] == "broken"] == [broken]


def test_an_activity_for_a_closed_order_breaks_the_promise_it_rests_on(company: Company) -> None:
    company.closes("order", "7")
    later = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    sent(company, at=later, channel="phone", because="order", purpose="service", basis="order:7")
    verdict = verdicts(company)["PUR-2"]
    assert (verdict["state"], [one["place"] for one in verdict["instances"]]) == ("broken", ["closed"])

"""A system that knows people by a number only: without one, nothing there can be linked to them (Art. 11 GDPR)."""

from __future__ import annotations

from pathlib import Path

from belofte.domain.identity import Identifier
from belofte.domain.linked import found_only_by, not_asked, not_linked
from belofte.domain.located import Found, Located
from belofte.loading.folder import load_policy_folder

SYSTEMS = load_policy_folder(Path(__file__).parents[2] / "examples" / "linprofs").systems
MAIL = Identifier("email", "", "anna@dvries.example")
COOKIE = Identifier("ga-client-id", "", "111.222")


def of(*identifiers: Identifier) -> Located:
    return Located("r", {}, {}, identifiers=identifiers)


def test_visitor_statistics_are_asked_by_a_number_and_by_nothing_else() -> None:
    assert found_only_by(SYSTEMS["google-analytics"]) == ("customer-number", "ga-client-id")
    assert not_linked(SYSTEMS["google-analytics"], of(MAIL)) == ("customer-number", "ga-client-id")
    assert not_linked(SYSTEMS["google-analytics"], of(MAIL, COOKIE)) == ()


def test_a_system_that_lists_everybody_or_follows_references_needs_no_number() -> None:
    for name in ("crm", "mailchimp", "transip"):
        assert not_linked(SYSTEMS[name], of(COOKIE)) == (), name


def found(collection: str) -> Located:
    return Located("r", {"crm": (Found("r", collection, (1,), "email"),)}, {}, identifiers=(MAIL,))


def test_a_carrier_that_is_asked_by_our_parcels_is_not_asked_where_no_parcel_was_found() -> None:
    assert not_asked(SYSTEMS["dhl"], found("customers")) == ("crm.shipments",)
    assert not_asked(SYSTEMS["dhl"], found("shipments")) == ()
    assert not_asked(SYSTEMS["dhl"], of(MAIL, Identifier("tracking-number", "", "3SABC"))) == ()


def test_a_system_that_is_asked_by_what_people_give_is_always_asked() -> None:
    for name in ("crm", "mailchimp", "aws", "mailbox"):
        assert not_asked(SYSTEMS[name], of(MAIL)) == (), name

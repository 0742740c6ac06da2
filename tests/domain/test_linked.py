"""A system that knows people by a number only: without one, nothing there can be linked to them (Art. 11 GDPR)."""

from __future__ import annotations

from pathlib import Path

from belofte.domain.identity import Identifier
from belofte.domain.linked import found_only_by, not_linked
from belofte.domain.located import Located
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

"""Why nothing of a system stands in a plan, in words of its own; and who is told instead of ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.not_there import Because, NotThere, questions_in, reasons_in, reasons_of
from belofte.domain.plan import Decision, Line, Plan, Step
from belofte.domain.policy import Policy, Recipient
from belofte.domain.policy.recipients import RecipientRole
from belofte.domain.rights.told_instead import told_instead
from belofte.domain.system_map import Collection, Reference, SystemMap, Verb
from belofte.loading.rest_files import rest_connector
from belofte.loading.rest_map import without_maps

ALLOW = frozenset({Verb.FIND, Verb.EXPORT})
google = rest_connector("google_analytics")
assert google is not None
SYSTEMS = {
    "kpn": SystemMap("kpn", "line", frozenset({Verb.OBSERVE})),
    "crm": SystemMap("crm", "sql", ALLOW, collections={"shipments": Collection("shipments", "parcel")}),
    "dhl": SystemMap(
        "dhl",
        "dhl",
        ALLOW,
        recipient="dhl",
        collections={
            "shipments": Collection("shipments", "parcel", of=(Reference(("id",), "shipments", ("barcode",), "crm"),))
        },
    ),
    "statistics": SystemMap(
        "statistics",
        "google_analytics",
        ALLOW,
        collections={"clients": Collection("clients", "visit", {"ga-client-id": ("client_id",)})},
        rest=without_maps(google),
    ),
    "disk": SystemMap("disk", "files", ALLOW, collections={"scans": Collection("scans", "order", {"email": ("by",)})}),
}
PLAN = Plan("p-1", "case-1", "erasure", 1, {}, datetime(2026, 11, 22, tzinfo=UTC), ())


def located(**found: tuple[Found, ...]) -> Located:
    return Located(
        "case-1",
        {name: found.get(name, ()) for name in SYSTEMS},
        {},
        identifiers=(Identifier("email", "", "anna@dvries.example"),),
    )


def test_nothing_found_is_only_one_of_the_reasons() -> None:
    said = {one.system: (one.because, one.detail) for one in reasons_of(SYSTEMS, located())}
    assert said == {
        "kpn": (Because.LOOKS_ONLY, ""),
        "dhl": (Because.NO_LEAD, "crm.shipments"),
        "statistics": (Because.NOT_LINKED, "ga-client-id"),
    }, "the disk was searched, and nothing was found: that needs no other words"


def test_a_lead_that_was_found_makes_it_nothing_found() -> None:
    said = reasons_of(SYSTEMS, located(crm=(Found("case-1", "shipments", (1,), "email"),)))
    assert "dhl" not in {one.system for one in said}


def test_reasons_are_read_back_from_a_plan_and_are_no_questions() -> None:
    reasons = reasons_of(SYSTEMS, located())
    plan = replace(PLAN, questions=("shared-with-another-person: 1", *map(str, reasons)))
    assert reasons_in(plan) == reasons
    assert list(questions_in(plan)) == ["shared-with-another-person: 1"]
    assert {one.detail_in("nl") for one in reasons} >= {"bezoekersnummer van Google Analytics"}


def asked(system: str) -> Plan:
    by_hand = Step("s-1", "case-1", system, Verb.ASK_PERSON, (Line(system, "shipments", Decision.DELETE, 2),))
    return replace(PLAN, steps=(by_hand, Step("s-2", "case-1", "letters", Verb.TELL, (), ("s-1",))))


def policy(role: RecipientRole, own_use: str | None = None) -> Policy:
    return Policy(recipients={"dhl": Recipient("dhl", role=role, own_use=own_use)})


def test_a_carrier_gets_no_order_and_is_told() -> None:
    plan = told_instead(asked("dhl"), policy(RecipientRole.CARRIER), SYSTEMS)
    assert [(step.id, step.after) for step in plan.steps] == [("s-2", ())], "the answer waits for nobody there"
    assert reasons_in(plan) == (NotThere("dhl", Because.DECIDES_ITSELF, "2"),)


def test_a_processor_without_an_api_is_still_asked_by_a_person() -> None:
    plan = asked("dhl")
    assert told_instead(plan, policy(RecipientRole.PROCESSOR), SYSTEMS) == plan
    assert told_instead(plan, policy(RecipientRole.PROCESSOR, "own-controller"), SYSTEMS) != plan


def test_a_copy_is_asked_of_everybody() -> None:
    plan = replace(asked("dhl"), right="access")
    assert told_instead(plan, policy(RecipientRole.CARRIER), SYSTEMS) == plan

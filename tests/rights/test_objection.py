"""Objection, end to end (Art. 21): stopped at receipt, weighed by a person, told before anything starts again."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from tests.rights.commands import approve, change_policy, crm, done_by_hand, may, received, told, typed
from tests.worlds import World, carry_out, keep_word

from belofte.domain.wish import Wish
from belofte.procedures.desks import Submission
from belofte.procedures.rights.leaving_desk import LeavingDesk

LATER = ("2027-01-05T09:00:00Z", "2027-02-01T09:00:00Z", "2027-12-01T12:00:00Z")
OLD = "improving:  {uses: [visit], basis: consent, ask: statistics,"
NEW = 'improving:  {uses: [visit], basis: legitimate-interest, interest: "a better site",'


@pytest.fixture
def analytics(world: World) -> World:
    """A company that bases its statistics on legitimate interest."""
    change_policy(world, OLD, NEW)
    return world


def status_of(world: World, address: str) -> str:
    return str(crm(world, "SELECT status FROM subscriptions WHERE email = ?", address)[0][0])


def confirmed(world: World, reference: str) -> None:
    assert typed(world, "request", "confirm", reference)[0] == 0


def test_a_newsletter_that_leaves_five_minutes_later_does_not_reach_who_objected(world: World) -> None:
    """T-48: no link was pressed yet; the systems have stopped, and nobody may send."""
    address = world.made.asks
    typed(world, "consent", "give", address, "--purpose", "newsletter", "--method", "form", "--by", "P. de Boer")
    assert (status_of(world, address), may(world, address, "newsletter")) == ("subscribed", "yes")
    reference = received(world, "objection", address, "--purpose", "newsletter")
    assert (status_of(world, address), may(world, address, "newsletter")) == ("unsubscribed", "objection")
    case = told(world, "request", "show", reference)["case"]
    assert [(r["verb"], r["outcome"]) for r in case["receipts"]] == [("restrict", "done"), ("tell", "done")]


def test_may_says_no_in_the_commit_of_the_receipt(world: World) -> None:
    """Before any system was looked at."""
    address = world.made.asks
    with world.open() as belofte:
        belofte.public.submit(Submission("objection", address, "nl"))
    assert may(world, address, "newsletter") == "objection"
    assert status_of(world, address) == "subscribed"
    with world.open() as belofte:
        belofte.work.tend()
        carry_out(belofte)
    assert status_of(world, address) == "unsubscribed"


def test_a_plan_that_waits_for_weighing_does_not_say_that_nothing_was_found(world: World) -> None:
    """The person stands in the customer database; until somebody weighs, nothing is to be done there."""
    reference = received(world, "objection", world.made.asks, "--purpose", "security")
    confirmed(world, reference)
    said = typed(world, "request", "show", reference)[1]
    assert "crm        nothing found" not in said
    assert re.search(r"^crm +[1-9]\d* found; this plan does nothing with them$", said, re.MULTILINE), said


def test_direct_marketing_is_not_weighed(world: World) -> None:
    address = world.made.asks
    reference = received(world, "objection", address, "--purpose", "newsletter")
    status, said = typed(
        world, "request", "weigh", reference, "--reject", "--reasons", "we like to", "--by", "P. de Boer"
    )
    assert status == 1
    assert "21(3)" in said
    assert "voorgoed" in world.letters_to(address)[-1]
    assert may(world, address, "newsletter") == "objection"


def test_advertising_is_stopped_told_and_answered_without_any_link(world: World) -> None:
    """Who says "no more" gives no proof of who they are: nobody is reminded, and nobody ends as unidentified."""
    address = world.made.asks
    reference = received(world, "objection", address, "--purpose", "newsletter")
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"
    sent = len(world.letters_to(address))
    for moment in LATER:
        assert typed(world, "work", "--now", moment)[0] == 0
    assert len(world.letters_to(address)) == sent
    assert [task["kind"] for task in told(world, "task", "list")["tasks"]] == []
    (row,) = told(world, "register")["rows"]
    assert (row["right"], row["outcome"]) == ("objection", "upheld")
    assert may(world, address, "newsletter") == "objection"


def test_the_promised_copy_is_one_button_in_the_answer_about_advertising(world: World) -> None:
    """Copies first: the button proves the address, and then the copy is made; nothing starts again meanwhile."""
    address = world.made.asks
    received(world, "objection", address, "--purpose", "newsletter")
    token = world.link_for(address)
    with world.open() as belofte:
        assert belofte.public.link(token).purpose == "copy"
        assert belofte.desk(LeavingDesk).want_copy(token) == "open"
        (access,) = [row for row in belofte.office.queue() if row.right == "access"]
    asked = told(world, "request", "show", access.reference)["case"]
    assert asked["row"]["state"] == "planned"
    assert asked["about"]["address"] == "proven" if "address" in asked.get("about", {}) else True
    approve(world, access.reference)
    assert "kopie" in world.letters_to(address)[-1]
    assert may(world, address, "newsletter") == "objection"


def test_an_objection_to_advertising_in_anothers_name_waits_for_the_mandate(world: World) -> None:
    """The address it came from is not the one that gets the mail."""
    wish = Wish(purposes=("newsletter",), represents="agent")
    with world.open() as belofte:
        reference = belofte.public.submit(Submission("objection", "agent@kantoor.example", "nl", wish=wish))
        belofte.work.tend()
        carry_out(belofte)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "received"
    address = world.made.asks
    assert status_of(world, address) == "subscribed"
    words = ("--by", "P. de Boer", "--how", "power of attorney", "--number", world.made.number_of(address))
    assert typed(world, "request", "mandate", reference, *words)[0] == 0
    assert typed(world, "work")[0] == 0
    assert (status_of(world, address), may(world, address, "newsletter")) == ("unsubscribed", "objection")


def test_rejected_is_told_with_reasons_first_and_only_then_lifted(analytics: World) -> None:
    """T-49"""
    address = analytics.made.asks
    reference = received(analytics, "objection", address, "--purpose", "improving")
    assert may(analytics, address, "improving") == "objection"
    confirmed(analytics, reference)
    assert done_by_hand(analytics) == 1  # no column says that somebody's visits are not looked at
    status, said = typed(analytics, "request", "weigh", reference, "--reject", "--by", "P. de Boer")
    assert (status, "reasons" in said) == (2, True)
    why = "De site werd vanaf dit adres aangevallen."
    assert typed(analytics, "request", "weigh", reference, "--reject", "--reasons", why, "--by", "P. de Boer")[0] == 0
    letter = analytics.letters_to(address)[-1]
    assert why in letter
    assert "Autoriteit Persoonsgegevens" in letter
    assert "rechtbank" in letter
    assert may(analytics, address, "improving") == "objection"  # a person still has to start it again
    assert done_by_hand(analytics) == 1
    assert may(analytics, address, "improving") == "yes"
    case = told(analytics, "request", "show", reference)["case"]
    verbs = [receipt["verb"] for receipt in case["receipts"]]
    assert verbs == ["ask_person", "tell", "ask_person"]


@pytest.mark.parametrize(
    ("received_at", "end"),
    [
        ("2026-11-24T10:00:00Z", "2026-11-24T23:00:00Z"),  # a Tuesday
        ("2026-11-27T16:30:00Z", "2026-11-27T23:00:00Z"),  # a Friday afternoon: still today
        ("2026-11-28T10:00:00Z", "2026-11-30T23:00:00Z"),  # a Saturday: the next working day
        ("2026-12-25T10:00:00Z", "2026-12-28T23:00:00Z"),  # Christmas, a holiday after it and a weekend
    ],
)
def test_what_a_person_stops_is_due_by_the_end_of_the_working_day(analytics: World, received_at: str, end: str) -> None:
    """No column stops the visits: whoever does it by hand has this day, in the policy's time zone."""
    received(analytics, "objection", analytics.made.asks, "--purpose", "improving", "--now", received_at)
    (task,) = [one for one in told(analytics, "task", "list")["tasks"] if one["kind"] == "ask_person"]
    assert datetime.fromisoformat(task["due_at"]) == datetime.fromisoformat(end)


def test_what_is_weighed_and_rejected_starts_no_advertising_again(analytics: World) -> None:
    """One objection against both: against direct marketing it always holds (Art. 21(3))."""
    address = analytics.made.asks
    for purpose in ("newsletter", "post"):
        typed(analytics, "consent", "give", address, "--purpose", purpose, "--method", "form", "--by", "P. de Boer")
    assert (status_of(analytics, address), may(analytics, address, "newsletter")) == ("subscribed", "yes")
    reference = received(analytics, "objection", address, "--purpose", "improving", "--purpose", "newsletter")
    confirmed(analytics, reference)
    done_by_hand(analytics)
    why = "De site werd vanaf dit adres aangevallen."
    assert typed(analytics, "request", "weigh", reference, "--reject", "--reasons", why, "--by", "P. de Boer")[0] == 0
    done_by_hand(analytics)
    assert may(analytics, address, "improving") == "yes"
    assert may(analytics, address, "newsletter") == "objection"
    assert status_of(analytics, address) == "unsubscribed"
    letter = analytics.letters_to(address)[-1]
    assert "Voorgoed gestopt blijft" in letter
    goes_on = letter.split("Het gaat om:")[1].split(".")[0]
    assert "ieuwsbrief" not in goes_on


def test_rejected_stands_in_the_register(analytics: World) -> None:
    reference = received(analytics, "objection", analytics.made.asks, "--purpose", "improving")
    confirmed(analytics, reference)
    done_by_hand(analytics)
    typed(analytics, "request", "weigh", reference, "--reject", "--reasons", "zwaarder", "--by", "P. de Boer")
    done_by_hand(analytics)
    with analytics.open() as belofte:
        keep_word(belofte)
    rows = told(analytics, "register", "--now", "2027-12-01T12:00:00Z")["rows"]
    assert rows == []
    assert typed(analytics, "work", "--now", "2027-12-01T12:00:00Z")[0] == 0
    assert [(r["right"], r["outcome"]) for r in told(analytics, "register")["rows"]] == [("objection", "rejected")]


def test_what_a_system_held_before_comes_back_and_nothing_more(world: World) -> None:
    """Who had unsubscribed from one of two lists before is not subscribed by a rejected objection."""
    consent = "newsletter: {uses: [subscription.needed], basis: consent, ask: newsletter, channels: [email]"
    interest = consent.replace("basis: consent", "basis: legitimate-interest, interest: news")
    change_policy(world, f"{consent}, direct_marketing: true", interest)
    address = world.made.asks
    for number, status in ((90001, "cleaned"), (90002, "unsubscribed")):
        row = "INSERT INTO subscriptions(id, email, name, status, post_ok) VALUES (?, ?, 'Anna', ?, 1)"
        crm(world, row, number, address, status)
    rows = "SELECT id, status, post_ok FROM subscriptions WHERE email = ? ORDER BY id"
    before = crm(world, rows, address)
    reference = received(world, "objection", address, "--purpose", "newsletter")
    stopped = crm(world, rows, address)
    assert {status for _, status, _ in stopped} == {"unsubscribed"}
    confirmed(world, reference)
    status, said = typed(world, "request", "weigh", reference, "--reject", "--reasons", "x", "--by", "P. de Boer")
    assert status == 0, said
    assert crm(world, rows, address) == before


def test_upheld_gives_copies_first_and_a_new_import_starts_nothing(analytics: World) -> None:
    """T-50"""
    address = analytics.made.asks
    reference = received(analytics, "objection", address, "--purpose", "improving", "--purpose", "newsletter")
    confirmed(analytics, reference)
    done_by_hand(analytics)
    assert typed(analytics, "request", "weigh", reference, "--uphold", "--by", "P. de Boer")[0] == 0
    case = told(analytics, "request", "show", reference)["case"]
    assert case["row"]["state"] == "answered"
    verbs = [receipt["verb"] for receipt in case["receipts"]]
    assert verbs.index("export") < verbs.index("tell")
    exported = next(r for r in case["receipts"] if r["verb"] == "export")
    handed = {line["collection"] for line in exported["lines"] if line["decision"] == "export"}
    assert handed == {"page_views", "subscriptions"}
    token = analytics.link_for(address)
    with analytics.open() as belofte:
        assert b"".join(belofte.public.download(token) or ())[:2] == b"PK"
    crm(analytics, "UPDATE subscriptions SET status = 'subscribed' WHERE email = ?", address)  # the sync came by
    assert may(analytics, address, "newsletter") == "objection"
    status, said = typed(
        analytics, "consent", "give", address, "--purpose", "newsletter", "--method", "import", "--by", "P. de Boer"
    )
    assert (status, "import" in said) == (1, True)
    assert may(analytics, address, "newsletter") == "objection"


def test_what_a_contract_or_the_law_needs_goes_on_and_is_on_record(world: World) -> None:
    """T-51"""
    address = world.made.asks
    reference = received(world, "objection", address, "--purpose", "invoicing", "--purpose", "post")
    assert may(world, address, "post") == "objection"
    assert may(world, address, "invoicing", "--category", "invoice") == "yes"
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        events = tx.events.about(tx.requests.by_reference(reference).id)
    assert [e.data for e in events if e.kind == "objection.goes-on"] == [{"purposes": ["invoicing"]}]


def test_an_objection_cannot_be_stopped_or_refused_past_the_weighing(analytics: World) -> None:
    reference = received(analytics, "objection", analytics.made.asks, "--purpose", "improving")
    confirmed(analytics, reference)
    status, said = typed(analytics, "request", "refuse", reference, "--ground", "Art. 21(1) GDPR", "--by", "P. de Boer")
    assert (status, "weigh" in said) == (1, True)
    plan = told(analytics, "request", "show", reference)["case"]["plan"]["id"]
    status, said = typed(analytics, "request", "approve", reference, "--plan", plan, "--by", "P. de Boer")
    assert (status, "weigh" in said) == (1, True)


def test_a_purpose_nobody_has_is_named(world: World) -> None:
    status, said = typed(world, "request", "receive", "--right", "objection", "--from", "a@b.example", "--purpose", "x")
    assert status == 2
    assert "newsletter" in said


def test_a_system_that_is_away_is_stopped_when_it_is_back(world: World) -> None:
    """Nobody may send meanwhile; the letter that all has stopped is not sent before it has."""
    address = world.made.asks
    place = world.made.home.sandbox / "crm.sqlite"
    away = place.rename(place.with_suffix(".away"))
    try:
        received(world, "objection", address)
        assert may(world, address, "newsletter") == "objection"
        assert not any("gestopt" in letter for letter in world.letters_to(address))
    finally:
        place.unlink(missing_ok=True)
        away.rename(place)
    with world.open() as belofte:
        later = belofte.parts.now().replace(year=belofte.parts.now().year + 1).isoformat()
    assert typed(world, "work", "--now", later)[0] == 0
    assert status_of(world, address) == "unsubscribed"


def test_who_shares_an_address_is_stopped_by_a_person_today(world: World) -> None:
    """The mail would reach both, and the record is not plainly one person's."""
    address = world.made.couple_address
    received(world, "objection", address, "--purpose", "newsletter")
    assert may(world, address, "newsletter") == "objection"
    tasks = [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "stop-shared"]
    rows = crm(world, "SELECT count(*) FROM subscriptions WHERE email = ?", address)[0][0]
    assert sum(task["count"] for task in tasks) == rows
    assert all(task["due_at"] for task in tasks)


def test_a_withdrawal_by_letter_ends_the_consent_when_a_person_knows_who_wrote(world: World) -> None:
    """Nothing is said to be withdrawn before anybody knows whose consent it was."""
    address = world.made.asks
    typed(world, "consent", "give", address, "--purpose", "newsletter", "--method", "form", "--by", "P. de Boer")
    with world.open() as belofte:
        reference = belofte.public.submit(Submission("withdrawal", "", "nl", channel="post"))
        belofte.work.tend()
        carry_out(belofte)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "received"
    words = ("--by", "P. de Boer", "--how", "the signature on the contract", "--number", world.made.number_of(address))
    assert typed(world, "request", "identify", reference, *words)[0] == 0
    assert typed(world, "work")[0] == 0
    assert (status_of(world, address), may(world, address, "newsletter")) == ("unsubscribed", "no-consent")


def test_an_objection_by_letter_stops_when_a_person_knows_who_wrote(world: World) -> None:
    """No address stands in it; the customer number that was vouched for leads to what must stop."""
    address = world.made.asks
    number = world.made.number_of(address)
    with world.open() as belofte:
        reference = belofte.public.submit(Submission("objection", "", "nl", number=number, channel="post"))
        belofte.work.tend()
        carry_out(belofte)
    assert status_of(world, address) == "subscribed"
    words = ("--by", "P. de Boer", "--how", "the signature on the contract", "--number", number)
    assert typed(world, "request", "identify", reference, *words)[0] == 0
    assert typed(world, "work")[0] == 0
    assert status_of(world, address) == "unsubscribed"
    assert may(world, address, "newsletter") == "objection"
    assert may(world, f"customer-number={number}", "newsletter") == "objection"
